using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Tensors;
using Xunit;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Calls of tf.summary (version 2) and of the HParams API on top of it.</summary>
internal sealed partial class GoldenReplay
{
    private const string TensorFlowWriter = "tensorflow.core.util.events_writer";

    private readonly Dictionary<string, SummaryWriter> _named = [];

    private bool MakeTensorFlow()
    {
        string? description = _call.TextOrNull("description");
        switch (_call.Api)
        {
            case "tf.summary.create_file_writer":
                CreateTensorFlow();
                return true;
            case "tf.summary.experimental.set_step":
                Writer.DefaultStep = _call.Step("step", 0);
                return true;
            case "tf.summary.scalar" when _call.Note?.Contains("record_if(False)", StringComparison.Ordinal) == true:
                return true;
            case "tf.summary.scalar":
                Writer.AddScalar(_call.Text("name"), RealPart(_call["data"]!), StepOrDefault(), description: description);
                return true;
            case "tf.summary.scalar (writer a)" or "tf.summary.scalar (writer b)":
                _writers[_call.Api.Contains("(writer a)", StringComparison.Ordinal) ? 0 : 1].AddScalar(
                    _call.Text("name", 0), _call.Number("data"), _call.Step());
                return true;
            case "tf.summary.scalar (inside tf.name_scope('outer'))" or "tf.summary.scalar (inside tf.name_scope('outer/inner'))":
                Writer.AddScalar(_call.Api.Split('\'')[1] + "/" + ScopedName(), _call.Number("data"), _call.Step());
                return true;
            case "f = tf.function(scalar('y', 2*x) in name_scope 'body')":
                Writer.AddScalar("body/y", 2 * _call.Number("x", 0), _call.Step("step", 1));
                return true;
            case "tf.summary.histogram":
                AddHistogram(description);
                return true;
            case "tf.summary.image":
                GoldenArray pixels = _call.Array("data");
                int count = (int)Math.Min(pixels.Shape[0], 3);
                Write(Summary.EncodedImages(
                    _call.Text("name"), (int)pixels.Shape[2], (int)pixels.Shape[1], Encoded(count), Metadata("images", description)));
                return true;
            case "tf.summary.audio":
                GoldenArray samples = _call.Array("data");
                Writer.AddAudio(_call.Text("name"), samples.As<float>(), (int)_call.Number("sample_rate"), _call.Step(), (int)samples.Shape[2], description: description);
                return true;
            case "tf.summary.text":
                GoldenArray texts = _call.Array("data");
                Writer.AddText(_call.Text("name"), new TensorShape(texts.Shape), texts.Texts(), _call.Step(), description: description);
                return true;
            case "tf.summary.write":
                SummaryMetadata? metadata = _call["metadata"] is null ? null : SummaryMetadata.Parse(_call.Message("metadata"));
                Write(Summary.Tensor(_call.Text("tag"), Tensor(_call["tensor"]!), metadata));
                return true;
            case "tf.summary.graph":
                Writer.AddGraph(_call.Message("graph_def"));
                return true;
            case "summary_ops_v2.run_metadata":
                Write(Summary.GraphRunMetadata(_call.Text("name"), _call.Message("data")));
                return true;
            case "summary_ops_v2.run_metadata_graphs":
                // TensorFlow keeps the function graphs of the RunMetadata alone; what it kept is taken over.
                Write(Summary.GraphRunMetadataGraph(_call.Text("name"), StringValue(_case.Payloads(_case.EventFiles[0])[2])));
                return true;
            case "tensorboard.plugins.mesh.summary_v2.mesh":
                Writer.AddMesh(_call.Text("name"), GoldenMesh(), _call.Step(), description: description);
                return true;
            case "hp.hparams_config":
                Writer.AddHParamsConfig(Experiment());
                return true;
            case "hp.hparams":
                WallTime? started = _call["start_time_secs"] is JsonNode start ? new WallTime((double)start) : Python();
                Write(Summary.HParamsSessionStart(HParamValues(_call["hparams", 0]!), _call.TextOrNull("trial_id"), started));
                return true;
            default:
                return false;
        }
    }

    /// <summary>What a call raised must be refused here too, where it can be said at all: the types of our calls exclude most.</summary>
    private void MakeRefused()
    {
        switch (_call.Api)
        {
            case "tf.summary.scalar" when _call["step"] is null:
                Assert.Throws<ArgumentException>(() => Writer.AddScalar(_call.Text("name"), 1));
                break;
            case "writer.add_histogram":
                Assert.Throws<ArgumentException>(() => HistogramV1.FromValues(_call.Array("values", 1).Doubles(), limits: null));
                break;
            case "writer.add_run_metadata":
                Assert.Throws<ArgumentException>(() => Writer.AddRunMetadata(_call.Text("tag", 1), _call.Message("run_metadata", 0), 7));
                break;
        }
    }

    private void CreateTensorFlow()
    {
        _clock.Set(Math.Floor(_call.WallTime)); // File name and version event have whole seconds.
        SummaryWriter writer = new(LogDirectory(), new SummaryWriterOptions
        {
            Events = new EventFileWriterOptions
            {
                Clock = _clock,
                HostName = "goldenhost",
                ProcessId = 4242,
                Counter = _case.Counter(_created++),
                FileNameSuffix = _call.TextOrNull("filename_suffix") ?? ".v2",
                SourceWriter = TensorFlowWriter,
                SessionStart = false,
                ScalarLayout = ScalarLayout.TensorContent,
            },
        });
        _writers.Add(writer);
    }

    private long? StepOrDefault() => _call["step"] is null ? null : _call.Step();

    private void Write(in SummaryValue value) => Writer.Events.Write(_call.Step(), value);

    private string ScopedName() => _call["name", 0] is JsonNode name ? (string)name! : "scoped";

    private static SummaryMetadata? Metadata(string plugin, string? description, string? displayName = null) =>
        description is null && displayName is null ? null : new SummaryMetadata(plugin, default, displayName, description);

    private static double RealPart(JsonNode node) =>
        node is JsonObject array && GoldenArray.From(array) is { DType: "complex128" } complex ? complex.As<double>()[0] : GoldenArray.Number(node);

    private ReadOnlyMemory<byte>[] Encoded(int count) => [.. Enumerable.Range(0, count).Select(_ => (ReadOnlyMemory<byte>)_case.Media.Dequeue())];

    private void AddHistogram(string? description)
    {
        GoldenArray data = _call.Array("data");
        int buckets = _call["buckets"] is JsonNode given ? (int)given : HistogramBuckets.DefaultCount;
        if (data.DType == "float32")
        {
            Writer.AddHistogram<float>(_call.Text("name"), data.As<float>(), _call.Step(), buckets, description: description);
        }
        else
        {
            Writer.AddHistogram<double>(_call.Text("name"), data.Doubles(), _call.Step(), buckets, description: description);
        }
    }

    private static SummaryTensor Tensor(JsonNode node)
    {
        if (node is not JsonObject)
        {
            int[] numbers = [.. GoldenArray.From(node).Doubles().Select(x => (int)x)]; // Python ints become int32.
            return SummaryTensor.Create<int>([numbers.Length], numbers);
        }

        GoldenArray array = GoldenArray.From(node);
        TensorShape shape = new(array.Shape);
        return array.DType == "string"
            ? SummaryTensor.Create(shape, array.Texts())
            : SummaryTensor.Create(ElementType(array.DType), shape, array.Bytes);
    }

    private static DType ElementType(string numpy) => numpy switch
    {
        "float16" => DType.Float16,
        "bfloat16" => DType.BFloat16,
        "float8_e5m2" => DType.Float8E5M2,
        "float8_e4m3fn" => DType.Float8E4M3FN,
        _ => Enum.Parse<DType>(numpy, ignoreCase: true),
    };

    private static byte[] StringValue(byte[] payload) =>
        Messages.Event.Parser.ParseFrom(payload).Summary.Value[0].Tensor.StringVal[0].ToByteArray();

    private Mesh GoldenMesh()
    {
        GoldenArray vertices = _call.Array("vertices", 1);
        return new Mesh(
            [.. vertices.Doubles().Select(x => (float)x)],
            _call["faces"] is null ? default : _call.Array("faces").As<int>(),
            _call["colors"] is null ? default : _call.Array("colors").As<byte>(),
            (int)vertices.Shape[0],
            _call["config_dict"] is JsonNode config ? PythonDumps(config) : "{}");
    }

    /// <summary>json.dumps puts blanks behind commas and colons; the text is the caller's.</summary>
    private static string PythonDumps(JsonNode node) => node switch
    {
        JsonObject members => "{" + string.Join(", ", members.Select(member => $"\"{member.Key}\": {PythonDumps(member.Value!)}")) + "}",
        JsonArray items => "[" + string.Join(", ", items.Select(item => PythonDumps(item!))) + "]",
        _ => node.ToJsonString(),
    };
}
