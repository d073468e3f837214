namespace TensorBoardFormats.Validation.Server;

/// <summary>POSIX <c>fnmatch</c> with <c>FNM_PATHNAME</c>: <c>*</c>, <c>?</c> and brackets do not match a slash; a backslash takes the
/// next character literally.</summary>
internal static class FnMatch
{
    /// <summary>True when the whole text matches the pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // The last star is the only one worth going back to: what stands before it has matched. None reaches over a slash.
        int p = 0, t = 0, star = -1, starText = 0;
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, starText) = (p++, t);
            }
            else if (t < text.Length && p < pattern.Length && MatchOne(pattern, p, text[t], out int next))
            {
                (p, t) = (next, t + 1);
            }
            else if (t == text.Length && p == pattern.Length)
            {
                return true;
            }
            else if (star >= 0 && starText < text.Length && text[starText] != '/')
            {
                (p, t) = (star + 1, ++starText);
            }
            else
            {
                return false;
            }
        }
    }

    private static bool MatchOne(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case '?':
                return c != '/';
            case '[' when c != '/' && TryBracket(pattern, at, c, out bool matched, out int end):
                next = end;
                return matched;
            case '\\' when at + 1 < pattern.Length:
                next = at + 2;
                return pattern[at + 1] == c;
            case '\\':
                return false;
            default:
                return pattern[at] == c;
        }
    }

    // False when the bracket is never closed; then it stands for itself.
    private static bool TryBracket(ReadOnlySpan<char> pattern, int at, char c, out bool matched, out int end)
    {
        int i = at + 1;
        bool negated = i < pattern.Length && pattern[i] is '!' or '^';
        i += negated ? 1 : 0;
        matched = false;
        for (bool first = true; i < pattern.Length && (first || pattern[i] != ']'); first = false)
        {
            if (pattern[i] == '/')
            {
                break;
            }

            char low = Literal(pattern, ref i);
            char high = low;
            if (i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
            {
                i++;
                high = Literal(pattern, ref i);
            }

            matched |= low <= c && c <= high;
        }

        end = i + 1;
        matched ^= negated;
        return i < pattern.Length && pattern[i] == ']';
    }

    private static char Literal(ReadOnlySpan<char> pattern, ref int i)
    {
        i += pattern[i] == '\\' && i + 1 < pattern.Length ? 1 : 0;
        return pattern[i++];
    }
}
