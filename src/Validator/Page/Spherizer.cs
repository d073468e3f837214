namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// "Spherize data": subtracts the centroid and scales each row to unit length, with the page's roundings (spec/projector.md §10.5, step 1).
/// </summary>
internal sealed class Spherizer
{
    /// <summary>From this number of columns on the page does it by itself.</summary>
    public const int FirstDimension = 50;

    private readonly float[] _centroid;

    private Spherizer(float[] centroid) => _centroid = centroid;

    /// <summary>Finds the centroid: sums in the order of the rows, each rounded to float32.</summary>
    public static Spherizer Of(TensorRows rows)
    {
        float[] sum = new float[rows.Columns];
        rows.ForEach(rows.Points, (_, row) =>
        {
            for (int i = 0; i < row.Length; i++)
            {
                sum[i] += row[i];
            }
        });
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = (float)((double)sum[i] / rows.Points);
        }

        return new Spherizer(sum);
    }

    /// <summary>Writes what becomes of a row.</summary>
    public void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        double squares = 0;
        for (int i = 0; i < row.Length; i++)
        {
            float value = (float)((double)row[i] - _centroid[i]);
            result[i] = value;
            squares += (double)value * value;
        }

        double length = Math.Sqrt(squares);
        if (length > 0)
        {
            for (int i = 0; i < row.Length; i++)
            {
                result[i] = (float)(result[i] / length);
            }
        }
    }
}
