namespace DeepNotes.Models;

/// <summary>How the layers of a deep belief net are trained.</summary>
public sealed record PretrainingOptions
{
    /// <summary>Passes over the data per layer.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Examples per step.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Step size.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>Momentum from the sixth epoch on; 0.5 before (Hinton 2010, section 9).</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>L2 factor of the weights; biases have none.</summary>
    public float WeightDecay { get; init; } = 2e-4f;

    /// <summary>k of CD-k.</summary>
    public int Steps { get; init; } = 1;
}

/// <summary>Deep belief net: restricted Boltzmann machines on top of each other, each trained on what the one below sees.</summary>
/// <remarks>
/// Hinton, Osindero and Teh (2006), "A fast learning algorithm for deep belief nets"; Hinton and Salakhutdinov (2006). Only the top
/// machine stays undirected; the others generate downwards. <see cref="ToClassifier"/> reads the weights as a feed-forward net.
/// </remarks>
public sealed class DeepBeliefNet : Module
{
    private readonly Rbm[] _layers;

    /// <summary>A net whose machines know nothing yet.</summary>
    /// <param name="sizes">Visible units, then the hidden layers.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <exception cref="ShapeException">There are fewer than two sizes.</exception>
    public DeepBeliefNet(int[] sizes, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Length < 2)
            throw new ShapeException($"DeepBeliefNet: {sizes.Length} sizes; there must be visible units and one hidden layer at least.");
        _layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(i =>
            Child($"rbm{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}", new Rbm(sizes[i], sizes[i + 1], rng)))];
    }

    /// <summary>The machines, the lowest first.</summary>
    public IReadOnlyList<Rbm> Layers => _layers;

    /// <summary>Greedy training: each machine in turn learns the hidden probabilities of the one below.</summary>
    /// <param name="x">(N, V), numbers in [0, 1].</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="options">How.</param>
    /// <param name="watch">Told layer, epoch and the mean squared error of one step there and back.</param>
    /// <exception cref="ShapeException">The examples are not (N, V).</exception>
    /// <exception cref="ArgumentException">A number is not in [0, 1].</exception>
    public void Pretrain(Tensor x, Rng rng, PretrainingOptions? options = null, Action<int, int, double>? watch = null)
    {
        var o = options ?? new PretrainingOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(o.BatchSize, 1, nameof(o.BatchSize));
        if (x.Rank != 2 || x.Dim(1) != _layers[0].Visible)
            throw new ShapeException($"DeepBeliefNet: the examples are {Shape.Text(x.Shape)}; they must be (N, {_layers[0].Visible}).");
        Shares.Check(nameof(DeepBeliefNet), x);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            int at = layer;
            Fit(_layers[layer], x, rng.Split((ulong)layer), o, watch is null ? null : (epoch, error) => watch(at, epoch, error));
            x = Up(_layers[layer], x, o.BatchSize);
        }
    }

    /// <summary>A feed-forward net of sigmoids with these weights, and a new linear layer of logits on top.</summary>
    /// <param name="classes">Outputs.</param>
    /// <param name="rng">Where the last layer's weights come from.</param>
    public Sequential ToClassifier(int classes, Rng rng)
    {
        var layers = new List<Layer>();
        foreach (var rbm in _layers)
        {
            var linear = new Linear(rbm.Visible, rbm.Hidden, rng);
            rbm.Weight.Data.CopyTo(linear.Weight.Data);
            rbm.HiddenBias.Data.CopyTo(linear.Bias!.Data);
            layers.AddRange([linear, new Sigmoid()]);
        }
        return new Sequential([.. layers, new Linear(_layers[^1].Hidden, classes, rng)]);
    }

    /// <summary>Pictures: Gibbs steps in the top machine, then one pass down.</summary>
    /// <param name="start">Visible states from which the top machine's chain begins, (N, V).</param>
    /// <param name="steps">Gibbs steps at the top.</param>
    /// <param name="rng">Randomness.</param>
    /// <returns>Pixels' probabilities, (N, V).</returns>
    public Tensor Sample(Tensor start, int steps, Rng rng)
    {
        using var off = Autograd.NoGrad();
        var state = start;
        foreach (var rbm in _layers.SkipLast(1))
            state = Rbm.Draw(rbm.HiddenProbability(state), rng);
        state = _layers[^1].Gibbs(state, steps, rng, meanField: _layers.Length == 1);
        for (int i = _layers.Length - 2; i >= 0; i--)
            state = i == 0 ? _layers[0].VisibleProbability(state) : Rbm.Draw(_layers[i].VisibleProbability(state), rng);
        return state;
    }

    private static void Fit(Rbm rbm, Tensor x, Rng rng, PretrainingOptions o, Action<int, double>? watch)
    {
        ParameterGroup[] Groups() => [new ParameterGroup([rbm.Weight], weightDecay: o.WeightDecay), new ParameterGroup([rbm.VisibleBias, rbm.HiddenBias])];
        Sgd slow = new(Groups(), o.LearningRate, Math.Min(0.5f, o.Momentum)), fast = new(Groups(), o.LearningRate, o.Momentum);
        for (int epoch = 0; epoch < o.Epochs; epoch++)
        {
            var sgd = epoch < 5 ? slow : fast;
            int[] order = rng.Permutation(x.Dim(0));
            foreach (int[] rows in order.Chunk(o.BatchSize))
            {
                using var scope = new StepScope();
                sgd.ZeroGrad();
                rbm.ContrastiveDivergence(F.IndexSelect(x, rows), o.Steps, rng, meanField: true).Backward();
                sgd.Step();
            }
            watch?.Invoke(epoch + 1, Error(rbm, F.IndexSelect(x, order[..Math.Min(1000, order.Length)])));
        }
    }

    private static double Error(Rbm rbm, Tensor x)
    {
        using var off = Autograd.NoGrad();
        return F.MseLoss(rbm.VisibleProbability(rbm.HiddenProbability(x)), x).Item();
    }

    private static Tensor Up(Rbm rbm, Tensor x, int batch)
    {
        using var off = Autograd.NoGrad();
        var y = Tensor.Keep(Tensor.Empty(x.Dim(0), rbm.Hidden));
        for (int from = 0; from < x.Dim(0); from += batch)
        {
            using var scope = new StepScope();
            int count = Math.Min(batch, x.Dim(0) - from);
            rbm.HiddenProbability(F.Slice(x, from, count)).Data.CopyTo(y.Data[(from * rbm.Hidden)..]);
        }
        return y;
    }
}
