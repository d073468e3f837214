using System.Collections;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace TensorBoardFormats.Protobuf;

/// <summary>Whose text is written.</summary>
internal enum TextFormatStyle
{
    /// <summary>As <c>protoc --decode</c> (C++): numbers as <c>%.6g</c>/<c>%.15g</c> if that reads back the same, all beyond ASCII as octal escapes.</summary>
    Protoc,

    /// <summary>As Python's protobuf since 5.26 (TensorFlow 2.18 and later): shortest numbers, strings beyond ASCII as they are.</summary>
    Python,

    /// <summary>As Python's protobuf before 5.26: the same, but strings beyond ASCII as octal escapes of their UTF-8 bytes.</summary>
    PythonAscii,
}

/// <summary>
/// Writes a message in the protobuf text format: one field a line in the order of the numbers, two blanks a level, a repeated field once a
/// value, map entries by key, fields without presence only when they are not zero (spec/tensor-bundle.md §10.1).
/// </summary>
internal readonly struct TextFormatPrinter
{
    private readonly StringBuilder _output;
    private readonly TextFormatStyle _style;

    private TextFormatPrinter(StringBuilder output, TextFormatStyle style)
    {
        _output = output;
        _style = style;
    }

    /// <summary>The text of <paramref name="message"/>; each line ends in LF. Fields unknown to the descriptor are left out.</summary>
    public static string Print(IMessage message, TextFormatStyle style)
    {
        StringBuilder output = new();
        new TextFormatPrinter(output, style).Fields(message, 0);
        return output.ToString();
    }

    private void Fields(IMessage message, int depth)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsMap)
            {
                Map((IDictionary)field.Accessor.GetValue(message), field, depth);
            }
            else if (field.IsRepeated)
            {
                foreach (object? value in (IList)field.Accessor.GetValue(message))
                {
                    Field(field, value!, depth);
                }
            }
            else if (field.HasPresence ? field.Accessor.HasValue(message) : !ScalarDefaults.IsDefault(field.Accessor.GetValue(message)))
            {
                Field(field, field.Accessor.GetValue(message), depth);
            }
        }
    }

    private void Map(IDictionary map, FieldDescriptor field, int depth)
    {
        FieldDescriptor keyField = field.MessageType.FindFieldByNumber(1);
        FieldDescriptor valueField = field.MessageType.FindFieldByNumber(2);
        foreach (object key in map.Keys.Cast<object>().OrderBy(static key => key, Comparer<object>.Create(CompareKeys)))
        {
            Indent(depth).Append(field.Name).Append(" {\n");
            Field(keyField, key, depth + 1);
            Field(valueField, map[key]!, depth + 1);
            Indent(depth).Append("}\n");
        }
    }

    private static int CompareKeys(object a, object b) =>
        a is string text ? Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)b)) : Comparer.DefaultInvariant.Compare(a, b);

    private void Field(FieldDescriptor field, object value, int depth)
    {
        Indent(depth).Append(field.Name);
        if (value is IMessage nested)
        {
            _output.Append(" {\n");
            Fields(nested, depth + 1);
            Indent(depth).Append("}\n");
            return;
        }

        _output.Append(": ");
        switch (value)
        {
            case string text:
                String(text);
                break;
            case ByteString bytes:
                Quoted(bytes.Span);
                break;
            case bool flag:
                _output.Append(flag ? "true" : "false");
                break;
            case double number:
                _output.Append(_style == TextFormatStyle.Protoc ? RealNumber.Protoc(number) : RealNumber.Python(number));
                break;
            case float number:
                _output.Append(_style == TextFormatStyle.Protoc ? RealNumber.Protoc(number) : RealNumber.Python(number));
                break;
            case Enum member:
                int numeral = Convert.ToInt32(member, CultureInfo.InvariantCulture);
                _output.Append(field.EnumType.FindValueByNumber(numeral)?.Name ?? numeral.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                _output.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }

        _output.Append('\n');
    }

    private StringBuilder Indent(int depth) => _output.Append(' ', 2 * depth);

    private void String(string text)
    {
        if (_style != TextFormatStyle.Python)
        {
            Quoted(Encoding.UTF8.GetBytes(text));
            return;
        }

        _output.Append('"');
        foreach (char c in text)
        {
            if (c < 0x80)
            {
                Byte((byte)c);
            }
            else
            {
                _output.Append(c);
            }
        }

        _output.Append('"');
    }

    private void Quoted(ReadOnlySpan<byte> bytes)
    {
        _output.Append('"');
        foreach (byte b in bytes)
        {
            Byte(b);
        }

        _output.Append('"');
    }

    private void Byte(byte b)
    {
        switch (b)
        {
            case (byte)'\n':
                _output.Append("\\n");
                break;
            case (byte)'\r':
                _output.Append("\\r");
                break;
            case (byte)'\t':
                _output.Append("\\t");
                break;
            case (byte)'"' or (byte)'\'' or (byte)'\\':
                _output.Append('\\').Append((char)b);
                break;
            case < 0x20 or >= 0x7F:
                _output.Append('\\').Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7)));
                break;
            default:
                _output.Append((char)b);
                break;
        }
    }
}
