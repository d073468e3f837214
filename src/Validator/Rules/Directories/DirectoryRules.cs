namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>What can be wrong with the log directory, its runs and where things lie in it.</summary>
internal static class DirectoryRules
{
    public static readonly Rule NothingFound = new(
        "projector-nothing-found", Severity.Info,
        what: "Nothing in the log directory is meant for the projector: no config with an embedding and no checkpoint that can be found.",
        why: "The tab stays inactive; opened by hand it says \"No checkpoint was found.\"",
        failing: "logs/train/events.out.tfevents.1700000000.host",
        corrected: "logs/projector_config.pbtxt, logs/vectors.tsv",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#4511, #718");

    public static readonly Rule Missing = new(
        "logdir-missing", Severity.Error,
        what: "The log directory does not exist.",
        why: "TensorBoard starts and waits for it; no tab has data.",
        failing: "tensorboard --logdir=lgos",
        corrected: "tensorboard --logdir=logs",
        references: Sources.Loader);

    public static readonly Rule IsFile = new(
        "logdir-is-file", Severity.Error,
        what: "The log directory is a file.",
        why: "TensorBoard finds no runs (with the slow loader its reload thread raises), and the projector finds nothing.",
        failing: "tensorboard --logdir=logs/events.out.tfevents.1700000000.host",
        corrected: "tensorboard --logdir=logs",
        references: Sources.Loader);

    public static readonly Rule TildeUnexpanded = new(
        "logdir-tilde-unexpanded", Severity.Error,
        what: "The log directory starts with a ~ that the shell did not expand.",
        why: "The loaders expand it and the projector does not: the other tabs work, the projector finds nothing.",
        failing: "tensorboard --logdir=~/logs",
        corrected: "tensorboard --logdir \"$HOME/logs\"",
        references: Sources.Plugin, versions: "2.5 and later; run . in all");

    public static readonly Rule SpecUnsupported = new(
        "logdir-spec-unsupported", Severity.Error,
        what: "The log directory is given by --logdir_spec.",
        why: "The projector looks at --logdir alone, so its tab is never active.",
        failing: "tensorboard --logdir_spec=a:logs",
        corrected: "tensorboard --logdir=logs",
        references: $"{Sources.Plugin}; release notes of TensorBoard 2.5.0", versions: "2.5 and later; 2.0.2 to 2.4.1 accept it");

    public static readonly Rule UnderPlugins = new(
        "logdir-under-plugins-dir", Severity.Warning,
        what: "The path of a run contains a directory called plugins, and a checkpoint is expected in the run.",
        why: "TensorBoard takes the path for a plugin's asset folder and looks for the checkpoint two levels higher: it finds none, or a"
            + " foreign one.",
        failing: "/data/plugins/exp/logs/checkpoint",
        corrected: "/data/extensions/exp/logs/checkpoint, or an absolute model_checkpoint_path in the config",
        references: Sources.Plugin, holds: ProfileSet.WithTensorFlow);

    public static readonly Rule ConfigWithoutEvents = new(
        "run-config-without-events", Severity.Error,
        what: "A directory below the log directory has a projector config and no event file.",
        why: "Only directories with a file whose name contains tfevents are runs, so the config is ignored without a word.",
        failing: "logs/train/projector_config.pbtxt",
        corrected: "logs/train/projector_config.pbtxt, logs/train/events.out.tfevents.1700000000.host; or start TensorBoard on logs/train",
        references: $"{Sources.Loader}; tensorflow/tensorboard#3629", fix: FixSafety.Unsafe);

    public static readonly Rule EventsEmpty = new(
        "run-events-empty", Severity.Warning,
        what: "The only event files of a run with projector data hold no complete event.",
        why: "The run exists with the slow loader and is missing with the fast one (the default since 2.5).",
        failing: "logs/train/events.out.tfevents.1700000000.host (0 bytes)",
        corrected: "the same file with at least the file version event",
        references: Sources.FastLoader, holds: ProfileSet.Fast, versions: "2.5 and later", fix: FixSafety.None);

    public static readonly Rule OddFile = new(
        "run-name-from-odd-file", Severity.Info,
        what: "A directory is a run only because a file that holds no events has tfevents in its name.",
        why: "The run is listed with the slow loader only.",
        failing: "logs/notes/about-tfevents.txt",
        corrected: "logs/notes/about-event-files.txt",
        references: Sources.Loader, holds: ProfileSet.Slow);

    public static readonly Rule Unreadable = new(
        "run-dir-unreadable", Severity.Error,
        what: "A directory below the log directory may not be read.",
        why: "The slow loader's reload thread dies there: runs that come later in directory order are never found. The fast loader passes"
            + " it over.",
        failing: "d--------- logs/private",
        corrected: "drwxr-x--- logs/private",
        references: Sources.Loader, holds: ProfileSet.All);

    public static readonly Rule SymlinkLoop = new(
        "run-symlink-loop", Severity.Info,
        what: "A symbolic link below the log directory leads to one of its own parents.",
        why: "The slow loader follows it: each run appears about 20 times under ever longer names.",
        failing: "logs/latest -> .",
        corrected: "no link, or one to a directory beside it",
        references: Sources.Loader, holds: ProfileSet.Slow);

    public static readonly Rule NameUnsafeInUrl = new(
        "run-name-unsafe-in-url", Severity.Error,
        what: "The name of a run contains &, #, + or % with two hex digits.",
        why: "The page sends it unescaped, the server answers Unknown run, and the page stays at \"Fetching projector config...\".",
        failing: "logs/lr=0.1&bs=32/",
        corrected: "logs/lr=0.1,bs=32/",
        references: $"{Sources.Server}; tensorflow/tensorboard#73");

    public static readonly Rule RootNotDefault = new(
        "config-in-root-not-default", Severity.Warning,
        what: "The log directory has a config, and there are other runs in the projector.",
        why: "Another run is selected first. The config counts for run . only; it is no default for the other runs.",
        failing: "logs/projector_config.pbtxt and logs/train/{events…,checkpoint}",
        corrected: "logs/train/projector_config.pbtxt; or choose run . on the page",
        references: $"{Sources.Plugin}; tensorflow/tensorflow#47565, tensorflow/tensorboard#5247");

    public static readonly Rule InheritsParent = new(
        "run-inherits-parent-checkpoint", Severity.Info,
        what: "A run has no checkpoint of its own and takes that of its parent directory.",
        why: "It appears with all two-dimensional tensors of that checkpoint, without the parent's metadata.",
        failing: "logs/checkpoint and logs/train/events…",
        corrected: "logs/train/projector_config.pbtxt with its own source",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#5247", holds: ProfileSet.WithTensorFlow);

    public static readonly Rule RootIgnored = new(
        "root-ignored-when-runs-exist", Severity.Warning,
        what: "The config is in the log directory only, and there are runs elsewhere.",
        why: "Versions up to 2.2.2 look at the log directory only when there are no runs.",
        failing: "--tensorboard-version 2.2.2, logs/projector_config.pbtxt and logs/train/events…",
        corrected: "TensorBoard 2.3.0 or later, or an event file beside the config",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#3686", versions: "up to 2.2.2");

    public static readonly Rule AssetRootWithoutEvents = new(
        "asset-dir-root-without-events", Severity.Error,
        what: "The config is in the log directory's asset folder only, and the log directory has no event file.",
        why: "The asset folder of a directory that is no run is not looked at.",
        failing: "logs/plugins/org_tensorflow_tensorboard_projector/projector_config.pbtxt",
        corrected: "logs/projector_config.pbtxt",
        references: Sources.Assets, fix: FixSafety.None);

    public static readonly Rule AssetShadows = new(
        "asset-dir-shadows-run-config", Severity.Warning,
        what: "A run has a config in its directory and another in its asset folder.",
        why: "The one of the asset folder replaces the other as a whole.",
        failing: "train/projector_config.pbtxt and train/plugins/org_tensorflow_tensorboard_projector/projector_config.pbtxt",
        corrected: "one of the two",
        references: Sources.Assets);

    public static readonly Rule NeedsReload = new(
        "tab-needs-reload", Severity.Info,
        what: "The first load of TensorBoard's page never shows the tab.",
        why: "The projector looks for data only when it is asked for the first time, and answers that it has none yet. Reload the page.",
        failing: "the first load of the page",
        corrected: "the second load of the page",
        references: $"{Sources.Plugin}; RustingSword/tensorboard_logger#9");

    public static IReadOnlyList<Rule> All { get; } =
    [
        NothingFound, Missing, IsFile, TildeUnexpanded, SpecUnsupported, UnderPlugins, ConfigWithoutEvents, EventsEmpty, OddFile, Unreadable,
        SymlinkLoop, NameUnsafeInUrl, RootNotDefault, InheritsParent, RootIgnored, AssetRootWithoutEvents, AssetShadows, NeedsReload,
    ];
}
