using DeepNotes.Kernels;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Kernels;

public class RecurrentTests
{
    private static Tensor Make(ulong seed, params int[] shape)
    {
        var t = new Rng(seed).Uniform(0.5f, shape);
        t.RequiresGrad = true;
        return t;
    }

    // x, W, U, b, b′, h0 and, for the LSTM, c0.
    private static Tensor[] Operands(RecurrentShape s)
    {
        int rows = s.Blocks * s.H;
        Tensor[] all = [Make(1, s.T, s.N, s.I), Make(2, rows, s.I), Make(3, rows, s.H), Make(4, rows), Make(5, rows), Make(6, s.N, s.H)];
        return s.HasMemory ? [.. all, Make(7, s.N, s.H)] : all;
    }

    private static (Tensor Y, Tensor H, Tensor? C) Run(RecurrentShape s, Tensor[] p, int[]? lengths) =>
        F.Recurrent(s.Cell, p[0], p[1], p[2], p[3], p[4], p[5], p.ElementAtOrDefault(6), lengths, s.Reverse);

    public static TheoryData<RecurrentCell, bool, bool> Variants() => new(
        from cell in Enum.GetValues<RecurrentCell>() from reverse in new[] { false, true } from lengths in new[] { false, true } select (cell, reverse, lengths));

    [Theory, MemberData(nameof(Variants))]
    public void Backward_matches_central_difference(RecurrentCell cell, bool reverse, bool padded)
    {
        var s = new RecurrentShape(cell, 4, 3, 2, 3, reverse);
        var p = Operands(s);
        if (cell == RecurrentCell.Relu)   // far from the kink
            Array.ForEach(p, t => TensorPrimitives.Abs(t.Data, t.Data));
        Assert.InRange(GradCheck.MaxError(() => Joined(Run(s, p, padded ? [2, 4, 1] : null)), p), 0, 1e-3);

        static Tensor Joined((Tensor Y, Tensor H, Tensor? C) r) =>
            F.Concat(0, [F.Reshape(r.Y, -1), F.Reshape(r.H, -1), .. r.C is null ? Array.Empty<Tensor>() : [F.Reshape(r.C, -1)]]);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Forward_agrees_with_a_double_loop_for_any_number_of_units(RecurrentCell cell, bool reverse, bool padded)
    {
        foreach (int h in new[] { 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50 })
        {
            var s = new RecurrentShape(cell, 5, 1 + h % 14, 1 + h % 5, h, reverse);
            var p = Operands(s);
            int[]? lengths = padded ? [.. Enumerable.Range(0, s.N).Select(n => 1 + n % s.T)] : null;
            var (y, final, c) = Run(s, p, lengths);
            for (int n = 0; n < s.N; n++)
            {
                double[] state = [.. p[5].Data.Slice(n * h, h).ToArray()], memory = [.. s.HasMemory ? p[6].Data.Slice(n * h, h).ToArray() : new float[h]];
                int length = lengths?[n] ?? s.T;
                for (int step = 0; step < length; step++)
                {
                    int t = reverse ? length - 1 - step : step;
                    Step(s, p, t, n, state, memory);
                    AssertClose(state, y.Data.Slice((t * s.N + n) * h, h));
                }
                for (int t = length; t < s.T; t++)
                    AssertClose(new double[h], y.Data.Slice((t * s.N + n) * h, h));
                AssertClose(state, final.Data.Slice(n * h, h));
                if (c is not null)
                    AssertClose(memory, c.Data.Slice(n * h, h));
            }
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void The_same_bits_at_one_and_two_threads(RecurrentCell cell, bool reverse, bool padded)
    {
        var s = new RecurrentShape(cell, 20, 13, 40, 50, reverse);
        int[]? lengths = padded ? [.. Enumerable.Range(0, s.N).Select(n => 1 + n % s.T)] : null;
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            var one = Everything();
            Workers.Count = 2;
            Assert.Equal(one, Everything());
        }
        finally
        {
            Workers.Count = before;
        }

        float[] Everything()
        {
            var p = Operands(s);
            var (y, h, _) = Run(s, p, lengths);
            (F.Sum(y * y) + F.Sum(h)).Backward();
            return [.. y.ToArray(), .. p.SelectMany(t => t.Grad.ToArray())];
        }
    }

    [Fact]
    public void NaN_in_one_example_reaches_that_example_only()
    {
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            var s = new RecurrentShape(cell, 3, 20, 2, 17);
            var p = Operands(s);
            p[0].Data[(20 + 7) * 2] = float.NaN;   // step 1, example 7
            var (y, _, _) = Run(s, p, null);
            for (int i = 0; i < y.Length; i++)
                Assert.Equal(i / 17 is 20 + 7 or 40 + 7, float.IsNaN(y.Data[i]));
        }
    }

    private static void Step(RecurrentShape s, Tensor[] p, int t, int n, double[] h, double[] c)
    {
        int size = s.H;
        double[] a = Product(p[1], p[3], p[0].Data.Slice((t * s.N + n) * s.I, s.I).ToArray().Select(v => (double)v).ToArray()), b = Product(p[2], p[4], h);
        double[] before = [.. h];
        for (int j = 0; j < size; j++)
        {
            double Sum(int block) => a[block * size + j] + b[block * size + j];
            switch (s.Cell)
            {
                case RecurrentCell.Tanh: h[j] = Math.Tanh(Sum(0)); break;
                case RecurrentCell.Relu: h[j] = Math.Max(0, Sum(0)); break;
                case RecurrentCell.Lstm:
                    c[j] = Sigmoid(Sum(1)) * c[j] + Sigmoid(Sum(0)) * Math.Tanh(Sum(2));
                    h[j] = Sigmoid(Sum(3)) * Math.Tanh(c[j]);
                    break;
                default:
                    double z = Sigmoid(Sum(1)), candidate = Math.Tanh(a[2 * size + j] + Sigmoid(Sum(0)) * b[2 * size + j]);
                    h[j] = (1 - z) * candidate + z * before[j];
                    break;
            }
        }
    }

    private static double[] Product(Tensor w, Tensor bias, double[] x) =>
        [.. Enumerable.Range(0, w.Dim(0)).Select(i => bias.Data[i] + x.Select((v, k) => v * w.Data[i * x.Length + k]).Sum())];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void AssertClose(double[] expected, ReadOnlySpan<float> got)
    {
        for (int i = 0; i < got.Length; i++)
            Assert.InRange(Math.Abs(got[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i])), 0, 5e-6);
    }
}
