namespace TensorBoardFormats.Protobuf;

/// <summary>
/// Cuts a text into the tokens of Python's protobuf reader (spec/projector.md §4.2): names, numbers, quoted strings, and single code
/// points for all the rest. A line ends at LF only; no token spans lines.
/// </summary>
/// <remarks>The current token is empty at the end of the text and only there.</remarks>
internal ref struct TextFormatTokenizer
{
    private readonly ReadOnlySpan<char> _text;
    private int _start;
    private int _length;
    private int _line = 1;
    private int _column = 1;

    /// <summary>Stands on the first token of <paramref name="text"/>.</summary>
    public TextFormatTokenizer(ReadOnlySpan<char> text)
    {
        _text = text;
        Next();
        PreviousPosition = Position;
    }

    /// <summary>The token itself.</summary>
    public readonly ReadOnlySpan<char> Token => _text.Slice(_start, _length);

    /// <summary>Where it starts.</summary>
    public readonly TextPosition Position => new(_line, _column);

    /// <summary>Where the token before it starts.</summary>
    public TextPosition PreviousPosition { get; private set; }

    /// <summary>True when there is no further token.</summary>
    public readonly bool AtEnd => _length == 0;

    /// <summary>Goes on to the next token.</summary>
    public void Next()
    {
        PreviousPosition = Position;
        Advance(_length);
        SkipSpaceAndComments();
        _length = TokenLength(_text[_start..]);
    }

    /// <summary>Goes on if the token is this one character.</summary>
    public bool TryConsume(char expected)
    {
        if (_length != 1 || _text[_start] != expected)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>What Python's regular expressions take for white space.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    private void SkipSpaceAndComments()
    {
        while (_start < _text.Length)
        {
            char c = _text[_start];
            if (c == '#')
            {
                int end = _text[_start..].IndexOf('\n');
                Advance(end < 0 ? _text.Length - _start : end);
            }
            else if (IsSpace(c))
            {
                Advance(1);
            }
            else
            {
                return;
            }
        }
    }

    private void Advance(int count)
    {
        foreach (char c in _text.Slice(_start, count))
        {
            if (c == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(c))
            {
                _column++;
            }
        }

        _start += count;
    }

    private static int TokenLength(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        char first = rest[0];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            return WordLength(rest, withPoints: false);
        }

        if (char.IsAsciiDigit(first) || first is '+' or '-' || (first == '.' && rest.Length > 1 && char.IsAsciiDigit(rest[1])))
        {
            return WordLength(rest, withPoints: true);
        }

        if (first is '"' or '\'')
        {
            return StringLength(rest, first);
        }

        return rest.Length > 1 && char.IsSurrogatePair(first, rest[1]) ? 2 : 1;
    }

    private static int WordLength(ReadOnlySpan<char> rest, bool withPoints)
    {
        int length = 1;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '_' or '+' or '-' || (withPoints && rest[length] == '.')))
        {
            length++;
        }

        return length;
    }

    // Up to the closing quote, or to the end of the line where that is missing.
    private static int StringLength(ReadOnlySpan<char> rest, char quote)
    {
        for (int i = 1; i < rest.Length; i++)
        {
            char c = rest[i];
            if (c == '\n')
            {
                return i;
            }

            if (c == quote)
            {
                return i + 1;
            }

            if (c == '\\' && i + 1 < rest.Length && rest[i + 1] != '\n')
            {
                i++;
            }
        }

        return rest.Length;
    }
}
