using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TensorBoardFormats.Protobuf;

/// <summary>Numbers as Python reads them from text: <c>float(text)</c> and <c>int(text, 0)</c> (spec/projector.md §4.2, §9.1).</summary>
internal static partial class PythonNumber
{
    private const int MaxDigits = 4300; // Python refuses longer decimal ones; others of that length are out of range for any field.

    /// <summary>Python's <c>float(text)</c>.</summary>
    /// <returns>False where Python raises ValueError.</returns>
    public static bool TryParseFloat(ReadOnlySpan<char> text, out double value)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return TryParseFloat(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)), out value);
    }

    /// <summary>Python's <c>int(text, 0)</c> after the text format's rule that <c>010</c> is octal.</summary>
    /// <returns>False where Python raises ValueError.</returns>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out BigInteger value)
    {
        value = 0;
        char sign = text.Length > 0 && text[0] is '+' or '-' ? text[0] : ' ';
        text = sign == ' ' ? text : text[1..];
        int radix = Radix(ref text, octalByZero: sign != '+');
        if (text.IsEmpty || !TryDigits(text, radix, out value))
        {
            return false;
        }

        value = sign == '-' ? -value : value;
        return true;
    }

    private static int Radix(ref ReadOnlySpan<char> text, bool octalByZero)
    {
        if (text.Length < 2 || text[0] != '0')
        {
            return 10;
        }

        int radix = text[1] switch
        {
            'x' or 'X' => 16,
            'o' or 'O' => 8,
            'b' or 'B' => 2,
            _ => 10,
        };
        if (radix != 10)
        {
            text = text[2..];
            if (text.Length > 1 && text[0] == '_')
            {
                text = text[1..]; // One underscore may follow the prefix.
            }
        }
        else if (octalByZero && !text[1..].ContainsAnyExceptInRange('0', '9'))
        {
            text = text[1..];
            radix = 8;
        }

        return radix;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, int radix, out BigInteger value)
    {
        value = 0;
        bool leadingZero = text[0] == '0';
        bool afterDigit = false;
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '_')
            {
                if (!afterDigit)
                {
                    return false;
                }

                afterDigit = false;
                continue;
            }

            int digit = DigitAt(text, ref i);
            count += value.IsZero ? 0 : 1;
            if (digit < 0 || digit >= radix || count > MaxDigits)
            {
                return false;
            }

            value = (value * radix) + digit;
            afterDigit = true;
        }

        // In base 0 a decimal number has no leading zeros, unless it is zero.
        return afterDigit && !(radix == 10 && leadingZero && !value.IsZero);
    }

    private static int DigitAt(ReadOnlySpan<char> text, ref int index)
    {
        char c = text[index];
        if (c < 0x80)
        {
            return char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : -1;
        }

        if (Rune.DecodeFromUtf16(text[index..], out Rune rune, out int used) != OperationStatus.Done)
        {
            return -1;
        }

        index += used - 1;
        return DecimalDigit(rune);
    }

    private static int DecimalDigit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
}
