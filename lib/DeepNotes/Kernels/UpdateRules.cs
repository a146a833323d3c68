using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Parts that the rules share.</summary>
internal static class Rule<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>g + decay · w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Decayed(V g, V w, float decay) => S.Fma(S.Set(decay), w, g);

    /// <summary>The moving average keep · a + (1 − keep) · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Average(V a, V x, float keep) => S.Fma(S.Set(keep), a, S.Mul(S.Set(1 - keep), x));

    /// <summary>x / (√v + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OverRoot(V x, V v, float epsilon) => S.Div(x, S.Add(S.Sqrt(v), S.Set(epsilon)));

    /// <summary>w − rate · step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step(V w, V step, float rate) => S.Fma(S.Set(-rate), step, w);
}

/// <summary>v = μ v + share · g; w −= η v, or η (g + μ v).</summary>
internal readonly struct SgdRule(float rate, float decay, float momentum, float share, bool nesterov) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct
    {
        g = Rule<S, V>.Decayed(g, w, decay);
        if (momentum != 0)
        {
            a = S.Fma(S.Set(momentum), a, S.Mul(S.Set(share), g));
            g = nesterov ? S.Fma(S.Set(momentum), a, g) : a;
        }
        return Rule<S, V>.Step(w, g, rate);
    }
}

/// <summary>m and v are moving averages of g and g²; w = shrink · w − step · m / (root · √v + ε), or with the largest v so far.</summary>
/// <remarks>step = η / (1 − β₁ᵗ), root = 1 / √(1 − β₂ᵗ).</remarks>
internal readonly struct AdamRule(float step, float root, float beta1, float beta2, float epsilon, float decay, float shrink, bool largest) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct
    {
        g = Rule<S, V>.Decayed(g, w, decay);
        a = Rule<S, V>.Average(a, g, beta1);
        b = Rule<S, V>.Average(b, S.Mul(g, g), beta2);
        if (largest)
            c = S.Max(c, b);
        V spread = S.Fma(S.Sqrt(largest ? c : b), S.Set(root), S.Set(epsilon));
        return Rule<S, V>.Step(S.Mul(S.Set(shrink), w), S.Div(a, spread), step);
    }
}

/// <summary>s is the moving average of g², less the square of g's average m when centred; v = μ v + g / (√s + ε); w −= η v.</summary>
internal readonly struct RmsPropRule(float rate, float decay, float keep, float epsilon, float momentum, bool centred) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct
    {
        g = Rule<S, V>.Decayed(g, w, decay);
        a = Rule<S, V>.Average(a, S.Mul(g, g), keep);
        V variance = a;
        if (centred)
        {
            b = Rule<S, V>.Average(b, g, keep);
            variance = S.Max(S.Set(0f), S.Sub(a, S.Mul(b, b)));   // rounding may make it negative
        }
        V move = Rule<S, V>.OverRoot(g, variance, epsilon);
        if (momentum != 0)
            move = c = S.Fma(S.Set(momentum), c, move);
        return Rule<S, V>.Step(w, move, rate);
    }
}

/// <summary>s += g²; w −= η g / (√s + ε).</summary>
internal readonly struct AdagradRule(float rate, float decay, float epsilon) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct
    {
        g = Rule<S, V>.Decayed(g, w, decay);
        a = S.Fma(g, g, a);
        return Rule<S, V>.Step(w, Rule<S, V>.OverRoot(g, a, epsilon), rate);
    }
}

/// <summary>d = g √(u + ε) / √(s + ε), with moving averages s of g² and u of d²; w −= η d.</summary>
internal readonly struct AdadeltaRule(float rate, float decay, float keep, float epsilon) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct
    {
        g = Rule<S, V>.Decayed(g, w, decay);
        a = Rule<S, V>.Average(a, S.Mul(g, g), keep);
        V d = S.Mul(g, S.Div(S.Sqrt(S.Add(b, S.Set(epsilon))), S.Sqrt(S.Add(a, S.Set(epsilon)))));
        b = Rule<S, V>.Average(b, S.Mul(d, d), keep);
        return Rule<S, V>.Step(w, d, rate);
    }
}
