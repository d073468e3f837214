using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorBoardFormats.Events;

/// <summary>Smallest and largest of the finite values, and how many there are.</summary>
internal readonly record struct ValueRange(double Min, double Max, int Finite);

/// <summary>The two passes of a histogram over its values, in chunks that are turned into double on the way.</summary>
/// <remarks>AVX by name, and not <see cref="Vector256"/>: native builds that ask for AVX alone take the latter for slow, since it needs AVX2.</remarks>
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

    // A range near the largest double makes the quotient NaN or too large; both belong to the last bucket.
    private static int Index(double value, double min, double width, int last)
    {
        double quotient = (value - min) / width;
        return quotient < last ? (int)quotient : last;
    }

    private static void Indices(ReadOnlySpan<double> values, double min, double width, int last, Span<int> indices)
    {
        int i = 0;
        if (Avx.IsSupported)
        {
            Vector256<double> minimum = Vector256.Create(min);
            Vector256<double> widths = Vector256.Create(width);
            Vector256<double> bound = Vector256.Create((double)last);
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> quotient = Avx.Divide(Avx.Subtract(Vector256.Create(values.Slice(i, Vector256<double>.Count)), minimum), widths);
                Avx.ConvertToVector128Int32WithTruncation(Avx.Min(quotient, bound)).CopyTo(indices[i..]); // Of NaN and a bound, Min takes the bound.
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
        if (Avx.IsSupported && values.Length >= Vector256<double>.Count)
        {
            Vector256<double> lows = Vector256.Create(low);
            Vector256<double> highs = Vector256.Create(high);
            Vector256<double> checks = Vector256<double>.Zero;
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> next = Vector256.Create(values.Slice(i, Vector256<double>.Count));
                lows = Avx.Min(lows, next);
                highs = Avx.Max(highs, next);
                checks = Avx.Add(checks, Avx.Multiply(next, Vector256<double>.Zero));
            }

            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                low = Math.Min(low, lows[lane]);
                high = Math.Max(high, highs[lane]);
                check += checks[lane];
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
        if (Avx.IsSupported)
        {
            for (; i <= values.Length - Vector128<float>.Count; i += Vector128<float>.Count)
            {
                Avx.ConvertToVector256Double(Vector128.Create(values.Slice(i, Vector128<float>.Count))).CopyTo(buffer[i..]);
            }
        }

        for (; i < values.Length; i++)
        {
            buffer[i] = values[i];
        }
    }
}
