using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Rules.Metadata;

/// <summary>One column of a metadata file.</summary>
internal sealed class MetadataColumn(string name)
{
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly List<double> _next = [];

    /// <summary>Its name in the header.</summary>
    public string Name => name;

    /// <summary>Different values, counted up to one more than the page offers.</summary>
    public int Distinct => _values.Count;

    /// <summary>Every cell that is there is a number.</summary>
    public bool IsNumeric { get; private set; } = true;

    /// <summary>It names the row that a line leads to.</summary>
    public bool IsSequence => name is "__next__" or "__seq_next__";

    /// <summary>For a sequence the value of each row; NaN where it has none.</summary>
    public IReadOnlyList<double> Next => _next;

    /// <summary>Takes the cell of the next row; null when the row ends before it.</summary>
    public void Add(string? cell, int mostDistinct)
    {
        double number = double.NaN;
        bool isNumber = !string.IsNullOrEmpty(cell) && JsNumber.TryParse(cell, out number);
        if (IsSequence)
        {
            _next.Add(string.IsNullOrEmpty(cell) ? double.NaN : isNumber ? number : double.PositiveInfinity);
        }

        if (string.IsNullOrEmpty(cell))
        {
            return;
        }

        IsNumeric &= isNumber;
        if (_values.Count < mostDistinct)
        {
            _values.Add(cell);
        }
    }

    /// <summary>The first row whose value is no row of <paramref name="points"/>; null when all are.</summary>
    public int? FirstInvalidRow(int points)
    {
        int row = _next.FindIndex(next => !double.IsNaN(next) && !IsRow(next, points));
        return row < 0 ? null : row;
    }

    /// <summary>A row from which the values lead back to a row already passed; null when there is none.</summary>
    public int? FirstCycleRow(int points)
    {
        int[] passed = new int[_next.Count];
        for (int start = 0; start < _next.Count; start++)
        {
            int row = start;
            while (row < _next.Count && passed[row] == 0)
            {
                passed[row] = start + 1;
                if (!IsRow(_next[row], points))
                {
                    break;
                }

                row = (int)_next[row];
                if (row < _next.Count && passed[row] == start + 1)
                {
                    return row;
                }
            }
        }

        return null;
    }

    private static bool IsRow(double value, int points) => value >= 0 && value < points && Math.Floor(value) == value;
}
