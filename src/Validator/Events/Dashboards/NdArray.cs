using System.Buffers.Binary;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>A tensor as TensorBoard's <c>make_ndarray</c> sees it (spec/tfevents.md §9): nothing is copied, one value may stand for all.</summary>
internal sealed class NdArray
{
    private const long MostElements = 1L << 33; // Where one value stands for more than this, no machine makes the array.

    private readonly TensorProto _tensor;
    private readonly bool _inContent;
    private readonly bool _repeats;

    private NdArray(TensorProto tensor, long[] shape, long count, bool inContent, bool repeats)
    {
        _tensor = tensor;
        Shape = shape;
        Count = count;
        _inContent = inContent;
        _repeats = repeats;
    }

    /// <summary>Element type.</summary>
    public DType DType => (DType)(int)_tensor.Dtype;

    /// <summary>Sizes of the dimensions.</summary>
    public long[] Shape { get; }

    /// <summary>Elements in all.</summary>
    public long Count { get; }

    /// <summary>Elements that differ at all: the first one where one stands for all. Who only looks at values need go no further.</summary>
    public long Different => _repeats ? Math.Min(1, Count) : Count;

    /// <summary>float16, float32 or float64.</summary>
    public bool IsFloat => DType is DType.Float16 or DType.Float32 or DType.Float64;

    /// <summary>complex64 or complex128.</summary>
    public bool IsComplex => DType is DType.Complex64 or DType.Complex128;

    /// <summary>Byte strings.</summary>
    public bool IsString => DType == DType.String;

    /// <summary>Bytes of one number.</summary>
    public int ElementBytes => ElementSize(DType);

    /// <summary>Makes the array.</summary>
    public static TensorFault TryMake(TensorProto tensor, out NdArray array)
    {
        array = null!;
        long[] shape = [.. (tensor.TensorShape?.Dim ?? []).Select(static d => d.Size)];
        DType dtype = (DType)(int)tensor.Dtype;
        int size = ElementSize(dtype);
        if (size == 0)
        {
            return TensorFault.Type;
        }

        if (tensor.TensorContent.Length > 0)
        {
            if (dtype == DType.String || tensor.TensorContent.Length % size != 0)
            {
                return TensorFault.Size;
            }

            long elements = tensor.TensorContent.Length / size;
            if (!TryReshape(shape, elements))
            {
                return TensorFault.Size;
            }

            array = new NdArray(tensor, shape, elements, inContent: true, repeats: false);
            return TensorFault.None;
        }

        if (dtype is DType.UInt32 or DType.UInt64)
        {
            return TensorFault.Type;
        }

        int given = TypedCount(tensor, dtype);
        long product = 1;
        foreach (long dimension in shape)
        {
            product = unchecked(product * dimension);
        }

        bool repeats = given == 1;
        if (repeats ? shape.Any(static d => d < 0) : !TryReshape(shape, given))
        {
            return TensorFault.Size;
        }

        long count = repeats ? product : given;
        if (count is < 0 or > MostElements || !FitsType(tensor, dtype))
        {
            return TensorFault.Type;
        }

        array = new NdArray(tensor, shape, count, inContent: false, repeats);
        return TensorFault.None;
    }

    /// <summary>An element as a number; the real part of a complex one.</summary>
    public double Number(long index) => _inContent ? ContentNumber(index) : TypedNumber(_repeats ? 0 : (int)index);

    /// <summary>An integer element, exact.</summary>
    public long Integer(long index) => DType == DType.Int64
        ? _inContent ? BinaryPrimitives.ReadInt64LittleEndian(At(index, sizeof(long))) : _tensor.Int64Val[_repeats ? 0 : (int)index]
        : (long)Number(index);

    /// <summary>An element of an unsigned 64-bit tensor, exact.</summary>
    public ulong Unsigned(long index) => BinaryPrimitives.ReadUInt64LittleEndian(At(index, sizeof(ulong)));

    /// <summary>A string element.</summary>
    public ReadOnlyMemory<byte> Bytes(long index) => _tensor.StringVal[_repeats ? 0 : (int)index].Memory;

    /// <summary>Whether typed values stand in other fields than the one that is read for the element type.</summary>
    public static bool HasForeignValues(TensorProto t) =>
        TypedCount(t, (DType)(int)t.Dtype) == 0
        && t.HalfVal.Count + t.FloatVal.Count + t.DoubleVal.Count + t.IntVal.Count + t.StringVal.Count + t.Int64Val.Count + t.BoolVal.Count
            + t.ScomplexVal.Count + t.DcomplexVal.Count + t.Uint32Val.Count + t.Uint64Val.Count > 0;

    private static int ElementSize(DType dtype) => dtype switch
    {
        DType.Bool or DType.Int8 or DType.UInt8 or DType.QInt8 or DType.QUInt8 or DType.String => 1,
        DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16 or DType.Float16 => 2,
        DType.Int32 or DType.UInt32 or DType.QInt32 or DType.Float32 => 4,
        DType.Int64 or DType.UInt64 or DType.Float64 or DType.Complex64 => 8,
        DType.Complex128 => 16,
        _ => 0, // Resources, variants, and what NumPy has no type for.
    };

    // NumPy's reshape: one dimension of -1 takes what is left.
    private static bool TryReshape(long[] shape, long elements)
    {
        long known = 1;
        int unknown = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == -1 && unknown < 0)
            {
                unknown = i;
            }
            else if (shape[i] < 0 || (shape[i] != 0 && known > long.MaxValue / shape[i]))
            {
                return false;
            }
            else
            {
                known *= shape[i];
            }
        }

        if (unknown < 0)
        {
            return known == elements;
        }

        if (known == 0 || elements % known != 0)
        {
            return false;
        }

        shape[unknown] = elements / known;
        return true;
    }

    private static int TypedCount(TensorProto t, DType dtype) => dtype switch
    {
        DType.Float16 => t.HalfVal.Count,
        DType.Float32 => t.FloatVal.Count,
        DType.Float64 => t.DoubleVal.Count,
        DType.Int64 => t.Int64Val.Count,
        DType.String => t.StringVal.Count,
        DType.Bool => t.BoolVal.Count,
        DType.Complex64 => t.ScomplexVal.Count / 2,
        DType.Complex128 => t.DcomplexVal.Count / 2,
        _ => t.IntVal.Count,
    };

    private static bool FitsType(TensorProto t, DType dtype) => dtype switch
    {
        DType.Int8 or DType.QInt8 => t.IntVal.All(static v => v is >= sbyte.MinValue and <= sbyte.MaxValue),
        DType.UInt8 or DType.QUInt8 => t.IntVal.All(static v => v is >= 0 and <= byte.MaxValue),
        DType.Int16 or DType.QInt16 => t.IntVal.All(static v => v is >= short.MinValue and <= short.MaxValue),
        DType.UInt16 or DType.QUInt16 => t.IntVal.All(static v => v is >= 0 and <= ushort.MaxValue),
        DType.Float16 => t.HalfVal.All(static v => v is >= 0 and <= ushort.MaxValue),
        _ => true,
    };

    private double TypedNumber(int index) => DType switch
    {
        DType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)_tensor.HalfVal[index]),
        DType.Float32 => _tensor.FloatVal[index],
        DType.Float64 => _tensor.DoubleVal[index],
        DType.Int64 => _tensor.Int64Val[index],
        DType.Bool => _tensor.BoolVal[index] ? 1 : 0,
        DType.Complex64 => _tensor.ScomplexVal[2 * index],
        DType.Complex128 => _tensor.DcomplexVal[2 * index],
        _ => _tensor.IntVal[index],
    };

    private double ContentNumber(long index) => DType switch
    {
        DType.Bool => At(index, 1)[0] != 0 ? 1 : 0,
        DType.UInt8 or DType.QUInt8 => At(index, 1)[0],
        DType.Int8 or DType.QInt8 => (sbyte)At(index, 1)[0],
        DType.Int16 or DType.QInt16 => BinaryPrimitives.ReadInt16LittleEndian(At(index, 2)),
        DType.UInt16 or DType.QUInt16 => BinaryPrimitives.ReadUInt16LittleEndian(At(index, 2)),
        DType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(At(index, 2)),
        DType.Int32 or DType.QInt32 => BinaryPrimitives.ReadInt32LittleEndian(At(index, 4)),
        DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(At(index, 4)),
        DType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(At(index, 4)),
        DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(At(index, 8)),
        DType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(At(index, 8)),
        DType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(At(index, 8)),
        DType.Complex64 => BinaryPrimitives.ReadSingleLittleEndian(At(index, 8)),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(At(index, 16)),
    };

    private ReadOnlySpan<byte> At(long index, int size) => _tensor.TensorContent.Span.Slice((int)index * size, size);
}
