using System.Text.Json;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// The browser half of the projector as a model: asks the server what the page asks, and says what a person sees (spec/projector.md §10).
/// </summary>
internal static class ProjectorPage
{
    /// <summary>What can be seen of every entry of every run's tensor menu.</summary>
    /// <param name="server">Whom the page asks.</param>
    /// <param name="version">TensorBoard's version.</param>
    /// <param name="facts">Shared with other looks at the same directory; null for none.</param>
    public static PageView Look(IProjectorServer server, Version version, PageFacts? facts = null)
    {
        PageBehaviour behaviour = PageBehaviour.Of(version);
        if (behaviour.IsBroken)
        {
            return new PageView(PageOutcome.Blank, PageCause.PageBroken, server.TabActive, []);
        }

        ServerAnswer answer = server.Runs();
        if (!answer.IsOk)
        {
            PageCause cause = answer.Status == 0 ? PageCause.ProcessEnded : PageCause.RunsFailed;
            return new PageView(PageOutcome.Blank, cause, server.TabActive, []);
        }

        RunPage page = new(server, behaviour, facts ?? new PageFacts());
        RunView[] runs = ChosenInTurn([.. RunNames(answer.Body).Select(page.Open)]);
        return runs.Length == 0
            ? new PageView(PageOutcome.NoCheckpoint, PageCause.NoRuns, server.TabActive, [])
            : new PageView(runs[0].Outcome, runs[0].Cause, server.TabActive, runs) { Menus = [.. Menus(runs)] };
    }

    // The entries of the first run's menu one after the other, then each other run: the label column that was chosen stays chosen where it
    // is there.
    private static RunView[] ChosenInTurn(RunView[] runs)
    {
        LabelView? before = null;
        for (int i = 0; i < runs.Length; i++)
        {
            if (runs[i].Embeddings is not { } embeddings)
            {
                continue;
            }

            LabelView? last = before;
            List<EmbeddingView> chosen = new(embeddings.Count);
            foreach (EmbeddingView view in embeddings)
            {
                chosen.Add(view with { Labels = view.LabelSource?.Look(last) });
                last = chosen[^1].Labels ?? last;
                before = i == 0 || chosen.Count == 1 ? last : before;
            }

            runs[i] = runs[i] with { Embeddings = chosen };
        }

        return runs;
    }

    private static string[] RunNames(AnswerBody body)
    {
        using Stream stream = body.Open();
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }

    private static IEnumerable<string> Menus(RunView[] runs)
    {
        if (runs.Length > 1)
        {
            yield return $"{runs.Length} runs found";
        }

        if (runs[0].Embeddings is { } embeddings)
        {
            yield return embeddings.Count == 1 ? "1 tensor found" : $"{embeddings.Count} tensors found";
        }
    }
}
