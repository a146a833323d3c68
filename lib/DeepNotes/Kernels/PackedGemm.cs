namespace DeepNotes.Kernels;

/// <summary>C = or += A · B for a B that is used again and again: it is copied into panels once.</summary>
/// <remarks>A recurrent net multiplies by the same weights at every step; A, its state, is short and read in place.</remarks>
internal static unsafe class PackedGemm<S, V> where S : struct, ISimd<V> where V : struct
{
    // Indexed by rows - 1; twelve rows of 512-bit vectors fill the registers, six of the shorter ones.
    private static readonly delegate*<int, float*, nint, float*, nint, float*, nint, int, bool, void>[] Tiles =
    [
        &GemmTile<S, V, InRows, InPanel, N1, N2>.Run, &GemmTile<S, V, InRows, InPanel, N2, N2>.Run, &GemmTile<S, V, InRows, InPanel, N3, N2>.Run, &GemmTile<S, V, InRows, InPanel, N4, N2>.Run,
        &GemmTile<S, V, InRows, InPanel, N5, N2>.Run, &GemmTile<S, V, InRows, InPanel, N6, N2>.Run, &GemmTile<S, V, InRows, InPanel, N7, N2>.Run, &GemmTile<S, V, InRows, InPanel, N8, N2>.Run,
        &GemmTile<S, V, InRows, InPanel, N9, N2>.Run, &GemmTile<S, V, InRows, InPanel, N10, N2>.Run, &GemmTile<S, V, InRows, InPanel, N11, N2>.Run, &GemmTile<S, V, InRows, InPanel, N12, N2>.Run,
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
        for (int j = 0; j < n; j += Width, panels += (nint)Width * k)   // a panel stays in the first-level cache for all rows
        {
            for (int i = 0; i < m; i += tile)
                Tiles[Math.Min(tile, m - i) - 1](k, a + i * lda, lda, panels, 0, c + i * ldc + j, ldc, Math.Min(Width, n - j), add);
        }
    }
}
