namespace DeepNotes.Kernels;

/// <summary>C = or += A · B, tile by tile, for operands that the caller has laid out already and that fit the caches.</summary>
internal static unsafe class TileGrid<S, V, A, B> where S : struct, ISimd<V> where V : struct where A : struct, ILie where B : struct, ILie
{
    // Indexed by rows - 1; twelve rows of 512-bit vectors fill the registers, six of the shorter ones.
    private static readonly delegate*<int, float*, nint, float*, nint, float*, nint, int, bool, void>[] Wide = Of<N2>(), Narrow = Of<N1>();

    private static delegate*<int, float*, nint, float*, nint, float*, nint, int, bool, void>[] Of<W>() where W : struct, INumber =>
    [
        &GemmTile<S, V, A, B, N1, W>.Run, &GemmTile<S, V, A, B, N2, W>.Run, &GemmTile<S, V, A, B, N3, W>.Run, &GemmTile<S, V, A, B, N4, W>.Run,
        &GemmTile<S, V, A, B, N5, W>.Run, &GemmTile<S, V, A, B, N6, W>.Run, &GemmTile<S, V, A, B, N7, W>.Run, &GemmTile<S, V, A, B, N8, W>.Run,
        &GemmTile<S, V, A, B, N9, W>.Run, &GemmTile<S, V, A, B, N10, W>.Run, &GemmTile<S, V, A, B, N11, W>.Run, &GemmTile<S, V, A, B, N12, W>.Run,
    ];

    /// <summary>C (m, n) = or += A (m, k) · B (k, n); B is read in whole vectors.</summary>
    public static void Multiply(int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool add)
    {
        int most = S.Count == 16 ? 12 : 6, strips = (m + most - 1) / most, tile = (m + strips - 1) / Math.Max(1, strips), width = 2 * S.Count;
        for (int j = 0; j < n; j += width, b += B.Packed ? (nint)width * k : width)   // a panel stays in the first-level cache for all rows
        {
            var tiles = n - j > S.Count ? Wide : Narrow;
            for (int i = 0; i < m; i += tile)
                tiles[Math.Min(tile, m - i) - 1](k, A.Across ? a + i : a + i * lda, lda, b, ldb, c + i * ldc + j, ldc, Math.Min(width, n - j), add);
        }
    }
}

/// <summary>C = or += A · B for a B that is used again and again: it is copied into panels once.</summary>
/// <remarks>A recurrent net multiplies by the same weights at every step; A, its state, is short and read in place.</remarks>
internal static unsafe class PackedGemm<S, V> where S : struct, ISimd<V> where V : struct
{
    private static int Width => 2 * S.Count;

    /// <summary>Floats that the panels of a (k, n) matrix take.</summary>
    public static int Size(int k, int n) => k * ((n + Width - 1) / Width * Width);

    /// <summary>Copies op(B) (k, n) into panels.</summary>
    public static void Pack(bool transposed, float* b, nint ldb, int k, int n, float* panels)
    {
        if (transposed)
            GemmPack.Across(b, ldb, k, n, Width, panels);
        else
            GemmPack.Along<S, V>(b, ldb, k, n, Width, Width, panels);
    }

    /// <summary>C (m, n) = or += A (m, k) · B.</summary>
    public static void Multiply(int m, int n, int k, float* a, nint lda, float* panels, float* c, nint ldc, bool add) =>
        TileGrid<S, V, InRows, InPanel>.Multiply(m, n, k, a, lda, panels, 0, c, ldc, add);
}
