using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The first bytes of a file, as they are.</summary>
internal sealed class FileBody(FileLayer layer, string path, long length) : AnswerBody
{
    public override long Length => length;

    public override object? Identity => (nameof(FileBody), layer.OnDisk(path), length);

    public override Stream Open()
    {
        ReadableFile file;
        try
        {
            file = layer.OpenFile(path);
        }
        catch (ServerFault e)
        {
            throw new IOException(e.Message, e);
        }

        long offset = 0;
        return new PulledStream(
            length,
            destination =>
            {
                int got = file.Read(destination, offset);
                offset += got;
                return got;
            },
            file);
    }
}

/// <summary>The first bytes of a text as the file layer reads it by lines.</summary>
internal sealed class LayerTextBody(FileLayer layer, string path, long length) : AnswerBody
{
    public override long Length => length;

    public override object? Identity => (nameof(LayerTextBody), layer.Key, layer.OnDisk(path), length);

    public override Stream Open()
    {
        LayerText text;
        try
        {
            text = layer.OpenText(path);
        }
        catch (ServerFault e)
        {
            throw new IOException(e.Message, e);
        }

        return new PulledStream(length, text.Read, text);
    }
}

/// <summary>Fills a part of a buffer from its start.</summary>
/// <returns>Bytes written; 0 when there is no more.</returns>
internal delegate int FillBuffer(Span<byte> destination);

/// <summary>A stream of known length whose bytes are made when they are read.</summary>
internal sealed class PulledStream(long length, FillBuffer fill, IDisposable source) : Stream
{
    private readonly byte[] _block = new byte[Math.Clamp(length, 1, 1 << 16)];
    private long _position;
    private int _at;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && _position < length)
        {
            (_at, _end) = (0, Pull());
        }

        int count = (int)Math.Min(Math.Min(buffer.Length, _end - _at), length - _position);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Pull()
    {
        try
        {
            return fill(_block);
        }
        catch (ServerFault e)
        {
            throw new IOException(e.Message, e); // It was sound when its length was taken: it has changed since.
        }
    }
}
