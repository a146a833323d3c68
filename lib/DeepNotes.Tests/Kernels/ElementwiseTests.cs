using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

/// <summary>What elementwise kernels must do at any length and with values that are no numbers.</summary>
public class ElementwiseTests
{
    private static readonly (string Name, Func<Tensor, Tensor> Op, Func<double, double> Exact)[] Functions =
    [
        ("Sigmoid", F.Sigmoid, v => 1 / (1 + Math.Exp(-v))), ("Tanh", F.Tanh, Math.Tanh), ("Relu", F.Relu, v => Math.Max(v, 0)),
        ("LeakyRelu", x => F.LeakyRelu(x), v => v > 0 ? v : 0.01 * v), ("PRelu", x => F.PRelu(x, Tensor.Full(0.25f, 1)), v => v > 0 ? v : 0.25 * v),
        ("Elu", x => F.Elu(x), v => v > 0 ? v : Math.Exp(v) - 1), ("Softplus", F.Softplus, v => Math.Log(1 + Math.Exp(v))),
        ("Gelu", F.Gelu, v => v * Normal(v)), ("Silu", F.Silu, v => v / (1 + Math.Exp(-v))),
        ("Softmax", F.Softmax, _ => double.NaN), ("LogSoftmax", F.LogSoftmax, _ => double.NaN),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    // Φ by Simpson's rule on the density: slow, and nothing like the kernel's way.
    private static double Normal(double x)
    {
        double h = x / 2000, sum = 0;
        for (int i = 0; i <= 2000; i++)
            sum += (i is 0 or 2000 ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-i * h * (i * h) / 2);
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_length_gives_the_exact_values(string name)
    {
        var (_, op, exact) = Functions.Single(f => f.Name == name);
        for (int n = 0; n <= 70 && !name.EndsWith("oftmax", StringComparison.Ordinal); n++)
        {
            var x = new Rng((ulong)n).Uniform(5f, n);
            var y = op(x);
            for (int i = 0; i < n; i++)
                Assert.Equal(exact(x.Data[i]), y.Data[i], 2e-6 * Math.Max(1, Math.Abs(exact(x.Data[i]))));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void NaN_passes_through_wherever_it_stands(string name)
    {
        var op = Functions.Single(f => f.Name == name).Op;
        foreach (int n in (int[])[1, 7, 8, 33])
        {
            for (int at = 0; at < n; at++)
            {
                var x = Tensor.Full(0.5f, n);
                x.Data[at] = float.NaN;
                Assert.True(float.IsNaN(op(x).Data[at]), $"{name}: NaN at {at} of {n} was swallowed.");
            }
        }
    }

    [Fact]
    public void NaN_reaches_sums_maxima_and_losses()
    {
        var x = Tensor.From([1, float.NaN, 3, 0]);
        Assert.True(float.IsNaN(F.Sum(x).Item()));
        Assert.True(float.IsNaN(F.Max(x).Item()));
        Assert.True(float.IsNaN(F.CrossEntropy(F.Reshape(x, 1, 4), [2]).Item()));
        Assert.True(float.IsNaN(F.MseLoss(x, Tensor.Zeros(4)).Item()));
        Assert.True(float.IsNaN(F.BinaryCrossEntropyWithLogits(x, Tensor.Zeros(4)).Item()));
    }

    [Fact]
    public void Limits_are_reached_without_overflow()
    {
        var x = Tensor.From([float.NegativeInfinity, -1e4f, 1e4f, float.PositiveInfinity]);
        Assert.Equal([0, 0, 1, 1], F.Sigmoid(x).ToArray());
        Assert.Equal([-1, -1, 1, 1], F.Tanh(x).ToArray());
        Assert.Equal([0, 0, 1e4f, float.PositiveInfinity], F.Relu(x).ToArray());
        Assert.Equal([0, 0, 1e4f, float.PositiveInfinity], F.Softplus(x).ToArray());
        Assert.Equal([-1, -1, 1e4f, float.PositiveInfinity], F.Elu(x).ToArray());
    }

    [Fact]
    public void Elu_keeps_its_digits_near_zero()
    {
        for (float x = -0.6f; x < -1e-30f; x *= 0.83f)
        {
            double exact = Math.Abs(x) < 1e-4 ? x + 0.5 * x * x : Math.Exp(x) - 1;
            Assert.Equal(exact, F.Elu(Tensor.From([x])).Item(), 4e-7 * Math.Abs(exact));
        }
    }

    [Theory, InlineData(1e4f), InlineData(-1e4f), InlineData(3e38f)]
    public void Softmax_is_right_for_huge_logits(float offset)
    {
        float step = offset > 1e30f ? 1e37f : 1;
        var x = Tensor.From([offset, offset - step, offset - 2 * step], 1, 3);
        double e = Math.Exp(-step), sum = 1 + e + e * e;
        float[] p = F.Softmax(x).ToArray(), log = F.LogSoftmax(x).ToArray();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Math.Pow(e, i) / sum, p[i], 1e-6);
            Assert.Equal(-i * (double)step - Math.Log(sum), log[i], 1e-5 * Math.Max(1, step));
        }
        Assert.Equal(step + Math.Log(sum), F.CrossEntropy(x, [1]).Item(), 1e-5 * Math.Max(1, step));
    }

    [Fact]
    public void An_empty_gradient_span_is_left_out_and_gradients_add_up()
    {
        float[] x = [1, 2, 3], dx = [10, 10, 10];
        TanhKernels.Backward(x, x, default);
        SoftmaxKernels.Backward(x, x, default, 3);
        BroadcastKernels.Backward(Arithmetic.Multiply, Broadcast.Plan([3], [3])!, x, x, x, default, dx);
        Assert.Equal([11, 14, 19], dx);
        LinearKernels.Backward(x, x, [1], default, dx, default, 3, 1);
        Assert.Equal([12, 16, 22], dx);
    }

    [Fact]
    public void A_long_sum_keeps_its_digits() =>
        Assert.Equal(0.1f * (1 << 22), F.Sum(Tensor.Full(0.1f, 1 << 22)).Item(), 1f);   // one float accumulator would be off by thousands
}
