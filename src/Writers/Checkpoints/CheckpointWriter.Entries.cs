using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

public sealed partial class CheckpointWriter
{
    private const int MaskChunk = 4096;

    /// <summary>Writes bytes of a tensor; for the sink.</summary>
    internal uint AppendValues(DType dtype, uint crc, ReadOnlySpan<byte> bytes) =>
        dtype.SignificantBits() < 8 ? AppendMasked(dtype, crc, bytes) : _bundle.Append(crc, bytes);

    /// <summary>A tensor's bytes have all come; for the sink.</summary>
    internal void EndTensor(ReadOnlySpan<byte> key, DType dtype, TensorShape shape, long offset, uint crc, bool isSlice)
    {
        _sink = null;
        _bundle.Index.Add(key, dtype, shape, _bundle.EndTensor(offset, crc), isSlice);
    }

    /// <summary>Throws unless a call may be made now; for the sink too.</summary>
    internal void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDone, this);
        if (_bundle.Failure is { } failure)
        {
            throw new IOException($"{Prefix}: an earlier write failed, the checkpoint cannot be completed: {failure.Message}", failure);
        }
    }

    private void CheckReady()
    {
        CheckUsable();
        if (_sink is not null)
        {
            throw new InvalidOperationException($"{Prefix}: {_sink.Missing} more bytes are to come for a tensor that was begun.");
        }
    }

    // The bytes of a name that nobody has taken; valid until the next name.
    private ReadOnlySpan<byte> NewKey(TensorName name)
    {
        CheckReady();
        ReadOnlySpan<byte> key = name.Encode(ref _nameBuffer);
        return !_bundle.Index.Contains(key) ? key : throw new ArgumentException($"There is a tensor '{name.ToString()}' already in {Prefix}.", nameof(name));
    }

    private static long SizeOf(TensorName name, DType dtype, TensorShape shape)
    {
        if (!dtype.IsStorable())
        {
            throw new ArgumentException($"A checkpoint cannot hold the type {dtype.Name()} of '{name.ToString()}'; TensorFlow cannot store it either.", nameof(dtype));
        }

        if (!dtype.IsFixedSize())
        {
            throw new ArgumentException($"Elements of '{name.ToString()}' are of type {dtype.Name()}: use {nameof(AddStrings)} or {nameof(AddVariants)}.", nameof(dtype));
        }

        long high = Math.BigMul(shape.ElementCount, dtype.ElementSize(), out long size);
        return high == 0 && size >= 0 ? size : throw new ArgumentException($"'{name.ToString()}' of shape {shape} has more bytes than a file can.", nameof(shape));
    }

    private static void CheckSize(TensorName name, DType dtype, TensorShape shape, long given)
    {
        long size = SizeOf(name, dtype, shape);
        if (given != size)
        {
            throw new ArgumentException(
                $"'{name.ToString()}' of type {dtype.Name()} and shape {shape} has {shape.ElementCount} elements in {size} bytes; {given} bytes were given.");
        }
    }

    private static void CheckCount(TensorName name, TensorShape shape, int given)
    {
        if (given != shape.ElementCount)
        {
            throw new ArgumentException($"'{name.ToString()}' of shape {shape} has {shape.ElementCount} elements; {given} were given.");
        }
    }

    private void AddBytes(ReadOnlySpan<byte> key, DType dtype, TensorShape shape, ReadOnlySpan<byte> bytes, bool isSlice)
    {
        long offset = _bundle.Position;
        _bundle.Reserve(bytes.Length);
        EndTensor(key, dtype, shape, offset, AppendValues(dtype, 0, bytes), isSlice);
    }

    // The key of a slice, checked in every way; valid until the next name. A slice that is the whole tensor has the tensor's name as its key.
    private ReadOnlySpan<byte> SliceKeyOf(
        TensorName name, DType dtype, TensorShape fullShape, TensorSlice slice, out TensorShape shape, out bool isPart)
    {
        ArgumentNullException.ThrowIfNull(slice);
        isPart = !slice.Covers(fullShape);
        shape = slice.ShapeIn(fullShape);
        if (!isPart)
        {
            return NewKey(name);
        }

        CheckReady();
        ReadOnlySpan<byte> key = name.Encode(ref _nameBuffer);
        SlicedTensor? known = _bundle.Index.FindSliced(key);
        if (known is null)
        {
            return SliceKey.Encode(NewKey(name), slice);
        }

        if (known.DType != dtype || known.Shape != fullShape)
        {
            throw new ArgumentException(
                $"Slices of '{name.ToString()}' so far are of {known.DType.Name()} {known.Shape}, this one is of {dtype.Name()} {fullShape}.");
        }

        if (known.FindOverlap(slice) is { } overlapping)
        {
            throw new ArgumentException($"The slice {slice} of '{name.ToString()}' overlaps the slice {overlapping}.", nameof(slice));
        }

        return SliceKey.Encode(key, slice);
    }

    // Enters a slice into the entry of its tensor, which is made with the first one.
    private void Declare(TensorName name, DType dtype, TensorShape fullShape, TensorSlice slice, bool isPart)
    {
        if (!isPart)
        {
            return;
        }

        ReadOnlySpan<byte> key = name.Encode(ref _nameBuffer);
        SlicedTensor? tensor = _bundle.Index.FindSliced(key);
        if (tensor is null)
        {
            tensor = new SlicedTensor(dtype, fullShape, _bundle.Shard);
            _bundle.Index.AddSliced(key, tensor);
        }

        tensor.Add(slice);
    }

    // TensorFlow keeps the types of 2 and 4 bits one a byte, with high bits zero.
    private uint AppendMasked(DType dtype, uint crc, ReadOnlySpan<byte> bytes)
    {
        byte mask = (byte)((1 << dtype.SignificantBits()) - 1);
        Span<byte> masked = stackalloc byte[MaskChunk];
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, masked.Length);
            for (int i = 0; i < count; i++)
            {
                masked[i] = (byte)(bytes[i] & mask);
            }

            crc = _bundle.Append(crc, masked[..count]);
            bytes = bytes[count..];
        }

        return crc;
    }
}
