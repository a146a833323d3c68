using System.Numerics;

namespace DeepNotes.Kernels;

/// <summary>ELU: y = x for x &gt; 0, else a (exp(x) − 1).</summary>
/// <remarks>Clevert, Unterthiner and Hochreiter (2016), eq. 1.</remarks>
public static class EluKernels
{
    /// <summary>y = x where x &gt; 0, else a (exp(x) − 1).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, float a) => Pointwise.Forward(new Function(a), x, y);

    /// <summary>dx = or += dy where y &gt; 0, else dy (y + a); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, float a, bool add = true) =>
        Pointwise.Backward(new Function(a), y, y, dy, dx, add);

    private readonly struct Function(float a) : IMap, ISlope
    {
        private readonly Vector<float> _a = new(a);

        public Vector<float> Of(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, _a * ExpMinus1(x));

        public Vector<float> Of(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, y + _a);

        // Near 0 the subtraction would cancel: the series there, to x⁷/7!.
        private static Vector<float> ExpMinus1(Vector<float> x)
        {
            var series = Vector<float>.One;
            for (int k = 7; k >= 2; k--)
                series = Vector<float>.One + x * (1f / k) * series;
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(0.35f)), x * series, Vector.Exp(x) - Vector<float>.One);
        }
    }
}

/// <summary>Softplus: y = ln(1 + exp(x)), y′ = σ(x).</summary>
/// <remarks>Dugas et al. (2001).</remarks>
public static class SoftplusKernels
{
    /// <summary>y = ln(1 + exp(x)), within 4 units in the last place.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Map<Function>(x, y);

    /// <summary>dx = or += dy ⊙ σ(x); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => VectorMath.MapBackward<Slope>(x, dy, dx, add);

    private readonly struct Function : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Softplus<S, V>(x);
    }

    private readonly struct Slope : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Sigmoid<S, V>(x);
    }
}

/// <summary>GELU: y = x Φ(x), Φ the standard normal distribution function.</summary>
/// <remarks>Hendrycks and Gimpel (2016), the exact form. Error at most 3e-7 · max(1, |x|).</remarks>
public static class GeluKernels
{
    /// <summary>y = x Φ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => VectorMath.Map<Function>(x, y);

    /// <summary>dx = or += dy ⊙ (Φ(x) + x φ(x)), φ the normal density; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => VectorMath.MapBackward<Slope>(x, dy, dx, add);

    private readonly struct Function : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Gelu<S, V>(x);
    }

    private readonly struct Slope : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.GeluSlope<S, V>(x);
    }
}
