namespace TensorBoardFormats.Validation.Page;

/// <summary>One bookmark: what a click on it looks at (spec/projector.md §10.8).</summary>
internal sealed class BookmarkState
{
    /// <summary>Keys that must be there and not null, beside those that are looked at.</summary>
    private static readonly string[] NeededKeys =
    [
        "pcaComponentDimensions", "tSNEPerplexity", "tSNELearningRate", "tSNEIteration",
        "customXLeftText", "customXRightText", "customYUpText", "customYDownText",
    ];

    private readonly HashSet<string> _present = new(StringComparer.Ordinal);

    /// <summary>The label as it stands there.</summary>
    public JsValue Label { get; private set; } = JsValue.Undefined;

    /// <summary><c>selectedProjection</c>, if it is a text.</summary>
    public string? SelectedProjection { get; private set; }

    /// <summary><c>filteredPoints</c>.</summary>
    public RowList FilteredPoints { get; private set; } = RowList.Missing;

    /// <summary><c>selectedPoints</c>.</summary>
    public RowList SelectedPoints { get; private set; } = RowList.Missing;

    /// <summary><c>projections</c>: the places of each entry; null if it is no array.</summary>
    public IReadOnlyList<PointPlaces>? Projections { get; private set; }

    /// <summary><c>pcaComponentDimensions</c>; null if it is no array.</summary>
    public IReadOnlyList<JsValue>? PcaComponents { get; private set; }

    /// <summary><c>tSNEis3d</c> holds.</summary>
    public bool TsneIs3D { get; private set; }

    /// <summary><c>umapIs3d</c> holds.</summary>
    public bool UmapIs3D { get; private set; }

    /// <summary>The first needed key that is absent or null; null if there is none.</summary>
    public string? MissingKey => NeededKeys.FirstOrDefault(key => !_present.Contains(key));

    /// <summary>Reads an object of which the first token was read; of a key that comes twice the last one counts.</summary>
    public static BookmarkState Read(JsJsonReader reader, int points)
    {
        BookmarkState state = new();
        while (reader.Read() == JsToken.Name)
        {
            string key = reader.Value.Text!;
            reader.Read();
            JsValue value = reader.Token == JsToken.Value ? reader.Value : JsValue.Object;
            state.Take(key, value, reader, points);
        }

        return state;
    }

    private void Take(string key, JsValue value, JsJsonReader reader, int points)
    {
        if (value.IsMissing)
        {
            _present.Remove(key);
        }
        else if (Array.IndexOf(NeededKeys, key) >= 0)
        {
            _present.Add(key);
        }

        switch (key)
        {
            case "label": Label = Kept(value); break;
            case "selectedProjection": SelectedProjection = value.Text; break;
            case "tSNEis3d": TsneIs3D = IsTrue(value); break;
            case "umapIs3d": UmapIs3D = IsTrue(value); break;
            case "filteredPoints": FilteredPoints = RowList.Read(reader); return;
            case "selectedPoints": SelectedPoints = RowList.Read(reader); return;
            case "projections": Projections = ReadProjections(reader, points); return;
            case "pcaComponentDimensions": PcaComponents = ReadComponents(reader); return;
        }

        reader.Skip();
    }

    private static JsValue Kept(JsValue label) =>
        label.Text is { Length: > BookmarkFile.LongestLabel } text ? JsValue.Of(text[..BookmarkFile.LongestLabel]) : label;

    private static bool IsTrue(JsValue value) => value.Kind switch
    {
        JsKind.Text => value.Text!.Length > 0,
        JsKind.Object => true,
        _ => value.Number != 0,
    };

    // One entry more than points is as bad as many more.
    private static List<PointPlaces>? ReadProjections(JsJsonReader reader, int points)
    {
        if (reader.Token != JsToken.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<PointPlaces> entries = [];
        while (reader.ReadElement())
        {
            PointPlaces places = PointPlaces.Read(reader);
            if (entries.Count <= points)
            {
                entries.Add(places);
            }
        }

        return entries;
    }

    private static List<JsValue>? ReadComponents(JsJsonReader reader)
    {
        if (reader.Token != JsToken.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<JsValue> components = [];
        while (reader.ReadElement())
        {
            JsValue component = reader.Token == JsToken.Value ? reader.Value : JsValue.Object;
            reader.Skip();
            if (components.Count <= 3)
            {
                components.Add(component);
            }
        }

        return components;
    }
}
