namespace TensorBoardFormats.Validation.Rules.Config;

/// <summary>What can be wrong with <c>projector_config.pbtxt</c> as a file and as text.</summary>
internal static class ConfigRules
{
    private const string Dead =
        "TensorBoard stops reading there: the tab never appears, every projector request of every run answers 500, the page opened by"
            + " hand is blank.";

    public static readonly Rule SyntaxError = new(
        "config-syntax-error", Severity.Error,
        what: "The config is no protobuf text format.",
        why: Dead,
        failing: "embeddings = { tensor_path: \"vectors.tsv\" }",
        corrected: "embeddings { tensor_path: \"vectors.tsv\" }",
        references: Sources.TextFormat);

    public static readonly Rule IsJson = new(
        "config-is-json", Severity.Error,
        what: "The config is JSON.",
        why: Dead + " The file must be protobuf text format.",
        failing: "{ \"embeddings\": [ { \"tensorPath\": \"vectors.tsv\" } ] }",
        corrected: "embeddings { tensor_path: \"vectors.tsv\" }",
        references: Sources.TextFormat);

    public static readonly Rule UnknownField = new(
        "config-unknown-field", Severity.Error,
        what: "The config names a field that the message does not have.",
        why: Dead,
        failing: "embeddings { tensorPath: \"vectors.tsv\" }",
        corrected: "embeddings { tensor_path: \"vectors.tsv\" }",
        references: $"{Sources.ConfigProto}; {Sources.TextFormat}", fix: FixSafety.Unsafe);

    public static readonly Rule WrongType = new(
        "config-wrong-type", Severity.Error,
        what: "A field of the config has a value of the wrong type.",
        why: Dead,
        failing: "tensor_shape: -1",
        corrected: "tensor_shape: 500 tensor_shape: 784",
        references: $"{Sources.ConfigProto}; {Sources.TextFormat}");

    public static readonly Rule DuplicateField = new(
        "config-duplicate-field", Severity.Error,
        what: "A field that may stand once stands twice in one message.",
        why: Dead + " Before 2.12 the last one won, and sprites were merged.",
        failing: "embeddings { metadata_path: \"a.tsv\" metadata_path: \"b.tsv\" }",
        corrected: "embeddings { metadata_path: \"b.tsv\" }",
        references: $"{Sources.TextFormat}; {Sources.Plugin}", versions: "2.12 and later; before, a warning");

    public static readonly Rule Bom = new(
        "config-bom", Severity.Error,
        what: "The config starts with a UTF-8 byte order mark.",
        why: Dead,
        failing: "EF BB BF 65 6D 62 65 64 …",
        corrected: "65 6D 62 65 64 …",
        references: Sources.TextFormat, fix: FixSafety.Safe);

    public static readonly Rule NotUtf8 = new(
        "config-not-utf8", Severity.Error,
        what: "The config is not valid UTF-8, or an escape in it makes bytes that are not.",
        why: Dead,
        failing: "metadata_path: \"w\\xf6rter.tsv\"",
        corrected: "metadata_path: \"wörter.tsv\", the file saved as UTF-8",
        references: Sources.TextFormat, fix: FixSafety.Unsafe);

    public static readonly Rule Unreadable = new(
        "config-unreadable", Severity.Error,
        what: "The config exists and cannot be read, or is a directory.",
        why: Dead,
        failing: "---------- logs/projector_config.pbtxt",
        corrected: "-rw-r--r-- logs/projector_config.pbtxt",
        references: Sources.Plugin);

    public static readonly Rule BadEscape = new(
        "config-bad-escape", Severity.Error,
        what: "A string of the config has \\x, \\u, \\U or \\N without what must follow.",
        why: Dead + " Usually it is a Windows path.",
        failing: "metadata_path: \"C:\\Users\\me\\metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: $"{Sources.TextFormat}; lanpa/tensorboardX#102", fix: FixSafety.Unsafe);

    public static readonly Rule EscapeDamage = new(
        "config-path-escape-damage", Severity.Error,
        what: "A path in the config holds a control character: a backslash of a Windows path was read as an escape.",
        why: "The path names another file, which does not exist: as if the file were missing.",
        failing: "metadata_path: \"logs\\train\\new.tsv\"",
        corrected: "metadata_path: \"logs/train/new.tsv\"",
        references: $"{Sources.TextFormat}; lanpa/tensorboardX#96, #102", fix: FixSafety.Unsafe);

    public static readonly Rule BackslashPath = new(
        "config-backslash-path", Severity.Warning,
        what: "A path in the config contains a backslash.",
        why: "It separates directories on Windows only; elsewhere no such file is found.",
        failing: "metadata_path: \"assets\\\\metadata.tsv\"",
        corrected: "metadata_path: \"assets/metadata.tsv\"",
        references: Sources.Plugin, fix: FixSafety.Safe);

    public static readonly Rule OctalNumber = new(
        "config-octal-number", Severity.Warning,
        what: "A number of the config has a leading zero.",
        why: "It is read as octal: 010 is 8.",
        failing: "tensor_shape: 010",
        corrected: "tensor_shape: 10",
        references: Sources.TextFormat, fix: FixSafety.Unsafe);

    public static readonly Rule FileMisnamed = new(
        "config-file-misnamed", Severity.Warning,
        what: "A file has nearly the name of the config, and the config itself is not there.",
        why: "Only projector_config.pbtxt is read; the file is ignored without a word.",
        failing: "logs/projector_config.pbtxt.txt",
        corrected: "logs/projector_config.pbtxt",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule Empty = new(
        "config-empty", Severity.Info,
        what: "The config is empty or has only comments.",
        why: "It is as if there were no config.",
        failing: "# nothing yet",
        corrected: "embeddings { tensor_path: \"vectors.tsv\" }",
        references: Sources.Plugin);

    public static readonly Rule NoSource = new(
        "config-no-source", Severity.Error,
        what: "The config has no tensor file and no model_checkpoint_path, and no checkpoint can be found for it.",
        why: "The whole config is dropped without a word; if no other run is left the page says \"No checkpoint was found.\"",
        failing: "embeddings { tensor_name: \"words\" metadata_path: \"metadata.tsv\" }",
        corrected: "embeddings { tensor_name: \"words\" tensor_path: \"words.tsv\" metadata_path: \"metadata.tsv\" }",
        references: Sources.Plugin);

    public static readonly Rule CheckpointDirIgnored = new(
        "config-checkpoint-dir-ignored", Severity.Warning,
        what: "The config sets model_checkpoint_dir.",
        why: "No version of TensorBoard reads that field.",
        failing: "model_checkpoint_dir: \"/data/logs\"",
        corrected: "model_checkpoint_path: \"/data/logs\"",
        references: $"{Sources.ConfigProto}; tensorflow/tensorflow#9147", fix: FixSafety.Unsafe);

    public static readonly Rule MissesTensorFiles = new(
        "config-misses-tensor-files", Severity.Info,
        what: "A directory of the run holds tensor files beside their metadata that no embedding of the config names.",
        why: "They are invisible. Typical of a writer that starts a new config each time.",
        failing: "00000/default/tensors.tsv, 00001/default/tensors.tsv, and a config that names the second only",
        corrected: "one embeddings block for each",
        references: "torch/utils/tensorboard/_embedding.py", fix: FixSafety.Unsafe);

    public static readonly Rule EditedWhileRunning = new(
        "config-edited-while-running", Severity.Info,
        what: "The config was changed after the newest event file.",
        why: "A TensorBoard that already runs does not read it again: restart it.",
        failing: "projector_config.pbtxt newer than events.out.tfevents.…, TensorBoard running",
        corrected: "restart TensorBoard after changing the config",
        references: $"{Sources.Plugin}; lanpa/tensorboardX#306, tensorflow/tensorboard#4439");

    public static readonly Rule OneBadRunKillsAll = new(
        "one-bad-run-kills-all", Severity.Error,
        what: "A fault in one run stops the projector for all runs, healthy ones too.",
        why: "All runs are read in one go, and the first exception ends it.",
        failing: "logs/a (sound) and logs/b/projector_config.pbtxt (syntax error)",
        corrected: "logs/a alone, or logs/b repaired",
        references: $"{Sources.Plugin}; pytorch/pytorch#21448");

    public static readonly Rule NotShown = new(
        "embeddings-not-shown", Severity.Error,
        what: "The log directory holds something meant for the projector, and yet no embedding is shown.",
        why: "However TensorBoard is started, no points appear. The message names the cause.",
        failing: "logs/train/projector_config.pbtxt in a directory that is no run",
        corrected: "the same beside an event file",
        references: Sources.Plugin);

    public static IReadOnlyList<Rule> All { get; } =
    [
        SyntaxError, IsJson, UnknownField, WrongType, DuplicateField, Bom, NotUtf8, Unreadable, BadEscape, EscapeDamage, BackslashPath, OctalNumber,
        FileMisnamed, Empty, NoSource, CheckpointDirIgnored, MissesTensorFiles, EditedWhileRunning, OneBadRunKillsAll, NotShown,
    ];
}
