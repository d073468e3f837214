using System.Globalization;
using TensorBoardFormats.Events;

namespace TensorBoardFormats.Workloads;

/// <summary>Writing event files.</summary>
internal static class EventWorkloads
{
    private const int TagCount = 10;
    private const int HistogramLength = 10_000;

    /// <summary><c>events-write COUNT DIR</c>: v2 scalars, 10 tags of 20 bytes, ascending steps.</summary>
    public static string Write(string[] args)
    {
        int count = int.Parse(args[0], CultureInfo.InvariantCulture);
        string[] tags = [.. Enumerable.Range(0, TagCount).Select(i => $"training/loss_tag_{i:D2}")];
        using EventFileWriter writer = EventFileWriter.Create(args[1]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
        {
            writer.Write(i / TagCount, Summary.Scalar(tags[i % TagCount], i));
        }

        writer.Flush();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return FormattableString.Invariant($"{count} scalar events, {allocated} bytes allocated");
    }

    /// <summary><c>histogram-write COUNT DIR</c>: v2 histograms of 10,000 float32 each.</summary>
    public static string WriteHistograms(string[] args)
    {
        int count = int.Parse(args[0], CultureInfo.InvariantCulture);
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, HistogramLength).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        using SummaryWriter writer = new(args[1]);
        for (int i = 0; i < count; i++)
        {
            writer.AddHistogram<float>("weights", values, i);
        }

        writer.Flush();
        return FormattableString.Invariant($"{count} histograms");
    }
}
