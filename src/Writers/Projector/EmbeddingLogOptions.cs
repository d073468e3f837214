using TensorBoardFormats.Events;
using TensorBoardFormats.Files;

namespace TensorBoardFormats.Projector;

/// <summary>Where TensorBoard finds the values of an embedding.</summary>
public enum EmbeddingForm
{
    /// <summary>In a file of float32 that the config names: TensorBoard needs no TensorFlow for it.</summary>
    TensorFile,

    /// <summary>In a checkpoint beside the config, as TensorFlow's own programs leave it: TensorBoard needs TensorFlow for it.</summary>
    Checkpoint,
}

/// <summary>How <see cref="EmbeddingLog"/> writes.</summary>
public sealed record EmbeddingLogOptions
{
    /// <summary>Tensor files, and an event file so that the directory counts as a run.</summary>
    public static EmbeddingLogOptions Default { get; } = new();

    /// <summary>Where the values go.</summary>
    public EmbeddingForm Form { get; init; }

    /// <summary>Name of the checkpoint without the step.</summary>
    public string CheckpointName { get; init; } = "model.ckpt";

    /// <summary>Step of the checkpoint.</summary>
    public long Step { get; init; } = 1;

    /// <summary>Make an event file if the directory has none: below the log directory only directories with one are runs (spec/projector.md §2).</summary>
    public bool WriteEventFile { get; init; } = true;

    /// <summary>How that event file is named.</summary>
    public EventFileWriterOptions EventFile { get; init; } = EventFileWriterOptions.Default;

    /// <summary>Bring everything to the disk before returning.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>The disk; tests put a faulting one in its place.</summary>
    internal FileStore Files { get; init; } = FileStore.Disk;
}

/// <summary>What was written.</summary>
/// <param name="ConfigPath">The config, new or extended.</param>
/// <param name="CheckpointPrefix">Prefix of the checkpoint; null with tensor files.</param>
/// <param name="Files">Names of all files that were written, in ordinal order.</param>
public sealed record EmbeddingLogResult(string ConfigPath, string? CheckpointPrefix, IReadOnlyList<string> Files);
