using TensorBoardFormats.Messages.ProjectorPlugin;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// Why the server answers as it does: what it looked at, what it found and what it let go. One a server; rules are made from it.
/// Paths are as TensorBoard writes them; <see cref="TensorBoardHost.OnDisk"/> leads to the file.
/// </summary>
internal sealed class ServerTrace
{
    /// <summary>The runs that the loader knows, in its order.</summary>
    public IReadOnlyList<Run> LoaderRuns { get; set; } = [];

    /// <summary>The exception that ended the loading of event files, or null.</summary>
    public string? LoaderFailure { get; set; }

    /// <summary>What raised in the background determination, which keeps the tab away until TensorBoard is restarted; null when nothing did.</summary>
    public ServerFault? TabFailure { get; set; }

    /// <summary>The sources that were considered by the first evaluation that got to them, in the plugin's order.</summary>
    public List<SourceTrace> Sources { get; } = [];

    /// <summary>The runs that have embeddings, and those whose config has none in the end, in the plugin's order.</summary>
    public List<RunTrace> Runs { get; } = [];

    /// <summary>Every asset and tensor path that a question led to.</summary>
    public List<AssetTrace> Assets { get; } = [];

    /// <summary>Why checkpoint tensors could not be served: run, name and exception.</summary>
    public List<(string Run, string Tensor, ServerFault Fault)> TensorFailures { get; } = [];
}

/// <summary>What became of a source of configs.</summary>
internal enum SourceOutcome
{
    /// <summary>It is the run's config; a later source of the same run may still replace it.</summary>
    Accepted,

    /// <summary>Neither a checkpoint nor tensor files: nothing to show, dropped without a word.</summary>
    NothingToShow,

    /// <summary>No file matches its checkpoint path: dropped with all that is in it.</summary>
    CheckpointNotFound,

    /// <summary>Looking at it raised: no run shows anything.</summary>
    Raised,
}

/// <summary>One directory in which a config is looked for.</summary>
/// <param name="Run">The run it stands for.</param>
/// <param name="Directory">The directory.</param>
/// <param name="IsAssetFolder">True for the plugin's asset folder of the run.</param>
internal sealed record ConfigSource(string Run, string Directory, bool IsAssetFolder)
{
    /// <summary>The config's path.</summary>
    public string ConfigPath => PosixPath.Join(Directory, ConfigFileName);

    /// <summary>The plugin's asset folder below a run.</summary>
    public const string AssetFolder = "plugins/org_tensorflow_tensorboard_projector";

    /// <summary>The one name that a config may have.</summary>
    public const string ConfigFileName = "projector_config.pbtxt";
}

/// <summary>What an evaluation made of one source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Config">What its file says; null when there is no such file.</param>
/// <param name="Lookup">How its checkpoint was looked for; null when it was not, as with a stated path.</param>
/// <param name="CheckpointPath">The checkpoint path that it has in the end, stated or found; empty for none.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fault">What raised, if it did.</param>
internal sealed record SourceTrace(
    ConfigSource Source, ConfigFacts? Config, CheckpointLookup? Lookup, string CheckpointPath, SourceOutcome Outcome, ServerFault? Fault = null);

/// <summary>What reading a config file gives.</summary>
/// <param name="Message">The config; null when it failed.</param>
/// <param name="Fault">What raised.</param>
/// <param name="Error">Where and why the text is refused, when that is what raised.</param>
/// <param name="Locations">Where its fields stand.</param>
internal sealed record ConfigFacts(ProjectorConfig? Message, ServerFault? Fault, TextFormatError? Error, IReadOnlyList<TextFieldLocation> Locations);

/// <summary>What a <c>checkpoint</c> state file says.</summary>
internal enum StateFileOutcome
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It cannot be read or parsed; TensorFlow warns and goes on.</summary>
    Ignored,

    /// <summary>It parses but names no checkpoint (an empty file, too): ValueError.</summary>
    Empty,

    /// <summary>It is not UTF-8: UnicodeDecodeError.</summary>
    NotUtf8,

    /// <summary>It names a checkpoint that does not exist.</summary>
    LeadsNowhere,

    /// <summary>It names a checkpoint that exists.</summary>
    Found,
}

/// <summary>One look at a state file.</summary>
/// <param name="Directory">Its directory, as it is written.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Stated">The path in it.</param>
/// <param name="CheckpointPath">That path joined to the directory when it is relative.</param>
/// <param name="Error">Where it is no state file.</param>
/// <param name="Fault">What raises.</param>
internal sealed record StateFileLook(
    string Directory, StateFileOutcome Outcome, string Stated = "", string CheckpointPath = "", TextFormatError? Error = null, ServerFault? Fault = null)
{
    /// <summary>The state file's path.</summary>
    public string Path => PosixPath.Join(Directory, Checkpoints.CheckpointFileNames.State);
}

/// <summary>A look for the latest checkpoint of a run: its own state file, then that of the parent.</summary>
/// <param name="Looks">The state files in order.</param>
/// <param name="Found">The checkpoint's path; null for none.</param>
/// <param name="Fault">What raises, if it does.</param>
internal sealed record CheckpointLookup(IReadOnlyList<StateFileLook> Looks, string? Found, ServerFault? Fault);

/// <summary>An embedding as the evaluation left it.</summary>
/// <param name="Index">Its place in the run's list.</param>
/// <param name="Embedding">Name, shape and paths as in <c>/info</c>.</param>
/// <param name="ConfigIndex">Its place in the config file; -1 for one that comes from the checkpoint alone.</param>
internal sealed record EmbeddingTrace(int Index, EmbeddingInfo Embedding, int ConfigIndex);

/// <summary>A run with a config.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Source">The source whose config it has.</param>
/// <param name="Config">The config as <c>/info</c> gives it.</param>
/// <param name="Embeddings">Its embeddings; none at all means that the run is not among <c>/runs</c>.</param>
/// <param name="Checkpoint">The checkpoint as it was opened; null when none was asked for.</param>
/// <param name="Failure">What ended the evaluation in this run, and at which embedding (-1: in the checkpoint); null when it went through.</param>
internal sealed record RunTrace(
    string Run, ConfigSource Source, ProjectorConfig Config, IReadOnlyList<EmbeddingTrace> Embeddings, CheckpointFacts? Checkpoint,
    (int Embedding, ServerFault Fault)? Failure);

/// <summary>Which path of an embedding.</summary>
internal enum AssetKind
{
    /// <summary><c>tensor_path</c>.</summary>
    Tensor,

    /// <summary><c>metadata_path</c>.</summary>
    Metadata,

    /// <summary><c>sprite.image_path</c>.</summary>
    Sprite,

    /// <summary><c>bookmarks_path</c>.</summary>
    Bookmarks,
}

/// <summary>What came of an asset path.</summary>
internal enum AssetOutcome
{
    /// <summary>A file stands there and can be read.</summary>
    Found,

    /// <summary>It leads out of the config's directory, which this version does not allow.</summary>
    Outside,

    /// <summary>Nothing stands there.</summary>
    Missing,

    /// <summary>A directory stands there.</summary>
    IsDirectory,

    /// <summary>It raises: not readable, not UTF-8, no numbers.</summary>
    Raises,
}

/// <summary>One asset path and what came of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Name">Name of the embedding it was asked for.</param>
/// <param name="Kind">Which path.</param>
/// <param name="Given">The path in the config.</param>
/// <param name="Resolved">Where it leads; null when outside.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="File">Of a tensor file: what reading it gave.</param>
/// <param name="Fault">What raised.</param>
internal sealed record AssetTrace(
    string Run, string Name, AssetKind Kind, string Given, string? Resolved, AssetOutcome Outcome, TensorFileFacts? File = null, ServerFault? Fault = null);
