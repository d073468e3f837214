using TensorBoardFormats.Validation.Reading;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>What every rule has of the world.</summary>
/// <param name="Files">The disk, to read.</param>
/// <param name="Root">The log directory as the disk is asked for it, absolute.</param>
/// <param name="Options">What is judged.</param>
/// <param name="Cancellation">Ends a long check.</param>
internal sealed record RuleContext(FileReads Files, string Root, ValidationOptions Options, CancellationToken Cancellation)
{
    /// <summary>A path as findings write it: relative to the log directory, <c>../checkpoint</c> for what its parent holds.</summary>
    public string Relative(string path) => FindingPath.Relative(Root, path);

    /// <summary>A path in the log directory as the disk is asked for it.</summary>
    public string Absolute(string relative) => relative is "" or "." ? Root : Root.TrimEnd('/') + "/" + relative;
}
