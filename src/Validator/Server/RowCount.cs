using System.Globalization;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The parameter <c>num_rows</c>, which goes through Python's <c>int</c>.</summary>
internal static class RowCount
{
    /// <summary>Reads it; absent or empty means all rows (null).</summary>
    /// <returns>False when it is no integer above 0.</returns>
    public static bool TryParse(string? text, out long? rows)
    {
        rows = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        string digits = text.Trim();
        digits = digits.StartsWith('+') ? digits[1..] : digits;
        bool grouped = digits.Contains("__", StringComparison.Ordinal) || digits.StartsWith('_') || digits.EndsWith('_');
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (grouped || digits.Length == 0 || digits.Any(static c => !char.IsDigit(c)))
        {
            return false;
        }

        digits = string.Concat(digits.Select(static c => (char)('0' + (int)char.GetNumericValue(c)))).TrimStart('0');
        rows = digits.Length == 0 ? 0 : digits.Length > 18 ? long.MaxValue : long.Parse(digits, CultureInfo.InvariantCulture);
        return rows > 0;
    }
}
