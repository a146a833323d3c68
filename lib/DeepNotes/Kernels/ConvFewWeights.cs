using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>The gradient of few weights: each is the dot product of a plane of dy with a shifted plane of x, a vector of pixels at a time.</summary>
/// <remarks>
/// <see cref="ConvWeights"/> copies x and dy so that channels are neighbours, which pays when there are many; here the planes of
/// <see cref="ConvPass"/> are read as they lie. Three channels of dy times four taps share their loads. The sums stay vectors over all images
/// of a chunk, and each chunk has its own, so that threads share the work and the bits stay the same.
/// </remarks>
internal readonly unsafe struct ConvFewWeights(ConvPass pass, int images, int groups, float* x, float* dy, float* totals, int chunks) : IRangeJob
{
    private const int Most = 2048;   // weights of a group: their sums fit the second-level cache

    public static bool Fits(in ConvShape s) => s.K / s.Groups * (s.C / s.Groups) * s.R * s.S <= Most && s.OutH * s.OutW >= 64;

    /// <summary>The sums of the chunks from … to − 1, each in dW's own layout.</summary>
    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        var phase = pass.Phases[0];
        int flat = ((phase.Rows - 1) * pass.PlaneW + phase.Columns + S.Count - 1) / S.Count * S.Count, taps = phase.Taps.Length, weights = pass.Targets * pass.Sources * taps;
        float[] planes = BufferPool.RentZeroed(pass.Sources * pass.ChannelSize + 2 * S.Count), spread = BufferPool.RentZeroed(pass.Targets * flat), sums = BufferPool.Rent(weights * S.Count);
        fixed (float* plane = planes, d = spread, sum = sums)
        {
            for (int item = from * groups; item < to * groups; item++)
            {
                int chunk = item / groups, group = item % groups;
                sums.AsSpan(0, weights * S.Count).Clear();
                for (int n = (int)((long)images * chunk / chunks) * groups + group; n < (int)((long)images * (chunk + 1) / chunks) * groups; n += groups)
                {
                    ConvPlanes.Fill<S, V>(pass, x + (nint)n * pass.Sources * pass.SourceH * pass.SourceW, plane);
                    for (int i = 0; i < pass.Targets * phase.Rows; i++)   // between the rows of dy stay zeros
                        RangeJob.Copy<S, V>(dy + ((nint)n * pass.Targets * phase.Rows + i) * phase.Columns, d + i / phase.Rows * flat + i % phase.Rows * pass.PlaneW, phase.Columns);
                    for (int c = 0; c < pass.Sources; c++)
                        Image<S, V>(phase.Shifts, plane + (nint)c * pass.ChannelSize, d, flat, sum + (nint)c * taps * S.Count, pass.Sources * taps * S.Count);
                }
                for (int i = 0; i < weights; i++)
                    totals[(nint)item * weights + i / taps * taps + phase.Taps[i % taps]] = S.Sum(S.Load(sum + i * S.Count));
            }
        }
        BufferPool.Return(planes);
        BufferPool.Return(spread);
        BufferPool.Return(sums);
    }

    private void Image<S, V>(int[] shifts, float* plane, float* d, int flat, float* sum, int stride) where S : struct, ISimd<V> where V : struct
    {
        for (int k = 0; k < pass.Targets; k += 3)
        {
            for (int t = 0; t < shifts.Length; t += 4)
                Dots<S, V>(shifts, t, plane, d + k * flat, Math.Min(3, pass.Targets - k), flat, sum + (nint)k * stride + t * S.Count, stride);
        }
    }

    // Where there are fewer than three channels or four taps the last one is computed again, and not stored.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots<S, V>(int[] shifts, int t, float* plane, float* d0, int channels, int flat, float* sum, int stride) where S : struct, ISimd<V> where V : struct
    {
        int last = shifts.Length - 1;
        float* d1 = channels > 1 ? d0 + flat : d0, d2 = channels > 2 ? d1 + flat : d1;
        float* x0 = plane + shifts[t], x1 = plane + shifts[Math.Min(t + 1, last)], x2 = plane + shifts[Math.Min(t + 2, last)], x3 = plane + shifts[Math.Min(t + 3, last)];
        V a0 = S.Set(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, c0 = a0, c1 = a0, c2 = a0, c3 = a0;
        for (nint p = 0; p < flat; p += S.Count)
        {
            V a = S.Load(d0 + p), b = S.Load(d1 + p), c = S.Load(d2 + p), x = S.Load(x0 + p);
            (a0, b0, c0) = (S.Fma(a, x, a0), S.Fma(b, x, b0), S.Fma(c, x, c0));
            x = S.Load(x1 + p);
            (a1, b1, c1) = (S.Fma(a, x, a1), S.Fma(b, x, b1), S.Fma(c, x, c1));
            x = S.Load(x2 + p);
            (a2, b2, c2) = (S.Fma(a, x, a2), S.Fma(b, x, b2), S.Fma(c, x, c2));
            x = S.Load(x3 + p);
            (a3, b3, c3) = (S.Fma(a, x, a3), S.Fma(b, x, b3), S.Fma(c, x, c3));
        }
        int taps = Math.Min(4, shifts.Length - t);
        Add<S, V>(sum, taps, a0, a1, a2, a3);
        if (channels > 1)
            Add<S, V>(sum + stride, taps, b0, b1, b2, b3);
        if (channels > 2)
            Add<S, V>(sum + 2 * stride, taps, c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<S, V>(float* sum, int taps, V v0, V v1, V v2, V v3) where S : struct, ISimd<V> where V : struct
    {
        S.Store(sum, S.Add(S.Load(sum), v0));
        if (taps > 1)
            S.Store(sum + S.Count, S.Add(S.Load(sum + S.Count), v1));
        if (taps > 2)
            S.Store(sum + 2 * S.Count, S.Add(S.Load(sum + 2 * S.Count), v2));
        if (taps > 3)
            S.Store(sum + 3 * S.Count, S.Add(S.Load(sum + 3 * S.Count), v3));
    }
}
