using TensorBoardFormats.Images;

namespace TensorBoardFormats.Validation.Page;

/// <summary>One entry of a run's tensor menu, and what choosing it shows.</summary>
/// <param name="Run">The run it belongs to.</param>
/// <param name="Name">Its name; empty for an embedding without one.</param>
/// <param name="Shape">Rows and columns as <c>/info</c> states them.</param>
internal sealed record EmbeddingView(string Run, string Name, IReadOnlyList<long> Shape)
{
    /// <summary>Position in the embeddings of <c>/info</c> of the one that is shown (the first of its name).</summary>
    public int Index { get; init; }

    /// <summary>What the page rests with.</summary>
    public PageOutcome Outcome { get; init; }

    /// <summary>Why it is that.</summary>
    public PageCause Cause { get; init; }

    /// <summary>Points as counted from <c>/tensor</c> (N); 0 where the data set never came to be.</summary>
    public int Points { get; init; }

    /// <summary>Columns as stated (D); 0 where the data set never came to be.</summary>
    public int Dimension { get; init; }

    /// <summary>The dialog that stands at the end.</summary>
    public PageDialog? Dialog { get; init; }

    /// <summary>Yellow texts of ten seconds, in their order.</summary>
    public IReadOnlyList<string> Toasts { get; init; } = [];

    /// <summary>Points with three finite places; null when the projection failed or was never reached.</summary>
    public int? Placed { get; init; }

    /// <summary>"Spherize data" is ticked.</summary>
    public bool Spherize { get; init; }

    /// <summary>"PCA is approximate." is shown.</summary>
    public bool PcaSampled { get; init; }

    /// <summary>What became of labels and colours; null where the data set never came to be.</summary>
    public LabelView? Labels { get; init; }

    /// <summary>What they are made from: they depend on what was chosen before.</summary>
    internal Labels? LabelSource { get; init; }

    /// <summary>The sprite as the page divides it; null without a loaded one.</summary>
    public SpriteView? Sprite { get; init; }

    /// <summary>What the sprite's bytes are as an image, also when they are none; null if none arrived.</summary>
    public ImageReport? SpriteImage { get; init; }

    /// <summary>What the bookmark panel lists, and what each entry does.</summary>
    public IReadOnlyList<BookmarkView> Bookmarks { get; init; } = [];

    /// <summary>What the page found in the metadata file; null if none was read to its end.</summary>
    public MetadataCounts? Metadata { get; init; }
}

/// <summary>What was counted in a metadata file.</summary>
/// <param name="Rows">Kept data lines (M).</param>
/// <param name="Columns">Column names, <c>label</c> for a file of one column.</param>
/// <param name="HasHeader">The first kept line was taken for the column names.</param>
internal sealed record MetadataCounts(int Rows, IReadOnlyList<string> Columns, bool HasHeader);
