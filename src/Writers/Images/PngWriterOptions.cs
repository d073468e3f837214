namespace TensorBoardFormats.Images;

/// <summary>How rows are filtered before compression.</summary>
public enum PngRowFilter
{
    /// <summary>None for grey images (drawings compress best so), the best of each row for colour ones.</summary>
    Default,

    /// <summary>No filter.</summary>
    None,

    /// <summary>Differences to the pixel on the left.</summary>
    Sub,

    /// <summary>Differences to the pixel above.</summary>
    Up,

    /// <summary>For each row the filter with the smallest differences.</summary>
    Adaptive,
}

/// <summary>Options of <see cref="PngWriter"/>.</summary>
public sealed record PngWriterOptions
{
    /// <summary>Level 6, filters by the kind of image.</summary>
    public static PngWriterOptions Default { get; } = new();

    /// <summary>For sprites of drawings on a plain ground: level 1 and run lengths only, several times faster and no larger.</summary>
    public static PngWriterOptions Sprite { get; } = new() { Level = 1, RunLengthsOnly = true, Filter = PngRowFilter.None };

    /// <summary>Compression level from 0 (none) to 9.</summary>
    public int Level { get; init; } = 6;

    /// <summary>Compress only repeated bytes.</summary>
    public bool RunLengthsOnly { get; init; }

    /// <summary>How rows are filtered.</summary>
    public PngRowFilter Filter { get; init; }
}
