using DeepNotes.Kernels;

namespace DeepNotes.Insight;

/// <summary>Principal components: the directions in which data vary most, and how much is left when the others are dropped.</summary>
/// <remarks>
/// Pearson (1901); Hotelling (1933). Exact: the eigenvectors of the covariance matrix, or, where there are fewer examples than
/// features, those of the matrix of inner products. A component's largest entry is positive, so that signs do not change from run to run.
/// </remarks>
public sealed class Pca
{
    private Pca(Tensor mean, Tensor components, double[] spectrum, int count) =>
        (Mean, Components, Spectrum, _count) = (mean, components, spectrum, count);

    private readonly int _count;

    /// <summary>The mean example, (D).</summary>
    public Tensor Mean { get; }

    /// <summary>The components as rows of length 1, (K, D), the one of largest variance first.</summary>
    public Tensor Components { get; }

    /// <summary>The variance along every principal direction, all min(N, D) of them, largest first; divided by N − 1.</summary>
    public IReadOnlyList<double> Spectrum { get; }

    /// <summary>The variance along each of the K components.</summary>
    public double[] ExplainedVariance => [.. Spectrum.Take(Components.Dim(0))];

    /// <summary>The share of all variance that each component explains.</summary>
    public double[] ExplainedVarianceRatio
    {
        get
        {
            double all = Spectrum.Sum();
            return [.. ExplainedVariance.Select(v => all > 0 ? v / all : 0)];
        }
    }

    /// <summary>What the K components cannot say: the mean over the examples of ‖x − InverseTransform(Transform(x))‖².</summary>
    /// <remarks>No linear map to K numbers and back has a smaller one (Eckart and Young 1936).</remarks>
    public double Residual => Spectrum.Skip(Components.Dim(0)).Sum() * (_count - 1) / _count;

    /// <summary>Finds the components of data.</summary>
    /// <param name="x">(N, D), at least two examples.</param>
    /// <param name="components">K, at most min(N, D).</param>
    /// <exception cref="ShapeException">The data are not (N, D), or K is not in 1 … min(N, D).</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static Pca Fit(Tensor x, int components)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Dim(0) < 2 || x.Dim(1) < 1)
            throw new ShapeException($"Pca: the data are {Shape.Text(x.Shape)}; they must be (N, D) with at least two examples.");
        int n = x.Dim(0), d = x.Dim(1), most = Math.Min(n, d);
        if (components < 1 || components > most)
            throw new ShapeException($"Pca: {components} components of {n} examples with {d} features; there are 1 to {most}.");
        if (!TensorPrimitives.IsFiniteAll<float>(x.Data))
            throw new ArgumentException("Pca: the data hold NaN or infinity; every number must be finite.", nameof(x));
        var mean = Tensor.Keep(Tensor.Zeros(d));
        float[] centered = Center(x, mean);
        bool wide = n < d;
        var eigen = SymmetricEigen.Of(Products(centered, n, d, wide));
        double[] spectrum = [.. eigen.Values.Reverse().Select(v => Math.Max(v, 0) / (n - 1))];
        var rows = Tensor.Keep(Tensor.Zeros(components, d));
        for (int k = 0; k < components; k++)
            Component(eigen.Vectors[most - 1 - k], centered, wide, rows.Data.Slice(k * d, d));
        return new Pca(mean, rows, spectrum, n);
    }

    /// <summary>Coordinates along the components: z = (x − mean) Cᵀ.</summary>
    /// <param name="x">(N, D).</param>
    /// <returns>(N, K).</returns>
    public Tensor Transform(Tensor x) => F.MatMul(x - Mean, Components, transposeB: true);

    /// <summary>Back to the data's space: x̂ = z C + mean.</summary>
    /// <param name="z">(N, K).</param>
    /// <returns>(N, D).</returns>
    public Tensor InverseTransform(Tensor z) => F.MatMul(z, Components) + Mean;

    internal static float[] Center(Tensor x, Tensor mean)
    {
        int n = x.Dim(0), d = x.Dim(1);
        var sum = new double[d];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < d; j++)
                sum[j] += x.Data[i * d + j];
        }
        for (int j = 0; j < d; j++)
            mean.Data[j] = (float)(sum[j] / n);
        float[] centered = x.ToArray();
        for (int i = 0; i < n; i++)
            TensorPrimitives.Subtract(centered.AsSpan(i * d, d), mean.Data, centered.AsSpan(i * d, d));
        return centered;
    }

    // XᵀX or XXᵀ. The sums of a block are taken in float, those over blocks in double: 60,000 examples lose no more than 256 do.
    private static double[,] Products(float[] x, int n, int d, bool wide)
    {
        const int Block = 256;
        int size = wide ? n : d, along = wide ? d : n;
        var sum = new double[size, size];
        var part = new float[size * size];
        for (int from = 0; from < along; from += Block)
        {
            int count = Math.Min(Block, along - from);
            var a = x.AsSpan(wide ? from : from * d);
            Gemm.Multiply(!wide, wide, size, size, count, a, d, a, d, part, size, accumulate: false);
            for (int i = 0; i < part.Length; i++)
                sum[i / size, i % size] += part[i];
        }
        return sum;
    }

    // An eigenvector u of XXᵀ gives the component Xᵀu, which has then to be made as long as 1.
    private static void Component(double[] vector, float[] x, bool wide, Span<float> to)
    {
        var c = wide ? new double[to.Length] : vector;
        for (int i = 0; wide && i < vector.Length; i++)
        {
            for (int j = 0; j < c.Length; j++)
                c[j] += vector[i] * x[i * c.Length + j];
        }
        double norm = TensorPrimitives.Norm<double>(c), largest = c[TensorPrimitives.IndexOfMaxMagnitude<double>(c)];
        for (int j = 0; j < c.Length; j++)
            to[j] = norm > 0 ? (float)(c[j] / norm * Math.Sign(largest)) : 0;
    }
}
