using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Optim;

public class OptimizerTests
{
    private static readonly TorchFixtures.Optimizers[] Files = [TorchFixtures.All.Optimizers, TorchFixtures.Read<TorchFixtures.Optimizers>("optimizers.json")];

    public static TheoryData<string> Names => [.. Files.SelectMany(f => f.Runs).Select(r => r.Name)];

    private static TorchFixtures.Optimizers FileOf(string name) => Files.Single(f => f.Runs.Any(r => r.Name == name));

    private static Optimizer Make(string name, Tensor[] p) => name switch
    {
        "Sgd" => new Sgd(p, 0.1f),
        "Sgd decay" => new Sgd(p, 0.1f, weightDecay: 0.05f),
        "Sgd momentum" => new Sgd(p, 0.1f, momentum: 0.9f),
        "Sgd nesterov" => new Sgd(p, 0.1f, momentum: 0.9f, nesterov: true),
        "Sgd nesterov decay" => new Sgd(p, 0.1f, momentum: 0.8f, nesterov: true, weightDecay: 0.05f),
        "Sgd groups" => new Sgd(Groups(p), 0.1f, momentum: 0.9f),
        "Adam" => new Adam(p, 0.01f),
        "Adam betas" => new Adam(p, 0.01f, 0.8f, 0.99f, 1e-3f),
        "Adam decay" => new Adam(p, 0.01f, weightDecay: 0.1f),
        "Adam amsgrad" => new Adam(p, 0.01f, 0.9f, 0.5f, amsgrad: true),
        "AdamW" => new AdamW(p, 0.01f),
        "AdamW options" => new AdamW(p, 0.02f, 0.8f, 0.99f, 1e-3f, 0.3f, amsgrad: true),
        "AdamW groups" => new AdamW(Groups(p), 0.01f),
        "RMSProp" => new RMSProp(p),
        "RMSProp centred" => new RMSProp(p, centred: true),
        "RMSProp momentum" => new RMSProp(p, 0.01f, 0.9f, 1e-3f, 0.1f, 0.8f),
        "RMSProp options" => new RMSProp(p, 0.01f, 0.8f, 1e-3f, 0.1f, 0.5f, centred: true),
        "RMSProp groups" => new RMSProp(Groups(p)),
        "Adagrad" => new Adagrad(p, 0.05f),
        "Adagrad options" => new Adagrad(p, 0.05f, 1e-3f, 0.1f, 0.1f, 0.3f),
        "Adadelta" => new Adadelta(p),
        "Adadelta options" => new Adadelta(p, 0.5f, 0.8f, 1e-4f, 0.1f),
        "Sgd dampening" => new Sgd(p, 0.1f, 0.9f, dampening: 0.4f),
        "Sgd maximize" => new Sgd(p, 0.1f, 0.8f, weightDecay: 0.2f, dampening: 0.3f) { Maximize = true },
        "Adam options" => new Adam(p, 0.02f, 0.8f, 0.95f, 1e-3f, 0.1f, amsgrad: true) { Maximize = true },
        "Adam groups" => new Adam(Groups(p), 0.01f),
        "AdamW maximize" => new AdamW(p, 0.02f, weightDecay: 0.3f) { Maximize = true },
        "RMSProp maximize" => new RMSProp(p, momentum: 0.5f, weightDecay: 0.1f, centred: true) { Maximize = true },
        "Adagrad maximize" => new Adagrad(p, 0.05f, weightDecay: 0.1f) { Maximize = true },
        "Adagrad groups" => new Adagrad(Groups(p), 0.05f),
        "Adadelta maximize" => new Adadelta(p, weightDecay: 0.1f) { Maximize = true },
        "Adadelta groups" => new Adadelta(Groups(p), 0.5f),
        _ => throw new ArgumentException($"No optimizer for the fixture '{name}'."),
    };

    private static ParameterGroup[] Groups(Tensor[] p) => [new([p[0]]), new([p[1]], 0.02f, 0.3f)];

    private static Tensor[] Start(string name = "Sgd") => [.. FileOf(name).Start.Select(p => p.ToTensor(requiresGrad: true))];

    private static void Step(Optimizer optimizer, Tensor[] parameters, int step, string name = "Sgd")
    {
        optimizer.ZeroGrad();
        for (int i = 0; i < parameters.Length; i++)
            FileOf(name).Gradients[step][i].ToTensor().Data.CopyTo(parameters[i].Grad);
        optimizer.Step();
    }

    [Theory, MemberData(nameof(Names))]
    public void Follows_PyTorch_for_20_steps(string name)
    {
        var run = FileOf(name).Runs.Single(r => r.Name == name);
        var p = Start(name);
        var optimizer = Make(name, p);
        for (int step = 0; step < 20; step++)
        {
            Step(optimizer, p, step, name);
            if (step == 0)
                Assert.All(p, (x, i) => Assert.InRange(Error(run.After1[i], x), 0, 1e-6));
        }
        Assert.All(p, (x, i) => Assert.InRange(Error(run.After20[i], x), 0, 1e-6));
    }

    // Relative to the largest weight: what is left of two that cancelled has no more digits than they had.
    private static double Error(TorchFixtures.Numbers expected, Tensor got) =>
        expected.Data.Select((v, i) => Math.Abs(got.Data[i] - v)).Max() / expected.Data.Max(Math.Abs);

    [Theory, MemberData(nameof(Names))]
    public void A_restored_optimizer_goes_on_bit_by_bit(string name)
    {
        Tensor[] p = Start(name), q = Start(name);
        Optimizer whole = Make(name, p), first = Make(name, q);
        for (int step = 0; step < 10; step++)
        {
            Step(whole, p, step, name);
            Step(first, q, step, name);
        }
        whole.LearningRate = first.LearningRate = 0.003f;
        var second = Make(name, q);
        second.LoadStateDict(first.StateDict());
        Assert.Equal((10, 0.003f), (second.StepCount, second.LearningRate));
        for (int step = 10; step < 20; step++)
        {
            Step(whole, p, step, name);
            Step(second, q, step, name);
        }
        Assert.All(p, (x, i) => Assert.Equal(x.ToArray(), q[i].ToArray()));
    }

    [Fact]
    public void A_wrong_state_is_refused_and_changes_nothing()
    {
        var p = Start();
        var optimizer = new Adam(p);
        Step(optimizer, p, 0);
        var good = optimizer.StateDict().ToDictionary();
        Assert.Throws<KeyNotFoundException>(() => optimizer.LoadStateDict(new Dictionary<string, Tensor>()));
        Assert.Throws<KeyNotFoundException>(() => optimizer.LoadStateDict(new Dictionary<string, Tensor>(good) { ["state.7.exp_avg"] = Tensor.Zeros(5) }));
        Assert.Throws<KeyNotFoundException>(() => optimizer.LoadStateDict(new Dictionary<string, Tensor>(good) { ["state.0.momentum_buffer"] = Tensor.Zeros(3, 4) }));
        var shape = Assert.Throws<ShapeException>(() => optimizer.LoadStateDict(new Dictionary<string, Tensor>(good) { ["step"] = Tensor.From([0, 9]), ["state.1.exp_avg"] = Tensor.Zeros(4) }));
        Assert.Contains("(5,)", shape.Message, StringComparison.Ordinal);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void Nonsense_settings_are_refused()
    {
        var p = Start();
        Assert.Throws<ArgumentException>(() => new Sgd(Array.Empty<Tensor>(), 0.1f));
        Assert.Throws<ArgumentException>(() => new Sgd([p[0], p[0]], 0.1f));
        Assert.Throws<ArgumentException>(() => new Sgd([Tensor.Zeros(2)], 0.1f));
        Assert.Throws<ArgumentException>(() => new Sgd(p, 0.1f, nesterov: true));
        Assert.Throws<ArgumentException>(() => new Sgd(p, 0.1f, 0.9f, nesterov: true, dampening: 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(p, 0.1f, 0.9f, dampening: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(p, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(p, beta1: 1));
    }

    [Fact]
    public void Climbing_leaves_the_gradient_as_it_was()
    {
        var p = Start();
        Step(new Adam(p) { Maximize = true }, p, 0);
        Assert.All(p, (x, i) => Assert.Equal(FileOf("Sgd").Gradients[0][i].ToTensor().ToArray(), x.Grad.ToArray()));
    }

    [Theory, InlineData(0), InlineData(1_000_000), InlineData(1_048_576), InlineData(33_554_433)]
    public void A_count_of_steps_beyond_the_digits_of_a_float_survives(int count)
    {
        var optimizer = new Sgd(Start(), 0.1f);
        var state = optimizer.StateDict().ToDictionary();
        state["step"] = Tensor.From([count / 1_048_576, count % 1_048_576]);
        optimizer.LoadStateDict(state);
        Assert.Equal(count, optimizer.StepCount);
        Assert.Equal(state["step"].ToArray(), optimizer.StateDict()["step"].ToArray());
    }
}
