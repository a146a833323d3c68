using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>One matrix multiplication: the operands as the caller gave them.</summary>
internal readonly unsafe struct GemmCall(bool transA, bool transB, int m, int n, int k)
{
    public bool TransA { get; } = transA;
    public bool TransB { get; } = transB;
    public int M { get; init; } = m;
    public int N { get; init; } = n;
    public int K { get; } = k;

    /// <summary>Steps of k between two visits to C. Few when C is narrow and A lies across: then its rows are read along, not its columns.</summary>
    public int KBlock { get; } = transA && n <= 32 && m >= 512 ? 64 : 512;
    public float* A { get; init; }
    public float* B { get; init; }
    public float* C { get; init; }
    public nint Lda { get; init; }
    public nint Ldb { get; init; }
    public nint Ldc { get; init; }
    public bool Accumulate { get; init; }
    public float* RowBias { get; init; }
    public float* ColumnBias { get; init; }
    public bool Relu { get; init; }

    public float* AtA(int i, int p) => A + (TransA ? p * Lda + i : i * Lda + p);
    public float* AtB(int p, int j) => B + (TransB ? j * Ldb + p : p * Ldb + j);

    /// <summary>The part that makes <paramref name="rows"/> rows and <paramref name="columns"/> columns of C from (i, j) on.</summary>
    public GemmCall Part(int i, int rows, int j, int columns) =>
        this with { M = rows, N = columns, A = AtA(i, 0), B = AtB(0, j), C = C + i * Ldc + j, RowBias = RowBias == null ? null : RowBias + i, ColumnBias = ColumnBias == null ? null : ColumnBias + j };
}

/// <summary>The loops around the tile, on one thread.</summary>
/// <remarks>
/// A block of B stays in the second-level cache while panels of A pass through the first; the blocks of k are added up in C. Every
/// element sums its products in the order of p within the same blocks of k, so the bits depend on neither the tiling nor the threads.
/// </remarks>
internal static unsafe class GemmBlocked<S, V> where S : struct, ISimd<V> where V : struct
{
    private const int Group = 8;   // panels of A
    [ThreadStatic] private static float[]? _aBuffer;
    [ThreadStatic] private static float[]? _bBuffer;

    private static int Width => 2 * S.Count;
    private static int NBlock => S.Count == 16 ? 320 : 192;

    /// <summary>A block of op(B): whole panels at <c>Panels</c>, with <c>Ldb</c> when they lie in B itself, the last partial one at <c>Edge</c>, padded.</summary>
    private readonly record struct Block(nint Panels, nint PanelStride, nint Ldb, nint Edge, int Columns);

    public static void Run(in GemmCall g)
    {
        bool finish = g.RowBias != null || g.ColumnBias != null || g.Relu, dots = g.M == 1 && g.TransB && (!g.TransA || g.Lda == 1);
        if (dots)
            RowOfDots(g);
        if ((dots || g.K == 0) && finish)
            Finish(g, 0, g.M, 0, g.N);
        if (dots || g.K == 0)
            return;
        // Packing pays when what is packed is read often enough, or when reading it in place is slow: rows of B that vectors straddle,
        // more rows of A than a cache set has ways, all in the same set because a power of two lies between them.
        bool packB = g.TransB || (g.M > 3 * TileGrid<S, V>.Rows && (g.N > 256 || g.Ldb % S.Count != 0 || (g.Ldb % 512 == 0 && g.K > 256)));
        bool packA = g.TransA ? g.N > 128 || (g.N > Width && g.Lda >= 512) : g.N > 256 || (g.N > Width && g.Lda % 256 == 0);
        int tile = packA || g.TransA || g.Lda % 1024 != 0 ? TileGrid<S, V>.Rows : 6, panels = Parts(g.M, tile);
        int kBlocks = Parts(g.K, g.KBlock), kc = kBlocks == 1 ? g.K : (Share(g.K, kBlocks) + 7) & ~7;
        int nBlocks = Parts(g.N - NBlock / 2 + 1, NBlock), nc = Share(Share(g.N, nBlocks), Width) * Width;
        int kept = nBlocks > 1 ? panels : Math.Min(panels, Group);   // panels of A that are read again need room of their own
        int even = g.M / panels, higher = g.M - even * panels;   // strips of nearly the same height: one of a row or two could not hide a multiply-add's latency
        float* aBuffer = packA ? Aligned(ref _aBuffer, kept * TileGrid<S, V>.Panel * kc) : null;
        float* bBuffer = packB || g.N % Width != 0 ? Aligned(ref _bBuffer, (packB ? nc : Width) * kc) : null;
        for (int p = 0; p < g.K; p += kc)
        {
            int depth = Math.Min(kc, g.K - p);
            for (int j = 0; j < g.N; j += nc)
            {
                var block = PrepareB(g, p, depth, j, Math.Min(nc, g.N - j), packB, bBuffer);
                for (int i = 0, row = 0, rows; i < panels; i++, row += rows)
                {
                    rows = packA ? Math.Min(tile, g.M - row) : i < higher ? even + 1 : even;
                    float* packed = packA ? aBuffer + (nint)(i % kept) * TileGrid<S, V>.Panel * depth : null;
                    if (packA && j == 0)   // just before its first use, so that it is still in the first-level cache
                        PackA(g, i, tile, p, depth, packed);
                    RowPanel(g, row, rows, p, depth, j, block, packed);
                    if (finish && p + depth == g.K)
                        Finish(g, row, rows, j, Math.Min(nc, g.N - j));
                }
            }
        }
    }

    // Whole parts of a size that cover all, and what each of some parts gets; small products feel every division.
    private static int Parts(int all, int size) => all <= size ? 1 : (all + size - 1) / size;

    private static int Share(int all, int parts) => parts == 1 ? all : (all + parts - 1) / parts;

    // Bias and ReLU, while this part of C is in the cache.
    private static void Finish(in GemmCall g, int i, int rows, int j, int columns)
    {
        V least = S.Set(g.Relu ? 0 : float.NegativeInfinity);
        for (int r = i; r < i + rows; r++)
        {
            V bias = S.Set(g.RowBias == null ? 0 : g.RowBias[r]);
            float* c = g.C + r * g.Ldc;
            for (int q = j; q < j + columns; q += S.Count)
            {
                int left = j + columns - q;
                V sum = S.Add(RangeJob.Load<S, V>(c + q, left), bias);
                RangeJob.Store<S, V>(c + q, S.Max(least, g.ColumnBias == null ? sum : S.Add(sum, RangeJob.Load<S, V>(g.ColumnBias + q, left))), left);
            }
        }
    }

    private static void PackA(in GemmCall g, int i, int tile, int p, int depth, float* to)
    {
        float* a = g.AtA(i * tile, p);
        if (!g.TransA)
            GemmPack.Across(a, g.Lda, depth, Math.Min(tile, g.M - i * tile), TileGrid<S, V>.Panel, to);
        else if (i % Group == 0)   // several panels, so that whole cache lines are read
            GemmPack.Along<S, V>(a, g.Lda, depth, Math.Min(Group * tile, g.M - i * tile), TileGrid<S, V>.Panel, tile, to);
    }

    // One row of C, where the rows of B lie along k: copying them would cost more than to multiply them.
    private static void RowOfDots(in GemmCall g)
    {
        for (int j = 0; j < g.N; j++)
        {
            float dot = Dot(g.A, g.B + j * g.Ldb, g.K);
            g.C[j] = g.Accumulate ? g.C[j] + dot : dot;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(float* a, float* b, int k)
    {
        V s0 = S.Set(0f), s1 = s0, s2 = s0, s3 = s0;
        int step = S.Count, p = 0;
        for (; p <= k - 4 * step; p += 4 * step)
        {
            s0 = S.Fma(S.Load(a + p), S.Load(b + p), s0);
            s1 = S.Fma(S.Load(a + p + step), S.Load(b + p + step), s1);
            s2 = S.Fma(S.Load(a + p + 2 * step), S.Load(b + p + 2 * step), s2);
            s3 = S.Fma(S.Load(a + p + 3 * step), S.Load(b + p + 3 * step), s3);
        }
        for (; p < k; p += step)
            s0 = S.Fma(S.Load(a + p, k - p), S.Load(b + p, k - p), s0);
        return S.Sum(S.Add(S.Add(s0, s1), S.Add(s2, s3)));
    }

    private static void RowPanel(in GemmCall g, int i, int rows, int p, int depth, int j, in Block block, float* packed)
    {
        float* a = g.AtA(i, p);
        float* c = g.C + i * g.Ldc + j;
        bool add = g.Accumulate || p > 0;
        if (packed != null && block.Ldb == 0)
            Strip<InPanel, InPanel>(rows, depth, packed, 0, block, c, g.Ldc, add);
        else if (packed != null)
            Strip<InPanel, InRows>(rows, depth, packed, 0, block, c, g.Ldc, add);
        else if (g.TransA && block.Ldb == 0)
            Strip<InColumns, InPanel>(rows, depth, a, g.Lda, block, c, g.Ldc, add);
        else if (g.TransA)
            Strip<InColumns, InRows>(rows, depth, a, g.Lda, block, c, g.Ldc, add);
        else if (block.Ldb == 0)
            Strip<InRows, InPanel>(rows, depth, a, g.Lda, block, c, g.Ldc, add);
        else
            Strip<InRows, InRows>(rows, depth, a, g.Lda, block, c, g.Ldc, add);
    }

    private static Block PrepareB(in GemmCall g, int p, int depth, int j, int columns, bool pack, float* buffer)
    {
        int whole = columns - columns % Width;
        if (!pack)
        {
            if (whole < columns)
                GemmPack.Along<S, V>(g.AtB(p, j + whole), g.Ldb, depth, columns - whole, Width, Width, buffer);
            return new Block((nint)g.AtB(p, j), Width, g.Ldb, (nint)buffer, columns);
        }
        if (g.TransB)
            GemmPack.Across(g.AtB(p, j), g.Ldb, depth, columns, Width, buffer);
        else
            GemmPack.Along<S, V>(g.AtB(p, j), g.Ldb, depth, columns, Width, Width, buffer);
        return new Block((nint)buffer, Width * depth, 0, (nint)(buffer + (nint)whole * depth), columns);
    }

    // A strip of C, as high as a tile.
    private static void Strip<A, B>(int rows, int depth, float* a, nint lda, in Block block, float* c, nint ldc, bool add) where A : struct, ILie where B : struct, ILie
    {
        int j = 0;
        float* b = (float*)block.Panels;
        for (; j <= block.Columns - Width; j += Width, b += block.PanelStride)
            TileGrid<S, V, A, B>.Tile(rows, Width, depth, a, lda, b, block.Ldb, c + j, ldc, add);
        if (j < block.Columns)
            TileGrid<S, V, A, InPanel>.Tile(rows, block.Columns - j, depth, a, lda, (float*)block.Edge, 0, c + j, ldc, add);
    }

    // Scratch memory of this thread on a cache line's boundary, so that no vector of a panel straddles two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Aligned(ref float[]? buffer, int length)
    {
        if (buffer is null || buffer.Length < length + 16)
            buffer = GC.AllocateUninitializedArray<float>(length + 16, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref buffer[0]);
        return (float*)((address + 63) & ~63);
    }
}
