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

/// <summary>How a tile's operand lies in memory; known to the JIT, so that fixed distances become part of the instructions.</summary>
internal interface ILie
{
    /// <summary>Whether it was copied into a panel.</summary>
    static abstract bool Packed { get; }

    /// <summary>Whether neighbours across the panel, not along k, are neighbours in memory.</summary>
    static abstract bool Across { get; }

    /// <summary>Whether each step of k lies at a distance of its own: lda or ldb is the address of those distances then, an int for each step.</summary>
    static virtual bool Shifted => false;
}

internal readonly struct InPanel : ILie { public static bool Packed => true; public static bool Across => true; }
internal readonly struct InRows : ILie { public static bool Packed => false; public static bool Across => false; }
internal readonly struct InColumns : ILie { public static bool Packed => false; public static bool Across => true; }
internal readonly struct InShifts : ILie { public static bool Packed => false; public static bool Across => true; public static bool Shifted => true; }

/// <summary>The innermost kernel: a tile of C, R rows by W = 1 or 2 vectors, held in registers while k runs.</summary>
/// <remarks>
/// With 16 floats to a vector and 12 rows, 24 of 32 registers accumulate; each step of k loads two vectors of B, broadcasts twelve
/// numbers of A and does 24 multiply-adds, enough of them independent to hide the four cycles each takes. The multiply-adds of a
/// step take 12 cycles in which the processor decodes 48 instructions, so there is room for few others: hence the fixed distances
/// in packed operands, distances in bytes otherwise, and two steps to a turn of the loop. Goto and van de Geijn (2008).
/// </remarks>
internal static unsafe class GemmTile<S, V, A, B, R, W>
    where S : struct, ISimd<V> where V : struct where A : struct, ILie where B : struct, ILie where R : struct, INumber where W : struct, INumber
{
    /// <summary>C (R, columns) = or += A · B; reads W whole vectors of each row of B.</summary>
    /// <param name="k">Steps.</param>
    /// <param name="a">First row and step of A.</param>
    /// <param name="lda">Floats from row to row of A, or from step to step when its rows are neighbours.</param>
    /// <param name="b">First step and column of B.</param>
    /// <param name="ldb">Floats from step to step of B, or the address of each step's distance.</param>
    /// <param name="c">First row and column of C.</param>
    /// <param name="ldc">Floats from row to row of C.</param>
    /// <param name="columns">Columns of C to write.</param>
    /// <param name="add">Whether to add to C.</param>
    // Compiled at full strength at once: code compiled in steps kept accumulators in memory, at half the speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, float* a, nint lda, float* b, nint ldb, float* c, nint ldc, int columns, bool add)
    {
        Prefetch(c, ldc, add || ldc > 128);   // a small C is in the cache already
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        V c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default, c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        nint rows = 4 * lda, rows3 = 3 * rows, steps = 4 * ldb;   // in bytes
        nint turn = !A.Across ? 2 : A.Packed ? S.Count == 16 ? 24 : 16 : A.Shifted ? 0 : 2 * lda, apart = A.Across && !A.Packed ? turn : 0;   // two steps
        float* a4 = a + 4 * lda, a8 = a4 + 4 * lda, at = b, a1 = a + (A.Across ? lda : 0), origin = a;
        for (int i = k >> 1; i != 0; a += turn, a1 += apart, lda += A.Shifted ? 8 : 0, ldb += B.Shifted ? 8 : 0, i--)
        {
            nint row = A.Across ? 4 : rows, row3 = A.Across ? 12 : rows3, bStep = B.Packed ? 8 * S.Count : steps;   // in the loop: so they become part of the instructions
            nint next = !A.Across ? 4 : A.Packed ? S.Count == 16 ? 48 : 32 : 0, bNext = B.Shifted ? 0 : bStep;
            PrefetchSteps(a, at, bStep);
            Shift(ref a, ref at, origin, b, lda, ldb, 0);
            V b0 = S.Load(at), b1 = W.Value > 1 ? S.Load(at + S.Count) : b0;
            FourRows(R.Value, a, 0, row, row3, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31);
            FourRows(R.Value - 4, A.Across ? a : a4, A.Across ? 16 : 0, row, row3, b0, b1, ref c40, ref c41, ref c50, ref c51, ref c60, ref c61, ref c70, ref c71);
            FourRows(R.Value - 8, A.Across ? a : a8, A.Across ? 32 : 0, row, row3, b0, b1, ref c80, ref c81, ref c90, ref c91, ref cA0, ref cA1, ref cB0, ref cB1);
            Shift(ref a1, ref at, origin, b, lda, ldb, 1);
            float* second = A.Across && !A.Packed ? a1 : a;
            b0 = S.Load((float*)((byte*)at + bNext));
            b1 = W.Value > 1 ? S.Load((float*)((byte*)at + (bNext + 4 * S.Count))) : b0;
            FourRows(R.Value, second, next, row, row3, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31);
            FourRows(R.Value - 4, A.Across ? second : a4, next + (A.Across ? 16 : 0), row, row3, b0, b1, ref c40, ref c41, ref c50, ref c51, ref c60, ref c61, ref c70, ref c71);
            FourRows(R.Value - 8, A.Across ? second : a8, next + (A.Across ? 32 : 0), row, row3, b0, b1, ref c80, ref c81, ref c90, ref c91, ref cA0, ref cA1, ref cB0, ref cB1);
            a4 += !A.Across && R.Value > 4 ? 2 : 0;
            a8 += !A.Across && R.Value > 8 ? 2 : 0;
            at = (float*)((byte*)at + 2 * bStep);
        }
        if ((k & 1) != 0)
        {
            Shift(ref a, ref at, origin, b, lda, ldb, 0);
            V b0 = S.Load(at), b1 = W.Value > 1 ? S.Load(at + S.Count) : b0;
            FourRows(R.Value, a, 0, A.Across ? 4 : rows, A.Across ? 12 : rows3, b0, b1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31);
            FourRows(R.Value - 4, A.Across ? a : a4, A.Across ? 16 : 0, A.Across ? 4 : rows, A.Across ? 12 : rows3, b0, b1, ref c40, ref c41, ref c50, ref c51, ref c60, ref c61, ref c70, ref c71);
            FourRows(R.Value - 8, A.Across ? a : a8, A.Across ? 32 : 0, A.Across ? 4 : rows, A.Across ? 12 : rows3, b0, b1, ref c80, ref c81, ref c90, ref c91, ref cA0, ref cA1, ref cB0, ref cB1);
        }
        StoreTile(c, ldc, columns, add, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71, c80, c81, c90, c91, cA0, cA1, cB0, cB1);
    }

    // To a step that lies at a distance of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(ref float* a, ref float* b, float* firstA, float* firstB, nint lda, nint ldb, int step)
    {
        a = A.Shifted ? firstA + ((int*)lda)[step] : a;
        b = B.Shifted ? firstB + ((int*)ldb)[step] : b;
    }

    // What the steps after next will read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchSteps(float* a, float* b, nint bStep)
    {
        if (!Sse.IsSupported)
            return;
        if (!A.Shifted && !B.Shifted)
        {
            byte* ahead = (byte*)b + 8 * bStep;
            Sse.Prefetch0(ahead);
            Sse.Prefetch0(ahead + bStep);
        }
        if (A.Packed)
            Sse.Prefetch0(a + 768);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(int rows, float* a, nint at, nint row, nint row3, V b0, V b1,
        ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31)
    {
        if (rows > 0)
            OneRow(S.Set(*(float*)((byte*)a + at)), b0, b1, ref c00, ref c01);
        if (rows > 1)
            OneRow(S.Set(*(float*)((byte*)a + (at + row))), b0, b1, ref c10, ref c11);
        if (rows > 2)
            OneRow(S.Set(*(float*)((byte*)a + (at + 2 * row))), b0, b1, ref c20, ref c21);
        if (rows > 3)
            OneRow(S.Set(*(float*)((byte*)a + (at + row3))), b0, b1, ref c30, ref c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneRow(V a, V b0, V b1, ref V c0, ref V c1)
    {
        c0 = S.Fma(a, b0, c0);
        if (W.Value > 1)
            c1 = S.Fma(a, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTile(float* c, nint ldc, int columns, bool add, V c00, V c01, V c10, V c11, V c20, V c21, V c30, V c31, V c40, V c41, V c50, V c51,
        V c60, V c61, V c70, V c71, V c80, V c81, V c90, V c91, V cA0, V cA1, V cB0, V cB1)
    {
        if (!add && ldc <= 128 && columns == W.Value * S.Count)   // nothing to ask for each row; a large C gains nothing by it
        {
            Store(R.Value, c, ldc, W.Value * S.Count, false, c00, c01, c10, c11, c20, c21, c30, c31);
            Store(R.Value - 4, c + 4 * ldc, ldc, W.Value * S.Count, false, c40, c41, c50, c51, c60, c61, c70, c71);
            Store(R.Value - 8, c + 8 * ldc, ldc, W.Value * S.Count, false, c80, c81, c90, c91, cA0, cA1, cB0, cB1);
        }
        else
        {
            Store(R.Value, c, ldc, columns, add, c00, c01, c10, c11, c20, c21, c30, c31);
            Store(R.Value - 4, c + 4 * ldc, ldc, columns, add, c40, c41, c50, c51, c60, c61, c70, c71);
            Store(R.Value - 8, c + 8 * ldc, ldc, columns, add, c80, c81, c90, c91, cA0, cA1, cB0, cB1);
        }
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
            RangeJob.Store<S, V>(c + S.Count, add ? S.Add(RangeJob.Load<S, V>(c + S.Count, columns - S.Count), c1) : c1, columns - S.Count);
    }

    // The lines of C are asked for while the sum runs, so that the stores do not wait for them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* c, nint ldc, bool wanted)
    {
        if (wanted && Sse.IsSupported)
        {
            for (int i = 0; i < R.Value; i++, c += ldc)
            {
                Sse.Prefetch0(c);
                Sse.Prefetch0(c + S.Count * (W.Value - 1));
            }
        }
    }
}
