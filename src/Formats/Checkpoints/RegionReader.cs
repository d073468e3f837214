using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>Reads a part of a file from front to back through a small buffer.</summary>
internal sealed class RegionReader(ReadableFile file, long offset, long size)
{
    private const int BufferSize = 1 << 16;

    private readonly byte[] _buffer = new byte[(int)Math.Clamp(size, 1, BufferSize)];
    private int _at;
    private int _end;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public long Remaining => size - Position;

    /// <summary>Reads a byte; false at the end.</summary>
    public bool TryReadByte(out byte value)
    {
        if (_at == _end && !Fill())
        {
            value = 0;
            return false;
        }

        value = _buffer[_at++];
        Position++;
        return true;
    }

    /// <summary>Reads a varint of at most ten bytes.</summary>
    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (!TryReadByte(out byte b))
            {
                return false;
            }

            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads some of the bytes that are left.</summary>
    /// <returns>Bytes read; 0 at the end, or where the file has become too short.</returns>
    public int Read(Span<byte> destination)
    {
        if (_at == _end && destination.Length >= BufferSize)
        {
            int direct = file.ReadFully(destination[..(int)Math.Min(destination.Length, Remaining)], offset + Position);
            Position += direct;
            return direct;
        }

        if (_at == _end && !Fill())
        {
            return 0;
        }

        int count = Math.Min(destination.Length, _end - _at);
        _buffer.AsSpan(_at, count).CopyTo(destination);
        _at += count;
        Position += count;
        return count;
    }

    /// <summary>Fills the destination; false when not that many bytes are left.</summary>
    public bool TryReadFully(Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int got = Read(destination);
            if (got == 0)
            {
                return false;
            }

            destination = destination[got..];
        }

        return true;
    }

    private bool Fill()
    {
        _at = 0;
        _end = file.ReadFully(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, Remaining)), offset + Position);
        return _end > 0;
    }
}
