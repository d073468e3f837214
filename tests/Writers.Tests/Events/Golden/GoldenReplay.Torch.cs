using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using Summary = TensorBoardFormats.Events.Summary;
using SummaryMetadata = TensorBoardFormats.Events.SummaryMetadata;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Calls of torch.utils.tensorboard and of tensorboardX, which have the same names.</summary>
internal sealed partial class GoldenReplay
{
    private bool IsTensorboardX => _case.Name.StartsWith("tbx-", StringComparison.Ordinal);

    private bool MakeTorch()
    {
        switch (_call.Api)
        {
            case "torch.utils.tensorboard.SummaryWriter":
                CreatePython(TensorBoardWriter, processId: 4242, "");
                return true;
            case "tensorboardX.SummaryWriter":
                CreatePython(sourceWriter: null, processId: null, _writers.Count == 0 ? "" : "margin", SubRunLayout.Nested);
                Writer.DefaultStep = 0;
                return true;
            case "writer.add_scalar":
                AddTorchScalar();
                return true;
            case "writer.add_scalars":
                Dictionary<string, double> values = _call["tag_scalar_dict", 1]!.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!);
                Writer.AddScalars(_call.Text("main_tag", 0), values, _call.Step("global_step", 2), Python());
                return true;
            case "writer.add_histogram":
                Writer.AddHistogramRaw(_call.Text("tag", 0), TorchHistogram(), _call.Step("global_step", 2), Python());
                return true;
            case "writer.add_histogram_raw":
                HistogramV1 raw = new(
                    _call.Number("min"), _call.Number("max"), _call.Number("num"), _call.Number("sum"), _call.Number("sum_squares"),
                    _call.Array("bucket_limits").Doubles(), _call.Array("bucket_counts").Doubles());
                Writer.AddHistogramRaw(_call.Text("tag", 0), raw, _call.Step("global_step"), Python());
                return true;
            case "writer.add_image":
                AddTorchImage();
                return true;
            case "writer.add_audio":
                GoldenArray samples = _call.Array("snd_tensor", 1);
                int channels = samples.Shape.Length > 1 ? (int)samples.Shape[1] : 1;
                Writer.Events.Write(
                    _call.Step("global_step", 2),
                    Summary.AudioV1(_call.Text("tag", 0), _case.Media.Dequeue(), (float)_call.Number("sample_rate"), channels, samples.Shape[0]),
                    Python());
                return true;
            case "writer.add_text":
                Writer.AddText(_call.Text("tag", 0) + "/text_summary", [1], [_call.Text("text_string", 1)], TorchStep(2), UsedTime() ?? Python());
                return true;
            case "writer.add_tensor":
                Writer.AddTensor(
                    _call.Text("tag", 0), Tensor(_call["tensor", 1]!), new SummaryMetadata("tensor", dataClass: TensorBoardFormats.Events.DataClass.Tensor),
                    _call.Step("global_step", 2), Python());
                return true;
            case "writer.add_pr_curve":
                bool[] labels = [.. _call.Array("labels", 1).Doubles().Select(label => label != 0)];
                PrCurve curve = PrCurve.FromScores<double>(labels, _call.Array("predictions", 2).Doubles(), (int)_call.Number("num_thresholds"));
                Writer.AddPrCurveRaw(_call.Text("tag", 0), curve, _call.Step("global_step", 3), Python());
                return true;
            case "writer.add_pr_curve_raw":
                Writer.AddPrCurveRaw(_call.Text("tag", 0), RawCurve(1), _call.Step("global_step", 7), Python());
                return true;
            case "writer.add_mesh":
                Writer.Events.Write(_call.Step("global_step"), Summary.Mesh(_call.Text("tag", 0), GoldenMesh()), Python());
                return true;
            case "writer.add_hparams":
                AddTorchHParams();
                return true;
            case "writer.add_custom_scalars" or "writer.add_custom_scalars_multilinechart" or "writer.add_custom_scalars_marginchart":
                Writer.AddCustomScalars(TorchLayout(), Python());
                return true;
            case "writer.add_graph (Linear(2,1) then relu, input zeros(1,2))":
                AddTracedGraph();
                return true;
            case "writer.add_embedding":
                return true; // Files of the projector, not events.
            default:
                return false;
        }
    }

    private long? TorchStep(int position) =>
        _call["global_step", position] is null ? UsedTime() is null ? 0 : 10 : _call.Step("global_step", position);

    /// <summary>The case tbx-use-metadata set step and time for its first two calls; inputs.json does not list how.</summary>
    private WallTime? UsedTime() =>
        _case.Name == "tbx-use-metadata" && _call["global_step", 2] is null ? new WallTime(1650000000.5) : null;

    private void AddTorchScalar()
    {
        WallTime wallTime = _call["walltime"] is JsonNode given ? new WallTime((double)given) : UsedTime() ?? Python();
        long step = TorchStep(2) ?? 0;
        if (_call["new_style"] is not null)
        {
            Writer.Events.Write(step, Summary.Scalar(_call.Text("tag", 0), _call.Number("scalar_value", 1)), wallTime);
            return;
        }

        Writer.AddScalar(
            _call.Text("tag", 0), _call.Number("scalar_value", 1), step, wallTime, _call.TextOrNull("summary_description"), _call.TextOrNull("display_name"));
    }

    private HistogramV1 TorchHistogram()
    {
        double[] values = _call.Array("values", 1).Doubles();
        double[]? limits = _call.TextOrNull("bins") is "auto" ? HistogramV1.AutoLimits<double>(values) : null;
        return HistogramV1.FromValues(values, limits, _call["max_bins"] is JsonNode most ? (int)most : null);
    }

    private void AddTorchImage()
    {
        GoldenArray pixels = _call.Array("img_tensor", 1);
        (int height, int width) = (_call.TextOrNull("dataformats") ?? "CHW") switch
        {
            "HWC" => ((int)pixels.Shape[0], (int)pixels.Shape[1]),
            "HW" => ((int)pixels.Shape[0], (int)pixels.Shape[1]),
            _ => ((int)pixels.Shape[1], (int)pixels.Shape[2]),
        };
        Writer.Events.Write(
            _call.Step("global_step", 2), Summary.ImageV1(_call.Text("tag", 0), width, height, 3, _case.Media.Dequeue()), Python());
    }

    /// <summary>Each call has a run of its own, of which time is the name where none is given.</summary>
    private void AddTorchHParams()
    {
        string run = _call.TextOrNull("run_name") ?? _call.TextOrNull("name") ?? Python().ToString();
        SummaryWriter root = Writer;
        CreatePython(IsTensorboardX ? null : TensorBoardWriter, IsTensorboardX ? null : 4242, run);
        long step = _call["global_step"] is null ? 0 : _call.Step("global_step");
        long sessionStep = IsTensorboardX ? 0 : step;
        List<KeyValuePair<string, HParamValue>> values = HParamValues(_call["hparam_dict", 0]!);
        JsonObject metrics = _call["metric_dict", 1]!.AsObject();
        JsonObject? domains = _call["hparam_domain_discrete"]?.AsObject();
        HParam[] hparams = [.. values.Select(pair => new HParam(pair.Key, domains?[pair.Key] is JsonArray domain
            ? HParamDomain.Discrete([.. domain.Select(value => HParam(value!))])
            : HParamDomain.Any(pair.Value.Type)))];
        HParamsExperiment experiment = new(hparams, [.. metrics.Select(pair => new HParamMetric(pair.Key))]);
        Writer.Events.Write(sessionStep, Summary.HParamsExperiment(experiment), Python());
        Writer.Events.Write(sessionStep, Summary.HParamsSessionStart(values, group: ""), Python());
        Writer.Events.Write(sessionStep, Summary.HParamsSessionEnd(SessionResult.Success), Python());
        foreach ((string tag, JsonNode? value) in metrics)
        {
            Writer.AddScalar(tag, (double)value!, step, Python());
        }

        Writer.Dispose();
        _writers.Remove(root);
        _writers.Add(root);
    }

    private CustomScalarLayout TorchLayout()
    {
        if (_call["layout", 0] is JsonObject layout)
        {
            return new CustomScalarLayout([.. layout.Select(category => new CustomScalarCategory(
                category.Key,
                [.. category.Value!.AsObject().Select(chart => Chart(chart.Key, (string)chart.Value![0]!, [.. chart.Value[1]!.AsArray().Select(tag => (string)tag!)]))]))]);
        }

        string[] tags = [.. _call["tags", 0]!.AsArray().Select(tag => (string)tag!)];
        string kind = _call.Api.EndsWith("marginchart", StringComparison.Ordinal) ? "Margin" : "Multiline";
        return new CustomScalarLayout(new CustomScalarCategory(
            _call.TextOrNull("category") ?? "default", [Chart(_call.TextOrNull("title") ?? "untitled", kind, tags)]));
    }

    private static CustomScalarChart Chart(string title, string kind, string[] tags) => kind == "Margin"
        ? CustomScalarChart.Margin(title, new MarginSeries(tags[0], tags[1], tags[2]))
        : CustomScalarChart.Multiline(title, tags);

    /// <summary>What the tracer made is no matter of this format: its bytes are taken.</summary>
    private void AddTracedGraph()
    {
        Event[] events = [.. _case.Payloads(_case.EventFiles[0]).Select(Event.Parser.ParseFrom)];
        Writer.AddGraph(events[1].GraphDef.Span, 0, Python());
        Writer.AddRunMetadata(events[2].TaggedRunMetadata.Tag, events[2].TaggedRunMetadata.RunMetadata.Span, 0, Python());
    }
}
