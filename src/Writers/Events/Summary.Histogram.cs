using System.Numerics;
using System.Runtime.InteropServices;
using Proto = TensorBoardFormats.Messages;

namespace TensorBoardFormats.Events;

/// <summary>Histograms (spec/tfevents.md §10.4).</summary>
public static partial class Summary
{
    private static readonly SummaryMetadata PlainHistograms = new(PluginNames.Histograms);

    /// <summary>A histogram, as the Histograms and Distributions tabs show it: a float64 tensor [buckets, 3].</summary>
    /// <typeparam name="T">Any number type.</typeparam>
    /// <param name="tag">Name of the series.</param>
    /// <param name="values">The values to count.</param>
    /// <param name="buckets">Number of buckets; 0 gives an empty histogram.</param>
    /// <param name="nonFinite">What happens to NaN and infinities.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    public static SummaryValue Histogram<T>(
        string tag,
        ReadOnlySpan<T> values,
        int buckets = HistogramBuckets.DefaultCount,
        NonFiniteValues nonFinite = NonFiniteValues.Drop,
        SummaryMetadata? metadata = null)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buckets);
        Span<HistogramBucket> counted = buckets <= 64 ? stackalloc HistogramBucket[buckets] : new HistogramBucket[buckets];
        HistogramBuckets.Count(values, counted, nonFinite);
        return Histogram(tag, counted, metadata);
    }

    /// <summary>A histogram of buckets that were counted elsewhere.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="buckets">The buckets, from left to right, edges ascending.</param>
    /// <param name="metadata">Metadata with a display name or description; null for none.</param>
    public static SummaryValue Histogram(string tag, ReadOnlySpan<HistogramBucket> buckets, SummaryMetadata? metadata = null) =>
        SummaryValue.OfTensor(
            tag, SummaryTensor.Create([buckets.Length, 3], MemoryMarshal.Cast<HistogramBucket, double>(buckets)), metadata ?? PlainHistograms);

    /// <summary>A histogram in TensorFlow 1's form; the two loaders of TensorBoard show it differently, so prefer the other.</summary>
    /// <param name="tag">Name of the series.</param>
    /// <param name="histogram">The counts.</param>
    public static SummaryValue HistogramV1(string tag, HistogramV1 histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return SummaryValue.OfMessage(tag, Proto.Summary.Types.Value.HistoFieldNumber, histogram.Encode(), null);
    }
}
