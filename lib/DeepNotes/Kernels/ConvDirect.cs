using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Direct convolution: for each image and group, a product of the weights with the shifted planes.</summary>
/// <remarks>
/// After Georganas et al. (2018), "Anatomy of high-performance deep learning convolutions on SIMD architectures", with pixels instead of
/// channels along the vectors, so that images keep their usual layout. Blocks of channels keep their planes and weights in the caches.
/// </remarks>
internal unsafe struct ConvDirect : IRangeJob
{
    private const int StepsPerBlock = 160;          // of the summed axis: a tile's share of A and B fits the first-level cache
    private const int WeightsInCache = 1 << 17;     // floats that the second-level cache keeps while tiles pass by

    public ConvPass Pass { get; init; }
    public int Groups { get; init; }
    public float* X { get; init; }
    public float* Y { get; init; }
    public float* Packed { get; init; }
    public float* Bias { get; init; }
    public bool Add { get; init; }
    public bool Relu { get; init; }

    private readonly record struct Blocks(int Channels, int Panels, int Rows);

    private static Blocks BlocksOf<S, V>(ConvPass p, int taps) where S : struct, ISimd<V> where V : struct
    {
        int most = Math.Max(1, StepsPerBlock / Math.Max(1, taps)), count = (p.Sources + most - 1) / most;
        int panels = (p.Targets + ConvTile<S, V>.Rows - 1) / ConvTile<S, V>.Rows;
        return new((p.Sources + count - 1) / Math.Max(1, count), panels, (p.Targets + panels - 1) / Math.Max(1, panels));
    }

    /// <summary>Floats of the packed weights at any vector width.</summary>
    public static int PackedLength(ConvPass p, int groups) => groups * p.Sources * p.KernelTaps * (p.Targets + 12) * 2;

    [SkipLocalsInit]
    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        int slack = Pass.PlaneW + 4 * S.Count, planes = Pass.Sources * Pass.ChannelSize + slack;
        int flat = Pass.PlaneH * (Pass.PlaneW + 2 * S.Count);
        float[] planeBuffer = BufferPool.RentZeroed(planes), tiles = BufferPool.Rent(Pass.Targets * flat);
        int* offset = stackalloc int[Math.Max(StepsPerBlock, Pass.KernelTaps)];
        fixed (float* plane = planeBuffer, tile = tiles)
        {
            for (int item = from; item < to; item++)
            {
                float* x = X + (nint)item * Pass.Sources * Pass.SourceH * Pass.SourceW;
                float* y = Y + (nint)item * Pass.Targets * Pass.TargetH * Pass.TargetW;
                ConvPlanes.Fill<S, V>(Pass, x, plane);
                foreach (var phase in Pass.Phases)
                    OnePhase<S, V>(phase, item % Groups, plane, tile, offset, y);
            }
        }
        BufferPool.Return(planeBuffer);
        BufferPool.Return(tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void OnePhase<S, V>(ConvPass.Phase phase, int group, float* plane, float* tiles, int* offsets, float* y)
        where S : struct, ISimd<V> where V : struct
    {
        int taps = phase.Taps.Length, flat = (phase.Rows - 1) * Pass.PlaneW + phase.Columns, width = 2 * S.Count;
        if (taps == 0 && Add)
            return;
        var blocks = BlocksOf<S, V>(Pass, taps);
        FillOffsets(phase, blocks.Channels, offsets);
        nint panelSize = (nint)ConvTile<S, V>.Panel * taps * Pass.Sources;
        float* packed = Packed + (nint)ConvTile<S, V>.Panel * blocks.Panels * Pass.Sources * (group * Pass.TapCount + phase.TapsBefore);
        // Weights that stay in the cache let a tile be finished at once, in a place that is used again; else blocks of them pass over all tiles.
        int chunk = (long)Pass.Targets * Pass.Sources * taps <= WeightsInCache ? Pass.Sources : blocks.Channels;
        // Rows of whole vectors are tiled one by one and may be summed where they belong; others are tiled as one long row and cut up after.
        bool byRow = phase.Columns % S.Count == 0 && phase.Columns >= width && Pass.OutStepX == 1, direct = byRow && Bias == null && !Relu;
        int perRow = (phase.Columns + width - 1) / width, count = byRow ? phase.Rows * perRow : (flat + width - 1) / width;
        nint targetPlane = (nint)Pass.TargetH * Pass.TargetW, ldc = direct ? targetPlane : chunk == Pass.Sources ? width : (nint)count * width;
        for (int start = 0; start < Pass.Sources; start += chunk)
        {
            bool last = start + chunk >= Pass.Sources;
            for (int at = 0; at < count; at++)
            {
                int p = byRow ? at / perRow * Pass.PlaneW + at % perRow * width : at * width;
                int pixels = Math.Min(width, byRow ? phase.Columns - at % perRow * width : flat - p);
                float* target = y + phase.Start + (nint)(p / Pass.PlaneW) * Pass.OutStepY * Pass.TargetW + p % Pass.PlaneW * Pass.OutStepX;
                float* tile = direct ? target : chunk == Pass.Sources ? tiles : tiles + at * width;
                for (int c = start; c < Math.Min(start + chunk, Pass.Sources); c += blocks.Channels)
                {
                    int channels = Math.Min(blocks.Channels, Pass.Sources - c);
                    float* b = plane + (nint)c * Pass.ChannelSize + p;
                    bool ahead = c + channels == Pass.Sources;   // the result's own lines are wanted next
                    Panels<S, V>(blocks, pixels, channels * taps, packed + (nint)c * taps * ConvTile<S, V>.Panel, panelSize, b, offsets, tile, ldc,
                        c > 0 || (direct && Add), ahead ? target : tile, ahead ? targetPlane : ldc);
                }
                if (last && !direct)
                    Finish<S, V>(phase, group, tile, ldc, p, p + pixels, y);
            }
        }
    }

    // One tile of pixels for all target channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Panels<S, V>(in Blocks blocks, int pixels, int depth, float* packed, nint panelSize, float* b, int* offsets, float* tile, nint ldc,
        bool add, float* next, nint nextRow) where S : struct, ISimd<V> where V : struct
    {
        for (int i = 0, row = 0; i < blocks.Panels; i++, row += blocks.Rows, packed += panelSize)
        {
            ConvTile<S, V>.Run(Math.Min(blocks.Rows, Pass.Targets - row), pixels, depth, packed, 1, ConvTile<S, V>.Panel, b, offsets,
                tile + row * ldc, ldc, add, next + row * nextRow, nextRow);
        }
    }

    private readonly void FillOffsets(ConvPass.Phase phase, int channels, int* offsets)
    {
        for (int c = 0; c < channels; c++)
        {
            foreach (int shift in phase.Shifts)
                *offsets++ = c * Pass.ChannelSize + shift;
        }
    }

    // Cuts the pixels p … end - 1 of all channels into rows of the result.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish<S, V>(ConvPass.Phase phase, int group, float* tile, nint ldc, int p, int end, float* y) where S : struct, ISimd<V> where V : struct
    {
        int row = p / Pass.PlaneW, column = p % Pass.PlaneW;
        nint plane = (nint)Pass.TargetH * Pass.TargetW;
        for (; p < end; p += Pass.PlaneW - column, tile += Pass.PlaneW - column, row++, column = 0)
        {
            int count = Math.Min(phase.Columns - column, end - p);
            float* to = y + phase.Start + (nint)row * Pass.OutStepY * Pass.TargetW + column * Pass.OutStepX;
            for (int k = 0; k < Pass.Targets && count > 0; k++, to += plane)
            {
                float bias = Bias == null ? 0 : Bias[group * Pass.Targets + k];
                if (Pass.OutStepX == 1)
                    WriteRow<S, V>(tile + k * ldc, to, count, bias);
                else
                    WriteApart(tile + k * ldc, to, count, bias);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void WriteRow<S, V>(float* from, float* to, int count, float bias) where S : struct, ISimd<V> where V : struct
    {
        V b = S.Set(bias), least = S.Set(Relu ? 0 : float.NegativeInfinity);
        for (int i = 0; i < count; i += S.Count)
        {
            int n = count - i;
            V sum = S.Add(RangeJob.Load<S, V>(from + i, n), Add ? RangeJob.Load<S, V>(to + i, n) : b);
            RangeJob.Store<S, V>(to + i, S.Max(least, sum), n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void WriteApart(float* from, float* to, int count, float bias)
    {
        for (int i = 0; i < count; i++, to += Pass.OutStepX)
            *to = Add ? *to + from[i] : from[i] + bias;
    }

    /// <summary>The weights in panels: step p = (source channel, tap) of up to <see cref="ConvTile{S, V}.Rows"/> target channels side by side.</summary>
    public readonly struct Pack(ConvPass pass, float* w, float* packed) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            int width = ConvTile<S, V>.Panel, taps = pass.KernelTaps;
            for (int group = from; group < to; group++)
            {
                foreach (var phase in pass.Phases)
                {
                    var blocks = BlocksOf<S, V>(pass, phase.Taps.Length);
                    float* target = packed + (nint)width * blocks.Panels * pass.Sources * (group * pass.TapCount + phase.TapsBefore);
                    for (int i = 0; i < blocks.Panels; i++, target += (nint)width * phase.Taps.Length * pass.Sources)
                    {
                        int row = i * blocks.Rows, rows = Math.Min(blocks.Rows, pass.Targets - row);
                        float* source = w + (nint)group * pass.Targets * pass.Sources * taps + (nint)row * pass.TargetStride;
                        Panel(phase, source, rows, width, target);
                    }
                }
            }
        }

        private void Panel(ConvPass.Phase phase, float* source, int rows, int width, float* to)
        {
            int taps = phase.Taps.Length;
            if (taps == pass.KernelTaps && pass.SourceStride == taps)
            {
                GemmPack.Across(source, pass.TargetStride, taps * pass.Sources, rows, width, to);
                return;
            }
            for (int c = 0; c < pass.Sources; c++, source += pass.SourceStride)
            {
                if (taps == pass.KernelTaps)
                {
                    GemmPack.Across(source, pass.TargetStride, taps, rows, width, to);
                    to += taps * width;
                    continue;
                }
                for (int t = 0; t < taps; t++, to += width)
                {
                    for (int i = 0; i < rows; i++)
                        to[i] = source[(nint)i * pass.TargetStride + phase.Taps[t]];
                }
            }
        }
    }
}

/// <summary>Copies the channels of an image into planes with their margins.</summary>
internal static unsafe class ConvPlanes
{
    /// <summary>Fills the interior; the margins were zeroed once and stay so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<S, V>(ConvPass p, float* x, float* plane) where S : struct, ISimd<V> where V : struct
    {
        for (int c = 0; c < p.Sources; c++, x += (nint)p.SourceH * p.SourceW)
        {
            foreach (var (y0, x0) in p.Parities)
            {
                int first = First(p.PadX - x0, p.StepX), last = Math.Min(p.PlaneW, First(p.SourceW + p.PadX - x0, p.StepX));
                for (int i = 0; i < p.PlaneH; i++, plane += p.PlaneW)
                {
                    int row = i * p.StepY + y0 - p.PadY;
                    if ((uint)row >= (uint)p.SourceH)
                        continue;
                    float* from = x + (nint)row * p.SourceW + first * p.StepX + x0 - p.PadX;
                    if (p.StepX == 1)
                        RangeJob.Copy<S, V>(from, plane + first, last - first);
                    else
                    {
                        for (int j = first; j < last; j++, from += p.StepX)
                            plane[j] = *from;
                    }
                }
            }
        }
    }

    // The first j ≥ 0 with j · step ≥ edge.
    private static int First(int edge, int step) => edge <= 0 ? 0 : (edge + step - 1) / step;
}
