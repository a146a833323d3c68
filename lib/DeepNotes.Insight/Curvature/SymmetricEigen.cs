namespace DeepNotes.Insight;

/// <summary>A = V diag(λ) Vᵀ of a symmetric matrix: by Jacobi's rotations while it is small, by way of three diagonals when it is not.</summary>
/// <remarks>Jacobi (1846), in the cyclic order of Golub and Van Loan, <i>Matrix computations</i>, section 8.5: plain, and exact to rounding.</remarks>
public sealed class SymmetricEigen
{
    private const int Sweeps = 60, Small = 40;

    private SymmetricEigen(double[] values, double[][] vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues, smallest first.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors of length 1, in the order of the values.</summary>
    public double[][] Vectors { get; }

    /// <summary>Takes a matrix apart.</summary>
    /// <param name="matrix">(n, n), symmetric; only the mean of both triangles counts.</param>
    /// <exception cref="ShapeException">The matrix is not square.</exception>
    public static SymmetricEigen Of(double[,] matrix) => Of(matrix, matrix.GetLength(0) > Small);

    internal static SymmetricEigen Of(double[,] matrix, bool tridiagonal)
    {
        int n = matrix.GetLength(0);
        if (matrix.GetLength(1) != n)
            throw new ShapeException($"SymmetricEigen: the matrix is ({n}, {matrix.GetLength(1)}); it must be square.");
        double[][] a = [.. Enumerable.Range(0, n).Select(r => Enumerable.Range(0, n).Select(c => (matrix[r, c] + matrix[c, r]) / 2).ToArray())];
        if (tridiagonal)
        {
            var (values, vectors) = TridiagonalEigen.Of(a);
            return Sorted(values, vectors);
        }
        double[][] v = [.. Enumerable.Range(0, n).Select(r => Enumerable.Range(0, n).Select(c => r == c ? 1.0 : 0).ToArray())];
        double size = a.Sum(row => row.Sum(x => x * x));
        for (int sweep = 0; sweep < Sweeps && Outside(a) > 1e-24 * size; sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                    Rotate(a, v, p, q);
            }
        }
        return Sorted([.. a.Select((row, i) => row[i])], v);
    }

    private static SymmetricEigen Sorted(double[] values, double[][] vectors)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        return new SymmetricEigen([.. order.Select(i => values[i])], [.. order.Select(i => vectors[i])]);
    }

    // v holds eigenvectors as rows, so that a rotation touches two contiguous rows of it.
    private static void Rotate(double[][] a, double[][] v, int p, int q)
    {
        if (Math.Abs(a[p][q]) < 1e-300)
            return;
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        double[] ap = a[p], aq = a[q];
        for (int k = 0; k < a.Length; k++)
            (ap[k], aq[k]) = (c * ap[k] - s * aq[k], s * ap[k] + c * aq[k]);
        foreach (double[] row in a)
            (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
        for (int k = 0; k < v.Length; k++)
            (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]);
    }

    private static double Outside(double[][] a)
    {
        double sum = 0;
        for (int r = 0; r < a.Length; r++)
        {
            for (int c = 0; c < r; c++)
                sum += a[r][c] * a[r][c];
        }
        return 2 * sum;
    }
}
