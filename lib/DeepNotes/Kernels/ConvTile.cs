using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>The innermost kernel of the convolutions: a tile of a matrix product whose rows of B lie anywhere.</summary>
/// <remarks>
/// Like <see cref="GemmTile{S, V, A, B, R, W}"/>, with one difference that makes a convolution out of a product: row p of B starts at
/// offsets[p]. A shifted row of an image is a row of B then, and the matrix of shifted copies (im2col) is never written down.
/// </remarks>
internal static unsafe class ConvTile<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows of a tile: vectors of 16 floats come with 32 registers, the others with 16.</summary>
    public static int Rows => S.Count == 16 ? 12 : 6;

    /// <summary>Floats from one step of a packed panel of A to the next.</summary>
    public static int Panel => S.Count == 16 ? 12 : 8;

    // Indexed by rows - 1, for two vectors and for one.
    private static readonly delegate*<int, float*, nint, nint, float*, int*, float*, nint, bool, float*, nint, void>[] Wide =
        [&Run<N1, N2>, &Run<N2, N2>, &Run<N3, N2>, &Run<N4, N2>, &Run<N5, N2>, &Run<N6, N2>, &Run<N7, N2>, &Run<N8, N2>, &Run<N9, N2>, &Run<N10, N2>, &Run<N11, N2>, &Run<N12, N2>];
    private static readonly delegate*<int, float*, nint, nint, float*, int*, float*, nint, bool, float*, nint, void>[] Narrow =
        [&Run<N1, N1>, &Run<N2, N1>, &Run<N3, N1>, &Run<N4, N1>, &Run<N5, N1>, &Run<N6, N1>, &Run<N7, N1>, &Run<N8, N1>, &Run<N9, N1>, &Run<N10, N1>, &Run<N11, N1>, &Run<N12, N1>];

    /// <summary>C (rows, columns) = or += A · B, in whole vectors: what lies beyond the columns is read and written too.</summary>
    /// <param name="rows">1 … <see cref="Rows"/>.</param>
    /// <param name="columns">1 … two vectors.</param>
    /// <param name="k">The axis that is summed over.</param>
    /// <param name="a">Element (i, p) at i · <paramref name="row"/> + p · <paramref name="step"/>.</param>
    /// <param name="row">See a.</param>
    /// <param name="step">See a.</param>
    /// <param name="b">Row p at <paramref name="offsets"/>[p].</param>
    /// <param name="offsets">See b.</param>
    /// <param name="c">Row i at i · <paramref name="ldc"/>.</param>
    /// <param name="ldc">See c.</param>
    /// <param name="add">Whether to add to C.</param>
    /// <param name="next">Rows that will be written soon: their cache lines are asked for while the sum runs.</param>
    /// <param name="nextRow">Floats from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int rows, int columns, int k, float* a, nint row, nint step, float* b, int* offsets, float* c, nint ldc, bool add,
        float* next, nint nextRow) => (columns > S.Count ? Wide : Narrow)[rows - 1](k, a, row, step, b, offsets, c, ldc, add, next, nextRow);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<R, W>(int k, float* a, nint row, nint step, float* b, int* offsets, float* c, nint ldc, bool add, float* next, nint nextRow)
        where R : struct, INumber where W : struct, INumber
    {
        Prefetch<R>(next, nextRow);
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        V c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        V c80 = default, c81 = default, c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        float* a4 = a + 4 * row, a8 = a + 8 * row;
        for (; k > 0; k--)
        {
            float* at = b + *offsets++;
            V b0 = S.Load(at), b1 = W.Value > 1 ? S.Load(at + S.Count) : b0;
            Four<W>(R.Value, a, row, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31);
            Four<W>(R.Value - 4, a4, row, b0, b1, ref c40, ref c41, ref c50, ref c51, ref c60, ref c61, ref c70, ref c71);
            Four<W>(R.Value - 8, a8, row, b0, b1, ref c80, ref c81, ref c90, ref c91, ref cA0, ref cA1, ref cB0, ref cB1);
            a += step;
            a4 += step;
            a8 += step;
        }
        Store<W>(R.Value, c, ldc, add, c00, c01, c10, c11, c20, c21, c30, c31);
        Store<W>(R.Value - 4, c + 4 * ldc, ldc, add, c40, c41, c50, c51, c60, c61, c70, c71);
        Store<W>(R.Value - 8, c + 8 * ldc, ldc, add, c80, c81, c90, c91, cA0, cA1, cB0, cB1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<R>(float* c, nint ldc) where R : struct, INumber
    {
        for (int i = 0; i < R.Value && Sse.IsSupported; i++, c += ldc)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<W>(int rows, float* a, nint row, V b0, V b1, ref V c00, ref V c01, ref V c10, ref V c11,
        ref V c20, ref V c21, ref V c30, ref V c31) where W : struct, INumber
    {
        if (rows > 0)
            One<W>(S.Set(a[0]), b0, b1, ref c00, ref c01);
        if (rows > 1)
            One<W>(S.Set(a[row]), b0, b1, ref c10, ref c11);
        if (rows > 2)
            One<W>(S.Set(a[2 * row]), b0, b1, ref c20, ref c21);
        if (rows > 3)
            One<W>(S.Set((a + row)[2 * row]), b0, b1, ref c30, ref c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<W>(V a, V b0, V b1, ref V c0, ref V c1) where W : struct, INumber
    {
        c0 = S.Fma(a, b0, c0);
        if (W.Value > 1)
            c1 = S.Fma(a, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<W>(int rows, float* c, nint ldc, bool add, V c00, V c01, V c10, V c11, V c20, V c21, V c30, V c31)
        where W : struct, INumber
    {
        if (rows > 0)
            Put<W>(c, add, c00, c01);
        if (rows > 1)
            Put<W>(c + ldc, add, c10, c11);
        if (rows > 2)
            Put<W>(c + 2 * ldc, add, c20, c21);
        if (rows > 3)
            Put<W>(c + 3 * ldc, add, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<W>(float* c, bool add, V c0, V c1) where W : struct, INumber
    {
        S.Store(c, add ? S.Add(S.Load(c), c0) : c0);
        if (W.Value > 1)
            S.Store(c + S.Count, add ? S.Add(S.Load(c + S.Count), c1) : c1);
    }
}
