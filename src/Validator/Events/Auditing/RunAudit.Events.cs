using System.Globalization;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>Events: version, wall times, restarts, graphs.</summary>
internal sealed partial class RunAudit
{
    private const double Year2000 = 946684800;
    private const double NewestVersion = 2;
    private const int LongestWriterName = 128;

    private int _graphs;
    private int _metaGraphs;
    private Place _metaGraph;
    private int _starts;
    private double _version;

    private void TakeEvent(in RecordView record, Place place, bool isFirst)
    {
        if (record.IsScalar)
        {
            if (isFirst)
            {
                ReportMissingVersion(place);
            }

            if (TakeScalar(record, place))
            {
                TakeWallTime(record.Scalar.WallTime, place);
                return;
            }
        }

        if (!EventHeader.TryParse(record.Payload, out EventHeader header))
        {
            return;
        }

        if (isFirst && header.Kind != EventKind.FileVersion)
        {
            ReportMissingVersion(place);
        }

        TakeWallTime(header.WallTime, place);
        switch (header.Kind)
        {
            case EventKind.FileVersion:
                TakeVersion(record, header, place, isFirst);
                break;
            case EventKind.Summary:
                TakeSummary(record, header, place);
                break;
            case EventKind.SessionLog:
                TakeSessionLog(SessionLog.Parser.ParseFrom(header.Body(record.Payload)), header.Step, place);
                break;
            case EventKind.GraphDef:
                TakeGraph(header.Body(record.Payload), place);
                break;
            case EventKind.MetaGraphDef:
                _metaGraphs++;
                _metaGraph = place;
                break;
            case EventKind.TaggedRunMetadata when TaggedRunMetadata.Parser.ParseFrom(header.Body(record.Payload)).Tag.Length == 0:
                Report(TagRules.EmptyTag, place, "run metadata", "no tag", "a tag");
                break;
            case EventKind.LogMessage:
                Report(TagRules.ObsoleteKind, place, "event", "a log_message", "a text summary");
                break;
            case EventKind.None when !header.HasSource:
                Report(FileRules.EmptyEvent, place, "event", "no content", "a summary, a graph or a log");
                break;
        }
    }

    private void ReportMissingVersion(Place place) =>
        Report(FileRules.MissingFileVersion, place, "first event", "no file_version", "file_version \"brain.Event:2\"");

    private void TakeVersion(in RecordView record, in EventHeader header, Place place, bool isFirst)
    {
        string text = header.BodyText(record.Payload);
        _version = FileVersion.Parse(text);
        if (!isFirst)
        {
            Report(FileRules.FileVersionNotFirst, place, "version event", "a version event behind other records", "one, at the start");
        }

        if (!(_version >= NewestVersion))
        {
            Report(FileRules.WrongFileVersion, place, "version event", $"\"{text}\"", "\"brain.Event:2\"");
        }
        else if (_version > NewestVersion)
        {
            Report(FileRules.NewerFileVersion, place, "version event", $"\"{text}\"", "\"brain.Event:2\"");
        }

        string writer = Event.Parser.ParseFrom(record.Payload).SourceMetadata?.Writer ?? "";
        if (isFirst && writer.Length is 0 or > LongestWriterName)
        {
            string found = writer.Length == 0 ? "no writer" : string.Create(CultureInfo.InvariantCulture, $"a name of {writer.Length} characters");
            Report(FileRules.WriterName, place, "version event", found, "a short name");
        }
    }

    private void TakeWallTime(double wallTime, Place place)
    {
        if (double.IsNaN(wallTime))
        {
            Report(FileRules.WallTimeNan, place, "wall time", "NaN", "seconds since 1970");
            return;
        }

        if (double.IsInfinity(wallTime))
        {
            Report(FileRules.WallTimeInfinite, place, "wall time", Seconds(wallTime), "seconds since 1970");
            return;
        }

        if (wallTime == 0)
        {
            Report(FileRules.WallTimeZero, place, "wall time", "0", "seconds since 1970");
        }
        else if (wallTime < Year2000 || wallTime > _future)
        {
            Report(FileRules.WallTimeImplausible, place, "wall time", Seconds(wallTime), "seconds since 1970, between 2000 and now");
        }
        else if (wallTime < _file.LastWallTime - 1)
        {
            Report(FileRules.WallTimeBackwards, place, "wall time", $"{Seconds(wallTime)} behind {Seconds(_file.LastWallTime)}", "ascending times");
        }

        _file.FirstWallTime = double.IsNaN(_file.FirstWallTime) ? wallTime : _file.FirstWallTime;
        _file.LastWallTime = wallTime;
        _file.GreatestWallTime = wallTime > _file.GreatestWallTime || double.IsNaN(_file.GreatestWallTime) ? wallTime : _file.GreatestWallTime;
    }

    private void TakeSessionLog(SessionLog log, long step, Place place)
    {
        if (log.Status != SessionLog.Types.SessionStatus.Start)
        {
            return;
        }

        _starts++;
        foreach ((_, TagAudit tag) in _tags.Entries)
        {
            if (tag.GreatestStep < step)
            {
                continue;
            }

            if (_starts == 1)
            {
                Report(
                    StepRules.PurgeWithoutStart, place, "first START of the run", $"step {step}, with {tag.Subject} at step {tag.GreatestStep} before it",
                    "a START before any value");
                break;
            }

            if (_files.Count > 1 && tag.File == _files.Count - 2 && _files[^2].GreatestWallTime > _file.FirstWallTime)
            {
                Report(
                    StepRules.StartPurgesOtherWriter, place, "START", $"step {step}, while another file was written that has {tag.Subject} up to step {tag.GreatestStep}",
                    "one writer a run");
                break;
            }
        }
    }

    private void TakeGraph(ReadOnlySpan<byte> bytes, Place place)
    {
        _graphs++;
        if (_graphs == 2)
        {
            Report(SessionRules.GraphRepeated, place, "graph", "a second graph_def in the run", "one");
        }

        if (GraphAudit.Fault(bytes) is string fault)
        {
            Report(SessionRules.GraphUnparsable, place, "graph", fault, "a GraphDef whose nodes fit together");
        }
    }

    private void Finish()
    {
        if (_metaGraphs > 0 && _graphs == 0)
        {
            Report(SessionRules.MetaGraphOnly, _metaGraph, "run", "a meta_graph_def and no graph_def", "a graph_def");
        }

        FinishMeshes();
        foreach ((_, TagAudit tag) in _tags.Entries)
        {
            FinishTag(tag);
        }
    }
}
