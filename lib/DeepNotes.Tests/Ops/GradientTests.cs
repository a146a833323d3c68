using System.Reflection;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Ops;

/// <summary>Every operation's gradient against central differences.</summary>
public class GradientTests
{
    private static Tensor X(params int[] shape) => new Rng(1).Uniform(1.5f, shape);

    private static Tensor Y(params int[] shape) => new Rng(2).Uniform(1.5f, shape);

    private static Tensor Kinked(params int[] shape) => GradCheck.AwayFromZero(3, 1.5f, shape);

    private static Tensor Positive(params int[] shape) => F.Affine(new Rng(4).Uniform(0.5f, shape), 1, 1).Detach();

    // Far apart from each other, so that no step changes which is the largest.
    private static Tensor Distinct(params int[] shape)
    {
        var x = Tensor.Zeros(shape);
        int[] order = new Rng(5).Permutation(x.Length);
        for (int i = 0; i < order.Length; i++)
            x.Data[i] = 0.1f * order[i];
        return x;
    }

    private static (string Name, Func<Tensor[], Tensor> Op, Tensor[] Inputs) Case(string name, Func<Tensor[], Tensor> op, params Tensor[] inputs) => (name, op, inputs);

    private static readonly (string Name, Func<Tensor[], Tensor> Op, Tensor[] Inputs)[] All =
    [
        .. Activations(), .. Arithmetic(), .. Reductions(), .. Layout(), .. Products(), .. Losses(), .. ImageCases.Gradients(),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Activations() =>
    [
        Case("Sigmoid", t => F.Sigmoid(t[0]), X(3, 7)), Case("Tanh", t => F.Tanh(t[0]), X(3, 7)),
        Case("Relu", t => F.Relu(t[0]), Kinked(5, 9)), Case("Relu6", t => F.Relu6(5f * t[0]), Kinked(5, 9)), Case("LeakyRelu", t => F.LeakyRelu(t[0], 0.2f), Kinked(5, 9)),
        Case("PRelu", t => F.PRelu(t[0], t[1]), Kinked(4, 3, 5), X(3)), Case("PRelu one slope", t => F.PRelu(t[0], t[1]), Kinked(17), X(1)),
        Case("Elu", t => F.Elu(t[0], 1.3f), Kinked(5, 9)), Case("Softplus", t => F.Softplus(t[0]), X(2, 1030)),
        Case("Gelu", t => F.Gelu(t[0]), X(5, 9)), Case("Silu", t => F.Silu(t[0]), X(5, 9)),
        Case("Softmax", t => F.Softmax(t[0]), X(3, 7)), Case("Softmax 1", t => F.Softmax(t[0]), X(1, 1)), Case("Softmax 33", t => F.Softmax(t[0]), X(2, 33)),
        Case("LogSoftmax", t => F.LogSoftmax(t[0]), X(2, 3, 7)),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Arithmetic() =>
    [
        Case("Add", t => t[0] + t[1], X(3, 5), Y(3, 5)), Case("Sub", t => t[0] - t[1], X(3, 5), Y(3, 5)),
        Case("Mul", t => t[0] * t[1], X(3, 5), Y(3, 5)), Case("Div", t => t[0] / t[1], X(3, 5), Positive(3, 5)),
        Case("Add row", t => t[0] + t[1], X(3, 5), Y(5)), Case("Sub column", t => t[0] - t[1], X(3, 5), Y(3, 1)),
        Case("Mul outer", t => t[0] * t[1], X(3, 1), Y(1, 5)), Case("Mul middle", t => t[0] * t[1], X(2, 3, 4), Y(3, 1)),
        Case("Mul scalar", t => t[0] * t[1], X(), Y(2, 3)), Case("Div row", t => t[0] / t[1], X(2, 3, 4), Positive(4)),
        Case("Div column", t => t[0] / t[1], X(4), Positive(2, 3, 1)), Case("Mul itself", t => t[0] * t[0], X(9)),
        Case("Mul long", t => t[0] * t[1], X(2, 1), Y(2, 1100)),
        Case("Affine", t => 2 - 3 * t[0], X(9)), Case("Affine negate", t => -(t[0] / 4f + 1f - 2f), X(9)), Case("Div into", t => 2f / t[0], Positive(9)),
        Case("Exp", t => F.Exp(t[0]), X(9)), Case("Log", t => F.Log(t[0]), Positive(9)), Case("Sqrt", t => F.Sqrt(t[0]), Positive(9)),
        Case("Abs", t => F.Abs(t[0]), Kinked(9)), Case("Pow", t => F.Pow(t[0], 2.5f), Positive(9)),
        Case("Pow square", t => F.Pow(t[0], 2), X(9)), Case("Pow cube", t => F.Pow(t[0], 3), X(9)), Case("Pow inverse", t => F.Pow(t[0], -1), Positive(9)),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Reductions() =>
    [
        Case("Sum", t => F.Sum(t[0]), X(3, 5)), Case("Mean", t => F.Mean(t[0]), X(3, 5)), Case("Max", t => F.Max(t[0]), Distinct(3, 5)),
        Case("Sum first", t => F.Sum(t[0], 0), X(3, 5)), Case("Sum middle", t => F.Sum(t[0], 1, keepDims: true), X(2, 3, 4)), Case("Sum last", t => F.Sum(t[0], -1), X(2, 3, 4)),
        Case("Mean first", t => F.Mean(t[0], 0), X(3, 5)), Case("Mean last", t => F.Mean(t[0], -1, keepDims: true), X(3, 5)),
        Case("Max first", t => F.Max(t[0], 0), Distinct(3, 5)), Case("Max middle", t => F.Max(t[0], 1), Distinct(2, 3, 4)), Case("Max last", t => F.Max(t[0], -1, keepDims: true), Distinct(3, 5)),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Layout() =>
    [
        Case("Reshape", t => F.Reshape(t[0], 5, -1), X(3, 5)), Case("Flatten", t => F.Flatten(t[0]), X(2, 3, 4)),
        Case("Transpose", t => F.Transpose(t[0]), X(3, 5)), Case("Transpose outer", t => F.Transpose(t[0], 0, 1), X(2, 3, 4)),
        Case("Permute", t => F.Permute(t[0], 2, 0, 1), X(2, 3, 4)), Case("Slice", t => F.Slice(t[0], 1, 2), X(4, 3)),
        Case("Slice last", t => F.Slice(t[0], 1, 2, axis: -1), X(3, 4)), Case("Slice middle", t => F.Slice(t[0], 1, 2, 1), X(2, 4, 3)),
        Case("Concat", t => F.Concat(0, t[0], t[1]), X(2, 3), Y(4, 3)), Case("Concat last", t => F.Concat(-1, t[0], t[1], t[0]), X(2, 3), Y(2, 1)),
        Case("Embedding", t => F.Embedding(t[0], [2, 0, 2, 4], 2, 2), X(5, 3)), Case("IndexSelect", t => F.IndexSelect(t[0], [3, 0, 3]), X(4, 2, 3)),
        Case("Gather", t => F.Gather(t[0], [1, 0, 2]), X(3, 4)),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Products() =>
    [
        Case("MatMul", t => F.MatMul(t[0], t[1]), X(3, 4), Y(4, 5)), Case("MatMul TN", t => F.MatMul(t[0], t[1], transposeA: true), X(4, 3), Y(4, 5)),
        Case("MatMul NT", t => F.MatMul(t[0], t[1], transposeB: true), X(3, 4), Y(5, 4)), Case("MatMul TT", t => F.MatMul(t[0], t[1], true, true), X(4, 3), Y(5, 4)),
        Case("MatMul batch", t => F.MatMul(t[0], t[1]), X(2, 3, 4), Y(2, 4, 2)), Case("MatMul batch NT", t => F.MatMul(t[0], t[1], transposeB: true), X(2, 3, 4), Y(2, 2, 4)),
        Case("MatMul batch TN", t => F.MatMul(t[0], t[1], transposeA: true), X(2, 4, 3), Y(2, 4, 2)), Case("MatMul shared", t => F.MatMul(t[0], t[1]), X(2, 3, 4), Y(4, 2)),
        Case("MatMul shared NT", t => F.MatMul(t[0], t[1], transposeB: true), X(2, 3, 4), Y(2, 4)),
        Case("Linear", t => F.Linear(t[0], t[1], t[2]), X(3, 4), Y(5, 4), X(5)), Case("Linear no bias", t => F.Linear(t[0], t[1]), X(2, 3, 4), Y(5, 4)),
    ];

    private static (string, Func<Tensor[], Tensor>, Tensor[])[] Losses() =>
    [
        Case("MseLoss", t => F.MseLoss(t[0], t[1]), X(3, 5), Y(3, 5)), Case("CrossEntropy", t => F.CrossEntropy(t[0], [1, 0, 4]), X(3, 5)),
        Case("CrossEntropy ignoring", t => F.CrossEntropy(t[0], [1, -100, 4], -100), X(3, 5)), Case("CrossEntropy smoothed", t => F.CrossEntropy(t[0], [1, 0, 4], 0.2f), X(3, 5)), Case("NllLoss", t => F.NllLoss(t[0], [1, 0, 4]), X(3, 5)),
        Case("BinaryCrossEntropyWithLogits", t => F.BinaryCrossEntropyWithLogits(t[0], Tensor.From([0, 1, 0.3f])), X(3)),
    ];

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Backward_matches_central_difference(string name)
    {
        var (_, op, inputs) = All.Single(c => c.Name == name);
        Assert.InRange(GradCheck.MaxError(() => op(inputs), inputs), 0, 1e-3);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_first_gradient_is_written_and_a_second_one_added(string name)
    {
        var (_, op, inputs) = All.Single(c => c.Name == name);
        Tensor[] leaves = [.. inputs.Select(t => t.Clone())];
        foreach (var t in leaves)
            t.RequiresGrad = true;
        float[] seed = new Rng(8).Uniform(1, Math.Max(1, op(inputs).Length)).ToArray();
        float[] first = Pass(), twice = Pass();
        foreach (var t in leaves)
            t.ZeroGrad();
        float[] again = Pass();
        foreach (var t in leaves)
            t.ZeroGrad();
        Assert.All(leaves, t => Assert.Equal(new float[t.Length], t.Grad.ToArray()));
        Tensor[] inner = [.. leaves.Select(t => F.Affine(t, 1, 0))];   // their first gradients come from memory that held others
        (op(inner) + op(inner)).Backward(seed);
        float[] both = [.. leaves.SelectMany(t => t.Grad.ToArray())];
        Assert.Equal(first, again);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(2 * first[i], twice[i], 1e-5f * Math.Max(1, Math.Abs(first[i])));
            Assert.Equal(2 * first[i], both[i], 1e-5f * Math.Max(1, Math.Abs(first[i])));
        }

        float[] Pass()
        {
            using var scope = new StepScope();
            op(leaves).Backward(seed);
            return [.. leaves.SelectMany(t => t.Grad.ToArray())];
        }
    }

    [Fact]
    public void Every_operation_is_checked()
    {
        var covered = All.Select(c => c.Name.Split(' ')[0]).ToHashSet();
        var operations = typeof(F).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(Tensor)).Select(m => m.Name).Distinct();
        Assert.Equal([], operations.Except(covered));
    }

    [Fact]
    public void The_check_sees_a_wrong_gradient()
    {
        var x = X(3, 4);
        Assert.InRange(GradCheck.MaxError(() => Wrong(x), [x]), 0.1, 10);

        static Tensor Wrong(Tensor x)
        {
            var y = F.Tanh(x).Detach();
            return Autograd.Record(y, [x], () => DeepNotes.Kernels.TanhKernels.Backward(x.Data, y.Grad, x.GradSink));   // x where y belongs
        }
    }
}
