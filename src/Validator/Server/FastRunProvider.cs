using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The Rust data server: runs from which it read an event, by the time at which they start (spec/projector.md §2).</summary>
internal sealed class FastRunProvider(ServerFacts facts, IReadOnlyList<LoaderRoot> roots) : RunProvider
{
    private IReadOnlyList<Run>? _runs;

    /// <inheritdoc/>
    public override IReadOnlyList<Run> Known => _runs ??= Load();

    private List<Run> Load()
    {
        List<(Run Run, FastStart Start)> candidates =
            [.. roots.SelectMany(root => RunDiscovery.FastCandidates(facts.Host, root)).Select(run => (run, facts.FastStart(run)))];
        return candidates.Exists(static c => c.Start.EndsLoading)
            ? []
            : [.. candidates.Where(static c => c.Start.WallTime is not null).OrderBy(static c => c.Start.WallTime).Select(static c => c.Run)];
    }
}
