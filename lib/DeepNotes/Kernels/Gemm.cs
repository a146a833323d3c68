using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>General matrix multiplication: C = op(A) · op(B), or C += op(A) · op(B), row-major.</summary>
public static class Gemm
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
    public static void Multiply(bool transA, bool transB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate)
    {
        Debug.Assert(m >= 0 && n >= 0 && k >= 0 && ldc >= n);
        float[] packed = transB ? BufferPool.Rent(k * n) : [];
        if (transB)
        {
            for (int j = 0; j < n; j++)
            {
                for (int p = 0; p < k; p++)
                    packed[p * n + j] = b[j * ldb + p];
            }
            b = packed;
            ldb = n;
        }
        for (int i = 0; i < m; i++)
        {
            var row = c.Slice(i * ldc, n);
            if (!accumulate)
                row.Clear();
            for (int p = 0; p < k; p++)
                TensorPrimitives.MultiplyAdd(b.Slice(p * ldb, n), transA ? a[p * lda + i] : a[i * lda + p], row, row);
        }
        BufferPool.Return(packed);
    }
}
