using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules;
using TensorBoardFormats.Validation.Rules.AssetPaths;
using TensorBoardFormats.Validation.Rules.Bookmarks;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.CheckpointState;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Rules.Directories;
using TensorBoardFormats.Validation.Rules.Embeddings;
using TensorBoardFormats.Validation.Rules.Events;
using TensorBoardFormats.Validation.Rules.Limits;
using TensorBoardFormats.Validation.Rules.Metadata;
using TensorBoardFormats.Validation.Rules.Sprites;
using TensorBoardFormats.Validation.Rules.TensorFiles;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation;

/// <summary>One check of one log directory: prediction first, then the rules that explain it.</summary>
internal sealed class Examination(TensorBoardHost host, LogDirectory logDirectory, ValidationOptions options, IProgress<long>? progress, CancellationToken cancellation)
{
    private static readonly (ProfileSet Set, bool TensorFlow, TensorBoardLoader Loader)[] Profiles =
    [
        (ProfileSet.Tf, true, TensorBoardLoader.Slow),
        (ProfileSet.NoTf, false, TensorBoardLoader.Slow),
        (ProfileSet.Fast, true, TensorBoardLoader.Fast),
    ];

    private readonly FindingSink _sink = new();
    private readonly ServerFacts _facts = new(host);
    private readonly FileReads _reads = new(host, cancellation);

    /// <summary>Does it.</summary>
    public ValidationReport Run()
    {
        string root = host.Absolute(host.ExpandUser(logDirectory.Text));
        RuleContext context = new(_reads, root, options, cancellation);
        LogdirCheck.Check(context, logDirectory, host, _sink);
        VersionCheck.Check(context, _sink);
        bool isDirectory = !logDirectory.IsSpec && LogDirectory.Scheme(logDirectory.Text) is null && host.Files.Probe(root) == EntryKind.Directory;
        List<string> loops = [];
        IReadOnlyList<TreeDirectory> tree = isDirectory ? TreeWalk.Walk(_reads, root, loops, cancellation) : [];
        ProfileJudgement[] judged = Judge(context);
        if (isDirectory)
        {
            TreeCheck.Check(context, tree, loops, _sink);
            Summary.CheckNothing(context, tree, judged, _sink);
            CheckLoaders(context, judged);
        }

        if (options.Deep)
        {
            DeepCheck.Check(context, tree, progress, _sink);
        }

        EventChecks.Check(context, tree, null, _sink);
        IReadOnlyList<Finding> findings = CauseLinks.Link(_sink.Sorted());
        Verdict verdict = Verdicts.Of(judged);
        Summary.CheckNotShown(context, tree, verdict, findings, _sink);
        return new ValidationReport(logDirectory.Text, options.Profiles, verdict, CauseLinks.Link(_sink.Sorted())) { Root = root };
    }

    private ProfileJudgement[] Judge(RuleContext context)
    {
        var wanted = Profiles.Where(p => options.Profiles.HasFlag(p.Set)).ToArray();
        ProfileJudgement[] judged = new ProfileJudgement[wanted.Length];
        Parallel.For(0, wanted.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            TensorBoardProfile profile = new(wanted[i].TensorFlow, wanted[i].Loader, options.TensorBoardVersion ?? TensorBoardProfile.NewestVersion);
            PageView page = ProjectorPage.Look(new ProjectorServer(logDirectory, profile, _facts), profile.Version, _reads.PageFacts);
            // A question of the page may end the process; the rules ask a fresh one.
            judged[i] = new ProfileJudgement(context, logDirectory, wanted[i].Set, new ProjectorServer(logDirectory, profile, _facts), page, _facts, _reads);
            CheckProfile(judged[i]);
        });
        return judged;
    }

    private void CheckProfile(ProfileJudgement judgement)
    {
        // The answer to the first question completes the trace.
        _ = judgement.Server.Runs();
        SourceSubject[] sources = [.. judgement.Trace.Sources.Select(s => Subject(judgement, s))];
        RunCheck.Check(judgement, sources, _sink);
        foreach (SourceSubject source in sources)
        {
            cancellation.ThrowIfCancellationRequested();
            ConfigCheck.Check(source, _sink);
            StateFileCheck.Check(source, _sink);
            CheckpointPathCheck.Check(source, _sink);
            CheckpointFileCheck.Check(source, _sink);
            EmbeddingNameCheck.Check(source, _sink);
            MenuCheck.Check(source, _sink);
            CheckEmbeddings(judgement, source);
        }

        Summary.CheckKiller(judgement, sources, _sink);
    }

    private static SourceSubject Subject(ProfileJudgement judgement, SourceTrace trace) => new(
        judgement, trace, judgement.ConfigOf(trace.Source, trace.Config), judgement.Trace.Runs.Find(r => r.Source == trace.Source));

    private void CheckEmbeddings(ProfileJudgement judgement, SourceSubject source)
    {
        if (source.Run is not RunTrace run)
        {
            return;
        }

        RunView? view = judgement.Page.Runs.FirstOrDefault(r => r.Run == run.Run);
        foreach (EmbeddingTrace trace in run.Embeddings)
        {
            cancellation.ThrowIfCancellationRequested();
            EmbeddingSubject subject = new(judgement, run, trace, source.Config, view?.Embeddings?.FirstOrDefault(e => e.Index == trace.Index));
            CheckEmbedding(WithRealShape(subject));
        }
    }

    private void CheckEmbedding(EmbeddingSubject subject)
    {
        TensorFileCheck.Check(subject, _sink);
        ShapeCheck.Check(subject, _sink);
        MetadataCheck.Check(subject, _sink);
        SpriteCheck.Check(subject, _sink);
        BookmarkCheck.Check(subject, _sink);
        AssetPathCheck.Check(subject, _sink);
        CheckpointTensorCheck.Check(subject, _sink);
        ValueCheck.Check(subject, _sink);
    }

    private static EmbeddingSubject WithRealShape(EmbeddingSubject subject)
    {
        if (subject.Info.TensorPath.Length > 0)
        {
            TensorFileFacts? facts = subject.Judgement.ResolveAsset(subject, subject.Info.TensorPath) is string path ? subject.Judgement.TensorFile(path) : null;
            return facts is { IsText: true, Fault: null, Rows: > 0 } ? subject with { RealShape = (facts.Rows, facts.Columns) } : subject with { IsBinaryFile = facts is { IsText: false } };
        }

        CheckpointVariable? variable = subject.Run.Checkpoint?.Variables.FirstOrDefault(v => v.Name == subject.Info.TensorName);
        return variable is { Shape: [long rows, long columns] } ? subject with { RealShape = (rows, columns) } : subject;
    }

    private void CheckLoaders(RuleContext context, ProfileJudgement[] judged)
    {
        ProfileJudgement? slow = Array.Find(judged, static j => j.Server.Profile.Loader == TensorBoardLoader.Slow);
        ProfileJudgement? fast = Array.Find(judged, static j => j.Server.Profile.Loader == TensorBoardLoader.Fast);
        if (slow is not null && fast is not null)
        {
            RunCheck.CheckLoaders(context, slow.Trace.LoaderRuns, fast.Trace.LoaderRuns, _reads, _sink);
        }
    }
}
