using System.Numerics;

namespace TensorBoardFormats.Validation.Page;

/// <summary>XᵀX of the rows that the projection works on (spec/projector.md §10.5, step 2).</summary>
internal static class Covariance
{
    // Far from where rounding decides: the last pivot against the first, and against what the decomposition takes for zero.
    private const double SoundRatio = 1e-9;
    private const double SoundPivot = 1e-18;

    /// <summary>
    /// XᵀX ÷ rows in the page's order of additions: the last row, then the rows before it in pairs, then row 0 if it is left.
    /// </summary>
    /// <param name="x">Rows, one after the other.</param>
    /// <param name="d">Columns.</param>
    public static double[] Exact(ReadOnlySpan<float> x, int d)
    {
        int rows = x.Length / d;
        double[] a = new double[d * d];
        double[] later = new double[d], earlier = new double[d];
        for (int r = rows - 1; r >= 0; r -= r == rows - 1 ? 1 : 2)
        {
            Widen(x.Slice(r * d, d), later);
            bool pair = r != rows - 1 && r > 0;
            if (pair)
            {
                Widen(x.Slice((r - 1) * d, d), earlier);
            }

            for (int i = 0; i < d; i++)
            {
                Span<double> target = a.AsSpan(i * d, d);
                if (pair)
                {
                    AddPair(target, later[i], later, earlier[i], earlier);
                }
                else
                {
                    AddOne(target, later[i], later);
                }
            }
        }

        for (int i = 0; i < a.Length; i++)
        {
            a[i] /= rows;
        }

        return a;
    }

    /// <summary>
    /// True if the rows alone show that all directions are filled: the decomposition then neither divides by zero nor fails, so that its
    /// result is known to be finite without computing it. More rows only add to what is there.
    /// </summary>
    public static bool FillsAllDirections(ReadOnlySpan<float> x, int d)
    {
        if (x.Length / d < d)
        {
            return false;
        }

        double[] a = Exact(x, d);
        double first = 0;
        for (int step = 0; step < d; step++)
        {
            int best = step;
            for (int i = step + 1; i < d; i++)
            {
                best = a[(i * d) + i] > a[(best * d) + best] ? i : best;
            }

            double pivot = a[(best * d) + best];
            first = step == 0 ? pivot : first;
            if (!(pivot > first * SoundRatio && pivot > SoundPivot))
            {
                return false;
            }

            Eliminate(a, d, step, best);
        }

        return true;
    }

    private static void Widen(ReadOnlySpan<float> row, Span<double> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            result[i] = row[i];
        }
    }

    private static void AddOne(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        for (int j = 0; j < target.Length; j++)
        {
            target[j] += factor * row[j];
        }
    }

    private static void AddPair(Span<double> target, double factor, ReadOnlySpan<double> row, double factor2, ReadOnlySpan<double> row2)
    {
        int j = 0;
        for (; j <= target.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> both = (new Vector<double>(row[j..]) * factor) + (new Vector<double>(row2[j..]) * factor2);
            (new Vector<double>(target[j..]) + both).CopyTo(target[j..]);
        }

        for (; j < target.Length; j++)
        {
            target[j] += (factor * row[j]) + (factor2 * row2[j]);
        }
    }

    // One step of a Cholesky decomposition with the largest remaining pivot.
    private static void Eliminate(double[] a, int d, int step, int pivot)
    {
        for (int i = 0; i < d && pivot != step; i++)
        {
            (a[(i * d) + step], a[(i * d) + pivot]) = (a[(i * d) + pivot], a[(i * d) + step]);
        }

        for (int i = 0; i < d && pivot != step; i++)
        {
            (a[(step * d) + i], a[(pivot * d) + i]) = (a[(pivot * d) + i], a[(step * d) + i]);
        }

        double diagonal = a[(step * d) + step];
        for (int i = step + 1; i < d; i++)
        {
            double factor = a[(i * d) + step] / diagonal;
            for (int j = step + 1; j < d; j++)
            {
                a[(i * d) + j] -= factor * a[(step * d) + j];
            }
        }
    }
}
