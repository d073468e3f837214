using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>Judges the columns and cells of one metadata file.</summary>
internal static class MetadataCellCheck
{
    private const int MostColours = 50;
    private const int BaseColours = 10;

    public static IEnumerable<Finding> Of(EmbeddingSubject subject, string path, MetadataContent content)
    {
        Finding At(Rule rule, int? line, string message) => subject.InFile(rule, path, message) with { Line = line };
        if (content.NumericLooking is { } numeric)
        {
            _ = JsNumber.TryParse(numeric.Text, out double value);
            yield return At(MetadataCellRules.NumericLookingText, numeric.Line,
                $"\"{Shorten(numeric.Text)}\" is a number for the page, which shows {JsNumber.ToText(value)} instead{Others(numeric)}.");
        }

        if (content.MissingCell is { } missing)
        {
            yield return At(MetadataCellRules.MissingCells, missing.Line,
                $"The row has an empty cell or too few of them: its label is null or \"Unknown #i\", and searching that column finds"
                    + $" nothing{Others(missing)}.");
        }

        if (content.ExtraCell is { } extra)
        {
            yield return At(MetadataCellRules.ExtraCells, extra.Line, $"The row has more cells than the header; the page drops what is"
                + $" left over{Others(extra)}.");
        }

        if (content.Quoted is { } quoted)
        {
            yield return At(MetadataCellRules.QuotedCells, quoted.Line,
                $"Double quotes have no meaning here: the page shows them, and a TAB between them still separates{Others(quoted)}.");
        }

        if (content.CommaSeparator is char separator)
        {
            yield return At(MetadataCellRules.LooksLikeCsv, content.FirstLine?.Line,
                $"Every line has the same number of '{separator}' and none has a TAB: the page takes the whole line for one label."
                    + $" Separate columns by TAB.");
        }

        if (content.ReservedValue is { } reserved)
        {
            yield return At(MetadataCellRules.ReservedName, reserved.Line,
                $"\"{reserved.Text}\" is a member of every JavaScript object: the page miscounts such values, and __proto__ is missing"
                    + $" from its legend{Others(reserved)}.");
        }

        foreach (Finding finding in OfColumns(subject, content, At))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfColumns(EmbeddingSubject subject, MetadataContent content, Func<Rule, int?, string, Finding> at)
    {
        int? header = content.FirstLine?.Line;
        HashSet<string> seen = new(StringComparer.Ordinal);
        Dictionary<Rule, List<string>> columns = [];
        void Note(Rule rule, MetadataColumn column) => (columns.TryGetValue(rule, out List<string>? names) ? names : columns[rule] = []).Add($"\"{column.Name}\"");
        foreach (MetadataColumn column in content.Columns)
        {
            if (!seen.Add(column.Name))
            {
                Note(MetadataCellRules.DuplicateColumn, column);
            }

            if (column.Name.Length == 0)
            {
                Note(MetadataCellRules.EmptyColumnName, column);
            }

            if (column.Name == "__index__")
            {
                Note(MetadataCellRules.IndexName, column);
            }

            if (column.Name == "__proto__")
            {
                Note(MetadataCellRules.ReservedName, column);
            }

            if (column.Distinct > MostColours && !column.IsNumeric)
            {
                Note(MetadataCellRules.TooManyColours, column);
            }
            else if (column.Distinct is > BaseColours and <= MostColours)
            {
                Note(MetadataCellRules.RepeatedColours, column);
            }
        }

        foreach ((Rule rule, List<string> names) in columns)
        {
            bool ofHeader = rule != MetadataCellRules.TooManyColours && rule != MetadataCellRules.RepeatedColours;
            yield return at(rule, ofHeader ? header : null, $"Column {string.Join(", ", names)}: {Consequence(rule)}");
        }

        foreach (Finding finding in OfSequences(subject, content, at))
        {
            yield return finding;
        }
    }

    private static string Consequence(Rule rule) => rule.Id switch
    {
        "metadata-duplicate-column" => "another column has this name; the values of the last one are shown under both.",
        "metadata-empty-column-name" => "no name, so the menus show an empty entry. Often the header ends in a TAB.",
        "metadata-index-name" => "the page has a column of its own by that name.",
        "metadata-reserved-name" => "every value is shown as [object Object].",
        "metadata-too-many-colours" => "more than 50 different values, so it is not offered under \"Color by\".",
        _ => "11 to 50 different values for ten colours, which repeat (\"non-unique colors\").",
    };

    private static IEnumerable<Finding> OfSequences(EmbeddingSubject subject, MetadataContent content, Func<Rule, int?, string, Finding> at)
    {
        MetadataColumn? sequence = content.Columns.FirstOrDefault(static c => c.Name == "__next__") ?? content.Columns.FirstOrDefault(static c => c.IsSequence);
        int points = (int)Math.Min(subject.Points, int.MaxValue);
        if (sequence is null || points == 0)
        {
            yield break;
        }

        if (sequence.FirstInvalidRow(points) is int invalid)
        {
            yield return at(MetadataCellRules.SequenceInvalid, null, $"Row {invalid} of {sequence.Name} is no row number from 0 to"
                + $" {points - 1}: the line ends there.");
        }

        if (sequence.FirstCycleRow(points) is int cycle)
        {
            yield return at(MetadataCellRules.SequenceCycle, null,
                $"{sequence.Name} leads from row {cycle} back to itself: the page does not react for some seconds, then shows \"Error"
                    + $" parsing sprite metadata: Invalid array"
                + $" length\" and draws no points of {subject.DisplayName}.");
        }
    }

    private static string Others(MetadataPlace place) => place.Count > 1 ? $" ({place.Count} places)" : "";

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "…";
}
