using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

public partial class EveryPathTests
{
    public delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    public delegate void Slope(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true);

    private static readonly (string Name, Map Own, Slope? Backward, Func<double, double> Exact)[] Functions =
    [
        ("exp", VectorMath.Exp, null, Math.Exp), ("tanh", VectorMath.Tanh, null, Math.Tanh),
        ("log", VectorMath.Log, null, Math.Log), ("sigmoid", VectorMath.Sigmoid, null, Sigmoid),
        ("silu", SiluKernels.Forward, SiluKernels.Backward, x => x * Sigmoid(x)),
        ("softplus", SoftplusKernels.Forward, SoftplusKernels.Backward, x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
        ("gelu", GeluKernels.Forward, GeluKernels.Backward, x => x * Normal(x)),
        ("tanh, from its output", TanhKernels.Forward, FromOutput(TanhKernels.Forward, TanhKernels.Backward), Math.Tanh),
        ("sigmoid, from its output", SigmoidKernels.Forward, FromOutput(SigmoidKernels.Forward, SigmoidKernels.Backward), Sigmoid),
        ("relu", (x, y) => RectifierKernels.Forward(x, y, 0), (x, dy, dx, add) => RectifierKernels.Backward(x, dy, dx, 0, add), x => Math.Max(x, 0)),
        ("leaky relu", (x, y) => RectifierKernels.Forward(x, y, 0.3f), (x, dy, dx, add) => RectifierKernels.Backward(x, dy, dx, 0.3f, add), x => Math.Max(x, 0.3 * x)),
        ("relu6", (x, y) => TensorPrimitives.Clamp(x, 0, 6, y), RectifierKernels.BackwardSix, x => Math.Clamp(x, 0, 6)),
        ("elu", (x, y) => EluKernels.Forward(x, y, 0.7f), FromOutput((x, y) => EluKernels.Forward(x, y, 0.7f), (y, dy, dx, add) => EluKernels.Backward(y, dy, dx, 0.7f, add)),
            x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1)),
        ("affine", (x, y) => MathKernels.AffineForward(x, y, 3, -2), null, x => 3 * x - 2),
    ];

    private static Slope FromOutput(Map forward, Slope backward) => (x, dy, dx, add) =>
    {
        using Guarded y = new(x);
        forward(x, y.Span);
        backward(y.Span, dy, dx, add);
    };

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_function_of_one_number(string name)
    {
        var (_, own, backward, exact) = Functions.Single(f => f.Name == name);
        float[] x = Random(1, Longest, name == "log" ? 0.01f : -6, 6), dy = Random(2, Longest), before = Random(3, Longest);
        double[] y = [.. x.Select(v => exact(v))], slope = [.. x.Select(v => (exact(v + 1e-5) - exact(v - 1e-5)) / 2e-5)];
        for (int length = 0; length <= Longest; length++)
        {
            using Guarded from = new(x.AsSpan(0, length)), to = new(new float[length]), up = new(dy.AsSpan(0, length)), down = new(before.AsSpan(0, length)), alone = new(before.AsSpan(0, length));
            own(from.Span, to.Span);
            backward?.Invoke(from.Span, up.Span, down.Span);
            backward?.Invoke(from.Span, up.Span, alone.Span, add: false);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(y[i], to.Span[i], 4e-7 * Math.Max(1, Math.Abs(y[i])));
                Assert.Equal(backward is null ? before[i] : before[i] + dy[i] * slope[i], down.Span[i], 2e-6);
                Assert.Equal(backward is null ? before[i] : dy[i] * slope[i], alone.Span[i], 2e-6);
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …)
    private static double Normal(double x)
    {
        double term = x, sum = x;
        for (int i = 3; i < 400; i += 2)
            sum += term *= x * x / i;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
