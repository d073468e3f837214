using TensorBoardFormats.Protobuf;

namespace TensorBoardFormats.Checkpoints;

/// <summary>What the file <c>checkpoint</c> beside checkpoints says: which is the newest, and which are kept (spec/tensor-bundle.md §10).</summary>
/// <param name="ModelCheckpointPath">The newest checkpoint's prefix, as the file has it: relative to the file's directory, or absolute.</param>
/// <param name="AllModelCheckpointPaths">All that are kept, oldest first, in the same form.</param>
/// <param name="AllModelCheckpointTimestamps">When they were written, in seconds since 1970; empty, or as many as paths.</param>
/// <param name="LastPreservedTimestamp">When the last checkpoint was written that is kept for good; 0 when none is.</param>
public sealed partial record CheckpointState(
    string ModelCheckpointPath,
    IReadOnlyList<string> AllModelCheckpointPaths,
    IReadOnlyList<double> AllModelCheckpointTimestamps,
    double LastPreservedTimestamp = 0)
{
    /// <summary>The text of the file, as TensorFlow 2.18 and newer write it: fields in order, one a line, unset ones left out, UTF-8 as it is.</summary>
    public string ToText() => TextFormatPrinter.Print(
        new Messages.CheckpointState
        {
            ModelCheckpointPath = ModelCheckpointPath,
            AllModelCheckpointPaths = { AllModelCheckpointPaths },
            AllModelCheckpointTimestamps = { AllModelCheckpointTimestamps },
            LastPreservedTimestamp = LastPreservedTimestamp,
        },
        TextFormatStyle.Python);
}
