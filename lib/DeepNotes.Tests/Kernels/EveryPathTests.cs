using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

/// <summary>Every kernel with code for several vector widths, against plain loops in double, in memory that ends at its last element.</summary>
/// <remarks><see cref="HardwarePathTests"/> runs these once more for each instruction set.</remarks>
public partial class EveryPathTests
{
    private const int Longest = 257;

    [Fact]
    public void Softmax_its_logarithm_and_cross_entropy()
    {
        for (int cols = 1; cols <= Longest; cols += cols < 70 ? 1 : 17)
        {
            float[] x = Random(1, 2 * cols, -9, 9);
            using Guarded from = new(x), soft = new(new float[2 * cols]), log = new(new float[2 * cols]), p = new(new float[2 * cols]);
            SoftmaxKernels.Forward(from.Span, soft.Span, cols);
            LogSoftmaxKernels.Forward(from.Span, log.Span, cols);
            float loss = CrossEntropyKernels.Forward(from.Span, [0, cols - 1], p.Span, cols, -100, out int counted);
            Assert.Equal(2, counted);
            double[] sums = [x.Take(cols).Sum(v => Math.Exp(v)), x.Skip(cols).Sum(v => Math.Exp(v))];
            for (int i = 0; i < 2 * cols; i++)
            {
                Assert.Equal(Math.Exp(x[i]) / sums[i / cols], soft.Span[i], 1e-6);
                Assert.Equal(x[i] - Math.Log(sums[i / cols]), log.Span[i], 4e-6);
                Assert.Equal(soft.Span[i], p.Span[i]);
            }
            Assert.Equal((Math.Log(sums[0]) - x[0] + Math.Log(sums[1]) - x[^1]) / 2, loss, 4e-6);
        }
    }

    // Every way through the blocked loops: one row, one column, dots, short tiles, narrow and deep, rows a power of two apart.
    [Theory]
    [InlineData(1, 1, 1), InlineData(1, 70, 35), InlineData(70, 1, 35), InlineData(5, 33, 7), InlineData(13, 100, 40), InlineData(25, 65, 130)]
    [InlineData(100, 16, 70), InlineData(530, 20, 70), InlineData(7, 300, 520), InlineData(80, 290, 30), InlineData(20, 16, 1024), InlineData(40, 40, 40), InlineData(47, 159, 40)]
    public void Matrix_products(int m, int n, int k)
    {
        float[] a = Random(1, m * k), b = Random(2, k * n), before = Random(3, m * n), down = Random(4, m), across = Random(5, n);
        for (int way = 0; way < 16; way++)
        {
            bool ta = (way & 1) != 0, tb = (way & 2) != 0, add = (way & 4) != 0, epilogue = (way & 8) != 0;
            using Guarded ga = new(a), gb = new(b), gc = new(before), gd = new(down), ge = new(across);
            Gemm.Multiply(ta, tb, m, n, k, ga.Span, ta ? m : k, gb.Span, tb ? k : n, gc.Span, n, add,
                epilogue ? gd.Span : default, epilogue ? ge.Span : default, epilogue);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = add ? before[i * n + j] : 0;
                    for (int p = 0; p < k; p++)
                        sum += (double)a[ta ? p * m + i : i * k + p] * b[tb ? j * k + p : p * n + j];
                    Assert.Equal(epilogue ? Math.Max(sum + down[i] + across[j], 0) : sum, gc.Span[i * n + j], 1e-6 * (1 + k));
                }
            }
        }
    }

    [Fact]
    public void Batch_and_layer_normalization_and_pooling()
    {
        for (int d = 2; d <= 70; d++)
        {
            float[] x = Random(1, 6 * d), w = Random(2, d), b = Random(3, d), more = Random(4, 6 * d);
            using Guarded gx = new(x), gw = new(w), gb = new(b), gm = new(more), gy = new(new float[6 * d]), mean = new(new float[6]), rstd = new(new float[6]);
            LayerNormKernels.Forward(gx.Span, gw.Span, gb.Span, gy.Span, mean.Span, rstd.Span, 1e-5f);
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(Hat(x.Skip(i / d * d).Take(d), x[i], 1e-5) * w[i % d] + b[i % d], gy.Span[i], 4e-6);
            BatchNormKernels.Statistics(gx.Span, mean.Span[..3], rstd.Span[..3], d);   // two images of three channels
            foreach (ref float v in rstd.Span[..3])
                v = 1 / MathF.Sqrt(v + 1e-5f);
            BatchNormKernels.Forward(gx.Span, mean.Span[..3], rstd.Span[..3], default, default, gy.Span, d, relu: true, gm.Span);
            for (int i = 0; i < x.Length; i++)
            {
                int at = i / d % 3 * d;
                Assert.Equal(Math.Max(0, Hat(x.Skip(at).Take(d).Concat(x.Skip(at + 3 * d).Take(d)), x[i], 1e-5) + more[i]), gy.Span[i], 4e-6);
            }
            PoolAxis rows = PoolAxis.Sliding(6, 2, 2, 0, false, false), columns = PoolAxis.Sliding(d, 2, 2, 0, false, false);
            using Guarded pooled = new(new float[3 * (d / 2)]);
            foreach (bool max in new[] { false, true })
            {
                PoolKernels.Forward(gx.Span, pooled.Span, 6, d, rows, columns, max);
                for (int i = 0; i < pooled.Span.Length; i++)
                {
                    int at = i / (d / 2) * 2 * d + i % (d / 2) * 2;
                    double[] window = [x[at], x[at + 1], x[at + d], x[at + d + 1]];
                    Assert.Equal(max ? window.Max() : window.Average(), pooled.Span[i], 2e-7);
                }
            }
        }

        static double Hat(IEnumerable<float> all, double x, double epsilon)
        {
            double mean = all.Average(v => (double)v);
            return (x - mean) / Math.Sqrt(all.Average(v => (v - mean) * (v - mean)) + epsilon);
        }
    }

    // Ties, NaN and windows that overlap, run over the edge or lie side by side.
    [Theory, InlineData(2, 2, 0), InlineData(2, 2, 0, 6), InlineData(3, 2, 1), InlineData(2, 1, 0), InlineData(3, 3, 0), InlineData(5, 2, 2), InlineData(4, 4, 1)]
    public void Pooling_sends_gradients_back(int kernel, int stride, int pad, int h = 7)
    {
        for (int w = Math.Max(2, kernel); w <= 40; w++)
        {
            var (rows, columns) = (PoolAxis.Sliding(h, kernel, stride, pad, false, true), PoolAxis.Sliding(w, kernel, stride, pad, true, true));
            int outputs = rows.Start.Length * columns.Start.Length;
            float[] x = [.. Random(1, 2 * h * w, 0, 3).Select(v => v > 2.9f ? float.NaN : MathF.Floor(v))], dy = Random(2, 2 * outputs), before = Random(3, x.Length);
            foreach (bool max in new[] { false, true })
            {
                using Guarded gx = new(x), gy = new(new float[2 * outputs]), gdy = new(dy), first = new(before), added = new(before);
                PoolKernels.Forward(gx.Span, gy.Span, h, w, rows, columns, max);
                foreach (var (dx, add) in new[] { (first, false), (added, true) })
                {
                    if (max)
                        PoolKernels.MaxBackward(gx.Span, gy.Span, gdy.Span, dx.Span, h, w, rows, columns, add);
                    else
                        PoolKernels.AverageBackward(gdy.Span, dx.Span, h, w, rows, columns, add);
                }
                double[] expected = new double[x.Length];
                for (int i = 0; i < dy.Length; i++)
                {
                    int r = i % outputs / columns.Start.Length, c = i % columns.Start.Length, plane = i / outputs * h * w;
                    var window = (from a in Enumerable.Range(rows.Start[r], rows.End[r] - rows.Start[r])
                                  from b in Enumerable.Range(columns.Start[c], columns.End[c] - columns.Start[c]) select plane + a * w + b).ToArray();
                    if (!max)
                        Array.ForEach(window, at => expected[at] += dy[i] / (rows.Size[r] * columns.Size[c]));
                    else if (!window.Any(at => float.IsNaN(x[at])))
                        expected[window.MaxBy(at => x[at])] += dy[i];
                }
                for (int i = 0; i < x.Length; i++)
                {
                    Assert.Equal(expected[i], first.Span[i], 2e-6);
                    Assert.Equal(expected[i] + before[i], added.Span[i], 2e-6);
                }
            }
        }
    }

    [Theory, InlineData(2, 0), InlineData(3, 1)]
    public void Planes_that_no_cache_keeps_are_pooled_in_parts(int kernel, int pad)
    {
        const int H = 70, W = 150;
        var (rows, columns) = (PoolAxis.Sliding(H, kernel, 2, pad, false, true), PoolAxis.Sliding(W, kernel, 2, pad, false, true));
        int count = columns.Start.Length, outputs = rows.Start.Length * count;
        float[] x = Random(1, 2 * H * W);
        foreach (bool max in new[] { false, true })
        {
            using Guarded gx = new(x), gy = new(new float[2 * outputs]);
            PoolKernels.Forward(gx.Span, gy.Span, H, W, rows, columns, max);
            for (int i = 0; i < gy.Span.Length; i++)
            {
                int r = i % outputs / count, c = i % count;
                var window = (from a in Enumerable.Range(rows.Start[r], rows.End[r] - rows.Start[r])
                              from b in Enumerable.Range(columns.Start[c], columns.End[c] - columns.Start[c]) select x[i / outputs * H * W + a * W + b]).ToArray();
                Assert.Equal(max ? window.Max() : window.Sum(v => (double)v) / (kernel * kernel), gy.Span[i], 2e-6);
            }
        }
    }

    [Theory, InlineData(1, 1), InlineData(3, 5), InlineData(7, 4), InlineData(16, 32), InlineData(33, 20), InlineData(40, 80)]
    public void Resizing(int w, int width)
    {
        const int H = 3, Height = 5;
        float[] x = Random(1, 2 * H * w), dy = Random(2, 2 * Height * width), before = Random(3, 2 * H * w);
        foreach (var (rows, columns) in new[] { (ResampleAxis.Nearest(H, Height), ResampleAxis.Nearest(w, width)), (ResampleAxis.Linear(H, Height, true), ResampleAxis.Linear(w, width, false)) })
        {
            using Guarded gx = new(x), gy = new(new float[dy.Length]), gdy = new(dy), gdx = new(before);
            ResampleKernels.Forward(gx.Span, gy.Span, H, w, rows, columns);
            ResampleKernels.Backward(gdy.Span, gdx.Span, H, w, rows, columns);
            double[] down = [.. before.Select(v => (double)v)];
            for (int i = 0; i < dy.Length; i++)
            {
                int r = i % (Height * width) / width, c = i % width, plane = i / (Height * width) * H * w;
                double up = rows.Weight[r], right = columns.Weight[c], y = 0;
                foreach (var (row, column, share) in new[] { (rows.Low[r], columns.Low[c], (1 - up) * (1 - right)), (rows.Low[r], columns.High[c], (1 - up) * right),
                    (rows.High[r], columns.Low[c], up * (1 - right)), (rows.High[r], columns.High[c], up * right) })
                {
                    y += share * x[plane + row * w + column];
                    down[plane + row * w + column] += share * dy[i];
                }
                Assert.Equal(y, gy.Span[i], 1e-6);
            }
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(down[i], gdx.Span[i], 4e-6);
        }
    }

    private static float[] Random(ulong seed, int length, float low = -1, float high = 1)
    {
        var values = new float[length];
        new Rng(seed).FillUniform(values, low, high);
        return values;
    }
}
