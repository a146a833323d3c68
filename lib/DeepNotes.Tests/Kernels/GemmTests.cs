using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

public class GemmTests
{
    private const float Canary = -12345.5f;
    private const int Margin = 37;

    public static TheoryData<int, int, int> Shapes() => new(
        from m in new[] { 1, 2, 5, 12, 13, 25 } from n in new[] { 1, 3, 16, 31, 33, 65 } from k in new[] { 0, 1, 2, 7, 40 } select (m, n, k));

    [Theory, MemberData(nameof(Shapes))]
    public void Every_transpose_agrees_with_a_double_loop(int m, int n, int k)
    {
        foreach (bool transA in new[] { false, true })
        {
            foreach (bool transB in new[] { false, true })
                Check(transA, transB, m, n, k, padding: (m + n) % 4);
        }
    }

    [Theory, InlineData(100, 100, 600), InlineData(61, 700, 513), InlineData(300, 130, 257), InlineData(1, 1000, 300), InlineData(260, 1, 300)]
    public void Shapes_larger_than_a_block_agree_with_a_double_loop(int m, int n, int k)
    {
        foreach (bool transA in new[] { false, true })
        {
            foreach (bool transB in new[] { false, true })
                Check(transA, transB, m, n, k, padding: 3);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void NaN_and_infinity_in_one_row_reach_that_row_only(bool accumulate)
    {
        const int N = 40;
        float[] a = Random(1, N * N), b = Random(2, N * N), c = Random(3, N * N);
        a[5 * N + 3] = float.NaN;
        a[7 * N + 3] = float.PositiveInfinity;
        Gemm.Multiply(false, false, N, N, N, a, N, b, N, c, N, accumulate);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                float expected = i == 5 ? float.NaN : i == 7 ? float.PositiveInfinity * b[3 * N + j] : 0f;
                Assert.True(i is 5 or 7 ? c[i * N + j].Equals(expected) : float.IsFinite(c[i * N + j]), $"({i}, {j}) is {c[i * N + j]}");
            }
        }
    }

    [Fact]
    public void Overwriting_never_reads_what_was_there_and_accumulating_does()
    {
        float[] a = Random(1, 30 * 600), b = Random(2, 600 * 70), c = new float[30 * 70];
        Array.Fill(c, float.NaN);
        Gemm.Multiply(false, false, 30, 70, 600, a, 600, b, 70, c, 70, accumulate: false);
        Assert.DoesNotContain(c, float.IsNaN);
        c[0] = float.NaN;
        Gemm.Multiply(false, false, 30, 70, 600, a, 600, b, 70, c, 70, accumulate: true);
        Assert.Equal(1, c.Count(float.IsNaN));
    }

    // Cut by columns, by rows, and a vector either way.
    [Theory, InlineData(200, 330, 600), InlineData(333, 95, 700), InlineData(1, 3000, 600), InlineData(3000, 1, 600), InlineData(1000, 20, 600)]
    public void One_thread_and_three_give_the_same_bits(int m, int n, int k)
    {
        int before = Workers.Count;
        try
        {
            foreach (bool transA in new[] { false, true })
            {
                foreach (bool transB in new[] { false, true })
                    Assert.Equal(Product(1, transA, transB), Product(3, transA, transB));
            }
        }
        finally
        {
            Workers.Count = before;
        }

        float[] Product(int threads, bool transA, bool transB)
        {
            Workers.Count = threads;
            var c = new float[m * n];
            Gemm.Multiply(transA, transB, m, n, k, Random(1, m * k), transA ? m : k, Random(2, k * n), transB ? k : n, c, n, accumulate: false);
            return c;
        }
    }

    private static void Check(bool transA, bool transB, int m, int n, int k, int padding)
    {
        int lda = (transA ? m : k) + padding, ldb = (transB ? k : n) + padding, ldc = n + padding;
        float[] a = Random(1, (transA ? k : m) * lda + 1), b = Random(2, (transB ? n : k) * ldb + 3), before = Random(3, m * ldc);
        foreach (bool accumulate in new[] { false, true })
        {
            var c = Enumerable.Repeat(Canary, m * ldc + 2 * Margin).ToArray();
            before.CopyTo(c, Margin);
            // Start one and three floats in, so that no pointer is aligned; end exactly at the last element.
            var end = c.AsSpan(Margin, m * ldc - padding);
            Gemm.Multiply(transA, transB, m, n, k, a.AsSpan(1), lda, b.AsSpan(3), ldb, end, ldc, accumulate);
            for (int i = 0; i < c.Length; i++)
            {
                int at = i - Margin, row = at / ldc, column = at % ldc;
                if (at < 0 || at >= before.Length || column >= n)
                    Assert.Equal(at < 0 || at >= before.Length ? Canary : before[at], c[i]);
                else
                    AssertElement(row, column, c[i], accumulate ? before[at] : 0);
            }
        }

        void AssertElement(int i, int j, float got, double sum)
        {
            double magnitude = Math.Abs(sum);
            for (int p = 0; p < k; p++)
            {
                double product = (double)a[1 + (transA ? p * lda + i : i * lda + p)] * b[3 + (transB ? j * ldb + p : p * ldb + j)];
                (sum, magnitude) = (sum + product, magnitude + Math.Abs(product));
            }
            Assert.True(Math.Abs(got - sum) <= magnitude * 1e-6, $"{transA} {transB} {m}x{n}x{k} at ({i}, {j}): {got}, expected {sum}");
        }
    }

    private static float[] Random(ulong seed, int length)
    {
        var values = new float[length];
        new Rng(seed).FillUniform(values, -1f, 1f);
        return values;
    }
}
