using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Ops;

/// <summary>Every operation's value and gradient beside PyTorch's.</summary>
public class TorchOperationTests
{
    private static readonly Dictionary<string, Func<Tensor[], int[], Tensor>> Operations = new(ImageCases.All)
    {
        ["Sigmoid"] = (t, _) => F.Sigmoid(t[0]),
        ["Tanh"] = (t, _) => F.Tanh(t[0]),
        ["Relu"] = (t, _) => F.Relu(t[0]),
        ["LeakyRelu"] = (t, _) => F.LeakyRelu(t[0], 0.2f),
        ["PRelu"] = (t, _) => F.PRelu(t[0], t[1]),
        ["Elu"] = (t, _) => F.Elu(t[0], 1.3f),
        ["Softplus"] = (t, _) => F.Softplus(t[0]),
        ["Gelu"] = (t, _) => F.Gelu(t[0]),
        ["Silu"] = (t, _) => F.Silu(t[0]),
        ["Softmax"] = (t, _) => F.Softmax(t[0]),
        ["Softmax large"] = (t, _) => F.Softmax(t[0]),
        ["LogSoftmax"] = (t, _) => F.LogSoftmax(t[0]),
        ["LogSoftmax large"] = (t, _) => F.LogSoftmax(t[0]),
        ["CrossEntropy"] = (t, ints) => F.CrossEntropy(t[0], ints),
        ["CrossEntropy large"] = (t, ints) => F.CrossEntropy(t[0], ints),
        ["CrossEntropy ignoring"] = (t, ints) => F.CrossEntropy(t[0], ints, -100),
        ["Add"] = (t, _) => t[0] + t[1],
        ["Sub"] = (t, _) => t[0] - t[1],
        ["Mul"] = (t, _) => t[0] * t[1],
        ["Div"] = (t, _) => t[0] / t[1],
        ["Affine"] = (t, _) => 2.5f * t[0] - 0.75f,
        ["Exp"] = (t, _) => F.Exp(t[0]),
        ["Log"] = (t, _) => F.Log(t[0]),
        ["Sqrt"] = (t, _) => F.Sqrt(t[0]),
        ["Abs"] = (t, _) => F.Abs(t[0]),
        ["Pow"] = (t, _) => F.Pow(t[0], 2.5f),
        ["Sum"] = (t, _) => F.Sum(t[0]),
        ["Sum axis"] = (t, _) => F.Sum(t[0], 1),
        ["Mean"] = (t, _) => F.Mean(t[0]),
        ["Mean axis"] = (t, _) => F.Mean(t[0], 0, keepDims: true),
        ["Max axis"] = (t, _) => F.Max(t[0], 1),
        ["Reshape"] = (t, _) => F.Reshape(t[0], -1, 3),
        ["Permute"] = (t, _) => F.Permute(t[0], 2, 0, 1),
        ["Slice"] = (t, _) => F.Slice(t[0], 1, 2, axis: 1),
        ["Concat"] = (t, _) => F.Concat(-1, t),
        ["Embedding"] = (t, ints) => F.Embedding(t[0], ints),
        ["Gather"] = (t, ints) => F.Gather(t[0], ints),
        ["MatMul"] = (t, _) => F.MatMul(t[0], t[1]),
        ["MatMul batch"] = (t, _) => F.MatMul(t[0], t[1], transposeB: true),
        ["Linear"] = (t, _) => F.Linear(t[0], t[1], t[2]),
        ["MseLoss"] = (t, _) => F.MseLoss(t[0], t[1]),
        ["NllLoss"] = (t, ints) => F.NllLoss(t[0], ints),
        ["BinaryCrossEntropyWithLogits"] = (t, _) => F.BinaryCrossEntropyWithLogits(t[0], Tensor.From([0, 1, 0.3f, 1, 0, 1])),
    };

    public static TheoryData<string> Names => [.. TorchFixtures.All.Operations.Select(o => o.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Equals_PyTorch(string name)
    {
        var expected = TorchFixtures.All.Operations.Single(o => o.Name == name);
        Tensor[] inputs = [.. expected.Inputs.Select(x => x.ToTensor(requiresGrad: true))];
        var y = Operations[name](inputs, expected.Ints);
        Assert.Equal(expected.Value.Shape, y.Shape.ToArray());
        double rounding = name == "Conv2d many channels" ? 5e-4 : 1e-5;   // Winograd's way: 5e-6 of the largest number, and the error asks for a hundredth of it
        Assert.InRange(TorchFixtures.Error(expected.Value, y.Data), 0, rounding);
        y.Backward(expected.Seed.ToTensor().Data);
        for (int i = 0; i < inputs.Length; i++)
            Assert.InRange(TorchFixtures.Error(expected.Gradients[i], inputs[i].Grad), 0, Math.Max(rounding, 1e-4));
    }
}
