using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Convolution as a product of matrices whose second is never written down whole: the weights times the shifted planes.</summary>
/// <remarks>
/// After Chetlur et al. (2014), "cuDNN: efficient primitives for deep learning", section 3: a panel of that matrix, two vectors of pixels wide,
/// is gathered from the planes just before it is used by all target channels. Blocks of channels keep panels and weights in the caches.
/// </remarks>
internal unsafe partial struct ConvDirect : IRangeJob
{
    private const int StepsPerBlock = 160;          // of the summed axis: a tile's share of A and B fits the first-level cache
    private const int WeightsInCache = 1 << 17;     // floats that the second-level cache keeps while tiles pass by
    private const int TilesPerRun = 12;             // of pixels: a row of the result is written in pieces that memory likes
    private const int ShiftedSteps = 512;           // planes and weights that the first-level cache keeps

    public ConvPass Pass { get; init; }
    public int Groups { get; init; }
    public float* X { get; init; }
    public float* Y { get; init; }
    public float* Packed { get; init; }
    public float* Bias { get; init; }
    public bool Add { get; init; }
    public bool Relu { get; init; }
    public int Slices { get; init; }   // of an image's pixels, where there are fewer images than threads

    private readonly record struct Blocks(int Channels, int Panels, int Rows);

    private static Blocks BlocksOf<S, V>(ConvPass p, int taps) where S : struct, ISimd<V> where V : struct
    {
        if (Narrow<S, V>(p))
            return new(p.Sources, 1, p.Targets);
        int most = Math.Max(1, StepsPerBlock / Math.Max(1, taps)), count = (p.Sources + most - 1) / most;
        int panels = (p.Targets + TileGrid<S, V>.Rows - 1) / TileGrid<S, V>.Rows;
        return new((p.Sources + count - 1) / Math.Max(1, count), panels, (p.Targets + panels - 1) / Math.Max(1, panels));
    }

    // Whether the targets fill vectors: then a tile may be a row's pixels by the targets, and makes nothing between the rows.
    private static bool Narrow<S, V>(ConvPass p) where S : struct, ISimd<V> where V : struct =>
        p.Phases.Length == 1 && p.Targets % S.Count == 0 && p.Targets <= 2 * S.Count && p.Sources * p.KernelTaps <= ShiftedSteps && (p.Targets > S.Count || 7 * p.Phases[0].Columns < 6 * p.PlaneW);

    // Floats from one step of the packed weights to the next.
    private static int Step<S, V>(ConvPass p) where S : struct, ISimd<V> where V : struct => Narrow<S, V>(p) ? p.Targets : TileGrid<S, V>.Panel;

    // Where the packed weights of a phase begin.
    private static nint Place<S, V>(ConvPass p, ConvPass.Phase phase, in Blocks blocks, int group) where S : struct, ISimd<V> where V : struct =>
        (nint)Step<S, V>(p) * blocks.Panels * p.Sources * (group * p.TapCount + phase.TapsBefore);

    /// <summary>Floats of the packed weights at any vector width.</summary>
    public static int PackedLength(ConvPass p, int groups) => groups * p.Sources * p.KernelTaps * (p.Targets + 12) * 2;

    [SkipLocalsInit]
    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        bool narrow = Narrow<S, V>(Pass), inPlace = narrow && Pass.LiesFlat, shifted = narrow || (Pass.Targets <= 2 * TileGrid<S, V>.Rows && Pass.Sources * Pass.KernelTaps <= ShiftedSteps);
        int steps = shifted ? ShiftedSteps : Math.Max(StepsPerBlock, Pass.KernelTaps), apart = shifted || Pass.Phases.Length > 1 ? Pass.Targets * (Pass.PlaneH * Pass.PlaneW + 2 * S.Count) : 0;
        float[] planeBuffer = BufferPool.RentZeroed(Pass.Sources * Pass.ChannelSize + Pass.PlaneW + 4 * S.Count), tiles = BufferPool.Rent(apart);
        float[] panels = BufferPool.Rent(shifted ? 0 : (TilesPerRun * 2 * steps + 2) * S.Count + 16);
        int* offsets = stackalloc int[steps];
        fixed (float* plane = planeBuffer, tile = tiles, panel = panels)
        {
            for (int part = from, item = from / Slices; part < to; part++, item = part / Slices)
            {
                if (shifted && part % Slices > 0)
                    continue;   // too small to be shared
                float* x = X + (nint)item * Pass.Sources * Pass.SourceH * Pass.SourceW, at = inPlace ? x : plane;
                float* y = Y + (nint)item * Pass.Targets * Pass.TargetH * Pass.TargetW;
                if (!inPlace && (part == from || part % Slices == 0))
                    ConvPlanes.Fill<S, V>(Pass, x, plane);
                foreach (var phase in Pass.Phases)
                {
                    if (part == from || Pass.Phases.Length > 1)
                        FillOffsets(phase, shifted ? Pass.Sources : BlocksOf<S, V>(Pass, phase.Taps.Length).Channels, offsets);
                    if (narrow)
                        Pixels<S, V>(phase, item % Groups, at, tile, offsets, y);
                    else if (shifted)
                        Shifted<S, V>(phase, item % Groups, at, tile, offsets, y);
                    else
                        OnePhase<S, V>(phase, part % Slices, item % Groups, at, RangeJob.Align(panel), tile, offsets, y);
                }
            }
        }
        BufferPool.Return(planeBuffer);
        BufferPool.Return(tiles);
        BufferPool.Return(panels);
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void OnePhase<S, V>(ConvPass.Phase phase, int slice, int group, float* plane, float* panel, float* tiles, int* offsets, float* y)
        where S : struct, ISimd<V> where V : struct
    {
        int taps = phase.Taps.Length, pixels = phase.Rows * phase.Columns, width = 2 * S.Count;
        if (taps == 0 && Add)
            return;
        var blocks = BlocksOf<S, V>(Pass, taps);
        nint panelSize = (nint)TileGrid<S, V>.Panel * taps * Pass.Sources;
        float* packed = Packed + Place<S, V>(Pass, phase, blocks, group);
        // Weights that stay in the cache let a tile be finished at once, in a place that is used again; else blocks of them pass over all tiles.
        int chunk = (long)Pass.Targets * Pass.Sources * taps <= WeightsInCache ? Pass.Sources : blocks.Channels;
        bool direct = Pass.Phases.Length == 1;   // the pixels of the result are neighbours: sums may be made where they belong
        nint targetPlane = (nint)Pass.TargetH * Pass.TargetW, ldc = direct ? targetPlane : chunk == Pass.Sources ? width : (pixels + width - 1) / width * width;
        int* cuts = stackalloc int[4 * S.Count];
        int run = direct && blocks.Panels > 2 ? TilesPerRun * width : width, runs = (pixels + run - 1) / run, end = Math.Min(pixels, runs * (slice + 1) / Slices * run);
        for (int start = 0; start < Pass.Sources; start += chunk)
        {
            for (int p = runs * slice / Slices * run; p < end; p += run)
            {
                int count = Math.Min(run, end - p);
                float* tile = direct ? y + p : chunk == Pass.Sources ? tiles : tiles + p;
                for (int c = start; c < Math.Min(start + chunk, Pass.Sources); c += blocks.Channels)
                {
                    int depth = Math.Min(blocks.Channels, Pass.Sources - c) * taps;
                    for (int q = 0; q < count; q += width)
                        Gather<S, V>(plane + (nint)c * Pass.ChannelSize, offsets, depth, cuts, Cut(phase, p + q, Math.Min(width, count - q), S.Count, cuts), panel + q * depth);
                    Panels<S, V>(blocks, count, depth, packed + (nint)c * taps * TileGrid<S, V>.Panel, panelSize, panel, tile, ldc, c > 0 || (direct && Add));
                }
                if (start + chunk < Pass.Sources)
                    continue;
                if (!direct)
                    WriteApart<S, V>(phase, group, tile, ldc, p, count, y);
                else
                    Finish<S, V>(group, tile, ldc, count);
            }
        }
    }

    // Pixels p … p + count - 1 of the result come from rows of the plane: pieces (where in the panel, where in the plane) of up to a vector.
    private readonly int Cut(ConvPass.Phase phase, int p, int count, int lanes, int* cuts)
    {
        int parts = 0;
        for (int at = 0, row = p / phase.Columns, column = p % phase.Columns; at < count; parts++)
        {
            (*cuts++, *cuts++) = (at, row * Pass.PlaneW + column);
            int length = Math.Min(lanes, phase.Columns - column);
            at += length;
            column += length;
            if (column == phase.Columns)
                (row, column) = (row + 1, 0);
        }
        return parts;
    }

    // Each piece is copied as a whole vector: what is too much is overwritten by the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<S, V>(float* plane, int* offsets, int steps, int* cuts, int parts, float* panel) where S : struct, ISimd<V> where V : struct
    {
        int to1 = cuts[2], from0 = cuts[1], from1 = parts > 1 ? cuts[3] : from0;
        for (; steps > 0; steps--, panel += 2 * S.Count)
        {
            float* at = plane + *offsets++;
            S.Store(panel, S.Load(at + from0));
            if (parts > 1)
                S.Store(panel + to1, S.Load(at + from1));
            for (int i = 2; i < parts; i++)
                S.Store(panel + cuts[2 * i], S.Load(at + cuts[2 * i + 1]));
        }
    }

    // A few tiles of pixels for all target channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Panels<S, V>(in Blocks blocks, int pixels, int depth, float* packed, nint panelSize, float* panel, float* tile, nint ldc, bool add)
        where S : struct, ISimd<V> where V : struct
    {
        for (int i = 0, row = 0; i < blocks.Panels; i++, row += blocks.Rows, packed += panelSize)
        {
            for (int q = 0; q < pixels; q += 2 * S.Count)
                TileGrid<S, V, InPanel, InPanel>.Tile(Math.Min(blocks.Rows, Pass.Targets - row), pixels - q, depth, packed, 0, panel + q * depth, 0, tile + row * ldc + q, ldc, add);
        }
    }

    private readonly void FillOffsets(ConvPass.Phase phase, int channels, int* offsets)
    {
        for (int c = 0, size = Pass.ChannelSize; c < channels; c++)
        {
            foreach (int shift in phase.Shifts)
                *offsets++ = c * size + shift;
        }
    }

    private readonly void Finish<S, V>(int group, float* tile, nint ldc, int count) where S : struct, ISimd<V> where V : struct
    {
        for (int k = 0; k < Pass.Targets && (Bias != null || Relu); k++, tile += ldc)
            WriteRow<S, V>(tile, count, Bias == null ? 0 : Bias[group * Pass.Targets + k], tile);
    }

    // The pixels of one parity lie between those of the others.
    private readonly void WriteApart<S, V>(ConvPass.Phase phase, int group, float* tile, nint ldc, int p, int count, float* y) where S : struct, ISimd<V> where V : struct
    {
        nint plane = (nint)Pass.TargetH * Pass.TargetW;
        for (int length, i = 0; i < count; i += length)
        {
            int row = (p + i) / phase.Columns, column = (p + i) % phase.Columns;
            length = Math.Min(count - i, phase.Columns - column);
            float* to = y + phase.Start + (nint)row * Pass.OutStepY * Pass.TargetW + column * Pass.OutStepX;
            for (int k = 0; k < Pass.Targets; k++, to += plane)
                WriteRow<S, V>(tile + k * ldc + i, length, Bias == null ? 0 : Bias[group * Pass.Targets + k], to);
        }
    }

    /// <summary>The weights in panels: step p = (source channel, tap) of up to <see cref="TileGrid{S, V}.Rows"/> target channels side by side.</summary>
    public readonly struct Pack(ConvPass pass, float* w, float* packed) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            int width = Step<S, V>(pass), taps = pass.KernelTaps;
            for (int group = from; group < to; group++)
            {
                foreach (var phase in pass.Phases)
                {
                    var blocks = BlocksOf<S, V>(pass, phase.Taps.Length);
                    float* target = packed + Place<S, V>(pass, phase, blocks, group);
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
