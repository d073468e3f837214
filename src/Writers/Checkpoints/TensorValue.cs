using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>The value of a variable, fetched when a checkpoint is written: memory that the training loop changes is saved as it is then.</summary>
public sealed class TensorValue
{
    private readonly Action<CheckpointWriter, string> _write;

    private TensorValue(Action<CheckpointWriter, string> write) => _write = write;

    /// <summary>Numbers of a type that is one of TensorFlow's.</summary>
    /// <param name="shape">Shape; <c>[]</c> is a scalar.</param>
    /// <param name="values">Elements, row by row.</param>
    public static TensorValue Of<T>(TensorShape shape, ReadOnlyMemory<T> values)
        where T : unmanaged => new((writer, key) => writer.Add(key, shape, values.Span));

    /// <inheritdoc cref="Of{T}(TensorShape, ReadOnlyMemory{T})"/>
    public static TensorValue Of<T>(TensorShape shape, T[] values)
        where T : unmanaged => Of(shape, new ReadOnlyMemory<T>(values));

    /// <summary>Bytes of elements of any type of fixed size, little-endian.</summary>
    public static TensorValue Of(DType dtype, TensorShape shape, ReadOnlyMemory<byte> littleEndianBytes) =>
        new((writer, key) => writer.Add(key, dtype, shape, littleEndianBytes.Span));

    /// <summary>One number.</summary>
    public static TensorValue Scalar<T>(T value)
        where T : unmanaged => new((writer, key) => writer.Add(key, TensorShape.Scalar, new ReadOnlySpan<T>(in value)));

    /// <summary>Byte strings.</summary>
    public static TensorValue Strings(TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values) => new((writer, key) => writer.AddStrings(key, shape, values));

    /// <summary>Texts, stored as UTF-8.</summary>
    public static TensorValue Strings(TensorShape shape, params IReadOnlyList<string> values) => new((writer, key) => writer.AddStrings(key, shape, values));

    /// <summary>Whatever the caller adds under the key it is given; for streaming and for slices.</summary>
    public static TensorValue From(Action<CheckpointWriter, string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new TensorValue(write);
    }

    internal void WriteTo(CheckpointWriter writer, string key) => _write(writer, key);
}
