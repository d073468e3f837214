namespace TensorBoardFormats.Validation.Rules.Events;

/// <summary>Tensors as TensorBoard decodes them, and the dashboards that show one a step. See spec/tfevents.md §9 and §10.</summary>
internal static class TensorRules
{
    private const string References = "tensorboard/util/tensor_util.py; tensorboard/plugins";

    public static readonly Rule TensorDtypeUnsupported = new(
        "tensor-dtype-unsupported", Severity.Error,
        what: "The element type is one that TensorBoard cannot decode.",
        why: "The request for the tag answers 500.",
        failing: "dtype: DT_BFLOAT16",
        corrected: "dtype: DT_FLOAT",
        references: References);

    public static readonly Rule TensorSizeMismatch = new(
        "tensor-size-mismatch", Severity.Error,
        what: "Bytes or values are not as many as the shape has elements.",
        why: "The request for the tag answers 500.",
        failing: "shape [2,3] with 20 bytes of float32",
        corrected: "24 bytes",
        references: References);

    public static readonly Rule TensorWrongField = new(
        "tensor-wrong-field", Severity.Error,
        what: "The values stand in a field that is not read for this element type.",
        why: "The request for the tag answers 500.",
        failing: "DT_UINT32 in uint32_val; strings in tensor_content",
        corrected: "tensor_content for numbers, string_val for strings",
        references: References);

    public static readonly Rule TensorBoth = new(
        "tensor-both", Severity.Warning,
        what: "The tensor has content and typed values.",
        why: "The content wins, but for scalars in the data server, which takes float_val.",
        failing: "tensor_content and float_val",
        corrected: "one of them",
        references: References);

    public static readonly Rule TensorBadDimension = new(
        "tensor-bad-dim", Severity.Warning,
        what: "A dimension is negative, or the rank is unknown.",
        why: "It is read by chance.",
        failing: "dim { size: -1 }",
        corrected: "the real sizes",
        references: References);

    public static readonly Rule ScalarNotFloat32 = new(
        "scalar-not-float32", Severity.Error,
        what: "A scalar is no float32.",
        why: "The slow loader shows it, the data server does not.",
        failing: "DT_DOUBLE under scalars",
        corrected: "DT_FLOAT",
        references: References, holds: ProfileSet.Fast);

    public static readonly Rule ScalarNotRankZero = new(
        "scalar-not-rank0", Severity.Error,
        what: "A scalar has dimensions.",
        why: "With one element the slow loader shows it, with more the tag answers 500; the data server hides it.",
        failing: "shape [1] under scalars",
        corrected: "no dimensions",
        references: References);

    public static readonly Rule ScalarNonFinite = new(
        "scalar-nonfinite", Severity.Warning,
        what: "A scalar is NaN or infinite.",
        why: "The line has a gap.",
        failing: "loss: nan",
        corrected: "a finite value, if it was not meant",
        references: References);

    public static readonly Rule HistogramShape = new(
        "histogram-shape", Severity.Error,
        what: "A histogram is not [buckets, 3] of floats.",
        why: "Distributions and Time Series fail, or the drawing is wrong.",
        failing: "DT_INT64, or shape [2,2]",
        corrected: "DT_DOUBLE [k,3]: left, right, count",
        references: References);

    public static readonly Rule HistogramNonFinite = new(
        "histogram-nonfinite", Severity.Error,
        what: "An edge or count of a histogram is NaN or infinite.",
        why: "The chart is broken.",
        failing: "a bucket [nan, nan, 0]",
        corrected: "non-finite data left out before counting",
        references: References);

    public static readonly Rule HistogramEdges = new(
        "histogram-edges", Severity.Warning,
        what: "Buckets of a histogram overlap, go back, or have negative or fractional counts.",
        why: "The chart is wrong.",
        failing: "[0.5, 0.1, 3]",
        corrected: "ascending edges, whole counts",
        references: References);

    public static readonly Rule HistogramLengths = new(
        "histo-v1-lengths", Severity.Error,
        what: "A histogram of TensorFlow 1 has bucket and bucket_limit of different lengths.",
        why: "The slow loader ends the load of all runs where a limit is missing; the data server drops the point.",
        failing: "3 counts, 1 limit",
        corrected: "a limit for every count",
        references: References);

    public static readonly Rule HistogramOuterEmpty = new(
        "histo-v1-outer-empty", Severity.Warning,
        what: "A histogram of TensorFlow 1 has empty outer buckets.",
        why: "The slow loader cuts them off, the data server keeps them and draws buckets of negative width.",
        failing: "first limit -1.8e308 with count 0",
        corrected: "a histogram tensor (v2)",
        references: References);

    public static readonly Rule HistogramInconsistent = new(
        "histo-v1-inconsistent", Severity.Warning,
        what: "A histogram of TensorFlow 1 contradicts itself: num is not the sum, min above max, or limits that do not ascend.",
        why: "The chart is wrong.",
        failing: "num: 5, counts 1 and 1",
        corrected: "num: 2",
        references: References);

    public static readonly Rule TextDtype = new(
        "text-dtype", Severity.Error,
        what: "A text is no string tensor, or not UTF-8.",
        why: "The tag answers 500.",
        failing: "a float under text; bytes ff fe",
        corrected: "UTF-8 in string_val",
        references: References);

    public static readonly Rule TextRank = new(
        "text-rank", Severity.Warning,
        what: "A text has more than two dimensions.",
        why: "One slice of it is shown, with a warning.",
        failing: "shape [1,2,2]",
        corrected: "at most two dimensions",
        references: References);

    public static readonly Rule TextNul = new(
        "text-nul", Severity.Warning,
        what: "A text has NUL bytes.",
        why: "They are removed; it may be UTF-16.",
        failing: "68 00 69 00",
        corrected: "UTF-8",
        references: References);

    public static readonly Rule PrShape = new(
        "pr-shape", Severity.Error,
        what: "A PR curve is not [6, thresholds] with two thresholds or more.",
        why: "The tag answers 500, or shows a single point.",
        failing: "shape [5,N]",
        corrected: "shape [6,N]",
        references: References);

    public static readonly Rule PrValues = new(
        "pr-values", Severity.Error,
        what: "Counts of a PR curve are not finite or grow with the threshold, or a precision or recall is outside 0 to 1.",
        why: "The tag answers 400 or 500, or the curve is wrong.",
        failing: "true positives 1, 2, 3",
        corrected: "counts that fall as the threshold rises",
        references: References);

    public static readonly Rule PrThresholds = new(
        "pr-thresholds", Severity.Warning,
        what: "num_thresholds is not the number of columns.",
        why: "Nobody reads it.",
        failing: "num_thresholds: 201, shape [6,127]",
        corrected: "num_thresholds: 127",
        references: References);

    public static IReadOnlyList<Rule> All { get; } =
    [
        TensorDtypeUnsupported, TensorSizeMismatch, TensorWrongField, TensorBoth, TensorBadDimension, ScalarNotFloat32,
        ScalarNotRankZero, ScalarNonFinite, HistogramShape, HistogramNonFinite, HistogramEdges, HistogramLengths, HistogramOuterEmpty,
        HistogramInconsistent, TextDtype, TextRank, TextNul, PrShape, PrValues, PrThresholds,
    ];
}
