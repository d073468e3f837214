namespace TensorBoardFormats.Validation.Rules.TensorFiles;

/// <summary>What can be wrong with a file that <c>tensor_path</c> names, and with the values of an embedding.</summary>
internal static class TensorFileRules
{
    private const string Dead =
        "TensorBoard reads the file when it looks for data, and raises: the tab never appears, for no run, until it is restarted with a"
            + " sound file.";

    public static readonly Rule Missing = new(
        "tensor-file-missing", Severity.Error,
        what: "The tensor file does not exist.",
        why: Dead + " Choosing it answers \"Tensor file … does not exist\".",
        failing: "tensor_path: \"vectors.tvs\"",
        corrected: "tensor_path: \"vectors.tsv\"",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule Unreadable = new(
        "tensor-file-unreadable", Severity.Error,
        what: "The tensor file is a directory or may not be read.",
        why: Dead,
        failing: "tensor_path: \"vectors\" (a directory)",
        corrected: "tensor_path: \"vectors/words.tsv\"",
        references: Sources.Plugin);

    public static readonly Rule Outside = new(
        "tensor-file-outside", Severity.Error,
        what: "The tensor file lies outside the directory of the config.",
        why: "TensorBoard logs \"Skipping tensor path …\" and hides the embedding. Only files in the config's directory or below it are"
            + " read.",
        failing: "tensor_path: \"../vectors.tsv\"",
        corrected: "tensor_path: \"vectors.tsv\", the file beside the config",
        references: Sources.Plugin, versions: "2.21 and later");

    public static readonly Rule Header = new(
        "tensor-tsv-header", Severity.Error,
        what: "The first line of the tensor file is a header.",
        why: Dead + " Every line must be numbers.",
        failing: "x<TAB>y<TAB>z, then 0.1<TAB>0.2<TAB>0.3",
        corrected: "0.1<TAB>0.2<TAB>0.3",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule NotNumeric = new(
        "tensor-tsv-not-numeric", Severity.Error,
        what: "A cell of the tensor file is no number.",
        why: Dead + " Cells are separated by TAB alone and written as 0.25 or 1e-3.",
        failing: "0,25<TAB>0,5",
        corrected: "0.25<TAB>0.5",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule TrailingTab = new(
        "tensor-tsv-trailing-tab", Severity.Error,
        what: "A line of the tensor file has an empty cell.",
        why: Dead,
        failing: "0.1<TAB>0.2<TAB>",
        corrected: "0.1<TAB>0.2",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule Bom = new(
        "tensor-tsv-bom", Severity.Error,
        what: "The tensor file starts with a UTF-8 byte order mark.",
        why: Dead,
        failing: "EF BB BF 30 2E 31",
        corrected: "30 2E 31",
        references: Sources.Plugin, fix: FixSafety.Safe);

    public static readonly Rule Ragged = new(
        "tensor-tsv-ragged", Severity.Error,
        what: "The lines of the tensor file have different numbers of cells.",
        why: Dead,
        failing: "1<TAB>2<TAB>3, then 4<TAB>5",
        corrected: "1<TAB>2<TAB>3, then 4<TAB>5<TAB>6",
        references: Sources.Plugin, versions: "all; up to 2.2.2 a stated tensor_shape keeps the tab alive");

    public static readonly Rule Empty = new(
        "tensor-tsv-empty", Severity.Error,
        what: "The tensor file has no line with values.",
        why: Dead + " With a stated tensor_shape it passes, and the page stands with \"Points: 0\" and no message.",
        failing: "vectors.tsv (0 bytes)",
        corrected: "at least two lines of numbers",
        references: Sources.Plugin);

    public static readonly Rule CrOnly = new(
        "tensor-tsv-cr-only", Severity.Error,
        what: "Lines of the tensor file end in CR without LF, or a CR stands between digits.",
        why: "TensorFlow's line reader drops every CR, so that neighbouring numbers are glued together: one row, or no number any more.",
        failing: "0.1<TAB>0.2<CR>0.3<TAB>0.4<CR>",
        corrected: "0.1<TAB>0.2<LF>0.3<TAB>0.4<LF>",
        references: Sources.FileLayer, holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule Locale = new(
        "tensor-tsv-locale", Severity.Warning,
        what: "Numbers of the tensor file use underscores or digits of other scripts.",
        why: "Python reads them; other tools do not.",
        failing: "1_000<TAB>٣",
        corrected: "1000<TAB>3",
        references: Sources.Plugin, fix: FixSafety.Unsafe);

    public static readonly Rule BinaryNoShape = new(
        "tensor-binary-no-shape", Severity.Error,
        what: "The tensor file is binary, and tensor_shape has not two entries.",
        why: Dead + " (\"Tensor must be 2D, got shape …\")",
        failing: "embeddings { tensor_path: \"vectors.bytes\" }",
        corrected: "embeddings { tensor_path: \"vectors.bytes\" tensor_shape: [500, 784] }",
        references: Sources.Plugin, versions: "2.3 and later", fix: FixSafety.None);

    public static readonly Rule BinarySize = new(
        "tensor-binary-size-mismatch", Severity.Error,
        what: "The binary tensor file has not as many values as tensor_shape says.",
        why: Dead + " (\"cannot reshape array …\")",
        failing: "tensor_shape: [500, 784] and 1,000,000 bytes",
        corrected: "tensor_shape: [500, 784] and 1,568,000 bytes",
        references: Sources.Plugin, versions: "2.3 and later");

    public static readonly Rule BinaryLooksLikeText = new(
        "tensor-binary-looks-like-text", Severity.Error,
        what: "The bytes of the binary tensor file are valid UTF-8 where TensorBoard looks first.",
        why: "A file is read as text unless it is no UTF-8, and these bytes are no numbers. " + Dead,
        failing: "values 0 and 2.0 only: 00 00 00 40",
        corrected: "the same values as text",
        references: Sources.Plugin, versions: "2.3 and later", fix: FixSafety.Unsafe);

    public static readonly Rule BinaryTooOld = new(
        "tensor-binary-too-old", Severity.Error,
        what: "The tensor file is binary, and this TensorBoard reads text only.",
        why: "The tab never appears, or choosing the embedding answers 500.",
        failing: "--tensorboard-version 2.2.2, tensor_path: \"vectors.bytes\"",
        corrected: "tensor_path: \"vectors.tsv\"",
        references: Sources.Plugin, versions: "up to 2.2", fix: FixSafety.Unsafe);

    public static readonly Rule BigEndian = new(
        "tensor-file-big-endian", Severity.Warning,
        what: "The tensor file looks like a .npy file or like big-endian numbers.",
        why: "It is read as raw little-endian float32: wrong numbers, or a size that does not fit.",
        failing: "93 4E 55 4D 50 59 …",
        corrected: "raw little-endian float32 without header",
        references: Sources.Plugin, versions: "2.3 and later", fix: FixSafety.Unsafe);

    public static readonly Rule Nonfinite = new(
        "values-nonfinite", Severity.Error,
        what: "The embedding has NaN or infinity in its first 100,000 rows.",
        why: "The page's PCA does not converge: an empty dialog titled Error and no points (before 2.14 \"Computing PCA...\" for ever).",
        failing: "0.1<TAB>nan<TAB>0.3",
        corrected: "0.1<TAB>0.2<TAB>0.3",
        references: Sources.Projections, fix: FixSafety.None);

    public static readonly Rule Overflow = new(
        "values-overflow", Severity.Error,
        what: "The values are so large that the projection overflows float32.",
        why: "All positions become NaN: nothing is drawn, and there is no message.",
        failing: "3e38<TAB>3e38<TAB>3e38",
        corrected: "the rows divided by 1e30",
        references: Sources.Projections, fix: FixSafety.None);

    public static IReadOnlyList<Rule> All { get; } =
    [
        Missing, Unreadable, Outside, Header, NotNumeric, TrailingTab, Bom, Ragged, Empty, CrOnly, Locale, BinaryNoShape, BinarySize,
        BinaryLooksLikeText, BinaryTooOld, BigEndian, Nonfinite, Overflow,
    ];
}
