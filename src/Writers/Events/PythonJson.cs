using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TensorBoardFormats.Events;

/// <summary>
/// JSON as Python's <c>json.dumps(…, sort_keys=True, separators=(",", ":"))</c> writes it: the default group name of a session is the
/// SHA-256 of its hyperparameters in that form (spec/tfevents.md §10.9), and sessions of equal values must meet in one group whoever wrote them.
/// </summary>
internal static class PythonJson
{
    private const int LargestPlainExponent = 16;
    private const int SmallestPlainExponent = -4;

    /// <summary>Group name of a session.</summary>
    public static string GroupName(IEnumerable<KeyValuePair<string, HParamValue>> values)
    {
        IEnumerable<string> members = values
            .OrderBy(static pair => pair.Key, Comparer<string>.Create(CompareCodePoints))
            .Select(static pair => $"{Quote(pair.Key)}:{pair.Value.ToPythonJson()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("{" + string.Join(',', members) + "}")));
    }

    /// <summary>A float as <c>repr</c> gives it: the shortest digits that lead back, an exponent outside 1e-4 … 1e16.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = shortest[0] == '-' ? "-" : "";
        (string digits, int exponent) = Digits(shortest[sign.Length..]);
        if (exponent is >= SmallestPlainExponent and < LargestPlainExponent)
        {
            return sign + Plain(digits, exponent);
        }

        string fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):D2}");
    }

    /// <summary>A text between quotes, everything but printable ASCII escaped.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\f' => "\\f",
                '\b' => "\\b",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Significant digits without point and outer zeros, and the exponent of the first one.</summary>
    private static (string Digits, int Exponent) Digits(string shortest)
    {
        string[] parts = shortest.Split('E');
        string mantissa = parts[0];
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int exponent = mantissa[0] != '0' ? (point < 0 ? mantissa.Length : point) - 1 : digits.Length - (mantissa.Length - 1);
        exponent += parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits + new string('0', exponent + 1 - digits.Length) + ".0"
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static int CompareCodePoints(string? left, string? right)
    {
        // Surrogates sort below U+E000 in UTF-16; in UTF-32, which Python sorts by, they do not.
        ReadOnlySpan<byte> first = Encoding.UTF8.GetBytes(left ?? "");
        return first.SequenceCompareTo(Encoding.UTF8.GetBytes(right ?? ""));
    }
}
