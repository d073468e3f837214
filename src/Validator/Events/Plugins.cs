namespace TensorBoardFormats.Validation.Events;

/// <summary>Names that values carry to say which dashboard they are for (spec/tfevents.md §8.1).</summary>
internal static class Plugins
{
    public const string Scalars = "scalars";
    public const string Histograms = "histograms";
    public const string Distributions = "distributions";
    public const string Images = "images";
    public const string Audio = "audio";
    public const string Text = "text";
    public const string PrCurves = "pr_curves";
    public const string Mesh = "mesh";
    public const string HParams = "hparams";
    public const string CustomScalars = "custom_scalars";
    public const string TimeSeries = "timeseries";
    public const string Projector = "projector";
    public const string Graphs = "graphs";
    public const string TaggedRunMetadata = "graph_tagged_run_metadata";
    public const string RunMetadata = "graph_run_metadata";
    public const string RunMetadataGraph = "graph_run_metadata_graph";
    public const string KerasModel = "graph_keras_model";

    /// <summary>Tag of the run's graph.</summary>
    public const string RunGraphTag = "__run_graph__";

    /// <summary>Tag of the custom scalars' layout.</summary>
    public const string LayoutTag = "custom_scalars__config__";

    /// <summary>Start of the tags of hparams.</summary>
    public const string HParamsPrefix = "_hparams_/";

    /// <summary>Plugins whose dashboard is active when a tag carries their own name.</summary>
    public static IReadOnlyList<string> WithDashboard { get; } =
        [Scalars, CustomScalars, Images, Audio, Histograms, Text, PrCurves, HParams, Mesh, Projector];

    /// <summary>Names under which the Graphs dashboard is active.</summary>
    public static IReadOnlyList<string> OfGraphs { get; } = [Graphs, TaggedRunMetadata, RunMetadata, RunMetadataGraph, KerasModel];

    /// <summary>Whether a plugin's values are graphs or profiles that a tf.summary writer gave a tag.</summary>
    public static bool IsGraphValue(string plugin) => plugin is RunMetadata or RunMetadataGraph or KerasModel;

    /// <summary>The class that both loaders infer from a plugin name when the metadata state none.</summary>
    public static DataClass InferredClass(string plugin) => plugin switch
    {
        Scalars => DataClass.Scalar,
        Histograms or Text or HParams or PrCurves or Mesh or CustomScalars => DataClass.Tensor,
        Images or Audio or RunMetadata or RunMetadataGraph or KerasModel => DataClass.BlobSequence,
        _ => DataClass.Unknown,
    };
}

/// <summary>How a series' values are read; the numbers of <c>DataClass</c> in <c>summary.proto</c>.</summary>
internal enum DataClass
{
    /// <summary>Shown by nobody.</summary>
    Unknown = 0,

    /// <summary>One number a step.</summary>
    Scalar = 1,

    /// <summary>One tensor a step.</summary>
    Tensor = 2,

    /// <summary>A list of byte strings a step.</summary>
    BlobSequence = 3,
}
