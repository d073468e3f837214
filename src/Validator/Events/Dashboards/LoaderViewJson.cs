using System.Text.Json;
using TensorBoardFormats.Files;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>A loader's view as JSON for programs: runs, active dashboards, and what each lists and serves (contracts.md §3).</summary>
internal sealed class LoaderViewJson(Utf8JsonWriter json, LoaderView view, FileStore files)
{
    private const int Failed = 500;
    private const int Ok = 200;
    private const int SamplesOfATag = 3;
    private const int BlobsOfASample = 3;

    private static readonly string[] PointPlugins =
        [Plugins.Scalars, Plugins.Histograms, Plugins.Distributions, Plugins.Text, Plugins.PrCurves];

    private readonly Dashboard _dashboard = new(view, files);

    /// <summary>Writes the object.</summary>
    public void Write()
    {
        json.WriteStartObject();
        json.WriteString("load_error", view.Error);
        WriteRuns();
        json.WriteStartArray("active_plugins");
        foreach (string plugin in _dashboard.ActivePlugins())
        {
            json.WriteStringValue(plugin);
        }

        json.WriteEndArray();
        json.WriteStartObject("plugins");
        foreach (string plugin in PointPlugins)
        {
            // Distributions are drawn from the histograms' tags.
            WriteTags(plugin, plugin == Plugins.Distributions ? Plugins.Histograms : plugin, series => WritePoints(plugin, series));
        }

        WriteTags(Plugins.Images, Plugins.Images, series => WriteBlobs(Plugins.Images, series));
        WriteTags(Plugins.Audio, Plugins.Audio, series => WriteBlobs(Plugins.Audio, series));
        WriteMeshes();
        new OtherDashboards(json, view, _dashboard, files).Write();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRuns()
    {
        json.WritePropertyName("runs");
        if (view.RunsFail)
        {
            WriteStatus(json, Failed);
            return;
        }

        json.WriteStartArray();
        foreach (RunView run in view.Runs)
        {
            json.WriteStringValue(run.Name);
        }

        json.WriteEndArray();
    }

    private void WriteTags(string plugin, string listedBy, Action<Series> writeTag)
    {
        IReadOnlyList<Series>? tags = _dashboard.Tags(listedBy);
        if (tags is { Count: 0 })
        {
            return;
        }

        json.WritePropertyName(plugin);
        if (tags is null)
        {
            WriteStatus(json, Failed);
            return;
        }

        json.WriteStartArray();
        foreach (Series series in tags)
        {
            json.WriteStartObject();
            json.WriteString("run", series.Run);
            json.WriteString("tag", series.Tag);
            writeTag(series);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePoints(string plugin, Series series)
    {
        Dashboard.PointsAnswer answer = _dashboard.Points(plugin, series);
        if (answer.Status != Ok)
        {
            json.WriteNumber("status", answer.Status);
            return;
        }

        WriteStepsAndTimes(series.Points!, answer.Indexes);
        if (plugin == Plugins.Scalars)
        {
            json.WriteStartArray("values");
            for (int i = 0; i < answer.Indexes.Length; i++)
            {
                ScalarJson.Write(json, answer.Values[i], series.Points!.Scalar(answer.Indexes[i]));
            }

            json.WriteEndArray();
        }
    }

    private void WriteStepsAndTimes(PointColumns points, ReadOnlySpan<int> indexes)
    {
        json.WriteNumber("points", indexes.Length);
        json.WriteStartArray("steps");
        foreach (int i in indexes)
        {
            json.WriteNumberValue(points.Steps[i]);
        }

        json.WriteEndArray();
        json.WriteStartArray("wall_times");
        foreach (int i in indexes)
        {
            ScalarJson.Write(json, points.WallTimes[i]);
        }

        json.WriteEndArray();
    }

    private void WriteBlobs(string plugin, Series series)
    {
        Dashboard.BlobTag tag = _dashboard.Blobs(plugin, series);
        if (tag.Samples is not long samples)
        {
            json.WriteNull("samples");
            return;
        }

        json.WriteNumber("samples", samples);
        json.WriteStartArray("by_sample");
        for (int sample = 0; sample < Math.Min(samples, SamplesOfATag); sample++)
        {
            if (Dashboard.OfSample(plugin, tag, sample) is int[] indexes)
            {
                WriteSample(plugin, series, tag, indexes, sample);
            }
            else
            {
                WriteStatus(json, Failed);
            }
        }

        json.WriteEndArray();
    }

    private void WriteSample(string plugin, Series series, Dashboard.BlobTag tag, int[] indexes, int sample)
    {
        json.WriteStartObject();
        WriteStepsAndTimes(tag.Points, indexes);
        json.WriteStartArray("blobs");
        foreach (int i in indexes.Take(BlobsOfASample))
        {
            Dashboard.Blob blob = _dashboard.Fetch(plugin, series, tag, i, sample);
            WriteBlob(blob.Step, blob.Status, blob.ContentType, blob.Bytes);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMeshes()
    {
        IReadOnlyList<Dashboard.MeshAnswer>? meshes = _dashboard.Meshes();
        if (meshes is { Count: 0 })
        {
            return;
        }

        json.WritePropertyName(Plugins.Mesh);
        if (meshes is null)
        {
            WriteStatus(json, Failed);
            return;
        }

        json.WriteStartArray();
        foreach (Dashboard.MeshAnswer mesh in meshes)
        {
            json.WriteStartObject();
            json.WriteString("run", mesh.Run);
            json.WriteString("tag", mesh.Name);
            if (mesh.Status != Ok)
            {
                json.WriteNumber("status", mesh.Status);
            }
            else
            {
                json.WriteNumber("points", mesh.Parts.Count);
                json.WriteStartArray("data");
                foreach (Dashboard.MeshPart part in mesh.Parts)
                {
                    WriteBlob(part.Step, part.Status, part.Status == Ok ? "arraybuffer" : null, part.Bytes, part.Part);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteBlob(long step, int status, string? contentType, long bytes, string? part = null)
    {
        json.WriteStartObject();
        if (part is not null)
        {
            json.WriteString("part", part);
        }

        json.WriteNumber("step", step);
        json.WriteNumber("status", status);
        if (status == Ok)
        {
            json.WriteString("content_type", contentType);
            json.WriteNumber("bytes", bytes);
        }

        json.WriteEndObject();
    }

    internal static void WriteStatus(Utf8JsonWriter json, int status)
    {
        json.WriteStartObject();
        json.WriteNumber("status", status);
        json.WriteEndObject();
    }
}
