namespace TensorBoardFormats.Validation.Events;

/// <summary>What a value holds: the members of its oneof by their field numbers, and what the loaders make of other events.</summary>
internal enum ValueKind
{
    /// <summary>No member: metadata alone.</summary>
    None = 0,

    /// <summary><c>simple_value</c>.</summary>
    Simple = 2,

    /// <summary><c>obsolete_old_style_histogram</c>.</summary>
    ObsoleteHistogram = 3,

    /// <summary><c>image</c>.</summary>
    Image = 4,

    /// <summary><c>histo</c>.</summary>
    Histogram = 5,

    /// <summary><c>audio</c>.</summary>
    Audio = 6,

    /// <summary><c>tensor</c>.</summary>
    Tensor = 8,

    /// <summary>The bytes of a <c>graph_def</c> or <c>tagged_run_metadata</c> event.</summary>
    Graph = 100,
}
