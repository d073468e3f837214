namespace TensorBoardFormats.Events;

/// <summary>Names by which TensorBoard's own plugins are told apart in metadata (spec/tfevents.md §8.1).</summary>
internal static class PluginNames
{
    /// <summary>Scalars.</summary>
    public const string Scalars = "scalars";

    /// <summary>Histograms and Distributions.</summary>
    public const string Histograms = "histograms";

    /// <summary>Images.</summary>
    public const string Images = "images";

    /// <summary>Audio.</summary>
    public const string Audio = "audio";

    /// <summary>Text.</summary>
    public const string Text = "text";

    /// <summary>PR Curves.</summary>
    public const string PrCurves = "pr_curves";

    /// <summary>Mesh.</summary>
    public const string Mesh = "mesh";

    /// <summary>HParams.</summary>
    public const string HParams = "hparams";

    /// <summary>Custom Scalars.</summary>
    public const string CustomScalars = "custom_scalars";

    /// <summary>Graphs: a run's graph, as the loaders make it of <c>graph_def</c> events.</summary>
    public const string Graphs = "graphs";

    /// <summary>Graphs: a profile, as the loaders make it of <c>tagged_run_metadata</c> events.</summary>
    public const string GraphTaggedRunMetadata = "graph_tagged_run_metadata";

    /// <summary>Graphs: graph and profile of a traced function.</summary>
    public const string GraphRunMetadata = "graph_run_metadata";

    /// <summary>Graphs: graph of a traced function.</summary>
    public const string GraphRunMetadataGraph = "graph_run_metadata_graph";

    /// <summary>Graphs: a Keras model's conceptual graph.</summary>
    public const string GraphKerasModel = "graph_keras_model";
}
