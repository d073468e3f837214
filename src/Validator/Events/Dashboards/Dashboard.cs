using TensorBoardFormats.Files;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>What the dashboards' back ends answer from a loader's view (spec/tfevents.md §8.1, §10, §11).</summary>
/// <param name="view">What the loader holds.</param>
/// <param name="files">The disk, for the bytes of pictures and the like.</param>
internal sealed partial class Dashboard(LoaderView view, FileStore files)
{
    private const int Failed = 500;
    private const int Refused = 400;
    private const int Ok = 200;
    private const long ShownHistograms = 51; // Asked by the page whatever the flags say.
    private const long ShownDistributions = 501;

    private readonly StoredTensors _tensors = new(view.Loader, files);

    private IEnumerable<Series> AllSeries => view.Runs.SelectMany(static r => r.Series);

    /// <summary>Names of the dashboards that are not greyed out, in ordinal order.</summary>
    public IReadOnlyList<string> ActivePlugins()
    {
        bool isFast = view.Loader == LoaderKind.Fast;
        HashSet<string> named = [.. AllSeries
            .Where(s => s.Metadata is SeriesMetadata m && (!isFast || m.Class is DataClass.Scalar or DataClass.Tensor or DataClass.BlobSequence))
            .Select(static s => s.Metadata!.Plugin)];
        SortedSet<string> active = new(Plugins.WithDashboard.Where(named.Contains), StringComparer.Ordinal);
        if (named.Contains(Plugins.Histograms))
        {
            active.Add(Plugins.Distributions);
        }

        if (named.Contains(Plugins.Scalars) || named.Contains(Plugins.Histograms) || named.Contains(Plugins.Images))
        {
            active.Add(Plugins.TimeSeries);
        }

        if (Plugins.OfGraphs.Any(named.Contains))
        {
            active.Add(Plugins.Graphs);
        }

        return [.. active];
    }

    /// <summary>The tags that a dashboard lists; null when the list itself answers 500.</summary>
    public IReadOnlyList<Series>? Tags(string plugin)
    {
        DataClass dataClass = Plugins.InferredClass(plugin);
        List<Series> tags = [];
        foreach (Series series in AllSeries)
        {
            if (series.Metadata is not SeriesMetadata metadata || metadata.Plugin != plugin || metadata.Class != dataClass)
            {
                continue;
            }

            if (series.Points is null)
            {
                return null; // Metadata without a value: a KeyError in the Python loader.
            }

            if (view.Loader == LoaderKind.Fast && series.Points.Count == 0)
            {
                continue; // All of it is data loss.
            }

            PluginContent content = PluginContent.Read(plugin, metadata.Content.Span);
            if (!content.IsMessage)
            {
                return null;
            }

            if (content.Version != 0)
            {
                continue;
            }

            if (plugin == Plugins.Images && series.Points.Count == 0)
            {
                return null; // The list subtracts from the greatest number of strings, and there is none.
            }

            tags.Add(series);
        }

        return tags;
    }

    private int[] Shown(Series series, string plugin) => PageSample.Indexes(view.Loader, series.Points!.Count, Asked(plugin));

    private long Asked(string plugin) => plugin switch
    {
        Plugins.Histograms => ShownHistograms,
        Plugins.Distributions => ShownDistributions,
        _ => view.Flags.Samples(plugin) ?? plugin switch
        {
            Plugins.Scalars => 1000,
            Plugins.Images or Plugins.Audio => 10,
            _ => 100,
        },
    };
}
