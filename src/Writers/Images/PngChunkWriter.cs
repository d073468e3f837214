using System.Buffers.Binary;
using TensorBoardFormats.Checksums;

namespace TensorBoardFormats.Images;

/// <summary>Writes single chunks: u32 length, u32 type, data, u32 CRC-32 of type and data.</summary>
internal static class PngChunkWriter
{
    /// <summary>Writes one chunk.</summary>
    public static void Write(Stream destination, uint type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], type);
        destination.Write(head);
        destination.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(head, Crc32.Append(Crc32.Compute(head[4..]), data));
        destination.Write(head[..4]);
    }

    /// <summary>Writes IHDR: u32 width, u32 height, depth, colour type, compression, filter, interlace.</summary>
    public static void WriteHeader(Stream destination, PngHeader header)
    {
        Span<byte> data = [0, 0, 0, 0, 0, 0, 0, 0, header.BitDepth, (byte)header.ColorType, header.Compression, header.Filter, header.Interlace];
        BinaryPrimitives.WriteUInt32BigEndian(data, header.Width);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], header.Height);
        Write(destination, PngFormat.Header, data);
    }
}

/// <summary>Takes the zlib stream and writes it as IDAT chunks of 64 KiB.</summary>
internal sealed class PngDataWriter(Stream destination) : Stream
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _count;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int step = Math.Min(buffer.Length, _buffer.Length - _count);
            buffer[..step].CopyTo(_buffer.AsSpan(_count));
            _count += step;
            buffer = buffer[step..];
            if (_count == _buffer.Length)
            {
                WriteChunk();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
        // A chunk is written when it is full, and the last one at the end: flushing the compressor makes no small chunks.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _count > 0)
        {
            WriteChunk();
        }

        base.Dispose(disposing);
    }

    private void WriteChunk()
    {
        PngChunkWriter.Write(destination, PngFormat.Data, _buffer.AsSpan(0, _count));
        _count = 0;
    }
}
