using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TensorBoardFormats.Tensors;

/// <summary>What is known of each <see cref="DType"/>: TensorFlow's name, the size of an element, whether checkpoints hold it
/// (spec/tensor-bundle.md §6).</summary>
public static class DTypes
{
    // By number. Sizes: bytes of an element; 0: of any length; -1: checkpoints cannot hold it.
    private static readonly (string Name, int Size)[] Table =
    [
        ("invalid", -1),
        ("float32", 4), ("float64", 8), ("int32", 4), ("uint8", 1), ("int16", 2), ("int8", 1), ("string", 0), ("complex64", 8), ("int64", 8),
        ("bool", 1), ("qint8", 1), ("quint8", 1), ("qint32", 4), ("bfloat16", 2), ("qint16", 2), ("quint16", 2), ("uint16", 2),
        ("complex128", 16), ("float16", 2),
        ("resource", -1), ("variant", 0), ("uint32", 4), ("uint64", 8),
        ("float8_e5m2", 1), ("float8_e4m3fn", 1), ("float8_e4m3fnuz", 1), ("float8_e4m3b11fnuz", 1), ("float8_e5m2fnuz", 1),
        ("int4", 1), ("uint4", 1), ("int2", 1), ("uint2", 1), ("float4_e2m1fn", 1),
    ];

    /// <summary>All types that a checkpoint can hold.</summary>
    public static IEnumerable<DType> Storable =>
        Enumerable.Range(0, Table.Length).Where(static i => Table[i].Size >= 0).Select(static i => (DType)i);

    /// <summary>Is it one of TensorFlow's types?</summary>
    public static bool IsKnown(this DType dtype) => (uint)dtype < (uint)Table.Length && dtype != DType.Invalid;

    /// <summary>Can a checkpoint hold it?</summary>
    public static bool IsStorable(this DType dtype) => IsKnown(dtype) && Table[(int)dtype].Size >= 0;

    /// <summary>Have all elements the same size? Not so for strings and variants.</summary>
    public static bool IsFixedSize(this DType dtype) => IsKnown(dtype) && Table[(int)dtype].Size > 0;

    /// <summary>Bytes of an element; the types of 2 and 4 bits take a byte each.</summary>
    /// <exception cref="ArgumentException">Elements have no fixed size.</exception>
    public static int ElementSize(this DType dtype) => IsFixedSize(dtype)
        ? Table[(int)dtype].Size
        : throw new ArgumentException($"Elements of {dtype.Name()} have no fixed size.", nameof(dtype));

    /// <summary>Bytes of the numbers in an element, that is what changes with the byte order: half of a complex element, else all of
    /// it.</summary>
    /// <exception cref="ArgumentException">Elements have no fixed size.</exception>
    public static int ComponentSize(this DType dtype) =>
        dtype is DType.Complex64 or DType.Complex128 ? ElementSize(dtype) / 2 : ElementSize(dtype);

    /// <summary>Bits of an element that count: 2 or 4 for the small types, which stand in the low bits of a byte; else all of
    /// them.</summary>
    public static int SignificantBits(this DType dtype) => dtype switch
    {
        DType.Int2 or DType.UInt2 => 2,
        DType.Int4 or DType.UInt4 or DType.Float4E2M1FN => 4,
        _ => 8 * ElementSize(dtype),
    };

    /// <summary>TensorFlow's name of it, as <c>float32</c> or <c>qint8</c>; a number that is no type is <c>dtype 99</c>.</summary>
    public static string Name(this DType dtype) =>
        (uint)dtype < (uint)Table.Length
            ? Table[(int)dtype].Name
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dtype {(int)dtype}");

    /// <summary>The type of that name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out DType dtype)
    {
        int index = Array.FindIndex(Table, entry => entry.Name == name);
        dtype = (DType)Math.Max(index, 0);
        return index > 0;
    }

    /// <summary>The type that a C# number type stands for: <see cref="float"/>, <see cref="double"/>, the integers, <see cref="bool"/>,
    /// <see cref="Half"/>, <see cref="Complex"/>; <see cref="DType.Invalid"/> for others. bfloat16 and the small types have none.</summary>
    public static DType Of<T>()
        where T : unmanaged
    {
        Type type = typeof(T);
        return type == typeof(float) ? DType.Float32
            : type == typeof(double) ? DType.Float64
            : type == typeof(int) ? DType.Int32
            : type == typeof(byte) ? DType.UInt8
            : type == typeof(short) ? DType.Int16
            : type == typeof(sbyte) ? DType.Int8
            : type == typeof(long) ? DType.Int64
            : type == typeof(bool) ? DType.Bool
            : type == typeof(ushort) ? DType.UInt16
            : type == typeof(uint) ? DType.UInt32
            : type == typeof(ulong) ? DType.UInt64
            : type == typeof(Half) ? DType.Float16
            : type == typeof(Complex) ? DType.Complex128
            : DType.Invalid;
    }
}
