using System.Text.Unicode;

namespace TensorBoardFormats.Validation.Events.Dashboards;

/// <summary>Points of the dashboards that show one tensor a step.</summary>
internal sealed partial class Dashboard
{
    private const int PrRows = 6;
    private const int PrCounts = 4; // The first four rows, read as integers.
    private const int HistogramColumns = 3;

    /// <summary>The points of one tag that the page gets, or the status with which the request fails.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Indexes">Which of the series' points; empty unless the status is 200.</param>
    /// <param name="Values">Of scalars, what is no float32; by position in <paramref name="Indexes"/>.</param>
    public readonly record struct PointsAnswer(int Status, int[] Indexes, NdArray?[] Values);

    /// <summary>Answers for a tag of scalars, histograms, distributions, text or PR curves.</summary>
    public PointsAnswer Points(string plugin, Series series)
    {
        int[] shown = Shown(series, plugin);
        NdArray?[] values = new NdArray?[shown.Length];
        if (view.Loader == LoaderKind.Slow)
        {
            // The Python loader decodes all that it holds before it samples.
            for (int i = 0; i < series.Points!.Count; i++)
            {
                TensorFault fault = Decode(series, i, out NdArray? value);
                int position = Array.BinarySearch(shown, i);
                if (position >= 0)
                {
                    values[position] = value;
                }

                if (fault != TensorFault.None || plugin == Plugins.Scalars && value is not null && value.Count != 1)
                {
                    return Fail(plugin, fault);
                }
            }
        }
        else if (plugin != Plugins.Scalars)
        {
            for (int i = 0; i < shown.Length; i++)
            {
                TensorFault fault = Decode(series, shown[i], out values[i]);
                if (fault != TensorFault.None)
                {
                    return Fail(plugin, fault);
                }
            }
        }

        foreach (NdArray? value in values)
        {
            int status = value is null ? StatusOfScalar(plugin) : Status(plugin, value);
            if (status != Ok)
            {
                return new PointsAnswer(status, [], []);
            }
        }

        return new PointsAnswer(Ok, shown, values);
    }

    // One float32 needs no array to be judged.
    private TensorFault Decode(Series series, int index, out NdArray? value)
    {
        value = null;
        if (series.Points!.Value(index) is null)
        {
            return TensorFault.None;
        }

        TensorFault fault = NdArray.TryMake(_tensors.Of(series.Points, index), out NdArray array);
        value = array;
        return fault;
    }

    private static PointsAnswer Fail(string plugin, TensorFault fault) =>
        new(plugin == Plugins.PrCurves && fault == TensorFault.Size ? Refused : Failed, [], []);

    private static int StatusOfScalar(string plugin) => plugin is Plugins.Scalars or Plugins.Histograms ? Ok : Failed;

    private static int Status(string plugin, NdArray value) => plugin switch
    {
        Plugins.Scalars or Plugins.Histograms => IsJson(value) ? Ok : Failed,
        Plugins.Distributions => IsHistogram(value) ? Ok : Failed,
        Plugins.Text => IsText(value) ? Ok : Failed,
        _ => PrStatus(value),
    };

    private static bool IsJson(NdArray value)
    {
        if (value.IsComplex)
        {
            return false;
        }

        for (long i = 0; value.IsString && i < value.Different; i++)
        {
            if (!Utf8.IsValid(value.Bytes(i).Span))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHistogram(NdArray value) =>
        value.Count == 0 || value.Shape.Length == 2 && value.Shape[1] >= HistogramColumns && value.IsFloat;

    // Of more than two dimensions the page shows the table at index 0 of the leading ones.
    private static bool IsText(NdArray value)
    {
        long shown = value.Count;
        if (value.Shape.Length > 2)
        {
            if (value.Shape[..^2].Any(static d => d == 0))
            {
                return false;
            }

            shown = value.Shape[^1] * value.Shape[^2];
        }

        if (!value.IsString)
        {
            return shown == 0;
        }

        for (long i = 0; i < Math.Min(shown, value.Different); i++)
        {
            if (!Utf8.IsValid(value.Bytes(i).Span))
            {
                return false;
            }
        }

        return true;
    }

    private static int PrStatus(NdArray value)
    {
        if (value.Shape.Length < 2 || value.IsComplex)
        {
            return Failed;
        }

        long columns = value.Shape[1];
        long behind = 1;
        foreach (long dimension in value.Shape[2..])
        {
            behind *= dimension;
        }

        for (int row = 0; row < PrRows; row++)
        {
            if (row >= value.Shape[0] || value.Shape.Length > 2 && row == 2)
            {
                return Failed;
            }

            for (long column = 0; row < PrCounts && column < Math.Min(columns, value.Different); column++)
            {
                if (behind != 1)
                {
                    return behind > 1 ? Refused : Failed;
                }

                int status = IntegerStatus(value, (row * columns) + column);
                if (status != Ok)
                {
                    return status;
                }
            }
        }

        return Ok;
    }

    // Python's int(element).
    private static int IntegerStatus(NdArray value, long index)
    {
        if (value.IsString)
        {
            bool isInteger = System.Numerics.BigInteger.TryParse(
                System.Text.Encoding.Latin1.GetString(value.Bytes(index).Span).Trim(),
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out _);
            return isInteger ? Ok : Refused;
        }

        double number = value.Number(index);
        return double.IsNaN(number) ? Refused : double.IsInfinity(number) ? Failed : Ok;
    }
}
