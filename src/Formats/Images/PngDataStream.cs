namespace TensorBoardFormats.Images;

/// <summary>The data of consecutive IDAT chunks as one stream, with what is wrong with the chunks kept for afterwards.</summary>
/// <remarks>Begins within the first IDAT chunk; ends where another chunk begins, or where the file does.</remarks>
internal sealed class PngDataStream(PngChunkReader chunks) : Stream
{
    /// <summary>The first IDAT chunk that is damaged, in words.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where that chunk is.</summary>
    public long FaultOffset { get; private set; }

    /// <summary>True when <see cref="PngChunkReader"/> stands at the first chunk that is no IDAT; false when there is none.</summary>
    public bool HasNextChunk { get; private set; }

    /// <summary>True when all IDAT chunks are read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!IsAtEnd && !buffer.IsEmpty)
        {
            int count = chunks.ReadData(buffer);
            if (count > 0)
            {
                return count;
            }

            NextChunk();
        }

        return 0;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Passes over what the decoder did not need.</summary>
    public void Drain()
    {
        while (!IsAtEnd)
        {
            NextChunk();
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void NextChunk()
    {
        long offset = chunks.Offset;
        PngChunkEnd end = chunks.Finish();
        if (end != PngChunkEnd.Sound && Fault is null)
        {
            Fault = end == PngChunkEnd.Cut ? "the file ends within an IDAT chunk" : "wrong check sum of an IDAT chunk";
            FaultOffset = offset;
        }

        HasNextChunk = end != PngChunkEnd.Cut && chunks.TryBegin();
        IsAtEnd = !HasNextChunk || chunks.Type != PngFormat.Data;
    }
}
