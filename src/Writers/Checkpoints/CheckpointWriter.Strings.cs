using System.Buffers.Binary;
using System.Text;
using TensorBoardFormats.Checksums;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <content>
/// Elements of any length (spec/tensor-bundle.md §5.2, §5.3).
/// <code>
/// strings  = varint64 length ... | fixed32 masked CRC of the lengths as uint32 (uint64 above 4 GiB) | bytes ...
///            entry CRC: of those lengths, the 4 stored bytes, all bytes
/// variants = (varint64 length | serialized VariantTensorDataProto | fixed32 masked CRC so far) ...
///            CRC so far: of all lengths as uint64, protos and stored checksums up to here; at the end the entry CRC
/// </code>
/// </content>
public sealed partial class CheckpointWriter
{
    private const int MaxVarintSize = 10;

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
        uint crc = 0;
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        foreach (ReadOnlyMemory<byte> proto in serializedProtos)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)proto.Length);
            crc = Crc32C.Append(crc, number);
            AppendVarint((ulong)proto.Length);
            crc = AppendBytes(crc, proto.Span);
            BinaryPrimitives.WriteUInt32LittleEndian(number, MaskedCrc32C.Mask(crc));
            crc = AppendBytes(crc, number[..sizeof(uint)]);
        }

        EndTensor(key, DType.Variant, shape, offset, crc, isSlice: false);
    }

    private void WriteStrings(ReadOnlySpan<byte> key, TensorShape shape, IReadOnlyList<ReadOnlyMemory<byte>> values, bool isSlice)
    {
        long offset = _bundle.Position;
        uint crc = 0;
        Span<byte> number = stackalloc byte[sizeof(uint)];
        foreach (ReadOnlyMemory<byte> value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)value.Length);
            crc = Crc32C.Append(crc, number);
            AppendVarint((ulong)value.Length);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(number, MaskedCrc32C.Mask(crc));
        crc = AppendBytes(crc, number);
        foreach (ReadOnlyMemory<byte> value in values)
        {
            crc = AppendBytes(crc, value.Span);
        }

        EndTensor(key, DType.String, shape, offset, crc, isSlice);
    }

    private void AppendVarint(ulong value)
    {
        WireWriter writer = new(stackalloc byte[MaxVarintSize]);
        writer.Varint(value);
        AppendBytes(0, writer.Written);
    }

    private uint AppendBytes(uint crc, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _bundle.Append(crc, bytes);
        }
        catch (Exception e) when (Remember(e))
        {
            throw;
        }
    }
}
