using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Depth-wise convolution: each output channel sees one input channel, so there is no product of matrices, only filters over planes.</summary>
/// <remarks>The planes and shifts are those of <see cref="ConvPass"/>; an item is one image of one group. Howard et al. (2017), "MobileNets".</remarks>
internal unsafe struct ConvDepthwise : IRangeJob
{
    private const int Lanes = 4;   // vectors side by side
    private const int Piece = 2048;   // pixels whose sums stay in the first-level cache while channels pass by

    public ConvPass Pass { get; init; }
    public int Groups { get; init; }
    public float* X { get; init; }
    public float* W { get; init; }
    public float* Y { get; init; }
    public float* Bias { get; init; }
    public bool Add { get; init; }

    /// <summary>Forward and backward to the input: filters the planes of each group and writes the rows.</summary>
    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        int flat = Pass.PlaneH * Pass.PlaneW;
        float[] planes = BufferPool.RentZeroed(Pass.Sources * Pass.ChannelSize + Pass.PlaneW + 2 * Lanes * S.Count), rows = BufferPool.Rent(flat + 2 * Lanes * S.Count);
        fixed (float* plane = planes, row = rows)
        {
            for (int item = from; item < to; item++)
            {
                ConvPlanes.Fill<S, V>(Pass, X + (nint)item * Pass.Sources * Pass.SourceH * Pass.SourceW, plane);
                int group = item % Groups;
                float* w = W + (nint)group * Pass.Targets * Pass.Sources * Pass.KernelTaps;
                for (int k = 0; k < Pass.Targets; k++)
                {
                    float* y = Y + ((nint)item * Pass.Targets + k) * Pass.TargetH * Pass.TargetW;
                    foreach (var phase in Pass.Phases)
                    {
                        int pixels = (phase.Rows - 1) * Pass.PlaneW + phase.Columns;
                        for (int p = 0; p < pixels; p += Piece)
                        {
                            for (int c = 0; c < Pass.Sources; c++)
                            {
                                Filter<S, V>(phase, Math.Min(Piece, pixels - p), w + (nint)k * Pass.TargetStride + (nint)c * Pass.SourceStride,
                                    plane + (nint)c * Pass.ChannelSize + p, row + p, c == 0 && Bias != null ? Bias[group * Pass.Targets + k] : 0, c > 0);
                            }
                        }
                        Write<S, V>(phase, row, y);
                    }
                }
            }
        }
        BufferPool.Return(planes);
        BufferPool.Return(rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Filter<S, V>(ConvPass.Phase phase, int flat, float* w, float* plane, float* row, float bias, bool add) where S : struct, ISimd<V> where V : struct
    {
        int taps = phase.Taps.Length;
        fixed (int* shift = phase.Shifts, tap = phase.Taps)
        {
            for (int p = 0; p < flat; p += Lanes * S.Count, plane += Lanes * S.Count, row += Lanes * S.Count)
            {
                V b = S.Set(bias), y0 = b, y1 = b, y2 = b, y3 = b;
                if (add)
                    (y0, y1, y2, y3) = (S.Load(row), S.Load(row + S.Count), S.Load(row + 2 * S.Count), S.Load(row + 3 * S.Count));
                for (int t = 0; t < taps; t++)
                {
                    float* x = plane + shift[t];
                    V weight = S.Set(w[tap[t]]);
                    y0 = S.Fma(weight, S.Load(x), y0);
                    y1 = S.Fma(weight, S.Load(x + S.Count), y1);
                    y2 = S.Fma(weight, S.Load(x + 2 * S.Count), y2);
                    y3 = S.Fma(weight, S.Load(x + 3 * S.Count), y3);
                }
                S.Store(row, y0);
                S.Store(row + S.Count, y1);
                S.Store(row + 2 * S.Count, y2);
                S.Store(row + 3 * S.Count, y3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Write<S, V>(ConvPass.Phase phase, float* row, float* y) where S : struct, ISimd<V> where V : struct
    {
        for (int i = 0; i < phase.Rows; i++, row += Pass.PlaneW)
        {
            float* to = y + phase.Start + (nint)i * Pass.OutStepY * Pass.TargetW;
            if (Pass.OutStepX == 1)
                RangeJob.Copy<S, V>(row, to, phase.Columns, Add);
            else
            {
                for (int j = 0; j < phase.Columns; j++, to += Pass.OutStepX)
                    *to = Add ? *to + row[j] : row[j];
            }
        }
    }

    /// <summary>dW[k, r, s] += Σ over images and pixels of dy[k, pixel] · x[pixel shifted by (r, s)]; an item is one group, over all images.</summary>
    public readonly struct Weights(ConvPass pass, int images, int groups, float* x, float* dy, float* dw) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            var phase = pass.Phases[0];
            int flat = (phase.Rows - 1) * pass.PlaneW + phase.Columns, taps = phase.Taps.Length;
            float[] planes = BufferPool.RentZeroed(pass.ChannelSize + pass.PlaneW + 4 * S.Count), spread = BufferPool.RentZeroed(flat + 2 * S.Count + pass.PlaneW);
            double[] totals = new double[taps];
            fixed (float* plane = planes, d = spread)
            fixed (double* total = totals)
            {
                for (int k = from * pass.Targets; k < to * pass.Targets; k++)
                {
                    totals.AsSpan().Clear();
                    for (int n = 0; n < images; n++)
                    {
                        ConvPlanes.Fill<S, V>(pass, x + ((nint)n * groups + k / pass.Targets) * pass.SourceH * pass.SourceW, plane);
                        for (int i = 0; i < phase.Rows; i++)   // between the rows of dy stay zeros
                            RangeJob.Copy<S, V>(dy + (((nint)n * groups * pass.Targets + k) * phase.Rows + i) * phase.Columns, d + (nint)i * pass.PlaneW, phase.Columns);
                        for (int t = 0; t < taps; t += 4)
                            Dots<S, V>(phase.Shifts, t, plane, d, flat, total);
                    }
                    for (int t = 0; t < taps; t++)
                        dw[(nint)k * taps + phase.Taps[t]] += (float)totals[t];
                }
            }
            BufferPool.Return(planes);
            BufferPool.Return(spread);
        }

        // Four taps at a time, two vectors each: enough independent sums to hide the latency.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Dots<S, V>(int[] shifts, int t, float* plane, float* d, int flat, double* total) where S : struct, ISimd<V> where V : struct
        {
            int last = shifts.Length - 1, count = Math.Min(4, shifts.Length - t);
            float* x0 = plane + shifts[t], x1 = plane + shifts[Math.Min(t + 1, last)], x2 = plane + shifts[Math.Min(t + 2, last)], x3 = plane + shifts[Math.Min(t + 3, last)];
            V a0 = S.Set(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
            for (int p = 0; p < flat; p += 2 * S.Count)
            {
                V dA = S.Load(d + p), dB = S.Load(d + p + S.Count);
                a0 = S.Fma(dA, S.Load(x0 + p), a0);
                b0 = S.Fma(dB, S.Load(x0 + p + S.Count), b0);
                a1 = S.Fma(dA, S.Load(x1 + p), a1);
                b1 = S.Fma(dB, S.Load(x1 + p + S.Count), b1);
                a2 = S.Fma(dA, S.Load(x2 + p), a2);
                b2 = S.Fma(dB, S.Load(x2 + p + S.Count), b2);
                a3 = S.Fma(dA, S.Load(x3 + p), a3);
                b3 = S.Fma(dB, S.Load(x3 + p + S.Count), b3);
            }
            float* sums = stackalloc float[4] { S.Sum(S.Add(a0, b0)), S.Sum(S.Add(a1, b1)), S.Sum(S.Add(a2, b2)), S.Sum(S.Add(a3, b3)) };
            for (int i = 0; i < count; i++)
                total[t + i] += sums[i];
        }
    }
}
