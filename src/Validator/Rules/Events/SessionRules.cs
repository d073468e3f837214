namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Hyperparameters, layouts of custom scalars, and graphs. See spec/tfevents.md §10.9 to §10.11.</summary>
internal static class SessionRules
{
    private const string References = "tensorboard/plugins/hparams; tensorboard/plugins/custom_scalar; tensorboard/plugins/graph";

    public static readonly Rule MultipleExperiments = new(
        "hparams-multiple-experiments", Severity.Warning,
        what: "Several runs hold an hparams experiment, and they differ.",
        why: "One of them is used, in the data server another one at every start; columns of the others are missing.",
        failing: "add_hparams called three times with other keys",
        corrected: "one experiment in the root of the log directory",
        references: References);

    public static readonly Rule HParamsType = new(
        "hparams-type", Severity.Warning,
        what: "A hyperparameter is not of the type or in the domain that the experiment declares.",
        why: "The page filters the session out.",
        failing: "lr: \"0.1\" with DATA_TYPE_FLOAT64",
        corrected: "lr: 0.1",
        references: References);

    public static readonly Rule HParamsValue = new(
        "hparams-value", Severity.Warning,
        what: "A hyperparameter is null, a list, a struct, NaN or infinite.",
        why: "NaN and infinities are dropped, null is shown as null, the rest not at all.",
        failing: "lr: nan",
        corrected: "a number, text or truth value",
        references: References);

    public static readonly Rule HParamsMetricMissing = new(
        "hparams-metric-missing", Severity.Warning,
        what: "A metric that the experiment declares has no scalar in a session.",
        why: "Its column is empty.",
        failing: "metric accuracy, scalars loss",
        corrected: "accuracy logged in the session's run",
        references: References);

    public static readonly Rule HParamsNoSessionEnd = new(
        "hparams-no-session-end", Severity.Info,
        what: "A session has no end.",
        why: "Its status is shown as unknown.",
        failing: "session_start_info alone",
        corrected: "session_end_info with a status",
        references: References);

    public static readonly Rule HParamsRepeated = new(
        "hparams-repeated", Severity.Warning,
        what: "A run has a second session start.",
        why: "The first one wins.",
        failing: "add_hparams twice in one run",
        corrected: "a run of its own for each",
        references: References);

    public static readonly Rule LayoutInvalid = new(
        "layout", Severity.Error,
        what: "A layout of custom scalars is not one string with a Layout message, or names charts that cannot be drawn.",
        why: "The request for the layout answers 500 and no chart is shown, or charts stay empty.",
        failing: "bytes that are no Layout; tag: \"(\"",
        corrected: "a serialized Layout with regular expressions that compile",
        references: References);

    public static readonly Rule GraphUnparsable = new(
        "graph-unparsable", Severity.Error,
        what: "A graph is no GraphDef, or its nodes do not fit together.",
        why: "The Graphs page answers 500 or draws it wrongly.",
        failing: "two nodes named \"a\"; input \"b\" that is not there",
        corrected: "unique names, inputs that exist",
        references: References);

    public static readonly Rule GraphRepeated = new(
        "graph-repeated", Severity.Warning,
        what: "A run has several graphs.",
        why: "With equal steps the slow loader shows the first, the data server the last.",
        failing: "two graph_def events at step 0",
        corrected: "one graph a run",
        references: References);

    public static readonly Rule GraphPluginContent = new(
        "graph-plugin-content", Severity.Error,
        what: "A graph value's plugin content is not the byte 1.",
        why: "The value is ignored with a warning.",
        failing: "content empty",
        corrected: "content: \"1\"",
        references: References);

    public static readonly Rule MetaGraphOnly = new(
        "meta-graph-only", Severity.Warning,
        what: "A run has a meta graph and no graph.",
        why: "The Graphs page shows nothing.",
        failing: "meta_graph_def alone",
        corrected: "a graph_def event",
        references: References);

    public static IReadOnlyList<Rule> All { get; } =
    [
        MultipleExperiments, HParamsType, HParamsValue, HParamsMetricMissing, HParamsNoSessionEnd, HParamsRepeated, LayoutInvalid,
        GraphUnparsable, GraphRepeated, GraphPluginContent, MetaGraphOnly,
    ];
}
