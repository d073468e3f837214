namespace TensorBoardFormats.Validation.Page;

/// <summary>What the page comes to rest with, for one selection (spec/projector.md §10.10).</summary>
internal enum PageOutcome
{
    /// <summary>Points are placed and drawn.</summary>
    Shown,

    /// <summary>Points are counted, none is to be seen, no message.</summary>
    NotDrawn,

    /// <summary>A tensor is selected, there are no points, no message.</summary>
    Stuck,

    /// <summary>An error dialog stands on the page.</summary>
    Dialog,

    /// <summary>A progress dialog stays for ever.</summary>
    Hang,

    /// <summary>"0 tensors found", empty plot.</summary>
    NothingListed,

    /// <summary>"No checkpoint was found."</summary>
    NoCheckpoint,

    /// <summary>Nothing on the page below the bar.</summary>
    Blank,
}

/// <summary>The words for outcomes in reports.</summary>
internal static class PageOutcomes
{
    /// <summary>The word of the contract, as <c>NOT-DRAWN</c>.</summary>
    public static string Word(this PageOutcome outcome) => outcome switch
    {
        PageOutcome.Shown => "SHOWN",
        PageOutcome.NotDrawn => "NOT-DRAWN",
        PageOutcome.Stuck => "STUCK",
        PageOutcome.Dialog => "DIALOG",
        PageOutcome.Hang => "HANG",
        PageOutcome.NothingListed => "NOTHING-LISTED",
        PageOutcome.NoCheckpoint => "NO-CHECKPOINT",
        _ => "BLANK",
    };
}
