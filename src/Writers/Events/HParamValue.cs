using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace TensorBoardFormats.Events;

/// <summary>Value of a hyperparameter: a number, a truth value or a text (spec/tfevents.md §10.9). Made by assignment.</summary>
public readonly struct HParamValue : IEquatable<HParamValue>
{
    private readonly string? _text;
    private readonly double _number;
    private readonly long? _integer;

    private HParamValue(HParamType type, double number, long? integer, string? text)
    {
        Type = type;
        _number = number;
        _integer = integer;
        _text = text;
    }

    /// <summary>What it is.</summary>
    public HParamType Type { get; }

    /// <summary>A number.</summary>
    public static implicit operator HParamValue(double value) => new(HParamType.Number, value, null, null);

    /// <summary>A whole number; TensorBoard keeps all numbers as float64.</summary>
    public static implicit operator HParamValue(long value) => new(HParamType.Number, value, value, null);

    /// <summary>A whole number; TensorBoard keeps all numbers as float64.</summary>
    public static implicit operator HParamValue(int value) => (long)value;

    /// <summary>A truth value.</summary>
    public static implicit operator HParamValue(bool value) => new(HParamType.Bool, value ? 1 : 0, null, null);

    /// <summary>A text.</summary>
    public static implicit operator HParamValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Utf8Text.Require(value, nameof(value));
        return new HParamValue(HParamType.Text, 0, null, value);
    }

    /// <summary>Same type, same value.</summary>
    public static bool operator ==(HParamValue left, HParamValue right) => left.Equals(right);

    /// <summary>Another type or value.</summary>
    public static bool operator !=(HParamValue left, HParamValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(HParamValue other) => Type == other.Type && _number.Equals(other._number) && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HParamValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _number, _text);

    /// <summary>The value as a person writes it.</summary>
    public override string ToString() => Type switch
    {
        HParamType.Text => _text!,
        HParamType.Bool => _number != 0 ? "true" : "false",
        HParamType.Number => _integer?.ToString(CultureInfo.InvariantCulture) ?? _number.ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>Order of a domain: numbers and truth values by size, texts by their code points.</summary>
    internal static int Compare(HParamValue left, HParamValue right) =>
        left.Type == HParamType.Text ? string.CompareOrdinal(left._text, right._text) : left._number.CompareTo(right._number);

    /// <summary>The message.</summary>
    internal Value ToMessage() => Type switch
    {
        HParamType.Text => Value.ForString(_text!),
        HParamType.Bool => Value.ForBool(_number != 0),
        HParamType.Number => Value.ForNumber(NaNs.Canonical(_number)),
        _ => throw new ArgumentException("A hyperparameter has a value."),
    };

    /// <summary>The value as Python's JSON writer has it, which group names are made of.</summary>
    internal string ToPythonJson() => Type switch
    {
        HParamType.Text => PythonJson.Quote(_text!),
        HParamType.Number when _integer is null => PythonJson.Number(_number),
        _ => ToString(),
    };
}

/// <summary>Type of a hyperparameter.</summary>
public enum HParamType
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>A truth value.</summary>
    Bool = 2,

    /// <summary>A number, whole or not.</summary>
    Number = 3,
}
