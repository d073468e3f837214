namespace TensorBoardFormats.Validation.Rules.CheckpointState;

/// <summary>What can be wrong with the <c>checkpoint</c> state file and with <c>model_checkpoint_path</c>.</summary>
internal static class CheckpointStateRules
{
    private const string NotFound = "The checkpoint is not found: without tensor files the run is missing from the projector.";

    public static readonly Rule NeedsTensorFlow = new(
        "ckpt-needs-tensorflow", Severity.Warning,
        what: "Only a checkpoint has the data, and reading it needs TensorFlow beside TensorBoard.",
        why: "Without TensorFlow no checkpoint is ever read: the run is missing, or its embeddings are hidden.",
        failing: "pip install tensorboard",
        corrected: "pip install tensorflow tensorboard, or tensor_path with a tensor file",
        references: Sources.Plugin, holds: ProfileSet.NoTf, versions: "1.13 and later");

    public static readonly Rule EmptyPath = new(
        "ckpt-state-empty-path", Severity.Error,
        what: "A file called checkpoint, of a run or its parent directory, names no checkpoint.",
        why: "TensorFlow raises \"Invalid checkpoint state loaded from …\", and the projector is dead for all runs, also for those with"
            + " tensor files.",
        failing: "checkpoint (0 bytes)",
        corrected: "model_checkpoint_path: \"model.ckpt-1\", or no such file",
        references: Sources.State, holds: ProfileSet.WithTensorFlow, fix: FixSafety.None);

    public static readonly Rule NotUtf8 = new(
        "ckpt-state-not-utf8", Severity.Error,
        what: "A file called checkpoint, of a run or its parent directory, is not UTF-8 text.",
        why: "TensorFlow raises UnicodeDecodeError, and the projector is dead for all runs. Often it is a pickle of another framework.",
        failing: "checkpoint: 80 02 7D 71 …",
        corrected: "another name for that file: model.pt",
        references: Sources.State, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule Syntax = new(
        "ckpt-state-syntax", Severity.Warning,
        what: "A file called checkpoint is no CheckpointState.",
        why: "TensorBoard logs \"Checkpoint ignored\" and finds no checkpoint through it.",
        failing: "model_checkpoint_path: model.ckpt-1",
        corrected: "model_checkpoint_path: \"model.ckpt-1\"",
        references: Sources.State, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule TargetMissing = new(
        "ckpt-state-target-missing", Severity.Error,
        what: "The state file names a checkpoint that does not exist.",
        why: "TensorBoard logs \"Couldn't match files for checkpoint …\". " + NotFound,
        failing: "model_checkpoint_path: \"/home/somebody/logs/model.ckpt-1\"",
        corrected: "model_checkpoint_path: \"model.ckpt-1\"",
        references: $"{Sources.State}; tensorflow/tensorboard#838,"
            + $" tensorflow/tensorflow#9146", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule Absolute = new(
        "ckpt-state-absolute", Severity.Info,
        what: "The state file uses an absolute path.",
        why: "It works until the directory is moved or copied.",
        failing: "model_checkpoint_path: \"/data/logs/model.ckpt-1\"",
        corrected: "model_checkpoint_path: \"model.ckpt-1\"",
        references: $"{Sources.State}; tensorflow/tensorflow#9146", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule PathNotFound = new(
        "ckpt-path-not-found", Severity.Error,
        what: "model_checkpoint_path of the config matches no file.",
        why: "TensorBoard logs \"Checkpoint file … not found\" and drops the whole config, its tensor files too. A relative path counts"
            + " from the working"
            + " directory of TensorBoard, and ~ is not expanded.",
        failing: "model_checkpoint_path: \"logs/model.ckpt-1\" with TensorBoard started elsewhere",
        corrected: "model_checkpoint_path: \"/data/logs/model.ckpt-1\", or no such field",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#4673,"
            + $" tensorflow/tensorflow#8983", holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule PathNotPrefix = new(
        "ckpt-path-not-a-prefix", Severity.Error,
        what: "model_checkpoint_path of the config matches files and is not the prefix of a checkpoint.",
        why: "TensorBoard logs \"Failed reading …\"; the config's embeddings are hidden, or the run is missing. TensorFlow 2's save adds"
            + " a number to the name.",
        failing: "model_checkpoint_path: \"/data/logs/model.ckpt\" (files model.ckpt-1.index, …)",
        corrected: "model_checkpoint_path: \"/data/logs/model.ckpt-1\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#4673, tensorflow/tensorflow#47049", holds: ProfileSet.WithTensorFlow,
        versions: "1.14 and later", fix: FixSafety.Safe);

    public static readonly Rule GlobCharacters = new(
        "ckpt-path-glob-characters", Severity.Error,
        what: "A component of the checkpoint's path contains [, ], * or ?.",
        why: "TensorFlow tests whether it exists by a pattern, in which they have a meaning. " + NotFound,
        failing: "logs/run[1]/model.ckpt-1",
        corrected: "logs/run_1/model.ckpt-1",
        references: Sources.State, holds: ProfileSet.WithTensorFlow);

    public static IReadOnlyList<Rule> All { get; } =
    [
        NeedsTensorFlow, EmptyPath, NotUtf8, Syntax, TargetMissing, Absolute, PathNotFound, PathNotPrefix, GlobCharacters,
    ];
}
