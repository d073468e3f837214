namespace TensorBoardFormats.Validation.Events;

/// <summary>Which of TensorBoard's two loaders.</summary>
internal enum LoaderKind
{
    /// <summary>The Python loader (<c>--load_fast=false</c>, Windows, no data server installed).</summary>
    Slow,

    /// <summary>The data server.</summary>
    Fast,
}

/// <summary>How the first load ended.</summary>
internal enum LoadEnd
{
    /// <summary>It read all that it could.</summary>
    Done,

    /// <summary>An exception ended it: what was read stays, nothing is ever read again.</summary>
    Raised,

    /// <summary>The process died.</summary>
    Died,

    /// <summary>It never ends, and nothing is shown.</summary>
    Stuck,
}

/// <summary>What a loader holds of a log directory after its first load.</summary>
/// <param name="Loader">Which one.</param>
/// <param name="End">How the load ended.</param>
/// <param name="Error">The exception or the way of dying; null when <paramref name="End"/> is <see cref="LoadEnd.Done"/>.</param>
/// <param name="RunsFail">Whether the request for the list of runs answers 500, so that the page shows no run at all.</param>
/// <param name="Runs">The runs that it lists.</param>
/// <param name="Flags">The flags that it was given.</param>
internal sealed record LoaderView(LoaderKind Loader, LoadEnd End, string? Error, bool RunsFail, IReadOnlyList<RunView> Runs, LoaderFlags Flags);
