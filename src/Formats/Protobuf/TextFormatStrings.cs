using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace TensorBoardFormats.Protobuf;

/// <summary>
/// The escapes of quoted strings as Python's protobuf undoes them, in its two steps (spec/projector.md §4.2): first <c>\u</c> and <c>\U</c>,
/// then all of Python's <c>unicode_escape</c> over the UTF-8 bytes. The order shows: <c>\u005cn</c> is a line feed.
/// </summary>
internal static class TextFormatStrings
{
    /// <summary>Undoes the escapes between the quotes.</summary>
    /// <param name="text">What stands between the quotes.</param>
    /// <param name="oldEscapes">As protobuf before 5.26: one step, and what does not fit into a byte stays as <c>\uXXXX</c>.</param>
    /// <param name="bytes">The bytes that the string stands for; not yet known to be UTF-8.</param>
    /// <param name="error">Which escape is wrong.</param>
    public static bool TryUnescape(ReadOnlySpan<char> text, bool oldEscapes, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out string? error)
    {
        bytes = null;
        error = null;
        if (!text.Contains('\\'))
        {
            bytes = Encoding.UTF8.GetBytes(text.ToArray());
            return true;
        }

        string source = CompleteShortHex(text);
        if (!oldEscapes && !TryUnescapeUnicode(source, out source, out error))
        {
            return false;
        }

        return TryUnescapeBytes(Encoding.UTF8.GetBytes(source), oldEscapes, out bytes, out error);
    }

    // \xf is \x0f.
    private static string CompleteShortHex(ReadOnlySpan<char> text)
    {
        StringBuilder result = new(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            result.Append(text[i]);
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                continue;
            }

            char escape = text[++i];
            result.Append(escape);
            if (escape == 'x' && CountHex(text[(i + 1)..], 2) == 1)
            {
                result.Append('0');
            }
        }

        return result.ToString();
    }

    // The codec raw_unicode_escape there and back: characters beyond Latin-1 become \uXXXX, so one behind a lone backslash comes back as text.
    private static bool TryUnescapeUnicode(string text, out string result, [NotNullWhen(false)] out string? error)
    {
        StringBuilder builder = new(text.Length);
        result = text;
        error = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            builder.Append(c);
            if (c != '\\' || i + 1 == text.Length)
            {
                continue;
            }

            char escape = text[++i];
            if (escape is not ('u' or 'U'))
            {
                AppendKept(builder, text, ref i);
                continue;
            }

            int digits = escape == 'u' ? 4 : 8;
            if (!TryCodePoint(text.AsSpan(i + 1), digits, out uint codePoint, out error) || !TryScalar(codePoint, out error))
            {
                return false;
            }

            builder.Length--;
            builder.Append(new Rune(codePoint).ToString());
            i += digits;
        }

        result = builder.ToString();
        return true;
    }

    private static void AppendKept(StringBuilder builder, string text, ref int index)
    {
        char c = text[index];
        if (c <= 0xFF)
        {
            builder.Append(c);
        }
        else if (char.IsHighSurrogate(c))
        {
            builder.Append('\\').Append(CultureInfo.InvariantCulture, $"U{char.ConvertToUtf32(c, text[++index]):x8}");
        }
        else
        {
            builder.Append('\\').Append(CultureInfo.InvariantCulture, $"u{(int)c:x4}");
        }
    }

    private static bool TryScalar(uint codePoint, [NotNullWhen(false)] out string? error)
    {
        error = codePoint is >= 0xD800 and <= 0xDFFF ? $"a surrogate (U+{codePoint:X4}) is no character" : null;
        return error is null;
    }

    private static bool TryUnescapeBytes(ReadOnlySpan<byte> text, bool oldEscapes, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out string? error)
    {
        ArrayBufferWriter<byte> output = new(text.Length);
        bytes = null;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length : plain;
            output.Write(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            if (!TryEscape(ref text, out uint value, out bool known, out error))
            {
                return false;
            }

            if (!known)
            {
                output.Write([(byte)'\\', (byte)value]);
            }
            else if (value <= 0xFF)
            {
                output.Write([(byte)value]);
            }
            else if (oldEscapes)
            {
                output.Write(Encoding.ASCII.GetBytes(value <= 0xFFFF ? $"\\u{value:x4}" : $"\\U{value:x8}"));
            }
            else
            {
                error = value <= 0x1FF ? "an octal escape is at most \\377" : "an escape stands for more than a byte";
                return false;
            }
        }

        bytes = output.WrittenSpan.ToArray();
        error = null;
        return true;
    }

    // One escape of unicode_escape at the start of text; a backslash before any other character is kept, with the character.
    private static bool TryEscape(ref ReadOnlySpan<byte> text, out uint value, out bool known, [NotNullWhen(false)] out string? error)
    {
        known = true;
        error = null;
        value = 0;
        if (text.Length == 1)
        {
            error = "the string ends in a backslash";
            return false;
        }

        char c = (char)text[1];
        text = text[2..];
        switch (c)
        {
            case 'x' or 'u' or 'U':
                int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                if (!TryCodePoint(Encoding.Latin1.GetString(text[..Math.Min(8, text.Length)]), digits, out value, out error))
                {
                    return false;
                }

                text = text[digits..];
                return true;
            case 'N':
                error = "\\N needs the name of a character in braces";
                return false;
            case >= '0' and <= '7':
                value = TakeOctal((uint)(c - '0'), ref text);
                return true;
        }

        int simple = "abfnrtv\\'\"".IndexOf(c, StringComparison.Ordinal);
        known = simple >= 0;
        value = known ? "\a\b\f\n\r\t\v\\'\""[simple] : c;
        return true;
    }

    private static uint TakeOctal(uint value, ref ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < 2 && text.Length > 0 && text[0] is >= (byte)'0' and <= (byte)'7'; i++)
        {
            value = (value * 8) + text[0] - '0';
            text = text[1..];
        }

        return value;
    }

    private static bool TryCodePoint(ReadOnlySpan<char> text, int digits, out uint value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        error = null;
        string name = digits == 2 ? "x" : digits == 4 ? "u" : "U";
        if (CountHex(text, digits) < digits)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"\\{name} needs {digits} hexadecimal digits");
            return false;
        }

        value = uint.Parse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (value > 0x10FFFF)
        {
            error = $"U+{value:X} is no character";
            return false;
        }

        return true;
    }

    private static int CountHex(ReadOnlySpan<char> text, int limit)
    {
        int count = 0;
        while (count < limit && count < text.Length && char.IsAsciiHexDigit(text[count]))
        {
            count++;
        }

        return count;
    }
}
