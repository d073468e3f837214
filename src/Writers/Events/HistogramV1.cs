using System.Numerics;
using Google.Protobuf;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>A histogram of the v1 kind (<c>HistogramProto</c>, spec/tfevents.md §10.4): moments, and counts between limits.</summary>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Num">Number of values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumSquares">Sum of their squares.</param>
/// <param name="BucketLimits">Upper limit of every bucket, ascending; the lower one is the limit before.</param>
/// <param name="BucketCounts">Number of values of every bucket.</param>
public sealed record HistogramV1(
    double Min, double Max, double Num, double Sum, double SumSquares, IReadOnlyList<double> BucketLimits, IReadOnlyList<double> BucketCounts)
{
    private const double SmallestLimit = 1.0e-12;
    private const double LargestLimit = 1.0e20;
    private const double Growth = 1.1;

    /// <summary>Counts as <c>tf.compat.v1.summary.histogram</c> does: over exponential limits up to the largest double, runs of empty buckets collapsed into one.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="values">The values; none gives one empty bucket.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static HistogramV1 FromValues<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        double[] limits = [-double.MaxValue, .. ExponentialLimits(), double.MaxValue];
        double[] counts = new double[limits.Length];
        Moments moments = Moments.Empty;
        foreach (T item in values)
        {
            double value = double.CreateTruncating(item);
            moments = moments.With(value, nameof(values));
            counts[FirstAbove(limits, value)]++;
        }

        List<double> keptLimits = [];
        List<double> keptCounts = [];
        for (int i = 0; i < limits.Length; i++)
        {
            while (counts[i] <= 0 && i + 1 < limits.Length && counts[i + 1] <= 0)
            {
                i++;
            }

            keptLimits.Add(limits[i]);
            keptCounts.Add(counts[i]);
        }

        return moments.ToHistogram(keptLimits, keptCounts);
    }

    /// <summary>Counts as torch and tensorboardX do: over given limits, trimmed to what is occupied, one empty bucket at the left.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="values">The values, at least one; those outside the limits are lost, as there.</param>
    /// <param name="limits">Edges, ascending, at least two; null for the exponential ones.</param>
    /// <param name="maxBuckets">Neighbouring buckets are joined until there are about as many; null for all.</param>
    /// <exception cref="ArgumentException">There is no value, one is not finite, or the limits are none.</exception>
    public static HistogramV1 FromValues<T>(ReadOnlySpan<T> values, IReadOnlyList<double>? limits, int? maxBuckets = null)
        where T : unmanaged, INumber<T>
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A histogram of this kind needs at least one value.", nameof(values));
        }

        double[] edges = limits is null ? ExponentialLimits() : [.. limits];
        if (edges.Length < 2 || !IsAscending(edges))
        {
            throw new ArgumentException("At least two limits, each above or at the one before.", nameof(limits));
        }

        double[] counts = new double[edges.Length - 1];
        Moments moments = Moments.Empty;
        foreach (T item in values)
        {
            double value = double.CreateTruncating(item);
            moments = moments.With(value, nameof(values));
            int above = FirstAbove(edges, value);
            int bucket = value == edges[^1] ? counts.Length - 1 : above - 1; // The last bucket is closed at both ends.
            if (bucket >= 0 && bucket < counts.Length)
            {
                counts[bucket]++;
            }
        }

        if (maxBuckets is int most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxBuckets));
            (edges, counts) = Join(edges, counts, most);
        }

        return Trimmed(moments, edges, counts);
    }

    /// <summary>Edges of buckets of equal width, as many as numpy's rule <c>auto</c> chooses.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="values">The values, at least one, all finite.</param>
    public static double[] AutoLimits<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        double[] sorted = new double[values.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = double.CreateTruncating(values[i]);
        }

        return AutoBins.Edges(sorted);
    }

    /// <summary>The message as it goes into a value.</summary>
    internal byte[] Encode()
    {
        Proto.HistogramProto message = new() { Min = Min, Max = Max, Num = Num, Sum = Sum, SumSquares = SumSquares };
        message.BucketLimit.AddRange(BucketLimits);
        message.Bucket.AddRange(BucketCounts);
        return message.ToByteArray();
    }

    private static HistogramV1 Trimmed(Moments moments, double[] edges, double[] counts)
    {
        int first = Array.FindIndex(counts, static count => count > 0);
        int last = Array.FindLastIndex(counts, static count => count > 0);
        if (first < 0)
        {
            throw new ArgumentException("No value lies between the limits.");
        }

        return moments.ToHistogram(edges[first..(last + 2)], [0, .. counts[first..(last + 1)]]);
    }

    private static (double[] Edges, double[] Counts) Join(double[] edges, double[] counts, int most)
    {
        if (counts.Length <= most)
        {
            return (edges, counts);
        }

        int group = counts.Length / most;
        int joined = (counts.Length + group - 1) / group;
        double[] newEdges = new double[joined + 1];
        double[] newCounts = new double[joined];
        for (int i = 0; i < joined; i++)
        {
            newEdges[i] = edges[i * group];
            newCounts[i] = counts.AsSpan(i * group, Math.Min(group, counts.Length - (i * group))).ToArray().Sum();
        }

        newEdges[^1] = edges[^1];
        return (newEdges, newCounts);
    }

    private static double[] ExponentialLimits()
    {
        List<double> positive = [];
        for (double limit = SmallestLimit; limit < LargestLimit; limit *= Growth)
        {
            positive.Add(limit);
        }

        return [.. positive.AsEnumerable().Reverse().Select(static limit => -limit), 0, .. positive];
    }

    private static int FirstAbove(double[] limits, double value)
    {
        int low = 0;
        int high = limits.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = limits[middle] > value ? (low, middle) : (middle + 1, high);
        }

        return Math.Min(low, limits.Length - (limits[^1] == double.MaxValue ? 1 : 0));
    }

    private static bool IsAscending(double[] limits)
    {
        for (int i = 1; i < limits.Length; i++)
        {
            if (!(limits[i] >= limits[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moments of values, added one after the other.</summary>
    private readonly record struct Moments(double Min, double Max, double Num, double Sum, double SumSquares)
    {
        public static Moments Empty { get; } = new(double.MaxValue, -double.MaxValue, 0, 0, 0);

        public Moments With(double value, string parameter) => double.IsFinite(value)
            ? new Moments(Math.Min(Min, value), Math.Max(Max, value), Num + 1, Sum + value, SumSquares + (value * value))
            : throw new ArgumentException("A value is NaN or infinite.", parameter);

        public HistogramV1 ToHistogram(IReadOnlyList<double> limits, IReadOnlyList<double> counts) =>
            new(Min, Max, Num, Sum, SumSquares, limits, counts);
    }
}
