namespace TensorBoardFormats.Validation.Events;

/// <summary>How many points of a tag the Python loader keeps (spec/tfevents.md §11).</summary>
internal static class SlowCapacity
{
    private const long Others = 10;

    /// <summary>Room for a tag of a plugin; 0 is without limit. Null: no metadata were known at the tag's first value.</summary>
    public static long Of(string? plugin, LoaderFlags flags) => plugin is null ? Others : flags.Samples(plugin) ?? plugin switch
    {
        Plugins.Scalars => 1000,
        Plugins.Histograms => 500,
        Plugins.PrCurves => 100,
        _ => Others,
    };
}
