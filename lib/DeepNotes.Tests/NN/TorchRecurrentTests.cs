using static DeepNotes.Tests.Support.TorchFixtures;

namespace DeepNotes.Tests.NN;

/// <summary>Recurrent layers and cells beside PyTorch's: outputs, final states and every gradient, loaded by PyTorch's keys.</summary>
public class TorchRecurrentTests
{
    internal sealed record Sequence(string Name, int[]? Lengths, Dictionary<string, Numbers> Weights, Numbers X, Numbers[] States,
        Numbers[] Outputs, Numbers[] Seeds, Numbers Dx, Numbers[] DStates, Dictionary<string, Numbers> Gradients);

    internal sealed record File(Sequence[] Layers, Sequence[] Cells);

    private static readonly File All = Read<File>("recurrent.json");

    public static TheoryData<string> LayerNames => [.. All.Layers.Select(s => s.Name)];

    public static TheoryData<string> CellNames => [.. All.Cells.Select(s => s.Name)];

    private static Recurrent Layer(string name, int hidden)
    {
        var options = new RecurrentOptions
        {
            Layers = name.Contains("two", StringComparison.Ordinal) ? 2 : 1, Bidirectional = name.Contains("both", StringComparison.Ordinal),
            Bias = !name.Contains("nobias", StringComparison.Ordinal), BatchFirst = name.Contains("batchfirst", StringComparison.Ordinal),
        };
        return name.Split(' ')[0] switch
        {
            "RNN" => new RNN(3, hidden, new Rng(1), options, name.Contains("relu", StringComparison.Ordinal)),
            "LSTM" => new LSTM(3, hidden, new Rng(1), options),
            _ => new GRU(3, hidden, new Rng(1), options),
        };
    }

    private static StepCell Cell(string name) => name.Split(' ')[0] switch
    {
        "RNN" => new RNNCell(3, 17, new Rng(1), name.Contains("relu", StringComparison.Ordinal)),
        "LSTM" => new LSTMCell(3, 17, new Rng(1)),
        _ => new GRUCell(3, 17, new Rng(1)),
    };

    [Theory, MemberData(nameof(LayerNames))]
    public void Layer_equals_PyTorch(string name)
    {
        var expected = All.Layers.Single(s => s.Name == name);
        var layer = Layer(name, expected.Outputs[1].Shape[2]);
        Compare(expected, layer, (x, state, lengths) =>
        {
            var (y, final) = layer.Forward(x, state, lengths);
            return final.C is null ? [y, final.H] : [y, final.H, final.C];
        });
    }

    [Theory, MemberData(nameof(CellNames))]
    public void Cell_equals_PyTorch(string name)
    {
        var cell = Cell(name);
        Compare(All.Cells.Single(s => s.Name == name), cell, (x, state, _) =>
        {
            var final = cell.Forward(x, state);
            return final.C is null ? [final.H] : [final.H, final.C];
        });
    }

    private static void Compare(Sequence expected, Module module, Func<Tensor, RecurrentState?, int[]?, Tensor[]> forward)
    {
        Assert.True(module.LoadStateDict(expected.Weights.ToDictionary(p => p.Key, p => p.Value.ToTensor())).IsComplete);
        var x = expected.X.ToTensor(requiresGrad: true);
        Tensor[] states = [.. expected.States.Select(s => s.ToTensor(requiresGrad: true))];
        var outputs = forward(x, states.Length == 0 ? null : new RecurrentState(states[0], states.ElementAtOrDefault(1)), expected.Lengths);
        Assert.Equal(expected.Outputs.Length, outputs.Length);
        var loss = Tensor.Scalar(0);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected.Outputs[i].Shape, outputs[i].Shape.ToArray());
            Assert.InRange(Error(expected.Outputs[i], outputs[i].Data), 0, 1e-5);
            loss += F.Sum(outputs[i] * expected.Seeds[i].ToTensor());
        }
        loss.Backward();
        Assert.InRange(Error(expected.Dx, x.Grad), 0, 1e-4);
        Assert.All(states, (s, i) => Assert.InRange(Error(expected.DStates[i], s.Grad), 0, 1e-4));
        foreach (var (key, parameter) in module.NamedParameters())
            Assert.InRange(Error(expected.Gradients[key], parameter.Grad), 0, 1e-4);
    }
}
