using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Batch normalization of (N, C, inner): y = w_c (x − mean_c) rstd_c + b_c, then max(y, 0) if asked for.</summary>
/// <remarks>Ioffe and Szegedy (2015), algorithm 1; rstd = 1 / √(variance + ε). A channel is read again while it is still in the cache.</remarks>
public static unsafe class BatchNormKernels
{
    /// <summary>The mean and the biased variance of every channel.</summary>
    /// <param name="x">(N, C, inner).</param>
    /// <param name="mean">(C).</param>
    /// <param name="variance">(C).</param>
    /// <param name="inner">Pixels of a channel.</param>
    public static void Statistics(ReadOnlySpan<float> x, Span<float> mean, Span<float> variance, int inner)
    {
        fixed (float* px = x, pm = mean, pv = variance)
            RangeJob.Run(new StatisticsJob(px, pm, pv, x.Length / Math.Max(1, mean.Length * inner), mean.Length, inner), mean.Length, 2.0 * x.Length);
    }

    /// <summary>y from the statistics.</summary>
    /// <param name="x">(N, C, inner).</param>
    /// <param name="mean">(C).</param>
    /// <param name="rstd">(C).</param>
    /// <param name="w">(C), or empty for ones.</param>
    /// <param name="b">(C), or empty for zeros.</param>
    /// <param name="y">As x.</param>
    /// <param name="inner">Pixels of a channel.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="residual">As x, added before the ReLU, or empty.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, ReadOnlySpan<float> w, ReadOnlySpan<float> b,
        Span<float> y, int inner, bool relu, ReadOnlySpan<float> residual = default)
    {
        fixed (float* px = x, py = y, pm = mean, pr = rstd, pw = w, pb = b, ps = residual)
            RangeJob.Run(new ForwardJob(px, py, pm, pr, pw, pb, ps, mean.Length, inner, relu), x.Length / Math.Max(1, inner), x.Length);
    }

    /// <summary>dx, dw, db += the gradients; empty spans are left out.</summary>
    /// <param name="x">(N, C, inner).</param>
    /// <param name="y">What <see cref="Forward"/> made: its zeros stop the gradient when there was a ReLU.</param>
    /// <param name="mean">(C).</param>
    /// <param name="rstd">(C).</param>
    /// <param name="w">(C), or empty for ones.</param>
    /// <param name="dy">As x.</param>
    /// <param name="dx">As x.</param>
    /// <param name="dw">(C).</param>
    /// <param name="db">(C).</param>
    /// <param name="inner">Pixels of a channel.</param>
    /// <param name="relu">As in the forward pass.</param>
    /// <param name="training">Whether mean and variance came from x itself and pass gradients on.</param>
    /// <param name="addDx">Whether to add to dx or to overwrite it.</param>
    /// <param name="dr">As x: the gradient of the residual; empty if not wanted.</param>
    /// <param name="addDr">Whether to add to dr or to overwrite it.</param>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, ReadOnlySpan<float> w,
        ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw, Span<float> db, int inner, bool relu, bool training, bool addDx = true, Span<float> dr = default, bool addDr = true)
    {
        fixed (float* px = x, py = y, pm = mean, pr = rstd, pw = w, pdy = dy, pdx = dx, pdw = dw, pdb = db, pdr = dr)
        {
            var job = new BackwardJob(px, relu ? py : null, pm, pr, pw, pdy) 
            {
                Dx = pdx, Dw = pdw, Db = pdb, Dr = pdr, AddDx = addDx, AddDr = addDr, Images = x.Length / Math.Max(1, mean.Length * inner), Channels = mean.Length, Inner = inner, Training = training,
            };
            RangeJob.Run(job, mean.Length, 3.0 * x.Length);
        }
    }

    private readonly struct StatisticsJob(float* x, float* mean, float* variance, int images, int channels, int inner) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            double count = (double)images * inner;
            for (int c = from; c < to; c++)
            {
                double sum = 0, squares = 0;
                for (int n = 0; n < images; n++)
                    sum += Moments.Sum<S, V>(x + ((nint)n * channels + c) * inner, inner);
                float m = (float)(sum / count);
                for (int n = 0; n < images; n++)
                    squares += Moments.Squares<S, V>(x + ((nint)n * channels + c) * inner, inner, m);
                (mean[c], variance[c]) = (m, (float)(squares / count));
            }
        }
    }

    private readonly struct ForwardJob(float* x, float* y, float* mean, float* rstd, float* w, float* b, float* residual, int channels, int inner, bool relu) : IRangeJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            V least = S.Set(relu ? 0 : float.NegativeInfinity);
            for (int i = from; i < to; i++)
            {
                int c = i % channels;
                V a = S.Set((w == null ? 1 : w[c]) * rstd[c]), m = S.Set(mean[c]), shift = S.Set(b == null ? 0 : b[c]);
                float* source = x + (nint)i * inner, target = y + (nint)i * inner;
                for (int j = 0; j < inner; j += S.Count)
                {
                    V value = S.Fma(S.Sub(RangeJob.Load<S, V>(source + j, inner - j), m), a, shift);
                    if (residual != null)
                        value = S.Add(value, RangeJob.Load<S, V>(residual + (nint)i * inner + j, inner - j));
                    RangeJob.Store<S, V>(target + j, S.Max(least, value), inner - j);
                }
            }
        }
    }

    private unsafe struct BackwardJob(float* x, float* y, float* mean, float* rstd, float* w, float* dy) : IRangeJob
    {
        public float* Dx, Dw, Db, Dr;
        public int Images, Channels, Inner;
        public bool Training, AddDx, AddDr;

        public readonly void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (int c = from; c < to; c++)
            {
                double sum = 0, product = 0;
                for (int n = 0; n < Images; n++)
                    Sums<S, V>(((nint)n * Channels + c) * Inner, mean[c], ref sum, ref product);
                product *= rstd[c];
                if (Dw != null)
                    Dw[c] += (float)product;
                if (Db != null)
                    Db[c] += (float)sum;
                // dx = w rstd (dy − Σ dy / m − x̂ Σ dy x̂ / m): with fixed statistics the sums fall away.
                double count = Training ? (double)Images * Inner : double.PositiveInfinity;
                float scale = (w == null ? 1 : w[c]) * rstd[c], slope = (float)(product / count * rstd[c]), offset = (float)(sum / count);
                for (int n = 0; n < Images && (Dx != null || Dr != null); n++)
                    Input<S, V>(((nint)n * Channels + c) * Inner, mean[c], scale, slope, offset);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sums<S, V>(nint at, float mean, ref double sum, ref double product) where S : struct, ISimd<V> where V : struct
        {
            V zero = S.Set(0), m = S.Set(mean), s0 = zero, s1 = zero, p0 = zero, p1 = zero;
            int j = 0;
            for (; j <= Inner - 2 * S.Count; j += 2 * S.Count)
            {
                V d0 = Gradient<S, V>(at + j, S.Count), d1 = Gradient<S, V>(at + j + S.Count, S.Count);
                s0 = S.Add(s0, d0);
                s1 = S.Add(s1, d1);
                p0 = S.Fma(d0, S.Sub(S.Load(x + at + j), m), p0);
                p1 = S.Fma(d1, S.Sub(S.Load(x + at + j + S.Count), m), p1);
            }
            for (; j < Inner; j += S.Count)
            {
                V d = Gradient<S, V>(at + j, Inner - j);
                s0 = S.Add(s0, d);
                p0 = S.Fma(d, S.Sub(S.Load(x + at + j, Inner - j), m), p0);
            }
            sum += S.Sum(S.Add(s0, s1));
            product += S.Sum(S.Add(p0, p1));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Input<S, V>(nint at, float mean, float scale, float slope, float offset) where S : struct, ISimd<V> where V : struct
        {
            V m = S.Set(mean), a = S.Set(scale), s = S.Set(-slope), o = S.Set(-offset);
            for (int j = 0; j < Inner; j += S.Count)
            {
                V g = Gradient<S, V>(at + j, Inner - j);
                if (Dr != null)
                    RangeJob.Store<S, V>(Dr + at + j, AddDr ? S.Add(g, RangeJob.Load<S, V>(Dr + at + j, Inner - j)) : g, Inner - j);
                if (Dx == null)
                    continue;
                V d = S.Mul(a, S.Fma(S.Sub(RangeJob.Load<S, V>(x + at + j, Inner - j), m), s, S.Add(g, o)));
                RangeJob.Store<S, V>(Dx + at + j, AddDx ? S.Add(d, RangeJob.Load<S, V>(Dx + at + j, Inner - j)) : d, Inner - j);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly V Gradient<S, V>(nint at, int count) where S : struct, ISimd<V> where V : struct
        {
            V d = RangeJob.Load<S, V>(dy + at, count);
            return y == null ? d : S.And(d, S.Less(S.Set(0), RangeJob.Load<S, V>(y + at, count)));
        }
    }
}

/// <summary>Sums over a row, in vectors.</summary>
internal static unsafe class Moments
{
    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum<S, V>(float* x, int length) where S : struct, ISimd<V> where V : struct
    {
        V a = S.Set(0), b = a, c = a, d = a;
        int i = 0;
        for (; i <= length - 4 * S.Count; i += 4 * S.Count)
        {
            a = S.Add(a, S.Load(x + i));
            b = S.Add(b, S.Load(x + i + S.Count));
            c = S.Add(c, S.Load(x + i + 2 * S.Count));
            d = S.Add(d, S.Load(x + i + 3 * S.Count));
        }
        for (; i < length; i += S.Count)
            a = S.Add(a, S.Load(x + i, length - i));
        return S.Sum(S.Add(S.Add(a, b), S.Add(c, d)));
    }

    /// <summary>Σ (x − mean)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Squares<S, V>(float* x, int length, float mean) where S : struct, ISimd<V> where V : struct
    {
        V m = S.Set(mean), a = S.Set(0), b = a;
        int i = 0;
        for (; i <= length - 2 * S.Count; i += 2 * S.Count)
        {
            V u = S.Sub(S.Load(x + i), m), v = S.Sub(S.Load(x + i + S.Count), m);
            a = S.Fma(u, u, a);
            b = S.Fma(v, v, b);
        }
        float rest = 0;
        for (; i < length; i++)
            rest += (x[i] - mean) * (x[i] - mean);
        return S.Sum(S.Add(a, b)) + rest;
    }
}
