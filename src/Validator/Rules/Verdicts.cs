using TensorBoardFormats.Validation.Page;

namespace TensorBoardFormats.Validation.Rules;

/// <summary>Makes the verdict of the predictions.</summary>
internal static class Verdicts
{
    public static Verdict Of(IReadOnlyList<ProfileJudgement> judged)
    {
        ProfileVerdict[] profiles = [.. judged.Select(Of)];
        return new Verdict(profiles.Any(static p => p.Shown > 0), profiles);
    }

    private static ProfileVerdict Of(ProfileJudgement judgement) => new(
        judgement.Profile,
        judgement.Server.Ended is not null && judgement.Page.Runs.Count == 0 ? TabState.Killed
            : judgement.Trace.TabFailure is not null || judgement.Page.Cause == PageCause.RunsFailed ? TabState.Dead
            : judgement.Server.TabActive ? TabState.Active : TabState.Inactive,
        [.. judgement.Page.Runs.Select(static r => new RunVerdict(r.Run, [.. (r.Embeddings ?? []).Select(static e => new EmbeddingVerdict(e.Name, e.Shape, e.Outcome.Word()))]))]);
}
