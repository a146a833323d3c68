using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.NN;

/// <summary>Every layer with its default settings beside PyTorch's, loaded by PyTorch's keys.</summary>
public class TorchLayerTests
{
    public static TheoryData<string> Names => [.. TorchFixtures.All.Layers.Select(l => l.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Equals_PyTorch(string name)
    {
        var expected = TorchFixtures.All.Layers.Single(l => l.Name == name);
        var layer = LayerCases.Make(name);
        layer.Train(!name.EndsWith(" eval", StringComparison.Ordinal));
        Assert.True(layer.LoadStateDict(expected.State.ToDictionary(p => p.Key, p => p.Value.ToTensor())).IsComplete);
        var x = expected.Input.ToTensor(requiresGrad: true);
        var y = layer.Forward(x);
        Assert.Equal(expected.Value.Shape, y.Shape.ToArray());
        Assert.InRange(TorchFixtures.Error(expected.Value, y.Data), 0, 1e-5);
        foreach (var (key, buffer) in layer.NamedBuffers())
            Assert.InRange(TorchFixtures.Error(expected.After[key], buffer.Data), 0, 1e-5);
        y.Backward(expected.Seed.ToTensor().Data);
        Assert.InRange(TorchFixtures.Error(expected.InputGradient, x.Grad), 0, 1e-4);
        Assert.Equal(expected.Gradients.Keys.Order(), layer.NamedParameters().Select(p => p.Name).Order());
        foreach (var (key, parameter) in layer.NamedParameters())
            Assert.InRange(TorchFixtures.Error(expected.Gradients[key], parameter.Grad), 0, 1e-4);
    }
}

/// <summary>One instance of every layer, by the fixture's name.</summary>
internal static class LayerCases
{
    public static readonly string[] Names =
    [
        "Linear", "Linear without bias", "Sigmoid", "Tanh", "ReLU", "LeakyReLU", "PReLU", "PReLU per channel", "ELU", "Softplus", "GELU", "SiLU",
        "Softmax", "Flatten", "Sequential", "Conv2d", "Conv2d groups", "Conv1d", "ConvTranspose2d", "ConvTranspose1d", "MaxPool2d", "AvgPool2d", "Upsample",
        "BatchNorm2d", "BatchNorm2d eval", "BatchNorm1d", "BatchNorm1d sequence", "LayerNorm",
    ];

    public static Layer Make(string name) => name switch
    {
        "Linear" => new Linear(6, 5, new Rng(1)),
        "Linear without bias" => new Linear(6, 5, new Rng(1), bias: false),
        "Sigmoid" => new Sigmoid(),
        "Tanh" => new Tanh(),
        "ReLU" => new ReLU(),
        "LeakyReLU" => new LeakyReLU(),
        "PReLU" => new PReLU(),
        "PReLU per channel" => new PReLU(3),
        "ELU" => new ELU(),
        "Softplus" => new Softplus(),
        "GELU" => new GELU(),
        "SiLU" => new SiLU(),
        "Softmax" => new Softmax(),
        "Flatten" => new Flatten(),
        "Sequential" => new Sequential(new Flatten(), new Linear(12, 9, new Rng(1)), new Tanh(),
            new Sequential(new Linear(9, 8, new Rng(2)), new PReLU(8)), new Linear(8, 3, new Rng(3))),
        "Conv2d" => new Conv2d(3, 5, 3, new Rng(1), padding: 1),
        "Conv2d groups" => new Conv2d(6, 4, (3, 2), new Rng(1), 2, groups: 2, bias: false),
        "Conv1d" => new Conv1d(3, 5, 4, new Rng(1), 2, 1),
        "ConvTranspose2d" => new ConvTranspose2d(3, 4, 2, new Rng(1), 2),
        "ConvTranspose1d" => new ConvTranspose1d(3, 4, 3, new Rng(1), 2, 1, 1),
        "MaxPool2d" => new MaxPool2d(2),
        "AvgPool2d" => new AvgPool2d(3, 2, 1),
        "Upsample" => new Upsample(2, bilinear: true),
        "BatchNorm2d" or "BatchNorm2d eval" => new BatchNorm2d(3),
        "BatchNorm1d" => new BatchNorm1d(6),
        "BatchNorm1d sequence" => new BatchNorm1d(3, affine: false),
        "LayerNorm" => new LayerNorm(6),
        _ => throw new ArgumentException($"No layer named '{name}'."),
    };

    public static int[] InputShape(string name) => name switch
    {
        "PReLU per channel" => [2, 3, 4],
        "Flatten" => [2, 3, 2],
        "Sequential" => [5, 3, 4],
        "Conv2d" or "ConvTranspose2d" or "MaxPool2d" or "AvgPool2d" or "Upsample" => [1, 3, 5, 4],
        "BatchNorm2d" or "BatchNorm2d eval" => [2, 3, 2, 3],
        "Conv2d groups" => [1, 6, 5, 4],
        "Conv1d" or "ConvTranspose1d" or "BatchNorm1d sequence" => [2, 3, 5],
        _ => [4, 6],
    };
}
