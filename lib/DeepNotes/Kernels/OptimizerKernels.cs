using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    // A share of this many floats is worth handing to another thread.
    private const int Share = 1 << 16;

    /// <summary>w and the states move one step; an empty state is not used by the rule.</summary>
    public static void Update<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> dw, Span<float> a, Span<float> b = default, Span<float> c = default)
        where TRule : struct, IUpdateRule
    {
        Debug.Assert(dw.Length == w.Length);
        fixed (float* fw = w, fg = dw, fa = a, fb = b, fc = c)
        {
            float* pw = fw, pg = fg, pa = fa, pb = fb, pc = fc;
            int length = w.Length, parts = Math.Clamp(length / Share, 1, Workers.Count);
            if (parts == 1)
                Run(rule, pw, pg, pa, pb, pc, 0, length);
            else
                Workers.Run(parts, part => Run(rule, pw, pg, pa, pb, pc, Cut(length, part, parts), Cut(length, part + 1, parts)));
        }
    }

    private static int Cut(int length, int part, int parts) => part == parts ? length : (int)((long)length * part / parts) & ~63;

    private static void Run<TRule>(TRule rule, float* w, float* g, float* a, float* b, float* c, int from, int to) where TRule : struct, IUpdateRule
    {
        if (Avx512F.IsSupported)
            Run<TRule, Simd512, Vector512<float>>(rule, w, g, a, b, c, from, to);
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            Run<TRule, Simd256, Vector256<float>>(rule, w, g, a, b, c, from, to);
        else
            Run<TRule, Simd128, Vector128<float>>(rule, w, g, a, b, c, from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRule, S, V>(TRule rule, float* w, float* g, float* a, float* b, float* c, int from, int to)
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
