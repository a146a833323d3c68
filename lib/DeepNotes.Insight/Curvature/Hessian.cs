namespace DeepNotes.Insight;

/// <summary>The curvature of a loss at the present weights, by differences of gradients: H v ≈ (∇L(w + h v) − ∇L(w − h v)) / 2h.</summary>
/// <remarks>
/// Two gradients give a product, so the matrix itself is never needed; the largest eigenvalues come from Lanczos's iteration.
/// LeCun, Simard and Pearlmutter (1993); Pearlmutter (1994) has the exact product, which needs a second backward pass. A loss that
/// is evaluated must be the same function every time: the same batch, no dropout, batch norm in evaluation mode. The weights come
/// back unchanged, and so do the gradients.
/// </remarks>
public sealed class Hessian
{
    private readonly Tensor[] _parameters;
    private readonly Func<Tensor> _loss;
    private readonly double _step;

    /// <summary>The curvature of a loss in some parameters.</summary>
    /// <param name="parameters">The tensors that the loss depends on.</param>
    /// <param name="loss">Runs the model and gives a scalar, the same for the same weights.</param>
    /// <param name="step">h, the length of a step along a direction of length 1: float32 wants about 10⁻².</param>
    /// <exception cref="ArgumentException">There are no parameters.</exception>
    public Hessian(IEnumerable<Tensor> parameters, Func<Tensor> loss, double step = 1e-2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        (_parameters, _loss, _step) = ([.. parameters], loss, step);
        Count = _parameters.Sum(p => p.Length);
        if (Count == 0)
            throw new ArgumentException("Hessian: there are no parameters; pass model.Parameters().", nameof(parameters));
    }

    /// <summary>The number of weights n; the Hessian is (n, n).</summary>
    public int Count { get; }

    /// <summary>All weights, one after another; setting them moves the model.</summary>
    /// <exception cref="ShapeException">There are more or fewer numbers than weights.</exception>
    public float[] Point
    {
        get => [.. _parameters.SelectMany(p => p.Data.ToArray())];
        set
        {
            if (value.Length != Count)
                throw new ShapeException($"Hessian: {value.Length} numbers for {Count} weights; there must be one each.");
            Offset(value, [], 0);
        }
    }

    /// <summary>The loss at the present weights.</summary>
    public double Loss()
    {
        using var off = Autograd.NoGrad();
        using var scope = new StepScope();
        return _loss().Item();
    }

    /// <summary>The gradient at the present weights, (n,).</summary>
    public double[] Gradient()
    {
        var (watchers, grads) = (Array.ConvertAll(_parameters, p => p.Watcher), Array.ConvertAll(_parameters, p => p.HasGrad ? p.Grad.ToArray() : null));
        try
        {
            foreach (var p in _parameters)
            {
                p.Watcher = null;   // a dashboard must not take this for a training step
                p.ZeroGrad();
            }
            using var scope = new StepScope();
            _loss().Backward();
            return [.. _parameters.SelectMany(p => Array.ConvertAll(p.Grad.ToArray(), g => (double)g))];
        }
        finally
        {
            for (int i = 0; i < _parameters.Length; i++)
            {
                _parameters[i].Watcher = watchers[i];
                _parameters[i].ZeroGrad();
                grads[i]?.CopyTo(_parameters[i].Grad);
            }
        }
    }

    /// <summary>H v.</summary>
    /// <param name="v">(n,), any length but zero.</param>
    /// <returns>(n,).</returns>
    public double[] Times(double[] v)
    {
        float[] point = Point;
        double h = _step / Math.Sqrt(v.Sum(x => x * x));
        try
        {
            Offset(point, v, h);
            double[] ahead = Gradient();
            Offset(point, v, -h);
            double[] behind = Gradient();
            return [.. ahead.Zip(behind, (a, b) => (a - b) / (2 * h))];
        }
        finally
        {
            Offset(point, [], 0);
        }
    }

    /// <summary>The whole matrix, for a small net: 2 n gradients.</summary>
    /// <returns>(n, n), symmetric.</returns>
    public double[,] Matrix()
    {
        var h = new double[Count, Count];
        for (int i = 0; i < Count; i++)
        {
            var e = new double[Count];
            e[i] = 1;
            double[] column = Times(e);
            for (int j = 0; j < Count; j++)
            {
                h[i, j] += column[j] / 2;
                h[j, i] += column[j] / 2;
            }
        }
        return h;
    }

    /// <summary>All eigenvalues, smallest first, for a small net.</summary>
    public double[] Spectrum() => SymmetricEigen.Of(Matrix()).Values;

    /// <summary>The eigenvalues largest in size, by Lanczos's iteration with full orthogonalization.</summary>
    /// <remarks>Lanczos (1950): k products give a k × k tridiagonal matrix whose outer eigenvalues are those of H; one that is there twice is found once.</remarks>
    /// <param name="count">How many.</param>
    /// <param name="iterations">k, the number of products; more is more exact.</param>
    /// <param name="seed">Of the direction to begin with.</param>
    /// <returns>Eigenvalues, the largest in size first.</returns>
    public double[] Top(int count = 1, int iterations = 20, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var rng = new Rng(seed);
        var basis = new List<double[]>();
        double[] next = [.. Enumerable.Range(0, Count).Select(_ => rng.NextNormal())];
        var t = new double[Math.Min(Math.Max(iterations, count), Count), Math.Min(Math.Max(iterations, count), Count)];
        int k = 0;
        for (; k < t.GetLength(0); k++)
        {
            double norm = Norm(next);
            if (k > 0)
                (t[k - 1, k], t[k, k - 1]) = (norm, norm);
            if (k > 0 && norm < 1e-3 * Enumerable.Range(0, k).Max(i => Math.Abs(t[i, i])))
                break;   // what is left is rounding: H maps the directions found into themselves
            basis.Add([.. next.Select(x => x / norm)]);
            next = Times(basis[k]);
            t[k, k] = Dot(next, basis[k]);
            for (int pass = 0; pass < 2; pass++)   // twice, or rounding brings found directions back
            {
                foreach (double[] b in basis)
                    Subtract(next, b, Dot(next, b));
            }
        }
        var small = new double[k, k];
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
                small[r, c] = t[r, c];
        }
        return [.. SymmetricEigen.Of(small).Values.OrderByDescending(Math.Abs).Take(count)];
    }

    /// <summary>The loss along a line through the present weights, which it comes back to.</summary>
    /// <param name="direction">(n,); scaled to length 1. The gradient's when null.</param>
    /// <param name="reach">How far to both sides, in the length of all weights together.</param>
    /// <param name="points">How many, an odd number shows the present weights themselves.</param>
    public LossSlice Slice(double[]? direction = null, double reach = 0.5, int points = 21)
    {
        float[] point = Point;
        direction ??= Gradient();
        double size = Math.Max(Math.Sqrt(point.Sum(x => (double)x * x)), 1e-12), length = Math.Max(Norm(direction), 1e-300);
        double[] at = [.. Enumerable.Range(0, points).Select(i => reach * (2.0 * i / Math.Max(1, points - 1) - 1))];
        try
        {
            return new LossSlice(at, Array.ConvertAll(at, a =>
            {
                Offset(point, direction, a * size / length);
                return Loss();
            }));
        }
        finally
        {
            Offset(point, [], 0);
        }
    }

    private void Offset(float[] point, double[] v, double h)
    {
        int i = 0;
        foreach (var p in _parameters)
        {
            foreach (ref float w in p.Data)
            {
                w = v.Length == 0 ? point[i] : (float)(point[i] + h * v[i]);
                i++;
            }
        }
    }

    private static double Dot(double[] a, double[] b) => TensorPrimitives.Dot<double>(a, b);

    private static double Norm(double[] a) => TensorPrimitives.Norm<double>(a);

    private static void Subtract(double[] from, double[] b, double factor) => TensorPrimitives.MultiplyAdd(b, -factor, from, from);
}

/// <summary>The loss along a line through the weights.</summary>
/// <param name="Position">Distance from the weights, as a share of their length; 0 is where the model stands.</param>
/// <param name="Loss">The loss there.</param>
public sealed record LossSlice(double[] Position, double[] Loss);
