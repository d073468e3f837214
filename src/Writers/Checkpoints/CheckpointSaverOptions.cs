namespace TensorBoardFormats.Checkpoints;

/// <summary>How a <see cref="CheckpointSaver"/> names and keeps checkpoints; names and defaults are those of <c>tf.train.Saver</c>.</summary>
public sealed record CheckpointSaverOptions
{
    /// <summary>TensorFlow's ways.</summary>
    public static CheckpointSaverOptions Default { get; } = new();

    /// <summary>How many checkpoints to keep; 0 keeps all, and then the state file lists only the newest.</summary>
    public int MaxToKeep { get; init; } = 5;

    /// <summary>A checkpoint that is due to go stays for good when this many hours have passed since the last that stayed.</summary>
    public double KeepCheckpointEveryHours { get; init; } = 10_000;

    /// <summary>Write the step with at least eight digits.</summary>
    public bool PadStepNumber { get; init; }

    /// <summary>Write paths relative to the state file's directory also when the checkpoints were given by absolute paths, so that the directory can be moved.</summary>
    public bool SaveRelativePaths { get; init; }

    /// <summary>Name of the state file; no directory. TensorBoard reads only <c>checkpoint</c>.</summary>
    public string LatestFileName { get; init; } = CheckpointFileNames.State;

    /// <summary>Write a <c>.meta</c> beside each checkpoint: the smallest graph from which <c>tf.compat.v1.train.import_meta_graph</c> can restore it.</summary>
    public bool WriteMetaGraph { get; init; }

    /// <summary>How the files are written.</summary>
    public CheckpointWriterOptions Writer { get; init; } = CheckpointWriterOptions.Default;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check()
    {
        if (MaxToKeep < 0)
        {
            throw new ArgumentException($"{nameof(MaxToKeep)} must be 0 (all) or more, not {MaxToKeep}.");
        }

        if (string.IsNullOrEmpty(LatestFileName) || Path.GetFileName(LatestFileName) != LatestFileName)
        {
            throw new ArgumentException($"{nameof(LatestFileName)} must be a name without directories, not '{LatestFileName}'.");
        }
    }
}
