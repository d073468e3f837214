using System.Buffers;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Files;

/// <summary>Appends to a file in chunks, with the CRC-32C computed over each chunk just before it is written, while it is in the cache.</summary>
/// <remarks>256 KiB a chunk: smaller ones cost system calls, larger ones were up to five times slower on virtual machines. One thread at a time.</remarks>
internal sealed class ChunkedFile(WritableFile file) : IBufferWriter<byte>, IDisposable
{
    /// <summary>Bytes of a write.</summary>
    public const int ChunkSize = 256 << 10;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ChunkSize);
    private int _buffered;
    private long _written;

    /// <summary>Bytes appended so far.</summary>
    public long Length => _written + _buffered;

    /// <summary>Appends bytes.</summary>
    /// <returns><paramref name="crc"/> continued over <paramref name="bytes"/>.</returns>
    public uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            if (_buffered == 0 && bytes.Length >= ChunkSize)
            {
                ReadOnlySpan<byte> chunk = bytes[..ChunkSize];
                crc = Crc32C.Append(crc, chunk);
                file.Write(chunk, _written);
                _written += ChunkSize;
                bytes = bytes[ChunkSize..];
                continue;
            }

            int taken = Math.Min(bytes.Length, ChunkSize - _buffered);
            crc = Crc32C.Append(crc, bytes[..taken]);
            bytes[..taken].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += taken;
            bytes = bytes[taken..];
            if (_buffered == ChunkSize)
            {
                Drain();
            }

            if (bytes.IsEmpty)
            {
                return crc;
            }
        }
    }

    /// <summary>Appends bytes that no checksum covers.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Appends zeros up to the next multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[256];
        for (long left = (alignment - (Length % alignment)) % alignment; left > 0;)
        {
            int count = (int)Math.Min(left, zeros.Length);
            Append(zeros[..count]);
            left -= count;
        }
    }

    /// <summary>Asks for room for bytes that come next, so that they lie together on the disk.</summary>
    public void Reserve(long bytes)
    {
        if (bytes >= 4 * ChunkSize)
        {
            file.Reserve(Length, bytes);
        }
    }

    /// <summary>Writes what is buffered.</summary>
    public void Drain()
    {
        if (_buffered > 0)
        {
            file.Write(_buffer.AsSpan(0, _buffered), _written);
            _written += _buffered;
            _buffered = 0;
        }
    }

    /// <inheritdoc/>
    /// <remarks>For encoders that write their own checksums; at most <see cref="ChunkSize"/> at once.</remarks>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, ChunkSize);
        if (_buffered == ChunkSize || ChunkSize - _buffered < sizeHint)
        {
            Drain();
        }

        return _buffer.AsSpan(_buffered);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _buffer.AsMemory(_buffered);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ChunkSize - _buffered);
        _buffered += count;
    }

    /// <summary>Closes the file; what is buffered is dropped unless <see cref="Drain"/> was called.</summary>
    public void Dispose() => file.Dispose();
}
