using TensorBoardFormats.Validation;

namespace TensorBoardFormats.TbCheck.Console;

/// <summary>The verdict in words: whether the tab appears, what it shows, and what is lost.</summary>
internal static class VerdictLine
{
    private const int MostListed = 12;

    /// <summary>One sentence about the log directory.</summary>
    public static string Of(ValidationReport report)
    {
        Verdict verdict = report.Verdict;
        ProfileVerdict[] profiles = [.. verdict.Profiles];
        if (profiles.Length == 0)
        {
            return "nothing was judged.";
        }

        if (verdict.Loads)
        {
            ProfileVerdict best = profiles.MaxBy(static p => p.Shown)!;
            string runs = best.Runs.Count(static r => r.Embeddings.Any(static e => e.IsShown)) is var count && count == 1 ? "1 run" : $"{count} runs";
            int lost = best.Runs.Sum(static r => r.Embeddings.Count(static e => !e.IsShown));
            string condition = Condition(profiles.Where(static p => p.Shown > 0), report.Judged) is string when ? $", {when} only" : "";
            return $"the Embeddings tab will show {Embeddings(best.Shown)} in"
                + $" {runs}{condition}{(lost > 0 ? $"; {lost} more will not be drawn" : "")}.";
        }

        return profiles.Any(static p => p.Tab == TabState.Killed) ? "TensorBoard will be killed when its page is loaded."
            : profiles.All(static p => p.Tab == TabState.Dead) ? "the Embeddings tab will not appear: TensorBoard stops at a fault."
            : profiles.Any(static p => p.Tab == TabState.Active && p.Runs.Count > 0) ? "the Embeddings tab will appear and show no points."
            : profiles.Any(static p => p.Tab == TabState.Dead) ? "the Embeddings tab will not appear: TensorBoard stops at a fault."
            : report.Findings.Any(static f => f.Severity == Severity.Error) ? "the Embeddings tab will not appear."
            : "there is nothing for the Embeddings tab.";
    }

    /// <summary>What each run shows, and under which condition not.</summary>
    public static IEnumerable<string> Details(ValidationReport report)
    {
        ProfileVerdict? best = report.Verdict.Profiles.OrderByDescending(static p => p.Shown).ThenByDescending(static p => p.Runs.Sum(static r => r.Embeddings.Count)).FirstOrDefault();
        int listed = 0;
        foreach (RunVerdict run in best?.Runs ?? [])
        {
            foreach (EmbeddingVerdict embedding in run.Embeddings.DistinctBy(static e => (e.Name, e.Outcome)))
            {
                if (++listed <= MostListed)
                {
                    string name = embedding.Name.Length > 0 ? embedding.Name : "(no name)";
                    yield return $"  run {run.Run}: {name}, {string.Join(" x ", embedding.Shape)}: {Outcome(embedding.Outcome)}";
                }
            }

            if (run.Embeddings.Count == 0)
            {
                listed++;
                yield return $"  run {run.Run}: 0 tensors found";
            }
        }

        if (listed > MostListed)
        {
            yield return $"  … and {listed - MostListed} more";
        }

        foreach (ProfileVerdict profile in report.Verdict.Profiles.Where(p => best!.Shown > 0 && p.Shown < best.Shown))
        {
            string condition = profile.Profile.Condition(report.Judged) ?? "";
            yield return $"  {char.ToUpperInvariant(condition[0])}{condition[1..]}:"
                + $" {(profile.Shown == 0 ? "no embedding is shown" : $"{Embeddings(profile.Shown)} shown")}.";
        }
    }

    /// <summary>An outcome as people say it.</summary>
    public static string Outcome(string word) => word switch
    {
        "SHOWN" => "shown",
        "NOT-DRAWN" => "nothing drawn, no message",
        "STUCK" => "no points, no message",
        "DIALOG" => "an error dialog instead of points",
        "HANG" => "an endless progress message instead of points",
        "NOTHING-LISTED" => "0 tensors found",
        "NO-CHECKPOINT" => "\"No checkpoint was found.\"",
        "BLANK" => "a blank page",
        _ => word,
    };

    private static string Embeddings(int count) => count == 1 ? "1 embedding" : $"{count} embeddings";

    private static string? Condition(IEnumerable<ProfileVerdict> profiles, ProfileSet judged) =>
        profiles.Aggregate(ProfileSet.None, static (set, p) => set | p.Profile).Condition(judged);
}
