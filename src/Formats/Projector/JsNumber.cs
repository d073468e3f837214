using System.Globalization;
using System.Text;

namespace TensorBoardFormats.Projector;

/// <summary>Numbers as JavaScript reads and writes them (spec/projector.md §10.4).</summary>
internal static class JsNumber
{
    // An exponent beyond this decides the value alone, whatever the digits of a cell that fits in memory.
    private const int LongestExponent = 9;

    /// <summary><c>Number(text)</c>; false where that is NaN.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        ReadOnlySpan<char> word = JsText.Trim(text);
        value = 0;
        if (word.IsEmpty)
        {
            return true;
        }

        if (word.Length > 2 && word[0] == '0' && BitsPerDigit(word[1]) is int bits and > 0)
        {
            return TryParsePowerOfTwo(word[2..], bits, out value);
        }

        ReadOnlySpan<char> unsigned = word[0] is '+' or '-' ? word[1..] : word;
        if (unsigned.SequenceEqual("Infinity"))
        {
            value = word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return IsDecimal(unsigned) && double.TryParse(WithShortExponent(word), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary><c>String(value)</c>: the fewest digits that read back the same; exponent form from 1e21 and below 1e-6.</summary>
    public static string ToText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return "0";
        }

        (string digits, int point) = ShortestDigits(Math.Abs(value));
        StringBuilder text = new(value < 0 ? "-" : "");
        if (point is > 0 and <= 21)
        {
            AppendPlain(text, digits, point);
        }
        else if (point is > -6 and <= 0)
        {
            text.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
            {
                text.Append('.').Append(digits, 1, digits.Length - 1);
            }

            text.Append('e').Append(point > 0 ? '+' : '-').Append(CultureInfo.InvariantCulture, $"{Math.Abs(point - 1)}");
        }

        return text.ToString();
    }

    /// <summary><c>toLocaleString()</c> in English: commas between thousands, at most three decimals, halves away from zero.</summary>
    public static string ToLocaleText(double value) =>
        Math.Round((decimal)value, 3, MidpointRounding.AwayFromZero).ToString("#,##0.###", CultureInfo.InvariantCulture);

    private static int BitsPerDigit(char letter) => letter switch
    {
        'x' or 'X' => 4,
        'o' or 'O' => 3,
        'b' or 'B' => 1,
        _ => 0,
    };

    // Rounded to nearest even: 64 leading bits and whether anything follows them decide.
    private static bool TryParsePowerOfTwo(ReadOnlySpan<char> digits, int bits, out double value)
    {
        ulong head = 0;
        long dropped = 0;
        bool rest = false;
        value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : int.MaxValue;
            if (digit >= 1 << bits)
            {
                return false;
            }

            for (int bit = bits - 1; bit >= 0; bit--)
            {
                int one = (digit >> bit) & 1;
                if (head >> 62 != 0)
                {
                    dropped++;
                    rest |= one == 1;
                }
                else
                {
                    head = (head << 1) | (uint)one;
                }
            }
        }

        value = Math.ScaleB((double)(head | (rest ? 1UL : 0)), (int)Math.Min(dropped, 5000));
        return true;
    }

    private static bool IsDecimal(ReadOnlySpan<char> word)
    {
        int digits = CountDigits(word);
        int at = digits;
        if (at < word.Length && word[at] == '.')
        {
            int decimals = CountDigits(word[(at + 1)..]);
            at += 1 + decimals;
            digits += decimals;
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < word.Length && word[at] is 'e' or 'E')
        {
            at++;
            at += at < word.Length && word[at] is '+' or '-' ? 1 : 0;
            int exponent = CountDigits(word[at..]);
            at += exponent;
            return exponent > 0 && at == word.Length;
        }

        return at == word.Length;
    }

    private static int CountDigits(ReadOnlySpan<char> word)
    {
        int end = word.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? word.Length : end;
    }

    private static ReadOnlySpan<char> WithShortExponent(ReadOnlySpan<char> word)
    {
        int e = word.IndexOfAny('e', 'E');
        if (e < 0)
        {
            return word;
        }

        bool negative = word[e + 1] == '-';
        ReadOnlySpan<char> digits = word[(e + 1)..].TrimStart("+-").TrimStart('0');
        return digits.Length <= LongestExponent ? word : string.Concat(word[..e], negative ? "e-" : "e+", "999999999");
    }

    // Digits without leading and trailing zeros, and how many of them stand before the decimal point.
    private static (string Digits, int Point) ShortestDigits(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        int point = (dot < 0 ? mantissa.Length : dot) + exponent - (digits.Length - significant.Length);
        return (significant.TrimEnd('0'), point);
    }

    private static void AppendPlain(StringBuilder text, string digits, int point)
    {
        if (digits.Length <= point)
        {
            text.Append(digits).Append('0', point - digits.Length);
        }
        else
        {
            text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point);
        }
    }
}
