using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>One embedding of one run under one profile, as the rules look at it.</summary>
/// <param name="Judgement">The profile.</param>
/// <param name="Run">Its run.</param>
/// <param name="Trace">What the server made of it.</param>
/// <param name="Config">The text of the run's config; null when there is none.</param>
/// <param name="View">What the page shows when it is chosen; null when it is not listed.</param>
internal sealed record EmbeddingSubject(ProfileJudgement Judgement, RunTrace Run, EmbeddingTrace Trace, ConfigText? Config, EmbeddingView? View)
{
    /// <summary>Name, shape and paths as in <c>/info</c>.</summary>
    public EmbeddingInfo Info => Trace.Embedding;

    /// <summary>It stands in the config, not only in the checkpoint.</summary>
    public bool IsInConfig => Trace.ConfigIndex >= 0;

    /// <summary>Stated in the config, not taken from the data.</summary>
    public bool HasStatedShape => IsInConfig && Config?.Place($"embeddings[{Trace.ConfigIndex}].tensor_shape[0]") is not null;

    /// <summary>The question as the page would put it if it escaped names.</summary>
    public ProjectorQuery Query => ProjectorQuery.Escaped(Run.Run, Info.TensorName.Length == 0 ? "undefined" : Info.TensorName, ProjectorQuery.AllThatIsShown);

    /// <summary>Bytes of the answer of <c>/tensor</c>; null when it fails.</summary>
    public long? TensorBytes => Judgement.Living.Tensor(Query) is { IsOk: true } answer ? answer.Body.Length : null;

    /// <summary>Columns as the page takes them.</summary>
    public long Columns => Info.TensorShape.Count > 1 ? Info.TensorShape[1] : 0;

    /// <summary>Points as the page counts them; 0 when there is no tensor.</summary>
    public long Points => Columns > 0 && TensorBytes is long bytes ? ((bytes / sizeof(float)) + Columns - 1) / Columns : 0;

    /// <summary>Rows and columns that the data has, whatever is stated; null when it cannot be read.</summary>
    public (long Rows, long Columns)? RealShape { get; init; }

    /// <summary>The tensor file is raw float32.</summary>
    public bool IsBinaryFile { get; init; }

    /// <summary>What tells its values from others.</summary>
    public string ValueSource => Info.TensorPath.Length > 0 && Judgement.ResolveAsset(this, Info.TensorPath) is string path ? path : $"{Run.Checkpoint?.Prefix}|{Info.TensorName}";

    /// <summary>The index of its run's checkpoint, as findings write it.</summary>
    public string CheckpointIndexPath => Judgement.Context.Relative(
        Judgement.Reads.OnDisk(Run.Checkpoint?.Prefix ?? Run.Config.ModelCheckpointPath) + (Run.Checkpoint?.IsV1 == true ? "" : ".index"));

    /// <summary>The name in messages.</summary>
    public string DisplayName => Info.TensorName.Length > 0 ? $"'{Info.TensorName}'" : $"number {Trace.Index + 1}, which has no name,";

    /// <summary>What the server found at one of its paths; null when there is none or nobody asked.</summary>
    public AssetTrace? Asset(AssetKind kind) => kind == AssetKind.Tensor ? TensorAsset() : Judgement.Living.Trace.Assets.Find(a => a.Kind == kind && a.Run == Run.Run && (a.Name == Info.TensorName || (Info.TensorName.Length == 0 && a.Name == "undefined")));

    // The evaluation reads tensor files without noting them.
    private AssetTrace? TensorAsset()
    {
        if (Info.TensorPath.Length == 0)
        {
            return null;
        }

        string? resolved = Judgement.ResolveAsset(this, Info.TensorPath);
        TensorFileProblem? problem = resolved is null ? null : Judgement.TensorFile(resolved).Problem;
        AssetOutcome outcome = problem switch
        {
            null => AssetOutcome.Outside,
            TensorFileProblem.Missing => AssetOutcome.Missing,
            TensorFileProblem.IsDirectory => AssetOutcome.IsDirectory,
            TensorFileProblem.None => AssetOutcome.Found,
            _ => AssetOutcome.Raises,
        };
        return new AssetTrace(Run.Run, Info.TensorName, AssetKind.Tensor, Info.TensorPath, resolved, outcome);
    }

    /// <summary>A finding at a field of the config; at the config itself when the field is not there.</summary>
    public Finding AtField(Rule rule, string field, string message)
    {
        Finding finding = Judgement.Found(rule, message) with { Run = Run.Run, Embedding = Info.TensorName };
        return IsInConfig && Config is not null ? Config.Locate(finding, $"embeddings[{Trace.ConfigIndex}].{field}") : finding;
    }

    /// <summary>A finding in a file that the embedding names.</summary>
    public Finding InFile(Rule rule, string path, string message) =>
        Judgement.Found(rule, message) with { Run = Run.Run, Embedding = Info.TensorName, Path = Judgement.Context.Relative(path) };

    /// <summary>What a repair needs to know of one of its fields; null when it is not in the config.</summary>
    public ConfigPlace? Place(string field) => IsInConfig ? Config?.Place($"embeddings[{Trace.ConfigIndex}].{field}") : null;
}
