using TensorBoardFormats.Images;

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

/// <summary>A dialog on the page.</summary>
/// <param name="IsError">An error with a CLOSE button; otherwise a progress message.</param>
/// <param name="Title">Empty for progress.</param>
/// <param name="Text">Several messages with a line feed between them.</param>
internal sealed record PageDialog(bool IsError, string Title, string Text);

/// <summary>Labels and colours.</summary>
/// <param name="LabelBy">Menu "Label by"; empty if the page never filled it.</param>
/// <param name="Selected">The entry chosen; null if the menu is empty.</param>
/// <param name="ColorBy">Menu "Color by" without its first, built-in entry.</param>
/// <param name="First">Labels of the first four points.</param>
/// <param name="Last">Label of the last point.</param>
/// <param name="Columns">The page's statistics.</param>
/// <param name="Sequences">Number of polylines.</param>
internal sealed record LabelView(
    IReadOnlyList<string> LabelBy,
    string? Selected,
    IReadOnlyList<ColorOption> ColorBy,
    IReadOnlyList<string> First,
    string Last,
    IReadOnlyList<ColumnView> Columns,
    int Sequences);

/// <summary>An entry of "Color by".</summary>
/// <param name="Name">The column.</param>
/// <param name="Description">The grey text, as <c>3  colors</c>, <c>16  non-unique colors</c> or <c>gradient</c>.</param>
/// <param name="Colors">Number of values; null for a gradient.</param>
internal sealed record ColorOption(string Name, string Description, int? Colors);

/// <summary>The page's statistics of one column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumeric">All cells that are there are numbers.</param>
/// <param name="TooMany">More than 50 distinct values.</param>
/// <param name="Values">Number of distinct values; null with too many.</param>
/// <param name="First">The value of row 0.</param>
internal sealed record ColumnView(string Name, bool IsNumeric, bool TooMany, int? Values, JsValue First);

/// <summary>What was counted in a metadata file.</summary>
/// <param name="Rows">Kept data lines (M).</param>
/// <param name="Columns">Column names, <c>label</c> for a file of one column.</param>
/// <param name="HasHeader">The first kept line was taken for the column names.</param>
internal sealed record MetadataCounts(int Rows, IReadOnlyList<string> Columns, bool HasHeader);

/// <summary>A sprite that was loaded.</summary>
/// <param name="Width">Pixels, as turned by EXIF.</param>
/// <param name="Height">Pixels, as turned by EXIF.</param>
/// <param name="Dims"><c>single_image_dim</c> as given.</param>
/// <param name="PerRow">Tiles a row as the page divides (C); null without <c>single_image_dim</c>.</param>
/// <param name="PerColumn">Tiles a column (R).</param>
internal sealed record SpriteView(int Width, int Height, IReadOnlyList<long> Dims, double? PerRow, double? PerColumn)
{
    /// <summary>Thumbnails of this many points are drawn; 0 where nothing is to be seen.</summary>
    public int Thumbnails { get; init; }

    /// <summary>Divides an image as the page does: a missing or zero side gives NaN or infinity.</summary>
    public static SpriteView Divide(ImageReport image, IReadOnlyList<long> dims) => new(
        image.DisplayWidth,
        image.DisplayHeight,
        dims,
        dims.Count > 0 ? (double)image.DisplayWidth / dims[0] : null,
        dims.Count == 0 ? null : dims.Count > 1 ? (double)image.DisplayHeight / dims[1] : double.NaN);

    /// <summary>The tile that the middle of a point's thumbnail falls into, counted row by row in the image.</summary>
    public long TileAt(int point)
    {
        long w = Dims[0];
        long h = Dims.Count > 1 ? Dims[1] : 0;
        if (w == 0)
        {
            return 0;
        }

        long x = Pixel(((point % PerRow!.Value) + 0.5) * w, Width);
        long y = h == 0 ? 0 : Pixel((Math.Floor(point / PerColumn!.Value) + 0.5) * h, Height);
        return (h == 0 ? 0 : y / h * (Width / w)) + (x / w);
    }

    private static long Pixel(double place, int size) => (long)Math.Clamp(Math.Floor(place), 0, size - 1);
}

/// <summary>One entry of the bookmark panel.</summary>
/// <param name="Label">Its label as it stands in the file: text, number, boolean, or nothing.</param>
/// <param name="Opened">What happens when all entries are clicked one after the other and this one's turn comes.</param>
internal sealed record BookmarkView(JsValue Label, BookmarkClick Opened);

/// <summary>What a click on a bookmark does.</summary>
/// <param name="Error">The script error; null if it worked.</param>
/// <param name="Projection">The projection that is on afterwards; null if none.</param>
/// <param name="Points">Points afterwards.</param>
/// <param name="Placed">Points with three finite places afterwards.</param>
internal sealed record BookmarkClick(string? Error, string? Projection, int Points, int Placed);
