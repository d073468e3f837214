using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TensorBoardFormats.Events;

/// <summary>Smallest and largest of the finite values, and how many there are.</summary>
internal readonly record struct ValueRange(double Min, double Max, int Finite);

/// <summary>The two passes of a histogram over its values, in chunks that are turned into double on the way.</summary>
internal static class HistogramScan
{
    private const int ChunkLength = 512;

    /// <summary>First pass.</summary>
    public static ValueRange Range<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        Span<double> buffer = stackalloc double[ChunkLength];
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        int finite = 0;
        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            ReadOnlySpan<double> chunk = ToDouble(values.Slice(start, Math.Min(ChunkLength, values.Length - start)), buffer);
            if (TryMinMax(chunk, ref min, ref max))
            {
                finite += chunk.Length;
                continue;
            }

            foreach (double value in chunk)
            {
                if (double.IsFinite(value))
                {
                    min = Math.Min(min, value);
                    max = Math.Max(max, value);
                    finite++;
                }
            }
        }

        return new ValueRange(min, max, finite);
    }

    /// <summary>Second pass: adds every finite value to the count of its bucket.</summary>
    public static void CountInto<T>(ReadOnlySpan<T> values, in ValueRange range, double width, Span<int> counts)
        where T : unmanaged, INumber<T>
    {
        Span<double> buffer = stackalloc double[ChunkLength];
        Span<int> indices = stackalloc int[ChunkLength];
        bool allFinite = range.Finite == values.Length;
        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            ReadOnlySpan<double> chunk = ToDouble(values.Slice(start, Math.Min(ChunkLength, values.Length - start)), buffer);
            if (allFinite)
            {
                Indices(chunk, range.Min, width, counts.Length - 1, indices);
                foreach (int index in indices[..chunk.Length])
                {
                    counts[index]++;
                }

                continue;
            }

            foreach (double value in chunk)
            {
                if (double.IsFinite(value))
                {
                    counts[Index(value, range.Min, width, counts.Length - 1)]++;
                }
            }
        }
    }

    // A range near the largest double makes the quotient NaN or more than an int; the conversion saturates and the bounds hold.
    private static int Index(double value, double min, double width, int last) =>
        Math.Clamp((int)Math.Min(Math.Floor((value - min) / width), last), 0, last);

    private static void Indices(ReadOnlySpan<double> values, double min, double width, int last, Span<int> indices)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> minimum = Vector256.Create(min);
            Vector256<double> widths = Vector256.Create(width);
            Vector256<double> bound = Vector256.Create((double)last);
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> quotient = (Vector256.Create(values.Slice(i, Vector256<double>.Count)) - minimum) / widths;
                Vector256<double> index = Vector256.Max(Vector256<double>.Zero, Vector256.Min(Vector256.Floor(quotient), bound));
                for (int lane = 0; lane < Vector256<double>.Count; lane++)
                {
                    indices[i + lane] = (int)index[lane];
                }
            }
        }

        for (; i < values.Length; i++)
        {
            indices[i] = Index(values[i], min, width, last);
        }
    }

    /// <summary>Smallest and largest of values that are all finite; false, and nothing changed, when one is not.</summary>
    private static bool TryMinMax(ReadOnlySpan<double> values, ref double min, ref double max)
    {
        double low = min;
        double high = max;
        double check = 0; // Any NaN or infinity turns this into NaN.
        int i = 0;
        if (Vector256.IsHardwareAccelerated && values.Length >= Vector256<double>.Count)
        {
            Vector256<double> lows = Vector256.Create(low);
            Vector256<double> highs = Vector256.Create(high);
            Vector256<double> checks = Vector256<double>.Zero;
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> next = Vector256.Create(values.Slice(i, Vector256<double>.Count));
                lows = Vector256.MinNative(lows, next);
                highs = Vector256.MaxNative(highs, next);
                checks += next * Vector256<double>.Zero;
            }

            check = Vector256.Sum(checks);
            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                low = Math.Min(low, lows[lane]);
                high = Math.Max(high, highs[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            low = Math.Min(low, values[i]);
            high = Math.Max(high, values[i]);
            check += values[i] * 0;
        }

        if (double.IsNaN(check))
        {
            return false;
        }

        min = low;
        max = high;
        return true;
    }

    private static ReadOnlySpan<double> ToDouble<T>(ReadOnlySpan<T> values, Span<double> buffer)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            return MemoryMarshal.Cast<T, double>(values);
        }

        if (typeof(T) == typeof(float))
        {
            Widen(MemoryMarshal.Cast<T, float>(values), buffer);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                buffer[i] = double.CreateTruncating(values[i]);
            }
        }

        return buffer[..values.Length];
    }

    private static void Widen(ReadOnlySpan<float> values, Span<double> buffer)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Create(values.Slice(i, Vector256<float>.Count)));
                lower.CopyTo(buffer[i..]);
                upper.CopyTo(buffer[(i + Vector256<double>.Count)..]);
            }
        }

        for (; i < values.Length; i++)
        {
            buffer[i] = values[i];
        }
    }
}
