using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>dW[k, c, r, s] = Σ over images and pixels of dy[k, pixel] · x[c, pixel shifted by (r, s)].</summary>
/// <remarks>
/// x is copied to (channel block, row, column, channel): the taps (r, 0 … S − 1) of a pixel's channels are then neighbours, and a tile of
/// out channels × (s, c) sums over the pixels with dy read in place. The batch is cut into a fixed number of chunks with sums of their own, so
/// that threads share the work and the bits stay the same.
/// </remarks>
internal readonly unsafe struct ConvWeights(ConvShape shape, float* x, float* dy, float* sums, int chunks, int* offsets) : IRangeJob
{
    private const int Depth = 128;           // pixels per block
    private const int BlockChannels = 32;

    /// <summary>How the sums of one chunk lie: for each group, channel block and start, a matrix (K / groups, Columns).</summary>
    internal readonly record struct Layout(int Channels, int Blocks, int Starts, int Columns, int Stride, int Targets)
    {
        public static Layout Of(in ConvShape s)
        {
            int channels = s.C / s.Groups, block = Math.Min(BlockChannels, channels);
            bool together = s.DilationX == 1;
            int columns = together ? s.S * block : block;
            return new(block, (channels + block - 1) / block, together ? s.R : s.R * s.S, columns, (columns + 31) / 32 * 32, s.K / s.Groups);
        }

        public int Length(int groups) => groups * Blocks * Starts * Targets * Stride;
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
        float[] planes = BufferPool.RentZeroed(layout.Blocks * block + 64), panel = BufferPool.Rent(Depth * 12);
        fixed (float* plane = planes, packed = panel)
        {
            for (int chunk = from; chunk < to; chunk++)
            {
                float* sum = sums + (nint)chunk * layout.Length(shape.Groups);
                int first = (int)((long)shape.N * chunk / chunks), last = (int)((long)shape.N * (chunk + 1) / chunks);
                for (int i = first * shape.Groups; i < last * shape.Groups; i++)
                {
                    Interleave(x + (nint)i * channels * shape.H * shape.W, plane, layout, channels);
                    Products<S, V>(dy + (nint)i * layout.Targets * pixels, plane, block, packed, layout,
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products<S, V>(float* dyImage, float* plane, int block, float* packed, in Layout layout, float* sum, bool add)
        where S : struct, ISimd<V> where V : struct
    {
        int pixels = shape.OutH * shape.OutW, width = shape.W + 2 * shape.PadX, tile = 2 * S.Count;
        int panels = (layout.Targets + ConvTile<S, V>.Rows - 1) / ConvTile<S, V>.Rows, perPanel = (layout.Targets + panels - 1) / panels;
        bool pack = pixels % 256 == 0;   // rows of dy that far apart would fall on the same few cache sets
        int parts = (pixels + Depth - 1) / Depth, depth = (pixels + parts - 1) / parts;
        for (int p = 0; p < pixels; p += depth)
        {
            int count = Math.Min(depth, pixels - p);
            for (int row = 0; row < layout.Targets; row += perPanel)
            {
                int rows = Math.Min(perPanel, layout.Targets - row);
                float* a = dyImage + (nint)row * pixels + p;
                if (pack)
                    GemmPack.Across(a, pixels, count, rows, ConvTile<S, V>.Panel, packed);
                for (int i = 0; i < layout.Blocks * layout.Starts; i++)
                {
                    int start = i % layout.Starts, r = shape.DilationX == 1 ? start : start / shape.S, s = shape.DilationX == 1 ? 0 : start % shape.S;
                    float* b = plane + (nint)(i / layout.Starts) * block + ((nint)r * shape.DilationY * width + s * shape.DilationX) * layout.Channels;
                    float* c = sum + ((nint)i * layout.Targets + row) * layout.Stride;
                    for (int j = 0; j < layout.Columns; j += tile)
                    {
                        ConvTile<S, V>.Run(rows, Math.Min(tile, layout.Columns - j), count, pack ? packed : a, pack ? 1 : pixels, pack ? ConvTile<S, V>.Panel : 1,
                            b + j, offsets + p, c + j, layout.Stride, add || p > 0, c + j, layout.Stride);
                    }
                }
            }
        }
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
                    int start = s.DilationX == 1 ? t / s.S : t, column = (s.DilationX == 1 ? t % s.S * layout.Channels : 0) + c % layout.Channels;
                    float* from = sums + (((nint)(group * layout.Blocks + c / layout.Channels) * layout.Starts + start) * layout.Targets + row) * layout.Stride + column;
                    float total = 0;
                    for (int i = 0; i < chunks; i++, from += length)
                        total += *from;
                    *dw++ += total;
                }
            }
        }
    }
}
