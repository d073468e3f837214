using Google.Protobuf;
using TensorBoardFormats.Records;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>Events that hold no summary, and the ones that open a file.</summary>
public sealed partial class EventFileWriter
{
    private const string FileVersion = "brain.Event:2";

    // Graphs, hyperparameters and layouts are written at step 0 even where training goes on at 1000; a START there would drop all that
    // earlier files of the run hold, so the one before them drops nothing.
    private const long Timeless = long.MaxValue;

    private readonly HashSet<string> _profiles = new(StringComparer.Ordinal);

    /// <summary>Writes a graph for the Graphs tab; one a run.</summary>
    /// <param name="graphDef">A serialized <c>GraphDef</c>.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void WriteGraph(ReadOnlySpan<byte> graphDef, long step = 0, WallTime? wallTime = null) =>
        WriteEvent(new Proto.Event { Step = step, GraphDef = ByteString.CopyFrom(graphDef) }, wallTime);

    /// <summary>Writes a meta graph, which TensorBoard does not show; write the graph as well.</summary>
    /// <param name="metaGraphDef">A serialized <c>MetaGraphDef</c>.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void WriteMetaGraph(ReadOnlySpan<byte> metaGraphDef, long step = 0, WallTime? wallTime = null) =>
        WriteEvent(new Proto.Event { Step = step, MetaGraphDef = ByteString.CopyFrom(metaGraphDef) }, wallTime);

    /// <summary>Writes the profile of a step for the Graphs tab.</summary>
    /// <param name="tag">Its name there; each once a run.</param>
    /// <param name="runMetadata">A serialized <c>RunMetadata</c>.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    /// <exception cref="ArgumentException">The tag is empty, so that the Graphs tab could list nothing, or was used already.</exception>
    public void WriteRunMetadata(string tag, ReadOnlySpan<byte> runMetadata, long step = 0, WallTime? wallTime = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        Utf8Text.Require(tag, nameof(tag));
        lock (_queue.Gate)
        {
            if (!_profiles.Add(tag))
            {
                throw new ArgumentException($"There is a profile '{tag}' in this file already: TensorBoard would show one of the two.", nameof(tag));
            }
        }

        Proto.TaggedRunMetadata tagged = new() { Tag = tag, RunMetadata = ByteString.CopyFrom(runMetadata) };
        WriteEvent(new Proto.Event { Step = step, TaggedRunMetadata = tagged }, wallTime);
    }

    /// <summary>Writes what happened to the session. TensorBoard acts on <see cref="SessionStatus.Start"/> alone, by dropping points from its step on.</summary>
    /// <param name="status">What happened.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="checkpointPath">Checkpoint that was written, for <see cref="SessionStatus.Checkpoint"/>.</param>
    /// <param name="message">Free text.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void WriteSessionLog(
        SessionStatus status, long step, string? checkpointPath = null, string? message = null, WallTime? wallTime = null)
    {
        lock (_queue.Gate)
        {
            _startPending &= status != SessionStatus.Start;
        }

        WriteEvent(SessionLog(status, step, checkpointPath, message), wallTime, opening: true);
    }

    /// <summary>Writes an event as another library made it. The wall time in it must be finite; nothing else is looked at.</summary>
    /// <param name="serializedEvent">A serialized <c>Event</c>.</param>
    public void WriteRecord(ReadOnlySpan<byte> serializedEvent)
    {
        lock (_queue.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int size = RecordFraming.Overhead + serializedEvent.Length;
            _queue.MakeRoom(size);
            TakeRecord(serializedEvent);
        }
    }

    private static Proto.Event SessionLog(SessionStatus status, long step, string? checkpointPath, string? message) => new()
    {
        Step = step,
        SessionLog = new Proto.SessionLog
        {
            Status = (Proto.SessionLog.Types.SessionStatus)status,
            CheckpointPath = checkpointPath ?? "",
            Msg = message ?? "",
        },
    };

    private void WriteFirstEvents(WallTime created)
    {
        Proto.Event version = new() { FileVersion = FileVersion };
        if (!string.IsNullOrEmpty(_options.SourceWriter))
        {
            version.SourceMetadata = new Proto.SourceMetadata { Writer = _options.SourceWriter };
        }

        WriteEvent(version, created, opening: true);
        _startPending = _options.SessionStart;
        if (_startPending && _options.PurgeStep is long step)
        {
            _startPending = false;
            WriteEvent(SessionLog(SessionStatus.Start, step, null, null), created, opening: true);
        }

        lock (_queue.Gate)
        {
            _queue.Drain();
            _sink.Flush(_options.FlushToDisk);
        }
    }

    private void WriteEvent(Proto.Event message, WallTime? wallTime, bool opening = false)
    {
        message.WallTime = Seconds(wallTime);
        byte[] serialized = message.ToByteArray();
        lock (_queue.Gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int size = RecordFraming.Overhead + serialized.Length;
            if (opening)
            {
                _queue.MakeRoom(size);
            }
            else
            {
                MakeRoom(size, message.WallTime, Timeless);
            }

            TakeRecord(serialized);
        }
    }

    private void TakeRecord(ReadOnlySpan<byte> serialized)
    {
        Span<byte> frame = _queue.Take(RecordFraming.Overhead + serialized.Length);
        serialized.CopyTo(frame[RecordFraming.HeaderSize..]);
        RecordFraming.Seal(frame);
    }

    /// <summary>Room for the first event that is neither version nor session log brings the START before it.</summary>
    private void MakeRoom(int size, double wallTime, long startStep)
    {
        if (!_startPending)
        {
            _queue.MakeRoom(size);
            return;
        }

        Proto.Event start = SessionLog(SessionStatus.Start, startStep, null, null);
        start.WallTime = wallTime;
        byte[] serialized = start.ToByteArray();
        _queue.MakeRoom(RecordFraming.Overhead + serialized.Length + size);
        if (_startPending)
        {
            _startPending = false;
            TakeRecord(serialized);
        }
    }

    private static long StartStep(in SummaryValue first, long step) =>
        first.Metadata?.PluginName is PluginNames.HParams or PluginNames.CustomScalars ? Timeless : step;

    private void Check(TagState tag, long step, in SummaryValue value)
    {
        if (_options.StepOrder == StepOrder.Lenient || tag.LastStep is not long last)
        {
            return;
        }

        if (step <= last)
        {
            throw new ArgumentException(
                $"Step {step} of tag '{value.Tag}' is not above its last step {last}: TensorBoard's loaders would drop points.", nameof(step));
        }

        if (tag.Kind != Kind(value))
        {
            throw new ArgumentException(
                $"Tag '{value.Tag}' began as {tag.Kind} and cannot go on as {Kind(value)}: TensorBoard fails on it, or drops it.", nameof(value));
        }
    }

    private void Remember(TagState tag, long step, in SummaryValue value)
    {
        tag.HasMetadata |= value.Metadata is not null;
        if (_options.StepOrder == StepOrder.Strict)
        {
            tag.LastStep = step;
            tag.Kind ??= Kind(value);
        }
    }

    private static string Kind(in SummaryValue value) => value.Field switch
    {
        Proto.Summary.Types.Value.SimpleValueFieldNumber => PluginNames.Scalars,
        Proto.Summary.Types.Value.ImageFieldNumber => PluginNames.Images,
        Proto.Summary.Types.Value.HistoFieldNumber => PluginNames.Histograms,
        Proto.Summary.Types.Value.AudioFieldNumber => PluginNames.Audio,
        _ => value.Metadata?.PluginName ?? "",
    };
}
