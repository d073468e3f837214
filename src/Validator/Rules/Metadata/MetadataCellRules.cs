namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>What can be wrong with the columns and cells of a metadata file.</summary>
internal static class MetadataCellRules
{
    public static readonly Rule NumericLookingText = new(
        "metadata-numeric-looking-text", Severity.Warning,
        what: "A label is a number for JavaScript that is written otherwise.",
        why: "The page shows the number instead: 007 becomes 7, 1.50 becomes 1.5, long ids lose digits.",
        failing: "007",
        corrected: "#007",
        references: Sources.DataProvider);

    public static readonly Rule MissingCells = new(
        "metadata-missing-cells", Severity.Warning,
        what: "A row of the metadata has an empty cell or fewer cells than the header.",
        why: "The label is null or \"Unknown #i\", and searching that column silently finds nothing.",
        failing: "Index<TAB>Label<LF>0<TAB><LF>",
        corrected: "Index<TAB>Label<LF>0<TAB>-<LF>",
        references: $"{Sources.DataProvider}; tensorflow/tensorboard#71, tensorflow/tensorflow#21891", fix: FixSafety.Unsafe);

    public static readonly Rule ExtraCells = new(
        "metadata-extra-cells", Severity.Warning,
        what: "A row of the metadata has more cells than the header.",
        why: "The cells that are left over are dropped.",
        failing: "Index<TAB>Label<LF>0<TAB>zero<TAB>nil<LF>",
        corrected: "Index<TAB>Label<LF>0<TAB>zero, nil<LF>",
        references: Sources.DataProvider);

    public static readonly Rule DuplicateColumn = new(
        "metadata-duplicate-column", Severity.Warning,
        what: "Two columns of the metadata have the same name.",
        why: "The values of the last one are shown under both.",
        failing: "Label<TAB>Label",
        corrected: "Label<TAB>Label2",
        references: Sources.DataProvider, fix: FixSafety.Unsafe);

    public static readonly Rule EmptyColumnName = new(
        "metadata-empty-column-name", Severity.Info,
        what: "A column of the metadata has no name.",
        why: "The menus show a nameless entry. Often the header ends in a TAB.",
        failing: "Index<TAB>Label<TAB>",
        corrected: "Index<TAB>Label",
        references: $"{Sources.DataProvider}; tensorflow/tensorboard#61", fix: FixSafety.Unsafe);

    public static readonly Rule QuotedCells = new(
        "metadata-quoted-cells", Severity.Warning,
        what: "Cells of the metadata are quoted, or a line has an odd number of double quotes.",
        why: "Quotes have no meaning here: they are shown, and a TAB between them still separates.",
        failing: "\"zero\"<TAB>\"0\"",
        corrected: "zero<TAB>0",
        references: Sources.DataProvider, fix: FixSafety.Unsafe);

    public static readonly Rule LooksLikeCsv = new(
        "metadata-looks-like-csv", Severity.Warning,
        what: "The metadata has no TAB, and every line has the same number of commas or semicolons.",
        why: "Columns are separated by TAB alone: the whole line is the label.",
        failing: "zero,0",
        corrected: "zero<TAB>0",
        references: Sources.DataProvider, fix: FixSafety.Unsafe);

    public static readonly Rule TooManyColours = new(
        "metadata-too-many-colours", Severity.Info,
        what: "A text column of the metadata has more than 50 different values.",
        why: "It is not offered under \"Color by\".",
        failing: "51 different labels",
        corrected: "50 different labels",
        references: $"{Sources.DataProvider}; tensorflow/tensorboard#61");

    public static readonly Rule RepeatedColours = new(
        "metadata-repeated-colours", Severity.Info,
        what: "A column of the metadata has 11 to 50 different values.",
        why: "There are ten colours, which repeat: \"non-unique colors\".",
        failing: "11 different labels",
        corrected: "10 different labels",
        references: Sources.DataProvider);

    public static readonly Rule ReservedName = new(
        "metadata-reserved-name", Severity.Warning,
        what: "A column is called __proto__, or a value is the name of a member that every JavaScript object has.",
        why: "Every value of such a column is [object Object]; counts of such values are wrong, and __proto__ is missing from the legend.",
        failing: "constructor",
        corrected: "constructor_",
        references: Sources.DataProvider);

    public static readonly Rule IndexName = new(
        "metadata-index-name", Severity.Info,
        what: "A column of the metadata is called __index__.",
        why: "The page has a column of its own by that name.",
        failing: "__index__<TAB>Label",
        corrected: "Index<TAB>Label",
        references: Sources.DataProvider);

    public static readonly Rule SequenceCycle = new(
        "metadata-sequence-cycle", Severity.Error,
        what: "The rows that __next__ or __seq_next__ name form a cycle.",
        why: "The page does not react for some seconds, then shows \"Error parsing sprite metadata: Invalid array length\" and draws no"
            + " points.",
        failing: "row 0 has __next__ 1, row 1 has __next__ 0",
        corrected: "row 0 has __next__ 1, row 1 has none",
        references: Sources.Data);

    public static readonly Rule SequenceInvalid = new(
        "metadata-sequence-invalid", Severity.Warning,
        what: "A cell of __next__ or __seq_next__ is no row number.",
        why: "The line ends there. Rows count from 0.",
        failing: "__next__ 500 for 500 points",
        corrected: "__next__ 499",
        references: Sources.Data);

    public static IReadOnlyList<Rule> All { get; } =
    [
        NumericLookingText, MissingCells, ExtraCells, DuplicateColumn, EmptyColumnName, QuotedCells, LooksLikeCsv, TooManyColours, RepeatedColours,
        ReservedName, IndexName, SequenceCycle, SequenceInvalid,
    ];
}
