using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>A number known when the JIT compiles: code for rows that a tile does not have disappears.</summary>
internal interface INumber
{
    static abstract int Value { get; }
}

internal readonly struct N1 : INumber { public static int Value => 1; }
internal readonly struct N2 : INumber { public static int Value => 2; }
internal readonly struct N3 : INumber { public static int Value => 3; }
internal readonly struct N4 : INumber { public static int Value => 4; }
internal readonly struct N5 : INumber { public static int Value => 5; }
internal readonly struct N6 : INumber { public static int Value => 6; }
internal readonly struct N7 : INumber { public static int Value => 7; }
internal readonly struct N8 : INumber { public static int Value => 8; }
internal readonly struct N9 : INumber { public static int Value => 9; }
internal readonly struct N10 : INumber { public static int Value => 10; }
internal readonly struct N11 : INumber { public static int Value => 11; }
internal readonly struct N12 : INumber { public static int Value => 12; }

/// <summary>Where a tile finds its operands: element (i, p) of A at i · ARow + p · AStep, row p of B at p · BStep.</summary>
internal readonly record struct TileLayout(nint ARow, nint AStep, nint BStep, nint Ldc);

/// <summary>The innermost kernel: a tile of C, R rows by W = 1 or 2 vectors, held in registers while k runs.</summary>
/// <remarks>
/// With 16 floats to a vector and 12 rows, 24 of 32 registers accumulate; each step of k loads two vectors of B, broadcasts twelve
/// numbers of A and does 24 multiply-adds, enough of them independent to hide the four cycles each takes. Goto and van de Geijn (2008).
/// </remarks>
internal static unsafe class GemmTile<S, V, R, W> where S : struct, ISimd<V> where V : struct where R : struct, INumber where W : struct, INumber
{
    /// <summary>C (R, columns) = or += A · B; reads W whole vectors of each row of B.</summary>
    // Compiled at full strength at once: code compiled in steps kept accumulators in memory, at half the speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, float* a, float* b, float* c, in TileLayout at, int columns, bool add)
    {
        Prefetch(c, at.Ldc);
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        V c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        V c80 = default, c81 = default, c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        nint row = at.ARow, step = at.AStep, bStep = at.BStep;
        float* a4 = a + 4 * row, a8 = a + 8 * row;
        for (; k > 0; k--)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0(b + 8 * bStep);
            V b0 = S.Load(b), b1 = W.Value > 1 ? S.Load(b + S.Count) : b0;
            FourRows(R.Value, a, row, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31);
            FourRows(R.Value - 4, a4, row, b0, b1, ref c40, ref c41, ref c50, ref c51, ref c60, ref c61, ref c70, ref c71);
            FourRows(R.Value - 8, a8, row, b0, b1, ref c80, ref c81, ref c90, ref c91, ref cA0, ref cA1, ref cB0, ref cB1);
            a += step;
            a4 += step;
            a8 += step;
            b += bStep;
        }
        Store(R.Value, c, at.Ldc, columns, add, c00, c01, c10, c11, c20, c21, c30, c31);
        Store(R.Value - 4, c + 4 * at.Ldc, at.Ldc, columns, add, c40, c41, c50, c51, c60, c61, c70, c71);
        Store(R.Value - 8, c + 8 * at.Ldc, at.Ldc, columns, add, c80, c81, c90, c91, cA0, cA1, cB0, cB1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(int rows, float* a, nint row, V b0, V b1,
        ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31)
    {
        if (rows > 0)
            OneRow(S.Set(a[0]), b0, b1, ref c00, ref c01);
        if (rows > 1)
            OneRow(S.Set(a[row]), b0, b1, ref c10, ref c11);
        if (rows > 2)
            OneRow(S.Set(a[2 * row]), b0, b1, ref c20, ref c21);
        if (rows > 3)
            OneRow(S.Set((a + row)[2 * row]), b0, b1, ref c30, ref c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneRow(V a, V b0, V b1, ref V c0, ref V c1)
    {
        c0 = S.Fma(a, b0, c0);
        if (W.Value > 1)
            c1 = S.Fma(a, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int rows, float* c, nint ldc, int columns, bool add, V c00, V c01, V c10, V c11, V c20, V c21, V c30, V c31)
    {
        if (rows > 0)
            StoreRow(c, columns, add, c00, c01);
        if (rows > 1)
            StoreRow(c + ldc, columns, add, c10, c11);
        if (rows > 2)
            StoreRow(c + 2 * ldc, columns, add, c20, c21);
        if (rows > 3)
            StoreRow(c + 3 * ldc, columns, add, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(float* c, int columns, bool add, V c0, V c1)
    {
        if (columns < S.Count)
        {
            S.Store(c, add ? S.Add(S.Load(c, columns), c0) : c0, columns);
            return;
        }
        S.Store(c, add ? S.Add(S.Load(c), c0) : c0);
        if (W.Value > 1)
            S.Store(c + S.Count, add ? S.Add(S.Load(c + S.Count, columns - S.Count), c1) : c1, columns - S.Count);
    }

    // The lines of C are asked for while the sum runs, so that the stores do not wait for them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* c, nint ldc)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < R.Value; i++, c += ldc)
            {
                Sse.Prefetch0(c);
                Sse.Prefetch0(c + S.Count * (W.Value - 1));
            }
        }
    }
}
