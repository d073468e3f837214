namespace TensorBoardFormats.Validation.Page;

/// <summary>What the first view's projection (PCA in three dimensions) makes of a tensor.</summary>
/// <param name="Placed">Points with three finite places; null where the projection fails.</param>
/// <param name="Cause">Why points are missing.</param>
internal readonly record struct Projection(int? Placed, PageCause Cause)
{
    /// <summary>Above this number of columns the page projects at random first.</summary>
    public const int MostExactColumns = 200;

    /// <summary>Above this number of points the page takes a random sample of as many.</summary>
    public const int MostExactPoints = 50_000;

    private const int Axes = 3;
    private const int WitnessesPerColumn = 4;

    // Rows that are wider are not held in memory; they are taken as the page takes any finite data of more than 200 columns.
    private const long WidestHeldRow = 1 << 22;

    /// <summary>Follows the computation of spec/projector.md §10.5 as far as the outcome needs it.</summary>
    public static Projection Of(TensorRows rows)
    {
        rows = rows.Columns > MostExactColumns ? rows : rows.Kept();
        float magnitude = rows.LargestMagnitude();
        if (rows.LastRowIsShort)
        {
            return new Projection(null, PageCause.ShortLastRow);
        }

        if (!float.IsFinite(magnitude) || OverflowsWhenSpherized(rows, magnitude))
        {
            return new Projection(null, PageCause.ValuesNotFinite);
        }

        if (rows.Columns < Axes)
        {
            return new Projection(0, PageCause.TwoColumns);
        }

        return rows.Columns > MostExactColumns ? new Projection(rows.Points, PageCause.None) : Exact(rows, magnitude);
    }

    private static bool IsSpherized(TensorRows rows) => rows.Columns >= Spherizer.FirstDimension;

    // Sums, means and differences stay finite unless values are near the end of the range.
    private static bool OverflowsWhenSpherized(TensorRows rows, float magnitude)
    {
        if (!IsSpherized(rows) || magnitude < float.MaxValue / (2.0 * rows.Points) || rows.Columns > WidestHeldRow)
        {
            return false;
        }

        Spherizer spherizer = Spherizer.Of(rows);
        float[] unit = new float[rows.Columns];
        bool overflows = false;
        rows.ForEach(rows.Points, (_, row) =>
        {
            spherizer.Apply(row, unit);
            foreach (float value in unit)
            {
                overflows |= float.IsNaN(value);
            }
        });
        return overflows;
    }

    private static Projection Exact(TensorRows rows, float magnitude)
    {
        int d = (int)rows.Columns;
        Spherizer? spherizer = IsSpherized(rows) ? Spherizer.Of(rows) : null;
        bool mayOverflow = spherizer is null && magnitude * Math.Sqrt(d) > float.MaxValue / 2;
        if (!mayOverflow && Covariance.FillsAllDirections(Head(rows, WitnessesPerColumn * d, spherizer), d))
        {
            return new Projection(rows.Points, PageCause.None);
        }

        double[] covariance = Covariance.Exact(Head(rows, MostExactPoints, spherizer), d);
        return LeftSingularVectors.Compute(d, covariance) is { } vectors
            ? Place(rows, spherizer, vectors)
            : new Projection(null, PageCause.ValuesNotFinite);
    }

    private static float[] Head(TensorRows rows, int count, Spherizer? spherizer)
    {
        int d = (int)rows.Columns;
        float[] head = new float[Math.Min(count, rows.Points) * d];
        rows.ForEach(count, (index, row) =>
        {
            Span<float> target = head.AsSpan(index * d, d);
            if (spherizer is null)
            {
                row.CopyTo(target);
            }
            else
            {
                spherizer.Apply(row, target);
            }
        });
        return head;
    }

    // One infinite place makes its axis NaN for all points.
    private static Projection Place(TensorRows rows, Spherizer? spherizer, double[] vectors)
    {
        int d = (int)rows.Columns;
        float[] unit = new float[d];
        int placed = 0;
        bool infinite = false;
        rows.ForEach(rows.Points, (_, row) =>
        {
            ReadOnlySpan<float> point = row;
            if (spherizer is not null)
            {
                spherizer.Apply(row, unit);
                point = unit;
            }

            bool finite = true;
            for (int axis = 0; axis < Axes; axis++)
            {
                float place = Dot(point, vectors.AsSpan(axis * d, d));
                infinite |= float.IsInfinity(place);
                finite &= float.IsFinite(place);
            }

            placed += finite ? 1 : 0;
        });
        return infinite ? new Projection(0, PageCause.ValuesOverflow)
            : new Projection(placed, placed == rows.Points ? PageCause.None : PageCause.OnALine);
    }

    private static float Dot(ReadOnlySpan<float> point, ReadOnlySpan<double> vector)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
        {
            sum += point[i] * vector[i];
        }

        return (float)sum;
    }
}
