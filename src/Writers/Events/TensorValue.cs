using System.Numerics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using TensorBoardFormats.Tensors;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>A tensor as an event holds it (<c>TensorProto</c>, spec/tfevents.md §9): element type, shape, values.</summary>
/// <remarks>Numbers stand in <c>tensor_content</c>, row-major and little-endian, as TensorFlow writes them; strings in <c>string_val</c>,
/// which is the only form of them that TensorBoard reads. Immutable.</remarks>
public sealed class TensorValue
{
    private TensorValue(DType dtype, TensorShape shape, byte[] encoded)
    {
        DType = dtype;
        Shape = shape;
        Encoded = encoded;
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Shape.</summary>
    public TensorShape Shape { get; }

    /// <summary>The message as it goes into a value.</summary>
    internal byte[] Encoded { get; }

    /// <summary>A tensor of numbers.</summary>
    /// <typeparam name="T">One of the types that have a <see cref="Tensors.DType"/>: the floats incl. <see cref="Half"/>, the integers, bool, complex.</typeparam>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The type has no <see cref="Tensors.DType"/>, or the count differs from the shape's.</exception>
    public static TensorValue Create<T>(TensorShape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Elements are stored little-endian; this processor is not.");
        }

        return Create(TypeOf<T>(), shape, MemoryMarshal.AsBytes(values));
    }

    /// <summary>A tensor of any type that has elements of one size.</summary>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="littleEndianBytes">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The bytes are not as many as type and shape ask for, or the type has no such form.</exception>
    public static TensorValue Create(DType dtype, TensorShape shape, ReadOnlySpan<byte> littleEndianBytes)
    {
        int size = ElementSize(dtype);
        if (littleEndianBytes.Length != shape.ElementCount * size)
        {
            throw new ArgumentException(
                $"A {dtype} tensor of shape {shape} has {shape.ElementCount * size} bytes, not {littleEndianBytes.Length}.", nameof(littleEndianBytes));
        }

        Proto.TensorProto message = Message(dtype, shape);
        message.TensorContent = ByteString.CopyFrom(littleEndianBytes);
        return new TensorValue(dtype, shape, message.ToByteArray());
    }

    /// <summary>A tensor of byte strings.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The count differs from the shape's.</exception>
    public static TensorValue Create(TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != shape.ElementCount)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.ElementCount} strings, not {values.Count}.", nameof(values));
        }

        Proto.TensorProto message = Message(DType.String, shape);
        foreach (ReadOnlyMemory<byte> value in values)
        {
            message.StringVal.Add(ByteString.CopyFrom(value.Span));
        }

        return new TensorValue(DType.String, shape, message.ToByteArray());
    }

    /// <summary>A tensor of texts, stored in UTF-8.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="texts">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The count differs from the shape's, or a text holds half a surrogate pair.</exception>
    public static TensorValue Create(TensorShape shape, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Create(shape, [.. texts.Select(static text => (ReadOnlyMemory<byte>)Utf8Text.Encode(text, nameof(texts)))]);
    }

    /// <summary>A float32 tensor with its numbers in <c>float_val</c>, as TensorBoard's own writers store a single one.</summary>
    internal static TensorValue CreateFloatVal(TensorShape shape, ReadOnlySpan<float> values)
    {
        Proto.TensorProto message = Message(DType.Float32, shape);
        foreach (float value in values)
        {
            message.FloatVal.Add(value);
        }

        return new TensorValue(DType.Float32, shape, message.ToByteArray());
    }

    private static Proto.TensorProto Message(DType dtype, TensorShape shape)
    {
        Proto.TensorShapeProto dimensions = new();
        foreach (long size in shape.Dimensions)
        {
            dimensions.Dim.Add(new Proto.TensorShapeProto.Types.Dim { Size = size });
        }

        return new Proto.TensorProto { Dtype = (Proto.DataType)dtype, TensorShape = dimensions };
    }

    private static DType TypeOf<T>()
        where T : unmanaged =>
        default(T) switch
        {
            float => DType.Float32,
            double => DType.Float64,
            Half => DType.Float16,
            sbyte => DType.Int8,
            short => DType.Int16,
            int => DType.Int32,
            long => DType.Int64,
            byte => DType.UInt8,
            ushort => DType.UInt16,
            uint => DType.UInt32,
            ulong => DType.UInt64,
            bool => DType.Bool,
            Complex => DType.Complex128,
            _ => throw new ArgumentException($"{typeof(T)} is no element type of tensors; give bytes and a DType."),
        };

    private static int ElementSize(DType dtype) => dtype switch
    {
        DType.Complex128 => 16,
        DType.Float64 or DType.Int64 or DType.UInt64 or DType.Complex64 => 8,
        DType.Float32 or DType.Int32 or DType.UInt32 or DType.QInt32 => 4,
        DType.Float16 or DType.BFloat16 or DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16 => 2,
        DType.Int8 or DType.UInt8 or DType.Bool or DType.QInt8 or DType.QUInt8 => 1,
        >= DType.Float8E5M2 and <= DType.Float4E2M1FN => 1,
        _ => throw new ArgumentException($"{dtype} tensors have no bytes of one size."),
    };
}
