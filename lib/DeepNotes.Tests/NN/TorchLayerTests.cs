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
        Assert.True(layer.LoadStateDict(expected.State.ToDictionary(p => p.Key, p => p.Value.ToTensor())).IsComplete);
        var x = expected.Input.ToTensor(requiresGrad: true);
        var y = layer.Forward(x);
        Assert.Equal(expected.Value.Shape, y.Shape.ToArray());
        Assert.InRange(TorchFixtures.Error(expected.Value, y.Data), 0, 1e-5);
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
        "Softmax", "Flatten", "Sequential",
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
        _ => throw new ArgumentException($"No layer named '{name}'."),
    };

    public static int[] InputShape(string name) => name switch
    {
        "PReLU per channel" => [2, 3, 4],
        "Flatten" => [2, 3, 2],
        "Sequential" => [5, 3, 4],
        _ => [4, 6],
    };
}
