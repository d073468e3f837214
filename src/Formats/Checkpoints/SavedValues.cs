using System.Runtime.InteropServices;
using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>The values of a V1 checkpoint, which stand in the fields by type of a <c>TensorProto</c> (spec/tensor-bundle.md §9.3), as
/// little-endian bytes.</summary>
internal static class SavedValues
{
    /// <summary>The values of a type of fixed size.</summary>
    public static byte[] ToBytes(TensorProto values, DType dtype) => dtype switch
    {
        DType.Float32 => Bytes<float>(values.FloatVal),
        DType.Float64 => Bytes<double>(values.DoubleVal),
        DType.Complex64 => Bytes<float>(values.ScomplexVal),
        DType.Complex128 => Bytes<double>(values.DcomplexVal),
        DType.Int32 or DType.QInt32 => Bytes<int>(values.IntVal),
        DType.Int16 or DType.QInt16 => Bytes<short>(values.IntVal.Select(static v => (short)v)),
        DType.UInt16 or DType.QUInt16 => Bytes<ushort>(values.IntVal.Select(static v => (ushort)v)),
        DType.Int8 or DType.QInt8 or DType.UInt8 or DType.QUInt8 => Bytes<byte>(values.IntVal.Select(static v => (byte)v)),
        DType.Int64 => Bytes<long>(values.Int64Val),
        DType.UInt32 => Bytes<uint>(values.Uint32Val),
        DType.UInt64 => Bytes<ulong>(values.Uint64Val),
        DType.Bool => Bytes<byte>(values.BoolVal.Select(static v => v ? (byte)1 : (byte)0)),
        DType.Float16 or DType.BFloat16 => Bytes<ushort>(values.HalfVal.Select(static v => (ushort)v)),
        _ => values.TensorContent.ToByteArray(),
    };

    /// <summary>The elements of a tensor of strings or variants.</summary>
    public static byte[][] ToElements(TensorProto values, DType dtype) => dtype == DType.String
        ? [.. values.StringVal.Select(static v => v.ToByteArray())]
        : [.. values.VariantVal.Select(static v => v.ToByteArray())];

    private static byte[] Bytes<T>(IEnumerable<T> values)
        where T : unmanaged
    {
        T[] array = [.. values];
        byte[] bytes = MemoryMarshal.AsBytes(array.AsSpan()).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            ByteOrder.Reverse(bytes, System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        }

        return bytes;
    }
}

/// <summary>Bytes that are in memory.</summary>
internal sealed class MemoryTensorStream(byte[] bytes) : TensorStream
{
    private int _at;

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(destination);
        _at += count;
        return count;
    }
}
