using System.Text;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

public sealed partial class CheckpointWriter
{
    /// <summary>Adds a tensor of byte strings.</summary>
    /// <param name="name">Name, new in this checkpoint.</param>
    /// <param name="shape">Shape; <c>[]</c> is a scalar.</param>
    /// <param name="values">Elements, row by row; any bytes.</param>
    /// <exception cref="ArgumentException">The name is taken, or the number of elements is not the shape's.</exception>
    public void AddStrings(TensorName name, TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ReadOnlySpan<byte> key = NewKey(name);
        CheckCount(name, shape, values.Count);
        WriteStrings(key, shape, values, isSlice: false);
    }

    /// <summary>Adds a tensor of texts, stored as UTF-8.</summary>
    /// <inheritdoc cref="AddStrings(TensorName, TensorShape, IReadOnlyList{ReadOnlyMemory{byte}})"/>
    public void AddStrings(TensorName name, TensorShape shape, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        AddStrings(name, shape, [.. values.Select(static text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))]);
    }

    /// <summary>Adds a part of a partitioned tensor of byte strings.</summary>
    /// <inheritdoc cref="AddSlice{T}"/>
    public void AddStringSlice(TensorName name, TensorShape fullShape, TensorSlice slice, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ReadOnlySpan<byte> key = SliceKeyOf(name, DType.String, fullShape, slice, out TensorShape shape, out bool isPart);
        CheckCount(name, shape, values.Count);
        Declare(name, DType.String, fullShape, slice, isPart);
        WriteStrings(key, shape, values, isPart);
    }

    /// <summary>Adds a tensor of variants (tensor lists and the like).</summary>
    /// <param name="name">Name, new in this checkpoint.</param>
    /// <param name="shape">Shape; <c>[]</c> is a scalar.</param>
    /// <param name="serializedProtos">Elements, row by row: each a serialized <c>VariantTensorDataProto</c>.</param>
    /// <exception cref="ArgumentException">The name is taken, or the number of elements is not the shape's.</exception>
    public void AddVariants(TensorName name, TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> serializedProtos)
    {
        ArgumentNullException.ThrowIfNull(serializedProtos);
        ReadOnlySpan<byte> key = NewKey(name);
        CheckCount(name, shape, serializedProtos.Count);
        long offset = _bundle.Position;
        VariantsEncoder encoder = new(_bundle);
        foreach (ReadOnlyMemory<byte> proto in serializedProtos)
        {
            encoder.Begin(proto.Length);
            encoder.AddBytes(proto.Span);
            encoder.End();
        }

        EndTensor(key, DType.Variant, shape, offset, encoder.Crc, isSlice: false);
    }

    private void WriteStrings(ReadOnlySpan<byte> key, TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values, bool isSlice)
    {
        long offset = _bundle.Position;
        StringsEncoder encoder = new(_bundle);
        foreach (ReadOnlyMemory<byte> value in values)
        {
            encoder.AddLength(value.Length);
        }

        encoder.EndLengths();
        foreach (ReadOnlyMemory<byte> value in values)
        {
            encoder.AddBytes(value.Span);
        }

        EndTensor(key, DType.String, shape, offset, encoder.Crc, isSlice);
    }
}
