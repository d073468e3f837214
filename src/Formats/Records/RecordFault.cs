using System.Buffers.Binary;
using System.Globalization;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Records;

/// <summary>Says what stands in the place of a record whose length has another checksum: known formats and known mistakes by name.</summary>
internal static class RecordFault
{
    /// <summary>Describes the bytes where a record should begin.</summary>
    /// <param name="bytes">At least the twelve bytes of a header.</param>
    /// <param name="offset">Where they stand in the file.</param>
    public static string Describe(ReadOnlySpan<byte> bytes, long offset)
    {
        if (offset == 0 && Container(bytes) is string container)
        {
            return container;
        }

        if (Mistake(bytes) is string mistake)
        {
            return mistake;
        }

        ReadOnlySpan<byte> header = bytes[..RecordFraming.HeaderSize];
        return header.IndexOfAnyExcept((byte)0) < 0
            ? "zero bytes"
            : $"the bytes {Convert.ToHexStringLower(header)}, whose length has another checksum";
    }

    /// <summary>The format of a whole file by its first bytes, or null.</summary>
    public static string? Container(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return "a gzip stream (1f 8b)";
        }

        if (bytes.Length >= 2 && bytes[0] == 0x78 && (bytes[0] << 8 | bytes[1]) % 31 == 0)
        {
            return "a zlib stream (78 " + bytes[1].ToString("x2", CultureInfo.InvariantCulture) + ")";
        }

        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return "a zip archive (PK)";
        }

        if (bytes.Length > 0 && bytes[..Math.Min(bytes.Length, RecordFraming.HeaderSize)].IndexOfAnyExceptInRange((byte)0x09, (byte)0x7E) < 0
            && bytes[0] != 0x09)
        {
            return "text";
        }

        return bytes.Length > RecordFraming.HeaderSize && bytes[0] == 0x09 && bytes[9] is 0x10 or 0x1A or 0x2A ? "an Event without a frame" : null;
    }

    /// <summary>The mistake of a writer that explains a header, or null.</summary>
    public static string? Mistake(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> length = bytes[..RecordFraming.LengthSize];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[RecordFraming.LengthSize..]);
        uint crc = Crc32C.Compute(length);
        if (stored == crc)
        {
            return "a checksum without the mask";
        }

        uint reversed = BinaryPrimitives.ReverseEndianness(stored);
        Span<byte> swapped = stackalloc byte[RecordFraming.LengthSize];
        length.CopyTo(swapped);
        swapped.Reverse();
        if (reversed == MaskedCrc32C.Mask(crc) || reversed == MaskedCrc32C.Compute(swapped) || stored == MaskedCrc32C.Compute(swapped))
        {
            return "length or checksum in big-endian order";
        }

        uint zlib = Crc32.Compute(length);
        return stored == zlib || stored == MaskedCrc32C.Mask(zlib) ? "a CRC-32 of zlib in place of CRC-32C" : null;
    }
}
