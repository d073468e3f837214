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
