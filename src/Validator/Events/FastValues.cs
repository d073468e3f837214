using TensorBoardFormats.Files;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Validation.Events.Sampling;

namespace TensorBoardFormats.Validation.Events;

/// <summary>
/// What the data server makes of values when it commits them: those that do not fit the class of their series are data loss, and nobody
/// sees them (spec/tfevents.md §8.2, §9; upstream <c>data/server/data_compat.rs</c>).
/// </summary>
internal static class FastValues
{
    /// <summary>The run without lost values. A series of which every value is lost stays, with no points.</summary>
    public static RunView Fit(RunView run, FileStore files) => run with { Series = [.. run.Series.Select(s => Fit(s, files))] };

    /// <summary>The strings of a blob sequence, or null for data loss.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Blobs(StoredValue value, SeriesMetadata metadata, FileStore files)
    {
        switch (value.Kind)
        {
            case ValueKind.Graph:
                return [value.Read(files)];
            case ValueKind.Image:
                Summary.Types.Image image = Summary.Types.Image.Parser.ParseFrom(value.Read(files).Span);
                return [Decimal(image.Width), Decimal(image.Height), image.EncodedImageString.Memory];
            case ValueKind.Audio:
                return [Summary.Types.Audio.Parser.ParseFrom(value.Read(files).Span).EncodedAudioString.Memory];
            case ValueKind.Tensor:
                return Strings(TensorProto.Parser.ParseFrom(value.Read(files).Span), metadata.Plugin);
            default:
                return null;
        }
    }

    private static Series Fit(Series series, FileStore files)
    {
        PointColumns points = series.Points!;
        PointColumns kept = new();
        for (int i = 0; i < points.Count; i++)
        {
            StoredValue? value = points.Value(i);
            float scalar = points.Scalar(i);
            if (value is null || Fits(value, series.Metadata!, files, ref scalar))
            {
                bool isScalar = series.Metadata!.Class == DataClass.Scalar;
                kept.Add(points.Steps[i], points.WallTimes[i], scalar, isScalar ? null : value);
            }
        }

        return series with { Points = kept };
    }

    private static bool Fits(StoredValue value, SeriesMetadata metadata, FileStore files, ref float scalar) => metadata.Class switch
    {
        DataClass.Scalar => value.Kind == ValueKind.Tensor && TryScalar(TensorProto.Parser.ParseFrom(value.Read(files).Span), out scalar),
        DataClass.Tensor => value.Kind is ValueKind.Tensor or ValueKind.None || value.Kind == ValueKind.Histogram && HasEqualLengths(value, files),
        DataClass.BlobSequence => Blobs(value, metadata, files) is not null,
        _ => false,
    };

    private static bool TryScalar(TensorProto tensor, out float scalar)
    {
        scalar = 0;
        if ((int)tensor.Dtype != (int)DType.Float32 || tensor.TensorShape?.Dim.Count > 0)
        {
            return false;
        }

        if (tensor.FloatVal.Count > 0)
        {
            scalar = tensor.FloatVal[0];
            return tensor.FloatVal.Count == 1;
        }

        if (tensor.TensorContent.Length != sizeof(float))
        {
            return false;
        }

        scalar = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(tensor.TensorContent.Span);
        return true;
    }

    private static bool HasEqualLengths(StoredValue value, FileStore files)
    {
        HistogramProto histogram = HistogramProto.Parser.ParseFrom(value.Read(files).Span);
        return histogram.Bucket.Count == histogram.BucketLimit.Count;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>>? Strings(TensorProto tensor, string plugin)
    {
        if ((int)tensor.Dtype != (int)DType.String)
        {
            return null;
        }

        int rank = tensor.TensorShape?.Dim.Count ?? 0;
        if (rank == 1 || rank == 0 && Plugins.IsGraphValue(plugin))
        {
            return [.. tensor.StringVal.Select(static s => s.Memory)];
        }

        if (plugin == Plugins.Audio && rank == 2 && tensor.TensorShape!.Dim[1].Size == 2)
        {
            return [.. Enumerable.Range(0, tensor.StringVal.Count / 2).Select(i => tensor.StringVal[2 * i].Memory)]; // Clip and label.
        }

        return null;
    }

    private static ReadOnlyMemory<byte> Decimal(int number) =>
        System.Text.Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
