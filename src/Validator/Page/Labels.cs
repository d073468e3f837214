using System.Globalization;

namespace TensorBoardFormats.Validation.Page;

/// <summary>Labels and colours of a data set (spec/projector.md §10.4, §10.10).</summary>
/// <param name="Points">Points (N).</param>
/// <param name="Table">The metadata; null without any.</param>
/// <param name="Sequences">Number of polylines.</param>
/// <param name="FillsMenus">False where the page fails before it fills the menus.</param>
internal sealed record Labels(int Points, MetadataTable? Table, int Sequences, bool FillsMenus)
{
    private const string RowNumber = "__index__";
    private const int ListedRows = 4;
    private const int BaseColors = 10;

    /// <summary>
    /// The menus, lists and statistics. The entry that was chosen for the selection before stays chosen if it is there; menus that are not
    /// filled stay as they were.
    /// </summary>
    /// <param name="before">What the selection before had; null for the first one.</param>
    public LabelView Look(LabelView? before)
    {
        ColumnView[] columns = Table is null
            ? [new ColumnView(RowNumber, false, true, null, JsValue.Of(0.0))]
            : [.. Table.Columns.Select((column, i) => View(column, Table.Value(0, i)))];
        int chosen = Array.FindIndex(columns, column => column.Name == before?.Selected);
        if (FillsMenus && chosen < 0)
        {
            chosen = Math.Max(0, Array.FindIndex(columns, column => !column.IsNumeric));
        }

        return new LabelView(
            FillsMenus ? [.. columns.Select(column => column.Name)] : before?.LabelBy ?? [],
            FillsMenus ? columns[chosen].Name : before?.Selected,
            FillsMenus ? [.. columns.Where(column => !column.TooMany || column.IsNumeric).Select(Color)] : before?.ColorBy ?? [],
            [.. Enumerable.Range(0, Math.Min(ListedRows, Points)).Select(row => Label(row, chosen))],
            Label(Points - 1, chosen),
            columns,
            Sequences);
    }

    private string Label(int row, int column) =>
        column >= 0 && Table is null ? row.ToString(CultureInfo.InvariantCulture)
        : column >= 0 && Table!.Value(row, column) is { Kind: not JsKind.Undefined } value ? value.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"Unknown #{row}");

    private static ColumnView View(ColumnCounter column, JsValue first) =>
        new(column.Name, column.IsNumeric, column.TooMany, column.TooMany ? null : column.Values, first);

    private static ColorOption Color(ColumnView column) =>
        column.Values is not { } values ? new ColorOption(column.Name, "gradient", null)
        : new ColorOption(column.Name, values > BaseColors ? $"{values}  non-unique colors" : $"{values}  colors", values);
}
