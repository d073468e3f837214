namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// The bookmark panel: all entries clicked one after the other, with what each click leaves behind (spec/projector.md §10.8).
/// </summary>
internal sealed class BookmarkPanel
{
    private const int MostAxes = 3;

    // A filter may name rows twice, but not without end.
    private const int MostFiltered = 1 << 22;

    private readonly int _allPoints;
    private readonly bool _works;
    private readonly PointPlaces[] _unfiltered;
    private PointPlaces[] _points;
    private bool _knowsUnfiltered;
    private int _placed;

    /// <summary>The panel beside a data set.</summary>
    /// <param name="points">Points (N); with none, every click throws.</param>
    /// <param name="placed">Points that are placed now.</param>
    /// <param name="places">Coordinates that the first projection gave every point.</param>
    /// <param name="works">False where the page cannot draw this data set at all.</param>
    public BookmarkPanel(int points, int placed, PointPlaces places, bool works)
    {
        _allPoints = points;
        _placed = placed;
        _works = works;
        _points = _unfiltered = new PointPlaces[works ? points : 0];
        Array.Fill(_unfiltered, places);
    }

    /// <summary>Clicks an entry.</summary>
    public BookmarkClick Click(BookmarkState state)
    {
        if (_allPoints == 0 || !_works)
        {
            return new BookmarkClick("There is nothing to apply the bookmark to", null, _allPoints, _placed);
        }

        string? error = Filter(state) ?? Replace(state) ?? Check(state);
        if (error is not null)
        {
            return new BookmarkClick(error, null, _points.Length, _placed);
        }

        if (Array.Exists(_points, point => point.IsNull))
        {
            return new BookmarkClick("an entry of projections is null", state.SelectedProjection, _points.Length, _placed);
        }

        _placed = Place(AxesOf(state));
        bool selected = state.SelectedPoints.FitsInto(_points.Length);
        return new BookmarkClick(selected ? null : "selectedPoints names rows that are not"
            + " there", state.SelectedProjection, _points.Length, _placed);
    }

    // Points in a filter are copies without places. Also a filter that fails leaves the page with something to take away.
    private string? Filter(BookmarkState state)
    {
        if (_knowsUnfiltered)
        {
            _knowsUnfiltered = false;
            _points = _unfiltered;
            _placed = 0;
        }

        RowList filter = state.FilteredPoints;
        if (!filter.IsThere)
        {
            return null;
        }

        _knowsUnfiltered = true;
        if (!filter.FitsInto(_allPoints))
        {
            return "filteredPoints names rows that are not there";
        }

        _points = new PointPlaces[filter.Count == 0 ? _allPoints : Math.Min(filter.Count, MostFiltered)];
        _placed = 0;
        return null;
    }

    private string? Replace(BookmarkState state)
    {
        if (state.Projections is null)
        {
            return "projections is no array";
        }

        for (int i = 0; i < state.Projections.Count; i++)
        {
            if (i == _points.Length)
            {
                return "projections has more entries than there are points";
            }

            _points[i] = state.Projections[i];
        }

        return null;
    }

    private static string? Check(BookmarkState state) =>
        state.MissingKey is { } key ? key + " is missing"
        : state.SelectedProjection is not ("pca" or "tsne" or "umap" or "custom") ? "selectedProjection is none of pca, tsne, umap, custom"
        : state.SelectedProjection == "pca" && state.PcaComponents is not { Count: <= MostAxes } ? "pcaComponentDimensions is no list of"
        + " up to three"
        : null;

    // A third component of null is as good as none.
    private static int[] AxesOf(BookmarkState state) => state.SelectedProjection switch
    {
        "pca" when state.PcaComponents is [_, _, { IsMissing: true }] => [.. state.PcaComponents.Take(2).Select(PcaBit)],
        "pca" => state.PcaComponents!.Count < 2 ? [0] : [.. state.PcaComponents.Select(PcaBit)],
        "custom" => [PointPlaces.Bit("linear-x"), PointPlaces.Bit("linear-y")],
        "tsne" => [.. Enumerable.Range(0, state.TsneIs3D ? 3 : 2).Select(i => PointPlaces.Bit($"tsne-{i}"))],
        _ => [.. Enumerable.Range(0, state.UmapIs3D ? 3 : 2).Select(i => PointPlaces.Bit($"umap-{i}"))],
    };

    private static int PcaBit(JsValue component) => PointPlaces.Bit("pca-" + component);

    // One infinite place makes its axis useless for all points.
    private int Place(int[] axes)
    {
        int needed = 0, placed = 0;
        foreach (int axis in axes)
        {
            needed |= axis;
            if (axis == 0)
            {
                return 0;
            }
        }

        foreach (PointPlaces point in _points)
        {
            if ((point.Infinite & needed) != 0)
            {
                return 0;
            }

            placed += (point.Finite & needed) == needed ? 1 : 0;
        }

        return placed;
    }
}
