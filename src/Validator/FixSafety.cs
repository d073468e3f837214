namespace TensorBoardFormats.Validation;

/// <summary>Whether, and how safely, a rule's fault can be repaired by the tool.</summary>
public enum FixSafety
{
    /// <summary>Only a person can.</summary>
    None,

    /// <summary>The meaning cannot change: <c>--fix</c> does it.</summary>
    Safe,

    /// <summary>The meaning may change: <c>--unsafe-fixes</c> does it.</summary>
    Unsafe,
}
