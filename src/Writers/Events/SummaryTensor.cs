using System.Runtime.InteropServices;
using Google.Protobuf;
using TensorBoardFormats.Tensors;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>A tensor as an event holds it (<c>TensorProto</c>, spec/tfevents.md §9): element type, shape, values.</summary>
/// <remarks>Numbers stand in <c>tensor_content</c>, row-major and little-endian, as TensorFlow writes them; strings in <c>string_val</c>,
/// which is the only form of them that TensorBoard reads. Immutable.</remarks>
public sealed class SummaryTensor
{
    private SummaryTensor(DType dtype, TensorShape shape, byte[] encoded)
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
    public static SummaryTensor Create<T>(TensorShape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Elements are stored little-endian; this processor is not.");
        }

        DType dtype = DTypes.Of<T>();
        return dtype != DType.Invalid
            ? Create(dtype, shape, MemoryMarshal.AsBytes(values))
            : throw new ArgumentException($"{typeof(T)} is no element type of tensors; give bytes and a DType.", nameof(values));
    }

    /// <summary>A tensor of any type that has elements of one size.</summary>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="littleEndianBytes">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The bytes are not as many as type and shape ask for, or the type has no such form.</exception>
    public static SummaryTensor Create(DType dtype, TensorShape shape, ReadOnlySpan<byte> littleEndianBytes)
    {
        int size = dtype.ElementSize();
        if (littleEndianBytes.Length % size != 0 || littleEndianBytes.Length / size != shape.ElementCount)
        {
            throw new ArgumentException(
                $"A tensor of shape {shape} has {shape.ElementCount} elements of {size} bytes, not {littleEndianBytes.Length} bytes.", nameof(littleEndianBytes));
        }

        Proto.TensorProto message = Message(dtype, shape);
        message.TensorContent = ByteString.CopyFrom(littleEndianBytes);
        return new SummaryTensor(dtype, shape, message.ToByteArray());
    }

    /// <summary>A tensor of byte strings.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The count differs from the shape's.</exception>
    public static SummaryTensor Create(TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values)
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

        return new SummaryTensor(DType.String, shape, message.ToByteArray());
    }

    /// <summary>A tensor of texts, stored in UTF-8.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="texts">Its elements, row-major.</param>
    /// <exception cref="ArgumentException">The count differs from the shape's, or a text holds half a surrogate pair.</exception>
    public static SummaryTensor Create(TensorShape shape, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Create(shape, [.. texts.Select(static text => (ReadOnlyMemory<byte>)Utf8Text.Encode(text, nameof(texts)))]);
    }

    /// <summary>The message of a shape.</summary>
    internal static Proto.TensorShapeProto ShapeMessage(TensorShape shape)
    {
        Proto.TensorShapeProto message = new();
        foreach (long size in shape.Dimensions)
        {
            message.Dim.Add(new Proto.TensorShapeProto.Types.Dim { Size = size });
        }

        return message;
    }

    private static Proto.TensorProto Message(DType dtype, TensorShape shape) =>
        new() { Dtype = (Proto.DataType)dtype, TensorShape = ShapeMessage(shape) };
}
