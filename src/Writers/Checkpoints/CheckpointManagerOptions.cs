namespace TensorBoardFormats.Checkpoints;

/// <summary>How a <see cref="CheckpointManager"/> names and keeps checkpoints; names and defaults are those of <c>tf.train.CheckpointManager</c>.</summary>
public sealed record CheckpointManagerOptions
{
    /// <summary>Five kept, as <c>ckpt-1</c>, <c>ckpt-2</c>, ….</summary>
    public static CheckpointManagerOptions Default { get; } = new();

    /// <summary>How many checkpoints to keep; null or 0 keeps all.</summary>
    public int? MaxToKeep { get; init; } = 5;

    /// <summary>A checkpoint that is due to go stays for good when this many hours lie between it and the last that stayed; null for none.</summary>
    public double? KeepCheckpointEveryHours { get; init; }

    /// <summary>What comes before the number.</summary>
    public string CheckpointName { get; init; } = "ckpt";

    /// <summary>How the files are written.</summary>
    public CheckpointWriterOptions Writer { get; init; } = CheckpointWriterOptions.Default;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check()
    {
        if (MaxToKeep < 0)
        {
            throw new ArgumentException($"{nameof(MaxToKeep)} must be null or 0 (all) or more, not {MaxToKeep}.");
        }

        if (string.IsNullOrEmpty(CheckpointName) || Path.GetFileName(CheckpointName) != CheckpointName)
        {
            throw new ArgumentException($"{nameof(CheckpointName)} must be a name without directories, not '{CheckpointName}'.");
        }
    }
}
