using TensorBoardFormats.Files;

namespace TensorBoardFormats.Events;

/// <summary>Where whole records go: a file of its own, or a stream that somebody gave.</summary>
internal abstract class RecordSink : IDisposable
{
    /// <summary>What errors name.</summary>
    public abstract string Name { get; }

    /// <summary>Appends whole records in one write. After an error the same bytes may be given again: they go to the same place.</summary>
    public abstract void Write(ReadOnlySpan<byte> records);

    /// <summary>Brings what was written on its way.</summary>
    public abstract void Flush(bool toDisk);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Records in a file that grows; nothing behind <c>_position</c> counts, so a write that failed half-way is simply done again.</summary>
internal sealed class FileSink(WritableFile file, bool leaveOpen = false) : RecordSink
{
    private long _position;

    /// <inheritdoc/>
    public override string Name => file.Path;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> records)
    {
        file.Write(records, _position);
        _position += records.Length;
    }

    /// <inheritdoc/>
    public override void Flush(bool toDisk)
    {
        if (toDisk)
        {
            file.Flush();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!leaveOpen)
        {
            file.Dispose();
        }
    }
}

/// <summary>Records in a stream. How far a failed write came cannot be known unless the stream can seek, so then it stays failed.</summary>
internal sealed class StreamSink(Stream stream) : RecordSink
{
    private Exception? _broken;

    /// <inheritdoc/>
    public override string Name => "the stream";

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> records)
    {
        if (_broken is not null)
        {
            throw new IOException(_broken.Message, _broken);
        }

        long start = stream.CanSeek ? stream.Position : 0;
        try
        {
            stream.Write(records);
        }
        catch (Exception e)
        {
            if (stream.CanSeek)
            {
                stream.Position = start;
            }
            else
            {
                _broken = e;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public override void Flush(bool toDisk) => stream.Flush();

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The stream is the caller's.
    }
}
