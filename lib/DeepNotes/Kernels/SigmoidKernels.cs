using System.Numerics;

namespace DeepNotes.Kernels;

/// <summary>Sigmoid: y = 1 / (1 + exp(−x)), y′ = y (1 − y), at most ¼.</summary>
public static class SigmoidKernels
{
    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Sigmoid(x, y);

    /// <summary>dx += dy ⊙ y (1 − y); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Pointwise.Backward(default(Slope), y, y, dy, dx);

    private readonly struct Slope : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - y);
    }
}

/// <summary>Hyperbolic tangent: y = tanh x, y′ = 1 − y².</summary>
public static class TanhKernels
{
    /// <summary>y = tanh x.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Tanh(x, y);

    /// <summary>dx += dy ⊙ (1 − y²); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Pointwise.Backward(default(Slope), y, y, dy, dx);

    private readonly struct Slope : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => Vector<float>.One - y * y;
    }
}

/// <summary>SiLU, also called swish: y = x σ(x).</summary>
/// <remarks>Hendrycks and Gimpel (2016); Elfwing, Uchibe and Doya (2018); Ramachandran, Zoph and Le (2017).</remarks>
public static class SiluKernels
{
    /// <summary>y = x σ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y)
    {
        VectorMath.Sigmoid(x, y);
        TensorPrimitives.Multiply(x, y, y);
    }

    /// <summary>dx += dy ⊙ σ (1 + x (1 − σ)) with σ = σ(x); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Span<float> s = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < dx.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, dx.Length - i);
            VectorMath.Sigmoid(x.Slice(i, n), s);
            Pointwise.Backward(default(Slope), x.Slice(i, n), s[..n], dy.Slice(i, n), dx.Slice(i, n));
        }
    }

    private readonly struct Slope : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> s) => s * (Vector<float>.One + x * (Vector<float>.One - s));
    }
}
