using DeepNotes.Insight;

namespace DeepNotes.Text;

/// <summary>The k largest singular values of a sparse matrix and their vectors: A ≈ U Σ Vᵀ, the best approximation of rank k.</summary>
/// <remarks>
/// Halko, Martinsson and Tropp (2011), "Finding structure with randomness", algorithms 4.4 and 5.1: A is tried on random vectors,
/// what comes out is made orthogonal, sent through Aᵀ and A again a few times, and the small matrix that is left is solved exactly.
/// </remarks>
public sealed class TruncatedSvd
{
    private TruncatedSvd(Tensor u, double[] s, Tensor v) => (U, S, V) = (u, s, v);

    /// <summary>Left vectors, (rows, k).</summary>
    public Tensor U { get; }

    /// <summary>Singular values, the largest first.</summary>
    public IReadOnlyList<double> S { get; }

    /// <summary>Right vectors, (columns, k).</summary>
    public Tensor V { get; }

    /// <summary>Decomposes.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="rank">k, at most the number of rows and of columns.</param>
    /// <param name="rng">The random vectors.</param>
    /// <param name="rounds">How often they pass through Aᵀ and A: more where singular values fall slowly.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is not 1 … the smaller side of the matrix.</exception>
    public static TruncatedSvd Of(SparseMatrix a, int rank, Rng rng, int rounds = 6)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(rng);
        int most = Math.Min(a.Rows, a.Columns);
        if (rank < 1 || rank > most)
            throw new ArgumentOutOfRangeException(nameof(rank), $"TruncatedSvd: rank {rank} of a matrix ({a.Rows}, {a.Columns}); it must be at least 1 and at most {most}, the smaller side of the matrix.");
        int width = Math.Min(most, rank + 10);
        var random = new double[a.Columns * width];
        for (int i = 0; i < random.Length; i++)
            random[i] = rng.NextNormal();
        double[] q = a.Times(random, width);
        Orthonormalize(q, a.Rows, width);
        for (int round = 0; round < rounds; round++)
        {
            double[] back = a.TransposedTimes(q, width);
            Orthonormalize(back, a.Columns, width);
            q = a.Times(back, width);
            Orthonormalize(q, a.Rows, width);
        }
        double[] b = a.TransposedTimes(q, width);   // Bᵀ = Aᵀ Q, (columns, width)
        var eigen = SymmetricEigen.Of(Gram(b, a.Columns, width));
        double[][] vectors = [.. eigen.Vectors.Reverse().Take(rank)];   // the largest first
        double[] s = [.. eigen.Values.Reverse().Take(rank).Select(x => Math.Sqrt(Math.Max(x, 0)))];
        return new TruncatedSvd(Combine(q, a.Rows, width, vectors, _ => 1), s, Combine(b, a.Columns, width, vectors, i => s[i] > 1e-12 * s[0] ? 1 / s[i] : 0));
    }

    /// <summary>Word vectors U Σᵖ.</summary>
    /// <param name="power">p: 0.5 or 0 serve words better than 1. Levy, Goldberg and Dagan (2015).</param>
    /// <returns>(rows, k).</returns>
    public Tensor Vectors(double power = 0.5)
    {
        var y = Tensor.Empty(U.Shape);
        for (int i = 0; i < y.Length; i++)
            y.Data[i] = U.Data[i] * (float)Math.Pow(S[i % S.Count], power);
        return y;
    }

    // Gram and Schmidt, twice: once leaves the columns less than orthogonal when they were nearly parallel (Björck 1994).
    private static void Orthonormalize(double[] a, int rows, int cols)
    {
        for (int j = 0; j < cols; j++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    double dot = ColumnDot(a, rows, cols, j, k);
                    for (int r = 0; r < rows; r++)
                        a[r * cols + j] -= dot * a[r * cols + k];
                }
            }
            double norm = Math.Sqrt(ColumnDot(a, rows, cols, j, j));
            for (int r = 0; r < rows; r++)
                a[r * cols + j] = norm > 1e-150 ? a[r * cols + j] / norm : 0;
        }
    }

    private static double ColumnDot(double[] a, int rows, int cols, int j, int k)
    {
        double sum = 0;
        for (int r = 0; r < rows; r++)
            sum += a[r * cols + j] * a[r * cols + k];
        return sum;
    }

    private static double[,] Gram(double[] b, int rows, int cols)
    {
        var gram = new double[cols, cols];
        for (int j = 0; j < cols; j++)
        {
            for (int k = 0; k <= j; k++)
                gram[j, k] = gram[k, j] = ColumnDot(b, rows, cols, j, k);
        }
        return gram;
    }

    private static Tensor Combine(double[] a, int rows, int cols, double[][] vectors, Func<int, double> scale)
    {
        int rank = vectors.Length;
        var y = Tensor.Empty(rows, rank);
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < rank; j++)
            {
                double sum = 0;
                for (int k = 0; k < cols; k++)
                    sum += a[r * cols + k] * vectors[j][k];
                y.Data[r * rank + j] = (float)(sum * scale(j));
            }
        }
        return y;
    }
}
