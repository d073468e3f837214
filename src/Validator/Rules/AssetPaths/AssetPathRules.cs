namespace TensorBoardFormats.Validation.Rules.AssetPaths;

/// <summary>What can be wrong with the paths of metadata, sprites, bookmarks and tensor files.</summary>
internal static class AssetPathRules
{
    public static readonly Rule Doubled = new(
        "asset-path-doubled", Severity.Error,
        what: "A relative path repeats the directory of the config.",
        why: "Paths count from the config's directory, so the file is looked for in a directory of the same name below it and not found."
            + " Typical of os.path.join(LOG_DIR, \"metadata.tsv\") with a relative LOG_DIR.",
        failing: "minimalsample/projector_config.pbtxt: metadata_path: \"minimalsample/metadata.tsv\"",
        corrected: "minimalsample/projector_config.pbtxt: metadata_path: \"metadata.tsv\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#247, tensorflow/tensorflow#47565", fix: FixSafety.Safe);

    public static readonly Rule Outside = new(
        "asset-path-outside", Severity.Error,
        what: "A path leads out of the directory of the config.",
        why: "TensorBoard answers 400 \"Asset path … resolves outside the config directory\": a dialog for metadata, endless \"Fetching"
            + " sprite image...\" for a"
            + " sprite. Before 2.21 it was allowed.",
        failing: "metadata_path: \"../metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\", the file beside the config",
        references: Sources.Plugin, versions: "2.21 and later; before, a warning");

    public static readonly Rule Absolute = new(
        "asset-path-absolute", Severity.Warning,
        what: "A path is absolute.",
        why: "It works here and breaks when the directory is moved or served elsewhere.",
        failing: "metadata_path: \"/data/logs/metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#37", fix: FixSafety.Safe);

    public static readonly Rule SymlinkOutside = new(
        "asset-path-symlink-outside", Severity.Error,
        what: "A path leads out of the directory of the config by a symbolic link.",
        why: "TensorBoard resolves links first and answers 400 \"Asset path … resolves outside the config directory\".",
        failing: "metadata.tsv -> /data/shared/metadata.tsv",
        corrected: "metadata.tsv, a copy of the file",
        references: Sources.Plugin, versions: "2.21 and later");

    public static readonly Rule Home = new(
        "asset-path-home", Severity.Warning,
        what: "A path starts with ~.",
        why: "It is the home directory of whoever runs TensorBoard; since 2.21 it is refused unless it lies within the config's directory.",
        failing: "metadata_path: \"~/metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: Sources.Plugin, fix: FixSafety.None);

    public static readonly Rule Url = new(
        "asset-path-url", Severity.Error,
        what: "A path is a URL.",
        why: "It is taken for the name of a file below the config's directory, which does not exist.",
        failing: "metadata_path: \"https://example.org/metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#1047");

    public static readonly Rule DriveLetter = new(
        "asset-path-drive-letter", Severity.Error,
        what: "A path begins with a drive letter.",
        why: "Except on Windows it is the name of a file below the config's directory, which does not exist.",
        failing: "metadata_path: \"D:/logs/metadata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule Case = new(
        "asset-path-case", Severity.Warning,
        what: "A path matches a file only when upper and lower case are not told apart.",
        why: "It is found on Windows and macOS and not on Linux.",
        failing: "metadata_path: \"Metadata.tsv\" for the file metadata.tsv",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: Sources.Plugin, fix: FixSafety.Safe);

    public static readonly Rule Unreadable = new(
        "asset-unreadable", Severity.Error,
        what: "A metadata, sprite or bookmarks file may not be read.",
        why: "TensorBoard answers 500: the dialog \"Error fetching metadata\", endless \"Fetching sprite image...\", or bookmarks that"
            + " are silently missing.",
        failing: "---------- metadata.tsv",
        corrected: "-rw-r--r-- metadata.tsv",
        references: Sources.Plugin);

    public static IReadOnlyList<Rule> All { get; } = [Doubled, Outside, Absolute, SymlinkOutside, Home, Url, DriveLetter, Case, Unreadable];
}
