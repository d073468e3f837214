using TensorBoardFormats.Files;

namespace TensorBoardFormats.TbCheck.Export;

/// <summary>A file of the seam as a stream that is written from its start to its end.</summary>
/// <param name="file">The file; it stays the caller's.</param>
internal sealed class FileSink(WritableFile file) : Stream
{
    private const int BufferSize = 256 << 10;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _pending;
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written + _pending;

    public override long Position
    {
        get => _written + _pending;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int taken = Math.Min(buffer.Length, BufferSize - _pending);
            buffer[..taken].CopyTo(_buffer.AsSpan(_pending));
            _pending += taken;
            buffer = buffer[taken..];
            if (_pending == BufferSize)
            {
                Flush();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        file.Write(_buffer.AsSpan(0, _pending), _written);
        _written += _pending;
        _pending = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
        }

        base.Dispose(disposing);
    }
}
