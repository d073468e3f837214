using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>A run chosen in the run menu: fetches its config and opens its embeddings.</summary>
internal sealed class RunPage(IProjectorServer server, PageBehaviour behaviour, PageFacts facts)
{
    /// <summary>What choosing a run shows.</summary>
    public RunView Open(string run)
    {
        ServerAnswer answer = server.Info(ProjectorQuery.FromPage(run));
        RunConfig? config = answer.IsOk ? RunConfig.Read(answer.Body) : null;
        if (config is null)
        {
            return new RunView(run, null)
            {
                Dialog = PageMessages.FetchingConfig,
                Outcome = PageOutcome.Hang,
                Cause = answer.Status == 0 ? PageCause.ProcessEnded : PageCause.ConfigFailed,
            };
        }

        Dictionary<int, EmbeddingView> views = [];
        List<EmbeddingView> embeddings = [];
        foreach (int index in config.Menu())
        {
            if (!views.TryGetValue(index, out EmbeddingView? view))
            {
                EmbeddingPage page = new(server, behaviour, facts, run, config.Embeddings[index]);
                views.Add(index, view = page.Look() with { Index = index });
            }

            embeddings.Add(view);
        }

        return embeddings.Count == 0
            ? new RunView(run, embeddings) { Outcome = PageOutcome.NothingListed, Cause = PageCause.NothingListed }
            : new RunView(run, embeddings) { Outcome = embeddings[0].Outcome, Cause = embeddings[0].Cause };
    }
}
