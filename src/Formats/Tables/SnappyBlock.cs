using Snappier;

namespace TensorBoardFormats.Tables;

/// <summary>
/// A raw Snappy stream. Snappier decodes; what it lets pass, and TensorFlow does not, is found here before anything is allocated:
/// a stream that gives more or less than it declares, or is followed by other bytes.
/// </summary>
/// <remarks>
/// <code>
/// stream  = varint32 length | element ...
/// element = literal: tag 00, length - 1 in the upper six bits, or 60 to 63 and the length - 1 in 1 to 4 bytes | the bytes
///         | copy:    tag 01 (+ 1 byte), 10 (+ 2 bytes) or 11 (+ 4 bytes): length and distance
/// </code>
/// </remarks>
internal static class SnappyBlock
{
    /// <summary>The decompressed length of a stream that is sound from end to end.</summary>
    public static bool TryGetLength(ReadOnlySpan<byte> stream, out int length)
    {
        length = 0;
        if (!Varint32.TryRead(stream, 0, out uint declared, out int position) || declared > (uint)Array.MaxLength)
        {
            return false;
        }

        long produced = 0;
        while (position < stream.Length && produced <= declared)
        {
            byte tag = stream[position++];
            int extra = ExtraBytes(tag);
            if (stream.Length - position < extra)
            {
                return false;
            }

            uint number = LittleEndian(stream.Slice(position, extra));
            position += extra;
            switch (tag & 3)
            {
                case 0:
                    long literal = 1 + (extra == 0 ? (long)(tag >> 2) : number);
                    if (literal > stream.Length - position)
                    {
                        return false;
                    }

                    position += (int)literal;
                    produced += literal;
                    break;
                case 1:
                    if (!IsDistance(((uint)(tag >> 5) << 8) | number, produced))
                    {
                        return false;
                    }

                    produced += 4 + ((tag >> 2) & 7);
                    break;
                default:
                    if (!IsDistance(number, produced))
                    {
                        return false;
                    }

                    produced += 1 + (tag >> 2);
                    break;
            }
        }

        length = (int)declared;
        return produced == declared && position == stream.Length;
    }

    /// <summary>Decompresses a stream of known length.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> stream, Span<byte> destination)
    {
        try
        {
            return Snappy.TryDecompress(stream, destination, out int written) && written == destination.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsDistance(uint distance, long produced) => distance > 0 && distance <= produced;

    private static int ExtraBytes(byte tag) => (tag & 3) switch
    {
        0 => Math.Max(0, (tag >> 2) - 59),
        1 => 1,
        2 => 2,
        _ => 4,
    };

    private static uint LittleEndian(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }
}
