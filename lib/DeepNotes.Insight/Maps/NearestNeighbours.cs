using DeepNotes.Kernels;

namespace DeepNotes.Insight;

/// <summary>The exact nearest neighbours of every point among the others, and what they say of labels.</summary>
/// <remarks>Fix and Hodges (1951); Cover and Hart (1967). All distances by blocks of matrix products: no tree is faster in many dimensions.</remarks>
public static class NearestNeighbours
{
    private const int Block = 64;

    /// <summary>The <paramref name="k"/> nearest other points of each, nearest first; of equally near ones the earlier.</summary>
    /// <param name="x">(N, D).</param>
    /// <param name="k">How many, at most N − 1.</param>
    /// <returns>Per point the indices and the squared distances.</returns>
    /// <exception cref="ShapeException">The points are not (N, D), or there are not k others.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static (int[][] Index, double[][] SquaredDistance) Of(Tensor x, int k)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || k < 1 || k > x.Dim(0) - 1)
            throw new ShapeException($"NearestNeighbours: {k} neighbours of points {Shape.Text(x.Shape)}; points must be (N, D) with 1 to N − 1 neighbours.");
        if (!TensorPrimitives.IsFiniteAll<float>(x.Data))
            throw new ArgumentException("NearestNeighbours: the points hold NaN or infinity; every number must be finite.", nameof(x));
        int n = x.Dim(0), d = x.Dim(1);
        float[] centered = Pca.Center(x, Tensor.Zeros(d)), norms = [.. Enumerable.Range(0, n).Select(i => TensorPrimitives.SumOfSquares<float>(centered.AsSpan(i * d, d)))];
        var index = new int[n][];
        var distance = new double[n][];
        int parts = Workers.Count;
        Workers.Run(parts, part =>
        {
            for (int from = part * Block; from < n; from += parts * Block)
                Search(centered, norms, from, Math.Min(Block, n - from), d, k, index, distance);
        });
        return (index, distance);
    }

    /// <summary>The share of points whose nearest other point has their label.</summary>
    /// <param name="x">(N, D).</param>
    /// <param name="labels">N.</param>
    /// <exception cref="ShapeException">There is not one label per point.</exception>
    public static double Accuracy(Tensor x, int[] labels)
    {
        if (labels.Length != x.Dim(0))
            throw new ShapeException($"NearestNeighbours: {labels.Length} labels for points {Shape.Text(x.Shape)}; there must be one each.");
        int[][] nearest = Of(x, 1).Index;
        return nearest.Index().Count(p => labels[p.Item[0]] == labels[p.Index]) / (double)labels.Length;
    }

    // ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b finds the candidates; the differences themselves give their order, free of cancellation.
    private static void Search(float[] x, float[] norms, int from, int count, int d, int k, int[][] index, double[][] distance)
    {
        int n = norms.Length, candidates = Math.Min(n - 1, k + 8);
        var products = new float[count * n];
        Gemm.Multiply(false, true, count, n, d, x.AsSpan(from * d), d, x, d, products, n, accumulate: false);
        var keys = new float[n];
        var order = new int[n];
        for (int r = 0; r < count; r++)
        {
            int i = from + r;
            TensorPrimitives.MultiplyAdd(products.AsSpan(r * n, n), -2f, norms, keys);
            keys[i] = float.PositiveInfinity;
            float limit = Smallest(keys, candidates);
            int found = 0;
            for (int j = 0; j < n; j++)
            {
                if (keys[j] <= limit && j != i)
                    order[found++] = j;
            }
            var near = order[..found].Select(j => (Distance: Squared(x, i, j, d), J: j)).Order().Take(k).ToArray();
            (index[i], distance[i]) = ([.. near.Select(p => p.J)], [.. near.Select(p => p.Distance)]);
        }
    }

    // The count-th smallest key.
    private static float Smallest(float[] keys, int count)
    {
        var heap = new PriorityQueue<float, float>(count + 1);
        foreach (float key in keys)
        {
            if (heap.Count < count)
                heap.Enqueue(key, -key);
            else if (key < heap.Peek())
                heap.EnqueueDequeue(key, -key);
        }
        return heap.Peek();
    }

    private static double Squared(float[] x, int i, int j, int d)
    {
        double sum = 0;
        for (int c = 0; c < d; c++)
        {
            double difference = (double)x[i * d + c] - x[j * d + c];
            sum += difference * difference;
        }
        return sum;
    }
}
