using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Ops;

/// <summary>Every operation's value and gradient beside PyTorch's.</summary>
public class TorchOperationTests
{
    public static TheoryData<string> Names => [.. TorchFixtures.All.Operations.Select(o => o.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Equals_PyTorch(string name)
    {
        var expected = TorchFixtures.All.Operations.Single(o => o.Name == name);
        Tensor[] inputs = [.. expected.Inputs.Select(x => x.ToTensor(requiresGrad: true))];
        var y = Apply(name, inputs, expected.Ints);
        Assert.Equal(expected.Value.Shape, y.Shape.ToArray());
        Assert.InRange(TorchFixtures.Error(expected.Value, y.Data), 0, 1e-5);
        y.Backward(expected.Seed.ToTensor().Data);
        for (int i = 0; i < inputs.Length; i++)
            Assert.InRange(TorchFixtures.Error(expected.Gradients[i], inputs[i].Grad), 0, 1e-4);
    }

    private static Tensor Apply(string name, Tensor[] t, int[] ints) => name switch
    {
        "Sigmoid" => F.Sigmoid(t[0]),
        "Tanh" => F.Tanh(t[0]),
        "Relu" => F.Relu(t[0]),
        "LeakyRelu" => F.LeakyRelu(t[0], 0.2f),
        "PRelu" => F.PRelu(t[0], t[1]),
        "Elu" => F.Elu(t[0], 1.3f),
        "Softplus" => F.Softplus(t[0]),
        "Gelu" => F.Gelu(t[0]),
        "Silu" => F.Silu(t[0]),
        "Softmax" or "Softmax large" => F.Softmax(t[0]),
        "LogSoftmax" or "LogSoftmax large" => F.LogSoftmax(t[0]),
        "CrossEntropy" or "CrossEntropy large" => F.CrossEntropy(t[0], ints),
        "CrossEntropy ignoring" => F.CrossEntropy(t[0], ints, -100),
        "Add" => t[0] + t[1],
        "Sub" => t[0] - t[1],
        "Mul" => t[0] * t[1],
        "Div" => t[0] / t[1],
        "Affine" => 2.5f * t[0] - 0.75f,
        "Exp" => F.Exp(t[0]),
        "Log" => F.Log(t[0]),
        "Sqrt" => F.Sqrt(t[0]),
        "Abs" => F.Abs(t[0]),
        "Pow" => F.Pow(t[0], 2.5f),
        "Sum" => F.Sum(t[0]),
        "Sum axis" => F.Sum(t[0], 1),
        "Mean" => F.Mean(t[0]),
        "Mean axis" => F.Mean(t[0], 0, keepDims: true),
        "Max axis" => F.Max(t[0], 1),
        "Reshape" => F.Reshape(t[0], -1, 3),
        "Permute" => F.Permute(t[0], 2, 0, 1),
        "Slice" => F.Slice(t[0], 1, 2, axis: 1),
        "Concat" => F.Concat(-1, t),
        "Embedding" => F.Embedding(t[0], ints),
        "Gather" => F.Gather(t[0], ints),
        "MatMul" => F.MatMul(t[0], t[1]),
        "MatMul batch" => F.MatMul(t[0], t[1], transposeB: true),
        "Linear" => F.Linear(t[0], t[1], t[2]),
        "MseLoss" => F.MseLoss(t[0], t[1]),
        "NllLoss" => F.NllLoss(t[0], ints),
        "BinaryCrossEntropyWithLogits" => F.BinaryCrossEntropyWithLogits(t[0], Tensor.From([0, 1, 0.3f, 1, 0, 1])),
        _ => throw new ArgumentException($"No operation for the fixture '{name}'."),
    };
}
