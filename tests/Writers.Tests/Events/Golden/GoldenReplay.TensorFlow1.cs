using System.Text.Json.Nodes;
using TensorBoardFormats.Events;
using TensorBoardFormats.Messages;
using Summary = TensorBoardFormats.Events.Summary;
using SummaryMetadata = TensorBoardFormats.Events.SummaryMetadata;

namespace TensorBoardFormats.Tests.Events.Golden;

/// <summary>Calls of tf.compat.v1.summary: values are made first and written by add_summary, under the tags that the graph made of their names.</summary>
internal sealed partial class GoldenReplay
{
    private Func<string, SummaryValue>[] _pending = [];

    private bool MakeTensorFlow1()
    {
        switch (_call.Api)
        {
            case "tf.compat.v1.summary.FileWriter":
                if (_call["graph_def"] is not null)
                {
                    Writer1().AddGraph(_call.Message("graph_def"), 0, Python());
                    byte[] metaGraph = Event.Parser.ParseFrom(_case.Payloads(_case.EventFiles[0])[2]).MetaGraphDef.ToByteArray();
                    Writer1().Events.WriteMetaGraph(metaGraph, 0, Python());
                }

                return true;
            case "tf.compat.v1.summary.scalar":
                double value = _call.Number("tensor");
                _pending = [tag => Summary.ScalarV1(tag, value)];
                return true;
            case "tf.compat.v1.summary.histogram":
                double[] data = _call.Array("values").Doubles();
                _pending = [tag => Summary.HistogramV1(tag, HistogramV1.FromValues<double>(data))];
                return true;
            case "tf.compat.v1.summary.image":
                Images1(_call.Array("tensor"), _call["max_outputs"] is JsonNode most ? (int)most : 3);
                return true;
            case "tf.compat.v1.summary.audio":
                Audio1(_call.Array("tensor"), (int)_call.Number("sample_rate"));
                return true;
            case "tf.compat.v1.summary.text":
                string text = _call.Text("tensor");
                _pending = [tag => Summary.Text(tag, text)];
                return true;
            case "tf.compat.v1.summary.tensor_summary":
                Tensor1();
                return true;
            case "tf.compat.v1.summary.merge([scalar('a', 1.0), scalar('b', 2.0), histogram('h', [1.0, 2.0])])":
                _pending =
                [
                    tag => Summary.ScalarV1(tag, 1), tag => Summary.ScalarV1(tag, 2),
                    tag => Summary.HistogramV1(tag, HistogramV1.FromValues<double>([1.0, 2.0])),
                ];
                return true;
            case "tf.compat.v1.summary.merge_all":
                return true; // What was merged before.
            case "writer.add_summary":
                AddSummary1();
                return true;
            case "writer.add_session_log":
                SessionLog log = SessionLog.Parser.ParseFrom(_call.Message("session_log", 0));
                Writer1().Events.WriteSessionLog((SessionStatus)log.Status, _call.Step("global_step"), log.CheckpointPath, log.Msg, Python());
                return true;
            case "writer.add_graph":
                Writer1().AddGraph(_call.Message("graph", 0), _call.Step("global_step"), Python());
                return true;
            case "writer.add_meta_graph":
                Writer1().Events.WriteMetaGraph(_call.Message("meta_graph_def", 0), _call.Step("global_step"), Python());
                return true;
            case "writer.add_run_metadata":
                Writer1().AddRunMetadata(_call.Text("tag", 1), _call.Message("run_metadata", 0), _call.Step("global_step"), Python());
                return true;
            default:
                return false;
        }
    }

    /// <summary>FileWriter makes its file at the first event.</summary>
    private SummaryWriter Writer1()
    {
        if (_writers.Count > 0)
        {
            return Writer;
        }

        _clock.Set(Math.Floor(_call.WallTime));
        _writers.Add(new SummaryWriter(_folder, new SummaryWriterOptions
        {
            Events = new EventFileWriterOptions
            {
                Clock = _clock,
                HostName = "goldenhost",
                ProcessId = null,
                SourceWriter = TensorFlowWriter,
                SessionStart = false,
                RepeatMetadata = false,
            },
        }));
        return Writer;
    }

    private void AddSummary1()
    {
        string[] tags = [.. Messages.Summary.Parser.ParseFrom(Convert.FromBase64String((string)_call["summary"]!["base64"]!)).Value.Select(value => value.Tag)];
        SummaryValue[] values = [.. _pending.Zip(tags, (make, tag) => make(tag))];
        Writer1().Events.Write(_call["global_step"] is null ? 0 : _call.Step("global_step"), values, Python());
    }

    private void Images1(GoldenArray pixels, int most)
    {
        int count = (int)Math.Min(pixels.Shape[0], most);
        _pending = [.. Encoded(count).Select(png => (Func<string, SummaryValue>)(tag =>
            Summary.ImageV1(tag, (int)pixels.Shape[2], (int)pixels.Shape[1], (int)pixels.Shape[3], png.Span)))];
    }

    private void Audio1(GoldenArray samples, int rate)
    {
        int clips = (int)samples.Shape[0];
        int frames = (int)samples.Shape[1];
        int channels = samples.Shape.Length > 2 ? (int)samples.Shape[2] : 1;
        _pending = [.. Enumerable.Range(0, clips).Select(clip => (Func<string, SummaryValue>)(tag =>
        {
            float[] own = samples.As<float>().AsSpan(clip * frames * channels, frames * channels).ToArray();
            return Summary.AudioV1(tag, WavEncoder.Encode(own, rate, channels), rate, channels, frames);
        }))];
    }

    private void Tensor1()
    {
        SummaryTensor tensor = Tensor(_call["tensor"]!);
        SummaryMetadata metadata = new("");
        if (_call["summary_metadata"] is not null)
        {
            Messages.SummaryMetadata given = Messages.SummaryMetadata.Parser.ParseFrom(_call.Message("summary_metadata"));
            metadata = new SummaryMetadata(
                given.PluginData.PluginName, given.PluginData.Content.Span, _call.TextOrNull("display_name"), _call.TextOrNull("summary_description"));
        }

        _pending = [tag => Summary.Tensor(tag, tensor, metadata)];
    }
}
