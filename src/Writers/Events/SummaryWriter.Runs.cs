using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Events;

/// <summary>What is said once a run: hyperparameters, layouts, graphs.</summary>
public sealed partial class SummaryWriter
{
    /// <summary>Adds the columns of the HParams tab. Once a log directory, by the writer of its root run.</summary>
    /// <param name="experiment">Hyperparameters and metrics.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddHParamsConfig(HParamsExperiment experiment, WallTime? wallTime = null) =>
        Write(Summary.HParamsExperiment(experiment), 0, wallTime);

    /// <summary>Adds the hyperparameters of a session, a row of the HParams tab. Once a run.</summary>
    /// <param name="values">The hyperparameters.</param>
    /// <param name="metrics">Final metrics: they are added as scalars, and the session ends. Null when the loop adds its scalars and calls <see cref="EndHParams"/>.</param>
    /// <param name="run">Run below the log directory that the session is; null for the writer's own.</param>
    /// <param name="group">Sessions of one group are shown as one; null for one that all sessions of equal values share.</param>
    /// <param name="step">Step of the metrics.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddHParams(
        IReadOnlyDictionary<string, HParamValue> values,
        IReadOnlyDictionary<string, double>? metrics = null,
        string? run = null,
        string? group = null,
        long? step = null,
        WallTime? wallTime = null)
    {
        WallTime moment = Moment(wallTime);
        EventFileWriter writer = run is null ? _root : SubRun(RunPath.ForRun(RequireDirectory(), run));
        writer.Write(0, Summary.HParamsSessionStart(values, group, moment), moment);
        if (metrics is null)
        {
            return;
        }

        foreach ((string tag, double value) in metrics)
        {
            writer.Write(
                step ?? DefaultStep ?? 0, _options.LegacySummaries ? Summary.ScalarV1(tag, value) : Summary.Scalar(tag, value), moment);
        }

        writer.Write(0, Summary.HParamsSessionEnd(SessionResult.Success, moment), moment);
    }

    /// <summary>Ends the session of the writer's own run.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void EndHParams(SessionResult result, WallTime? wallTime = null)
    {
        WallTime moment = Moment(wallTime);
        Write(Summary.HParamsSessionEnd(result, moment), 0, moment);
    }

    /// <summary>Adds the layout of the Custom Scalars tab.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddCustomScalars(CustomScalarLayout layout, WallTime? wallTime = null) => Write(Summary.CustomScalars(layout), 0, wallTime);

    /// <summary>Adds the graph of the Graphs tab. Once a run.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddGraph(GraphBuilder graph, long step = 0, WallTime? wallTime = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        AddGraph(graph.Build(), step, wallTime);
    }

    /// <summary>Adds the graph of the Graphs tab from its bytes. Once a run.</summary>
    /// <param name="graphDef">A serialized <c>GraphDef</c>.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddGraph(ReadOnlySpan<byte> graphDef, long step = 0, WallTime? wallTime = null) =>
        _root.WriteGraph(graphDef, step, Moment(wallTime));

    /// <summary>Adds the profile of a step to the Graphs tab.</summary>
    /// <param name="tag">Its name there; each once a run.</param>
    /// <param name="runMetadata">A serialized <c>RunMetadata</c>.</param>
    /// <param name="step">Step of the training.</param>
    /// <param name="wallTime">When it was; null for now.</param>
    public void AddRunMetadata(string tag, ReadOnlySpan<byte> runMetadata, long? step = null, WallTime? wallTime = null) =>
        _root.WriteRunMetadata(tag, runMetadata, Step(step), Moment(wallTime));

    /// <summary>Adds an embedding to the Projector tab: its values, labels and thumbnails go into files beside the event file.</summary>
    /// <param name="data">The embedding; one of the same name is replaced, others stay.</param>
    /// <param name="form">Where its values go; a tensor file is shown by any TensorBoard, a checkpoint needs TensorFlow there.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">A file could not be written, or the config that is there does not parse.</exception>
    public EmbeddingLogResult AddEmbedding(EmbeddingData data, EmbeddingForm form = EmbeddingForm.TensorFile) =>
        EmbeddingLog.Write(RequireDirectory(), data, new EmbeddingLogOptions { Form = form, WriteEventFile = false, Step = DefaultStep ?? 1 });
}
