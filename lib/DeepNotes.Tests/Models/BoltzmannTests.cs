using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

public class BoltzmannTests
{
    private static Rbm Random(int visible, int hidden, ulong seed)
    {
        var rng = new Rng(seed);
        var rbm = new Rbm(visible, hidden, rng, 0.8f);
        rng.FillNormal(rbm.VisibleBias.Data);
        rng.FillNormal(rbm.HiddenBias.Data);
        return rbm;
    }

    // log Σ_v Σ_h exp(b·v + c·h + hᵀ W v), every pair of states.
    private static double Everything(Rbm rbm)
    {
        Tensor v = BinaryStates.All(rbm.Visible), h = BinaryStates.All(rbm.Hidden);
        float[] own = F.MatMul(v, F.Reshape(rbm.VisibleBias, -1, 1)).ToArray(), other = F.MatMul(h, F.Reshape(rbm.HiddenBias, -1, 1)).ToArray();
        var pairs = F.MatMul(h, F.MatMul(rbm.Weight, v, transposeB: true));
        return Math.Log(Enumerable.Range(0, other.Length).Sum(j => Enumerable.Range(0, own.Length).Sum(i => Math.Exp((double)own[i] + other[j] + pairs[j, i]))));
    }

    [Theory, InlineData(5, 3), InlineData(3, 5), InlineData(4, 4), InlineData(1, 1)]
    public void The_partition_function_is_the_sum_over_all_states(int visible, int hidden)
    {
        var rbm = Random(visible, hidden, 3);
        double expected = Everything(rbm);
        Assert.Equal(expected, rbm.LogPartition(), 4);
        Assert.Equal(1, rbm.FreeEnergy(BinaryStates.All(visible)).ToArray().Sum(f => Math.Exp(-f - rbm.LogPartition())), 4);
        var some = BinaryStates.All(visible);
        Assert.Equal(-rbm.LogLikelihood(some, expected), rbm.NegativeLogLikelihood(some).Item(), 3);
    }

    [Theory, InlineData(4, 3), InlineData(3, 4)]
    public void The_exact_gradient_is_the_slope_of_the_likelihood(int visible, int hidden)
    {
        var rbm = Random(visible, hidden, 4);
        var data = F.Slice(BinaryStates.All(visible), 1, 3).Clone();
        Assert.InRange(GradCheck.MaxError(() => rbm.NegativeLogLikelihood(data), [.. rbm.Parameters()]), 0, 2e-3);
    }

    // With enough steps the chain forgets where it began: CD-k becomes the exact gradient, but for the noise of 20,000 draws.
    [Fact]
    public void Many_steps_of_contrastive_divergence_give_the_exact_gradient()
    {
        var rbm = Random(4, 3, 5);
        var data = F.IndexSelect(BinaryStates.All(4), [.. Enumerable.Range(0, 20_000).Select(i => i % 3)]);
        rbm.NegativeLogLikelihood(data).Backward();
        float[] exact = rbm.Weight.Grad.ToArray();
        rbm.ZeroGrad();
        rbm.ContrastiveDivergence(data, 30, new Rng(6)).Backward();
        Assert.All(exact.Zip(rbm.Weight.Grad.ToArray()), p => Assert.InRange(p.Second - p.First, -0.02, 0.02));
        Assert.Contains(exact, g => Math.Abs(g) > 0.1);
    }

    private static double Gap(string how, ulong seed, int steps)
    {
        var x = BarsAndStripes.All(3);
        var rng = new Rng(seed);
        var rbm = new Rbm(9, 12, rng, 0.1f);
        var adam = new Adam(rbm.Parameters(), 0.02f);
        var many = F.IndexSelect(x, [.. Enumerable.Range(0, 70).Select(i => i % 14)]);
        for (int step = 0; step < steps; step++)
        {
            using var scope = new StepScope();
            adam.ZeroGrad();
            (how switch
            {
                "exact" => rbm.NegativeLogLikelihood(x),
                "CD-10" => rbm.ContrastiveDivergence(many, 10, rng),
                _ => rbm.ContrastiveDivergence(many, 1, rng),
            }).Backward();
            adam.Step();
        }
        return rbm.LogLikelihood(x, rbm.LogPartition()) + Math.Log(14);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Bars_and_stripes_are_learned_to_the_optimum(int seed)
    {
        double exact = Gap("exact", (ulong)seed, 800), ten = Gap("CD-10", (ulong)seed, 800), one = Gap("CD-1", (ulong)seed, 800);
        Assert.InRange(exact, -0.1, 1e-3);
        Assert.True(one < ten && ten < exact, $"{one} < {ten} < {exact}");
    }

    [Fact]
    public void Annealed_importance_sampling_finds_the_partition_function()
    {
        foreach (ulong seed in (ulong[])[1, 2, 3])
        {
            var rbm = Random(9, 12, seed);
            double exact = rbm.LogPartition();
            var estimate = AnnealedImportance.Run(rbm, 200, 500, new Rng(seed));
            Assert.InRange(estimate.LogPartition - exact, -0.1, 0.1);
            Assert.InRange(exact, estimate.Low - 0.02, estimate.High + 0.02);
            var based = AnnealedImportance.Run(rbm, 200, 500, new Rng(seed), rbm.VisibleBias);
            Assert.InRange(based.LogPartition - exact, -0.1, 0.1);
        }
        // In a single step the weights lie far apart: their mean is right, that of their logarithms is not.
        var small = Random(4, 3, 5);
        Assert.InRange(AnnealedImportance.Run(small, 40_000, 1, new Rng(2)).LogPartition - small.LogPartition(), -0.1, 0.1);
        Assert.Throws<ShapeException>(() => AnnealedImportance.Run(Random(3, 2, 1), 5, 5, new Rng(1), Tensor.Zeros(2)));
    }

    [Fact]
    public void Persistent_chains_go_on_where_they_were()
    {
        var rbm = Random(4, 3, 7);
        var chains = new PersistentChains(rbm, 5000, new Rng(8));
        for (int step = 0; step < 30; step++)
            chains.Loss(BinaryStates.All(4));
        double[] counts = new double[16];
        for (int i = 0; i < 5000; i++)
            counts[Enumerable.Range(0, 4).Sum(j => (int)chains.States[i, j] << j)] += 1 / 5000.0;
        double z = rbm.LogPartition();
        float[] energies = rbm.FreeEnergy(BinaryStates.All(4)).ToArray();
        Assert.All(counts.Zip(energies), p => Assert.InRange(p.First - Math.Exp(-p.Second - z), -0.03, 0.03));
    }

    [Fact]
    public void What_cannot_be_added_up_is_said()
    {
        var rbm = new Rbm(30, 40, new Rng(1));
        Assert.Throws<ShapeException>(() => rbm.LogPartition());
        Assert.Throws<ShapeException>(() => rbm.NegativeLogLikelihood(Tensor.Zeros(1, 30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryStates.All(21));
        Assert.Throws<ShapeException>(() => new DeepBeliefNet([5], new Rng(1)));
    }

    [Fact]
    public void Wrong_widths_and_counts_are_named()
    {
        var rbm = new Rbm(9, 4, new Rng(1));
        const string rule = "this machine of 9 visible and 4 hidden units takes (N, ";
        foreach (var x in (Tensor[])[Tensor.Zeros(3, 8), Tensor.Zeros(9)])
        {
            Action[] wrong = [() => rbm.HiddenProbability(x), () => rbm.FreeEnergy(x), () => rbm.Gibbs(x, 1, new Rng(1)),
                () => rbm.ContrastiveDivergence(x, 1, new Rng(1)), () => rbm.NegativeLogLikelihood(x), () => rbm.LogLikelihood(x, 0)];
            Assert.All(wrong, w => Assert.Contains(rule + "9)", Assert.Throws<ShapeException>(w).Message, StringComparison.Ordinal));
        }
        Assert.Contains("Rbm: the hidden units are (2, 9); " + rule + "4)", Assert.Throws<ShapeException>(() => rbm.VisibleProbability(Tensor.Zeros(2, 9))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => rbm.ContrastiveDivergence(Tensor.Zeros(2, 9), 0, new Rng(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersistentChains(rbm, 0, new Rng(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersistentChains(rbm, 2, new Rng(1)).Loss(Tensor.Zeros(2, 9), 0));
        var machine = new BoltzmannMachine(3, 1, new Rng(1));
        foreach (int state in (int[])[-1, 8])
        {
            Assert.Contains($"state {state}; 3 visible units need states in 0 … 7", Assert.Throws<ShapeException>(() => machine.Step([1, state], 0.1)).Message, StringComparison.Ordinal);
            Assert.Throws<ShapeException>(() => machine.LogLikelihood([state]));
        }
        Assert.Contains("there are no states", Assert.Throws<ShapeException>(() => machine.Step([], 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_the_general_machine_is_the_slope_of_its_likelihood()
    {
        int[] data = [0, 3, 5, 5];
        var machine = new BoltzmannMachine(3, 2, new Rng(9), 0.7);
        double before = machine.Weights[4, 1], bias = machine.Biases[3];
        double Slope(Action<double> move)
        {
            move(1e-5);
            double up = machine.LogLikelihood(data);
            move(-2e-5);
            double down = machine.LogLikelihood(data);
            move(1e-5);
            return (up - down) / 2e-5;
        }
        double weight = Slope(h => machine.Weights[4, 1] = machine.Weights[1, 4] += h), offset = Slope(h => machine.Biases[3] += h);
        machine.Step(data, 1);
        Assert.Equal(weight, machine.Weights[4, 1] - before, 6);
        Assert.Equal(offset, machine.Biases[3] - bias, 6);
        Assert.Equal(machine.Weights[4, 1], machine.Weights[1, 4]);
        Assert.Equal(1, machine.Distribution().Sum(), 12);
    }

    [Fact]
    public void Parity_needs_hidden_units()
    {
        int[] even = [0, 3, 5, 6];
        BoltzmannMachine flat = new(3, 0, new Rng(1), 0.5), deep = new(3, 1, new Rng(1), 0.5);
        for (int step = 0; step < 2000; step++)
        {
            flat.Step(even, 0.5);
            deep.Step(even, 0.5);
        }
        Assert.Equal(-Math.Log(8), flat.LogLikelihood(even), 3);   // no pair of bits tells anything
        Assert.InRange(deep.LogLikelihood(even), -1.8, -Math.Log(4));
    }

    [Fact]
    public void The_general_machine_draws_from_its_distribution()
    {
        var machine = new BoltzmannMachine(3, 1, new Rng(2), 1);
        double[] p = machine.Distribution(), counts = new double[8];
        var rng = new Rng(3);
        for (int i = 0, state = 0; i < 20_000; i++)
            counts[(state = machine.Gibbs(state, 2, rng)) & 7] += 1 / 20_000.0;
        Assert.All(p.Zip(counts), pair => Assert.InRange(pair.Second - pair.First, -0.02, 0.02));
    }

    [Fact]
    public void A_deep_belief_net_becomes_a_classifier_with_its_weights()
    {
        var dbn = new DeepBeliefNet([9, 6, 4], new Rng(4));
        var errors = new List<(int Layer, double Error)>();
        var x = F.IndexSelect(BarsAndStripes.All(3), [.. Enumerable.Range(0, 140).Select(i => i % 14)]);
        dbn.Pretrain(x, new Rng(5), new PretrainingOptions { Epochs = 20, BatchSize = 14 }, (layer, _, error) => errors.Add((layer, error)));
        Assert.Equal(40, errors.Count);
        Assert.True(errors[19].Error < 0.7 * errors[0].Error);
        var net = dbn.ToClassifier(3, new Rng(6));
        Tensor up = x;
        foreach (var rbm in dbn.Layers)
            up = rbm.HiddenProbability(up);
        Assert.Equal(up.ToArray(), F.Sigmoid(net.Trace(x)[3]).ToArray());
        Assert.Equal([140, 3], net.Forward(x).Shape.ToArray());
        Assert.Equal([140, 9], dbn.Sample(x, 3, new Rng(7)).Shape.ToArray());
    }

    // With a rate of nearly nothing the weights stay, so the second machine's error is known if its input is.
    [Fact]
    public void The_second_machine_learns_from_what_the_first_says_of_every_example()
    {
        var dbn = new DeepBeliefNet([6, 5, 4], new Rng(4));
        foreach (var rbm in dbn.Layers)
            new Rng(9).Normal(2, [.. rbm.Weight.Shape]).Data.CopyTo(rbm.Weight.Data);
        var x = BinaryStates.All(6);
        var errors = new List<double>();
        dbn.Pretrain(x, new Rng(5), new PretrainingOptions { Epochs = 1, BatchSize = 10, LearningRate = 1e-9f }, (_, _, error) => errors.Add(error));
        var h = dbn.Layers[0].HiddenProbability(x);
        Assert.Equal(F.MseLoss(Back(dbn.Layers[0], x), x).Item(), errors[0], 1e-5);
        Assert.Equal(F.MseLoss(Back(dbn.Layers[1], h), h).Item(), errors[1], 1e-5);
        Assert.Contains("(64, 5); they must be (N, 6)", Assert.Throws<ShapeException>(() => dbn.Pretrain(h, new Rng(5))).Message, StringComparison.Ordinal);
        Assert.Contains("BatchSize", Assert.Throws<ArgumentOutOfRangeException>(() => dbn.Pretrain(x, new Rng(5), new PretrainingOptions { BatchSize = 0 })).Message, StringComparison.Ordinal);
        static Tensor Back(Rbm rbm, Tensor v) => rbm.VisibleProbability(rbm.HiddenProbability(v));
    }
}
