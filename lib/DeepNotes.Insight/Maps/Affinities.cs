namespace DeepNotes.Insight;

/// <summary>How likely two points are neighbours: p_ij of t-SNE, a sparse symmetric matrix that sums to 1.</summary>
/// <remarks>
/// Van der Maaten and Hinton (2008), section 2: p(j|i) ∝ exp(−β_i ‖x_i − x_j‖²), β_i such that 2 to the entropy (the perplexity) is the
/// wanted one, p_ij = (p(j|i) + p(i|j)) / 2N. Only the nearest points count (van der Maaten 2014, section 4.1).
/// </remarks>
public sealed class Affinities
{
    private Affinities(int[] start, int[] column, double[] value, double[] precision) =>
        (Start, Column, Value, Precision) = (start, column, value, precision);

    /// <summary>The number of points.</summary>
    public int Count => Start.Length - 1;

    /// <summary>Where row i begins in <see cref="Column"/> and <see cref="Value"/>; Count + 1 numbers.</summary>
    public int[] Start { get; }

    /// <summary>The neighbours, row by row.</summary>
    public int[] Column { get; }

    /// <summary>p_ij of each.</summary>
    public double[] Value { get; }

    /// <summary>β_i = 1 / 2σ_i² of every point.</summary>
    public double[] Precision { get; }

    /// <summary>The affinities of points.</summary>
    /// <param name="x">(N, D).</param>
    /// <param name="perplexity">Effective number of neighbours, above 1; three times it must not exceed N − 1.</param>
    /// <param name="neighbours">How many nearest points count; N − 1 for all of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The perplexity is not above 1 or is larger than the points allow.</exception>
    public static Affinities Of(Tensor x, double perplexity, int neighbours)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2)
            throw new ShapeException($"Tsne: the points are {Shape.Text(x.Shape)}; they must be (N, D).");
        int n = x.Dim(0);
        if (!(perplexity > 1) || 3 * perplexity > n - 1)
            throw new ArgumentOutOfRangeException(nameof(perplexity), perplexity, $"Tsne: perplexity {perplexity} for {n} points; it must be above 1 and at most (N − 1) / 3 = {(n - 1) / 3.0:0.##}.");
        neighbours = Math.Clamp(neighbours, (int)Math.Ceiling(perplexity), n - 1);
        var (index, distance) = NearestNeighbours.Of(x, neighbours);
        var precision = new double[n];
        var p = new double[n][];
        for (int i = 0; i < n; i++)
        {
            p[i] = new double[neighbours];
            precision[i] = Bisect(distance[i], perplexity, p[i]);
        }
        return Symmetric(index, p, precision);
    }

    /// <summary>The β whose probabilities have the wanted perplexity, by halving an interval.</summary>
    /// <param name="distance">Squared distances, smallest first.</param>
    /// <param name="perplexity">What is wanted, below the number of distances.</param>
    /// <param name="p">Receives the probabilities.</param>
    internal static double Bisect(double[] distance, double perplexity, double[] p)
    {
        double wanted = Math.Log(perplexity), low = 0, high = double.PositiveInfinity;
        double spread = distance.Average() - distance[0], beta = spread > 0 ? 1 / spread : 1;
        for (int step = 0; step < 200; step++)
        {
            double entropy = Probabilities(distance, beta, p);
            if (Math.Abs(entropy - wanted) < 1e-10)
                break;
            if (entropy > wanted)
                low = beta;
            else
                high = beta;
            beta = double.IsPositiveInfinity(high) ? beta * 2 : (low + high) / 2;
            if (!double.IsFinite(beta))
                return low;   // more points at one place than neighbours wanted: no β can tell them apart
        }
        return beta;
    }

    // The nearest distance is subtracted first: no exponent underflows for all neighbours at once.
    private static double Probabilities(double[] distance, double beta, double[] p)
    {
        double sum = 0, mean = 0;
        for (int j = 0; j < p.Length; j++)
        {
            double gap = distance[j] - distance[0];
            p[j] = Math.Exp(-beta * gap);
            sum += p[j];
            mean += p[j] * gap;
        }
        for (int j = 0; j < p.Length; j++)
            p[j] /= sum;
        return Math.Log(sum) + beta * mean / sum;
    }

    private static Affinities Symmetric(int[][] index, double[][] p, double[] precision)
    {
        int n = index.Length;
        var rows = new SortedDictionary<int, double>[n];
        for (int i = 0; i < n; i++)
            rows[i] = [];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < p[i].Length; k++)
            {
                int j = index[i][k];
                double half = p[i][k] / (2.0 * n);
                rows[i][j] = rows[i].GetValueOrDefault(j) + half;
                rows[j][i] = rows[j].GetValueOrDefault(i) + half;
            }
        }
        var start = new int[n + 1];
        for (int i = 0; i < n; i++)
            start[i + 1] = start[i] + rows[i].Count;
        return new Affinities(start, [.. rows.SelectMany(r => r.Keys)], [.. rows.SelectMany(r => r.Values)], precision);
    }
}
