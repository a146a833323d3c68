using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Layer normalization of rows: y = w (x − mean) rstd + b, with the mean and variance of each row.</summary>
/// <remarks>Ba, Kiros and Hinton (2016), eq. 4; rstd = 1 / √(variance + ε).</remarks>
public static unsafe class LayerNormKernels
{
    private const int Chunks = 8;   // of rows, with sums of dw and db of their own: the bits do not depend on the threads

    /// <summary>y, and the statistics for the way back.</summary>
    /// <param name="x">(rows, D).</param>
    /// <param name="w">(D), or empty for ones.</param>
    /// <param name="b">(D), or empty for zeros.</param>
    /// <param name="y">As x.</param>
    /// <param name="mean">(rows).</param>
    /// <param name="rstd">(rows).</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, Span<float> mean, Span<float> rstd, float epsilon)
    {
        fixed (float* px = x, pw = w, pb = b, py = y, pm = mean, pr = rstd)
            RangeJob.Run(new ForwardJob(px, pw, pb, py, pm, pr, x.Length / Math.Max(1, mean.Length), epsilon), mean.Length, 2.0 * x.Length);
    }

    /// <summary>dx, dw, db += the gradients (or dx = when not adding); empty spans are left out.</summary>
    /// <param name="x">(rows, D).</param>
    /// <param name="w">(D), or empty for ones.</param>
    /// <param name="mean">(rows).</param>
    /// <param name="rstd">(rows).</param>
    /// <param name="dy">As x.</param>
    /// <param name="dx">As x.</param>
    /// <param name="dw">(D).</param>
    /// <param name="db">(D).</param>
    /// <param name="addDx">Whether to add to dx or to overwrite it.</param>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> dw, Span<float> db, bool addDx = true)
    {
        int width = x.Length / Math.Max(1, mean.Length), chunks = Math.Min(Chunks, mean.Length);
        float[] sums = BufferPool.RentZeroed(2 * Chunks * width);
        fixed (float* px = x, pw = w, pm = mean, pr = rstd, pdy = dy, pdx = dx, ps = sums)
            RangeJob.Run(new BackwardJob(px, pw, pm, pr, pdy, pdx, ps) { Rows = mean.Length, Width = width, Chunks = chunks, Add = addDx }, chunks, 3.0 * x.Length);
        for (int i = 0; i < chunks; i++)
        {
            MathKernels.AddTo(sums.AsSpan(2 * i * width, width), dw);
            MathKernels.AddTo(sums.AsSpan((2 * i + 1) * width, width), db);
        }
        BufferPool.Return(sums);
    }

    private readonly struct ForwardJob(float* x, float* w, float* b, float* y, float* mean, float* rstd, int width, float epsilon) : IRangeJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (int i = from; i < to; i++)
            {
                float* source = x + (nint)i * width, target = y + (nint)i * width;
                mean[i] = Moments.Sum<S, V>(source, width) / width;
                rstd[i] = (float)(1 / Math.Sqrt(Moments.Squares<S, V>(source, width, mean[i]) / width + epsilon));
                V m = S.Set(mean[i]), r = S.Set(rstd[i]), one = S.Set(1), zero = S.Set(0);
                for (int j = 0; j < width; j += S.Count)
                {
                    int n = width - j;
                    V scale = w == null ? one : RangeJob.Load<S, V>(w + j, n), shift = b == null ? zero : RangeJob.Load<S, V>(b + j, n);
                    RangeJob.Store<S, V>(target + j, S.Fma(S.Mul(S.Sub(RangeJob.Load<S, V>(source + j, n), m), r), scale, shift), n);
                }
            }
        }
    }

    private struct BackwardJob(float* x, float* w, float* mean, float* rstd, float* dy, float* dx, float* sums) : IRangeJob
    {
        public int Rows, Width, Chunks;
        public bool Add;

        public readonly void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (int chunk = from; chunk < to; chunk++)
            {
                int last = (int)((long)Rows * (chunk + 1) / Chunks);
                for (int i = (int)((long)Rows * chunk / Chunks); i < last; i++)
                    Row<S, V>(i, sums + (nint)2 * chunk * Width, sums + (nint)(2 * chunk + 1) * Width);
            }
        }

        // dx = rstd (g − Σ g / D − x̂ Σ g x̂ / D) with g = w dy.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row<S, V>(int i, float* dw, float* db) where S : struct, ISimd<V> where V : struct
        {
            float* source = x + (nint)i * Width, d = dy + (nint)i * Width, target = dx + (nint)i * Width;
            V m = S.Set(mean[i]), r = S.Set(rstd[i]), sum = S.Set(0), product = sum;
            int j = 0;
            for (; j <= Width - S.Count; j += S.Count)   // the count of a whole vector is known to the JIT: no masks here
                Sums<S, V>(source + j, d + j, w == null ? null : w + j, dw + j, db + j, S.Count, m, r, ref sum, ref product);
            if (j < Width)
                Sums<S, V>(source + j, d + j, w == null ? null : w + j, dw + j, db + j, Width - j, m, r, ref sum, ref product);
            if (dx == null)
                return;
            V offset = S.Set(-S.Sum(sum) / Width), slope = S.Set(-S.Sum(product) / Width);
            for (j = 0; j <= Width - S.Count; j += S.Count)
                Input<S, V>(source + j, d + j, w == null ? null : w + j, target + j, S.Count, m, r, slope, offset, Add);
            if (j < Width)
                Input<S, V>(source + j, d + j, w == null ? null : w + j, target + j, Width - j, m, r, slope, offset, Add);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Sums<S, V>(float* x, float* dy, float* w, float* dw, float* db, int n, V m, V r, ref V sum, ref V product) where S : struct, ISimd<V> where V : struct
        {
            V gradient = RangeJob.Load<S, V>(dy, n), hat = S.Mul(S.Sub(RangeJob.Load<S, V>(x, n), m), r), g = w == null ? gradient : S.Mul(gradient, RangeJob.Load<S, V>(w, n));
            RangeJob.Store<S, V>(dw, S.Fma(gradient, hat, RangeJob.Load<S, V>(dw, n)), n);
            RangeJob.Store<S, V>(db, S.Add(gradient, RangeJob.Load<S, V>(db, n)), n);
            sum = S.Add(sum, g);
            product = S.Fma(g, hat, product);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Input<S, V>(float* x, float* dy, float* w, float* dx, int n, V m, V r, V slope, V offset, bool add) where S : struct, ISimd<V> where V : struct
        {
            V hat = S.Mul(S.Sub(RangeJob.Load<S, V>(x, n), m), r), g = RangeJob.Load<S, V>(dy, n);
            if (w != null)
                g = S.Mul(g, RangeJob.Load<S, V>(w, n));
            RangeJob.Store<S, V>(dx, S.Fma(r, S.Fma(hat, slope, S.Add(g, offset)), add ? RangeJob.Load<S, V>(dx, n) : S.Set(0)), n);
        }
    }
}
