using System.Text;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// JSON as <c>JSON.parse</c> takes it from an HTTP answer: bytes that are not UTF-8 become U+FFFD, a byte order mark is dropped, lone
/// surrogates are fine. Reads token by token, so that a file of any size needs no memory. Nesting is bounded by <see
/// cref="DeepestNesting"/>.
/// </summary>
/// <remarks>Values are made of their characters only when they are looked at.</remarks>
internal sealed class JsJsonReader : IDisposable
{
    /// <summary>Deeper text is refused.</summary>
    public const int DeepestNesting = 1 << 20;

    // Of longer words the rest is checked but not kept.
    private const int LongestWord = 1 << 16;

    private readonly StreamReader _reader;
    private readonly List<bool> _inObject = [];
    private readonly char[] _buffer = new char[1 << 15];
    private readonly char[] _word = new char[LongestWord];
    private int _at;
    private int _end;
    private int _length;
    private JsKind _kind;
    private Expected _expected = Expected.Value;

    /// <summary>Reads from the start of a text; the reader owns the stream.</summary>
    public JsJsonReader(Stream text) => _reader = new StreamReader(text, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);

    private enum Expected
    {
        Value,
        ValueOrEnd,
        Name,
        NameOrEnd,
        Comma,
    }

    /// <summary>The last token.</summary>
    public JsToken Token { get; private set; }

    /// <summary>The last value; for <see cref="JsToken.Name"/> its text.</summary>
    public JsValue Value => _kind switch
    {
        JsKind.Text => JsValue.Of(Word.ToString()),
        JsKind.Number => JsValue.Of(JsNumber.TryParse(Word, out double number) ? number : double.NaN),
        JsKind.Boolean => JsValue.Of(Word is "true"),
        _ => JsValue.Null,
    };

    private ReadOnlySpan<char> Word => _word.AsSpan(0, _length);

    /// <summary>Reads the next token.</summary>
    public JsToken Read() => Token = Token is JsToken.Error or JsToken.End ? Token : Next();

    /// <summary>Reads the first token of the next element of an array; false at its end.</summary>
    public bool ReadElement() => Read() is not (JsToken.EndArray or JsToken.Error or JsToken.End);

    /// <summary>Passes over the rest of a value of which the first token was read.</summary>
    public void Skip()
    {
        int depth = _inObject.Count;
        if (Token is JsToken.StartArray or JsToken.StartObject)
        {
            while (_inObject.Count >= depth && Token != JsToken.Error)
            {
                Read();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private JsToken Next()
    {
        int c = SkipBlanks();
        if (_expected == Expected.Comma)
        {
            if (_inObject.Count == 0)
            {
                return c < 0 ? JsToken.End : JsToken.Error;
            }

            if (c != ',')
            {
                return Close(c);
            }

            _at++;
            c = SkipBlanks();
            _expected = _inObject[^1] ? Expected.Name : Expected.Value;
        }

        return _expected switch
        {
            Expected.ValueOrEnd when c == ']' => Close(c),
            Expected.NameOrEnd when c == '}' => Close(c),
            Expected.Name or Expected.NameOrEnd => ReadName(),
            _ => ReadValue(c),
        };
    }

    private int SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }

        return Peek();
    }

    private int Peek()
    {
        if (_at == _end)
        {
            _at = 0;
            _end = _reader.Read(_buffer);
        }

        return _at < _end ? _buffer[_at] : -1;
    }

    private int Take()
    {
        int c = Peek();
        _at += c < 0 ? 0 : 1;
        return c;
    }

    private JsToken Close(int c)
    {
        bool isObject = _inObject[^1];
        if (c != (isObject ? '}' : ']'))
        {
            return JsToken.Error;
        }

        _at++;
        _inObject.RemoveAt(_inObject.Count - 1);
        _expected = Expected.Comma;
        return isObject ? JsToken.EndObject : JsToken.EndArray;
    }

    private JsToken ReadName()
    {
        if (!TryReadText() || SkipBlanks() != ':')
        {
            return JsToken.Error;
        }

        _at++;
        _expected = Expected.Value;
        return JsToken.Name;
    }

    private JsToken ReadValue(int c)
    {
        if (c is '{' or '[')
        {
            _at++;
            _inObject.Add(c == '{');
            _expected = c == '{' ? Expected.NameOrEnd : Expected.ValueOrEnd;
            return _inObject.Count > DeepestNesting ? JsToken.Error : c == '{' ? JsToken.StartObject : JsToken.StartArray;
        }

        _expected = Expected.Comma;
        bool read = c switch
        {
            '"' => TryReadText(),
            't' => TryReadWord("true", JsKind.Boolean),
            'f' => TryReadWord("false", JsKind.Boolean),
            'n' => TryReadWord("null", JsKind.Null),
            _ => TryReadNumber(),
        };
        return read ? JsToken.Value : JsToken.Error;
    }

    private bool TryReadWord(string word, JsKind kind)
    {
        _kind = kind;
        _length = 0;
        foreach (char expected in word)
        {
            if (Take() != expected)
            {
                return false;
            }

            Keep(expected);
        }

        return true;
    }

    private bool TryReadText()
    {
        _kind = JsKind.Text;
        _length = 0;
        if (Take() != '"')
        {
            return false;
        }

        for (int c = Take(); c != '"'; c = Take())
        {
            if (c < ' ' || (c == '\\' && !TryReadEscape(out c)))
            {
                return false;
            }

            Keep((char)c);
        }

        return true;
    }

    private bool TryReadEscape(out int c)
    {
        c = Take();
        int place = c < 0 ? -1 : "\"\\/bfnrt".IndexOf((char)c, StringComparison.Ordinal);
        if (place >= 0)
        {
            c = "\"\\/\b\f\n\r\t"[place];
            return true;
        }

        if (c != 'u')
        {
            return false;
        }

        c = 0;
        for (int i = 0; i < 4; i++)
        {
            int digit = Take();
            if (digit < 0 || !char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            c = (c << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    private bool TryReadNumber()
    {
        _kind = JsKind.Number;
        _length = 0;
        Accept('-');
        bool leadingZero = Peek() == '0';
        int digits = AcceptDigits();
        if (digits == 0 || (leadingZero && digits > 1) || (Accept('.') && AcceptDigits() == 0))
        {
            return false;
        }

        if (Accept('e') || Accept('E'))
        {
            if (!Accept('+'))
            {
                Accept('-');
            }

            return AcceptDigits() > 0;
        }

        return true;
    }

    private bool Accept(char wanted)
    {
        if (Peek() != wanted)
        {
            return false;
        }

        Keep(wanted);
        _at++;
        return true;
    }

    private int AcceptDigits()
    {
        int count = 0;
        while (Peek() is >= '0' and <= '9')
        {
            Keep((char)Take());
            count = Math.Min(count + 1, 2);
        }

        return count;
    }

    private void Keep(char c)
    {
        if (_length < _word.Length)
        {
            _word[_length++] = c;
        }
    }
}
