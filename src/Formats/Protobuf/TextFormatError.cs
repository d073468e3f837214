namespace TensorBoardFormats.Protobuf;

/// <summary>A place in a text, both from 1; columns count code points, as protobuf's own messages do.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Line}:{Column}");
}

/// <summary>In which way a text is not the text format of a message.</summary>
internal enum TextFormatErrorKind
{
    /// <summary>The grammar is broken.</summary>
    Syntax,

    /// <summary>The message has no field of this name.</summary>
    UnknownField,

    /// <summary>The value is none of the field's type.</summary>
    WrongType,

    /// <summary>A field that may stand once stands twice.</summary>
    DuplicateField,

    /// <summary>A backslash in a string is followed by what is no escape.</summary>
    BadEscape,

    /// <summary>The bytes are not UTF-8, those of the file or those that escapes make.</summary>
    NotUtf8,

    /// <summary>Messages are nested too deep.</summary>
    TooDeep,
}

/// <summary>Why a text was refused.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Position">Where; the start of the offending token.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record TextFormatError(TextFormatErrorKind Kind, TextPosition Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Message}";
}

/// <summary>Where one field, or one element of a repeated field, was given.</summary>
/// <param name="Path">Field names from the outermost message down, elements by index: <c>embeddings[1].sprite.image_path</c>.</param>
/// <param name="Name">Where the field name starts.</param>
/// <param name="Value">Where the value starts.</param>
internal readonly record struct TextFieldLocation(string Path, TextPosition Name, TextPosition Value);
