namespace TensorBoardFormats.Validation.Page;

/// <summary>
/// The singular value decomposition of the page's numeric library, rounding for rounding, because whether data on a line is drawn depends
/// on it (spec/projector.md §10.5, the computation). The matrix is held by columns; sums run in ascending order and are not vectorised.
/// </summary>
internal sealed class LeftSingularVectors
{
    private const double UnitRoundoff = 2.220446049250313e-16;
    private const int MostTurns = 50;

    private readonly int _d;
    private readonly double[] _a;
    private readonly double[] _e;
    private readonly double[] _q;
    private double _eps = UnitRoundoff;

    private LeftSingularVectors(int d, double[] columns)
    {
        _d = d;
        _a = columns;
        _e = new double[d];
        _q = new double[d];
    }

    /// <summary>
    /// Left singular vectors of a symmetric matrix by descending singular value; null where the page says "no convergence".
    /// </summary>
    /// <param name="d">Rows and columns.</param>
    /// <param name="matrix">The matrix; overwritten by the result, vector c at [c · d].</param>
    public static double[]? Compute(int d, double[] matrix)
    {
        LeftSingularVectors work = new(d, matrix);
        work.Bidiagonalise();
        work.Accumulate();
        if (!work.Diagonalise())
        {
            return null;
        }

        work.Sort();
        return matrix;
    }

    private Span<double> Column(int i) => _a.AsSpan(i * _d, _d);

    private void Bidiagonalise()
    {
        const double Tolerance = 1e-64 / UnitRoundoff;
        double g = 0, largest = 0;
        for (int i = 0; i < _d; i++)
        {
            _e[i] = g;
            g = _q[i] = ReflectColumns(i, Tolerance);
            g = ReflectRows(i, Tolerance);
            double size = Math.Abs(_q[i]) + Math.Abs(_e[i]);
            if (size > largest)
            {
                largest = size;
            }
        }

        _eps *= largest;
    }

    private double ReflectColumns(int i, double tolerance)
    {
        Span<double> pivot = Column(i);
        double squares = 0;
        for (int j = i; j < _d; j++)
        {
            squares += pivot[j] * pivot[j];
        }

        if (squares <= tolerance)
        {
            return 0;
        }

        double f = pivot[i];
        double g = f >= 0 ? -Math.Sqrt(squares) : Math.Sqrt(squares);
        double h = (f * g) - squares;
        pivot[i] = f - g;
        for (int l = i + 1; l < _d; l++)
        {
            AddProjected(pivot, Column(l), i, i, h);
        }

        return g;
    }

    // other += (pivot · other, from `start`) / h · pivot, from `target` on.
    private void AddProjected(Span<double> pivot, Span<double> other, int start, int target, double h)
    {
        double sum = 0;
        for (int j = start; j < _d; j++)
        {
            sum += pivot[j] * other[j];
        }

        double f = sum / h;
        for (int j = target; j < _d; j++)
        {
            other[j] += f * pivot[j];
        }
    }

    private double ReflectRows(int i, double tolerance)
    {
        int k = i + 1;
        double squares = 0;
        for (int j = k; j < _d; j++)
        {
            squares += At(i, j) * At(i, j);
        }

        if (squares <= tolerance)
        {
            return 0;
        }

        double f = At(i, k);
        double g = f >= 0 ? -Math.Sqrt(squares) : Math.Sqrt(squares);
        double h = (f * g) - squares;
        At(i, k) = f - g;
        for (int j = k; j < _d; j++)
        {
            _e[j] = At(i, j) / h;
        }

        for (int l = k; l < _d; l++)
        {
            double sum = 0;
            for (int j = k; j < _d; j++)
            {
                sum += At(l, j) * At(i, j);
            }

            for (int j = k; j < _d; j++)
            {
                At(l, j) += sum * _e[j];
            }
        }

        return g;
    }

    private ref double At(int row, int column) => ref _a[(column * _d) + row];

    private void Accumulate()
    {
        for (int i = _d - 1; i >= 0; i--)
        {
            Span<double> pivot = Column(i);
            for (int j = i + 1; j < _d; j++)
            {
                At(i, j) = 0;
            }

            if (_q[i] != 0)
            {
                double h = pivot[i] * _q[i];
                for (int l = i + 1; l < _d; l++)
                {
                    AddProjected(pivot, Column(l), i + 1, i, h);
                }

                for (int j = i; j < _d; j++)
                {
                    pivot[j] /= _q[i];
                }
            }
            else
            {
                pivot[i..].Clear();
            }

            pivot[i] += 1;
        }
    }

    private bool Diagonalise()
    {
        for (int k = _d - 1; k >= 0; k--)
        {
            for (int turn = 1; ; turn++)
            {
                int l = k;
                while (l >= 0 && !(Math.Abs(_e[l]) <= _eps) && !(l > 0 && Math.Abs(_q[l - 1]) <= _eps))
                {
                    l--;
                }

                if (l < 0)
                {
                    return false;
                }

                if (!(Math.Abs(_e[l]) <= _eps))
                {
                    Cancel(l, k);
                }

                if (l == k)
                {
                    _q[k] = _q[k] < 0 ? -_q[k] : _q[k];
                    break;
                }

                if (turn == MostTurns)
                {
                    return false;
                }

                Step(l, k);
            }
        }

        return true;
    }

    private void Cancel(int l, int k)
    {
        double c = 0, s = 1;
        for (int i = l; i <= k; i++)
        {
            double f = s * _e[i];
            _e[i] = c * _e[i];
            if (Math.Abs(f) <= _eps)
            {
                return;
            }

            double g = _q[i];
            double h = _q[i] = Hypotenuse(f, g);
            c = g / h;
            s = -f / h;
            Turn(l - 1, i, c, s);
        }
    }

    private void Step(int l, int k)
    {
        double x = _q[l], y = _q[k - 1], z = _q[k], g = _e[k - 1], h = _e[k];
        double f = (((y - z) * (y + z)) + ((g - h) * (g + h))) / (2 * h * y);
        g = Hypotenuse(f, 1);
        f = (((x - z) * (x + z)) + (h * ((y / (f < 0 ? f - g : f + g)) - h))) / x;
        double c = 1, s = 1;
        for (int i = l + 1; i <= k; i++)
        {
            g = _e[i];
            y = _q[i];
            h = s * g;
            g = c * g;
            z = _e[i - 1] = Hypotenuse(f, h);
            c = f / z;
            s = h / z;
            f = (x * c) + (g * s);
            g = (-x * s) + (g * c);
            h = y * s;
            y *= c;
            z = _q[i - 1] = Hypotenuse(f, h);
            c = f / z;
            s = h / z;
            f = (c * g) + (s * y);
            x = (-s * g) + (c * y);
            Turn(i - 1, i, c, s);
        }

        _e[l] = 0;
        _e[k] = f;
        _q[k] = x;
    }

    private void Turn(int m, int i, double c, double s)
    {
        Span<double> left = Column(m), right = Column(i);
        for (int j = 0; j < left.Length; j++)
        {
            double a = left[j], b = right[j];
            left[j] = (a * c) + (b * s);
            right[j] = (-a * s) + (b * c);
        }
    }

    private static double Hypotenuse(double a, double b)
    {
        a = Math.Abs(a);
        b = Math.Abs(b);
        if (a > b)
        {
            return a * Math.Sqrt(1.0 + (b * b / a / a));
        }

        return b == 0 ? a : b * Math.Sqrt(1.0 + (a * a / b / b));
    }

    // An insertion sort that goes on from where a value was put; a NaN among the values is passed over, not moved.
    private void Sort()
    {
        for (int i = 0; i < _d; i++)
        {
            _q[i] = _q[i] < _eps ? 0 : _q[i];
        }

        for (int i = 0; i < _d; i++)
        {
            for (int j = i - 1; j >= 0; j--)
            {
                if (_q[j] < _q[i])
                {
                    (_q[j], _q[i]) = (_q[i], _q[j]);
                    Swap(Column(j), Column(i));
                    i = j;
                }
            }
        }
    }

    private static void Swap(Span<double> left, Span<double> right)
    {
        for (int j = 0; j < left.Length; j++)
        {
            (left[j], right[j]) = (right[j], left[j]);
        }
    }
}
