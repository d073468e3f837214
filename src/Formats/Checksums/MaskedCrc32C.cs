using System.Numerics;

namespace TensorBoardFormats.Checksums;

/// <summary>
/// The form in which TensorFlow stores a CRC-32C: turned right by 15 bits, plus 0xA282EAD8, so that a CRC over bytes that hold CRCs
/// stays a good one (spec/tensor-bundle.md §2).
/// </summary>
public static class MaskedCrc32C
{
    private const uint Delta = 0xA282EAD8; // kMaskDelta

    /// <summary>Masked CRC of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Mask(Crc32C.Compute(bytes));

    /// <summary>The stored form of a CRC.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + Delta;

    /// <summary>The CRC that a stored form stands for.</summary>
    public static uint Unmask(uint masked) => BitOperations.RotateLeft(masked - Delta, 15);
}
