using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TensorBoardFormats.Checksums;

/// <summary>CRC-32C (Castagnoli; reflected polynomial 0x82F63B78, initial value and final xor 0xFFFFFFFF), spec/tensor-bundle.md
/// §2.</summary>
/// <remarks>Check value: the CRC of the nine ASCII bytes <c>123456789</c> is 0xE3069283.</remarks>
public static partial class Crc32C
{
    /// <summary>CRC of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>CRC of what <paramref name="crc"/> is the CRC of, followed by <paramref name="bytes"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes) =>
        ~(bytes.Length < FoldingFrom ? AppendShort(~crc, bytes) : AppendLong(~crc, bytes));

    /// <summary>Appends by the processor's CRC instruction, or without one by the runtime's tables.</summary>
    internal static uint AppendShort(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte b in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
