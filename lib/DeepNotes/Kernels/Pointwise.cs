using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>A function of one variable, for vectors of any width.</summary>
internal interface IFunction
{
    V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct;
}

/// <summary>The loops that all elementwise kernels share; the struct arguments let the JIT make one loop per function and width.</summary>
internal static unsafe class Pointwise
{
    /// <summary>Numbers handled at a time where a pass needs scratch space: small enough for the first-level cache.</summary>
    public const int Chunk = 1024;

    /// <summary>y = f(x).</summary>
    public static void Forward<F>(F f, ReadOnlySpan<float> x, Span<float> y) where F : struct, IFunction
    {
        Debug.Assert(x.Length <= y.Length);
        fixed (float* px = x, py = y)
            RangeJob.Run(new ForwardJob<F>(f, px, py, x.Length), Chunks(x.Length), x.Length);
    }

    /// <summary>dx = or += dy ⊙ f(x); nothing when dx is empty.</summary>
    public static void Backward<F>(F f, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) where F : struct, IFunction
    {
        Debug.Assert(dx.IsEmpty || (x.Length == dx.Length && dy.Length == dx.Length));
        fixed (float* px = x, pdy = dy, pdx = dx)
            RangeJob.Run(new BackwardJob<F>(f, px, pdy, pdx, dx.Length, add), Chunks(dx.Length), dx.Length);
    }

    /// <summary>What threads share: whole chunks, so that no two write to one cache line.</summary>
    public static int Chunks(int length) => (length + Chunk - 1) / Chunk;

    private readonly struct ForwardJob<F>(F f, float* x, float* y, int length) : IRangeJob where F : struct, IFunction
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct =>
            Loop<S, V>(f, x, y, from * Chunk, Math.Min(length, to * Chunk));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Loop<S, V>(F f, float* x, float* y, int i, int end) where S : struct, ISimd<V> where V : struct
        {
            for (; i <= end - S.Count; i += S.Count)
                S.Store(y + i, f.Of<S, V>(S.Load(x + i)));
            if (i < end)
                S.Store(y + i, f.Of<S, V>(S.Load(x + i, end - i)), end - i);
        }
    }

    private readonly struct BackwardJob<F>(F f, float* x, float* dy, float* dx, int length, bool add) : IRangeJob where F : struct, IFunction
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct =>
            Loop<S, V>(f, x, dy, dx, from * Chunk, Math.Min(length, to * Chunk), add);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Loop<S, V>(F f, float* x, float* dy, float* dx, int i, int end, bool add) where S : struct, ISimd<V> where V : struct
        {
            for (; i <= end - S.Count; i += S.Count)
            {
                V d = S.Mul(S.Load(dy + i), f.Of<S, V>(S.Load(x + i)));
                S.Store(dx + i, add ? S.Add(S.Load(dx + i), d) : d);
            }
            if (i == end)
                return;
            V rest = S.Mul(S.Load(dy + i, end - i), f.Of<S, V>(S.Load(x + i, end - i)));
            S.Store(dx + i, add ? S.Add(S.Load(dx + i, end - i), rest) : rest, end - i);
        }
    }
}
