namespace TensorBoardFormats.Validation;

/// <summary>Where TensorBoard runs; decides what a path means.</summary>
public enum HostOs
{
    /// <summary>Linux and other POSIX systems.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOs,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>What is judged, and how deep.</summary>
public sealed record ValidationOptions
{
    /// <summary>All profiles, the newest TensorBoard, on a POSIX host.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>The profiles to judge.</summary>
    public ProfileSet Profiles { get; init; } = ProfileSet.All;

    /// <summary>The version of TensorBoard (and of TensorFlow beside it); null for the newest.</summary>
    public Version? TensorBoardVersion { get; init; }

    /// <summary>Where TensorBoard runs.</summary>
    public HostOs HostOs { get; init; }

    /// <summary>The directory is given by <c>--logdir_spec</c>.</summary>
    public bool IsLogDirectorySpec { get; init; }

    /// <summary>Verify every byte of every checkpoint and event file, not only what the verdict needs.</summary>
    public bool Deep { get; init; }

    /// <summary>An embedding must be shown, whatever the directory holds.</summary>
    public bool RequireEmbeddings { get; init; }
}
