using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>The few facts that are taken from the TIFF structure of EXIF and MPF segments.</summary>
internal static class Exif
{
    /// <summary>Most bytes of a segment that are looked at.</summary>
    public const int MaxBytes = 65533;

    private const int OrientationTag = 0x0112;
    private const int NumberOfImagesTag = 0xB001;
    private const int ShortType = 3;
    private const int LongType = 4;

    /// <summary>Orientation of the first directory, 1 to 8; 1 when there is none.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff) => TryFind(tiff, OrientationTag, ShortType, out uint value) && value is >= 1 and <= 8 ? (int)value : 1;

    /// <summary>Number of pictures that an MPF segment names; 0 when it names none.</summary>
    public static uint NumberOfImages(ReadOnlySpan<byte> tiff) => TryFind(tiff, NumberOfImagesTag, LongType, out uint value) ? value : 0;

    // Byte order, 42, offset of the first directory; there a count and entries of 12 bytes: tag, type, count, value.
    private static bool TryFind(ReadOnlySpan<byte> tiff, int tag, int type, out uint value)
    {
        value = 0;
        if (tiff.Length < 8)
        {
            return false;
        }

        bool little = tiff[0] == 'I' && tiff[1] == 'I';
        if (!little && !(tiff[0] == 'M' && tiff[1] == 'M'))
        {
            return false;
        }

        uint directory = UInt32(tiff[4..], little);
        if (UInt16(tiff[2..], little) != 42 || directory > tiff.Length - 2)
        {
            return false;
        }

        ReadOnlySpan<byte> entries = tiff[(int)directory..];
        int count = UInt16(entries, little);
        entries = entries[2..];
        for (int i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (UInt16(entries, little) == tag && UInt16(entries[2..], little) == type && UInt32(entries[4..], little) == 1)
            {
                value = type == ShortType ? UInt16(entries[8..], little) : UInt32(entries[8..], little);
                return true;
            }
        }

        return false;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
