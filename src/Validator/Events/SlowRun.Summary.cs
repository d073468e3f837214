using System.Text;
using TensorBoardFormats.Events;

namespace TensorBoardFormats.Validation.Events;

/// <summary>What the Python loader does with the values of a summary.</summary>
internal sealed partial class SlowRun
{
    private bool TakeSummary(in RecordView record, in EventHeader header)
    {
        ReadOnlySpan<byte> summary = header.Body(record.Payload);
        SummaryValues values = new(summary);
        while (values.MoveNext())
        {
            if (Migration.Fault(SummaryValue.Parse(values.Current), InitialPluginOf) is string fault)
            {
                return Raise(fault); // While the event is migrated, so nothing of it is taken.
            }
        }

        FirstTimestamp ??= header.WallTime;
        PurgeOverwritten(header.Step, summary);
        _lastSummaryStep = header.Step;
        values = new SummaryValues(summary);
        while (values.MoveNext())
        {
            if (!TakeValue(record, header, values, SummaryValue.Parse(values.Current)))
            {
                return false;
            }
        }

        return true;
    }

    private void PurgeOverwritten(long step, ReadOnlySpan<byte> summary)
    {
        if (!IsOutOfOrder(step))
        {
            return;
        }

        SummaryValues values = new(summary);
        while (values.MoveNext())
        {
            _series.Find(SummaryValue.Parse(values.Current).Tag)?.Points?.Purge(step);
        }
    }

    private bool TakeValue(in RecordView record, in EventHeader header, in SummaryValues values, in SummaryValue value)
    {
        SlowSeries series = Entry(value.Tag);
        bool isVersion1 = Migration.IsVersion1(value.Kind);
        bool isFirstInFile = series.File != _file;
        bool hasMetadata = value.HasMetadata || isVersion1;
        if (isFirstInFile || series.Metadata is null && (hasMetadata || series.InitialPlugin is not null))
        {
            SeriesMetadata metadata = MetadataOf(value, isVersion1);
            if (isFirstInFile)
            {
                Begin(series, metadata);
            }

            // A data class that the first value of the file implies is set on every value, which thereby has metadata.
            if (series.InitialPlugin is not null)
            {
                metadata = metadata with { Class = Plugins.InferredClass(series.InitialPlugin) };
            }

            if (hasMetadata || series.InitialPlugin is not null)
            {
                series.Metadata ??= metadata;
            }
        }

        ValueKind kind = value.Kind;
        bool isGraph = series.InitialPlugin is not null && Plugins.IsGraphValue(series.InitialPlugin);
        if (kind is ValueKind.None or ValueKind.ObsoleteHistogram)
        {
            // The step that fills in what is missing makes an empty tensor of these; of all others nothing is kept.
            if (series.InitialPlugin != Plugins.HParams && !isGraph)
            {
                return true;
            }
        }

        SlowSeries target = value.Tag.IsEmpty && !isVersion1 && !value.NodeName.IsEmpty ? Entry(value.NodeName) : series;
        if (kind == ValueKind.Simple && !isGraph)
        {
            return Offer(target, header, value.Simple, null);
        }

        if (kind == ValueKind.Tensor && !isGraph && Migration.TryPlainScalar(value.Body, out float scalar))
        {
            return Offer(target, header, scalar, null);
        }

        StoredValue stored = record.Store(header, values, value) with
        {
            FirstColumnOnly = series.InitialPlugin == Plugins.Audio,
            GainsDimension = isGraph,
        };
        if (kind == ValueKind.Simple)
        {
            stored = stored with { Held = BitConverter.GetBytes(value.Simple), Length = sizeof(float) };
        }

        return Offer(target, header, 0, stored);
    }

    private void Begin(SlowSeries series, SeriesMetadata metadata)
    {
        series.File = _file;
        bool isInferred = metadata.Class == DataClass.Unknown && Plugins.InferredClass(metadata.Plugin) != DataClass.Unknown;
        series.InitialPlugin = isInferred ? metadata.Plugin : null;
    }

    private static SeriesMetadata MetadataOf(in SummaryValue value, bool isVersion1)
    {
        SeriesMetadata given = value.HasMetadata ? SeriesMetadata.Parse(value.Metadata) : SeriesMetadata.Empty;
        if (!isVersion1)
        {
            return given;
        }

        string name = given.DisplayName.Length > 0 ? given.DisplayName : Encoding.UTF8.GetString(value.Tag);
        return SeriesMetadata.OfVersion1(value.Kind, given with { DisplayName = name }, statesEncoding: true);
    }

    // What the first value of a tag in this file has for a plugin, known before the value itself is taken.
    private string? InitialPluginOf(in SummaryValue value)
    {
        SlowSeries? series = _series.Find(value.Tag);
        if (series is not null && series.File == _file)
        {
            return series.InitialPlugin;
        }

        SeriesMetadata metadata = MetadataOf(value, Migration.IsVersion1(value.Kind));
        return metadata.Class == DataClass.Unknown ? metadata.Plugin : null;
    }
}
