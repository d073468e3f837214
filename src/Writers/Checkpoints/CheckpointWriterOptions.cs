using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>How a checkpoint is written.</summary>
public sealed record CheckpointWriterOptions
{
    /// <summary>TensorFlow's ways.</summary>
    public static CheckpointWriterOptions Default { get; } = new();

    /// <summary>Every tensor starts at a multiple of this in its data file, and the file ends at one. 1, TensorFlow's value, leaves no gaps.</summary>
    public int DataAlignment { get; init; } = 1;

    /// <summary>Bring files and names to the disk before <see cref="CheckpointWriter.Complete"/> returns, so that the checkpoint outlives a loss of power,
    /// not only the end of the process. TensorFlow does not; it costs the time that the disk takes.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>The disk; tests put a faulting one in its place.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    internal void Check()
    {
        if (DataAlignment < 1)
        {
            throw new ArgumentException($"{nameof(DataAlignment)} must be 1 or more, not {DataAlignment}.");
        }
    }
}
