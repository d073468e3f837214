using TensorBoardFormats.Events;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Logdirs;
using TensorBoardFormats.Validation.Page;
using TensorBoardFormats.Validation.Reading;
using TensorBoardFormats.Validation.Rules.Embeddings;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules.Directories;

/// <summary>Judges the runs of one profile: which there are, which one comes first, where their configs are from.</summary>
internal static class RunCheck
{
    private const string PluginsPart = "/plugins/";

    public static void Check(ProfileJudgement judgement, IReadOnlyList<SourceSubject> sources, FindingSink sink)
    {
        foreach (Finding finding in OfPage(judgement).Concat(OfRoot(judgement, sources)).Concat(sources.SelectMany(s => OfSource(judgement, s, sources))))
        {
            sink.Add(finding);
        }
    }

    private static IEnumerable<Finding> OfPage(ProfileJudgement judgement)
    {
        foreach (RunView run in judgement.Page.Runs.Where(static r => EmbeddingNameCheck.IsUnsafeInUrl(r.Run)))
        {
            yield return judgement.Found(DirectoryRules.NameUnsafeInUrl,
                $"The name of run {run.Run} contains &, #, + or % with two hex digits, which the page does not escape: the server answers"
                    + $" \"Unknown run\", and the page stays at \"Fetching projector config...\". Rename the directory.") with
            {
                Path = run.Run,
                Run = run.Run,
            };
        }

        if (judgement.Server.TabActive && judgement.Page.Runs.Any(static r => r.Embeddings is { Count: > 0 }))
        {
            yield return judgement.Found(DirectoryRules.NeedsReload, "The first load of TensorBoard's page never shows the tab; reload"
                + " the page.");
        }
    }

    private static IEnumerable<Finding> OfRoot(ProfileJudgement judgement, IReadOnlyList<SourceSubject> sources)
    {
        SourceSubject? root = sources.FirstOrDefault(static s => s is { RunName: ".", Trace.Config: not null });
        string[] others = [.. judgement.Page.Runs.Select(static r => r.Run).Where(static r => r != ".")];
        if (root is not null && others.Length > 0 && judgement.Page.Runs[0].Run != ".")
        {
            yield return root.AtConfig(DirectoryRules.RootNotDefault,
                $"The log directory's config counts for run . only, and the page opens with run {others[0]}. Put a config into each run,"
                    + $" or choose run . on the page.");
        }

        bool isIgnored = !judgement.Behaviour.RootAlwaysLookedAt && judgement.Trace.LoaderRuns.Count > 0 && judgement.Trace.LoaderRuns.All(static r => r.Name != ".");
        if (isIgnored && judgement.Reads.Probe(judgement.Context.Absolute(ConfigSource.ConfigFileName)) == EntryKind.File)
        {
            yield return judgement.Found(DirectoryRules.RootIgnored, $"TensorBoard {judgement.Version} looks at the log directory itself"
                + $" only when there are no runs: its config is ignored. Use 2.3.0 or later.") with
            {
                Path = ConfigSource.ConfigFileName,
                Run = ".",
            };
        }
    }

    private static IEnumerable<Finding> OfSource(ProfileJudgement judgement, SourceSubject source, IReadOnlyList<SourceSubject> sources)
    {
        if (source is { Trace: { Source.IsAssetFolder: true, Config: not null, Outcome: SourceOutcome.Accepted } }
            && sources.Any(s => s.RunName == source.RunName && s.Trace is { Source.IsAssetFolder: false, Config: not null }))
        {
            yield return source.AtConfig(DirectoryRules.AssetShadows, $"This config replaces the one in the directory of"
                + $" {source.DisplayRun} as a whole. Keep one of the two.");
        }

        if (judgement.HasTensorFlow && !source.Trace.Source.IsAssetFolder && source.Message is not { ModelCheckpointPath.Length: > 0 } && ExpectsCheckpoint(judgement, source)
            && (source.Trace.Source.Directory + "/").Contains(PluginsPart, StringComparison.Ordinal) && source.Trace.Source.Directory.Contains(PluginsPart, StringComparison.Ordinal))
        {
            yield return source.Found(DirectoryRules.UnderPlugins,
                $"The path of {source.DisplayRun} contains a directory called plugins: TensorBoard looks for its checkpoint two levels"
                    + $" higher and finds none, or a foreign one. Move it, or set an absolute model_checkpoint_path.") with
            {
                Path = source.RunName,
            };
        }
    }

    private static bool ExpectsCheckpoint(ProfileJudgement judgement, SourceSubject source) =>
        judgement.Reads.List(source.Directory).Any(static e => e.Kind == EntryKind.File && (e.Name == Checkpoints.CheckpointPaths.StateFile || e.Name.EndsWith(".index", StringComparison.Ordinal)));

    /// <summary>Runs that one loader knows and the other does not.</summary>
    public static void CheckLoaders(RuleContext context, IReadOnlyList<Run> slow, IReadOnlyList<Run> fast, FileReads reads, FindingSink sink)
    {
        HashSet<string> known = [.. fast.Select(static r => r.Name)];
        foreach (Run run in slow.Where(r => !known.Contains(r.Name)))
        {
            string directory = reads.OnDisk(run.Directory);
            string[] files = [.. run.EventFiles.Where(f => context.Files.Probe(directory + "/" + f) != EntryKind.Directory)];
            if (files.Length == 0)
            {
                continue;
            }

            string path = run.Name == "." ? files[0] : run.Name + "/" + files[0];
            bool isOdd = files.All(static f => !f.StartsWith(EventFileName.Prefix, StringComparison.Ordinal));
            bool hasData = reads.List(directory).Any(static e => e.Name is ConfigSource.ConfigFileName or Checkpoints.CheckpointPaths.StateFile or "plugins");
            if (isOdd)
            {
                sink.Add(new Finding(DirectoryRules.OddFile, Severity.Info, $"{run.Name} is a run only because {files[0]} has tfevents in"
                    + $" its name; it holds no events, so the run exists with the slow loader only. Rename the file.")
                {
                    Path = path,
                    Run = run.Name,
                    Holds = Or(ProfileSet.Slow & context.Options.Profiles, context),
                });
            }

            if (hasData)
            {
                sink.Add(new Finding(DirectoryRules.EventsEmpty, Severity.Warning, $"The event files of {run.Name} hold no complete"
                    + $" event: the run exists with the slow loader and is missing with the fast one, the default. Write one event into"
                    + $" it.")
                {
                    Path = path,
                    Run = run.Name,
                    Holds = Or(ProfileSet.Fast & context.Options.Profiles, context),
                });
            }
        }
    }

    private static ProfileSet Or(ProfileSet set, RuleContext context) => set == ProfileSet.None ? context.Options.Profiles : set;
}
