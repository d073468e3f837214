using TensorBoardFormats.Files;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Records;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>
/// Writes one event file, append only, whole records in every write (spec/tfevents.md §1–§6). The file begins with its version event,
/// on disk when <see cref="Create(string, EventFileWriterOptions?)"/> returns.
/// </summary>
/// <remarks>Safe to use from many threads. Values are gathered and written in the background; callers wait when the file cannot keep up,
/// and nothing is dropped. An error of the background write is thrown by the next call and by <see cref="Flush"/>; a call that throws has
/// not taken its value, values taken before are kept and written once the file takes them again. One open event file a run directory:
/// make a new writer to go on with a run, never append to an old file.</remarks>
public sealed partial class EventFileWriter : IDisposable, IAsyncDisposable
{
    private readonly EventFileWriterOptions _options;
    private readonly RecordSink _sink;
    private readonly EventQueue _queue;
    private readonly TagTable _tags;
    private readonly ITimer? _timer;
    private bool _startPending;
    private bool _disposed;

    private EventFileWriter(RecordSink sink, string path, WallTime created, EventFileWriterOptions options)
    {
        _options = options;
        _sink = sink;
        Path = path;
        _queue = new EventQueue(sink, options.QueueBytes);
        _tags = new TagTable(options.TagRule);
        try
        {
            WriteFirstEvents(created);
        }
        catch
        {
            sink.Dispose();
            throw;
        }

        if (options.FlushInterval != Timeout.InfiniteTimeSpan)
        {
            _timer = options.Clock.CreateTimer(
                static state => ((EventFileWriter)state!).OnTimer(), this, options.FlushInterval, options.FlushInterval);
        }
    }

    /// <summary>The file, or the empty string for a stream.</summary>
    public string Path { get; }

    /// <summary>Makes a new event file in a directory, which is made if it is missing.</summary>
    /// <param name="logDirectory">The run's directory.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The file could not be made or written.</exception>
    public static EventFileWriter Create(string logDirectory, EventFileWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(logDirectory);
        options = Checked(options);
        WallTime now = WallTime.Now(options.Clock);
        options.Files.CreateDirectory(logDirectory);
        WritableFile file = EventFileCreation.CreateNew(logDirectory, now, options);
        return new EventFileWriter(new FileSink(file), file.Path, now, options);
    }

    /// <summary>Writes an event file to a stream, which stays the caller's to close.</summary>
    /// <param name="destination">A stream that can be written; nobody else may write to it meanwhile.</param>
    /// <param name="options">How; null for the defaults. What concerns the file name has no effect.</param>
    public static EventFileWriter Create(Stream destination, EventFileWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        options = Checked(options);
        return new EventFileWriter(new StreamSink(destination), "", WallTime.Now(options.Clock), options);
    }

    /// <summary>Writes to a sink of the caller's, as if made at a given time.</summary>
    internal static EventFileWriter Create(RecordSink sink, string path, WallTime created, EventFileWriterOptions options) =>
        new(sink, path, created, Checked(options));

    /// <summary>Writes one value in an event of its own.</summary>
    /// <param name="step">Step of the training; should go up from value to value of a tag.</param>
    /// <param name="value">The value.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <exception cref="ArgumentException">The tag, or under <see cref="StepOrder.Strict"/> the step or the plugin, is refused.</exception>
    /// <exception cref="IOException">An earlier value could not be written; this one was not taken.</exception>
    public void Write(long step, in SummaryValue value, WallTime? wallTime = null)
    {
        double seconds = Seconds(wallTime);
        lock (_queue.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            TagState tag = _tags.Find(value.Tag);
            Check(tag, step, value);
            if (value.IsScalar && _options.RepeatMetadata)
            {
                WriteScalar(tag, seconds, step, value);
            }
            else
            {
                WriteValue(tag, seconds, step, value);
            }

            Remember(tag, step, value);
        }
    }

    /// <summary>Writes several values in one event, so that they appear together.</summary>
    /// <param name="step">Step of the training.</param>
    /// <param name="values">The values, each tag once.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void Write(long step, ReadOnlySpan<SummaryValue> values, WallTime? wallTime = null)
    {
        double seconds = Seconds(wallTime);
        lock (_queue.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int bound = RecordFraming.Overhead + EventEncoder.EventSize(seconds, step, SummarySize(values, step, all: true));
            MakeRoom(bound, seconds, values.Length > 0 ? StartStep(values[0], step) : step);
            int summarySize = SummarySize(values, step, all: false);
            Span<byte> frame = _queue.Take(RecordFraming.Overhead + EventEncoder.EventSize(seconds, step, summarySize));
            WireWriter writer = new(frame[RecordFraming.HeaderSize..]);
            EventEncoder.WriteHead(ref writer, seconds, step);
            writer.LengthPrefix(Proto.Event.SummaryFieldNumber, summarySize);
            foreach (ref readonly SummaryValue value in values)
            {
                TagState tag = _tags.Find(value.Tag);
                bool withMetadata = _options.RepeatMetadata || !tag.HasMetadata;
                int valueSize = EventEncoder.ValueSize(value, tag.Utf8.Length, withMetadata);
                EventEncoder.WriteValue(ref writer, value, valueSize, tag.Utf8, withMetadata, _options.ScalarLayout);
            }

            RecordFraming.Seal(frame);
            foreach (ref readonly SummaryValue value in values)
            {
                Remember(_tags.Find(value.Tag), step, value);
            }
        }
    }

    /// <summary>Returns when everything written so far is in the file.</summary>
    /// <exception cref="IOException">Something could not be written; it is kept, and the next call tries again.</exception>
    public void Flush()
    {
        lock (_queue.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _queue.Drain();
            _sink.Flush(_options.FlushToDisk);
        }
    }

    /// <summary>Completes when everything written so far is in the file.</summary>
    public async ValueTask FlushAsync(CancellationToken ct = default) => await Task.Run(Flush, ct).ConfigureAwait(false);

    /// <summary>Flushes and closes the file. Values that cannot be written are lost, with an error.</summary>
    /// <exception cref="IOException">Something could not be written.</exception>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_queue.Gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            try
            {
                _queue.DrainFinally();
                _sink.Flush(_options.FlushToDisk);
            }
            finally
            {
                _sink.Dispose();
            }
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    private static EventFileWriterOptions Checked(EventFileWriterOptions? options)
    {
        options ??= EventFileWriterOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueueBytes, 1, nameof(options.QueueBytes));
        if (options.FlushInterval <= TimeSpan.Zero && options.FlushInterval != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.FlushInterval, "The flush interval is positive, or infinite.");
        }

        return options;
    }

    private void WriteScalar(TagState tag, double seconds, long step, in SummaryValue value)
    {
        if (tag.Scalar is not ScalarForm form || !form.Fits(value))
        {
            tag.Scalar = form = new ScalarForm(value, tag.Utf8, _options.ScalarLayout);
        }

        int size = RecordFraming.Overhead + form.Size(seconds, step);
        MakeRoom(size, seconds, step);
        Check(tag, step, value); // Others may have written while this call waited for room.
        Span<byte> frame = _queue.Take(size);
        form.Write(frame[RecordFraming.HeaderSize..], seconds, step, value.ScalarValue);
        RecordFraming.Seal(frame);
    }

    private void WriteValue(TagState tag, double seconds, long step, in SummaryValue value)
    {
        int largest = EventEncoder.ItemSize(EventEncoder.ValueSize(value, tag.Utf8.Length, withMetadata: true));
        MakeRoom(RecordFraming.Overhead + EventEncoder.EventSize(seconds, step, largest), seconds, StartStep(value, step));
        Check(tag, step, value);
        bool withMetadata = _options.RepeatMetadata || !tag.HasMetadata;
        int valueSize = EventEncoder.ValueSize(value, tag.Utf8.Length, withMetadata);
        int summarySize = EventEncoder.ItemSize(valueSize);
        Span<byte> frame = _queue.Take(RecordFraming.Overhead + EventEncoder.EventSize(seconds, step, summarySize));
        WireWriter writer = new(frame[RecordFraming.HeaderSize..]);
        EventEncoder.WriteHead(ref writer, seconds, step);
        writer.LengthPrefix(Proto.Event.SummaryFieldNumber, summarySize);
        EventEncoder.WriteValue(ref writer, value, valueSize, tag.Utf8, withMetadata, _options.ScalarLayout);
        RecordFraming.Seal(frame);
    }

    private double Seconds(WallTime? wallTime) => (wallTime ?? WallTime.Now(_options.Clock)).Seconds;

    private int SummarySize(ReadOnlySpan<SummaryValue> values, long step, bool all)
    {
        int size = 0;
        foreach (ref readonly SummaryValue value in values)
        {
            TagState tag = _tags.Find(value.Tag);
            Check(tag, step, value);
            bool withMetadata = all || _options.RepeatMetadata || !tag.HasMetadata;
            size += EventEncoder.ItemSize(EventEncoder.ValueSize(value, tag.Utf8.Length, withMetadata));
        }

        return size;
    }

    private void OnTimer()
    {
        lock (_queue.Gate)
        {
            if (!_disposed)
            {
                _queue.Nudge();
            }
        }
    }
}
