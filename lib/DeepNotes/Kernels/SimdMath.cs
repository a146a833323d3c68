using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Elementary functions of one vector, written once for all widths.</summary>
/// <remarks>
/// Each follows the same plan: reduce the argument to a short interval, evaluate a polynomial there, put the result together again
/// (Muller 2016, "Elementary functions"). The coefficients are weighted least-squares fits, reweighted towards equal ripples.
/// </remarks>
internal static class SimdMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: n · Ln2High is exact for every exponent n.
    private const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
    public static float AbsBits => BitConverter.Int32BitsToSingle(0x7FFFFFFF);   // a property, which the JIT makes a constant

    /// <summary>exp x = 2ⁿ exp r with n = round(x / ln 2) and r = x − n ln 2 in [−0.35, 0.35].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        return ExpInRange<S, V>(S.Min(S.Set(89f), S.Max(S.Set(-104f), x)));   // beyond these the result is ∞ or 0
    }

    // The same for x between −104 and 89.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpInRange<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        var n = S.Round(S.Mul(x, S.Set(Log2E)));
        var r = S.Fma(n, S.Set(-Ln2Low), S.Fma(n, S.Set(-Ln2High), x));
        var q = S.Fma(S.Set(0.0013813145f), r, S.Set(0.008369419f));
        q = S.Fma(q, r, S.Set(0.041668456f));
        q = S.Fma(q, r, S.Set(0.16666515f));
        q = S.Fma(q, r, S.Set(0.49999994f));
        return S.Scale(S.Add(S.Set(1f), S.Fma(S.Mul(r, r), q, r)), n);
    }

    /// <summary>ln x = e ln 2 + ln(1 + f) with x = 2ᵉ (1 + f) and f in [√½ − 1, √2 − 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V zero = S.Set(0f), one = S.Set(1f);
        var denormal = S.Less(x, S.Set(1.17549435e-38f));
        var e = S.Exponent(S.Select(denormal, S.Mul(x, S.Set(8388608f)), x), out var m);
        e = S.Sub(e, S.And(denormal, S.Set(23f)));
        var large = S.Less(S.Set(1.41421356f), m);
        e = S.Add(e, S.And(large, one));
        var f = S.Sub(S.Select(large, S.Mul(m, S.Set(0.5f)), m), one);
        var p = S.Fma(S.Set(-0.07634493f), f, S.Set(0.12761575f));
        p = S.Fma(p, f, S.Set(-0.13160183f));
        p = S.Fma(p, f, S.Set(0.14201759f));
        p = S.Fma(p, f, S.Set(-0.16623357f));
        p = S.Fma(p, f, S.Set(0.20001227f));
        p = S.Fma(p, f, S.Set(-0.2500082f));
        p = S.Fma(p, f, S.Set(0.3333333f));
        var f2 = S.Mul(f, f);
        var y = S.Fma(S.Mul(f2, f), p, S.Mul(e, S.Set(Ln2Low)));
        y = S.Add(S.Fma(f2, S.Set(-0.5f), y), f);
        y = S.Fma(e, S.Set(Ln2High), y);
        y = S.Select(S.Less(x, S.Set(float.PositiveInfinity)), y, x);
        // What is not above 0 is below (NaN), or 0 (−∞), or NaN already: adding −∞ tells the last two apart.
        var outside = S.Select(S.Less(x, zero), S.Set(float.NaN), S.Add(x, S.Set(float.NegativeInfinity)));
        return S.Select(S.Less(zero, x), y, outside);
    }

    /// <summary>tanh x: an odd polynomial below 0.625, where 1 − 2 / (exp 2x + 1) would lose digits; that formula above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V size = S.And(x, S.Set(AbsBits)), one = S.Set(1f), x2 = S.Mul(x, x);
        var p = S.Fma(S.Set(-0.0057170447f), x2, S.Set(0.020650586f));
        p = S.Fma(p, x2, S.Set(-0.053743497f));
        p = S.Fma(p, x2, S.Set(0.13331491f));
        p = S.Fma(p, x2, S.Set(-0.33333284f));
        var small = S.Fma(S.Mul(x, x2), p, x);
        var large = S.Sub(one, S.Div(S.Set(2f), S.Add(Exp<S, V>(S.Add(size, size)), one)));
        return S.Select(S.Less(size, S.Set(0.625f)), small, S.Or(large, S.And(x, S.Set(-0f))));
    }

    /// <summary>σ(x) = 1 / (1 + z) for x ≥ 0 and z / (1 + z) below, with z = exp(−|x|), which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V one = S.Set(1f), z = Exp<S, V>(S.Or(x, S.Set(-0f)));
        return S.Div(S.Select(S.Less(x, S.Set(0f)), z, one), S.Add(one, z));
    }

    /// <summary>ln(1 + exp x) = max(x, 0) + ln(1 + u) with u = exp(−|x|), which never overflows.</summary>
    /// <remarks>ln(1 + u) = ln(w) u / (w − 1) with w = 1 + u rounded: the rounding of w cancels (Kahan); u itself where w is 1.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V one = S.Set(1f), u = Exp<S, V>(S.Or(x, S.Set(-0f))), w = S.Add(one, u);
        var log = S.Select(S.Less(one, w), S.Div(S.Mul(Log<S, V>(w), u), S.Sub(w, one)), u);
        return S.Add(S.Max(S.Set(0f), x), log);
    }

    /// <summary>x Φ(x) = max(x, 0) − |x| Φ(−|x|), Φ the standard normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gelu<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        var minus = S.Max(S.Set(-10f), S.Or(x, S.Set(-0f)));
        return S.Fma(minus, NormalTail<S, V>(minus), S.Max(S.Set(0f), x));
    }

    /// <summary>Φ(x) + x φ(x), the derivative of x Φ(x), with the density φ(x) = exp(−x²/2) / √(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V GeluSlope<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V minus = S.Max(S.Set(-10f), S.Or(x, S.Set(-0f))), tail = NormalTail<S, V>(minus);
        var density = S.Mul(S.Mul(minus, S.Set(0.398942280f)), ExpInRange<S, V>(S.Mul(S.Mul(minus, minus), S.Set(-0.5f))));
        return S.Select(S.Less(x, S.Set(0f)), S.Add(tail, density), S.Sub(S.Set(1f), S.Add(tail, density)));
    }

    // Φ(x) = exp P(x) for −10 ≤ x ≤ 0. P fits the logarithm down to −6 and goes on falling: absolute error 1e-7, relative 3e-5 down
    // to −5. Its even and odd powers are two chains side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NormalTail<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        var x2 = S.Mul(x, x);
        V even = S.Fma(S.Set(-2.77513124e-8f), x2, S.Set(-8.97201517e-6f)), odd = S.Fma(S.Set(-7.57139617e-7f), x2, S.Set(-5.90598574e-5f));
        even = S.Fma(even, x2, S.Set(-0.000208888465f));
        odd = S.Fma(odd, x2, S.Set(-2.07778921e-5f));
        even = S.Fma(even, x2, S.Set(0.00480040209f));
        odd = S.Fma(odd, x2, S.Set(0.0363452174f));
        even = S.Fma(even, x2, S.Set(-0.318307608f));
        odd = S.Fma(odd, x2, S.Set(0.797884762f));
        return ExpInRange<S, V>(S.Fma(even, x2, S.Fma(odd, x, S.Set(-0.693147181f))));
    }
}
