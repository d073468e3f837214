namespace TensorBoardFormats.Projector;

/// <summary>Text as JavaScript trims it (spec/projector.md §10.4).</summary>
internal static class JsText
{
    /// <summary>White space and line ends of the language; U+0085, U+180E and U+200B are not among them.</summary>
    public static bool IsBlank(char c) =>
        c is >= '\u0009' and <= '\u000D' or ' ' or '\u00A0' or '\u1680' or >= '\u2000' and <= '\u200A'
            or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';

    /// <summary>True where nothing is left after a trim.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text) => Trim(text).IsEmpty;

    /// <summary><c>text.trim()</c>.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && IsBlank(text[start]))
        {
            start++;
        }

        int end = text.Length;
        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }
}
