namespace TensorBoardFormats.Events;

/// <summary>Where <see cref="SummaryWriter.AddScalars"/> puts the run of each curve.</summary>
public enum SubRunLayout
{
    /// <summary><c>LOGDIR/{main tag, slashes as _}_{key}</c>, as torch does.</summary>
    Joined,

    /// <summary><c>LOGDIR/{main tag}/{key}</c>, as tensorboardX does.</summary>
    Nested,
}

/// <summary>What a <see cref="SummaryWriter"/> writes where more than one form exists.</summary>
public sealed record SummaryWriterOptions
{
    /// <summary>The options that fit a training loop.</summary>
    public static SummaryWriterOptions Default { get; } = new();

    /// <summary>How event files are named, filled and flushed.</summary>
    public EventFileWriterOptions Events { get; init; } = EventFileWriterOptions.Default;

    /// <summary>Scalars and histograms in TensorFlow 1's form; the two loaders of TensorBoard do not show those alike.</summary>
    public bool LegacySummaries { get; init; }

    /// <summary>Where <see cref="SummaryWriter.AddScalars"/> puts its runs.</summary>
    public SubRunLayout SubRuns { get; init; } = SubRunLayout.Joined;
}
