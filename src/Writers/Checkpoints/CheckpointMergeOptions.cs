using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>How parts of a checkpoint are put together.</summary>
public sealed record CheckpointMergeOptions
{
    /// <summary>TensorFlow's ways.</summary>
    public static CheckpointMergeOptions Default { get; } = new();

    /// <summary>Go on without parts whose index is missing, as long as one is there (<c>allow_missing_files</c>).</summary>
    public bool AllowMissingParts { get; init; }

    /// <summary>Remove the directories of the parts when they are empty and not the target's (<c>delete_old_dirs</c>).</summary>
    public bool DeleteOldDirectories { get; init; } = true;

    /// <summary>Bring index and names to the disk before the call returns.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>The disk; tests put a faulting one in its place.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;
}
