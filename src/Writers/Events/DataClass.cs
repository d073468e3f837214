namespace TensorBoardFormats.Events;

/// <summary>How TensorBoard stores a series (spec/tfevents.md §8.1): needed for plugins that it does not know itself.</summary>
public enum DataClass
{
    /// <summary>Left to the plugin's name; right for all of TensorBoard's own plugins.</summary>
    Unknown = 0,

    /// <summary>One float32 a step.</summary>
    Scalar = 1,

    /// <summary>One tensor a step.</summary>
    Tensor = 2,

    /// <summary>A vector of byte strings a step.</summary>
    BlobSequence = 3,
}
