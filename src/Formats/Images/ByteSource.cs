using System.Buffers.Binary;

namespace TensorBoardFormats.Images;

/// <summary>Reads a stream forward through one small buffer; nothing is ever held but that buffer.</summary>
/// <remarks>The stream may end anywhere: every step says so instead of throwing.</remarks>
internal sealed class ByteSource(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private long _bufferOffset;

    /// <summary>Offset of the next byte.</summary>
    public long Position => _bufferOffset + _start;

    /// <summary>Makes bytes visible without taking them.</summary>
    /// <returns>Up to <paramref name="count"/> bytes (at most the buffer's size), fewer only at the end of the stream.</returns>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            Refill(count);
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>The next byte; -1 at the end.</summary>
    public int ReadByte()
    {
        if (_start == _end && Peek(1).IsEmpty)
        {
            return -1;
        }

        return _buffer[_start++];
    }

    /// <summary>A 16-bit number, most significant byte first; -1 when it is not all there.</summary>
    public int ReadUInt16BigEndian()
    {
        ReadOnlySpan<byte> bytes = Peek(2);
        if (bytes.Length < 2)
        {
            return -1;
        }

        _start += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    /// <summary>Fills <paramref name="destination"/> as far as the stream goes.</summary>
    public int Read(Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length)
        {
            ReadOnlySpan<byte> next = Peek(Math.Min(destination.Length - total, _buffer.Length));
            if (next.IsEmpty)
            {
                break;
            }

            next.CopyTo(destination[total..]);
            _start += next.Length;
            total += next.Length;
        }

        return total;
    }

    /// <summary>Takes all of <paramref name="destination"/>.</summary>
    public bool TryRead(Span<byte> destination) => Read(destination) == destination.Length;

    /// <summary>Passes over bytes.</summary>
    /// <returns>False when the stream ends before.</returns>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            int step = Peek((int)Math.Min(count, _buffer.Length)).Length;
            if (step == 0)
            {
                return false;
            }

            _start += step;
            count -= step;
        }

        return true;
    }

    private void Refill(int count)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _bufferOffset += _start;
        _end -= _start;
        _start = 0;
        count = Math.Min(count, _buffer.Length);
        while (_end < count)
        {
            int got = stream.Read(_buffer.AsSpan(_end));
            if (got == 0)
            {
                return;
            }

            _end += got;
        }
    }
}
