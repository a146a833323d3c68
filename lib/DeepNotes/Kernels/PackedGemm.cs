using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>The size of a <see cref="GemmTile{S, V, A, B, R, W}"/>.</summary>
internal static class TileGrid<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows: vectors of 16 floats come with 32 registers, the others with 16.</summary>
    public static int Rows => S.Count == 16 ? 12 : 6;

    /// <summary>Floats from one step of a packed panel of A to the next.</summary>
    public static int Panel => S.Count == 16 ? 12 : 8;
}

/// <summary>C = or += A · B, tile by tile, for operands that the caller has laid out already and that fit the caches.</summary>
internal static unsafe class TileGrid<S, V, A, B> where S : struct, ISimd<V> where V : struct where A : struct, ILie where B : struct, ILie
{
    // Indexed by rows - 1.
    private static readonly delegate*<int, float*, nint, float*, nint, float*, nint, int, bool, void>[] Wide = Of<N2>(), Narrow = Of<N1>();

    private static delegate*<int, float*, nint, float*, nint, float*, nint, int, bool, void>[] Of<W>() where W : struct, INumber =>
    [
        &GemmTile<S, V, A, B, N1, W>.Run, &GemmTile<S, V, A, B, N2, W>.Run, &GemmTile<S, V, A, B, N3, W>.Run, &GemmTile<S, V, A, B, N4, W>.Run,
        &GemmTile<S, V, A, B, N5, W>.Run, &GemmTile<S, V, A, B, N6, W>.Run, &GemmTile<S, V, A, B, N7, W>.Run, &GemmTile<S, V, A, B, N8, W>.Run,
        &GemmTile<S, V, A, B, N9, W>.Run, &GemmTile<S, V, A, B, N10, W>.Run, &GemmTile<S, V, A, B, N11, W>.Run, &GemmTile<S, V, A, B, N12, W>.Run,
    ];

    /// <summary>One tile; see <see cref="GemmTile{S, V, A, B, R, W}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(int rows, int columns, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool add) =>
        (columns > S.Count ? Wide : Narrow)[rows - 1](k, a, lda, b, ldb, c, ldc, columns, add);

    /// <summary>C (m, n) = or += A (m, k) · B (k, n); B is read in whole vectors.</summary>
    public static void Multiply(int m, int n, int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, bool add)
    {
        int most = TileGrid<S, V>.Rows, strips = (m + most - 1) / most, tile = (m + strips - 1) / Math.Max(1, strips), width = 2 * S.Count;
        for (int j = 0; j < n; j += width, b += B.Packed ? (nint)width * k : width)   // a panel stays in the first-level cache for all rows
        {
            for (int i = 0; i < m; i += tile)
                Tile(Math.Min(tile, m - i), Math.Min(width, n - j), k, A.Across ? a + i : a + i * lda, lda, b, ldb, c + i * ldc + j, ldc, add);
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
