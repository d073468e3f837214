using System.Buffers.Binary;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// NumPy's <c>astype("float32")</c> of what a checkpoint holds: integers and doubles are rounded, complex numbers lose their imaginary
/// part, the small types stand for their numbers (spec/projector.md §10).
/// </summary>
internal static class NumPyCast
{
    /// <summary>Converts elements of fixed size.</summary>
    /// <param name="dtype">Their type.</param>
    /// <param name="source">Whole elements as stored.</param>
    /// <param name="bigEndian">They are stored in big-endian order.</param>
    /// <param name="destination">float32, little-endian; as many.</param>
    public static void ToFloat32(DType dtype, ReadOnlySpan<byte> source, bool bigEndian, Span<byte> destination)
    {
        int size = dtype.ElementSize();
        int count = source.Length / size;
        if (dtype == DType.Float32 && !bigEndian)
        {
            source[..(count * size)].CopyTo(destination);
            return;
        }

        Span<byte> element = stackalloc byte[size];
        int part = dtype.ComponentSize();
        for (int i = 0; i < count; i++)
        {
            source.Slice(i * size, size).CopyTo(element);
            if (bigEndian)
            {
                element[..part].Reverse(); // Of a complex number only the real part counts.
            }

            BinaryPrimitives.WriteSingleLittleEndian(destination[(i * sizeof(float))..], Element(dtype, element));
        }
    }

    private static float Element(DType dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        DType.Float32 or DType.Complex64 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        DType.Float64 or DType.Complex128 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        DType.Int32 or DType.QInt32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        DType.Int16 or DType.QInt16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        DType.UInt16 or DType.QUInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        DType.Int8 or DType.QInt8 => (sbyte)bytes[0],
        DType.UInt8 or DType.QUInt8 => bytes[0],
        DType.Bool => bytes[0] != 0 ? 1 : 0,
        DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        DType.UInt64 => FromUInt64(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        DType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        DType.BFloat16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        DType.Int4 => (sbyte)(bytes[0] << 4) >> 4,
        DType.UInt4 => bytes[0] & 0xF,
        DType.Int2 => (sbyte)(bytes[0] << 6) >> 6,
        DType.UInt2 => bytes[0] & 3,
        DType.Float8E5M2 => (float)BitConverter.UInt16BitsToHalf((ushort)(bytes[0] << 8)),
        DType.Float8E4M3FN => Small(bytes[0], 3, 7, (bytes[0] & 0x7F) == 0x7F),
        DType.Float8E4M3FNUZ => Small(bytes[0], 3, 8, bytes[0] == 0x80),
        DType.Float8E4M3B11FNUZ => Small(bytes[0], 3, 11, bytes[0] == 0x80),
        DType.Float8E5M2FNUZ => Small(bytes[0], 2, 16, bytes[0] == 0x80),
        DType.Float4E2M1FN => Small((byte)(((bytes[0] & 8) << 4) | (bytes[0] & 7)), 1, 1, false),
        _ => 0,
    };

    // A sign bit, an exponent with the given bias and a mantissa, all finite but one or two patterns that are NaN.
    private static float Small(byte bits, int mantissaBits, int bias, bool isNaN)
    {
        int magnitude = bits & 0x7F;
        int exponent = magnitude >> mantissaBits;
        int mantissa = magnitude & ((1 << mantissaBits) - 1);
        float value = isNaN ? BitConverter.UInt32BitsToSingle(0x7FC0_0000)
            : exponent == 0 ? MathF.ScaleB(mantissa, 1 - bias - mantissaBits)
            : MathF.ScaleB(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits);
        return (bits & 0x80) != 0 ? -value : value;
    }

    // Rounded once: a number above int64 is halved, the bit that falls out kept as a sticky one.
    private static float FromUInt64(ulong value) => value <= long.MaxValue ? (long)value : 2f * (long)((value >> 1) | (value & 1));
}
