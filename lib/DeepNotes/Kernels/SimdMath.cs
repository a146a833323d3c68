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
    private static readonly float AbsBits = BitConverter.Int32BitsToSingle(0x7FFFFFFF);

    /// <summary>exp x = 2ⁿ exp r with n = round(x / ln 2) and r = x − n ln 2 in [−0.35, 0.35].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        x = S.Min(S.Set(89f), S.Max(S.Set(-104f), x));   // beyond these the result is ∞ or 0
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

    /// <summary>Φ(x) = ½ erfc(−x/√2); erfc(z) = t exp(−z² + P(t)), t = 1 / (1 + z/2), for z ≥ 0, and 2 − erfc(−z) below.</summary>
    /// <remarks>P is the Chebyshev fit of Press et al. (1992), sec. 6.2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Normal<S, V>(V x) where S : struct, ISimd<V> where V : struct
    {
        V one = S.Set(1f), half = S.Set(0.5f), z = S.Mul(S.And(x, S.Set(AbsBits)), S.Set(0.707106781f)), t = S.Div(one, S.Fma(z, half, one));
        var p = S.Fma(S.Set(0.17087277f), t, S.Set(-0.82215223f));
        p = S.Fma(p, t, S.Set(1.48851587f));
        p = S.Fma(p, t, S.Set(-1.13520398f));
        p = S.Fma(p, t, S.Set(0.27886807f));
        p = S.Fma(p, t, S.Set(-0.18628806f));
        p = S.Fma(p, t, S.Set(0.09678418f));
        p = S.Fma(p, t, S.Set(0.37409196f));
        p = S.Fma(p, t, S.Set(1.00002368f));
        p = S.Fma(p, t, S.Set(-1.26551223f));
        var tail = S.Mul(S.Mul(t, half), Exp<S, V>(S.Sub(p, S.Mul(z, z))));
        return S.Select(S.Less(x, S.Set(0f)), tail, S.Sub(one, tail));
    }
}
