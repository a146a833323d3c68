namespace DeepNotes.Kernels;

/// <summary>3×3 convolution with 36 products per channel for 4×4 outputs, where the definition takes 144: y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A.</summary>
/// <remarks>
/// Winograd (1980); Lavin and Gray (2016), "Fast algorithms for convolutional neural networks", F(4×4, 3×3). The elementwise products, summed
/// over channels, are 36 products of matrices (tiles × sources) · (sources × targets). Vectors run over channels
/// (<see cref="WinogradTransform"/>). The transforms round numbers larger than those they stand for: relative to the largest result the
/// error is 3e-6 with 16 channels and 1e-5 with 256, where the definition stays below 1e-6.
/// </remarks>
internal unsafe struct ConvWinograd : IRangeJob
{
    private const int TilesAtOnce = 24;   // the transformed weights are fetched once for so many

    public WinogradTransform.Side Source { get; init; }
    public int Targets { get; init; }
    public int OutH { get; init; }
    public int OutW { get; init; }
    public float* Y { get; init; }
    public float* Packed { get; init; }
    public float* Bias { get; init; }
    public bool Add { get; init; }
    public bool Relu { get; init; }

    private readonly int TilesX => (OutW + 3) / 4;
    private readonly int TilesY => (OutH + 3) / 4;

    /// <summary>Whether the shape is one of those that this pays for.</summary>
    public static bool Fits(in ConvShape s) => s is { R: 3, S: 3, StrideX: 1, StrideY: 1, DilationX: 1, DilationY: 1, Groups: 1, PadX: <= 2, PadY: <= 2, C: >= 12, K: >= 12, OutH: >= 4, OutW: >= 4 };

    /// <summary>Floats of the transformed weights at any vector width.</summary>
    public static int PackedLength(int sources, int targets) => WinogradTransform.Elements * (sources * ((targets + 31) / 32 * 32) + 16) + 16;

    /// <summary>Floats of one of the transformed weights' 36 matrices; 16 more, or all would fall on the same few cache sets.</summary>
    public static int PerElement<S, V>(int sources, int targets) where S : struct, ISimd<V> where V : struct => PackedGemm<S, V>.Size(sources, targets) + 16;

    /// <summary>Transforms rows of tiles, multiplies, transforms back; an item is a row of tiles.</summary>
    public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
    {
        const int Elements = WinogradTransform.Elements;
        int sources = (Source.Channels + S.Count - 1) / S.Count * S.Count, targets = (Targets + S.Count - 1) / S.Count * S.Count;
        int rows = (TilesAtOnce + TilesX - 1) / TilesX, tiles = rows * TilesX, vStep = tiles * sources + 16, mStep = tiles * targets + 16;
        float[] vBuffer = BufferPool.Rent(Elements * vStep + 16), mBuffer = BufferPool.Rent(Elements * mStep + 16), lineBuffer = BufferPool.Rent(WinogradTransform.Scratch(TilesX, S.Count));
        fixed (float* v0 = vBuffer, m0 = mBuffer, lines0 = lineBuffer)
        {
            float* v = RangeJob.Align(v0), m = RangeJob.Align(m0), lines = RangeJob.Align(lines0), u = RangeJob.Align(Packed);
            for (int row = from; row < to; row += rows)
            {
                int count = Math.Min(rows, to - row);
                WinogradTransform.Rows<S, V>(Source, row, count, TilesX, TilesY, lines, v, vStep, sources);
                for (int e = 0; e < Elements; e++)
                {
                    PackedGemm<S, V>.Multiply(count * TilesX, Targets, Source.Channels, v + (nint)e * vStep, sources,
                        u + (nint)e * PerElement<S, V>(Source.Channels, Targets), m + (nint)e * mStep, targets, add: false);
                }
                for (int i = 0; i < count * targets / S.Count; i++)
                {
                    int r = i % count, k = i / count * S.Count;
                    WinogradTransform.Back<S, V>(m + (nint)r * TilesX * targets + k, mStep, targets, TilesX, Bias == null ? null : Bias + k, Math.Min(S.Count, Targets - k), Relu, lines);
                    Write(row + r, k, S.Count, lines + 24 * S.Count);
                }
            }
        }
        BufferPool.Return(vBuffer);
        BufferPool.Return(mBuffer);
        BufferPool.Return(lineBuffer);
    }

    private readonly void Write(int row, int k, int lanes, float* pixels)
    {
        int image = row / TilesY, top = row % TilesY * 4;
        float* y = Y + (((nint)image * Targets + k) * OutH + top) * OutW;
        for (int i = 0; i < Math.Min(4, OutH - top); i++, y += OutW, pixels += 4 * TilesX * lanes)
            GemmPack.Turn(pixels, lanes, OutW, Math.Min(lanes, Targets - k), y, (nint)OutH * OutW, Add);
    }

    /// <summary>G w Gᵀ in the panels of 36 matrices (sources, targets); an item is four targets.</summary>
    public readonly struct Pack(int sources, int targets, bool forward, float* w, float* packed) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            float[] buffer = BufferPool.Rent((9 * sources + 18) * S.Count + 16);
            fixed (float* scratch = buffer)
            {
                float* taps = RangeJob.Align(scratch), u = RangeJob.Align(packed);
                for (int k = (4 * from + S.Count - 1) / S.Count * S.Count; k < Math.Min(4 * to, targets); k += S.Count)
                {
                    int lanes = Math.Min(S.Count, targets - k);
                    if (forward)
                        GemmPack.Across(w + (nint)k * sources * 9, sources * 9, sources * 9, lanes, S.Count, taps);
                    for (int c = 0; c < sources && !forward; c++)
                        GemmPack.Across(w + ((nint)c * targets + k) * 9, 9, 9, lanes, S.Count, taps + c * 9 * S.Count);
                    WinogradTransform.Weights<S, V>(taps, sources, !forward, u + (nint)(k / (2 * S.Count)) * 2 * S.Count * sources + k % (2 * S.Count), PerElement<S, V>(sources, targets));
                }
            }
            BufferPool.Return(buffer);
        }
    }

    /// <summary>dw = Gᵀ [Σ over tiles of (A dy Aᵀ) ⊙ (Bᵀ x B)] G, the adjoint of the above; an item is a chunk of the tiles, with sums of its own.</summary>
    public readonly struct Gradient(WinogradTransform.Side x, WinogradTransform.Side dy, int images, float* sums, int chunks) : IRangeJob
    {
        public static int Length(int sources, int targets) => WinogradTransform.Elements * (sources * targets + 16);

        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            const int Elements = WinogradTransform.Elements;
            int tilesX = (dy.W + 3) / 4, tilesY = (dy.H + 3) / 4, all = images * tilesY;
            int rows = (32 + x.Channels * dy.Channels / 2048 + tilesX - 1) / tilesX;   // tiles are summed over here: as many as make up for fetching the sums
            int sources = (x.Channels + S.Count - 1) / S.Count * S.Count, targets = (dy.Channels + S.Count - 1) / S.Count * S.Count;
            int vStep = rows * tilesX * sources + 16, zStep = rows * tilesX * targets + 16, uStep = x.Channels * dy.Channels + 16;
            float[] vBuffer = BufferPool.Rent(Elements * vStep + 16), zBuffer = BufferPool.Rent(Elements * zStep + 16), lineBuffer = BufferPool.Rent(WinogradTransform.Scratch(tilesX, S.Count));
            fixed (float* v0 = vBuffer, z0 = zBuffer, lines0 = lineBuffer)
            {
                float* v = RangeJob.Align(v0), z = RangeJob.Align(z0), lines = RangeJob.Align(lines0);
                for (int chunk = from; chunk < to; chunk++)
                {
                    float* u = sums + (nint)chunk * Length(x.Channels, dy.Channels);
                    int first = (int)((long)all * chunk / chunks), last = (int)((long)all * (chunk + 1) / chunks);
                    for (int row = first; row < last; row += rows)
                    {
                        int count = Math.Min(rows, last - row);
                        WinogradTransform.Rows<S, V>(x, row, count, tilesX, tilesY, lines, v, vStep, sources);
                        WinogradTransform.Rows<S, V>(dy, row, count, tilesX, tilesY, lines, z, zStep, targets);
                        for (int e = 0; e < Elements; e++)   // (targets, sources) += zᵀ v
                        {
                            TileGrid<S, V, InColumns, InRows>.Multiply(dy.Channels, x.Channels, count * tilesX, z + (nint)e * zStep, targets,
                                v + (nint)e * vStep, sources, u + (nint)e * uStep, x.Channels, row > first);
                        }
                    }
                }
            }
            BufferPool.Return(vBuffer);
            BufferPool.Return(zBuffer);
            BufferPool.Return(lineBuffer);
        }
    }

    /// <summary>dw += Gᵀ u G, u being the sum of the chunks; an item is an output channel.</summary>
    public readonly struct Collect(int sources, int targets, float* sums, int chunks, float* dw) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            float* taps = stackalloc float[(WinogradTransform.Elements + 18 + 9) * 16];
            for (int k = from; k < to; k++)
            {
                for (int c = 0; c < sources; c += S.Count)
                {
                    int lanes = Math.Min(S.Count, sources - c);
                    WinogradTransform.Taps<S, V>(sums + (nint)k * sources + c, sources * targets + 16, chunks, Gradient.Length(sources, targets), lanes, taps);
                    GemmPack.Turn(taps, S.Count, 9, lanes, dw + ((nint)k * sources + c) * 9, 9, add: true);
                }
            }
        }
    }
}
