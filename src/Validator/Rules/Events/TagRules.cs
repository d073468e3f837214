namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Tags, metadata, plugin names and data classes. See spec/tfevents.md §8.</summary>
internal static class TagRules
{
    private const string References = "tensorboard/dataclass_compat.py; tensorboard/data_compat.py; tensorboard/data/server/data_compat.rs";

    public static readonly Rule ValueWithoutPayload = new(
        "value-without-payload", Severity.Warning,
        what: "A value has a tag and nothing in it; often a default 0.0 that the encoder left out.",
        why: "The point is missing. Where the tag has no other value, the slow loader's list of tags of that plugin fails.",
        failing: "value { tag: \"loss\" }",
        corrected: "value { tag: \"loss\" simple_value: 0 }",
        references: References);

    public static readonly Rule MetadataNotOnFirst = new(
        "metadata-not-on-first", Severity.Error,
        what: "The first value of a tag is a tensor without metadata.",
        why: "Nobody knows which dashboard it is for: the series stays invisible, whatever later values say.",
        failing: "tensor values of which only the second has metadata",
        corrected: "metadata on the first value, or on every one",
        references: References);

    public static readonly Rule UnknownPlugin = new(
        "unknown-plugin", Severity.Warning,
        what: "The plugin name is not one that TensorBoard has, and no data class is set.",
        why: "The series is invisible in every dashboard.",
        failing: "plugin_name: \"tensor\"",
        corrected: "data_class: DATA_CLASS_TENSOR, or the right name",
        references: References);

    public static readonly Rule NoPluginName = new(
        "no-plugin-name", Severity.Error,
        what: "A tensor value has metadata with an empty plugin name.",
        why: "The slow loader warns; the series is invisible.",
        failing: "metadata { display_name: \"x\" }",
        corrected: "metadata { plugin_data { plugin_name: \"scalars\" } }",
        references: References);

    public static readonly Rule TagKindConflict = new(
        "tag-kind-conflict", Severity.Error,
        what: "One tag of a run has values for two plugins.",
        why: "The slow loader hands the foreign value to the first one's dashboard, which fails on it; the data server drops it, and the"
            + " points behind its step.",
        failing: "a scalar and a text under \"x\"",
        corrected: "a tag of its own for each",
        references: References);

    public static readonly Rule MetadataChanges = new(
        "metadata-changes", Severity.Info,
        what: "Content, display name or description of a tag change.",
        why: "The first ones win.",
        failing: "another description at step 2",
        corrected: "the same metadata all along",
        references: References);

    public static readonly Rule PluginVersion = new(
        "plugin-version", Severity.Error,
        what: "The plugin's content has a version other than 0.",
        why: "The tag is hidden; of hparams, the whole dashboard fails.",
        failing: "content { version: 1 }",
        corrected: "version 0",
        references: References);

    public static readonly Rule PluginContentUnparsable = new(
        "plugin-content-unparsable", Severity.Error,
        what: "The plugin's content is not its message.",
        why: "The list of tags of that dashboard answers 500 for all runs, and Time Series with it.",
        failing: "content: \"{}\" for scalars",
        corrected: "no content, or the plugin's message",
        references: References);

    public static readonly Rule DataClassMismatch = new(
        "data-class-mismatch", Severity.Error,
        what: "The data class is not the plugin's own.",
        why: "The dashboard does not find the series.",
        failing: "scalars with DATA_CLASS_TENSOR",
        corrected: "no data class, or the right one",
        references: References);

    public static readonly Rule VersionOneWithDataClass = new(
        "v1-with-data-class", Severity.Warning,
        what: "A value in the form of TensorFlow 1 has a data class.",
        why: "The slow loader ignores it, the data server takes the metadata as they are and may lose the value.",
        failing: "simple_value with DATA_CLASS_SCALAR",
        corrected: "no data class",
        references: References);

    public static readonly Rule EmptyTag = new(
        "empty-tag", Severity.Warning,
        what: "A tag is empty.",
        why: "A series without a name; with a node_name beside it the list of tags fails.",
        failing: "value { simple_value: 1 }",
        corrected: "value { tag: \"loss\" simple_value: 1 }",
        references: References);

    public static readonly Rule TagCharacters = new(
        "tag-characters", Severity.Info,
        what: "A tag has blanks, control characters, a leading slash, a backslash, or more than 250 characters.",
        why: "It is shown as it is; other writers would change it, and control characters cannot be read.",
        failing: "tag: \"my loss\"",
        corrected: "tag: \"my_loss\"",
        references: References);

    public static readonly Rule NodeNameUsed = new(
        "node-name-used", Severity.Warning,
        what: "The obsolete node_name is set.",
        why: "A tensor value without tag is filed under it by the slow loader alone.",
        failing: "node_name: \"loss\"",
        corrected: "tag: \"loss\"",
        references: References);

    public static readonly Rule ReservedTag = new(
        "reserved-tag", Severity.Warning,
        what: "A tag that a plugin keeps for itself is used for something else.",
        why: "The plugin and the series get into each other's way.",
        failing: "a scalar with the tag __run_graph__",
        corrected: "another tag",
        references: References);

    public static readonly Rule MetadataFirstFileOnly = new(
        "metadata-first-file-only", Severity.Warning,
        what: "A later file of the run has audio or graph tensors without metadata.",
        why: "The slow loader does not fit their shapes in that file: audio shows a clip too many, graphs none.",
        failing: "metadata in the first file only",
        corrected: "metadata on the first value of every file",
        references: References, holds: ProfileSet.Slow);

    public static readonly Rule ObsoleteKind = new(
        "obsolete-kind", Severity.Warning,
        what: "A value or event is of a kind that no dashboard shows.",
        why: "It is invisible.",
        failing: "obsolete_old_style_histogram, log_message",
        corrected: "histo or a histogram tensor; text",
        references: References);

    public static readonly Rule OverSampling = new(
        "over-sampling", Severity.Info,
        what: "A tag has more points than are kept.",
        why: "A random part is shown, the last point with it.",
        failing: "3000 scalars of one tag",
        corrected: "fewer, or --samples_per_plugin",
        references: References);

    public static readonly Rule HugeTensorSeries = new(
        "huge-tensor-series", Severity.Warning,
        what: "The tensors of a tag that are kept have more than 100 MiB.",
        why: "An answer between the data server and the page may have 256 MiB; the page is slow.",
        failing: "100 histograms of 2 MiB each",
        corrected: "smaller tensors, fewer steps",
        references: References);

    public static IReadOnlyList<Rule> All { get; } =
    [
        ValueWithoutPayload, MetadataNotOnFirst, UnknownPlugin, NoPluginName, TagKindConflict, MetadataChanges, PluginVersion,
        PluginContentUnparsable, DataClassMismatch, VersionOneWithDataClass, EmptyTag, TagCharacters, NodeNameUsed, ReservedTag,
        MetadataFirstFileOnly, ObsoleteKind, OverSampling, HugeTensorSeries,
    ];
}
