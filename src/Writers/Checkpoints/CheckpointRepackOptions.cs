using TensorBoardFormats.Files;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What a copy of a checkpoint may have otherwise than its source.</summary>
public sealed record CheckpointRepackOptions
{
    /// <summary>Nothing.</summary>
    public static CheckpointRepackOptions Default { get; } = new();

    /// <summary>Put everything into one data file.</summary>
    public bool SingleShard { get; init; }

    /// <summary>Take only tensors whose name one of these patterns matches: <c>*</c> any characters, <c>?</c> one. Empty takes all.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>New names of tensors, by their old ones.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>How the files are written.</summary>
    public CheckpointWriterOptions Writer { get; init; } = CheckpointWriterOptions.Default;

    /// <summary>The disk that is read; tests put a faulting one in its place.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;
}
