using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

public class DeepBeliefNetTests
{
    private static readonly Tensor Data = BinaryStates.All(4);

    // A top machine without weights, whose biases alone say what its visible units are: one way down from there is known.
    [Fact]
    public void Samples_come_from_the_top_machine_and_go_down_by_the_weights()
    {
        var dbn = new DeepBeliefNet([4, 3, 2], new Rng(1));
        new Rng(2).Normal(2, [.. dbn.Layers[0].Weight.Shape]).Data.CopyTo(dbn.Layers[0].Weight.Data);
        dbn.Layers[1].Weight.Data.Clear();
        float[] bias = [40, -40, 40];
        bias.CopyTo(dbn.Layers[1].VisibleBias.Data);
        float[] expected = dbn.Layers[0].VisibleProbability(Tensor.From(new[,] { { 1f, 0, 1 } })).ToArray();
        Assert.Equal([.. Enumerable.Repeat(expected, 16).SelectMany(p => p)], dbn.Sample(Data, 2, new Rng(3)).ToArray());
        Assert.Contains(expected, p => Math.Abs(p - 0.5) > 0.2);
    }

    // All bits are even in the data; the first machine's hidden units are on, off, on, off whatever it sees, and that is what the second must learn.
    [Fact]
    public void Each_machine_is_fed_what_the_one_below_sees_of_the_same_width_too()
    {
        var dbn = new DeepBeliefNet([4, 4, 2], new Rng(1));
        float[] bias = [30, -30, 30, -30];
        bias.CopyTo(dbn.Layers[0].HiddenBias.Data);
        dbn.Pretrain(Data, new Rng(3), new PretrainingOptions { Epochs = 20, BatchSize = 16 });
        Assert.All(dbn.Layers[1].VisibleBias.ToArray().Zip(bias), p => Assert.True(p.First * Math.Sign(p.Second) > 0.5, $"{p.First} for {p.Second}"));
    }

    [Fact]
    public void Weights_decay_and_biases_do_not()
    {
        (double Weights, double Biases) Trained(float decay)
        {
            var dbn = new DeepBeliefNet([4, 3], new Rng(1));
            var machine = dbn.Layers[0];
            new Rng(2).Normal(1, [.. machine.Weight.Shape]).Data.CopyTo(machine.Weight.Data);
            machine.HiddenBias.Data.Fill(-30);   // nothing is drawn on: the data leave weights and hidden biases alone
            dbn.Pretrain(Data, new Rng(3), new PretrainingOptions { Epochs = 2, BatchSize = 4, Momentum = 0, WeightDecay = decay });
            return (machine.Weight.ToArray().Sum(w => (double)w * w), machine.HiddenBias.ToArray().Average());
        }
        var (kept, _) = Trained(0);
        var (less, biases) = Trained(1);
        Assert.Equal(Math.Pow(0.9, 16) * kept, less, 1e-3 * kept);   // eight steps of 1 − rate · decay, squared
        Assert.Equal(-30, biases, 1e-3);
    }

    [Fact]
    public void The_steps_of_contrastive_divergence_are_those_asked_for()
    {
        var none = new PretrainingOptions { Epochs = 1, Steps = 0 };
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeepBeliefNet([4, 3], new Rng(1)).Pretrain(Data, new Rng(2), none));
    }
}
