using System.Text.Json;
using Google.Protobuf;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages.CustomScalarPlugin;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>The dashboards that show no plain list of tags: custom scalars, Time Series, HParams, Graphs.</summary>
internal sealed class OtherDashboards(Utf8JsonWriter json, LoaderView view, Dashboard dashboard, FileStore files)
{
    private const int Failed = 500;

    private static readonly string[] TimeSeriesPlugins = [Plugins.Images, Plugins.Scalars, Plugins.Histograms];

    private readonly StoredTensors _tensors = new(view.Loader, files);

    private IEnumerable<Series> AllSeries => view.Runs.SelectMany(static r => r.Series);

    /// <summary>Writes those that have anything to show, each as a member.</summary>
    public void Write()
    {
        WriteCustomScalars();
        WriteTimeSeries();
        WriteHParams();
        WriteGraphs();
    }

    private void WriteCustomScalars()
    {
        Series[] tags = [.. AllSeries.Where(static s => s.Metadata is { Plugin: Plugins.CustomScalars, Class: DataClass.Tensor })];
        tags = view.Loader == LoaderKind.Fast ? [.. tags.Where(static t => t.Points!.Count > 0)] : tags;
        if (tags.Length == 0)
        {
            return;
        }

        Layout layout = new();
        bool isSound = tags.All(static t => t.Points is not null);
        foreach (Series series in tags.Where(static t => t.Tag == Plugins.LayoutTag).OrderBy(static t => t.Run, StringComparer.Ordinal))
        {
            isSound = isSound && TryLayout(series, layout);
        }

        json.WritePropertyName(Plugins.CustomScalars);
        if (!isSound)
        {
            LoaderViewJson.WriteStatus(json, Failed);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName("layout");
        json.WriteRawValue(JsonFormatter.Default.Format(layout));
        json.WriteEndObject();
    }

    private bool TryLayout(Series series, Layout merged)
    {
        PointColumns points = series.Points!;
        if (points.Count == 0 || NdArray.TryMake(_tensors.Of(points, points.Count - 1), out NdArray array) != TensorFault.None
            || array.Count != 1 || !array.IsString)
        {
            return false;
        }

        try
        {
            merged.MergeFrom(array.Bytes(0).Span);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private void WriteTimeSeries()
    {
        IReadOnlyList<Series>?[] lists = [.. TimeSeriesPlugins.Select(dashboard.Tags)];
        if (lists.All(static l => l is { Count: 0 }))
        {
            return;
        }

        json.WritePropertyName(Plugins.TimeSeries);
        if (lists.Contains(null))
        {
            LoaderViewJson.WriteStatus(json, Failed);
            return;
        }

        json.WriteStartArray();
        for (int i = 0; i < lists.Length; i++)
        {
            foreach (Series series in lists[i]!)
            {
                json.WriteStartObject();
                json.WriteString("plugin", TimeSeriesPlugins[i]);
                json.WriteString("run", series.Run);
                json.WriteString("tag", series.Tag);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private void WriteHParams()
    {
        Series[] tags = [.. AllSeries.Where(static s => s.Metadata is { Plugin: Plugins.HParams, Class: DataClass.Tensor })];
        if (tags.Length == 0)
        {
            return;
        }

        json.WriteStartObject(Plugins.HParams);
        json.WriteStartArray("sessions");
        foreach (Series series in tags)
        {
            json.WriteStartObject();
            json.WriteString("run", series.Run);
            json.WriteString("tag", series.Tag);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteGraphs()
    {
        Series[] tags = [.. AllSeries.Where(static s => s.Metadata is { Class: DataClass.BlobSequence } m && Plugins.OfGraphs.Contains(m.Plugin))];
        tags = view.Loader == LoaderKind.Fast ? [.. tags.Where(static t => t.Points!.Count > 0)] : tags;
        if (tags.Length == 0)
        {
            return;
        }

        json.WritePropertyName(Plugins.Graphs);
        if (tags.Any(static t => t.Points is null || (t.Tag.Length == 0 && t.Metadata!.Plugin != Plugins.Graphs)))
        {
            LoaderViewJson.WriteStatus(json, Failed);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("graphs");
        foreach (Series series in tags)
        {
            json.WriteStartObject();
            json.WriteString("run", series.Run);
            json.WriteString("tag", series.Tag);
            json.WriteString("kind", series.Metadata!.Plugin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
