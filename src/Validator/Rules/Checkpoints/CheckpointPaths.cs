namespace TensorBoardFormats.Validation.Rules.Checkpoints;

/// <summary>Checkpoint paths in messages.</summary>
internal static class CheckpointPaths
{
    /// <summary>What stands between the prefix and the number of a data file.</summary>
    public const string DataInfix = ".data-";

    /// <summary>The name of the state file.</summary>
    public const string StateFile = TensorBoardFormats.Checkpoints.CheckpointFileNames.State;

    /// <summary>The last component, which is how people know a checkpoint.</summary>
    public static string Name(string prefix) => prefix[(prefix.TrimEnd('/').LastIndexOf('/') + 1)..];
}
