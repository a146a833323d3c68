using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>An optimizer's formula for vectors of weights w and gradients g, with up to three numbers of state per weight.</summary>
internal interface IUpdateRule
{
    /// <summary>The new w; a, b and c become the new state.</summary>
    V Next<S, V>(V w, V g, ref V a, ref V b, ref V c) where S : struct, ISimd<V> where V : struct;
}

/// <summary>One pass over weights, gradients and state, shared by all optimizers; the bound is memory, not arithmetic.</summary>
internal static unsafe class OptimizerKernels
{
    /// <summary>w and the states move one step; an empty state is not used by the rule.</summary>
    public static void Update<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> dw, Span<float> a, Span<float> b = default, Span<float> c = default)
        where TRule : struct, IUpdateRule
    {
        Debug.Assert(dw.Length == w.Length);
        fixed (float* pw = w, pg = dw, pa = a, pb = b, pc = c)
            RangeJob.Run(new Job<TRule>(rule, pw, pg, pa, pb, pc, w.Length), Pointwise.Chunks(w.Length), 0.5 * w.Length);
    }

    private readonly struct Job<TRule>(TRule rule, float* w, float* g, float* a, float* b, float* c, int length) : IRangeJob where TRule : struct, IUpdateRule
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct =>
            Loop<TRule, S, V>(rule, w, g, a, b, c, from * Pointwise.Chunk, Math.Min(length, to * Pointwise.Chunk));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TRule, S, V>(TRule rule, float* w, float* g, float* a, float* b, float* c, int from, int to)
        where TRule : struct, IUpdateRule where S : struct, ISimd<V> where V : struct
    {
        int i = from;
        for (; i <= to - S.Count; i += S.Count)
        {
            V x = a == null ? default : S.Load(a + i), y = b == null ? default : S.Load(b + i), z = c == null ? default : S.Load(c + i);
            S.Store(w + i, rule.Next<S, V>(S.Load(w + i), S.Load(g + i), ref x, ref y, ref z));
            if (a != null)
                S.Store(a + i, x);
            if (b != null)
                S.Store(b + i, y);
            if (c != null)
                S.Store(c + i, z);
        }
        int left = to - i;
        if (left == 0)
            return;
        V u = a == null ? default : S.Load(a + i, left), v = b == null ? default : S.Load(b + i, left), t = c == null ? default : S.Load(c + i, left);
        S.Store(w + i, rule.Next<S, V>(S.Load(w + i, left), S.Load(g + i, left), ref u, ref v, ref t), left);
        if (a != null)
            S.Store(a + i, u, left);
        if (b != null)
            S.Store(b + i, v, left);
        if (c != null)
            S.Store(c + i, t, left);
    }
}
