namespace DeepNotes.Kernels;

/// <summary>C = or += A · B for a B that is used again and again: it is copied into panels once.</summary>
/// <remarks>A recurrent net multiplies by the same weights at every step; A, its state, is short and read in place.</remarks>
internal static unsafe class PackedGemm<S, V> where S : struct, ISimd<V> where V : struct
{
    // Indexed by rows - 1; twelve rows of 512-bit vectors fill the registers, six of the shorter ones.
    private static readonly delegate*<int, float*, float*, float*, in TileLayout, int, bool, void>[] Tiles =
    [
        &GemmTile<S, V, N1, N2>.Run, &GemmTile<S, V, N2, N2>.Run, &GemmTile<S, V, N3, N2>.Run, &GemmTile<S, V, N4, N2>.Run,
        &GemmTile<S, V, N5, N2>.Run, &GemmTile<S, V, N6, N2>.Run, &GemmTile<S, V, N7, N2>.Run, &GemmTile<S, V, N8, N2>.Run,
        &GemmTile<S, V, N9, N2>.Run, &GemmTile<S, V, N10, N2>.Run, &GemmTile<S, V, N11, N2>.Run, &GemmTile<S, V, N12, N2>.Run,
    ];

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
    public static void Multiply(int m, int n, int k, float* a, nint lda, float* panels, float* c, nint ldc, bool add)
    {
        int tile = S.Count == 16 ? 12 : 6;
        var at = new TileLayout(lda, 1, Width, ldc);
        for (int j = 0; j < n; j += Width, panels += (nint)Width * k)   // a panel stays in the first-level cache for all rows
        {
            for (int i = 0; i < m; i += tile)
                Tiles[Math.Min(tile, m - i) - 1](k, a + i * lda, panels, c + i * ldc + j, at, Math.Min(Width, n - j), add);
        }
    }
}
