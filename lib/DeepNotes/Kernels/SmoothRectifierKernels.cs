namespace DeepNotes.Kernels;

/// <summary>ELU: y = x for x &gt; 0, else a (exp(x) − 1).</summary>
/// <remarks>Clevert, Unterthiner and Hochreiter (2016), eq. 1.</remarks>
public static class EluKernels
{
    /// <summary>y = x where x &gt; 0, else a (exp(x) − 1).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, float a) => Pointwise.Forward(new Function(a), x, y);

    /// <summary>dx = or += dy where y &gt; 0, else dy (y + a); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, float a, bool add = true) =>
        Pointwise.Backward(new Slope(a), y, dy, dx, add);

    private readonly struct Function(float a) : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Select(S.Less(S.Set(0f), x), x, S.Mul(S.Set(a), ExpMinus1<S, V>(x)));

        // Near 0 the subtraction would cancel: the series there, to x⁷/7!.
        private static V ExpMinus1<S, V>(V x) where S : struct, ISimd<V> where V : struct
        {
            V one = S.Set(1f), series = one;
            for (int k = 7; k >= 2; k--)
                series = S.Add(one, S.Mul(S.Mul(x, S.Set(1f / k)), series));
            return S.Select(S.Less(S.And(x, S.Set(SimdMath.AbsBits)), S.Set(0.35f)), S.Mul(x, series), S.Sub(SimdMath.Exp<S, V>(x), one));
        }
    }

    private readonly struct Slope(float a) : IFunction
    {
        public V Of<S, V>(V y) where S : struct, ISimd<V> where V : struct => S.Select(S.Less(S.Set(0f), y), S.Set(1f), S.Add(y, S.Set(a)));
    }
}

/// <summary>Softplus: y = ln(1 + exp(x)), y′ = σ(x).</summary>
/// <remarks>Dugas et al. (2001).</remarks>
public static class SoftplusKernels
{
    /// <summary>y = ln(1 + exp(x)), within 4 units in the last place.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(Function), x, y);

    /// <summary>dx = or += dy ⊙ σ(x); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => Pointwise.Backward(default(Slope), x, dy, dx, add);

    private readonly struct Function : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Softplus<S, V>(x);
    }

    private readonly struct Slope : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Sigmoid<S, V>(x);
    }
}

/// <summary>GELU: y = x Φ(x), Φ the standard normal distribution function.</summary>
/// <remarks>Hendrycks and Gimpel (2016), the exact form. Error at most 3e-7 · max(1, |x|).</remarks>
public static class GeluKernels
{
    /// <summary>y = x Φ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(Function), x, y);

    /// <summary>dx = or += dy ⊙ (Φ(x) + x φ(x)), φ the normal density; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => Pointwise.Backward(default(Slope), x, dy, dx, add);

    private readonly struct Function : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Gelu<S, V>(x);
    }

    private readonly struct Slope : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.GeluSlope<S, V>(x);
    }
}
