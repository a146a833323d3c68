namespace DeepNotes.Kernels;

/// <summary>A batch of matrix products C = op(A) op(B), op being the transpose or nothing.</summary>
public static class MatMulKernels
{
    /// <summary>C_i (n, m) = op(A_i) op(B_i) for each of <paramref name="count"/> matrices.</summary>
    public static void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int count, int n, int m, int k, bool ta, bool tb)
    {
        for (int i = 0; i < count; i++)
            Gemm.Multiply(ta, tb, n, m, k, a.Slice(i * n * k), ta ? n : k, b.Slice(i * k * m), tb ? k : m, c.Slice(i * n * m), m, accumulate: false);
    }

    /// <summary>op(dA) = or += dC op(B)ᵀ and op(dB) = or += op(A)ᵀ dC; an empty span is left out.</summary>
    public static void Backward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dc, Span<float> da, Span<float> db,
        int count, int n, int m, int k, bool ta, bool tb, bool addA = true, bool addB = true)
    {
        for (int i = 0; i < count; i++)
        {
            var dci = dc.Slice(i * n * m);
            if (!da.IsEmpty && ta)        // dA (k, n) += op(B) dCᵀ
                Gemm.Multiply(tb, true, k, n, m, b.Slice(i * k * m), tb ? k : m, dci, m, da.Slice(i * n * k), n, addA);
            else if (!da.IsEmpty)         // dA (n, k) += dC op(B)ᵀ
                Gemm.Multiply(false, !tb, n, k, m, dci, m, b.Slice(i * k * m), tb ? k : m, da.Slice(i * n * k), k, addA);
            if (!db.IsEmpty && tb)        // dB (m, k) += dCᵀ op(A)
                Gemm.Multiply(true, ta, m, k, n, dci, m, a.Slice(i * n * k), ta ? n : k, db.Slice(i * k * m), k, addB);
            else if (!db.IsEmpty)         // dB (k, m) += op(A)ᵀ dC
                Gemm.Multiply(!ta, false, k, m, n, a.Slice(i * n * k), ta ? n : k, dci, m, db.Slice(i * k * m), m, addB);
        }
    }
}
