using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>
/// The key under which a slice of a tensor stands in an index (spec/tensor-bundle.md §8.3); such keys sort as name, then start, then
/// length.
/// </summary>
/// <remarks>
/// <code>
/// key    = num(0) | name | num(rank) | signed(start) signed(length) per dimension; a full dimension is 0 and -1
/// num    = count of significant bytes | those bytes, big-endian
/// name   = its bytes, 00 as 00 ff and ff as ff 00 | 00 01
/// signed = 1 to 10 bytes, big-endian; the leading bits tell how many, as in UTF-8
/// </code>
/// </remarks>
internal static class SliceKey
{
    private const byte Escape1 = 0x00;
    private const byte Escape2 = 0xFF;
    private const byte NullCharacter = 0xFF; // behind 00
    private const byte Separator = 0x01; // behind 00
    private const byte FfCharacter = 0x00; // behind ff
    private const int MaxSignedBytes = 10;

    /// <summary>The leading bits of a signed number of so many bytes.</summary>
    private static readonly ushort[] SignedHeaders = [0, 0x8000, 0xC000, 0xE000, 0xF000, 0xF800, 0xFC00, 0xFE00, 0xFF00, 0xFF80, 0xFFC0];

    /// <summary>Encodes the key of a slice.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> name, TensorSlice slice) => Encode(name, slice.Extents);

    /// <summary>Encodes the key of a slice as it stands in a file, sound or not.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> name, ReadOnlySpan<SliceExtent> extents)
    {
        ArrayBufferWriter<byte> output = new(name.Length + 16 + (extents.Length * 4));
        WriteUnsigned(output, 0);
        WriteString(output, name);
        WriteUnsigned(output, (ulong)extents.Length);
        foreach (SliceExtent extent in extents)
        {
            WriteSigned(output, extent.Start);
            WriteSigned(output, extent.Length);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes a key of that form.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> key, out byte[] name, out SliceExtent[] extents)
    {
        name = [];
        extents = [];
        int position = 0;
        if (!TryReadUnsigned(key, ref position, out ulong zero) || zero != 0
            || !TryReadString(key, ref position, out name)
            || !TryReadUnsigned(key, ref position, out ulong rank) || rank > TensorShape.MaxRank)
        {
            return false;
        }

        extents = new SliceExtent[rank];
        for (int i = 0; i < extents.Length; i++)
        {
            if (!TryReadSigned(key, ref position, out long start) || !TryReadSigned(key, ref position, out long length))
            {
                return false;
            }

            extents[i] = new SliceExtent(start, length);
        }

        return position == key.Length;
    }

    internal static void WriteUnsigned(IBufferWriter<byte> output, ulong value)
    {
        int count = (64 - BitOperations.LeadingZeroCount(value) + 7) / 8;
        Span<byte> bytes = stackalloc byte[1 + sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], value);
        bytes[sizeof(ulong) - count] = (byte)count;
        output.Write(bytes[(sizeof(ulong) - count)..]);
    }

    internal static void WriteSigned(IBufferWriter<byte> output, long value)
    {
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)(value < 0 ? ~value : value));
        int count = (bits / 7) + 1;
        Span<byte> bytes = stackalloc byte[MaxSignedBytes];
        bytes[..2].Fill((byte)(value < 0 ? 0xFF : 0));
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], value);
        bytes = bytes[(MaxSignedBytes - count)..];
        bytes[0] ^= (byte)(SignedHeaders[count] >> 8);
        if (count > 1)
        {
            bytes[1] ^= (byte)SignedHeaders[count];
        }

        output.Write(bytes);
    }

    private static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (b is Escape1)
            {
                output.Write([Escape1, NullCharacter]);
            }
            else if (b is Escape2)
            {
                output.Write([Escape2, FfCharacter]);
            }
            else
            {
                output.Write([b]);
            }
        }

        output.Write([Escape1, Separator]);
    }

    private static bool TryReadUnsigned(ReadOnlySpan<byte> key, ref int position, out ulong value)
    {
        value = 0;
        if (position >= key.Length || key[position] > sizeof(ulong) || key.Length - position - 1 < key[position])
        {
            return false;
        }

        int count = key[position++];
        for (int i = 0; i < count; i++)
        {
            value = (value << 8) | key[position++];
        }

        return true;
    }

    private static bool TryReadString(ReadOnlySpan<byte> key, ref int position, out byte[] text)
    {
        ArrayBufferWriter<byte> output = new(Math.Max(key.Length - position, 1));
        text = [];
        while (position < key.Length)
        {
            byte b = key[position++];
            if (b is not (Escape1 or Escape2))
            {
                output.Write([b]);
                continue;
            }

            if (position == key.Length)
            {
                return false;
            }

            byte next = key[position++];
            if (b == Escape1 && next == Separator)
            {
                text = output.WrittenSpan.ToArray();
                return true;
            }

            if (next != (b == Escape1 ? NullCharacter : FfCharacter))
            {
                return false;
            }

            output.Write([b]);
        }

        return false;
    }

    private static bool TryReadSigned(ReadOnlySpan<byte> key, ref int position, out long value)
    {
        value = 0;
        if (position >= key.Length)
        {
            return false;
        }

        byte fill = (byte)(key[position] < 0x80 ? 0xFF : 0);
        int second = position + 1 < key.Length ? (byte)(key[position + 1] ^ fill) : 0;
        int count = Math.Max(1, BitOperations.LeadingZeroCount((uint)(ushort)~(((key[position] ^ fill) << 8) | second) << 16));
        if (count > MaxSignedBytes || key.Length - position < count)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxSignedBytes];
        bytes.Fill(fill);
        key.Slice(position, count).CopyTo(bytes[(MaxSignedBytes - count)..]);
        int at = MaxSignedBytes - count;
        bytes[at] ^= (byte)(SignedHeaders[count] >> 8);
        if (count > 1)
        {
            bytes[at + 1] ^= (byte)SignedHeaders[count];
        }

        value = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        position += count;
        return value < 0 == (fill == 0xFF);
    }
}
