using System.Globalization;
using System.Text.Unicode;
using TensorBoardFormats.Messages;
using TensorBoardFormats.Messages.PrCurvePlugin;
using TensorBoardFormats.Tensors;
using TensorBoardFormats.Validation.Events.Dashboards;
using TensorBoardFormats.Validation.Rules.Events;

namespace TensorBoardFormats.Validation.Events.Auditing;

/// <summary>The values themselves: tensors, and the dashboards that show one a step.</summary>
internal sealed partial class RunAudit
{
    private const int HistogramColumns = 3;
    private const int PrRows = 6;
    private const int PrecisionRow = 4;
    private const string GraphContent = "1";

    private void TakeContent(TagAudit tag, in SummaryValue value, long step, Place place)
    {
        switch (value.Kind)
        {
            case ValueKind.Simple when !float.IsFinite(value.Simple) && tag.Plugin == Plugins.Scalars:
                Report(TensorRules.ScalarNonFinite, place, tag.Subject, value.Simple.ToString(CultureInfo.InvariantCulture), "a finite value");
                break;
            case ValueKind.Histogram:
                LookAtHistogram(tag, HistogramProto.Parser.ParseFrom(value.Body), place);
                break;
            case ValueKind.Image:
                LookAtPicture(tag, Summary.Types.Image.Parser.ParseFrom(value.Body).EncodedImageString.Memory, null, place);
                break;
            case ValueKind.Audio:
                LookAtClip(tag, Summary.Types.Audio.Parser.ParseFrom(value.Body).EncodedAudioString.Span, place);
                break;
            case ValueKind.Tensor when tag.Plugin.Length > 0 && tag.Plugin != Plugins.HParams:
                TakeTensor(tag, TensorProto.Parser.ParseFrom(value.Body), step, place);
                break;
        }
    }

    private void TakeTensor(TagAudit tag, TensorProto tensor, long step, Place place)
    {
        tag.Bytes += tensor.CalculateSize();
        if (tensor.TensorShape is { UnknownRank: true } || (tensor.TensorShape?.Dim.Any(static d => d.Size < 0) ?? false))
        {
            Report(TensorRules.TensorBadDimension, place, tag.Subject, "a negative dimension or an unknown rank", "the real sizes");
        }

        TensorFault fault = NdArray.TryMake(tensor, out NdArray array);
        bool isBlobs = tag.Plugin is Plugins.Images or Plugins.Audio;
        if (fault != TensorFault.None && !isBlobs)
        {
            ReportTensor(tag, tensor, fault, place);
            return;
        }

        if (tensor.TensorContent.Length > 0 && tensor.FloatVal.Count + tensor.DoubleVal.Count + tensor.IntVal.Count + tensor.Int64Val.Count > 0)
        {
            Report(TensorRules.TensorBoth, place, tag.Subject, "tensor_content and typed values", "one of them");
        }

        switch (tag.Plugin)
        {
            case Plugins.Scalars:
                LookAtScalar(tag, array, place);
                break;
            case Plugins.Histograms:
                LookAtHistogram(tag, array, place);
                break;
            case Plugins.Text:
                LookAtText(tag, array, place);
                break;
            case Plugins.PrCurves:
                LookAtPrCurve(tag, array, place);
                break;
            case Plugins.Images:
                LookAtImages(tag, tensor, place);
                break;
            case Plugins.Audio:
                LookAtAudio(tag, tensor, place);
                break;
            case Plugins.Mesh:
                LookAtMesh(tag, array, step, place);
                break;
            case Plugins.CustomScalars when tag.Tag == Plugins.LayoutTag:
                if (LayoutAudit.Fault(array) is string wrong)
                {
                    Report(SessionRules.LayoutInvalid, place, tag.Subject, wrong, "one string with a Layout");
                }

                break;
            case Plugins.RunMetadata or Plugins.RunMetadataGraph or Plugins.KerasModel:
                if (tag.Metadata is SeriesMetadata metadata && !metadata.Content.Span.SequenceEqual("1"u8))
                {
                    Report(SessionRules.GraphPluginContent, place, tag.Subject, $"a content of {metadata.Content.Length} bytes", $"the content \"{GraphContent}\"");
                }

                break;
        }
    }

    private void ReportTensor(TagAudit tag, TensorProto tensor, TensorFault fault, Place place)
    {
        DType dtype = (DType)(int)tensor.Dtype;
        bool isText = tag.Plugin == Plugins.Text && dtype != DType.String;
        if (isText)
        {
            Report(TensorRules.TextDtype, place, tag.Subject, ((DType)(int)tensor.Dtype).Name(), "string");
        }
        else if (tag.Plugin == Plugins.Scalars && dtype != DType.Float32)
        {
            Report(TensorRules.ScalarNotFloat32, place, tag.Subject, ((DType)(int)tensor.Dtype).Name(), "float32", holds: ProfileSet.All);
        }

        bool isWrongField = dtype is DType.UInt32 or DType.UInt64 && fault == TensorFault.Type || dtype == DType.String && tensor.TensorContent.Length > 0
            || fault == TensorFault.Size && tensor.TensorContent.Length == 0 && NdArray.HasForeignValues(tensor);
        if (isWrongField)
        {
            Report(TensorRules.TensorWrongField, place, tag.Subject, $"{((DType)(int)tensor.Dtype).Name()} in a field that is not read for it", "tensor_content, or string_val for strings");
        }
        else if (fault == TensorFault.Type)
        {
            Report(TensorRules.TensorDtypeUnsupported, place, tag.Subject, ((DType)(int)tensor.Dtype).Name(), "a type that TensorBoard decodes");
        }
        else
        {
            string shape = string.Join(',', (tensor.TensorShape?.Dim ?? []).Select(static d => d.Size.ToString(CultureInfo.InvariantCulture)));
            Report(TensorRules.TensorSizeMismatch, place, tag.Subject, $"other bytes or values than shape [{shape}] has elements", "as many as the shape has");
        }
    }

    private void LookAtScalar(TagAudit tag, NdArray value, Place place)
    {
        if (value.DType != DType.Float32)
        {
            Report(TensorRules.ScalarNotFloat32, place, tag.Subject, value.DType.Name(), "float32");
        }

        if (value.Shape.Length > 0)
        {
            Report(
                TensorRules.ScalarNotRankZero, place, tag.Subject, Shape(value), "no dimensions", holds: value.Count == 1 ? ProfileSet.Fast : ProfileSet.All);
        }
        else if (value.IsFloat && !double.IsFinite(value.Number(0)))
        {
            Report(TensorRules.ScalarNonFinite, place, tag.Subject, value.Number(0).ToString(CultureInfo.InvariantCulture), "a finite value");
        }
    }

    private void LookAtHistogram(TagAudit tag, NdArray value, Place place)
    {
        if (value.Shape.Length != 2 || value.Shape[1] != HistogramColumns || !value.IsFloat)
        {
            Report(TensorRules.HistogramShape, place, tag.Subject, $"{value.DType.Name()} {Shape(value)}", "floats [buckets,3]");
            return;
        }

        double before = double.NegativeInfinity;
        for (long row = 0; row < Math.Min(value.Shape[0], value.Different); row++)
        {
            double left = value.Number(row * HistogramColumns);
            double right = value.Number((row * HistogramColumns) + 1);
            double count = value.Number((row * HistogramColumns) + 2);
            if (!double.IsFinite(left) || !double.IsFinite(right) || !double.IsFinite(count))
            {
                Report(TensorRules.HistogramNonFinite, place, tag.Subject, $"bucket {row} of {Numbers(left, right, count)}", "finite numbers");
                return;
            }

            if (left > right || left < before || count < 0 || count != Math.Truncate(count))
            {
                Report(TensorRules.HistogramEdges, place, tag.Subject, $"bucket {row} of {Numbers(left, right, count)}", "ascending edges and whole counts");
                return;
            }

            before = left;
        }
    }

    private void LookAtHistogram(TagAudit tag, HistogramProto value, Place place)
    {
        if (value.Bucket.Count != value.BucketLimit.Count)
        {
            Report(
                TensorRules.HistogramLengths, place, tag.Subject,
                string.Create(CultureInfo.InvariantCulture, $"{value.Bucket.Count} counts and {value.BucketLimit.Count} limits"), "a limit for each");
            return;
        }

        bool isFinite = value.Bucket.All(double.IsFinite) && value.BucketLimit.All(double.IsFinite) && double.IsFinite(value.Min) && double.IsFinite(value.Max);
        if (!isFinite)
        {
            Report(TensorRules.HistogramNonFinite, place, tag.Subject, "a number that is not finite", "finite numbers");
            return;
        }

        bool ascends = value.BucketLimit.Zip(value.BucketLimit.Skip(1)).All(static p => p.First <= p.Second);
        double sum = value.Bucket.Sum();
        if (Math.Abs(sum - value.Num) > 1e-6 * Math.Max(1, Math.Abs(sum)) || value.Min > value.Max || !ascends)
        {
            Report(
                TensorRules.HistogramInconsistent, place, tag.Subject,
                string.Create(CultureInfo.InvariantCulture, $"num {value.Num}, counts of {sum}, min {value.Min}, max {value.Max}"), "numbers that agree");
        }

        if (value.Bucket.Count > 0 && (value.Bucket[0] <= 0 || value.Bucket[^1] <= 0))
        {
            Report(TensorRules.HistogramOuterEmpty, place, tag.Subject, "an empty bucket at an end", "filled ones, or a histogram tensor");
        }
    }

    private void LookAtText(TagAudit tag, NdArray value, Place place)
    {
        if (!value.IsString)
        {
            if (value.Count > 0)
            {
                Report(TensorRules.TextDtype, place, tag.Subject, value.DType.Name(), "string");
            }

            return;
        }

        if (value.Shape.Length > 2)
        {
            Report(TensorRules.TextRank, place, tag.Subject, Shape(value), "at most two dimensions");
        }

        for (long i = 0; i < value.Different; i++)
        {
            ReadOnlySpan<byte> text = value.Bytes(i).Span;
            if (!Utf8.IsValid(text))
            {
                Report(TensorRules.TextDtype, place, tag.Subject, "bytes that are not UTF-8", "UTF-8");
                return;
            }

            if (text.Contains((byte)0))
            {
                Report(TensorRules.TextNul, place, tag.Subject, "NUL bytes", "text without them");
                return;
            }
        }
    }

    private void LookAtPrCurve(TagAudit tag, NdArray value, Place place)
    {
        if (value.Shape.Length != 2 || value.Shape[0] != PrRows || value.Shape[1] < 2 || value.IsString || value.IsComplex)
        {
            Report(TensorRules.PrShape, place, tag.Subject, $"{value.DType.Name()} {Shape(value)}", "numbers [6, two or more]");
            return;
        }

        long columns = value.Shape[1];
        for (long i = 0; i < value.Different; i++)
        {
            long row = i / columns;
            double number = value.Number(i);
            bool grows = row < 2 && i % columns > 0 && number > value.Number(i - 1);
            if (!double.IsFinite(number) || grows || row >= PrecisionRow && number is < 0 or > 1)
            {
                Report(
                    TensorRules.PrValues, place, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"{number} in row {row}, column {i % columns}"),
                    "finite counts that do not grow, precision and recall from 0 to 1");
                break;
            }
        }

        if (tag.Metadata is SeriesMetadata metadata && PluginContent.Read(Plugins.PrCurves, metadata.Content.Span).IsMessage
            && PrCurvePluginData.Parser.ParseFrom(metadata.Content.Span).NumThresholds is var thresholds && thresholds != columns)
        {
            Report(
                TensorRules.PrThresholds, place, tag.Subject, string.Create(CultureInfo.InvariantCulture, $"num_thresholds {thresholds} with {columns} columns"),
                "their number");
        }
    }

    private static string Shape(NdArray value) => $"[{string.Join(',', value.Shape.Select(static d => d.ToString(CultureInfo.InvariantCulture)))}]";

    private static string Numbers(params ReadOnlySpan<double> numbers)
    {
        List<string> texts = [];
        foreach (double number in numbers)
        {
            texts.Add(number.ToString("R", CultureInfo.InvariantCulture));
        }

        return $"[{string.Join(", ", texts)}]";
    }
}
