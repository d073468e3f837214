using System.Diagnostics.CodeAnalysis;
using TensorBoardFormats.Tensors;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Takes the bytes of one tensor of a <see cref="CheckpointWriter"/>, piece by piece; a write-only stream.</summary>
/// <remarks>The tensor is complete with its last byte. Bytes are little-endian, elements row by row; a piece may end anywhere. One thread at a time.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is where a tensor goes; that it is a stream is for convenience.")]
public sealed class TensorSink : Stream
{
    private readonly CheckpointWriter _writer;
    private readonly byte[] _key;
    private readonly DType _dtype;
    private readonly TensorShape _shape;
    private readonly long _size;
    private readonly long _offset;
    private long _position;
    private uint _crc;

    internal TensorSink(CheckpointWriter writer, byte[] key, DType dtype, TensorShape shape, long size, long offset)
    {
        _writer = writer;
        _key = key;
        _dtype = dtype;
        _shape = shape;
        _size = size;
        _offset = offset;
    }

    /// <summary>Bytes that are still to come.</summary>
    public long Missing => _size - _position;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Bytes of the whole tensor.</summary>
    public override long Length => _size;

    /// <summary>Bytes written so far; it cannot be set.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("Tensors are written from the first byte to the last.");
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ArgumentException">They are more than <see cref="Missing"/>.</exception>
    /// <exception cref="IOException">The disk fails; the message names the path.</exception>
    public override void Write(ReadOnlySpan<byte> buffer) => Append(buffer);

    /// <summary>Appends elements.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Append(CheckpointWriter.LittleEndian(values));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Append(buffer.AsSpan(offset, count));
    }

    /// <summary>Nothing to do: the writer decides when bytes go to the disk.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A tensor sink is only written.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A tensor sink is only written.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("The shape gives the length.");

    internal void EndIfFull()
    {
        if (Missing == 0)
        {
            _writer.EndTensor(_key, _dtype, _shape, _offset, _crc, isSlice: false);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _writer.CheckUsable();
        if (bytes.Length > Missing)
        {
            throw new ArgumentException($"The tensor of shape {_shape} takes {Missing} more bytes; {bytes.Length} were given.", nameof(bytes));
        }

        if (!bytes.IsEmpty)
        {
            _crc = _writer.AppendValues(_dtype, _crc, bytes);
            _position += bytes.Length;
            EndIfFull();
        }
    }
}
