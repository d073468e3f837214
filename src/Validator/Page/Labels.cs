using System.Globalization;

namespace TensorBoardFormats.Validation.Page;

/// <summary>Labels and colours of a data set (spec/projector.md §10.4, §10.10).</summary>
internal static class Labels
{
    private const int ListedRows = 4;
    private const int BaseColors = 10;

    /// <summary>The menus, lists and statistics.</summary>
    /// <param name="points">Points (N).</param>
    /// <param name="table">The metadata; null without any.</param>
    /// <param name="sequences">Number of polylines.</param>
    /// <param name="hasMenus">False where the page fails before it fills the menus: then no point has a label either.</param>
    public static LabelView Of(int points, MetadataTable? table, int sequences, bool hasMenus)
    {
        ColumnView[] columns = table is null
            ? [new ColumnView("__index__", false, true, null, JsValue.Of(0.0))]
            : [.. table.Columns.Select((column, i) => View(column, table.Value(0, i)))];
        int chosen = Math.Max(0, Array.FindIndex(columns, column => !column.IsNumeric));
        string Label(int row) =>
            !hasMenus ? Unknown(row)
            : table is null ? row.ToString(CultureInfo.InvariantCulture)
            : table.Value(row, chosen) is { Kind: not JsKind.Undefined } value ? value.ToString()
            : Unknown(row);
        return new LabelView(
            hasMenus ? [.. columns.Select(column => column.Name)] : [],
            hasMenus ? columns[chosen].Name : null,
            hasMenus ? [.. columns.Where(column => !column.TooMany || column.IsNumeric).Select(Color)] : [],
            [.. Enumerable.Range(0, Math.Min(ListedRows, points)).Select(Label)],
            Label(points - 1),
            columns,
            sequences);
    }

    private static string Unknown(int row) => string.Create(CultureInfo.InvariantCulture, $"Unknown #{row}");

    private static ColumnView View(ColumnCounter column, JsValue first) =>
        new(column.Name, column.IsNumeric, column.TooMany, column.TooMany ? null : column.Values, first);

    private static ColorOption Color(ColumnView column) =>
        column.Values is not { } values ? new ColorOption(column.Name, "gradient", null)
        : new ColorOption(column.Name, values > BaseColors ? $"{values}  non-unique colors" : $"{values}  colors", values);
}
