using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>dW[k, c, r, s] = Σ over images and pixels of dy[k, pixel] · x[c, pixel shifted by (r, s)].</summary>
/// <remarks>
/// x is copied to (channel block, row, column, channel): the taps (r, 0 … S − 1) of a pixel's channels are then neighbours, and a tile of
/// out channels × (s, c) sums over the pixels with both in panels. The batch is cut into a fixed number of chunks with sums of their own, so
/// that threads share the work and the bits stay the same.
/// </remarks>
internal readonly unsafe struct ConvWeights(ConvShape shape, float* x, float* dy, float* sums, int chunks, int* offsets) : IRangeJob
{
    private const int Depth = 128;           // pixels per block
    private const int BlockChannels = 32;

    /// <summary>How the sums of one chunk lie: for each group and channel block a matrix (K / groups, Columns), a column being (r, s, channel).</summary>
    internal readonly record struct Layout(int Channels, int Blocks, int Columns, int Stride, int Targets)
    {
        public static Layout Of(in ConvShape s)
        {
            int channels = s.C / s.Groups, block = Math.Min(BlockChannels, channels), columns = s.R * s.S * block;
            return new(block, (channels + block - 1) / block, columns, (columns + 31) / 32 * 32, s.K / s.Groups);
        }

        public int Length(int groups) => groups * Blocks * Targets * Stride;
    }

    // Each chunk has sums of its own, which must be added up in the end: fewer where they are large.
    public static int Chunks(in ConvShape s) => Math.Min(s.N, s.K * s.C / s.Groups * s.R * s.S > 1 << 17 ? 2 : 4);

    /// <summary>Where pixel (i, j) of dy finds its first tap in a block of the copied x.</summary>
    public static void FillOffsets(in ConvShape s, int* offsets)
    {
        int channels = Layout.Of(s).Channels, width = s.W + 2 * s.PadX;
        for (int i = 0, p = 0; i < s.OutH; i++)
        {
            for (int j = 0; j < s.OutW; j++, p++)
                offsets[p] = (i * s.StrideY * width + j * s.StrideX) * channels;
        }
    }

    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        var layout = Layout.Of(shape);
        int width = shape.W + 2 * shape.PadX, height = shape.H + 2 * shape.PadY, block = width * height * layout.Channels;
        int pixels = shape.OutH * shape.OutW, channels = shape.C / shape.Groups;
        float[] planes = BufferPool.RentZeroed(layout.Blocks * block + 64), panel = BufferPool.Rent(Depth * (2 * (layout.Targets + 12) + 32) + 48);
        fixed (float* plane = planes, packed = panel)
        {
            for (int chunk = from; chunk < to; chunk++)
            {
                float* sum = sums + (nint)chunk * layout.Length(shape.Groups);
                int first = (int)((long)shape.N * chunk / chunks), last = (int)((long)shape.N * (chunk + 1) / chunks);
                for (int i = first * shape.Groups; i < last * shape.Groups; i++)
                {
                    Interleave(x + (nint)i * channels * shape.H * shape.W, plane, layout, channels);
                    Products<S, V>(dy + (nint)i * layout.Targets * pixels, plane, block, RangeJob.Align(packed), layout,
                        sum + (nint)(i % shape.Groups) * layout.Length(1), i >= (first + 1) * shape.Groups);
                }
            }
        }
        BufferPool.Return(planes);
        BufferPool.Return(panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interleave(float* image, float* plane, in Layout layout, int channels)
    {
        int width = shape.W + 2 * shape.PadX, height = shape.H + 2 * shape.PadY, size = layout.Channels;
        for (int c = 0; c < channels; c += size)
        {
            int count = Math.Min(size, channels - c);
            for (int i = 0; i < shape.H; i++)
            {
                float* from = image + ((nint)c * shape.H + i) * shape.W, to = plane + ((nint)(c / size * height + i + shape.PadY) * width + shape.PadX) * size;
                if (size % 4 == 0)
                {
                    GemmPack.Across(from, (nint)shape.H * shape.W, shape.W, count, size, to);
                    continue;
                }
                for (int j = 0; j < shape.W; j++)
                {
                    for (int k = 0; k < count; k++)
                        to[j * size + k] = from[(nint)k * shape.H * shape.W + j];
                }
            }
        }
    }

    // A block of pixels: all of dy's channels in panels, then for each panel of columns the pixels' rows of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products<S, V>(float* dyImage, float* plane, int block, float* packed, in Layout layout, float* sum, bool add)
        where S : struct, ISimd<V> where V : struct
    {
        int pixels = shape.OutH * shape.OutW, tile = 2 * S.Count, rows = TileGrid<S, V>.Rows, strip = TileGrid<S, V>.Panel;
        int parts = (pixels + Depth - 1) / Depth, depth = (pixels + parts - 1) / parts;
        float* panel = packed + (nint)(layout.Targets + rows) * 2 * Depth;
        int* cuts = stackalloc int[4 * S.Count];
        for (int p = 0; p < pixels; p += depth)
        {
            int count = Math.Min(depth, pixels - p);
            for (int row = 0; row < layout.Targets; row += rows)
                GemmPack.Across(dyImage + (nint)row * pixels + p, pixels, count, Math.Min(rows, layout.Targets - row), strip, packed + row / rows * strip * count);
            for (int j = 0; j < layout.Columns; j += tile)
            {
                int columns = Math.Min(tile, layout.Columns - j), pieces = Cut(layout, j, columns, S.Count, cuts);
                for (int i = 0; i < layout.Blocks; i++)
                {
                    ConvDirect.Gather<S, V>(plane + (nint)i * block, offsets + p, count, cuts, pieces, panel);
                    float* c = sum + (nint)i * layout.Targets * layout.Stride + j;
                    for (int row = 0; row < layout.Targets; row += rows)
                    {
                        TileGrid<S, V, InPanel, InPanel>.Tile(Math.Min(rows, layout.Targets - row), columns, count, packed + row / rows * strip * count, 0, panel, 0,
                            c + (nint)row * layout.Stride, layout.Stride, add || p > 0);
                    }
                }
            }
        }
    }

    // The taps of a kernel row lie one after another in the plane, as they do in a panel, unless they are apart.
    private int Cut(in Layout layout, int j, int count, int lanes, int* cuts)
    {
        int parts = 0, run = shape.DilationX == 1 ? shape.S * layout.Channels : layout.Channels, width = shape.W + 2 * shape.PadX;
        for (int at = 0, length; at < count; at += length, parts++)
        {
            int tap = (j + at) / run * run / layout.Channels, inside = (j + at) % run;
            length = Math.Min(lanes, run - inside);
            (*cuts++, *cuts++) = (at, (tap / shape.S * shape.DilationY * width + tap % shape.S * shape.DilationX) * layout.Channels + inside);
        }
        return parts;
    }

    /// <summary>dW += the sums of all chunks, in dW's own layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Collect(in ConvShape s, float* sums, int chunks, float* dw)
    {
        var layout = Layout.Of(s);
        int channels = s.C / s.Groups, length = layout.Length(s.Groups);
        for (int k = 0; k < s.K; k++)
        {
            int group = k / layout.Targets, row = k % layout.Targets;
            for (int c = 0; c < channels; c++)
            {
                for (int t = 0; t < s.R * s.S; t++)
                {
                    float* from = sums + ((nint)(group * layout.Blocks + c / layout.Channels) * layout.Targets + row) * layout.Stride + t * layout.Channels + c % layout.Channels;
                    float total = 0;
                    for (int i = 0; i < chunks; i++, from += length)
                        total += *from;
                    *dw++ += total;
                }
            }
        }
    }
}
