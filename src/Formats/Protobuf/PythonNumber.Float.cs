using System.Globalization;
using System.Text;

namespace TensorBoardFormats.Protobuf;

internal static partial class PythonNumber
{
    private const int StackLimit = 512;

    // Python's has no sign; double.NaN has one.
    private static readonly double PositiveNaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>
    /// Python's <c>float</c> of a text: white space around it, a sign, digits with at most one point and single underscores between them, an
    /// exponent, or <c>inf</c>, <c>infinity</c>, <c>nan</c>; decimal digits of any script (spec/projector.md §9.1).
    /// </summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="value">Its value, rounded to double as Python does; infinite beyond its range.</param>
    /// <returns>False where Python raises ValueError.</returns>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out double value)
    {
        if (Ascii.IsValid(text))
        {
            return TryParseAscii(text, out value);
        }

        Span<byte> ascii = text.Length <= StackLimit ? stackalloc byte[text.Length] : new byte[text.Length];
        value = 0;
        return TryToAscii(text, ascii, out int length) && TryParseAscii(ascii[..length], out value);
    }

    // Non-ASCII white space becomes a blank and a decimal digit of another script the ASCII one; anything else is no number.
    private static bool TryToAscii(ReadOnlySpan<byte> text, Span<byte> ascii, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            int digit = rune.IsAscii ? -1 : DecimalDigit(rune);
            if (rune.IsAscii)
            {
                ascii[length++] = (byte)rune.Value;
            }
            else if (Rune.IsWhiteSpace(rune))
            {
                ascii[length++] = (byte)' ';
            }
            else if (digit >= 0)
            {
                ascii[length++] = (byte)('0' + digit);
            }
            else
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }

    private static bool TryParseAscii(ReadOnlySpan<byte> text, out double value)
    {
        text = text.Trim(" \t\n\v\f\r"u8);
        value = 0;
        if (!text.Contains((byte)'_'))
        {
            return TryParseTrimmed(text, out value);
        }

        Span<byte> bare = text.Length <= StackLimit ? stackalloc byte[text.Length] : new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '_')
            {
                bare[length++] = text[i];
            }
            else if (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit((char)text[i - 1]) || !char.IsAsciiDigit((char)text[i + 1]))
            {
                return false;
            }
        }

        return TryParseTrimmed(bare[..length], out value);
    }

    private static bool TryParseTrimmed(ReadOnlySpan<byte> text, out double value)
    {
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> magnitude = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        value = 0;
        if (!IsDecimal(magnitude, out int exponentAt))
        {
            double? word = Word(magnitude);
            value = (negative ? -word : word) ?? 0;
            return word is not null;
        }

        // The exponent of a text may be of any length; beyond nine digits only its sign matters, and whether there is anything to scale.
        ReadOnlySpan<byte> exponent = exponentAt < magnitude.Length ? magnitude[(exponentAt + 1)..] : default;
        if (exponent.Length > 9)
        {
            return TryParseWithHugeExponent(magnitude[..exponentAt], exponent, negative, out value);
        }

        return double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseWithHugeExponent(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> exponent, bool negative, out double value)
    {
        ReadOnlySpan<byte> magnitude = exponent.TrimStart("+-"u8).TrimStart((byte)'0');
        if (magnitude.Length > 9)
        {
            bool zero = digits.IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
            value = zero || exponent[0] == '-' ? 0 : double.PositiveInfinity;
        }
        else
        {
            string text = $"{Encoding.ASCII.GetString(digits)}e{(exponent[0] == '-' ? "-" : "")}{(magnitude.IsEmpty ? "0" : Encoding.ASCII.GetString(magnitude))}";
            value = double.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        }

        value = negative ? -value : value;
        return true;
    }

    private static bool IsDecimal(ReadOnlySpan<byte> text, out int exponentAt)
    {
        int end = Digits(text, 0);
        int count = end;
        if (end < text.Length && text[end] == '.')
        {
            int fraction = Digits(text, end + 1);
            count += fraction - end - 1;
            end = fraction;
        }

        exponentAt = end;
        if (count == 0 || end == text.Length)
        {
            return count > 0;
        }

        int sign = end + 1 < text.Length && text[end + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
        int last = Digits(text, end + 1 + sign);
        return text[end] is (byte)'e' or (byte)'E' && last == text.Length && last > end + 1 + sign;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        int end = Math.Min(from, text.Length);
        while (end < text.Length && char.IsAsciiDigit((char)text[end]))
        {
            end++;
        }

        return end;
    }

    private static double? Word(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8) ? double.PositiveInfinity
        : Ascii.EqualsIgnoreCase(text, "nan"u8) ? PositiveNaN : null;
}
