using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages.HParamsPlugin;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>TensorBoard's own writers and the pb functions of its plugins.</summary>
internal sealed partial class GoldenReplay
{
    private const string TensorBoardWriter = "tensorboard.summary.writer.event_file_writer";

    private SummaryValue[] _values = [];

    private bool MakeTensorBoard()
    {
        switch (_call.Api)
        {
            case "tensorboard.summary.Writer" or "tensorboard.summary.writer.event_file_writer.EventFileWriter":
                CreatePython(TensorBoardWriter, processId: 4242, RunOfNextFile());
                return true;
            case "writer.add_event(Event(wall_time, step, summary))":
                Writer.Events.Write(_call.Step(), _values, Now());
                return true;
            case "tensorboard.plugins.scalar.summary.pb":
                _values = [Summary.Scalar(Tagged("scalar_summary"), _call.Number("data"), Metadata("scalars", _call.TextOrNull("description"), DisplayName()))];
                return true;
            case "tensorboard.plugins.text.summary.pb":
                GoldenArray texts = _call.Array("data");
                _values = [Summary.Text(Tagged("text_summary"), new(texts.Shape), texts.Texts(), Metadata("text", null, DisplayName()))];
                return true;
            case "tensorboard.plugins.histogram.summary.pb":
                _values = [Histogram(_call.Array("data").Doubles(), _call["bucket_count"] is JsonNode count ? (int)count : 30)];
                return true;
            case "tensorboard.plugins.pr_curve.summary.pb":
                PrCurve curve = PrCurve.FromScores<double>(
                    [.. _call.Array("labels").Bytes.Select(label => label != 0)],
                    _call.Array("predictions").Doubles(),
                    _call["num_thresholds"] is JsonNode thresholds ? (int)thresholds : PrCurve.DefaultThresholds);
                _values = [Summary.PrCurve(Tagged("pr_curves"), curve, DisplayName(), _call.TextOrNull("description"))];
                return true;
            case "tensorboard.plugins.pr_curve.summary.raw_data_pb":
                _values = [Summary.PrCurve(Tagged("pr_curves"), RawCurve(0), DisplayName())];
                return true;
            case "tensorboard.plugins.custom_scalar.summary.pb":
                _values = [Summary.CustomScalars(Layout(_call.Message("scalars_layout")))];
                return true;
            case "tensorboard.plugins.hparams.summary.experiment_pb":
                _values = [Summary.HParamsExperiment(ExperimentOfMessages())];
                return true;
            case "tensorboard.plugins.hparams.summary.session_start_pb":
                _values = [Summary.HParamsSessionStart(
                    HParamValues(_call["hparams"]!), _call.Text("group_name"), new WallTime(_call.Number("start_time_secs")),
                    _call.Text("model_uri"), _call.Text("monitor_url"))];
                return true;
            case "tensorboard.plugins.hparams.summary.session_end_pb":
                _values = [Summary.HParamsSessionEnd((SessionResult)_call.Step("status"), new WallTime(_call.Number("end_time_secs")))];
                return true;
            case "writer.add_scalar" when _case.Name.StartsWith("tb-", StringComparison.Ordinal):
                WallTime wallTime = _call["wall_time"] is JsonNode given ? new WallTime((double)given) : Python();
                Writer.Events.Write(
                    _call.Step("step", 2),
                    Summary.Scalar(
                        _call.Text("tag", 0), _call.Number("data", 1),
                        new SummaryMetadata("scalars", default, null, _call.TextOrNull("description"), DataClass.Scalar)),
                    wallTime);
                return true;
            default:
                return false;
        }
    }

    private void CreatePython(string? sourceWriter, int? processId, string run, SubRunLayout layout = SubRunLayout.Joined)
    {
        _clock.Set(GoldenClock.Python(_call.WallTime));
        _writers.Add(new SummaryWriter(Path.Combine(_folder, run), new SummaryWriterOptions
        {
            LegacySummaries = true,
            SubRuns = layout,
            Events = new EventFileWriterOptions
            {
                Clock = _clock,
                HostName = "goldenhost",
                ProcessId = processId,
                Counter = processId is null ? null : _case.Counter(_created),
                SourceWriter = sourceWriter,
                SessionStart = false,
                TagRule = processId is null ? TagRule.Cleaned : TagRule.AsGiven, // tensorboardX cleans the tags that these cases have.
            },
        }));
        _created++;
    }

    /// <summary>These calls do not name their directory; the files tell it.</summary>
    private string RunOfNextFile() => Path.GetDirectoryName(_case.EventFiles
        .OrderBy(file => EventFileName.TryParse(Path.GetFileName(file), out EventFileName? name) ? name.Counter ?? name.Seconds : 0)
        .ElementAt(_created))!;

    private string Tagged(string ending) => $"{_call.Text("name")}/{ending}";

    private string DisplayName() => _call.TextOrNull("display_name") ?? _call.Text("name");

    /// <summary>The pb function has no rows for no data, and one of width 1 for equal data.</summary>
    private SummaryValue Histogram(double[] data, int count)
    {
        HistogramBucket[] buckets = data.Length == 0 ? []
            : data.Distinct().Count() == 1 ? [new HistogramBucket(data[0] - 0.5, data[0] + 0.5, data.Length)]
            : new HistogramBucket[count];
        if (buckets.Length == count)
        {
            HistogramBuckets.Count<double>(data, buckets);
        }

        return Summary.Histogram(Tagged("histogram_summary"), buckets, Metadata("histograms", null, DisplayName()));
    }

    private PrCurve RawCurve(int firstPosition)
    {
        string[] names =
        [
            "true_positive_counts", "false_positive_counts", "true_negative_counts", "false_negative_counts", "precision", "recall",
        ];
        double[][] rows = [.. names.Select((name, i) => _call.Array(name, firstPosition + i).Doubles())];
        return new PrCurve(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]);
    }

    private static CustomScalarLayout Layout(byte[] message)
    {
        Messages.CustomScalarPlugin.Layout layout = Messages.CustomScalarPlugin.Layout.Parser.ParseFrom(message);
        return new CustomScalarLayout([.. layout.Category.Select(category => new CustomScalarCategory(
            category.Title,
            [.. category.Chart.Select(chart => chart.Multiline is not null
                ? CustomScalarChart.Multiline(chart.Title, [.. chart.Multiline.Tag])
                : CustomScalarChart.Margin(chart.Title, [.. chart.Margin.Series.Select(line => new MarginSeries(line.Value, line.Lower, line.Upper))]))],
            category.Closed))]);
    }

    private HParamsExperiment ExperimentOfMessages() => new(
        [.. _call["hparam_infos"]!.AsArray().Select(info =>
        {
            HParamInfo hparam = HParamInfo.Parser.ParseFrom(Convert.FromBase64String((string)info!["base64"]!));
            return new HParam(hparam.Name, HParamDomain.Interval(hparam.DomainInterval.MinValue, hparam.DomainInterval.MaxValue));
        })],
        [.. _call["metric_infos"]!.AsArray().Select(Metric)],
        _call.Text("description"),
        _call.Text("user"),
        new WallTime(_call.Number("time_created_secs")));
}
