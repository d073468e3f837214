using TensorBoardFormats.Messages;

namespace TensorBoardFormats.Validation.Events;

/// <summary>From the forms of TensorFlow 1 to those of TensorFlow 2 (spec/tfevents.md §8.2).</summary>
internal static class Migration
{
    private const int PlainScalarSize = 10;

    /// <summary>Plugin of the first value of the same tag in the file.</summary>
    public delegate string? InitialPlugin(in SummaryValue value);

    /// <summary>Whether a value is in a form of TensorFlow 1.</summary>
    public static bool IsVersion1(ValueKind kind) => kind is ValueKind.Simple or ValueKind.Image or ValueKind.Histogram or ValueKind.Audio;

    /// <summary>A float32 tensor of rank 0 as the usual writers lay it out.</summary>
    public static bool TryPlainScalar(ReadOnlySpan<byte> tensor, out float value)
    {
        value = 0;
        if (tensor.Length != PlainScalarSize || !tensor.StartsWith((ReadOnlySpan<byte>)[0x08, 0x01, 0x12, 0x00])
            || tensor[4] is not (0x2A or 0x22) || tensor[5] != sizeof(float))
        {
            return false;
        }

        value = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(tensor[6..]);
        return true;
    }

    /// <summary>The exception that migrating a value raises in the Python loader, or null.</summary>
    public static string? Fault(in SummaryValue value, InitialPlugin initialPlugin)
    {
        if (value.Kind == ValueKind.Histogram)
        {
            HistogramProto histogram = HistogramProto.Parser.ParseFrom(value.Body);
            return LacksLimits(histogram) ? "ValueError: setting an array element with a sequence: bucket_limit is shorter than bucket" : null;
        }

        if (value.Kind == ValueKind.Tensor && value.Body.Length > 0 && initialPlugin(value) == Plugins.Audio)
        {
            TensorProto tensor = TensorProto.Parser.ParseFrom(value.Body);
            return Stride(tensor) == 0 ? "ValueError: slice step cannot be zero" : null;
        }

        return null;
    }

    /// <summary>First and last bucket that is not empty; first behind last when all are.</summary>
    public static (int First, int Last) FilledBuckets(HistogramProto histogram)
    {
        int first = 0;
        while (first < histogram.Bucket.Count && !(histogram.Bucket[first] > 0))
        {
            first++;
        }

        int last = histogram.Bucket.Count - 1;
        while (last >= 0 && !(histogram.Bucket[last] > 0))
        {
            last--;
        }

        return (first, last);
    }

    /// <summary>Product of all dimensions but the first: only every so many-th string of an audio tensor is a clip. 1 for rank 0 and 1.</summary>
    public static long Stride(TensorProto tensor)
    {
        long stride = 1;
        for (int i = 1; i < (tensor.TensorShape?.Dim.Count ?? 0); i++)
        {
            stride = unchecked(stride * tensor.TensorShape!.Dim[i].Size);
        }

        return stride;
    }

    private static bool LacksLimits(HistogramProto histogram)
    {
        (int first, int last) = FilledBuckets(histogram);
        return first < last && histogram.BucketLimit.Count < last;
    }
}
