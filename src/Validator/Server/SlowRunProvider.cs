using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;

namespace TensorBoardFormats.Validation.Server;

/// <summary>
/// The Python loader. Its list of runs needs the time of each run's first event, and reads on in runs of which it has none yet: what
/// it meets there may raise, once or at every question (spec/projector.md §2).
/// </summary>
internal sealed class SlowRunProvider(ServerFacts facts, IReadOnlyList<LoaderRoot> roots, bool tensorFlow) : RunProvider
{
    private readonly Dictionary<string, int> _badRecordsPassed = [];
    private List<Run>? _runs;
    private string? _failure;
    private int? _loadedUpTo;

    /// <inheritdoc/>
    public override IReadOnlyList<Run> Known => _runs ??= Discover();

    /// <inheritdoc/>
    public override string? LoaderFailure => Known.Count >= 0 ? _failure : null;

    /// <inheritdoc/>
    public override string? KilledBy => tensorFlow && Known.Any(run => facts.SlowStart(run).AbsurdLength is > 0 and <= long.MaxValue) ? "SIGSEGV" : null;

    /// <inheritdoc/>
    public override bool HasProjectorSummary => Known.Any(run => facts.HoldsProjectorSummary(run));

    /// <inheritdoc/>
    public override IReadOnlyList<Run> Ask()
    {
        for (int i = 0; i < Known.Count; i++)
        {
            AskForStart(Known[i], i);
        }

        return Known;
    }

    private List<Run> Discover()
    {
        List<Run> runs = [];
        foreach (LoaderRoot root in roots)
        {
            runs.AddRange(RunDiscovery.Slow(facts.Host, root, out string? failure));
            if (failure is not null)
            {
                _failure = failure;
                break;
            }
        }

        return runs;
    }

    private void AskForStart(Run run, int position)
    {
        if (RunDiscovery.IsEventFileName(PosixPath.BaseName(run.Directory)) || (!tensorFlow && BeginsWithDirectory(run)))
        {
            throw new ServerFault(tensorFlow ? "FailedPreconditionError" : "IsADirectoryError", $"{run.Directory}: Is a directory");
        }

        SlowStart start = facts.SlowStart(run);
        if (!tensorFlow && start.AbsurdLength > 0)
        {
            throw start.AbsurdLength > long.MaxValue
                ? new ServerFault("OverflowError", "cannot fit 'int' into an index-sized integer")
                : new ServerFault("MemoryError", $"a record of {start.AbsurdLength} bytes");
        }

        if (start.BadRecordsFirst == 0 || position < LoadedUpTo)
        {
            return; // Its first event was loaded, or is read now without harm.
        }

        int passed = _badRecordsPassed.GetValueOrDefault(run.Name) + (position == LoadedUpTo && !_badRecordsPassed.ContainsKey(run.Name) ? 1 : 0);
        if (passed < start.BadRecordsFirst)
        {
            _badRecordsPassed[run.Name] = passed + 1;
            throw new ServerFault("DecodeError", "Error parsing message with type 'tensorboard.Event'");
        }

        _badRecordsPassed[run.Name] = passed;
    }

    // The reload ends at the first run with a record that is no event; its own first bad record it has passed then.
    private int LoadedUpTo => _loadedUpTo ??= Known.ToList().FindIndex(run => facts.SlowStart(run).BadRecordsFirst > 0 || facts.HoldsBadRecord(run)) is >= 0 and int at
        ? at
        : int.MaxValue;

    private bool BeginsWithDirectory(Run run) =>
        run.EventFiles.Count > 0 && facts.Host.Probe(PosixPath.Join(run.Directory, run.EventFiles[0])) == EntryKind.Directory;
}
