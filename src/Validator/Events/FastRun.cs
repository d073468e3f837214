using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events;

/// <summary>What the data server holds of one tag while it reads a run.</summary>
internal sealed class FastSeries(SeriesMetadata metadata, long capacity)
{
    /// <summary>Metadata of the tag's first value.</summary>
    public SeriesMetadata Metadata { get; } = metadata;

    /// <summary>The points, those included that turn out to be no value of the class.</summary>
    public FastReservoir Points { get; } = new(capacity);

    /// <summary>Serialized metadata that were found sound.</summary>
    public byte[] SoundMetadata { get; set; } = [];
}

/// <summary>
/// The data server reading one run: first value decides the metadata, every point removes those at or behind its step, checksums of
/// payloads are not looked at (spec/tfevents.md §6 to §8, §11; upstream <c>data/server/run.rs</c>, <c>data_compat.rs</c>).
/// </summary>
internal sealed class FastRun(LoaderFlags flags)
{
    private const ulong DeadlyLength = 1UL << 35; // Reserving more than any machine has aborts the process (§7).
    private const ulong NegativeLength = 1UL << 63;

    private static readonly byte[] RunGraphTag = System.Text.Encoding.UTF8.GetBytes(Plugins.RunGraphTag);

    private readonly TagTable<FastSeries> _series = new();

    /// <summary>The smallest wall time of the run.</summary>
    public double? StartTime { get; private set; }

    /// <summary>How the server ended over this run.</summary>
    public LoadEnd End { get; private set; }

    /// <summary>What it said when it died.</summary>
    public string? Error { get; private set; }

    /// <summary>Takes a record of the current file.</summary>
    /// <returns>False when nothing further of this file is read.</returns>
    public bool Take(in RecordView record)
    {
        switch (record.Status)
        {
            case ReadStatus.Record or ReadStatus.BadPayloadChecksum:
                return record.IsScalar && TakeScalar(record) || TakeEvent(record);
            case ReadStatus.Truncated when record.Length >= NegativeLength:
                End = LoadEnd.Stuck;
                Error = "no load cycle ended: the reload thread panicked over a length";
                return false;
            case ReadStatus.Truncated when record.Length > DeadlyLength:
                End = LoadEnd.Died;
                Error = $"the data server died: memory allocation of {record.Length + RecordFraming.FooterSize} bytes failed";
                return false;
            default:
                return false;
        }
    }

    /// <summary>The run as the server serves it, before values that do not fit their class are left out.</summary>
    public RunView ToView(string name, string directory) => new(
        name, directory, StartTime, [.. _series.Entries.Select(e => new Series(name, Series.TagText(e.Tag), e.Item.Metadata, e.Item.Points.Points))]);

    private bool TakeScalar(in RecordView record)
    {
        ref readonly ScalarEvent scalar = ref record.Scalar;
        ReadOnlySpan<byte> metadata = scalar.Metadata(record.Payload);
        if (!double.IsFinite(scalar.WallTime) || _series.Find(scalar.Tag(record.Payload)) is not FastSeries series)
        {
            return false;
        }

        if (scalar.HasMetadata && !metadata.SequenceEqual(series.SoundMetadata))
        {
            if (!EventSchema.IsMetadata(metadata, ProtobufDialect.Strict))
            {
                return false;
            }

            series.SoundMetadata = metadata.ToArray();
        }

        if (series.Metadata.Class != DataClass.Scalar)
        {
            return false;
        }

        SeeWallTime(scalar.WallTime);
        series.Points.Offer(scalar.Step, scalar.WallTime, scalar.Value, null);
        return true;
    }

    private bool TakeEvent(in RecordView record)
    {
        if (!record.TryDecode(ProtobufDialect.Strict, out EventHeader header) || double.IsNaN(header.WallTime))
        {
            return false; // The file is dead.
        }

        if (double.IsInfinity(header.WallTime))
        {
            return true;
        }

        SeeWallTime(header.WallTime);
        switch (header.Kind)
        {
            case EventKind.Summary:
                TakeSummary(record, header);
                break;
            case EventKind.GraphDef:
                TakeGraph(record, header, RunGraphTag, Plugins.Graphs, header.Body(record.Payload), inFile: header.Joined is null);
                break;
            case EventKind.TaggedRunMetadata:
                TaggedRunMetadata tagged = TaggedRunMetadata.Parser.ParseFrom(header.Body(record.Payload));
                byte[] tag = System.Text.Encoding.UTF8.GetBytes(tagged.Tag);
                TakeGraph(record, header, tag, Plugins.TaggedRunMetadata, tagged.RunMetadata.Span, inFile: false);
                break;
        }

        return true;
    }

    private void TakeGraph(in RecordView record, in EventHeader header, byte[] tag, string plugin, ReadOnlySpan<byte> body, bool inFile)
    {
        FastSeries series = _series.Find(tag) ?? _series.Add(tag, Create(SeriesMetadata.OfGraph(plugin)));
        StoredValue value = inFile
            ? new StoredValue(ValueKind.Graph, record.Path, record.PayloadOffset + header.BodyStart, body.Length, null)
            : new StoredValue(ValueKind.Graph, record.Path, 0, body.Length, body.ToArray());
        series.Points.Offer(header.Step, header.WallTime, 0, value);
    }

    private void TakeSummary(in RecordView record, in EventHeader header)
    {
        SummaryValues values = new(header.Body(record.Payload));
        while (values.MoveNext())
        {
            SummaryValue value = SummaryValue.Parse(values.Current);
            FastSeries series = _series.Find(value.Tag) ?? _series.Add(value.Tag, Create(InitialMetadata(value)));
            float scalar = value.Simple;
            if (series.Metadata.Class == DataClass.Scalar
                && (value.Kind == ValueKind.Simple || value.Kind == ValueKind.Tensor && Migration.TryPlainScalar(value.Body, out scalar)))
            {
                series.Points.Offer(header.Step, header.WallTime, scalar, null);
            }
            else
            {
                series.Points.Offer(header.Step, header.WallTime, 0, record.Store(header, values, value));
            }
        }
    }

    private void SeeWallTime(double wallTime)
    {
        if (!(wallTime >= StartTime))
        {
            StartTime = wallTime;
        }
    }

    private FastSeries Create(SeriesMetadata metadata)
    {
        long byClass = metadata.Class switch
        {
            DataClass.Scalar => 1000,
            DataClass.Tensor => 100,
            DataClass.BlobSequence => 10,
            _ => 0,
        };
        long? asked = byClass == 0 ? null : flags.Samples(metadata.Plugin);
        return new FastSeries(metadata, asked is null ? byClass : asked.Value == 0 ? FastReservoir.Unlimited : asked.Value);
    }

    private static SeriesMetadata InitialMetadata(in SummaryValue value)
    {
        SeriesMetadata given = value.HasMetadata ? SeriesMetadata.Parse(value.Metadata) : SeriesMetadata.Empty;
        if ((int)given.Class != 0)
        {
            return given;
        }

        SeriesMetadata metadata = Migration.IsVersion1(value.Kind)
            ? SeriesMetadata.OfVersion1(value.Kind, SeriesMetadata.Empty, statesEncoding: false)
            : given;
        return metadata with { Class = Plugins.InferredClass(metadata.Plugin) };
    }
}
