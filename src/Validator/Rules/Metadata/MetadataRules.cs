namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>What can be wrong with a metadata file as a whole and with its lines.</summary>
internal static class MetadataRules
{
    private const string Hang = "The page stays at \"Parsing metadata...\" for ever, and no points are drawn.";

    public static readonly Rule Missing = new(
        "metadata-missing", Severity.Error,
        what: "The metadata file does not exist.",
        why: "The page shows \"Error fetching metadata\" with \"… not found, or is not a file\" and draws no points.",
        failing: "metadata_path: \"metdata.tsv\"",
        corrected: "metadata_path: \"metadata.tsv\"",
        references: $"{Sources.Plugin}; tensorflow/tensorboard#247, #805", fix: FixSafety.Unsafe);

    public static readonly Rule NotUtf8 = new(
        "metadata-not-utf8", Severity.Error,
        what: "The metadata file is not valid UTF-8.",
        why: "The server answers 500, the page shows \"Error fetching metadata\" with \"500 Internal Server Error\" and draws no points.",
        failing: "77 F6 72 74 (Latin-1)",
        corrected: "77 C3 B6 72 74",
        references: $"{Sources.Plugin}; lanpa/tensorboardX#530", fix: FixSafety.Unsafe);

    public static readonly Rule Empty = new(
        "metadata-empty", Severity.Error,
        what: "The metadata file is empty.",
        why: Hang,
        failing: "metadata.tsv (0 bytes)",
        corrected: "one line a row, or no metadata_path",
        references: Sources.DataProvider, fix: FixSafety.Unsafe);

    public static readonly Rule NoNewline = new(
        "metadata-no-newline", Severity.Error,
        what: "The metadata file has no line feed.",
        why: Hang,
        failing: "zero",
        corrected: "zero<LF>",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule UnterminatedTail = new(
        "metadata-unterminated-tail", Severity.Error,
        what: "The last of the 1,000,000-byte pieces that the page reads has no line feed.",
        why: Hang,
        failing: "1,000,050 bytes whose last line began before byte 1,000,000 and has no line feed",
        corrected: "the same with a final line feed",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule LostLastByte = new(
        "metadata-lost-last-byte", Severity.Info,
        what: "The length is a multiple of 1,000,000 and one byte more, which is no line feed.",
        why: "The page does not read that byte: the last label lacks its last character.",
        failing: "1,000,001 bytes without final line feed",
        corrected: "the same with a final line feed",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule ChunkSplitsCharacter = new(
        "metadata-chunk-splits-character", Severity.Warning,
        what: "A character of several bytes lies across a multiple of 1,000,000 bytes.",
        why: "The page reads pieces of 1,000,000 bytes, each on its own: the character is shown as replacement characters.",
        failing: "C3 at byte 999,999 and B6 at byte 1,000,000",
        corrected: "one ASCII character more or less before it",
        references: Sources.DataProvider);

    public static readonly Rule SingleColumnHeader = new(
        "metadata-single-column-header", Severity.Error,
        what: "The metadata has one column and one line more than there are points.",
        why: "The page takes it for a header, shows \"Number of tensors (N) do not match the number of lines in metadata (M). Single"
            + " column metadata should not"
            + " have a header row.\" and draws no points.",
        failing: "Label<LF>zero<LF>one<LF> for 2 points",
        corrected: "zero<LF>one<LF>",
        references: $"{Sources.Data}; pytorch/pytorch#38564", fix: FixSafety.Unsafe);

    public static readonly Rule MultiColumnNoHeader = new(
        "metadata-multi-column-no-header", Severity.Error,
        what: "The metadata has several columns and its first line is not a header.",
        why: "The first line is taken for the column names, one line is missing then: the page shows \"… Multi-column metadata should"
            + " have a header row with"
            + " column labels.\" and draws no points.",
        failing: "0<TAB>zero<LF>1<TAB>one<LF> for 2 points",
        corrected: "Index<TAB>Label<LF>0<TAB>zero<LF>1<TAB>one<LF>",
        references: $"{Sources.Data}; lanpa/tensorboardX#176", fix: FixSafety.Unsafe);

    public static readonly Rule ShiftedOver100000 = new(
        "metadata-shifted-over-100000", Severity.Error,
        what: "There are more than 100,000 points, and the metadata has a header too many or too few.",
        why: "Both are cut to 100,000, so the counts agree: every label belongs to the neighbouring point, and nothing says so.",
        failing: "Label<LF> and 100,001 labels for 100,001 points",
        corrected: "100,001 labels without header",
        references: Sources.Data, fix: FixSafety.Unsafe);

    public static readonly Rule CountMismatch = new(
        "metadata-count-mismatch", Severity.Warning,
        what: "The metadata has another number of rows than the tensor.",
        why: "The page says \"Number of tensors (N) do not match the number of lines in metadata (M).\", drops rows that are left over"
            + " and calls points without"
            + " one \"Unknown #i\".",
        failing: "480 lines for 500 points",
        corrected: "500 lines for 500 points",
        references: $"{Sources.Data}; tensorflow/tensorboard#3444, #71, tensorflow/tensorflow#9330");

    public static readonly Rule BlankRow = new(
        "metadata-blank-row", Severity.Error,
        what: "A line of the metadata is blank.",
        why: "The page drops it, and all labels after it move up by one point.",
        failing: "zero<LF><LF>two<LF>",
        corrected: "zero<LF>-<LF>two<LF>",
        references: Sources.DataProvider, fix: FixSafety.Unsafe);

    public static readonly Rule TrailingBlankLines = new(
        "metadata-trailing-blank-lines", Severity.Info,
        what: "The metadata ends in blank lines.",
        why: "They are ignored.",
        failing: "zero<LF>one<LF><LF>",
        corrected: "zero<LF>one<LF>",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static readonly Rule Crlf = new(
        "metadata-crlf", Severity.Info,
        what: "The lines of the metadata end in CR LF.",
        why: "Harmless: the server drops the CR.",
        failing: "zero<CR><LF>",
        corrected: "zero<LF>",
        references: Sources.FileLayer, fix: FixSafety.Safe);

    public static readonly Rule CrOnly = new(
        "metadata-cr-only", Severity.Error,
        what: "The lines of the metadata end in CR alone.",
        why: "TensorFlow drops every CR, one line without end is left: the page stays at \"Parsing metadata...\". Without TensorFlow it"
            + " works.",
        failing: "zero<CR>one<CR>",
        corrected: "zero<LF>one<LF>",
        references: Sources.FileLayer, holds: ProfileSet.WithTensorFlow, fix: FixSafety.Safe);

    public static readonly Rule Bom = new(
        "metadata-bom", Severity.Info,
        what: "The metadata starts with a UTF-8 byte order mark.",
        why: "Harmless: the page drops it.",
        failing: "EF BB BF 7A 65 72 6F",
        corrected: "7A 65 72 6F",
        references: Sources.DataProvider, fix: FixSafety.Safe);

    public static IReadOnlyList<Rule> All { get; } =
    [
        Missing, NotUtf8, Empty, NoNewline, UnterminatedTail, LostLastByte, ChunkSplitsCharacter, SingleColumnHeader, MultiColumnNoHeader,
        ShiftedOver100000, CountMismatch, BlankRow, TrailingBlankLines, Crlf, CrOnly, Bom, .. MetadataCellRules.All,
    ];
}
