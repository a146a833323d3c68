using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

public class ConvTests
{
    // The dimensions around which the code branches: vectors, tiles, blocks of channels, parities, depth-wise, one tap.
    private static readonly ConvShape[] Shapes =
    [
        new(2, 3, 9, 11, 5, 3, 3), new(1, 1, 1, 1, 1, 1, 1), new(2, 1, 6, 6, 6, 5, 5) { PadX = 2, PadY = 2 }, new(1, 20, 8, 8, 13, 3, 3) { PadX = 1, PadY = 1 },
        new(3, 16, 16, 16, 16, 3, 3) { PadX = 1, PadY = 1 }, new(1, 40, 7, 6, 25, 3, 3) { PadX = 1, PadY = 1 }, new(5, 3, 12, 13, 7, 7, 7) { PadX = 3, PadY = 3, StrideX = 2, StrideY = 2 },
        new(2, 150, 4, 9, 30, 1, 1), new(1, 33, 6, 8, 24, 1, 1) { StrideX = 2, StrideY = 2 }, new(2, 4, 10, 9, 6, 3, 2) { Groups = 2, StrideY = 3, PadX = 1 },
        new(2, 18, 7, 9, 18, 3, 3) { Groups = 18, PadX = 1, PadY = 1 }, new(2, 4, 9, 8, 8, 3, 3) { Groups = 4, PadX = 1, PadY = 1, StrideX = 2, StrideY = 2 },
        new(2, 5, 1, 70, 4, 1, 4) { DilationX = 3, PadX = 4 }, new(1, 2, 9, 9, 3, 2, 2) { StrideX = 4, StrideY = 4 }, new(1, 3, 10, 40, 4, 3, 3) { DilationX = 2, DilationY = 3, PadX = 5, PadY = 1 },
        new(1, 35, 20, 21, 36, 3, 3) { PadX = 1, PadY = 1 }, new(2, 48, 8, 8, 48, 3, 3) { PadX = 1, PadY = 1 }, new(1, 32, 13, 30, 33, 3, 3),
        new(2, 5, 6, 32, 13, 3, 3) { PadX = 1, PadY = 1 }, new(1, 130, 5, 6, 128, 3, 3), new(1, 130, 3, 32, 128, 3, 3) { PadX = 1, PadY = 1 }, new(2, 3, 4, 48, 14, 1, 1),
        new(3, 6, 14, 14, 16, 5, 5), new(2, 3, 9, 13, 32, 3, 5) { PadX = 2, StrideY = 2 }, new(2, 4, 8, 9, 64, 3, 4) { Groups = 2, PadX = 1, DilationY = 2 }, new(1, 2, 6, 7, 8, 4, 4), new(2, 16, 9, 8, 6, 5, 5) { PadX = 2 },
        new(1, 3, 40, 44, 40, 7, 7) { PadX = 3, PadY = 3, StrideX = 2, StrideY = 2 }, new(1, 40, 21, 27, 30, 4, 3) { PadX = 1 },
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Shapes.Length)];

    private static int InputLength(ConvShape s) => s.N * s.C * s.H * s.W;
    private static int OutputLength(ConvShape s) => s.N * s.K * s.OutH * s.OutW;
    private static int WeightLength(ConvShape s) => s.K * s.C / s.Groups * s.R * s.S;

    [Theory, MemberData(nameof(Numbers))]
    public void All_three_passes_agree_with_a_double_loop(int number)
    {
        var s = Shapes[number];
        float[] x = Random(1, InputLength(s)), w = Random(2, WeightLength(s)), b = Random(3, s.K), dy = Random(4, OutputLength(s));
        double[] y = new double[dy.Length], dx = new double[x.Length], dw = new double[w.Length];
        for (int n = 0; n < s.N; n++)
            Reference(s, n, x, w, b, dy, y, dx, dw);
        Check(y, to => ConvKernels.Forward(s, x, w, b, to), adds: false);
        Check([.. y.Select(v => Math.Max(v, 0))], to => ConvKernels.Forward(s, x, w, b, to, relu: true), adds: false);
        Check(dx, to => ConvKernels.BackwardInput(s, dy, w, to), adds: true);
        Check(dx, to => ConvKernels.BackwardInput(s, dy, w, to, add: false), adds: false);
        Check(dw, to => ConvKernels.BackwardWeights(s, x, dy, to), adds: true);
    }

    // The kernels' statement of Winograd's error, and the definition for the shapes that he takes over.
    [Fact]
    public void Winograd_errs_by_1e_5_of_the_largest_result_and_the_definition_by_1e_6()
    {
        try
        {
            for (int number = 0; number < Shapes.Length; number++)
            {
                if (!ConvWinograd.Fits(Shapes[number]))
                    continue;
                ConvKernels.Winograd = false;
                All_three_passes_agree_with_a_double_loop(number);
                Assert.InRange(Error(Shapes[number]), 0, 1e-6);
                ConvKernels.Winograd = true;
                Assert.InRange(Error(Shapes[number]), 0, 1e-5);
            }
        }
        finally
        {
            ConvKernels.Winograd = true;
        }

        static double Error(ConvShape s)
        {
            float[] x = Random(1, InputLength(s)), w = Random(2, WeightLength(s)), b = new float[s.K], to = new float[OutputLength(s)];
            double[] y = new double[to.Length], dx = new double[x.Length], dw = new double[w.Length];
            for (int n = 0; n < s.N; n++)
                Reference(s, n, x, w, b, to, y, dx, dw);
            ConvKernels.Forward(s, x, w, b, to);
            return y.Zip(to, (u, v) => Math.Abs(u - v)).Max() / y.Max(Math.Abs);
        }
    }

    [Theory, MemberData(nameof(Numbers))]
    public void One_thread_and_three_give_the_same_bits(int number)
    {
        var s = Shapes[number];
        int more = s.C > 100 ? 1 : 4;
        s = s with { N = more + 1, C = more * s.C, K = more * s.K, Groups = s.Depthwise ? more * s.Groups : s.Groups };
        float[] x = Random(1, InputLength(s)), w = Random(2, WeightLength(s)), dy = Random(4, OutputLength(s));
        int before = Workers.Count;
        try
        {
            Assert.Equal(Run(1), Run(3));
            s = s with { N = 1 };   // one image, shared by its pixels
            Assert.Equal(Run(1), Run(3));
        }
        finally
        {
            Workers.Count = before;
        }

        float[] Run(int threads)
        {
            Workers.Count = threads;
            float[] y = new float[OutputLength(s)], dx = new float[InputLength(s)], dw = new float[w.Length];
            ConvKernels.Forward(s, x, w, default, y);
            ConvKernels.BackwardInput(s, dy, w, dx);
            ConvKernels.BackwardWeights(s, x, dy, dw);
            return [.. y, .. dx, .. dw];
        }
    }

    [Fact]
    public void A_convolution_and_its_transpose_are_adjoint()
    {
        foreach (var s in Shapes)
        {
            float[] x = Random(1, InputLength(s)), w = Random(2, WeightLength(s)), y = Random(3, OutputLength(s)), ax = new float[y.Length], aty = new float[x.Length];
            ConvKernels.Forward(s, x, w, default, ax);
            ConvKernels.BackwardInput(s, y, w, aty, add: false);
            double left = Dot(ax, y), right = Dot(x, aty), scale = Math.Sqrt(Dot(ax, ax) * Dot(y, y));
            Assert.InRange(Math.Abs(left - right) / scale, 0, 1e-5);
        }
    }

    [Fact]
    public void NaN_reaches_the_pixels_that_see_it_and_no_others()
    {
        var s = new ConvShape(2, 3, 8, 9, 5, 3, 3) { PadX = 1, PadY = 1 };
        float[] x = Random(1, InputLength(s)), w = Random(2, WeightLength(s)), y = new float[OutputLength(s)];
        x[0 * 72 + 4 * 9 + 8] = float.NaN;   // at the right edge: the left edge of the next row must not see it
        ConvKernels.Forward(s, x, w, default, y);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i < 5 * 72 && i % 72 / 9 is >= 3 and <= 5 && i % 9 >= 7, float.IsNaN(y[i]));
    }

    private static void Check(double[] expected, Action<Span<float>> run, bool adds)
    {
        const int Margin = 40;
        float[] before = Random(9, expected.Length + 2 * Margin), after = [.. before];
        run(after.AsSpan(Margin, expected.Length));
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < after.Length; i++)
        {
            int at = i - Margin;
            if (at < 0 || at >= expected.Length)
                Assert.Equal(before[i], after[i]);
            else
                Assert.InRange(Math.Abs(after[i] - (expected[at] + (adds ? before[i] : 0))), 0, 1e-5 * (1 + largest));
        }
    }

    private static void Reference(ConvShape s, int n, float[] x, float[] w, float[] b, float[] dy, double[] y, double[] dx, double[] dw)
    {
        int channels = s.C / s.Groups, targets = s.K / s.Groups;
        for (int i = 0; i < s.K * s.OutH * s.OutW; i++)
        {
            int k = i / (s.OutH * s.OutW), row = i / s.OutW % s.OutH, column = i % s.OutW, at = n * s.K * s.OutH * s.OutW + i;
            y[at] = b[k];
            for (int j = 0; j < channels * s.R * s.S; j++)
            {
                int c = j / (s.R * s.S) + k / targets * channels, h = row * s.StrideY + j / s.S % s.R * s.DilationY - s.PadY, v = column * s.StrideX + j % s.S * s.DilationX - s.PadX;
                if (h < 0 || h >= s.H || v < 0 || v >= s.W)
                    continue;
                int from = ((n * s.C + c) * s.H + h) * s.W + v, weight = k * channels * s.R * s.S + j;
                y[at] += (double)x[from] * w[weight];
                dx[from] += (double)dy[at] * w[weight];
                dw[weight] += (double)dy[at] * x[from];
            }
        }
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (u, v) => (double)u * v).Sum();

    private static float[] Random(ulong seed, int length)
    {
        var values = new float[length];
        new Rng(seed).FillUniform(values, -1f, 1f);
        return values;
    }
}
