namespace TensorBoardFormats.Validation.Page;

/// <summary>What a person sees who opens the Embeddings tab (member <c>browser</c> of contracts.md §1; spec/projector.md §10.10).</summary>
/// <param name="Outcome">Of the first run and the tensor that the page chooses by itself.</param>
/// <param name="Cause">Why it is that.</param>
/// <param name="TabInBar">The tab is in the bar after a reload; otherwise the page is opened by its address.</param>
/// <param name="Runs">The run menu in its order; each opens with one of its embeddings.</param>
internal sealed record PageView(PageOutcome Outcome, PageCause Cause, bool TabInBar, IReadOnlyList<RunView> Runs)
{
    /// <summary>The run that the page opens by itself; null without runs.</summary>
    public RunView? First => Runs.Count > 0 ? Runs[0] : null;

    /// <summary>Captions of the menus: of the runs if there are two or more, then of the tensors.</summary>
    public IReadOnlyList<string> Menus { get; init; } = [];
}
