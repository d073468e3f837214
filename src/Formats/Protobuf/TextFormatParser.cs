using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace TensorBoardFormats.Protobuf;

/// <summary>
/// Reads the protobuf text format into a message, driven by its descriptor, accepting exactly what Python's reader accepts
/// (spec/projector.md §4.2, §6.2). Nothing here throws on content.
/// </summary>
/// <remarks>
/// Line ends are the caller's business: TensorFlow's file layer hands the text over as it is, TensorBoard's own turns CRLF and CR into LF.
/// Extensions and expanded <c>Any</c> values are refused: none of the house's messages has them.
/// </remarks>
internal ref struct TextFormatParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Enough for any config that a person or a program means; a hostile one takes no more memory for them.
    private const int MaxLocations = 100_000;

    private readonly TextFormatOptions _options;
    private readonly List<TextFieldLocation>? _locations;
    private TextFormatTokenizer _tokens;
    private TextFormatError? _error;
    private int _depth;

    private TextFormatParser(ReadOnlySpan<char> text, TextFormatOptions options, List<TextFieldLocation>? locations)
    {
        _tokens = new TextFormatTokenizer(text);
        _options = options;
        _locations = locations;
    }

    /// <summary>Reads <paramref name="utf8"/>, which may not start with a byte order mark.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IMessage, TextFormatOptions, out TextFormatError?, List{TextFieldLocation}?)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, IMessage target, TextFormatOptions options, [NotNullWhen(false)] out TextFormatError? error, List<TextFieldLocation>? locations = null)
    {
        if (!TryDecode(utf8, out string text, out error))
        {
            return false;
        }

        return TryParse(text, target, options, out error, locations);
    }

    /// <summary>Reads <paramref name="text"/> into <paramref name="target"/>, which on failure holds what was read before the error.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="target">An empty message.</param>
    /// <param name="options">What kind of reader.</param>
    /// <param name="error">The first error.</param>
    /// <param name="locations">If given, takes the place of every field, in the order of the text.</param>
    public static bool TryParse(ReadOnlySpan<char> text, IMessage target, TextFormatOptions options, [NotNullWhen(false)] out TextFormatError? error, List<TextFieldLocation>? locations = null)
    {
        TextFormatParser parser = new(text, options, locations);
        while (!parser._tokens.AtEnd && parser.TryField(target, ""))
        {
        }

        error = parser._error;
        return error is null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, out string text, [NotNullWhen(false)] out TextFormatError? error)
    {
        error = null;
        text = "";
        int valid = System.Text.Unicode.Utf8.IsValid(utf8) ? utf8.Length : ValidPrefix(utf8);
        if (valid == utf8.Length)
        {
            text = StrictUtf8.GetString(utf8);
            return true;
        }

        ReadOnlySpan<byte> before = utf8[..valid];
        int line = before.Count((byte)'\n') + 1;
        int column = StrictUtf8.GetString(before[(before.LastIndexOf((byte)'\n') + 1)..]).EnumerateRunes().Count() + 1;
        error = new TextFormatError(TextFormatErrorKind.NotUtf8, new TextPosition(line, column), $"expected UTF-8, found byte 0x{utf8[valid]:X2}");
        return false;
    }

    private static int ValidPrefix(ReadOnlySpan<byte> utf8)
    {
        int position = 0;
        while (position < utf8.Length && Rune.DecodeFromUtf8(utf8[position..], out _, out int used) == System.Buffers.OperationStatus.Done)
        {
            position += used;
        }

        return position;
    }

    private bool Fail(TextFormatErrorKind kind, string message) => Fail(kind, _tokens.Position, message);

    private bool Fail(TextFormatErrorKind kind, TextPosition position, string message)
    {
        _error ??= new TextFormatError(kind, position, message);
        return false;
    }

    private readonly string Found()
    {
        ReadOnlySpan<char> token = _tokens.Token;
        return token.IsEmpty ? "the end of the text"
            : token.Length > 60 ? $"'{token[..60]}…'"
            : token is [char c] && (char.IsControl(c) || c >= 0x80) ? $"U+{(int)c:X4}"
            : $"'{token}'";
    }

    private bool Expect(char expected) =>
        _tokens.TryConsume(expected) || Fail(TextFormatErrorKind.Syntax, $"expected '{expected}', found {Found()}");

    private bool TryField(IMessage message, string path)
    {
        TextPosition namePosition = _tokens.Position;
        if (!TryFindField(message.Descriptor, out FieldDescriptor? field))
        {
            return false;
        }

        path = _locations is null ? "" : path.Length == 0 ? field.Name : path + "." + field.Name;
        bool isMessage = field.FieldType is FieldType.Message or FieldType.Group;
        if (!_tokens.TryConsume(':') && !isMessage)
        {
            return Expect(':');
        }

        bool parsed = field.IsRepeated && _tokens.TryConsume('[')
            ? TryList(message, field, path, namePosition)
            : TryValue(message, field, path, namePosition);
        if (parsed && !_tokens.TryConsume(','))
        {
            _tokens.TryConsume(';');
        }

        return parsed;
    }

    private bool TryFindField(MessageDescriptor descriptor, [NotNullWhen(true)] out FieldDescriptor? field)
    {
        field = null;
        ReadOnlySpan<char> token = _tokens.Token;
        if (token.IsEmpty || !(char.IsLetterOrDigit(token[0]) || token[0] == '_' || char.IsSurrogate(token[0])))
        {
            return Fail(TextFormatErrorKind.Syntax, $"expected a field name, found {Found()}");
        }

        field = descriptor.FindFieldByName(token.ToString());
        if (field is null)
        {
            return Fail(TextFormatErrorKind.UnknownField, $"{descriptor.FullName} has no field {Found()}");
        }

        _tokens.Next();
        return true;
    }

    private bool TryList(IMessage message, FieldDescriptor field, string path, TextPosition namePosition)
    {
        if (_tokens.TryConsume(']'))
        {
            return true;
        }

        do
        {
            if (!TryValue(message, field, path, namePosition))
            {
                return false;
            }

            if (_tokens.TryConsume(']'))
            {
                return true;
            }
        }
        while (Expect(','));
        return false;
    }

    private bool TryValue(IMessage message, FieldDescriptor field, string path, TextPosition namePosition)
    {
        if (_locations is { Count: < MaxLocations })
        {
            path = field.IsMap ? path
                : field.IsRepeated ? $"{path}[{((IList)field.Accessor.GetValue(message)).Count}]" : path;
            _locations.Add(new TextFieldLocation(path, namePosition, _tokens.Position));
        }

        if (field.IsMap)
        {
            return TryMapEntry((IDictionary)field.Accessor.GetValue(message), field, path);
        }

        if (!_options.AllowDuplicates && OtherOfOneof(message, field) is string other)
        {
            return Fail(TextFormatErrorKind.DuplicateField, namePosition, $"{field.Name} and {other} of {message.Descriptor.FullName} exclude each other");
        }

        return field.FieldType is FieldType.Message or FieldType.Group ? TryMessage(message, field, path, namePosition) : TryScalarField(message, field, namePosition);
    }

    private static string? OtherOfOneof(IMessage message, FieldDescriptor field) =>
        field.RealContainingOneof?.Accessor.GetCaseFieldDescriptor(message) is { } set && set.FieldNumber != field.FieldNumber ? set.Name : null;

    private bool TryScalarField(IMessage message, FieldDescriptor field, TextPosition namePosition)
    {
        if (!TryScalar(field, out object? value))
        {
            return false;
        }

        if (field.IsRepeated)
        {
            ((IList)field.Accessor.GetValue(message)).Add(value);
            return true;
        }

        if (!_options.AllowDuplicates && IsSet(message, field))
        {
            return FailDuplicate(message, field, namePosition);
        }

        field.Accessor.SetValue(message, value);
        return true;
    }

    // A field without presence that holds its default value cannot be told from one that was not given; Python lets the second one pass.
    private static bool IsSet(IMessage message, FieldDescriptor field) =>
        field.HasPresence ? field.Accessor.HasValue(message) : !ScalarDefaults.IsDefault(field.Accessor.GetValue(message));

    private bool FailDuplicate(IMessage message, FieldDescriptor field, TextPosition namePosition) =>
        Fail(TextFormatErrorKind.DuplicateField, namePosition, $"{field.Name} may stand once in {message.Descriptor.FullName} and is given again");

    private bool TryMessage(IMessage message, FieldDescriptor field, string path, TextPosition namePosition)
    {
        if (!TryOpen(out char end))
        {
            return false;
        }

        IMessage nested;
        if (field.IsRepeated)
        {
            nested = field.MessageType.Parser.ParseFrom([]);
            ((IList)field.Accessor.GetValue(message)).Add(nested);
        }
        else if (field.Accessor.HasValue(message))
        {
            if (!_options.AllowDuplicates)
            {
                return FailDuplicate(message, field, namePosition);
            }

            nested = (IMessage)field.Accessor.GetValue(message);
        }
        else
        {
            nested = field.MessageType.Parser.ParseFrom([]);
            field.Accessor.SetValue(message, nested);
        }

        while (!_tokens.TryConsume(end))
        {
            if (!TryInside(end) || !TryField(nested, path))
            {
                return false;
            }
        }

        _depth--;
        return true;
    }

    private bool TryOpen(out char end)
    {
        end = '>';
        if (!_tokens.TryConsume('<'))
        {
            end = '}';
            if (!_tokens.TryConsume('{'))
            {
                return Fail(TextFormatErrorKind.WrongType, $"expected '{{' for a message, found {Found()}");
            }
        }

        return ++_depth <= _options.MaxDepth || Fail(TextFormatErrorKind.TooDeep, $"messages are nested more than {_options.MaxDepth} deep");
    }

    private bool TryInside(char end) =>
        !_tokens.AtEnd || Fail(TextFormatErrorKind.Syntax, _tokens.PreviousPosition, $"expected '{end}', found the end of the text");

    // A map entry has no class of its own in C#: its two fields are read by hand; what is absent has its default.
    private bool TryMapEntry(IDictionary map, FieldDescriptor field, string path)
    {
        FieldDescriptor keyField = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor valueField = field.MessageType.FindFieldByNumber(2);
        object key = ScalarDefaults.Of(keyField)!;
        object? value = valueField.FieldType == FieldType.Message ? valueField.MessageType.Parser.ParseFrom([]) : ScalarDefaults.Of(valueField);
        if (!TryOpen(out char end))
        {
            return false;
        }

        while (!_tokens.TryConsume(end))
        {
            if (!TryInside(end) || !TryFindField(field.MessageType, out FieldDescriptor? part) || !TryEntryPart(part, path, ref key, ref value))
            {
                return false;
            }

            if (!_tokens.TryConsume(','))
            {
                _tokens.TryConsume(';');
            }
        }

        _depth--;
        map[key] = value;
        return true;
    }

    private bool TryEntryPart(FieldDescriptor part, string path, ref object key, ref object? value)
    {
        if (part.FieldType != FieldType.Message)
        {
            if (!Expect(':') || !TryScalar(part, out object? scalar))
            {
                return false;
            }

            (key, value) = part.FieldNumber == 1 ? (scalar, value) : (key, scalar);
            return true;
        }

        _tokens.TryConsume(':');
        if (!TryOpen(out char end))
        {
            return false;
        }

        IMessage nested = (IMessage)value!;
        while (!_tokens.TryConsume(end))
        {
            if (!TryInside(end) || !TryField(nested, path))
            {
                return false;
            }
        }

        _depth--;
        return true;
    }

    private bool TryScalar(FieldDescriptor field, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (field.FieldType is FieldType.String or FieldType.Bytes)
        {
            return TryString(field.FieldType == FieldType.String, out value);
        }

        if (!TextFormatScalars.TryParse(field, _tokens.Token, out value))
        {
            return Fail(TextFormatErrorKind.WrongType, $"expected {TextFormatScalars.Describe(field)} for {field.Name}, found {Found()}");
        }

        _tokens.Next();
        return true;
    }

    // Adjacent strings are one.
    private bool TryString(bool isText, [NotNullWhen(true)] out object? value)
    {
        value = null;
        TextPosition start = _tokens.Position;
        if (!IsQuoted())
        {
            return Fail(TextFormatErrorKind.WrongType, $"expected a quoted string, found {Found()}");
        }

        byte[] first = [];
        List<byte> more = [];
        bool isFirst = true;
        do
        {
            ReadOnlySpan<char> token = _tokens.Token;
            if (token.Length < 2 || token[^1] != token[0])
            {
                return Fail(TextFormatErrorKind.Syntax, "the string has no closing quote on its line");
            }

            if (!TextFormatStrings.TryUnescape(token[1..^1], _options.OldEscapes, out byte[]? part, out string? problem))
            {
                return Fail(TextFormatErrorKind.BadEscape, $"{problem} (a backslash in a path is written twice, or better as '/')");
            }

            first = isFirst ? part : first;
            more.AddRange(isFirst ? [] : part);
            isFirst = false;
            _tokens.Next();
        }
        while (IsQuoted());

        byte[] all = more.Count == 0 ? first : [.. first, .. more];

        if (!isText)
        {
            value = ByteString.CopyFrom(all);
            return true;
        }

        if (!System.Text.Unicode.Utf8.IsValid(all))
        {
            return Fail(TextFormatErrorKind.NotUtf8, start, "the escapes of the string make bytes that are not UTF-8");
        }

        value = StrictUtf8.GetString(all);
        return true;
    }

    private readonly bool IsQuoted() => _tokens.Token is ['"' or '\'', ..];
}
