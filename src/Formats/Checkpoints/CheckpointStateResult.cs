namespace TensorBoardFormats.Checkpoints;

/// <summary>What a look for the newest checkpoint of a directory came to.</summary>
public enum CheckpointStateOutcome
{
    /// <summary>There is no state file, or it names a checkpoint that is not there.</summary>
    None,

    /// <summary>The state file names a checkpoint that is there.</summary>
    Found,

    /// <summary>The state file cannot be read: no UTF-8, no such text, or it names nothing.</summary>
    Error,
}

/// <summary>The newest checkpoint of a directory, according to its state file.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Latest">Prefix of the newest checkpoint, the directory joined; null unless found.</param>
/// <param name="All">Prefixes of all that the file lists, oldest first, there or not.</param>
/// <param name="Problem">Why nothing was found; null when found.</param>
public sealed record CheckpointStateResult(CheckpointStateOutcome Outcome, string? Latest, IReadOnlyList<string> All, string? Problem)
{
    internal static CheckpointStateResult Nothing(string problem) => new(CheckpointStateOutcome.None, null, [], problem);

    internal static CheckpointStateResult Error(string problem) => new(CheckpointStateOutcome.Error, null, [], problem);
}
