using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>The Rust data server: runs from which it read an event, by the time at which they start (spec/projector.md §2).</summary>
internal sealed class FastRunProvider(ServerFacts facts, IReadOnlyList<LoaderRoot> roots) : RunProvider
{
    private IReadOnlyList<Run>? _runs;

    /// <inheritdoc/>
    public override IReadOnlyList<Run> Known => _runs ??=
    [
        .. roots.SelectMany(root => RunDiscovery.FastCandidates(facts.Host, root))
            .Select(run => (Run: run, Start: facts.FastStart(run)))
            .Where(static r => r.Start is not null)
            .OrderBy(static r => r.Start)
            .Select(static r => r.Run),
    ];
}
