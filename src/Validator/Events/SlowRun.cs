using Google.Protobuf;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events;

/// <summary>
/// The Python loader reading one run: purge on restart, migration to the form of TensorFlow 2, first metadata, reservoirs
/// (spec/tfevents.md §6 to §8, §11; upstream <c>plugin_event_accumulator.py</c>, <c>data_compat.py</c>, <c>dataclass_compat.py</c>).
/// </summary>
internal sealed partial class SlowRun(LoaderFlags flags)
{
    /// <summary>The version from which on restarts are told by session logs.</summary>
    private const double RestartVersion = 2;

    // A length beyond what any machine has: allocating it kills the process (§7). Lengths that could be had read as a cut file.
    private const ulong DeadlyLength = 1UL << 35;
    private const ulong NegativeLength = 1UL << 63;

    private static readonly byte[] RunGraphTag = System.Text.Encoding.UTF8.GetBytes(Plugins.RunGraphTag);

    private readonly TagTable<SlowSeries> _series = new();
    private int _file = -1;
    private double? _fileVersion;
    private bool _sawStart;
    private long _lastSummaryStep = -1;
    private bool _hasGraph;

    /// <summary>Wall time of the first event.</summary>
    public double? FirstTimestamp { get; private set; }

    /// <summary>The exception that ended the load, or null.</summary>
    public string? Raised { get; private set; }

    /// <summary>Whether the process died of this run.</summary>
    public bool Died { get; private set; }

    /// <summary>Starts the next file: what is remembered by file is forgotten.</summary>
    public void BeginFile() => _file++;

    /// <summary>Takes a record of the current file.</summary>
    /// <returns>False when the loader reads nothing further of this file.</returns>
    public bool Take(in RecordView record)
    {
        Raised = null;
        if (record.Status != ReadStatus.Record)
        {
            Died = record.Status == ReadStatus.Truncated && record.Length is > DeadlyLength and < NegativeLength;
            return false;
        }

        return record.IsScalar && TakeScalar(record) || TakeEvent(record);
    }

    /// <summary>What is held of the run.</summary>
    public RunView ToView(string name, string directory)
    {
        List<Series> series = [];
        foreach ((byte[] tag, SlowSeries item) in _series.Entries)
        {
            if (item.Metadata is not null || item.Points is not null)
            {
                series.Add(new Series(name, Series.TagText(tag), item.Metadata, item.Points?.Points));
            }
        }

        return new RunView(name, directory, FirstTimestamp, series);
    }

    // The hot path: a scalar of a tag whose metadata are settled in this file. All else goes the long way.
    private bool TakeScalar(in RecordView record)
    {
        ref readonly ScalarEvent scalar = ref record.Scalar;
        ReadOnlySpan<byte> metadata = scalar.Metadata(record.Payload);
        SlowSeries? series = _series.Find(scalar.Tag(record.Payload));
        if (series is not { Metadata: not null, Points: not null } || series.File != _file || scalar.TagLength == 0
            || series.InitialPlugin is not null && Plugins.IsGraphValue(series.InitialPlugin))
        {
            return false;
        }

        if (scalar.HasMetadata && !metadata.SequenceEqual(series.SoundMetadata))
        {
            if (!EventSchema.IsMetadata(metadata, ProtobufDialect.Lenient))
            {
                return false;
            }

            series.SoundMetadata = metadata.ToArray();
        }

        FirstTimestamp ??= scalar.WallTime;
        if (IsOutOfOrder(scalar.Step))
        {
            series.Points.Purge(scalar.Step);
        }

        _lastSummaryStep = scalar.Step;
        series.Points.Offer(scalar.Step, scalar.WallTime, scalar.Value, null);
        return true;
    }

    private bool TakeEvent(in RecordView record)
    {
        if (!record.TryDecode(ProtobufDialect.Lenient, out EventHeader header))
        {
            return Raise("google.protobuf.message.DecodeError: Error parsing message with type 'tensorboard.Event'");
        }

        switch (header.Kind)
        {
            case EventKind.Summary:
                return TakeSummary(record, header);
            case EventKind.GraphDef:
                FirstTimestamp ??= header.WallTime;
                _hasGraph = true;
                return TakeGraph(record, header, RunGraphTag, Plugins.Graphs, header.BodyStart, header.Body(record.Payload));
            case EventKind.TaggedRunMetadata:
                TaggedRunMetadata tagged = TaggedRunMetadata.Parser.ParseFrom(header.Body(record.Payload));
                return TakeGraph(
                    record, header, System.Text.Encoding.UTF8.GetBytes(tagged.Tag), Plugins.TaggedRunMetadata, -1, tagged.RunMetadata.Span);
        }

        FirstTimestamp ??= header.WallTime;
        switch (header.Kind)
        {
            case EventKind.FileVersion:
                _fileVersion = FileVersion.Parse(header.BodyText(record.Payload));
                break;
            case EventKind.SessionLog:
                TakeSessionLog(SessionLog.Parser.ParseFrom(header.Body(record.Payload)), header.Step);
                break;
            case EventKind.MetaGraphDef when !_hasGraph && !IsMetaGraph(header.Body(record.Payload)):
                return Raise("google.protobuf.message.DecodeError: Error parsing message with type 'tensorboard.MetaGraphDef'");
        }

        return true;
    }

    private void TakeSessionLog(SessionLog log, long step)
    {
        if (!flags.PurgeOrphanedData || !(_fileVersion >= RestartVersion) || log.Status != SessionLog.Types.SessionStatus.Start)
        {
            return;
        }

        if (_sawStart)
        {
            foreach ((_, SlowSeries series) in _series.Entries)
            {
                series.Points?.Purge(step);
            }
        }

        _sawStart = true;
    }

    private bool TakeGraph(in RecordView record, in EventHeader header, byte[] tag, string plugin, int bodyStart, ReadOnlySpan<byte> body)
    {
        FirstTimestamp ??= header.WallTime;
        SlowSeries series = Entry(tag);
        if (IsOutOfOrder(header.Step))
        {
            series.Points?.Purge(header.Step);
        }

        _lastSummaryStep = header.Step;
        series.Metadata ??= SeriesMetadata.OfGraph(plugin);
        StoredValue value = bodyStart >= 0 && header.Joined is null
            ? new StoredValue(ValueKind.Graph, record.Path, record.PayloadOffset + bodyStart, body.Length, null)
            : new StoredValue(ValueKind.Graph, record.Path, 0, body.Length, body.ToArray());
        return Offer(series, header, 0, value);
    }

    private bool IsOutOfOrder(long step) => flags.PurgeOrphanedData && !(_fileVersion >= RestartVersion) && step < _lastSummaryStep;

    private SlowSeries Entry(ReadOnlySpan<byte> tag) => _series.Find(tag) ?? _series.Add(tag, new SlowSeries());

    private bool Offer(SlowSeries series, in EventHeader header, float scalar, StoredValue? value)
    {
        if (series.Points is null)
        {
            long capacity = SlowCapacity.Of(series.Metadata?.Plugin, flags);
            if (capacity < 0)
            {
                return Raise($"ValueError: size must be nonneg integer, was {capacity}");
            }

            series.Points = new SlowReservoir(capacity);
        }

        series.Points.Offer(header.Step, header.WallTime, scalar, value);
        return true;
    }

    private bool Raise(string exception)
    {
        Raised = exception;
        return false;
    }

    private static bool IsMetaGraph(ReadOnlySpan<byte> bytes)
    {
        try
        {
            MetaGraphDef.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
