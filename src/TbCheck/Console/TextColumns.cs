namespace TensorBoardFormats.TbCheck.Console;

/// <summary>Aligned columns of text. For tables of any length: Spectre's take a minute for a million rows.</summary>
/// <param name="headers">Names of the columns; one that begins with <c>&gt;</c> is aligned to the right.</param>
internal sealed class TextColumns(params string[] headers)
{
    private const char RightAligned = '>';
    private const string Margin = "  ";

    private readonly List<string[]> _rows = [[.. headers.Select(static header => header.TrimStart(RightAligned))]];
    private readonly int[] _widths = [.. headers.Select(static header => header.TrimStart(RightAligned).Length)];

    /// <summary>Adds a row, one cell a column.</summary>
    public void Add(params string[] cells)
    {
        _rows.Add(cells);
        for (int i = 0; i < cells.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], cells[i].Length);
        }
    }

    /// <summary>Writes headers, a rule, and the rows.</summary>
    public void WriteTo(TextWriter writer)
    {
        WriteRow(writer, _rows[0]);
        writer.WriteLine(new string('─', _widths.Sum() + (Margin.Length * (_widths.Length + 1))));
        foreach (string[] row in _rows.Skip(1))
        {
            WriteRow(writer, row);
        }
    }

    private void WriteRow(TextWriter writer, string[] row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            bool isRight = headers[i].StartsWith(RightAligned);
            bool isLast = i == row.Length - 1;
            writer.Write(Margin);
            writer.Write(isRight ? row[i].PadLeft(_widths[i]) : isLast ? row[i] : row[i].PadRight(_widths[i]));
        }

        writer.WriteLine();
    }
}
