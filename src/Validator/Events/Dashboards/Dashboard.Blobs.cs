using TensorBoardFormats.Images;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Protobuf;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>Images and audio clips.</summary>
internal sealed partial class Dashboard
{
    private const int ImageHeader = 2; // Width and height stand before the pictures.
    private const int AudioEncoding = 2; // Field number in AudioPluginData.
    private const ulong Wav = 11;
    private const string UnknownType = "application/octet-stream";

    /// <summary>One picture or clip as it is fetched.</summary>
    /// <param name="Step">Step.</param>
    /// <param name="Status">HTTP status.</param>
    /// <param name="ContentType">Content type at 200.</param>
    /// <param name="Bytes">Its length at 200.</param>
    public readonly record struct Blob(long Step, int Status, string? ContentType, long Bytes);

    /// <summary>A tag of images or audio.</summary>
    /// <param name="Samples">How many a step has at most; may be negative for images; null when no point is left.</param>
    /// <param name="Points">The points that the page gets, by step.</param>
    /// <param name="Counts">Strings of each of them.</param>
    public sealed record BlobTag(long? Samples, PointColumns Points, long[] Counts);

    /// <summary>The list entry of a tag, and what is read of it.</summary>
    public BlobTag Blobs(string plugin, Series series)
    {
        PointColumns points = series.Points!;
        long[] counts = new long[points.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = CountOf(series, i);
        }

        long? samples = counts.Length == 0 ? null : counts.Max() - (plugin == Plugins.Images ? ImageHeader : 0);
        int[] order = view.Loader == LoaderKind.Slow ? FirstOfEachStep(points) : [.. Enumerable.Range(0, counts.Length)];
        int[] shown = [.. PageSample.Indexes(view.Loader, order.Length, Asked(plugin)).Select(i => order[i])];
        return new BlobTag(samples, points.Select(shown), [.. shown.Select(i => counts[i])]);
    }

    /// <summary>Indexes into the points of a tag of those that have a given sample; null when the request fails.</summary>
    public static int[]? OfSample(string plugin, BlobTag tag, int sample)
    {
        if (plugin == Plugins.Images)
        {
            return [.. Enumerable.Range(0, tag.Counts.Length).Where(i => tag.Counts[i] - ImageHeader > sample)];
        }

        // Steps with fewer clips are left out; one with just as many as the number asked for is not, and fails.
        return tag.Counts.Contains(sample) ? null : [.. Enumerable.Range(0, tag.Counts.Length).Where(i => tag.Counts[i] > sample)];
    }

    /// <summary>Fetches one picture or clip.</summary>
    public Blob Fetch(string plugin, Series series, BlobTag tag, int index, int sample)
    {
        int at = plugin == Plugins.Images ? sample + ImageHeader : sample;
        long step = tag.Points.Steps[index];
        if (view.Loader == LoaderKind.Fast)
        {
            ReadOnlyMemory<byte> blob = FastValues.Blobs(tag.Points.Value(index)!, series.Metadata!, files)![at];
            return new Blob(step, Ok, ContentType(plugin, series, blob.Span), blob.Length);
        }

        if (NdArray.TryMake(_tensors.Of(tag.Points, index), out NdArray array) != TensorFault.None || array.Shape.Length == 0)
        {
            return new Blob(step, Failed, null, 0);
        }

        if (at >= array.Shape[0])
        {
            return new Blob(step, plugin == Plugins.Images ? Refused : Failed, null, 0);
        }

        return array.Shape.Length == 1 ? FetchElement(plugin, series, step, array, at) : FetchRow(plugin, series, step, array, at);
    }

    private static Blob FetchElement(string plugin, Series series, long step, NdArray array, int at)
    {
        if (!array.IsString)
        {
            return new Blob(step, Failed, null, 0);
        }

        ReadOnlySpan<byte> bytes = array.Bytes(at).Span;
        return new Blob(step, Ok, ContentType(plugin, series, bytes), bytes.Length);
    }

    // A row in the place of one string is sent as it is: its strings joined, or its numbers as bytes.
    private static Blob FetchRow(string plugin, Series series, long step, NdArray array, int at)
    {
        long width = array.Shape[0] == 0 ? 0 : array.Count / array.Shape[0];
        if (array.IsString && array.Shape.Length > 2)
        {
            return new Blob(step, Failed, null, 0);
        }

        long bytes = 0;
        for (long i = 0; array.IsString && i < Math.Min(width, array.Different); i++)
        {
            bytes += array.Bytes((at * width) + i).Length;
        }

        bytes *= array.Different < array.Count ? width : 1; // One string that stands for all.

        return new Blob(step, Ok, ContentType(plugin, series, []), array.IsString ? bytes : width * array.ElementBytes);
    }

    private long CountOf(Series series, int index)
    {
        StoredValue? value = series.Points!.Value(index);
        if (view.Loader == LoaderKind.Fast)
        {
            return FastValues.Blobs(value!, series.Metadata!, files)!.Count;
        }

        TensorProto tensor = _tensors.Of(series.Points, index);
        long count = 1;
        foreach (TensorShapeProto.Types.Dim dimension in tensor.TensorShape?.Dim ?? [])
        {
            count = unchecked(count * dimension.Size);
        }

        return count;
    }

    private static int[] FirstOfEachStep(PointColumns points)
    {
        SortedDictionary<long, int> first = [];
        for (int i = 0; i < points.Count; i++)
        {
            first.TryAdd(points.Steps[i], i);
        }

        return [.. first.Values];
    }

    private static string ContentType(string plugin, Series series, ReadOnlySpan<byte> bytes)
    {
        if (plugin == Plugins.Images)
        {
            using MemoryStream picture = new(bytes.ToArray(), writable: false);
            return ImageProbe.Examine(picture, ImageProbeDepth.Header).PillowType ?? UnknownType;
        }

        WireReader reader = new(series.Metadata!.Content.Span);
        ulong encoding = 0;
        while (!reader.AtEnd && reader.TryReadTag(out int field, out WireType type))
        {
            bool isEncoding = field == AudioEncoding && type == WireType.Varint;
            if (!(isEncoding ? reader.TryReadVarint(out encoding) : reader.TrySkip(field, type)))
            {
                break;
            }
        }

        return encoding == Wav ? "audio/wav" : UnknownType;
    }
}
