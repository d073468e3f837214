using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// The page's statistics of one metadata column (spec/projector.md §10.4): whether it is numeric, and how many distinct values it has.
/// </summary>
internal sealed class ColumnCounter(string name, bool repeats)
{
    /// <summary>The name that every object of the language has a value for.</summary>
    public const string Prototype = "__proto__";

    /// <summary>With more distinct values a column is not offered as categories.</summary>
    public const int MostValues = 50;

    // Longer texts are counted by their fingerprint.
    private const int LongestKey = 1024;

    private HashSet<string>? _values;
    private HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Column name.</summary>
    public string Name { get; } = name;

    /// <summary>All cells that are there are numbers; also without any cell.</summary>
    public bool IsNumeric { get; private set; } = true;

    /// <summary>More than <see cref="MostValues"/> distinct values.</summary>
    public bool TooMany { get; private set; }

    /// <summary>Distinct values; of no meaning with too many.</summary>
    public int Values => _values?.Count ?? 0;

    /// <summary>Counts a cell that is not empty. A column whose name came before sees what the first one left: numbers.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (!IsNumeric && TooMany)
        {
            return;
        }

        double number = 0;
        bool isNumber = (IsNumeric || repeats) && JsNumber.TryParse(cell, out number);
        IsNumeric &= isNumber;
        Count(isNumber && repeats ? JsNumber.ToText(number) : cell);
    }

    /// <summary>Counts a value of a column called <see cref="Prototype"/>.</summary>
    public void Add(JsValue value)
    {
        if (!value.IsMissing)
        {
            IsNumeric &= value.Kind == JsKind.Number;
            Count(value.ToString());
        }
    }

    // Counting under the name of the prototype leaves no entry.
    private void Count(ReadOnlySpan<char> text)
    {
        if (TooMany || text.SequenceEqual(Prototype))
        {
            return;
        }

        if (_values is null)
        {
            _values = new HashSet<string>(StringComparer.Ordinal);
            _lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        _lookup.Add(text.Length > LongestKey ? Fingerprint(text) : text);
        if (_values.Count > MostValues)
        {
            TooMany = true;
            _values.Clear();
        }
    }

    private static string Fingerprint(ReadOnlySpan<char> text) =>
        string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text)))}");
}
