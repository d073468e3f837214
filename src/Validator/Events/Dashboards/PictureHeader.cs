using System.Buffers.Binary;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>The content type that TensorBoard gives the bytes of a picture: what Pillow finds when it reads the header (spec/tfevents.md §10.2).</summary>
internal static class PictureHeader
{
    /// <summary>Type of bytes that are none of the four kinds, or whose header cannot be read.</summary>
    public const string Unknown = "application/octet-stream";

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The content type.</summary>
    public static string ContentType(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngSignature))
        {
            return IsPng(bytes) ? "image/png" : Unknown;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return IsGif(bytes) ? "image/gif" : Unknown;
        }

        if (bytes.StartsWith("BM"u8))
        {
            return IsBmp(bytes) ? "image/bmp" : Unknown;
        }

        return bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && IsJpeg(bytes) ? "image/jpeg" : Unknown;
    }

    // Whole chunks with right checksums up to the head of the first IDAT or IEND, a usable IHDR among them.
    private static bool IsPng(ReadOnlySpan<byte> bytes)
    {
        const int Head = 8;
        const int Crc = 4;
        bool hasHeader = false;
        int at = PngSignature.Length;
        while (bytes.Length - at >= Head)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            ReadOnlySpan<byte> type = bytes.Slice(at + 4, 4);
            if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8))
            {
                return hasHeader;
            }

            if (length > (uint)(bytes.Length - at - Head - Crc) || bytes.Length - at < Head + Crc)
            {
                return false;
            }

            ReadOnlySpan<byte> chunk = bytes.Slice(at + 4, 4 + (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + Head + (int)length)..]) != Crc32(chunk))
            {
                return false;
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                if (!IsPngHeader(chunk[4..]))
                {
                    return false;
                }

                hasHeader = true;
            }

            at += Head + (int)length + Crc;
        }

        return false;
    }

    private static bool IsPngHeader(ReadOnlySpan<byte> header)
    {
        const int Size = 13;
        if (header.Length < Size || BinaryPrimitives.ReadUInt32BigEndian(header) == 0 || BinaryPrimitives.ReadUInt32BigEndian(header[4..]) == 0)
        {
            return false;
        }

        byte depth = header[8];
        return header[9] switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
    }

    private static bool IsGif(ReadOnlySpan<byte> bytes)
    {
        const int Screen = 13;
        if (bytes.Length < Screen || BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) == 0 || BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) == 0)
        {
            return false;
        }

        int at = Screen + PaletteSize(bytes[10]);
        while (at < bytes.Length && bytes[at] == '!')
        {
            at += 2; // Extension: blocks until an empty one.
            while (at < bytes.Length && bytes[at] != 0)
            {
                at += 1 + bytes[at];
            }

            at++;
        }

        const int Descriptor = 10;
        return at < bytes.Length && bytes[at] == ',' && bytes.Length - at >= Descriptor
            && bytes.Length - at - Descriptor - PaletteSize(bytes[at + 9]) >= 1; // The LZW byte behind the palette.
    }

    private static int PaletteSize(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static bool IsBmp(ReadOnlySpan<byte> bytes)
    {
        const int FileHeader = 14;
        if (bytes.Length < FileHeader + 4)
        {
            return false;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[FileHeader..]);
        if (size is not (12 or 40 or 52 or 56 or 64 or 108 or 124) || bytes.Length < FileHeader + size)
        {
            return false;
        }

        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(FileHeader + (size == 12 ? 10 : 14))..]);
        return bits is 1 or 4 or 8 or 16 or 24 or 32;
    }

    // Whole segments up to the scan or to the end of the bytes, a frame among them.
    private static bool IsJpeg(ReadOnlySpan<byte> bytes)
    {
        bool hasFrame = false;
        int at = 2;
        while (at < bytes.Length)
        {
            if (bytes[at] != 0xFF)
            {
                at++; // Pillow looks for the next marker.
                continue;
            }

            while (at < bytes.Length && bytes[at] == 0xFF)
            {
                at++;
            }

            if (at >= bytes.Length)
            {
                return false;
            }

            byte marker = bytes[at++];
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD9))
            {
                continue;
            }

            if (bytes.Length - at < 2)
            {
                return false;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < 2 || bytes.Length - at < length)
            {
                return false;
            }

            bool isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            hasFrame |= isFrame && length >= 8;
            at += length;
            if (marker == 0xDA)
            {
                return hasFrame;
            }
        }

        return hasFrame;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = Crc32Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static readonly uint[] Crc32Table = MakeTable();

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }

            table[i] = crc;
        }

        return table;
    }
}
