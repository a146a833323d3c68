using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

/// <summary>What threads share comes out in the same bits as from one.</summary>
public class ThreadsTests
{
    private delegate void Kernel(float[] x, float[] dy, float[] y, float[] dx);

    private const int Cols = 1000;

    private static readonly Dictionary<string, Kernel> Kernels = new()
    {
        ["exp"] = (x, _, y, _) => VectorMath.Exp(x, y),
        ["relu"] = (x, dy, y, dx) => { RectifierKernels.Forward(x, y, 0); RectifierKernels.Backward(x, dy, dx, 0); },
        ["tanh"] = (x, dy, y, dx) => { TanhKernels.Forward(x, y); TanhKernels.Backward(y, dy, dx, add: false); },
        ["gelu"] = (x, dy, y, dx) => { GeluKernels.Forward(x, y); GeluKernels.Backward(x, dy, dx); },
        ["elu"] = (x, dy, y, dx) => { EluKernels.Forward(x, y, 1); EluKernels.Backward(y, dy, dx, 1); },
        ["sum"] = (x, dy, y, dx) => { y[0] = (float)ReductionKernels.Total(x); dx[0] = (float)ReductionKernels.Total(dy.AsSpan(3, 1024 * 300)); },
        ["softmax"] = (x, _, y, _) => SoftmaxKernels.Forward(x.AsSpan(0, Rows(x) * Cols), y.AsSpan(0, Rows(x) * Cols), Cols),
        ["cross-entropy"] = (x, _, y, dx) =>
        {
            int[] targets = [.. Enumerable.Range(0, Rows(x)).Select(i => i % 7 == 3 ? -100 : i * 31 % Cols)];
            dx[^1] = CrossEntropyKernels.Forward(x.AsSpan(0, Rows(x) * Cols), targets, y, Cols, -100, out int counted);
            CrossEntropyKernels.Backward(y.AsSpan(0, Rows(x) * Cols), targets, 2, dx.AsSpan(0, Rows(x) * Cols), Cols, -100, counted);
        },
        ["small products"] = (x, dy, y, dx) => Products(x, dy, y, dx, 37, 20, 30, 25),
        ["larger products"] = (x, dy, y, dx) => Products(x, dy, y, dx, 3, 200, 170, 160),
    };

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory, MemberData(nameof(Names))]
    public void One_thread_two_and_five_give_the_same_bits(string name)
    {
        foreach (int length in new[] { 307_212, 1_049_601 })
        {
            float[] x = Random(1, length), dy = Random(2, length);
            int before = Workers.Count;
            try
            {
                var one = Run(1);
                Assert.Contains(one, v => v != 0);
                Assert.Equal(one, Run(2));
                Assert.Equal(one, Run(5));
            }
            finally
            {
                Workers.Count = before;
            }

            float[] Run(int threads)
            {
                Workers.Count = threads;
                float[] y = new float[length], dx = Random(3, length);
                Kernels[name](x, dy, y, dx);
                return [.. y, .. dx];
            }
        }
    }

    [Fact]
    public void A_sum_of_any_length_is_that_of_its_chunks()
    {
        float[] x = Random(1, 1024 * 1024 + 1500);
        foreach (int length in new[] { 0, 1, 1023, 1024, 1025, 300_000, 1024 * 1024, 1024 * 1024 + 1, x.Length })
        {
            double sum = 0;
            for (int i = 0; i < length; i++)
                sum += x[i];
            Assert.Equal(sum, ReductionKernels.Total(x.AsSpan(0, length)), 1e-2);
        }
    }

    private static int Rows(float[] x) => x.Length / Cols;

    private static void Products(float[] x, float[] dy, float[] y, float[] dx, int count, int n, int m, int k)
    {
        int a = count * n * k, b = count * k * m, c = count * n * m;
        foreach (var (ta, tb) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            MatMulKernels.Forward(x.AsSpan(0, a), dy.AsSpan(0, b), y.AsSpan(0, c), count, n, m, k, ta, tb);
            MatMulKernels.Backward(x.AsSpan(0, a), dy.AsSpan(0, b), y.AsSpan(0, c), dx.AsSpan(0, a), dx.AsSpan(a, b), count, n, m, k, ta, tb, addA: ta);
            // Each alone
            var one = new float[n * m];
            Gemm.Multiply(ta, tb, n, m, k, x.AsSpan(n * k, n * k), ta ? n : k, dy.AsSpan(k * m, k * m), tb ? k : m, one, m, accumulate: false);
            Assert.Equal(one, y[(n * m)..(2 * n * m)]);
        }
    }

    private static float[] Random(int seed, int length)
    {
        var rng = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 6 * rng.NextSingle() - 3)];
    }
}
