using DeepNotes.Kernels;

namespace DeepNotes.Tests.Kernels;

public class VectorMathTests
{
    public delegate void Function(ReadOnlySpan<float> x, Span<float> y);

    private static readonly Dictionary<string, (Function Own, Func<double, double> True)> Functions = new()
    {
        ["exp"] = (VectorMath.Exp, Math.Exp),
        ["log"] = (VectorMath.Log, Math.Log),
        ["tanh"] = (VectorMath.Tanh, Math.Tanh),
        ["sigmoid"] = (VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
    };

    public static TheoryData<string> Names() => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_length_and_start_touches_its_own_elements_only(string name)
    {
        const float Canary = -77.5f;
        for (int length = 0; length <= 257; length++)
        {
            int start = 1 + length % 5;
            var x = new float[length + 8];
            new Rng(9).FillUniform(x, 0.1f, 3f);
            var y = Enumerable.Repeat(Canary, length + 24).ToArray();
            Functions[name].Own(x.AsSpan(start, length), y.AsSpan(start, length));
            for (int i = 0; i < y.Length; i++)
            {
                if (i < start || i >= start + length)
                    Assert.Equal(Canary, y[i]);
                else
                    Assert.InRange(Ulps(y[i], Functions[name].True(x[i])), 0, 2.5);
            }
        }
    }

    // Every 10007th float of both signs, so all exponents, denormals, infinities and NaN take part.
    [Theory, MemberData(nameof(Names))]
    public void All_magnitudes_are_within_the_stated_error(string name)
    {
        var x = new float[1 << 16];
        var y = new float[x.Length];
        uint bits = 0;
        double worst = 0;
        for (bool more = true; more;)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle(bits);
                more &= bits + 10007 > bits;
                bits = more ? bits + 10007 : bits;
            }
            Functions[name].Own(x, y);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = Functions[name].True(x[i]);
                if (float.IsFinite((float)expected))
                    worst = Math.Max(worst, Ulps(y[i], expected));
                else
                    Assert.True(y[i].Equals((float)expected), $"{name}({x[i]}) is {y[i]}, expected {expected}");
            }
        }
        // Without fused multiply-add each product is rounded too.
        double bound = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 2.0 : 2.5;
        Assert.True(worst <= bound, $"{name}: {worst:F2} ulp");
    }

    [Theory]
    [InlineData("exp", float.NegativeInfinity, 0f)]
    [InlineData("exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("exp", 0f, 1f)]
    [InlineData("log", 0f, float.NegativeInfinity)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log", 1f, 0f)]
    [InlineData("tanh", float.NegativeInfinity, -1f)]
    [InlineData("tanh", float.PositiveInfinity, 1f)]
    [InlineData("sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("exp", float.NaN, float.NaN)]
    [InlineData("log", float.NaN, float.NaN)]
    [InlineData("tanh", float.NaN, float.NaN)]
    [InlineData("sigmoid", float.NaN, float.NaN)]
    public void Special_values_are_exact_wherever_they_stand(string name, float x, float expected)
    {
        foreach (int length in new[] { 1, 3, 4, 9, 16, 31, 33 })
        {
            for (int at = 0; at < length; at++)
            {
                var v = new float[length];
                Array.Fill(v, 0.5f);
                v[at] = x;
                Functions[name].Own(v, v);
                Assert.Equal(expected, v[at]);
                Assert.All(Enumerable.Range(0, length).Where(i => i != at), i => Assert.True(float.IsFinite(v[i])));
            }
        }
    }

    private static double Ulps(float got, double expected)
    {
        float size = MathF.Abs((float)expected);
        double unit = Math.Max(MathF.BitIncrement(size) - (double)size, float.Epsilon);
        return Math.Abs(got - expected) / unit;
    }
}
