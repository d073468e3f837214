using System.Buffers.Binary;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Server;

/// <summary>Whether Pillow can open the header of an image, and as what (spec/projector.md §8.1). The pixels are never looked at.</summary>
internal static class PillowType
{
    private const long MostPixels = 178_956_970;
    private const int LongestSegment = 1 << 16;

    /// <summary>The media type, or <see cref="SpriteType.Unknown"/>.</summary>
    public static string Of(ReadableFile file) =>
        IsPng(file) ? "image/png" : IsGif(file) ? "image/gif" : IsBmp(file) ? "image/bmp" : IsJpeg(file) ? "image/jpeg" : SpriteType.Unknown;

    private static bool IsPng(ReadableFile file)
    {
        Span<byte> head = stackalloc byte[33];
        if (!Has(file, head, 0) || !head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
            || !head[12..16].SequenceEqual("IHDR"u8))
        {
            return false;
        }

        uint headerLength = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        ulong width = BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        ulong height = BinaryPrimitives.ReadUInt32BigEndian(head[20..]);
        return headerLength >= 13 && IsLegalPair(head[25], head[24]) && head[27] == 0 && width > 0 && height > 0 && width * height <= MostPixels
            && ChunksAreSound(file);
    }

    private static bool IsLegalPair(byte colour, byte depth) => colour switch
    {
        0 => depth is 1 or 2 or 4 or 8 or 16,
        2 or 4 or 6 => depth is 8 or 16,
        3 => depth is 1 or 2 or 4 or 8,
        _ => false,
    };

    private static bool ChunksAreSound(ReadableFile file)
    {
        Span<byte> name = stackalloc byte[8];
        for (long at = 8; Has(file, name, at);)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(name);
            if (name[4..].SequenceEqual("IDAT"u8) || name[4..].SequenceEqual("IEND"u8))
            {
                return true;
            }

            if (length > file.Length - at - 12 || !ChecksumIsRight(file, at + 4, length + 4))
            {
                return false;
            }

            at += length + 12;
        }

        return false;
    }

    private static bool ChecksumIsRight(ReadableFile file, long offset, long length)
    {
        uint crc = uint.MaxValue;
        byte[] block = new byte[(int)Math.Min(length, LongestSegment)];
        for (long at = 0; at < length;)
        {
            int got = file.ReadFully(block.AsSpan(0, (int)Math.Min(block.Length, length - at)), offset + at);
            if (got == 0)
            {
                return false;
            }

            crc = AppendCrc(crc, block.AsSpan(0, got));
            at += got;
        }

        Span<byte> stored = stackalloc byte[sizeof(uint)];
        return Has(file, stored, offset + length) && BinaryPrimitives.ReadUInt32BigEndian(stored) == ~crc;
    }

    private static uint AppendCrc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return crc;
    }

    private static bool IsGif(ReadableFile file)
    {
        Span<byte> head = stackalloc byte[13];
        if (!Has(file, head, 0) || !(head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)))
        {
            return false;
        }

        long at = 13 + ColourTable(head[10]);
        Span<byte> bytes = stackalloc byte[10];
        while (Has(file, bytes[..1], at))
        {
            switch (bytes[0])
            {
                case (byte)',':
                    return Has(file, bytes, at) && Has(file, bytes[..1], at + 10 + ColourTable(bytes[9]));
                case (byte)'!':
                    at = SkipBlocks(file, at + 2);
                    break;
                case (byte)';':
                    return false;
                default:
                    at++;
                    break;
            }
        }

        return false;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static long SkipBlocks(ReadableFile file, long at)
    {
        Span<byte> size = stackalloc byte[1];
        while (Has(file, size, at) && size[0] != 0)
        {
            at += size[0] + 1;
        }

        return at + 1;
    }

    private static bool IsBmp(ReadableFile file)
    {
        Span<byte> head = stackalloc byte[18];
        if (!Has(file, head, 0) || !head.StartsWith("BM"u8))
        {
            return false;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
        if (size is not (12 or 40 or 52 or 56 or 64 or 108 or 124))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[(int)size];
        if (!Has(file, header, 14))
        {
            return false;
        }

        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[(size == 12 ? 10 : 14)..]);
        uint compression = size == 12 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        return bits is 1 or 4 or 8 or 16 or 24 or 32 && (compression is 0 or 1 or 2 || (compression == 3 && bits == 32));
    }

    private static bool IsJpeg(ReadableFile file)
    {
        Span<byte> marker = stackalloc byte[4];
        if (!Has(file, marker[..3], 0) || marker[0] != 0xFF || marker[1] != 0xD8 || marker[2] != 0xFF)
        {
            return false;
        }

        bool hasFrame = false;
        byte[] segment = new byte[LongestSegment];
        for (long at = 2; ;)
        {
            if (at >= file.Length - 1)
            {
                return hasFrame;
            }

            Has(file, marker[..2], at);
            if (marker[0] != 0xFF)
            {
                at++;
                continue;
            }

            if (marker[1] is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD9))
            {
                at += marker[1] == 0xFF ? 1 : 2;
                continue;
            }

            if (!Has(file, marker[2..], at + 2))
            {
                return false;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(marker[2..]) - 2;
            if (length < 0 || !Has(file, segment.AsSpan(0, length), at + 4) || !Accept(marker[1], segment.AsSpan(0, length), ref hasFrame))
            {
                return false;
            }

            if (marker[1] == 0xDA)
            {
                return hasFrame;
            }

            at += length + 4;
        }
    }

    private static bool Accept(byte marker, ReadOnlySpan<byte> segment, ref bool hasFrame)
    {
        if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
        {
            hasFrame = segment.Length >= 6 && segment[0] == 8 && segment[5] is 1 or 3 or 4
                && BinaryPrimitives.ReadUInt16BigEndian(segment[1..]) > 0 && BinaryPrimitives.ReadUInt16BigEndian(segment[3..]) > 0;
            return hasFrame;
        }

        return marker != 0xE2 || !segment.StartsWith("MPF\0"u8); // Several pictures in one file are no JPEG for Pillow.
    }

    private static bool Has(ReadableFile file, Span<byte> destination, long offset) =>
        offset <= file.Length - destination.Length && file.ReadFully(destination, offset) == destination.Length;
}
