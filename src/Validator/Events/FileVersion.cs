using System.Globalization;

namespace TensorBoardFormats.Validation.Events;

/// <summary>The number in a version event as the Python loader reads it (spec/tfevents.md §4).</summary>
internal static class FileVersion
{
    private const string Prefix = "brain.Event:";

    /// <summary>The number behind the last prefix; −1 when it is none.</summary>
    public static double Parse(string text)
    {
        int prefix = text.LastIndexOf(Prefix, StringComparison.Ordinal);
        return TryFloat(prefix < 0 ? text : text[(prefix + Prefix.Length)..], out double version) ? version : -1;
    }

    /// <summary>Python's <c>float(text)</c>: blanks around, underscores between digits, digits of every script, words for NaN and infinity.</summary>
    public static bool TryFloat(string text, out double value)
    {
        Span<char> plain = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        string trimmed = text.Trim();
        value = 0;
        for (int i = 0; i < trimmed.Length; i++)
        {
            char c = trimmed[i];
            if (c == '_')
            {
                if (i == 0 || i == trimmed.Length - 1 || !char.IsDigit(trimmed[i - 1]) || !char.IsDigit(trimmed[i + 1]))
                {
                    return false;
                }

                continue;
            }

            plain[length++] = char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c;
        }

        return TryPlain(new string(plain[..length]), out value);
    }

    private static bool TryPlain(string text, out double value)
    {
        string word = text.TrimStart('+', '-').ToUpperInvariant();
        if (text.Length - word.Length <= 1 && word is "INF" or "INFINITY" or "NAN")
        {
            value = word == "NAN" ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        return text.Length > 0 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }
}
