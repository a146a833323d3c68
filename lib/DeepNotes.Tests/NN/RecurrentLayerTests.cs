namespace DeepNotes.Tests.NN;

/// <summary>What PyTorch's fixtures cannot say about recurrent layers: where they drop, how they begin, what a carried state is.</summary>
public class RecurrentLayerTests
{
    public static TheoryData<string> Names => ["RNN", "LSTM", "GRU"];

    private static Recurrent Make(string name, int inputs, int hidden, RecurrentOptions options) => name switch
    {
        "RNN" => new RNN(inputs, hidden, new Rng(1), options),
        "LSTM" => new LSTM(inputs, hidden, new Rng(1), options),
        _ => new GRU(inputs, hidden, new Rng(1), options),
    };

    [Theory, MemberData(nameof(Names))]
    public void Dropout_falls_between_the_layers_only_and_only_while_training(string name)
    {
        const int H = 16;
        var x = new Rng(2).Uniform(1f, 6, 4, 3);
        var single = Make(name, 3, H, new RecurrentOptions { Dropout = 0.5f });
        Assert.Equal(Make(name, 3, H, new()).Forward(x).Output.ToArray(), single.Forward(x).Output.ToArray());   // one layer: nothing lies between
        var net = Make(name, 3, H, new RecurrentOptions { Layers = 2, Dropout = 0.5f });
        net.Eval();
        var asleep = net.Forward(x);
        Assert.Equal(Make(name, 3, H, new RecurrentOptions { Layers = 2 }).Forward(x).Output.ToArray(), asleep.Output.ToArray());
        net.Train();
        var (output, state) = net.Forward(x);
        Assert.Equal(asleep.State.H.Data[..(4 * H)].ToArray(), state.H.Data[..(4 * H)].ToArray());   // what the first layer reads is whole
        Assert.NotEqual(asleep.Output.ToArray(), output.ToArray());
        Assert.DoesNotContain(0f, output.ToArray());   // and so is what comes out
        Assert.NotEqual(output.ToArray(), net.Forward(x).Output.ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void Weights_begin_within_one_over_the_root_of_the_units(string name)
    {
        foreach (var (key, value) in Make(name, 400, 25, new()).NamedParameters())
        {
            float largest = TensorPrimitives.MaxMagnitude<float>(value.Data);
            Assert.True(MathF.Abs(largest) <= 0.2f && MathF.Abs(largest) > (value.Length > 100 ? 0.19f : 0.15f), $"{key}: {largest}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_carried_state_has_the_same_numbers_no_graph_and_storage_of_its_own(string name)
    {
        var net = Make(name, 3, 5, new());
        var (_, state) = net.Forward(new Rng(2).Uniform(1f, 6, 4, 3));
        var carried = state.Carry();
        foreach (var (there, here) in new[] { (state.H, carried.H), (state.C, carried.C) })
        {
            Assert.Equal(there is null, here is null);
            if (there is null || here is null)
                continue;
            Assert.Equal(there.ToArray(), here.ToArray());
            Assert.True(there.RequiresGrad && !here.RequiresGrad);
            here.Data[0] += 1;
            Assert.NotEqual(there.Data[0], here.Data[0]);
        }
    }
}
