namespace DeepNotes.Kernels;

/// <summary>A batch of matrix products C = op(A) op(B), op being the transpose or nothing.</summary>
public static unsafe class MatMulKernels
{
    /// <summary>C_i (n, m) = op(A_i) op(B_i) for each of <paramref name="count"/> matrices.</summary>
    public static void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int count, int n, int m, int k, bool ta, bool tb)
    {
        fixed (float* pa = a, pb = b, pc = c)
            Run(new Products(pa, pb, n, m, k, ta, tb) { C = pc }, count, (double)n * m * k);
    }

    /// <summary>op(dA) = or += dC op(B)ᵀ and op(dB) = or += op(A)ᵀ dC; an empty span is left out.</summary>
    public static void Backward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dc, Span<float> da, Span<float> db,
        int count, int n, int m, int k, bool ta, bool tb, bool addA = true, bool addB = true)
    {
        fixed (float* pa = a, pb = b, pdc = dc, pda = da, pdb = db)
            Run(new Products(pa, pb, n, m, k, ta, tb) { Dc = pdc, Da = pda, Db = pdb, AddA = addA, AddB = addB }, count, 2.0 * n * m * k);
    }

    // Threads share the batch where one product is too small to be worth sharing; Gemm shares larger ones itself.
    private static void Run(in Products job, int count, double work) => RangeJob.Run(job, count, work > 1 << 21 ? 0 : count * work / 8);

    private struct Products(float* a, float* b, int n, int m, int k, bool ta, bool tb) : IRangeJob
    {
        public float* C, Dc, Da, Db;
        public bool AddA, AddB;

        public readonly void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (nint i = from; i < to; i++)
            {
                ReadOnlySpan<float> ai = new(a + i * n * k, n * k), bi = new(b + i * k * m, k * m);
                if (C != null)
                    Gemm.Multiply(ta, tb, n, m, k, ai, ta ? n : k, bi, tb ? k : m, new(C + i * n * m, n * m), m, accumulate: false);
                else
                    Back(ai, bi, new(Dc + i * n * m, n * m), new(Da == null ? null : Da + i * n * k, Da == null ? 0 : n * k), new(Db == null ? null : Db + i * k * m, Db == null ? 0 : k * m));
            }
        }

        private readonly void Back(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dc, Span<float> da, Span<float> db)
        {
            if (!da.IsEmpty && ta)        // dA (k, n) += op(B) dCᵀ
                Gemm.Multiply(tb, true, k, n, m, b, tb ? k : m, dc, m, da, n, AddA);
            else if (!da.IsEmpty)         // dA (n, k) += dC op(B)ᵀ
                Gemm.Multiply(false, !tb, n, k, m, dc, m, b, tb ? k : m, da, k, AddA);
            if (!db.IsEmpty && tb)        // dB (m, k) += dCᵀ op(A)
                Gemm.Multiply(true, ta, m, k, n, dc, m, a, ta ? n : k, db, k, AddB);
            else if (!db.IsEmpty)         // dB (k, m) += op(A)ᵀ dC
                Gemm.Multiply(!ta, false, k, m, n, a, ta ? n : k, dc, m, db, m, AddB);
        }
    }
}
