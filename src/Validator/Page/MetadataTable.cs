using TensorBoardFormats.Projector;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// A metadata file as the page's script takes it apart (spec/projector.md §10.4): statistics of each column, and the cells of the few rows
/// that anybody looks at.
/// </summary>
internal sealed class MetadataTable
{
    /// <summary>The column of a file without TABs.</summary>
    public const string OnlyColumn = "label";

    // A first line with more cells makes a page that nobody can use; the rest is passed over so that memory stays bounded.
    private const int MostColumns = 20_000;

    private static readonly string[] SequenceColumns = ["__next__", "__seq_next__"];

    private readonly int _points;
    private readonly Dictionary<int, string?[]> _kept = [];
    private readonly List<double?> _next = [];
    private ColumnCounter[] _columns = [];
    private int[] _cellOfColumn = [];
    private int _sequenceCell = -1;
    private Range[] _cells = [];
    private bool _started;

    private MetadataTable(int points)
    {
        _points = points;
        SetColumns([OnlyColumn]);
    }

    /// <summary>Kept data lines (M).</summary>
    public int Rows { get; private set; }

    /// <summary>The first kept line was the column names.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>Statistics in the order of the file.</summary>
    public IReadOnlyList<ColumnCounter> Columns => _columns;

    /// <summary>
    /// The next row of each row in a sequence, NaN for text; null where the cell is empty or missing. Empty without a sequence column.
    /// </summary>
    public IReadOnlyList<double?> Next => _next;

    /// <summary>Reads the file; null if the page never finishes it.</summary>
    /// <param name="body">The answer of <c>/metadata</c>.</param>
    /// <param name="points">Points of the tensor (N).</param>
    public static MetadataTable? Read(AnswerBody body, int points)
    {
        MetadataTable table = new(points);
        return ChunkedLines.Read(body, table.AddLine) ? table : null;
    }

    /// <summary>What the script holds for row 0 – 3 or N − 1 in a column; undefined also where the row is missing.</summary>
    public JsValue Value(int row, int column)
    {
        _kept.TryGetValue(row, out string?[]? cells);
        return _columns[column].Name == ColumnCounter.Prototype ? PrototypeValue(cells)
            : cells is null ? JsValue.Undefined
            : Converted(cells[_cellOfColumn[column]]);
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        if (JsText.IsBlank(line))
        {
            return;
        }

        if (!_started)
        {
            _started = true;
            HasHeader = line.Contains('\t');
            if (HasHeader)
            {
                SetColumns(line.ToString().Split('\t', MostColumns));
                return;
            }
        }

        AddRow(line);
    }

    private void SetColumns(string[] names)
    {
        if (names.Length == MostColumns)
        {
            names[^1] = names[^1].Split('\t', 2)[0];
        }

        Dictionary<string, int> last = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            last[names[i]] = i;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        _columns = [.. names.Select(name => new ColumnCounter(name, repeats: !seen.Add(name)))];
        _cellOfColumn = [.. names.Select(name => last[name])];
        _cells = new Range[names.Length + 1];
        _sequenceCell = SequenceColumns.Select(name => last.GetValueOrDefault(name, -1)).FirstOrDefault(cell => cell >= 0, -1);
    }

    private void AddRow(ReadOnlySpan<char> line)
    {
        int row = Rows++;
        int cells = line.Split(_cells, '\t');
        string?[]? kept = null;
        if (row < 4 || row == _points - 1)
        {
            _kept.Add(row, kept = new string?[_columns.Length]);
        }

        for (int i = 0; i < _columns.Length && kept is not null; i++)
        {
            kept[i] = i < cells ? line[_cells[i]].ToString() : null;
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            AddCell(_columns[i], _cellOfColumn[i], cells, line);
        }

        if (_sequenceCell >= 0 && row < _points)
        {
            bool isThere = _sequenceCell < cells && !line[_cells[_sequenceCell]].IsEmpty;
            _next.Add(!isThere ? null : JsNumber.TryParse(line[_cells[_sequenceCell]], out double next) ? next : double.NaN);
        }
    }

    private void AddCell(ColumnCounter column, int cell, int cells, ReadOnlySpan<char> line)
    {
        if (column.Name == ColumnCounter.Prototype)
        {
            string?[] all = new string?[_columns.Length];
            for (int i = 0; i < cells && i < all.Length; i++)
            {
                all[i] = line[_cells[i]].ToString();
            }

            column.Add(PrototypeValue(all));
        }
        else if (cell < cells && !line[_cells[cell]].IsEmpty)
        {
            column.Add(line[_cells[cell]]);
        }
    }

    private static JsValue Converted(string? cell) =>
        cell is null ? JsValue.Undefined
        : cell.Length == 0 ? JsValue.Null
        : JsNumber.TryParse(cell, out double number) ? JsValue.Of(number)
        : JsValue.Of(cell);

    // Assigning text to `__proto__` does nothing; assigning null takes the prototype away, and from then on the name is one like any other.
    // A point without a line has the prototype, too.
    private JsValue PrototypeValue(string?[]? cells)
    {
        bool taken = false;
        JsValue value = JsValue.Object;
        for (int i = 0; i < _columns.Length && cells is not null; i++)
        {
            if (_columns[i].Name == ColumnCounter.Prototype)
            {
                value = taken ? Converted(cells[i]) : cells[i] is "" ? JsValue.Undefined : value;
                taken |= cells[i] is "";
            }
        }

        return value;
    }
}
