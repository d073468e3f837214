using System.Text;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>A place in a metadata file and what stands there.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Text">The cell or line.</param>
/// <param name="Count">How many such places there are.</param>
internal sealed record MetadataPlace(int Line, string Text, int Count = 1);

/// <summary>Everything that the rules want to know of a metadata file, gathered in one pass over the bytes that the server sends.</summary>
internal sealed class MetadataContent
{
    private const int ReadSize = 65536;
    private const int LongestLine = 1 << 20; // What is longer is judged by its beginning.
    private const int MostDistinct = 51; // One more than the page offers as colours.
    private static readonly string[] ReservedValues = ["constructor", "toString", "__proto__", "hasOwnProperty", "isPrototypeOf", "valueOf"];

    private readonly List<MetadataColumn> _columns = [];
    private int _line;
    private int _keptLines;
    private int _blanksSinceData;
    private int _separators = -1;
    private bool _sameSeparators = true;

    /// <summary>The bytes.</summary>
    public MetadataBytes Bytes { get; } = new();

    /// <summary>The columns; one called <c>label</c> without a header.</summary>
    public IReadOnlyList<MetadataColumn> Columns => _columns;

    /// <summary>The first kept line has a TAB: it names the columns.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>Kept lines without the header.</summary>
    public int Rows => _keptLines - (HasHeader ? 1 : 0);

    /// <summary>The first kept line, as it would be a label or a header.</summary>
    public MetadataPlace? FirstLine { get; private set; }

    /// <summary>Blank lines between kept ones.</summary>
    public MetadataPlace? BlankRow { get; private set; }

    /// <summary>Blank lines behind the last kept one.</summary>
    public int TrailingBlankLines => _blanksSinceData;

    /// <summary>Cells whose number is written otherwise than JavaScript shows it.</summary>
    public MetadataPlace? NumericLooking { get; private set; }

    /// <summary>Empty cells, and rows with fewer cells than columns.</summary>
    public MetadataPlace? MissingCell { get; private set; }

    /// <summary>Rows with more cells than columns.</summary>
    public MetadataPlace? ExtraCell { get; private set; }

    /// <summary>Quoted cells, and lines with an odd number of quotes.</summary>
    public MetadataPlace? Quoted { get; private set; }

    /// <summary>Values that are names of members of every JavaScript object.</summary>
    public MetadataPlace? ReservedValue { get; private set; }

    /// <summary>The separator (<c>,</c> or <c>;</c>) that every line has equally often while no line has a TAB; null otherwise.</summary>
    public char? CommaSeparator { get; private set; }

    /// <summary>Reads the body of an answer to its end.</summary>
    public static MetadataContent Read(Stream served, CancellationToken cancellation)
    {
        MetadataContent facts = new();
        byte[] buffer = new byte[ReadSize];
        List<byte> line = [];
        for (int got; (got = served.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, got);
            facts.Bytes.Append(rest);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                Append(line, rest[..end]);
                facts.AddLine(line);
            }

            Append(line, rest);
        }

        if (line.Count > 0)
        {
            facts.AddLine(line);
        }

        facts.CommaSeparator = facts._sameSeparators && facts._separators > 0 && !facts.HasHeader ? facts.CommaSeparator : null;
        return facts;
    }

    private static void Append(List<byte> line, ReadOnlySpan<byte> bytes) => line.AddRange(bytes[..Math.Min(bytes.Length, LongestLine - line.Count)]);

    private void AddLine(List<byte> bytes)
    {
        _line++;
        string text = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
        bytes.Clear();
        text = _line == 1 && text.StartsWith('\uFEFF') ? text[1..] : text;
        if (JsText.IsBlank(text))
        {
            _blanksSinceData++;
            return;
        }

        if (_blanksSinceData > 0 && _keptLines > 0)
        {
            int blanks = _blanksSinceData;
            BlankRow = BlankRow is null ? new MetadataPlace(_line - blanks, "", blanks) : BlankRow with { Count = BlankRow.Count + blanks };
        }

        _blanksSinceData = 0;
        _keptLines++;
        if (_keptLines == 1)
        {
            AddFirstLine(text);
        }
        else
        {
            AddRow(text);
        }
    }

    private void AddFirstLine(string text)
    {
        FirstLine = new MetadataPlace(_line, text);
        HasHeader = text.Contains('\t', StringComparison.Ordinal);
        if (!HasHeader)
        {
            _columns.Add(new MetadataColumn("label"));
            AddRow(text);
            return;
        }

        _columns.AddRange(text.Split('\t').Select(static name => new MetadataColumn(name)));
    }

    private void AddRow(string text)
    {
        CountSeparators(text);
        string[] cells = text.Split('\t');
        if (HasHeader && cells.Length > _columns.Count)
        {
            ExtraCell = Again(ExtraCell, text);
        }

        if (cells.Any(IsQuoted) || (text.Count('"') & 1) == 1)
        {
            Quoted = Again(Quoted, text);
        }

        bool missing = false;
        for (int i = 0; i < _columns.Count; i++)
        {
            string? cell = i < cells.Length ? cells[i] : null;
            missing |= string.IsNullOrEmpty(cell);
            _columns[i].Add(cell, MostDistinct);
            if (!string.IsNullOrEmpty(cell))
            {
                AddCell(cell);
            }
        }

        if (missing)
        {
            MissingCell = Again(MissingCell, text);
        }
    }

    private void AddCell(string cell)
    {
        if (JsNumber.TryParse(cell, out double number) && JsNumber.ToText(number) != cell)
        {
            NumericLooking = Again(NumericLooking, cell);
        }

        if (ReservedValues.Contains(cell))
        {
            ReservedValue = Again(ReservedValue, cell);
        }
    }

    private void CountSeparators(string text)
    {
        if (_separators < 0)
        {
            CommaSeparator = text.Count(',') >= text.Count(';') ? ',' : ';';
            _separators = text.Count(CommaSeparator.Value);
        }

        _sameSeparators &= !text.Contains('\t', StringComparison.Ordinal) && text.Count(CommaSeparator!.Value) == _separators;
    }

    private static bool IsQuoted(string cell) => cell.Length > 1 && cell[0] == '"' && cell[^1] == '"';

    private MetadataPlace Again(MetadataPlace? known, string text) => known is null ? new MetadataPlace(_line, text) : known with { Count = known.Count + 1 };
}
