using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Google.Protobuf.Reflection;

namespace TensorBoardFormats.Protobuf;

/// <summary>Numbers, booleans and enum values of the text format, as Python reads them.</summary>
internal static class TextFormatScalars
{
    /// <summary>Reads one token as a value of the field's type, boxed as the field's accessor takes it.</summary>
    public static bool TryParse(FieldDescriptor field, ReadOnlySpan<char> token, [NotNullWhen(true)] out object? value)
    {
        value = null;
        switch (field.FieldType)
        {
            case FieldType.Bool:
                value = token is "true" or "t" or "1" or "True" ? true : token is "false" or "f" or "0" or "False" ? false : null;
                break;
            case FieldType.Double:
                value = TryParseReal(token, out double real) ? real : null;
                break;
            case FieldType.Float:
                value = TryParseReal(token, out double single) ? (float)single : null;
                break;
            case FieldType.Enum:
                value = ParseEnum(field.EnumType, token);
                break;
            default:
                value = PythonNumber.TryParseInteger(token, out BigInteger integer) ? Narrow(field.FieldType, integer) : null;
                break;
        }

        return value is not null;
    }

    /// <summary>What the field takes, in words.</summary>
    public static string Describe(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.Double or FieldType.Float => "a number",
        FieldType.Enum => $"a value of {field.EnumType.FullName}",
        FieldType.UInt32 or FieldType.Fixed32 => "a whole number from 0 to 4294967295",
        FieldType.UInt64 or FieldType.Fixed64 => "a whole number from 0 to 18446744073709551615",
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => "a whole number of 32 bits",
        _ => "a whole number of 64 bits",
    };

    // Beyond Python's float: 1.5f, inff, nanf; but no number with a leading zero.
    private static bool TryParseReal(ReadOnlySpan<char> token, out double value)
    {
        value = 0;
        ReadOnlySpan<char> digits = token.StartsWith("-") ? token[1..] : token;
        if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
        {
            return false;
        }

        return PythonNumber.TryParseFloat(token, out value)
            || (IsInfinityWithSuffix(digits) && PythonNumber.TryParseFloat(token[..^1], out value))
            || PythonNumber.TryParseFloat(token.TrimEnd("fF"), out value);
    }

    private static bool IsInfinityWithSuffix(ReadOnlySpan<char> unsigned) =>
        unsigned.Equals("inff", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinityf", StringComparison.OrdinalIgnoreCase);

    private static object? ParseEnum(EnumDescriptor type, ReadOnlySpan<char> token)
    {
        if (PythonNumber.TryParseInteger(token, out BigInteger number))
        {
            bool isClosed = type.File.ToProto().Syntax is "" or "proto2";
            return number >= int.MinValue && number <= int.MaxValue && (!isClosed || type.FindValueByNumber((int)number) is not null)
                ? Enum.ToObject(type.ClrType, (int)number) : null;
        }

        EnumValueDescriptor? value = type.FindValueByName(token.ToString());
        return value is null ? null : Enum.ToObject(type.ClrType, value.Number);
    }

    private static object? Narrow(FieldType type, BigInteger value) => type switch
    {
        FieldType.UInt32 or FieldType.Fixed32 => value >= 0 && value <= uint.MaxValue ? (uint)value : null,
        FieldType.UInt64 or FieldType.Fixed64 => value >= 0 && value <= ulong.MaxValue ? (ulong)value : null,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => value >= int.MinValue && value <= int.MaxValue ? (int)value : null,
        _ => value >= long.MinValue && value <= long.MaxValue ? (long)value : null,
    };
}
