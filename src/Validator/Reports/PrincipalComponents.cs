using System.Numerics;

namespace TensorBoardFormats.Validation.Reports;

/// <summary>
/// The three directions in which rows differ most, by orthogonal iteration from a fixed start; the sign of each is fixed by its largest
/// weight, which is positive. The same rows give the same picture.
/// </summary>
internal sealed class PrincipalComponents
{
    /// <summary>Directions that are found.</summary>
    public const int Count = 3;

    private const int Extra = 3; // Directions beside, which speed the others up.
    private const int Turns = 12;
    private const int Seed = 784;

    private readonly float[] _rows;
    private readonly int _columns;
    private readonly int _rowCount;

    private PrincipalComponents(float[] rows, int columns)
    {
        _rows = rows;
        _columns = columns;
        _rowCount = rows.Length / columns;
    }

    /// <summary>Places of the rows: <see cref="Count"/> numbers each. A direction that the data does not have is 0.</summary>
    public double[] Places { get; private set; } = [];

    /// <summary>Share of the variance that each direction has, from 0 to 1.</summary>
    public double[] Shares { get; private set; } = new double[Count];

    /// <summary>Finds them.</summary>
    /// <param name="rows">Row after row, finite; centred in place.</param>
    /// <param name="columns">Values of a row.</param>
    public static PrincipalComponents Of(float[] rows, int columns)
    {
        PrincipalComponents components = new(rows, columns);
        double variance = components.Centre();
        components.Find(variance);
        return components;
    }

    private Span<float> Row(int index) => _rows.AsSpan(index * _columns, _columns);

    // Returns the sum of all squares afterwards.
    private double Centre()
    {
        double[] mean = new double[_columns];
        for (int i = 0; i < _rowCount; i++)
        {
            ReadOnlySpan<float> row = Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                mean[j] += row[j];
            }
        }

        double squares = 0;
        for (int i = 0; i < _rowCount; i++)
        {
            Span<float> row = Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = (float)(row[j] - (mean[j] / _rowCount));
                squares += (double)row[j] * row[j];
            }
        }

        return squares;
    }

    private void Find(double variance)
    {
        int size = Math.Min(Count + Extra, _columns);
        float[][] directions = Start(size);
        for (int turn = 0; turn < Turns; turn++)
        {
            Orthogonalize(directions);
            directions = Multiply(directions);
        }

        Orthogonalize(directions);
        double[][] scores = [.. directions.Select(Scores)];
        (double[] values, double[][] vectors) = SymmetricEigen.Of(Products(scores));
        Places = new double[_rowCount * Count];
        for (int c = 0; c < Math.Min(Count, size); c++)
        {
            Shares[c] = variance > 0 ? Math.Clamp(values[c] / variance, 0, 1) : 0;
            double sign = Sign(directions, vectors[c]);
            for (int i = 0; i < _rowCount; i++)
            {
                for (int k = 0; k < size; k++)
                {
                    Places[(i * Count) + c] += sign * vectors[c][k] * scores[k][i];
                }
            }
        }
    }

    private float[][] Start(int size)
    {
        Random random = new(Seed);
        float[][] directions = new float[size][];
        for (int c = 0; c < size; c++)
        {
            directions[c] = new float[_columns];
            foreach (ref float value in directions[c].AsSpan())
            {
                value = (float)(random.NextDouble() - 0.5);
            }
        }

        return directions;
    }

    // Rows transposed times rows times the directions.
    private float[][] Multiply(float[][] directions)
    {
        float[][] product = [.. directions.Select(_ => new float[_columns])];
        for (int i = 0; i < _rowCount; i++)
        {
            ReadOnlySpan<float> row = Row(i);
            for (int c = 0; c < directions.Length; c++)
            {
                AddScaled(product[c], row, (float)Dot(row, directions[c]));
            }
        }

        return product;
    }

    private double[] Scores(float[] direction)
    {
        double[] scores = new double[_rowCount];
        for (int i = 0; i < _rowCount; i++)
        {
            scores[i] = Dot(Row(i), direction);
        }

        return scores;
    }

    private static double[][] Products(double[][] scores) =>
        [.. scores.Select(a => scores.Select(b => a.Zip(b, static (x, y) => x * y).Sum()).ToArray())];

    private static double Sign(float[][] directions, double[] vector)
    {
        double largest = 0;
        for (int j = 0; j < directions[0].Length; j++)
        {
            double weight = 0;
            for (int k = 0; k < directions.Length; k++)
            {
                weight += vector[k] * directions[k][j];
            }

            largest = Math.Abs(weight) > Math.Abs(largest) * (1 + 1e-6) ? weight : largest;
        }

        return largest < 0 ? -1 : 1;
    }

    // Gram-Schmidt, twice for accuracy; what is no new direction becomes zeros.
    private static void Orthogonalize(float[][] directions)
    {
        for (int c = 0; c < directions.Length; c++)
        {
            double before = Math.Sqrt(Dot(directions[c], directions[c]));
            for (int again = 0; again < 2; again++)
            {
                for (int k = 0; k < c; k++)
                {
                    AddScaled(directions[c], directions[k], (float)-Dot(directions[c], directions[k]));
                }
            }

            double length = Math.Sqrt(Dot(directions[c], directions[c]));
            float scale = length > before * 1e-5 && double.IsFinite(length) ? (float)(1 / length) : 0;
            foreach (ref float value in directions[c].AsSpan())
            {
                value = scale == 0 ? 0 : value * scale;
            }
        }
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float scale)
    {
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(source[i..]) * scale)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += source[i] * scale;
        }
    }
}
