using Google.Protobuf;
using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Validation.Events.Sampling;
using static TensorBoardFormats.Messages.TensorShapeProto.Types;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>The tensor that a loader holds for a point, with what migration made of it (spec/tfevents.md §8.2, §10.3).</summary>
internal sealed class StoredTensors(LoaderKind loader, FileStore files)
{
    /// <summary>The tensor of one point.</summary>
    public TensorProto Of(PointColumns points, int index) =>
        points.Value(index) is StoredValue value ? Of(value) : Scalar(points.Scalar(index));

    private TensorProto Of(StoredValue value)
    {
        ReadOnlySpan<byte> bytes = value.Read(files).Span;
        TensorProto tensor = value.Kind switch
        {
            ValueKind.Simple => Scalar(System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes)),
            ValueKind.Histogram => Histogram(HistogramProto.Parser.ParseFrom(bytes)),
            ValueKind.Image => Image(Summary.Types.Image.Parser.ParseFrom(bytes)),
            ValueKind.Audio => Strings([Summary.Types.Audio.Parser.ParseFrom(bytes).EncodedAudioString, ByteString.Empty], 1, 2),
            ValueKind.Graph => Strings([ByteString.CopyFrom(bytes)], 1),
            ValueKind.Tensor => TensorProto.Parser.ParseFrom(bytes),
            _ => value.GainsDimension ? new TensorProto() : Numbers(DataType.DtFloat, 0),
        };
        if (value.FirstColumnOnly)
        {
            KeepFirstColumn(tensor);
        }

        if (value.GainsDimension && !(tensor.TensorShape?.Dim.Count > 0))
        {
            tensor.TensorShape = Shape(1);
        }

        return tensor;
    }

    private static void KeepFirstColumn(TensorProto tensor)
    {
        if (!(tensor.TensorShape?.Dim.Count > 1))
        {
            return;
        }

        long stride = Migration.Stride(tensor);
        while (tensor.TensorShape.Dim.Count > 1)
        {
            tensor.TensorShape.Dim.RemoveAt(tensor.TensorShape.Dim.Count - 1);
        }

        if (stride == 1)
        {
            return;
        }

        // Python's slice [::stride]; a negative one goes backwards from the end.
        List<ByteString> kept = [];
        for (long i = stride > 0 ? 0 : tensor.StringVal.Count - 1; i >= 0 && i < tensor.StringVal.Count; i += stride)
        {
            kept.Add(tensor.StringVal[(int)i]);
        }

        tensor.StringVal.Clear();
        tensor.StringVal.AddRange(kept);
    }

    private static TensorProto Scalar(float value) => new() { Dtype = DataType.DtFloat, TensorShape = Shape(), FloatVal = { value } };

    private TensorProto Histogram(HistogramProto histogram)
    {
        int first = 0;
        int last = histogram.Bucket.Count - 1;
        bool trims = loader == LoaderKind.Slow;
        if (trims)
        {
            (first, last) = Migration.FilledBuckets(histogram);
        }

        List<double> rows = [];
        for (int i = first; i <= last; i++)
        {
            rows.Add(i == first ? histogram.Min : histogram.BucketLimit[i - 1]);
            rows.Add(i == last ? histogram.Max : histogram.BucketLimit[i]);
            rows.Add(histogram.Bucket[i]);
        }

        TensorProto tensor = Numbers(trims ? DataType.DtFloat : DataType.DtDouble, rows.Count / 3, 3);
        if (trims)
        {
            tensor.FloatVal.AddRange(rows.Select(static r => (float)r));
        }
        else
        {
            tensor.DoubleVal.AddRange(rows);
        }

        return tensor;
    }

    private static TensorProto Image(Summary.Types.Image image) => Strings(
        [Decimal(image.Width), Decimal(image.Height), image.EncodedImageString], 3);

    private static ByteString Decimal(int number) => ByteString.CopyFromUtf8(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static TensorProto Strings(ReadOnlySpan<ByteString> values, params ReadOnlySpan<long> shape) =>
        new() { Dtype = DataType.DtString, TensorShape = Shape(shape), StringVal = { values.ToArray() } };

    private static TensorProto Numbers(DataType dtype, params ReadOnlySpan<long> shape) => new() { Dtype = dtype, TensorShape = Shape(shape) };

    private static TensorShapeProto Shape(params ReadOnlySpan<long> sizes)
    {
        TensorShapeProto shape = new();
        foreach (long size in sizes)
        {
            shape.Dim.Add(new Dim { Size = size });
        }

        return shape;
    }
}
