using TensorBoardFormats.Messages.MeshPlugin;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>Meshes: up to three tags of one name, joined by their metadata (spec/tfevents.md §10.8).</summary>
internal sealed partial class Dashboard
{
    /// <summary>One part of a mesh at one step.</summary>
    /// <param name="Part">What it is.</param>
    /// <param name="Step">Step.</param>
    /// <param name="Status">HTTP status of fetching it.</param>
    /// <param name="Bytes">Its length at 200.</param>
    public readonly record struct MeshPart(string Part, long Step, int Status, long Bytes);

    /// <summary>A mesh as the dashboard lists it.</summary>
    /// <param name="Run">Run.</param>
    /// <param name="Name">The name that its tags share.</param>
    /// <param name="Status">Status of the request for its points.</param>
    /// <param name="Parts">An entry a step and tag, by step.</param>
    public sealed record MeshAnswer(string Run, string Name, int Status, IReadOnlyList<MeshPart> Parts);

    private sealed record MeshPoint(long Step, int ContentType, NdArray Value);

    /// <summary>All meshes; null when the list answers 500.</summary>
    public IReadOnlyList<MeshAnswer>? Meshes()
    {
        if (Tags(Plugins.Mesh) is not IReadOnlyList<Series> visible)
        {
            return null;
        }

        // Tags that are hidden for their version still belong to a visible mesh of their name.
        ILookup<(string Run, string Name), (Series Series, MeshPluginData Content)> byName = AllSeries
            .Where(static s => s.Metadata is { Plugin: Plugins.Mesh, Class: DataClass.Tensor } && s.Points is not null)
            .Select(static s => (Series: s, Content: MeshPluginData.Parser.ParseFrom(s.Metadata!.Content.Span)))
            .ToLookup(static m => (m.Series.Run, m.Content.Name));
        List<MeshAnswer> answers = [];
        HashSet<(string, string)> listed = [];
        foreach (Series series in visible)
        {
            MeshPluginData content = MeshPluginData.Parser.ParseFrom(series.Metadata!.Content.Span);
            if (content.Shape.Count == 0)
            {
                return null; // The list reads the number of samples from it.
            }

            if (listed.Add((series.Run, content.Name)))
            {
                answers.Add(Mesh(series.Run, content.Name, byName[(series.Run, content.Name)]));
            }
        }

        return answers;
    }

    private MeshAnswer Mesh(string run, string name, IEnumerable<(Series Series, MeshPluginData Content)> tags)
    {
        List<MeshPoint> points = [];
        foreach ((Series series, MeshPluginData content) in tags)
        {
            int[] shown = Shown(series, Plugins.Mesh);
            int[] decoded = view.Loader == LoaderKind.Slow ? [.. Enumerable.Range(0, series.Points!.Count)] : shown;
            foreach (int i in decoded)
            {
                if (NdArray.TryMake(_tensors.Of(series.Points!, i), out NdArray value) != TensorFault.None)
                {
                    return new MeshAnswer(run, name, Failed, []);
                }

                if (Array.BinarySearch(shown, i) >= 0)
                {
                    points.Add(new MeshPoint(series.Points!.Steps[i], (int)content.ContentType, value));
                }
            }
        }

        MeshPart[] parts = [.. points.OrderBy(static p => p.Step).Select(p => Fetch(p, points))];
        return new MeshAnswer(run, name, Ok, parts);
    }

    private static MeshPart Fetch(MeshPoint asked, List<MeshPoint> points)
    {
        string part = asked.ContentType switch
        {
            1 => "VERTEX",
            2 => "FACE",
            3 => "COLOR",
            0 => "UNDEFINED",
            _ => asked.ContentType.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        long bytes = 0;
        long[]? shape = null;
        foreach (MeshPoint point in points.Where(p => p.Step == asked.Step && p.ContentType == asked.ContentType))
        {
            NdArray value = point.Value;
            if (asked.ContentType is < 1 or > 3 || value.Shape.Length == 0 || value.Shape[0] < 1
                || shape is not null && !shape.AsSpan().SequenceEqual(value.Shape.AsSpan(1)) || !Casts(value, asked.ContentType))
            {
                return new MeshPart(part, asked.Step, Failed, 0);
            }

            shape = value.Shape[1..];
            bytes += value.Count / value.Shape[0] * (asked.ContentType == 3 ? 1 : 4);
        }

        return new MeshPart(part, asked.Step, Ok, bytes);
    }

    // The first sample becomes float32, int32 or uint8; a number that does not fit fails the request.
    private static bool Casts(NdArray value, int contentType)
    {
        (double low, double high) = contentType switch
        {
            1 => (double.NegativeInfinity, double.PositiveInfinity),
            2 => (int.MinValue, int.MaxValue),
            _ => (byte.MinValue, (double)byte.MaxValue),
        };
        long count = value.Count / value.Shape[0];
        for (long i = 0; i < Math.Min(count, value.Different); i++)
        {
            double number;
            if (value.IsString)
            {
                if (!FileVersion.TryFloat(System.Text.Encoding.UTF8.GetString(value.Bytes(i).Span), out number))
                {
                    return false;
                }
            }
            else
            {
                number = value.Number(i);
            }

            if (contentType != 1 && !(Math.Truncate(number) >= low && Math.Truncate(number) <= high))
            {
                return false;
            }
        }

        return true;
    }
}
