using TensorBoardFormats.Projector;

namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// Which coordinates a point has, by the names of the page: <c>pca-0</c> … <c>pca-9</c>, <c>tsne-0</c> …, <c>umap-0</c> …, <c>linear-x</c>,
/// <c>-y</c>.
/// </summary>
/// <param name="Finite">A bit for each name whose value is a finite number.</param>
/// <param name="Infinite">A bit for each name whose value is infinite.</param>
/// <param name="IsNull">There is no object to ask for coordinates; the page's script stumbles over it.</param>
internal readonly record struct PointPlaces(int Finite, int Infinite, bool IsNull = false)
{
    private const int PcaComponents = 10;

    private static readonly string[] Names =
    [
        .. Enumerable.Range(0, PcaComponents).Select(i => $"pca-{i}"),
        "tsne-0", "tsne-1", "tsne-2", "umap-0", "umap-1", "umap-2", "linear-x", "linear-y",
    ];

    /// <summary>The places of a point of which the projection found so many components.</summary>
    public static PointPlaces OfPca(int components) => new((1 << Math.Min(components, PcaComponents)) - 1, 0);

    /// <summary>The bit of a coordinate; 0 for a name that no point has.</summary>
    public static int Bit(string name) => Array.IndexOf(Names, name) is int index and >= 0 ? 1 << index : 0;

    /// <summary>Reads an entry of <c>projections</c> of which the first token was read.</summary>
    public static PointPlaces Read(JsJsonReader reader)
    {
        PointPlaces places = default;
        if (reader.Token != JsToken.StartObject)
        {
            bool isNull = reader.Token == JsToken.Value && reader.Value.IsMissing;
            reader.Skip();
            return new PointPlaces(0, 0, isNull);
        }

        while (reader.Read() == JsToken.Name)
        {
            int bit = Bit(reader.Value.Text!);
            reader.Read();
            double place = reader.Token == JsToken.Value ? Number(reader.Value) : double.NaN;
            reader.Skip();
            places = new PointPlaces(
                double.IsFinite(place) ? places.Finite | bit : places.Finite & ~bit,
                double.IsInfinity(place) ? places.Infinite | bit : places.Infinite & ~bit);
        }

        return places;
    }

    private static double Number(JsValue value) =>
        value.Kind != JsKind.Text ? value.Number : JsNumber.TryParse(value.Text, out double number) ? number : double.NaN;
}
