namespace TensorBoardFormats.Validation.Page;

/// <summary>One run of the run menu.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Embeddings">The tensor menu in its order; null while the config cannot be fetched.</param>
internal sealed record RunView(string Run, IReadOnlyList<EmbeddingView>? Embeddings)
{
    /// <summary>Set while the config cannot be fetched.</summary>
    public PageDialog? Dialog { get; init; }

    /// <summary>What the page rests with when this run is chosen.</summary>
    public required PageOutcome Outcome { get; init; }

    /// <summary>Why it is that.</summary>
    public required PageCause Cause { get; init; }
}
