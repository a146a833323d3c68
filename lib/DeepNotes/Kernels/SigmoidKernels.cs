namespace DeepNotes.Kernels;

/// <summary>Sigmoid: y = 1 / (1 + exp(−x)), y′ = y (1 − y), at most ¼.</summary>
public static class SigmoidKernels
{
    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Sigmoid(x, y);

    /// <summary>dx = or += dy ⊙ y (1 − y); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) =>
        Pointwise.Backward(default(Slope), y, dy, dx, add);

    private readonly struct Slope : IFunction
    {
        public V Of<S, V>(V y) where S : struct, ISimd<V> where V : struct => S.Mul(y, S.Sub(S.Set(1f), y));
    }
}

/// <summary>Hyperbolic tangent: y = tanh x, y′ = 1 − y².</summary>
public static class TanhKernels
{
    /// <summary>y = tanh x.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Tanh(x, y);

    /// <summary>dx = or += dy ⊙ (1 − y²); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) =>
        Pointwise.Backward(default(Slope), y, dy, dx, add);

    private readonly struct Slope : IFunction
    {
        public V Of<S, V>(V y) where S : struct, ISimd<V> where V : struct => S.Sub(S.Set(1f), S.Mul(y, y));
    }
}

/// <summary>SiLU, also called swish: y = x σ(x).</summary>
/// <remarks>Hendrycks and Gimpel (2016); Elfwing, Uchibe and Doya (2018); Ramachandran, Zoph and Le (2017).</remarks>
public static class SiluKernels
{
    /// <summary>y = x σ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(Function), x, y);

    /// <summary>dx = or += dy ⊙ σ (1 + x (1 − σ)) with σ = σ(x); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => Pointwise.Backward(default(Slope), x, dy, dx, add);

    private readonly struct Function : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Mul(x, SimdMath.Sigmoid<S, V>(x));
    }

    private readonly struct Slope : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct
        {
            V one = S.Set(1f), s = SimdMath.Sigmoid<S, V>(x);
            return S.Mul(s, S.Fma(x, S.Sub(one, s), one));
        }
    }
}
