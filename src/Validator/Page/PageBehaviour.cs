namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// What changed in the page between the versions: one member a change (spec/projector.md §13). Read in the sources; only the page of 2.21.0
/// was looked at.
/// </summary>
internal sealed record PageBehaviour
{
    /// <summary>
    /// Errors while computing are shown; before, the progress dialog just stays. The same for a sprite that is too large.
    /// </summary>
    public required bool ShowsComputationErrors { get; init; }

    /// <summary>The projector does not work at all.</summary>
    public required bool IsBroken { get; init; }

    /// <summary>Pixels of alpha 0 are transparent.</summary>
    public required bool TransparentSprites { get; init; }

    /// <summary>A click on a bookmark works.</summary>
    public required bool BookmarksLoad { get; init; }

    /// <summary>Metadata shorter than the tensor is tolerated.</summary>
    public required bool ShortMetadata { get; init; }

    /// <summary>The projection ends.</summary>
    public required bool PcaEnds { get; init; }

    /// <summary>What the page of a version does.</summary>
    public static PageBehaviour Of(Version version)
    {
        bool Since(int major, int minor, int patch = 0) => version >= new Version(major, minor, patch);
        return new PageBehaviour
        {
            ShowsComputationErrors = Since(2, 14),
            IsBroken = Since(2, 10) && !Since(2, 10, 1),
            TransparentSprites = Since(2, 6),
            BookmarksLoad = Since(2, 4) || !Since(2, 3),
            ShortMetadata = Since(2, 2),
            PcaEnds = Since(1, 12) || !Since(1, 11),
        };
    }
}
