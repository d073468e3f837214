using System.Text;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Projector;

/// <summary>
/// Writes metadata files that the page shows as they are meant (spec/projector.md §10.4, §11): UTF-8 without BOM, LF, TAB between cells, a
/// header only for two or more columns, no line that could be dropped.
/// </summary>
public static class MetadataWriter
{
    /// <summary>What stands in the place of an empty cell: the page would drop a blank line, and every label below would move up.</summary>
    public const string EmptyCell = "(empty)";

    // Invisible, and no white space to JavaScript: a number that it follows is text.
    private const char NumberGuard = '\u200B';

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">Where; a file of that name is replaced.</param>
    /// <param name="table">The labels.</param>
    /// <exception cref="ArgumentException">A cell holds a TAB, CR or LF; nothing is written.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, MetadataTable table) =>
        AtomicFile.Write(FileStore.Disk, path, Encoding.UTF8.GetBytes(ToText(table)), flushToDisk: false);

    /// <summary>The text of the file.</summary>
    /// <exception cref="ArgumentException">A cell holds a TAB, CR or LF.</exception>
    public static string ToText(MetadataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        StringBuilder text = new();
        bool hasHeader = table.Columns.Count > 1;
        if (hasHeader)
        {
            AppendRow(text, table, static column => Checked(column.Name, column, -1));
        }

        for (int row = 0; row < table.RowCount; row++)
        {
            int current = row;
            AppendRow(text, table, column => Cell(column, current));
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, MetadataTable table, Func<MetadataColumn, string> cell)
    {
        for (int i = 0; i < table.Columns.Count; i++)
        {
            text.Append(i == 0 ? "" : "\t").Append(cell(table.Columns[i]));
        }

        text.Append('\n');
    }

    private static string Cell(MetadataColumn column, int row)
    {
        string cell = Checked(column.Cells[row], column, row);
        return JsText.IsBlank(cell) ? EmptyCell : column.IsText && JsNumber.TryParse(cell, out _) ? cell + NumberGuard : cell;
    }

    private static string Checked(string cell, MetadataColumn column, int row)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.AsSpan().IndexOfAny('\t', '\r', '\n') < 0
            ? cell
            : throw new ArgumentException($"Column '{column.Name}', {(row < 0 ? "header" : $"row {row}")}: a TAB or a line end cannot stand in a cell.");
    }
}
