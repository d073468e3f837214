using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>How a checkpoint is opened.</summary>
public sealed record CheckpointReaderOptions
{
    /// <summary>The options that apply when none are given.</summary>
    public static CheckpointReaderOptions Default { get; } = new();

    /// <summary>Threads that <see cref="CheckpointReader.Verify"/> uses for large files; by default two, or one where there is but one
    /// processor.</summary>
    public int Workers { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Where the files are.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;
}

/// <summary>The two formats in which TensorFlow has stored checkpoints.</summary>
public enum CheckpointFormat
{
    /// <summary>One table with the values in it, or several; written until 2016.</summary>
    V1 = 1,

    /// <summary>A tensor bundle: a table of entries beside data files.</summary>
    V2 = 2,
}
