using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Records;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>How a run begins for the Python loader.</summary>
/// <param name="BadRecordsFirst">Records with right checksums that are no events, before the first event.</param>
/// <param name="AbsurdLength">The length that its first record claims, when no memory could hold it (2⁴⁰ and above); else 0.</param>
internal sealed record SlowStart(int BadRecordsFirst, ulong AbsurdLength);

/// <summary>How a run begins for the data server.</summary>
/// <param name="WallTime">The least wall time that it reads of the run; null when it reads none, and then it lists no run.</param>
/// <param name="EndsLoading">A record claims a length of 2⁶³ or more: the server's loading never ends, and it lists no run at all.</param>
internal sealed record FastStart(double? WallTime, bool EndsLoading);

/// <summary>Looks into event files as far as the projector depends on them.</summary>
internal static class EventProbe
{
    private const string ProfileSuffix = ".profile-empty"; // Python skips such files.
    private const ulong BeyondMemory = 1UL << 40;
    private static readonly byte[] PluginName = "projector"u8.ToArray();

    /// <summary>How a run begins for the data server: all its files are read.</summary>
    public static FastStart FastStart(TensorBoardHost host, Run run)
    {
        double? start = null;
        foreach (string name in run.EventFiles)
        {
            using RecordReader? records = Open(host, run, name);
            for (ReadStatus status = ReadStatus.Record; records is not null && status is ReadStatus.Record or ReadStatus.BadPayloadChecksum;)
            {
                status = records!.Read();
                if (status == ReadStatus.Truncated && records.Length > long.MaxValue)
                {
                    return new FastStart(start, EndsLoading: true);
                }

                bool isRecord = status is ReadStatus.Record or ReadStatus.BadPayloadChecksum;
                if (!isRecord || !EventSchema.IsEvent(records.Payload.Span, ProtobufDialect.Strict)
                    || !EventHeader.TryParse(records.Payload.Span, out EventHeader header) || double.IsNaN(header.WallTime))
                {
                    break; // The file is not read any further.
                }

                if (double.IsFinite(header.WallTime))
                {
                    start = Math.Min(start ?? double.MaxValue, header.WallTime);
                }
            }
        }

        return new FastStart(start, EndsLoading: false);
    }

    /// <summary>How a run begins for the Python loader: the files are read one after the other.</summary>
    public static SlowStart SlowStart(TensorBoardHost host, Run run)
    {
        int bad = 0;
        bool first = true;
        foreach (string name in SlowFiles(run))
        {
            using RecordReader? records = Open(host, run, name);
            while (records is not null)
            {
                ReadStatus status = records.Read();
                if (first && status == ReadStatus.Truncated && records.Length >= BeyondMemory)
                {
                    return new SlowStart(0, records.Length);
                }

                if (status != ReadStatus.Record)
                {
                    break;
                }

                first = false;
                if (EventSchema.IsEvent(records.Payload.Span, ProtobufDialect.Lenient))
                {
                    return new SlowStart(bad, 0);
                }

                bad++;
            }
        }

        return new SlowStart(bad, 0);
    }

    /// <summary>True when the Python loader meets a record in the run whose checksums are right but that is no event.</summary>
    public static bool HoldsBadRecord(TensorBoardHost host, Run run) =>
        SlowRecords(host, run, static payload => !EventSchema.IsEvent(payload, ProtobufDialect.Lenient));

    /// <summary>True when the run holds a tensor summary of the plugin <c>projector</c>.</summary>
    public static bool HoldsProjectorSummary(TensorBoardHost host, Run run) =>
        SlowRecords(host, run, static payload => payload.IndexOf(PluginName) >= 0 && IsProjectorSummary(payload));

    private static bool IsProjectorSummary(ReadOnlySpan<byte> payload)
    {
        try
        {
            Event parsed = Event.Parser.ParseFrom(payload);
            return parsed.Summary?.Value.Any(static v =>
                v.ValueCase == Summary.Types.Value.ValueOneofCase.Tensor && v.Metadata?.PluginData?.PluginName == "projector") ?? false;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static bool SlowRecords(TensorBoardHost host, Run run, PayloadTest test)
    {
        foreach (string name in SlowFiles(run))
        {
            using RecordReader? records = Open(host, run, name);
            while (records is not null && records.Read() == ReadStatus.Record)
            {
                if (test(records.Payload.Span))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private delegate bool PayloadTest(ReadOnlySpan<byte> payload);

    // A directory among the files ends the reading of the run there.
    private static IEnumerable<string> SlowFiles(Run run) => run.EventFiles.Where(static n => !n.EndsWith(ProfileSuffix, StringComparison.Ordinal));

    private static RecordReader? Open(TensorBoardHost host, Run run, string name)
    {
        string path = host.OnDisk(PosixPath.Join(run.Directory, name));
        try
        {
            return host.Files.Probe(path) == EntryKind.File ? new RecordReader(host.Files.OpenRead(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
