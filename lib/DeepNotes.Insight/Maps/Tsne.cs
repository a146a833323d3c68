using DeepNotes.Kernels;

namespace DeepNotes.Insight;

/// <summary>How a t-SNE map is made.</summary>
public sealed record TsneOptions
{
    /// <summary>Effective number of neighbours of a point; at most (N − 1) / 3.</summary>
    public double Perplexity { get; init; } = 30;

    /// <summary>Steps in all.</summary>
    public int Iterations { get; init; } = 750;

    /// <summary>How far a square of points may be summed up: its side below θ times its distance. 0 computes every pair.</summary>
    public double Theta { get; init; } = 0.5;

    /// <summary>By how much attraction is exaggerated at first, so that clusters form while there is room to move.</summary>
    public double Exaggeration { get; init; } = 12;

    /// <summary>For how many steps.</summary>
    public int ExaggeratedIterations { get; init; } = 250;

    /// <summary>Step size; when 0, N / (4 · exaggeration) and at least 50.</summary>
    public double LearningRate { get; init; }

    /// <summary>Where the points begin, (N, 2); normal numbers of deviation 10⁻⁴ when null.</summary>
    public Tensor? Start { get; init; }
}

/// <summary>t-SNE: a map of the plane in which points are neighbours as likely as they are in their own space.</summary>
/// <remarks>
/// Van der Maaten and Hinton (2008); the sums by squares of van der Maaten (2014), "Accelerating t-SNE using tree-based algorithms"; step
/// size of Belkina et al. (2019). Minimizes KL(P‖Q), q_ij ∝ 1 / (1 + ‖y_i − y_j‖²). Distances between far clusters mean nothing.
/// </remarks>
public static class Tsne
{
    /// <summary>Makes a map.</summary>
    /// <param name="x">(N, D).</param>
    /// <param name="rng">Where the points begin.</param>
    /// <param name="options">How; the published settings by default.</param>
    /// <param name="watch">Told every step's number and the map (N, 2) as it is, one that changes under the watcher's hands.</param>
    /// <returns>(N, 2), centred on 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The perplexity is larger than the points allow, or a setting is out of range.</exception>
    /// <exception cref="ShapeException">The points are not (N, D), or the start is not (N, 2).</exception>
    public static Tensor Map(Tensor x, Rng rng, TsneOptions? options = null, Action<int, double[]>? watch = null)
    {
        var o = options ?? new TsneOptions();
        Check(o);
        var p = Affinities.Of(x, o.Perplexity, o.Theta == 0 ? int.MaxValue : (int)(3 * o.Perplexity));
        int n = p.Count;
        if (o.Start is { } start && (start.Rank != 2 || start.Dim(0) != n || start.Dim(1) != 2))
            throw new ShapeException($"Tsne: the start is {Shape.Text(start.Shape)} for {n} points; it must be ({n}, 2).");
        double[] y = new double[2 * n], velocity = new double[2 * n], gain = new double[2 * n];
        for (int i = 0; i < y.Length; i++)
            y[i] = o.Start?.Data[i] ?? 1e-4 * rng.NextNormal();
        Array.Fill(gain, 1);
        double rate = o.LearningRate > 0 ? o.LearningRate : Math.Max(n / (4 * o.Exaggeration), 50);
        for (int step = 0; step < o.Iterations; step++)
        {
            bool early = step < o.ExaggeratedIterations;
            Move(y, velocity, gain, Gradient(p, y, o.Theta, early ? o.Exaggeration : 1), rate, early ? 0.5 : 0.8);
            watch?.Invoke(step, y);
        }
        var map = Tensor.Zeros(n, 2);
        TensorPrimitives.ConvertTruncating<double, float>(y, map.Data);
        return map;
    }

    /// <summary>∂KL/∂y = 4 Σ_j (e p_ij − q_ij) (y_i − y_j) / (1 + ‖y_i − y_j‖²).</summary>
    /// <param name="p">The affinities.</param>
    /// <param name="y">The map, x₀ y₀ x₁ y₁ ….</param>
    /// <param name="theta">θ; 0 is exact.</param>
    /// <param name="exaggeration">e.</param>
    public static double[] Gradient(Affinities p, double[] y, double theta, double exaggeration = 1)
    {
        var gradient = new double[y.Length];
        double[] push = Push(y, theta, out double z);
        Parallel(p.Count, (from, to) =>
        {
            for (int i = from; i < to; i++)
            {
                double fx = 0, fy = 0, xi = y[2 * i], yi = y[2 * i + 1];
                for (int k = p.Start[i]; k < p.Start[i + 1]; k++)
                {
                    int j = p.Column[k];
                    double dx = xi - y[2 * j], dy = yi - y[2 * j + 1], w = p.Value[k] / (1 + dx * dx + dy * dy);
                    fx += w * dx;
                    fy += w * dy;
                }
                gradient[2 * i] = 4 * (exaggeration * fx - push[2 * i] / z);
                gradient[2 * i + 1] = 4 * (exaggeration * fy - push[2 * i + 1] / z);
            }
        });
        return gradient;
    }

    /// <summary>KL(P‖Q) in nats.</summary>
    /// <param name="p">The affinities.</param>
    /// <param name="y">The map, x₀ y₀ x₁ y₁ ….</param>
    /// <param name="theta">θ; 0 is exact.</param>
    public static double Divergence(Affinities p, double[] y, double theta)
    {
        Push(y, theta, out double z);
        double sum = 0;
        for (int i = 0; i < p.Count; i++)
        {
            for (int k = p.Start[i]; k < p.Start[i + 1]; k++)
            {
                int j = p.Column[k];
                double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];
                if (p.Value[k] > 0)
                    sum += p.Value[k] * Math.Log(p.Value[k] * z * (1 + dx * dx + dy * dy));
            }
        }
        return sum;
    }

    // Σ_j w² (y_i − y_j) of every point, and Z = Σ_ij w. A point meets itself with w = 1 and no force: that is taken off Z again.
    private static double[] Push(double[] y, double theta, out double z)
    {
        int n = y.Length / 2;
        var tree = new QuadTree(y);
        var force = new double[y.Length];
        var sums = new double[n];
        int[] order = tree.Order.ToArray();
        Parallel(n, (from, to) =>
        {
            for (int k = from; k < to; k++)
            {
                int i = order[k];
                (force[2 * i], force[2 * i + 1], sums[i]) = tree.Repulsion(y[2 * i], y[2 * i + 1], theta);
            }
        });
        z = Math.Max(TensorPrimitives.Sum<double>(sums) - n, double.Epsilon);
        return force;
    }

    // Gains as of Jacobs (1988): a coordinate that keeps its direction takes longer steps.
    private static void Move(double[] y, double[] velocity, double[] gain, double[] gradient, double rate, double momentum)
    {
        double mx = 0, my = 0;
        for (int i = 0; i < y.Length; i++)
        {
            gain[i] = Math.Max(gradient[i] * velocity[i] < 0 ? gain[i] + 0.2 : gain[i] * 0.8, 0.01);
            velocity[i] = momentum * velocity[i] - rate * gain[i] * gradient[i];
            y[i] += velocity[i];
            if (i % 2 == 0)
                mx += y[i];
            else
                my += y[i];
        }
        for (int i = 0; i < y.Length; i++)
            y[i] -= (i % 2 == 0 ? mx : my) / (y.Length / 2);
    }

    // Every point's sums are its own: the bits are the same at any thread count.
    private static void Parallel(int n, Action<int, int> body)
    {
        int parts = Workers.Count;
        Workers.Run(parts, k => body((int)((long)n * k / parts), (int)((long)n * (k + 1) / parts)));
    }

    private static void Check(TsneOptions o)
    {
        if (!(o.Theta is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(o), o.Theta, $"Tsne: θ is {o.Theta}; it must be in 0 … 1.");
        if (o.Iterations < 1 || o.ExaggeratedIterations < 0 || !(o.Exaggeration > 0) || !(o.LearningRate >= 0))
            throw new ArgumentOutOfRangeException(nameof(o), $"Tsne: {o.Iterations} steps, {o.ExaggeratedIterations} of them exaggerated by {o.Exaggeration}, rate {o.LearningRate}; none may be negative, and there must be a step and an exaggeration above 0.");
    }
}
