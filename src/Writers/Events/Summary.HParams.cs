using Google.Protobuf;
using Proto = TensorBoardFormats.Messages.HParamsPlugin;

namespace TensorBoardFormats.Events;

/// <summary>Hyperparameters (spec/tfevents.md §10.9): the data stand in the metadata, the tensor is an empty one.</summary>
public static partial class Summary
{
    private const string ExperimentTag = "_hparams_/experiment";
    private const string SessionStartTag = "_hparams_/session_start_info";
    private const string SessionEndTag = "_hparams_/session_end_info";

    private static readonly SummaryTensor NullTensor = SummaryTensor.Create<float>([0], []);

    /// <summary>The experiment; one a log directory, at step 0 of its root run.</summary>
    /// <param name="experiment">Hyperparameters and metrics.</param>
    public static SummaryValue HParamsExperiment(HParamsExperiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return HParams(ExperimentTag, new Proto.HParamsPluginData { Experiment = experiment.ToMessage() });
    }

    /// <summary>Hyperparameters of a session; one a run, at step 0.</summary>
    /// <param name="values">The values.</param>
    /// <param name="group">Sessions of one group are shown as one; null for one that all sessions of equal values share, empty for the run's own.</param>
    /// <param name="started">When it began; null leaves it out.</param>
    /// <param name="modelUri">Where the model is.</param>
    /// <param name="monitorUrl">Where the session can be watched.</param>
    /// <exception cref="ArgumentException">A name or value is none.</exception>
    public static SummaryValue HParamsSessionStart(
        IEnumerable<KeyValuePair<string, HParamValue>> values,
        string? group = null,
        WallTime? started = null,
        string modelUri = "",
        string monitorUrl = "")
    {
        ArgumentNullException.ThrowIfNull(values);
        Proto.SessionStartInfo info = new()
        {
            GroupName = group ?? PythonJson.GroupName(values),
            StartTimeSecs = started?.Seconds ?? 0,
            ModelUri = modelUri,
            MonitorUrl = monitorUrl,
        };
        foreach ((string name, HParamValue value) in values)
        {
            Utf8Text.Require(name, nameof(values));
            info.Hparams.Add(name, value.ToMessage());
        }

        return HParams(SessionStartTag, new Proto.HParamsPluginData { SessionStartInfo = info });
    }

    /// <summary>End of a session; without it the tab shows its status as unknown.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="ended">When; null leaves it out.</param>
    public static SummaryValue HParamsSessionEnd(SessionResult result, WallTime? ended = null) => HParams(
        SessionEndTag,
        new Proto.HParamsPluginData
        {
            SessionEndInfo = new Proto.SessionEndInfo { Status = (Proto.Status)result, EndTimeSecs = ended?.Seconds ?? 0 },
        });

    private static SummaryValue HParams(string tag, Proto.HParamsPluginData content) =>
        SummaryValue.OfTensor(tag, NullTensor, new SummaryMetadata(PluginNames.HParams, content.ToByteArray()));
}
