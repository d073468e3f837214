using System.Numerics;

namespace TensorBoardFormats.Events;

/// <summary>What a histogram does with NaN and infinities, which no chart can draw.</summary>
public enum NonFiniteValues
{
    /// <summary>They are left out of the buckets.</summary>
    Drop,

    /// <summary>They are refused with an <see cref="ArgumentException"/>.</summary>
    Refuse,
}

/// <summary>One bucket of a v2 histogram: values from <paramref name="Left"/> up to, but not including, <paramref name="Right"/>; the last one includes it.</summary>
/// <param name="Left">Lower edge.</param>
/// <param name="Right">Upper edge.</param>
/// <param name="Count">Number of values.</param>
public readonly record struct HistogramBucket(double Left, double Right, double Count);

/// <summary>
/// Buckets of equal width between the smallest and the largest value, as <c>tf.summary.histogram</c> makes them (spec/tfevents.md §10.4).
/// </summary>
/// <remarks>Computed in double whatever the type of the values: width = range / k, index = min(floor((x − min) / width), k − 1). No value:
/// k rows of zeros. All values equal v: k rows [v, v, 0], the last of which counts them all. Two passes over the values, no copy.</remarks>
public static class HistogramBuckets
{
    /// <summary>Buckets where the caller asks for none.</summary>
    public const int DefaultCount = 30;

    /// <summary>Counts values into buckets.</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="values">The values, in any order.</param>
    /// <param name="buckets">Where the buckets go; their number is the number of buckets, and may be 0.</param>
    /// <param name="nonFinite">What happens to NaN and infinities.</param>
    /// <returns>How many values were left out because they are not finite.</returns>
    public static int Count<T>(ReadOnlySpan<T> values, Span<HistogramBucket> buckets, NonFiniteValues nonFinite = NonFiniteValues.Drop)
        where T : unmanaged, INumber<T>
    {
        ValueRange range = HistogramScan.Range(values);
        int dropped = values.Length - range.Finite;
        if (dropped > 0 && nonFinite == NonFiniteValues.Refuse)
        {
            throw new ArgumentException($"{dropped} of {values.Length} values are NaN or infinite.", nameof(values));
        }

        if (buckets.Length == 0)
        {
            return dropped;
        }

        if (range.Finite == 0)
        {
            buckets.Clear();
            return dropped;
        }

        Span<int> counts = buckets.Length <= 256 ? stackalloc int[buckets.Length] : new int[buckets.Length];
        counts.Clear();
        double width = (range.Max - range.Min) / buckets.Length;
        if (range.Max == range.Min)
        {
            counts[^1] = range.Finite;
            Fill(buckets, counts, range.Min, 0, range.Max);
            return dropped;
        }

        HistogramScan.CountInto(values, range, width, counts);
        Fill(buckets, counts, range.Min, width, range.Max);
        return dropped;
    }

    private static void Fill(Span<HistogramBucket> buckets, ReadOnlySpan<int> counts, double min, double width, double max)
    {
        double left = min;
        for (int i = 0; i < buckets.Length; i++)
        {
            double right = i == buckets.Length - 1 ? max : min + (width * (i + 1));
            buckets[i] = new HistogramBucket(left, right, counts[i]);
            left = right;
        }
    }
}
