using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Turns numbers of a big-endian bundle round (spec/tensor-bundle.md §5.5).</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of each number in place.</summary>
    /// <param name="bytes">Whole numbers.</param>
    /// <param name="size">Bytes of a number: 1, 2, 4 or 8.</param>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case sizeof(ushort):
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case sizeof(uint):
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case sizeof(ulong):
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }
}
