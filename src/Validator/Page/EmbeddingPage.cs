using System.Text;
using TensorBoardFormats.Images;
using TensorBoardFormats.Validation.Server;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// One embedding chosen in the tensor menu: its fetches in the page's order, the first that fails decides (spec/projector.md §10.3).
/// </summary>
internal sealed class EmbeddingPage(IProjectorServer server, PageBehaviour behaviour, PageFacts facts, string run, PageEmbedding embedding)
{
    private const long LargestAnswer = (1L << 31) - (1L << 21);

    // An error page is shown as it came; of a longer one the start tells enough.
    private const int LongestText = 1 << 16;

    private readonly List<string> _toasts = [];

    /// <summary>What choosing it shows.</summary>
    public EmbeddingView Look()
    {
        EmbeddingView nothing = new(run, embedding.Name ?? "", embedding.Shape);
        if (embedding.Name is null)
        {
            return nothing with { Outcome = PageOutcome.Stuck, Cause = PageCause.Unnamed };
        }

        EmbeddingView view = LookAtTensor(nothing) with { Toasts = _toasts };
        return embedding.BookmarksPath is null ? view : WithBookmarks(view);
    }

    private ProjectorQuery Query(string? rows = null) => ProjectorQuery.FromPage(run, embedding.Name, rows);

    private EmbeddingView LookAtTensor(EmbeddingView nothing)
    {
        ServerAnswer answer = server.Tensor(Query(ProjectorQuery.AllThatIsShown));
        if (answer.Status == 0)
        {
            return nothing with { Outcome = PageOutcome.Hang, Cause = PageCause.ProcessEnded, Dialog = PageMessages.FetchingTensor };
        }

        if (!answer.IsOk)
        {
            return Failed(nothing, PageCause.TensorFailed, PageMessages.Error("fetching tensors", Text(answer, Encoding.Latin1)));
        }

        if (answer.Body.Length % sizeof(float) != 0)
        {
            return Failed(nothing, PageCause.TensorBytes, PageMessages.Error(
                "parsing tensor bytes", "RangeError: byte length of Float32Array should be a multiple of 4"));
        }

        bool tooLarge = answer.Body.Length > LargestAnswer;
        TensorRows rows = new(answer.Body, embedding.Shape[1]);
        double quotient = tooLarge ? 0 : (double)rows.Values / rows.Columns;
        if (embedding.Shape[0] > quotient)
        {
            _toasts.Add(PageMessages.ShowingTheFirst(quotient, embedding.Shape[0]));
        }

        return quotient == 0
            ? nothing with { Outcome = PageOutcome.Stuck, Cause = tooLarge ? PageCause.TensorTooLarge : PageCause.TensorEmpty }
            : LookAtMetadata(nothing, rows);
    }

    private EmbeddingView LookAtMetadata(EmbeddingView nothing, TensorRows rows)
    {
        MetadataTable? table = null;
        if (embedding.MetadataPath is not null)
        {
            ServerAnswer answer = server.Metadata(Query(ProjectorQuery.AllThatIsShown));
            if (!answer.IsOk)
            {
                return Failed(nothing, PageCause.MetadataFailed, PageMessages.Error("fetching metadata", Text(answer, Encoding.UTF8)));
            }

            table = facts.ReadMetadata(answer.Body, rows.Points);
            if (table is null)
            {
                PageDialog dialog = embedding.SpritePath is null ? PageMessages.ParsingMetadata : PageMessages.ParsingMetadataBesideSprite;
                return Endless(nothing, PageCause.MetadataEndless, dialog);
            }
        }

        ImageReport? sprite = null;
        if (embedding.SpritePath is not null)
        {
            ServerAnswer answer = server.Sprite(Query());
            sprite = answer.IsOk ? facts.Examine(answer.Body) : null;
            nothing = nothing with { SpriteImage = sprite };
            if (sprite is null or { Browser: BrowserImageState.NotDecodable })
            {
                return Endless(nothing, sprite is null ? PageCause.SpriteFailed : PageCause.SpriteUndecodable, PageMessages.FetchingSprite);
            }
        }

        if (sprite is not null && Math.Max(sprite.DisplayWidth, sprite.DisplayHeight) > ImageProbe.MaxSide)
        {
            PageDialog dialog = PageMessages.SpriteTooLarge(sprite.DisplayWidth, sprite.DisplayHeight);
            return Computed(nothing, PageCause.SpriteTooLarge, dialog, PageMessages.FetchingSprite);
        }

        return Merge(nothing, rows, table, sprite);
    }

    private EmbeddingView Merge(EmbeddingView nothing, TensorRows rows, MetadataTable? table, ImageReport? sprite)
    {
        int points = rows.Points;
        int sequences = 0;
        if (table is not null)
        {
            string[] columns = [.. table.Columns.Select(column => column.Name)];
            nothing = nothing with { Metadata = new MetadataCounts(table.Rows, columns, table.HasHeader) };
            if (table.Columns.Count == 1 && table.Rows == points + 1)
            {
                return Failed(nothing, PageCause.MetadataHasHeader, PageMessages.HeaderInSingleColumn(points, table.Rows));
            }

            if (table.Columns.Count > 1 && table.Rows == points - 1)
            {
                return Failed(nothing, PageCause.MetadataLacksHeader, PageMessages.HeaderMissing(points, table.Rows));
            }

            if (table.Rows != points)
            {
                _toasts.Add(PageMessages.CountsDiffer(points, table.Rows));
            }

            if (Sequences.Count(table.Next, points) is not { } count)
            {
                return Failed(nothing, PageCause.SequenceCycle, PageMessages.SequenceCycle);
            }

            sequences = count;
        }

        return Draw(nothing, rows, table, sprite, sequences);
    }

    private EmbeddingView Draw(EmbeddingView nothing, TensorRows rows, MetadataTable? table, ImageReport? sprite, int sequences)
    {
        bool drawable = sprite is null || embedding.SpriteDims.Count > 0;
        EmbeddingView view = nothing with
        {
            Points = rows.Points,
            Dimension = (int)Math.Min(rows.Columns, int.MaxValue),
            Spherize = rows.Columns >= Spherizer.FirstDimension,
            PcaSampled = rows.Columns > Projection.MostExactColumns || rows.Points > Projection.MostExactPoints,
            LabelSource = new Labels(rows.Points, table, sequences, FillsMenus: drawable),
            Sprite = sprite is null ? null : SpriteView.Divide(sprite, embedding.SpriteDims),
        };
        if (!behaviour.ShortMetadata && table is not null && table.Rows < rows.Points)
        {
            return view with { Outcome = PageOutcome.NotDrawn, Cause = PageCause.MetadataShort, Placed = 0 };
        }

        Projection projection = behaviour.PcaEnds ? facts.Project(rows) : default;
        view = view with { Placed = projection.Placed };
        if (projection.Placed is not { } placed)
        {
            return behaviour.PcaEnds ? Computed(view, projection.Cause, PageMessages.ProjectionFailed, PageMessages.ComputingPca)
                : Endless(view, PageCause.PageBroken, PageMessages.ComputingPca);
        }

        if (!drawable)
        {
            return view with { Outcome = PageOutcome.NotDrawn, Cause = PageCause.SpriteWithoutSize, Placed = 0 };
        }

        PageCause cause = placed == 0 ? projection.Cause : sprite is null ? PageCause.None : SpriteCause(sprite.Browser);
        return view with
        {
            Outcome = cause == PageCause.None ? PageOutcome.Shown : PageOutcome.NotDrawn,
            Cause = cause,
            Sprite = view.Sprite is null || cause != PageCause.None ? view.Sprite : view.Sprite with { Thumbnails = rows.Points },
        };
    }

    private PageCause SpriteCause(BrowserImageState state) => state switch
    {
        BrowserImageState.Damaged => PageCause.SpriteDamaged,
        BrowserImageState.Transparent when behaviour.TransparentSprites => PageCause.SpriteTransparent,
        _ => PageCause.None,
    };

    // The answer to the bookmarks takes away an error of the tensor that came before.
    private EmbeddingView WithBookmarks(EmbeddingView view)
    {
        ServerAnswer answer = server.Bookmarks(Query());
        if (view.Cause == PageCause.TensorFailed)
        {
            view = view with { Outcome = PageOutcome.Stuck, Dialog = null };
        }

        if (!answer.IsOk)
        {
            return view;
        }

        bool works = behaviour.BookmarksLoad && view.Sprite is not { PerRow: null } && view.Cause != PageCause.MetadataShort;
        int components = view.Placed == view.Points || view.Cause == PageCause.TwoColumns ? view.Dimension : 0;
        BookmarkPanel panel = new(view.Points, view.Placed ?? 0, PointPlaces.OfPca(components), works);
        return view with
        {
            Bookmarks = [.. BookmarkFile.Read(answer.Body, view.Points).Select(state => new BookmarkView(state.Label, panel.Click(state)))],
        };
    }

    private EmbeddingView Computed(EmbeddingView view, PageCause cause, PageDialog error, PageDialog before) =>
        behaviour.ShowsComputationErrors ? Failed(view, cause, error) : Endless(view, cause, before);

    private static EmbeddingView Failed(EmbeddingView view, PageCause cause, PageDialog dialog) =>
        view with { Outcome = PageOutcome.Dialog, Cause = cause, Dialog = dialog };

    private static EmbeddingView Endless(EmbeddingView view, PageCause cause, PageDialog dialog) =>
        view with { Outcome = PageOutcome.Hang, Cause = cause, Dialog = dialog };

    // The page of a 500 is the same whatever raised it.
    private static string Text(ServerAnswer answer, Encoding encoding)
    {
        if (answer.Status >= 500)
        {
            return PageMessages.InternalServerError;
        }

        byte[] text = new byte[Math.Min(answer.Body.Length, LongestText)];
        using Stream stream = answer.Body.Open();
        return encoding.GetString(text, 0, stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false));
    }
}
