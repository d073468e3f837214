using Google.Protobuf;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.AudioPlugin;
using TensorBoardFormats.Messages.HParamsPlugin;
using TensorBoardFormats.Messages.MeshPlugin;
using TensorBoardFormats.Messages.PrCurvePlugin;
using TensorBoardFormats.Records;
using DataType = TensorBoardFormats.Messages.DataType;
using Value = TensorBoardFormats.Messages.Summary.Types.Value;

namespace TensorBoardFormats.Tests.Events;

/// <summary>Log directories made by hand for rules that no recorded case shows.</summary>
internal static class EventRuleFiles
{
    private const string First = "events.out.tfevents.1700000000.host.1.0";
    private const string Second = "events.out.tfevents.1700000100.host.1.1";
    private const double Start = 1700000000;

    /// <summary>Writes the case of a rule.</summary>
    public static void Write(string rule, bool isFailing, string folder)
    {
        switch (rule)
        {
            case "profile-empty":
                Events(folder, First + ".profile-empty", Version(), Scalar("loss", 0));
                break;
            case "writer-name":
                Event named = Version();
                named.SourceMetadata = new SourceMetadata { Writer = isFailing ? "" : "a trainer" };
                Events(folder, First, named);
                break;
            case "wrong-file-version":
                Events(folder, First, new Event { WallTime = Start, FileVersion = "brain.Event:1" });
                break;
            case "start-purges-other-writer":
                Events(folder, First, Version(), StartAt(0), Scalar("loss", 5), At(Start + 200, Scalar("loss", 9)));
                Events(folder, Second, At(Start + 100, Version()), At(Start + 101, StartAt(3)));
                break;
            case "metadata-first-file-only":
                Events(folder, First, Version(), Step(0, Tensor("clip", "audio", Strings(Wav()), AudioContent())));
                Events(folder, Second, At(Start + 100, Version()), At(Start + 101, Step(1, Tensor("clip", null, Strings(Wav())))));
                break;
            case "hparams-type" or "hparams-metric-missing" or "hparams-repeated":
                WriteSession(rule, folder);
                break;
            case "graph-unparsable":
                Events(folder, First, Version(), new Event { WallTime = Start, GraphDef = ByteString.CopyFrom(0x0A, 0x7F) });
                break;
            default:
                Events(folder, First, [Version(), .. Values(rule).Select((v, i) => Step(rule == "mesh-index" ? 0 : i, v))]);
                break;
        }
    }

    private static Value[] Values(string rule) => rule switch
    {
        "no-plugin-name" => [Tensor("x", "", Number(1))],
        "metadata-changes" => [Described("x", "one"), Described("x", "two")],
        "plugin-content-unparsable" => [Tensor("x", "scalars", Number(1), "{}"u8.ToArray())],
        "v1-with-data-class" => [new Value { Tag = "x", SimpleValue = 1, Metadata = new SummaryMetadata { DataClass = DataClass.Scalar } }],
        "node-name-used" => [new Value { Tag = "x", NodeName = "x", SimpleValue = 1 }],
        "reserved-tag" => [new Value { Tag = "__run_graph__", SimpleValue = 1 }],
        "tensor-wrong-field" => [Tensor("x", "histograms", new TensorProto { Dtype = DataType.DtUint32, TensorShape = Shape(1), Uint32Val = { 1 } })],
        "tensor-both" => [Tensor("x", "scalars", new TensorProto { Dtype = DataType.DtFloat, TensorShape = Shape(), FloatVal = { 1 }, TensorContent = ByteString.CopyFrom(new byte[4]) })],
        "histogram-nonfinite" => [Tensor("h", "histograms", Doubles([1, 3], 0, double.NaN, 1))],
        "histogram-edges" => [Tensor("h", "histograms", Doubles([1, 3], 1, 0, 1))],
        "histo-v1-lengths" => [new Value { Tag = "h", Histo = new HistogramProto { Max = 1, Num = 2, BucketLimit = { 0.5 }, Bucket = { 1, 1 } } }],
        "histo-v1-inconsistent" => [new Value { Tag = "h", Histo = new HistogramProto { Max = 1, Num = 5, BucketLimit = { 0.5, 1 }, Bucket = { 1, 1 } } }],
        "image-samples-vary" => [Tensor("i", "images", Strings("1"u8, "1"u8, Png())), Tensor("i", "images", Strings("1"u8, "1"u8, Png(), Png()))],
        "audio-not-wav" => [Tensor("a", "audio", Strings("ID3"u8), AudioContent())],
        "audio-k-varies" => [Tensor("a", "audio", Strings(Wav()), AudioContent()), Tensor("a", "audio", Strings(Wav(), Wav()), AudioContent())],
        "pr-values" => [Tensor("p", "pr_curves", Floats([6, 2], 1, 2, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1), new PrCurvePluginData { NumThresholds = 2 }.ToByteArray())],
        "mesh-index" =>
        [
            Mesh("m_VERTEX", MeshPluginData.Types.ContentType.Vertex, new float[9]),
            Mesh("m_FACE", MeshPluginData.Types.ContentType.Face, 0, 1, 3),
        ],
        "mesh-config" => [Mesh("m_VERTEX", MeshPluginData.Types.ContentType.Vertex, new float[9], "{camera}")],
        "huge-tensor-series" => [.. Enumerable.Range(0, 3).Select(static _ => Tensor("h", "histograms", Bytes(40 << 20)))],
        _ => throw new ArgumentException(rule),
    };

    private static void WriteSession(string rule, string folder)
    {
        Experiment experiment = new()
        {
            HparamInfos = { new HParamInfo { Name = "lr", Type = Messages.HParamsPlugin.DataType.Float64 } },
            MetricInfos = { new MetricInfo { Name = new MetricName { Tag = "accuracy" } } },
        };
        SessionStartInfo start = new() { Hparams = { ["lr"] = Google.Protobuf.WellKnownTypes.Value.ForString("0.1") } };
        Value session = HParams("_hparams_/session_start_info", new HParamsPluginData { SessionStartInfo = start });
        Value[] sessions = rule == "hparams-repeated" ? [session, session] : [session];
        Events(folder, First, Version(), Step(0, HParams("_hparams_/experiment", new HParamsPluginData { Experiment = experiment })));
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        Events(Path.Combine(folder, "run"), First, [Version(), .. sessions.Select(static s => Step(0, s))]);
    }

    private static void Events(string folder, string name, params Event[] events)
    {
        using FileStream file = new(Path.Combine(folder, name), FileMode.CreateNew);
        RecordWriter writer = new(file);
        foreach (Event e in events)
        {
            writer.Write(e.ToByteArray());
        }
    }

    private static Event Version() => new() { WallTime = Start, FileVersion = "brain.Event:2" };

    private static Event StartAt(long step) =>
        new() { WallTime = Start, Step = step, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } };

    private static Event Scalar(string tag, long step) => Step(step, new Value { Tag = tag, SimpleValue = 1 });

    private static Event Step(long step, Value value) => new() { WallTime = Start + Math.Max(0, step), Step = step, Summary = new Summary { Value = { value } } };

    private static Event At(double wallTime, Event e)
    {
        e.WallTime = wallTime;
        return e;
    }

    private static Value Tensor(string tag, string? plugin, TensorProto tensor, byte[]? content = null)
    {
        Value value = new() { Tag = tag, Tensor = tensor };
        if (plugin is not null)
        {
            value.Metadata = new SummaryMetadata
            {
                PluginData = new SummaryMetadata.Types.PluginData { PluginName = plugin, Content = ByteString.CopyFrom(content ?? []) },
            };
        }

        return value;
    }

    private static Value Described(string tag, string description)
    {
        Value value = Tensor(tag, "scalars", Number(1));
        value.Metadata.SummaryDescription = description;
        return value;
    }

    private static Value HParams(string tag, HParamsPluginData content) => Tensor(tag, "hparams", Floats([0]), content.ToByteArray());

    private static Value Mesh(string tag, MeshPluginData.Types.ContentType type, params float[] values) => Mesh(tag, type, values, "{}");

    private static Value Mesh(string tag, MeshPluginData.Types.ContentType type, float[] values, string config) => Tensor(
        tag, "mesh", Floats([1, values.Length / 3, 3], values),
        new MeshPluginData { Name = "m", ContentType = type, JsonConfig = config, Shape = { 1, values.Length / 3, 3 }, Components = 6 }.ToByteArray());

    private static byte[] AudioContent() => new AudioPluginData { Encoding = AudioPluginData.Types.Encoding.Wav }.ToByteArray();

    private static TensorProto Bytes(int count) =>
        new() { Dtype = DataType.DtUint8, TensorShape = Shape(count), TensorContent = UnsafeByteOperations.UnsafeWrap(new byte[count]) };

    private static TensorProto Number(float value) => new() { Dtype = DataType.DtFloat, TensorShape = Shape(), FloatVal = { value } };

    private static TensorProto Floats(long[] shape, params float[] values) => new() { Dtype = DataType.DtFloat, TensorShape = Shape(shape), FloatVal = { values } };

    private static TensorProto Doubles(long[] shape, params double[] values) => new() { Dtype = DataType.DtDouble, TensorShape = Shape(shape), DoubleVal = { values } };

    private static TensorProto Strings(params ReadOnlySpan<byte[]> values)
    {
        TensorProto tensor = new() { Dtype = DataType.DtString, TensorShape = Shape(values.Length) };
        foreach (byte[] value in values)
        {
            tensor.StringVal.Add(ByteString.CopyFrom(value));
        }

        return tensor;
    }

    private static TensorProto Strings(ReadOnlySpan<byte> one) => Strings(one.ToArray());

    private static TensorProto Strings(ReadOnlySpan<byte> width, ReadOnlySpan<byte> height, params byte[][] pictures) =>
        Strings([width.ToArray(), height.ToArray(), .. pictures]);

    private static TensorShapeProto Shape(params long[] sizes) => new() { Dim = { sizes.Select(static s => new TensorShapeProto.Types.Dim { Size = s }) } };

    private static byte[] Wav() => [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8];

    private static byte[] Png() =>
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
        0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54,
    ];
}
