namespace TensorBoardFormats.Validation.Reports;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int Sweeps = 50;

    /// <summary>Finds them.</summary>
    /// <param name="matrix">Rows of a symmetric matrix; destroyed.</param>
    /// <returns>Values in descending order, and the vector of each.</returns>
    public static (double[] Values, double[][] Vectors) Of(double[][] matrix)
    {
        int size = matrix.Length;
        double[][] vectors = new double[size][];
        for (int i = 0; i < size; i++)
        {
            vectors[i] = new double[size];
            vectors[i][i] = 1;
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    Rotate(matrix, vectors, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[i][i]).ThenBy(static i => i)];
        return ([.. order.Select(i => matrix[i][i])], [.. order.Select(i => vectors[i])]);
    }

    // Makes matrix[p][q] zero.
    private static void Rotate(double[][] matrix, double[][] vectors, int p, int q)
    {
        if (matrix[p][q] == 0)
        {
            return;
        }

        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int k = 0; k < matrix.Length; k++)
        {
            (matrix[k][p], matrix[k][q]) = ((c * matrix[k][p]) - (s * matrix[k][q]), (s * matrix[k][p]) + (c * matrix[k][q]));
        }

        for (int k = 0; k < matrix.Length; k++)
        {
            (matrix[p][k], matrix[q][k]) = ((c * matrix[p][k]) - (s * matrix[q][k]), (s * matrix[p][k]) + (c * matrix[q][k]));
            (vectors[p][k], vectors[q][k]) = ((c * vectors[p][k]) - (s * vectors[q][k]), (s * vectors[p][k]) + (c * vectors[q][k]));
        }
    }
}
