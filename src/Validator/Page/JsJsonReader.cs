using System.Text;
using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>What <see cref="JsJsonReader.Read"/> met.</summary>
internal enum JsToken
{
    /// <summary><c>{</c>.</summary>
    StartObject,

    /// <summary><c>}</c>.</summary>
    EndObject,

    /// <summary><c>[</c>.</summary>
    StartArray,

    /// <summary><c>]</c>.</summary>
    EndArray,

    /// <summary>A member's name.</summary>
    Name,

    /// <summary>Text, number, boolean or null.</summary>
    Value,

    /// <summary>The text ended after one whole value.</summary>
    End,

    /// <summary>The text is not JSON; nothing can be read any more.</summary>
    Error,
}

/// <summary>
/// JSON as <c>JSON.parse</c> takes it from an HTTP answer: bytes that are not UTF-8 become U+FFFD, a byte order mark is dropped, lone surrogates are fine.
/// Reads token by token, so that a file of any size needs no memory. Nesting is bounded by <see cref="DeepestNesting"/>.
/// </summary>
internal sealed class JsJsonReader : IDisposable
{
    /// <summary>Deeper text is refused.</summary>
    public const int DeepestNesting = 1 << 20;

    // Of longer words the rest is checked but not kept.
    private const int LongestWord = 1 << 16;

    private readonly StreamReader _reader;
    private readonly List<bool> _inObject = [];
    private readonly StringBuilder _word = new();
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
    public JsValue Value { get; private set; }

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

            _reader.Read();
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
        while (_reader.Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _reader.Read();
        }

        return _reader.Peek();
    }

    private JsToken Close(int c)
    {
        bool isObject = _inObject[^1];
        if (c != (isObject ? '}' : ']'))
        {
            return JsToken.Error;
        }

        _reader.Read();
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

        _reader.Read();
        Value = JsValue.Of(_word.ToString());
        _expected = Expected.Value;
        return JsToken.Name;
    }

    private JsToken ReadValue(int c)
    {
        if (c is '{' or '[')
        {
            _reader.Read();
            _inObject.Add(c == '{');
            _expected = c == '{' ? Expected.NameOrEnd : Expected.ValueOrEnd;
            return _inObject.Count > DeepestNesting ? JsToken.Error : c == '{' ? JsToken.StartObject : JsToken.StartArray;
        }

        _expected = Expected.Comma;
        bool read = c switch
        {
            '"' => TryReadText() && Set(JsValue.Of(_word.ToString())),
            't' => TryReadWord("true") && Set(JsValue.Of(true)),
            'f' => TryReadWord("false") && Set(JsValue.Of(false)),
            'n' => TryReadWord("null") && Set(JsValue.Null),
            _ => TryReadNumber(out double number) && Set(JsValue.Of(number)),
        };
        return read ? JsToken.Value : JsToken.Error;
    }

    private bool Set(JsValue value)
    {
        Value = value;
        return true;
    }

    private bool TryReadWord(string word)
    {
        foreach (char expected in word)
        {
            if (_reader.Read() != expected)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadText()
    {
        _word.Clear();
        if (_reader.Read() != '"')
        {
            return false;
        }

        for (int c = _reader.Read(); c != '"'; c = _reader.Read())
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
        c = _reader.Read();
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
            int digit = _reader.Read();
            if (digit < 0 || !char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            c = (c << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    private bool TryReadNumber(out double number)
    {
        number = 0;
        _word.Clear();
        Accept('-');
        bool leadingZero = _reader.Peek() == '0';
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

            if (AcceptDigits() == 0)
            {
                return false;
            }
        }

        return JsNumber.TryParse(_word.ToString(), out number);
    }

    private bool Accept(char wanted)
    {
        if (_reader.Peek() != wanted)
        {
            return false;
        }

        Keep((char)_reader.Read());
        return true;
    }

    private int AcceptDigits()
    {
        int count = 0;
        while (_reader.Peek() is >= '0' and <= '9')
        {
            Keep((char)_reader.Read());
            count = Math.Min(count + 1, 2);
        }

        return count;
    }

    private void Keep(char c)
    {
        if (_word.Length < LongestWord)
        {
            _word.Append(c);
        }
    }
}
