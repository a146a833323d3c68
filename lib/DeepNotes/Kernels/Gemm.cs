using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>General matrix multiplication: C = op(A) · op(B), or C += op(A) · op(B), row-major.</summary>
/// <remarks>
/// Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication": a tile of C stays in registers
/// (<see cref="GemmTile{S, V, A, B, R, W}"/>), blocks of A and B are copied into panels that fit the caches (<see cref="GemmPack"/>,
/// <see cref="GemmBlocked{S, V}"/>), threads take disjoint rows or columns of C. The same call gives the same bits at any thread count.
/// </remarks>
public static unsafe class Gemm
{
    /// <summary>C (m, n) = or += op(A) (m, k) · op(B) (k, n).</summary>
    /// <param name="transA">Whether <paramref name="a"/> is stored as (k, m).</param>
    /// <param name="transB">Whether <paramref name="b"/> is stored as (n, k).</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The axis that is summed over; 0 makes C zero, or leaves it when accumulating.</param>
    /// <param name="a">A, row-major.</param>
    /// <param name="lda">Floats from one stored row of A to the next.</param>
    /// <param name="b">B, row-major.</param>
    /// <param name="ldb">Floats from one stored row of B to the next.</param>
    /// <param name="c">C, row-major; overlaps neither A nor B.</param>
    /// <param name="ldc">Floats from one row of C to the next.</param>
    /// <param name="accumulate">Whether to add to C; otherwise its old contents are never read.</param>
    /// <param name="rowBias">(m), added to the columns of C while they are in the cache, or empty.</param>
    /// <param name="columnBias">(n), added to the rows of C, or empty.</param>
    /// <param name="relu">Whether negative results then become 0.</param>
    public static void Multiply(bool transA, bool transB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> rowBias = default, ReadOnlySpan<float> columnBias = default, bool relu = false)
    {
        if (m == 0 || n == 0)
            return;
        Debug.Assert(m > 0 && n > 0 && k >= 0 && ldc >= n && c.Length >= (m - 1L) * ldc + n);
        Debug.Assert(k == 0 || a.Length >= (transA ? (k - 1L) * lda + m : (m - 1L) * lda + k));
        Debug.Assert(k == 0 || b.Length >= (transB ? (n - 1L) * ldb + k : (k - 1L) * ldb + n));
        for (int i = 0; i < m && k == 0 && !accumulate; i++)
            c.Slice(i * ldc, n).Clear();
        fixed (float* pa = a, pb = b, pc = c, pr = rowBias, ps = columnBias)
        {
            var call = new GemmCall(transA, transB, m, n, k) { A = pa, B = pb, C = pc, Lda = lda, Ldb = ldb, Ldc = ldc, Accumulate = accumulate || k == 0, RowBias = pr, ColumnBias = ps, Relu = relu };
            if (n == 1 && ldc == 1 && m > 1)   // C is a vector either way: Cᵀ = op(B)ᵀ · op(A)ᵀ is the same call with one row
                call = new GemmCall(!transB, !transA, 1, m, k) { A = pb, B = pa, C = pc, Lda = ldb, Ldb = lda, Ldc = m, Accumulate = accumulate || k == 0, RowBias = ps, ColumnBias = pr, Relu = relu };
            int parts = (double)m * n * k < ParallelWork ? 1 : Workers.Count;
            if (parts == 1)
                Serial(call);
            else
                Shared(call, parts);
        }
    }

    // Below this many multiply-adds handing over costs more than a second thread gains.
    private const double ParallelWork = 1 << 19;

    // The longer side of C is cut, so that the threads copy as little as possible of the same operand.
    private static void Shared(GemmCall call, int parts)
    {
        bool columns = call.N >= call.M;
        int side = columns ? call.N : call.M, unit = columns ? 32 : 12;
        int share = ((side + parts - 1) / parts + unit - 1) / unit * unit;
        Workers.Run((side + share - 1) / share, part =>
        {
            int from = part * share, count = Math.Min(share, side - from);
            Serial(columns ? call.Part(0, call.M, from, count) : call.Part(from, count, 0, call.N));
        });
    }

    private static void Serial(in GemmCall call)
    {
        if (Avx512F.IsSupported)
            GemmBlocked<Simd512, Vector512<float>>.Run(call);
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            GemmBlocked<Simd256, Vector256<float>>.Run(call);
        else
            GemmBlocked<Simd128, Vector128<float>>.Run(call);
    }
}
