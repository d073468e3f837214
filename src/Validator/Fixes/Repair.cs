namespace TensorBoardFormats.Validation.Fixes;

/// <summary>A change of one file that takes a fault away.</summary>
/// <param name="Path">The file to change, as the file store names it.</param>
/// <param name="Safety">Whether the meaning may change.</param>
/// <param name="Description">What it does, in words: <c>replace 'a' by 'b'</c>.</param>
/// <param name="Patches">The bytes to replace; they do not overlap.</param>
internal sealed record Repair(string Path, FixSafety Safety, string Description, IReadOnlyList<BytePatch> Patches)
{
    /// <summary>A new name for the file, in its directory; null when it keeps its own.</summary>
    public string? NewName { get; init; }

    /// <summary>True when the file does not exist yet and <see cref="Patches"/> hold its content.</summary>
    public bool Creates { get; init; }
}

/// <summary>Some bytes of a file replaced by others.</summary>
/// <param name="Offset">Where the replaced bytes begin.</param>
/// <param name="Length">How many are replaced; 0 inserts.</param>
/// <param name="Replacement">What stands there afterwards; empty removes.</param>
internal readonly record struct BytePatch(long Offset, long Length, ReadOnlyMemory<byte> Replacement);
