namespace TensorBoardFormats.Events;

/// <summary>Number of buckets by numpy's rule <c>auto</c>: the narrower of the Freedman–Diaconis and the Sturges width.</summary>
internal static class AutoBins
{
    /// <summary>Edges for finite values, which are sorted on the way.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static double[] Edges(double[] values)
    {
        if (values.Length == 0 || !Array.TrueForAll(values, double.IsFinite))
        {
            throw new ArgumentException("At least one value, and all of them finite.", nameof(values));
        }

        Array.Sort(values);
        double low = values[0];
        double high = values[^1];
        double range = high - low;
        if (range == 0)
        {
            return [low - 0.5, high + 0.5];
        }

        double sturges = range / (Math.Log2(values.Length) + 1);
        double freedmanDiaconis = 2 * (Percentile(values, 0.75) - Percentile(values, 0.25)) / Math.Pow(values.Length, 1.0 / 3);
        double width = freedmanDiaconis > 0 ? Math.Min(freedmanDiaconis, sturges) : sturges;
        int count = (int)Math.Min(Math.Ceiling(range / width), int.MaxValue - 1);
        double[] edges = new double[count + 1];
        double step = range / count;
        for (int i = 0; i < count; i++)
        {
            edges[i] = low + (step * i);
        }

        edges[count] = high;
        return edges;
    }

    private static double Percentile(double[] sorted, double part)
    {
        double place = part * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        double fraction = place - below;
        double next = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return sorted[below] + ((next - sorted[below]) * fraction);
    }
}
