using System.Runtime.InteropServices;
using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>Matrix multiplication against OpenBLAS.</summary>
internal static unsafe class GemmCases
{
    private static readonly int[] Large = [256, 512, 768, 1024, 1536, 2048];
    private static readonly (int M, int N, int K)[] Small =
        [(32, 32, 32), (64, 64, 64), (100, 100, 100), (128, 128, 128), (32, 512, 128), (1, 1024, 1024), (128, 10, 784), (1024, 16, 1024)];

    public static IEnumerable<Case> All(Peers peers)
    {
        var (large, small, scaling) = (new Group("GEMM 256–2048", 1.0), new Group("GEMM small and skinny", 1.0), new Group("two threads"));
        foreach (var (m, n, k, group, bar) in Large.Select(n => (n, n, n, large, 0.95)).Concat(Small.Select(s => (s.M, s.N, s.K, small, 0.8))))
        {
            foreach (var (transA, transB) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                string name = $"gemm {m}x{n}x{k} {(transA ? 'T' : 'N')}{(transB ? 'T' : 'N')}";
                yield return new Case(name, group, peers.Blas, bar, 2.0 * m * n * k, "FLOP", () => Prepare(transA, transB, m, n, k));
            }
        }
        yield return new Case("gemm 1024 on more threads", scaling, peers.Self, 1.7, 2.0 * 1024 * 1024 * 1024, "FLOP", OnMoreThreads);
    }

    private static Trial OnMoreThreads()
    {
        const int N = 1024;
        float[] a = Data.Random(1, N * N), b = Data.Random(2, N * N), c = new float[N * N], one = new float[N * N];
        return new Trial(() => Run(c), runs => OneThread.Time(() => Run(one), runs), () => Data.Difference(c, one), 0);

        void Run(float[] to) => Gemm.Multiply(false, false, N, N, N, a, N, b, N, to, N, accumulate: false);
    }

    private static Trial Prepare(bool transA, bool transB, int m, int n, int k)
    {
        int lda = transA ? m : k, ldb = transB ? k : n;
        var (a, b, ours, theirs) = (Aligned(m * k), Aligned(k * n), Aligned(m * n), Aligned(m * n));
        Data.Random(1, m * k).CopyTo(Span(a, m * k));
        Data.Random(2, k * n).CopyTo(Span(b, k * n));
        return new Trial(
            () => Gemm.Multiply(transA, transB, m, n, k, Span(a, m * k), lda, Span(b, k * n), ldb, Span(ours, m * n), n, accumulate: false),
            runs =>
            {
                double start = Clock.Seconds();
                for (int i = 0; i < runs; i++)
                    OpenBlas.Multiply(transA, transB, m, n, k, (float*)a, lda, (float*)b, ldb, (float*)theirs, n);
                return Clock.Seconds() - start;
            },
            () =>
            {
                double difference = Data.Difference(Span(ours, m * n), Span(theirs, m * n));
                foreach (nint p in (ReadOnlySpan<nint>)[a, b, ours, theirs])
                    NativeMemory.AlignedFree((void*)p);
                return difference;
            },
            1e-5);
    }

    private static nint Aligned(int length) => (nint)NativeMemory.AlignedAlloc(4 * (nuint)length, 64);

    private static Span<float> Span(nint p, int length) => new((float*)p, length);
}
