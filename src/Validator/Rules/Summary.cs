using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Rules.Checkpoints;
using TensorBoardFormats.Validation.Rules.Config;
using TensorBoardFormats.Validation.Rules.Directories;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>Findings about the whole: what one run does to the others, that nothing is there, that nothing is shown.</summary>
internal static class Summary
{
    /// <summary>One run's fault that stops the projector for healthy ones.</summary>
    public static void CheckKiller(ProfileJudgement judgement, IReadOnlyList<SourceSubject> sources, FindingSink sink)
    {
        SourceSubject? killer = sources.FirstOrDefault(static s => s.Trace.Outcome == SourceOutcome.Raised)
            ?? sources.FirstOrDefault(static s => s.Run?.Failure is not null || s.Run?.Checkpoint?.Killed is not null);
        if (killer is null || (judgement.Trace.TabFailure is null && judgement.Server.Ended is null && judgement.Server.Runs().IsOk))
        {
            return;
        }

        string[] healthy = [.. HealthyOthers(judgement, killer)];
        if (healthy.Length > 0)
        {
            sink.Add(killer.AtConfig(ConfigRules.OneBadRunKillsAll,
                $"A fault in {killer.DisplayRun} stops the projector for all runs, also for"
                    + $" {string.Join(", ", healthy.Take(3))}{(healthy.Length > 3 ? ", …" : "")}. Repair it, or take it out of the log"
                    + $" directory."));
        }
    }

    /// <summary>Nothing is there for the projector.</summary>
    public static void CheckNothing(RuleContext context, IReadOnlyList<TreeDirectory> tree, IReadOnlyList<ProfileJudgement> judged, FindingSink sink)
    {
        bool hasConfig = tree.Any(d => d.Has(ConfigSource.ConfigFileName) && !d.IsOfOtherPlugin && !IsEmptyConfig(judged, d));
        bool hasRuns = judged.Any(static j => j.Page.Runs.Count > 0 || j.Trace.Sources.Any(static s => s.CheckpointPath.Length > 0 || s.Outcome == SourceOutcome.Raised));
        if (!hasConfig && !hasRuns)
        {
            sink.Add(new Finding(DirectoryRules.NothingFound, Severity.Info,
                "Nothing here is meant for the projector: its tab stays inactive, and opened by hand it says \"No checkpoint was found.\""
                    + " Write a projector config with tensor files, or a checkpoint.")
            {
                Holds = context.Options.Profiles,
            });
        }
    }

    /// <summary>Something is there for the projector, and nothing of it is shown; or something was asked for.</summary>
    public static void CheckNotShown(
        RuleContext context, IReadOnlyList<TreeDirectory> tree, Verdict verdict, IReadOnlyList<Finding> findings, FindingSink sink)
    {
        if (verdict.Loads || !(context.Options.RequireEmbeddings || IsMeantForProjector(tree)))
        {
            return;
        }

        Finding? cause = findings.Where(static f => f.Cause is null && f.Rule != DirectoryRules.NeedsReload)
            .OrderByDescending(static f => f.Severity).ThenByDescending(f => f.Holds == context.Options.Profiles).FirstOrDefault();
        string why = cause is null || cause.Severity == Severity.Info && cause.Rule != DirectoryRules.NothingFound
            ? WithoutRule(tree) : $"The cause: {cause.Message}";
        sink.Add(new Finding(ConfigRules.NotShown, Severity.Error, $"No embedding is shown, however TensorBoard is started. {why}")
        {
            Holds = context.Options.Profiles,
            Path = cause?.Path,
            Cause = cause is null ? null : new FindingCause(cause.Rule.Id, cause.Path),
        });
    }

    // A link that leads nowhere counts as no file, so no rule about the file speaks of it.
    private static string WithoutRule(IReadOnlyList<TreeDirectory> tree)
    {
        TreeDirectory? place = tree.FirstOrDefault(static d => !d.IsOfOtherPlugin && (d.Entries?.Any(static e =>
            e.Name == ConfigSource.ConfigFileName && e.IsLink && e.Kind is EntryKind.Missing or EntryKind.Unreadable) ?? false));
        return place is null ? "No rule names the cause."
            : $"The cause: {(place.Name == "." ? "" : place.Name + "/")}{ConfigSource.ConfigFileName} is a link that leads nowhere. Let"
            + $" it point to the config, or put the config there.";
    }

    private static IEnumerable<string> HealthyOthers(ProfileJudgement judgement, SourceSubject killer)
    {
        IEnumerable<(string Name, string Directory)> runs = judgement.Trace.LoaderRuns.Select(static r => (r.Name, r.Directory)).Append((".", judgement.Context.Root));
        foreach ((string name, string directory) in runs.DistinctBy(static r => r.Item1))
        {
            if (name == killer.RunName)
            {
                continue;
            }

            ConfigSource source = new(name, directory, IsAssetFolder: false);
            SourceTrace? seen = judgement.Trace.Sources.FirstOrDefault(s => s.Source.Run == name && s.Outcome == SourceOutcome.Accepted);
            bool hasConfig = judgement.Reads.Probe(judgement.Reads.OnDisk(source.ConfigPath)) == EntryKind.File;
            bool failed = judgement.Trace.Sources.Any(s => s.Source.Run == name && s.Outcome == SourceOutcome.Raised)
                || judgement.Trace.Runs.Any(r => r.Run == name && r.Failure is not null);
            if (!failed && (seen is not null || (hasConfig && judgement.ParsesAndHasSource(source))))
            {
                yield return name == "." ? "the log directory itself" : name;
            }
        }
    }

    private static bool IsEmptyConfig(IReadOnlyList<ProfileJudgement> judged, TreeDirectory directory) =>
        judged.Any(j => j.Trace.Sources.Any(s => j.Reads.OnDisk(s.Source.Directory).TrimEnd('/') == directory.Path.TrimEnd('/') && s.Config?.Message is { Embeddings.Count: 0, ModelCheckpointPath.Length: 0 }));

    private static bool IsMeantForProjector(IReadOnlyList<TreeDirectory> tree) => tree.Any(static d => !d.IsOfOtherPlugin
        && (d.Has(ConfigSource.ConfigFileName) || TreeCheck.NearMiss(d) is not null
        || (d.Entries?.Any(static e => e.Kind == EntryKind.File && (e.Name == CheckpointPaths.StateFile || e.Name.EndsWith(".index", StringComparison.Ordinal))) ?? false)));
}
