using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>A value as the page's script holds it.</summary>
internal readonly record struct JsValue
{
    private JsValue(JsKind kind, string? text, double number)
    {
        Kind = kind;
        Text = text;
        Number = number;
    }

    /// <summary>What it is.</summary>
    public JsKind Kind { get; }

    /// <summary>The text; null for everything else.</summary>
    public string? Text { get; }

    /// <summary>The number; 0 or 1 for a boolean.</summary>
    public double Number { get; }

    /// <summary>The value <c>null</c>.</summary>
    public static JsValue Null { get; } = new(JsKind.Null, null, 0);

    /// <summary>The value <c>undefined</c>.</summary>
    public static JsValue Undefined => default;

    /// <summary>Some object.</summary>
    public static JsValue Object { get; } = new(JsKind.Object, null, double.NaN);

    /// <summary>A text.</summary>
    public static JsValue Of(string text) => new(JsKind.Text, text, 0);

    /// <summary>A number.</summary>
    public static JsValue Of(double number) => new(JsKind.Number, null, number);

    /// <summary>A boolean.</summary>
    public static JsValue Of(bool value) => new(JsKind.Boolean, null, value ? 1 : 0);

    /// <summary><c>null</c> or <c>undefined</c>.</summary>
    public bool IsMissing => Kind is JsKind.Undefined or JsKind.Null;

    /// <summary>As <c>String(value)</c> writes it.</summary>
    public override string ToString() => Kind switch
    {
        JsKind.Text => Text!,
        JsKind.Number => JsNumber.ToText(Number),
        JsKind.Boolean => Number == 0 ? "false" : "true",
        JsKind.Null => "null",
        JsKind.Object => "[object Object]",
        _ => "undefined",
    };
}

/// <summary>Kinds of <see cref="JsValue"/>.</summary>
internal enum JsKind
{
    /// <summary><c>undefined</c>.</summary>
    Undefined,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An object or array.</summary>
    Object,
}
