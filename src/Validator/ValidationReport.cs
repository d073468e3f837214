namespace TensorBoardFormats.Validation;

/// <summary>What a check found in one log directory.</summary>
/// <param name="Input">The log directory as it was given.</param>
/// <param name="Judged">The profiles that were judged.</param>
/// <param name="Verdict">What TensorBoard will show.</param>
/// <param name="Findings">Sorted by path, place and id.</param>
public sealed record ValidationReport(string Input, ProfileSet Judged, Verdict Verdict, IReadOnlyList<Finding> Findings)
{
    /// <summary>The log directory as the disk was asked for it, for reports that show the offending lines.</summary>
    internal string Root { get; init; } = "";

    /// <summary>How many findings have that severity.</summary>
    public int Count(Severity severity) => Findings.Count(f => f.Severity == severity);
}

/// <summary>What TensorBoard will show.</summary>
/// <param name="Loads">Under at least one judged profile at least one embedding is shown.</param>
/// <param name="Profiles">One entry a judged profile.</param>
public sealed record Verdict(bool Loads, IReadOnlyList<ProfileVerdict> Profiles);

/// <summary>What TensorBoard will show under one profile.</summary>
/// <param name="Profile">Which one.</param>
/// <param name="Tab">Whether the tab appears.</param>
/// <param name="Runs">The runs of the projector, in the order of its menu.</param>
public sealed record ProfileVerdict(ProfileSet Profile, TabState Tab, IReadOnlyList<RunVerdict> Runs)
{
    /// <summary>Embeddings whose points are drawn.</summary>
    public int Shown => Runs.Sum(static r => r.Embeddings.Count(static e => e.IsShown));
}

/// <summary>Whether the tab appears.</summary>
public enum TabState
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>It does not: there is nothing for it.</summary>
    Inactive,

    /// <summary>It never does, for no run, since an exception stopped the projector.</summary>
    Dead,

    /// <summary>The TensorBoard process is killed.</summary>
    Killed,
}

/// <summary>One run.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Embeddings">The tensor menu in its order, then what the menu hides.</param>
public sealed record RunVerdict(string Run, IReadOnlyList<EmbeddingVerdict> Embeddings);

/// <summary>One embedding.</summary>
/// <param name="Name">Its name; empty for one without.</param>
/// <param name="Shape">Rows and columns as the page states them.</param>
/// <param name="Outcome">The word for what a person sees: <c>SHOWN</c>, <c>DIALOG</c>, <c>HANG</c>, …</param>
public sealed record EmbeddingVerdict(string Name, IReadOnlyList<long> Shape, string Outcome)
{
    /// <summary>Its points are drawn.</summary>
    public bool IsShown => Outcome == "SHOWN";
}
