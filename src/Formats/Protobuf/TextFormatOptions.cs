namespace TensorBoardFormats.Protobuf;

/// <summary>What differs between the readers of the text format.</summary>
internal sealed record TextFormatOptions
{
    /// <summary>As TensorBoard reads projector configs since 2.12: a singular field given twice is an error.</summary>
    public static readonly TextFormatOptions Strict = new();

    /// <summary>As TensorFlow reads its checkpoint state: of a singular field given twice the last value counts, messages are merged.</summary>
    public static readonly TextFormatOptions Merging = new() { AllowDuplicates = true };

    /// <summary>A singular field may be given twice: the last scalar wins, messages are merged.</summary>
    public bool AllowDuplicates { get; init; }

    /// <summary>Python protobuf before 5.26: octal escapes above <c>\377</c> and surrogates are no errors but stay as <c>\uXXXX</c>.</summary>
    public bool OldEscapes { get; init; }

    /// <summary>Messages within messages that are followed.</summary>
    public int MaxDepth { get; init; } = 100;
}
