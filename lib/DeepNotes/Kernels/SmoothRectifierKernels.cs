using System.Numerics;

namespace DeepNotes.Kernels;

/// <summary>ELU: y = x for x &gt; 0, else a (exp(x) − 1).</summary>
/// <remarks>Clevert, Unterthiner and Hochreiter (2016), eq. 1.</remarks>
public static class EluKernels
{
    /// <summary>y = x where x &gt; 0, else a (exp(x) − 1).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, float a) => Pointwise.Forward(new Function(a), x, y);

    /// <summary>dx += dy where y &gt; 0, else dy (y + a); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, float a) =>
        Pointwise.Backward(new Function(a), y, y, dy, dx);

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
/// <remarks>Dugas et al. (2001). Computed as max(x, 0) + ln(1 + exp(−|x|)), which never overflows.</remarks>
public static class SoftplusKernels
{
    /// <summary>y = ln(1 + exp(x)).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(Function), x, y);

    /// <summary>dx += dy ⊙ σ(x); nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Span<float> s = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < dx.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, dx.Length - i);
            VectorMath.Sigmoid(x.Slice(i, n), s);
            TensorPrimitives.MultiplyAdd(dy.Slice(i, n), s[..n], dx.Slice(i, n), dx.Slice(i, n));
        }
    }

    private readonly struct Function : IMap
    {
        // ln(1 + u) = ln(w) u / (w − 1) with w = 1 + u rounded: the rounding of w cancels (Kahan); u itself where w is 1.
        public Vector<float> Of(Vector<float> x)
        {
            var u = Vector.Exp(-Vector.Abs(x));
            var w = Vector<float>.One + u;
            var log = Vector.ConditionalSelect(Vector.Equals(w, Vector<float>.One), u, Vector.Log(w) * u / (w - Vector<float>.One));
            return Vector.Max(x, Vector<float>.Zero) + log;
        }
    }
}

/// <summary>GELU: y = x Φ(x), Φ the standard normal distribution function.</summary>
/// <remarks>Hendrycks and Gimpel (2016), the exact form. Φ by the Chebyshev fit for erfc of Press et al. (1992), sec. 6.2, relative error 1.2e-7.</remarks>
public static class GeluKernels
{
    /// <summary>y = x Φ(x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(Function), x, y);

    /// <summary>dx += dy ⊙ (Φ(x) + x φ(x)), φ the normal density; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Pointwise.Backward(default(Function), x, x, dy, dx);

    private readonly struct Function : IMap, ISlope
    {
        public Vector<float> Of(Vector<float> x) => x * Phi(x);

        public Vector<float> Of(Vector<float> x, Vector<float> y) =>
            Phi(x) + x * new Vector<float>(0.398942280f) * Vector.Exp(x * x * -0.5f);   // φ(x) = exp(−x²/2) / √(2π)

        // Φ(x) = ½ erfc(−x/√2); erfc(z) = t exp(−z² + P(t)), t = 1 / (1 + z/2), for z ≥ 0, and 2 − erfc(−z) below.
        private static Vector<float> Phi(Vector<float> x)
        {
            var z = Vector.Abs(x) * 0.707106781f;
            var t = Vector<float>.One / (Vector<float>.One + z * 0.5f);
            var p = new Vector<float>(0.17087277f);
            foreach (float c in (ReadOnlySpan<float>)[-0.82215223f, 1.48851587f, -1.13520398f, 0.27886807f, -0.18628806f, 0.09678418f, 0.37409196f, 1.00002368f, -1.26551223f])
                p = p * t + new Vector<float>(c);
            var tail = t * Vector.Exp(p - z * z) * 0.5f;
            return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
        }
    }
}
