namespace TensorBoardFormats.Validation.Page;

/// <summary>Labels and colours.</summary>
/// <param name="LabelBy">Menu "Label by"; empty if the page never filled it.</param>
/// <param name="Selected">The entry chosen; null if the menu is empty.</param>
/// <param name="ColorBy">Menu "Color by" without its first, built-in entry.</param>
/// <param name="First">Labels of the first four points.</param>
/// <param name="Last">Label of the last point.</param>
/// <param name="Columns">The page's statistics.</param>
/// <param name="Sequences">Number of polylines.</param>
internal sealed record LabelView(
    IReadOnlyList<string> LabelBy,
    string? Selected,
    IReadOnlyList<ColorOption> ColorBy,
    IReadOnlyList<string> First,
    string Last,
    IReadOnlyList<ColumnView> Columns,
    int Sequences);

/// <summary>An entry of "Color by".</summary>
/// <param name="Name">The column.</param>
/// <param name="Description">The grey text, as <c>3  colors</c>, <c>16  non-unique colors</c> or <c>gradient</c>.</param>
/// <param name="Colors">Number of values; null for a gradient.</param>
internal sealed record ColorOption(string Name, string Description, int? Colors);

/// <summary>The page's statistics of one column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumeric">All cells that are there are numbers.</param>
/// <param name="TooMany">More than 50 distinct values.</param>
/// <param name="Values">Number of distinct values; null with too many.</param>
/// <param name="First">The value of row 0.</param>
internal sealed record ColumnView(string Name, bool IsNumeric, bool TooMany, int? Values, JsValue First);
