namespace DeepNotes.Models;

/// <summary>What the blocks of a <see cref="Compact1D"/> are made of.</summary>
public enum Blocks1D
{
    /// <summary>Ordinary convolutions of three points, each with a shortcut around it.</summary>
    Ordinary,

    /// <summary>Depthwise, then pointwise convolutions, with a shortcut around both: MobileNet's unit.</summary>
    Separable,

    /// <summary>Convolutions whose outputs are joined to their inputs: DenseNet's unit.</summary>
    Dense,
}

/// <summary>A small net over signals of 40 points, for comparing the units of DenseNet and MobileNet with ordinary convolutions.</summary>
/// <remarks>
/// One convolution, whose stride sets the resolution of all that follows, then blocks with batch normalization, then the mean over time.
/// Huang et al. (2017), eq. 2; Howard et al. (2017), fig. 3; in one dimension.
/// </remarks>
public sealed class Compact1D : Layer
{
    private readonly Blocks1D _kind;
    private readonly Sequential _stem, _blocks;
    private readonly Linear _linear;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="kind">Of the blocks.</param>
    /// <param name="channels">Channels of the first convolution, and of every block that is not dense.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="stride">Of the first convolution: 1, 2 or 4 leave 40, 20 or 10 points.</param>
    /// <param name="growth">Channels that a dense block adds.</param>
    /// <param name="classes">Outputs.</param>
    public Compact1D(Blocks1D kind, int channels, Rng rng, int blocks = 4, int stride = 2, int growth = 12, int classes = 10)
    {
        _kind = kind;
        _stem = Child("stem", Unit(1, channels, 5, rng, stride));
        var layers = new Layer[blocks];
        for (int i = 0; i < blocks; i++)
        {
            int from = kind == Blocks1D.Dense ? channels + i * growth : channels, to = kind == Blocks1D.Dense ? growth : channels;
            layers[i] = kind == Blocks1D.Separable ? new Sequential([.. Unit(from, from, 3, rng, groups: from), .. Unit(from, to, 1, rng)]) : Unit(from, to, 3, rng);
        }
        _blocks = Child("blocks", new Sequential(layers));
        _linear = Child("linear", new Linear(kind == Blocks1D.Dense ? channels + blocks * growth : channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, L) or (N, 1, L).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = _stem.Forward(ResNet1D.Signal(x));
        foreach (var block in _blocks)
            h = _kind == Blocks1D.Dense ? F.Concat(1, h, block.Forward(h)) : h + block.Forward(h);
        return _linear.Forward(F.Mean(h, -1));
    }

    private static Sequential Unit(int from, int to, int kernel, Rng rng, int stride = 1, int groups = 1)
    {
        var conv = new Conv1d(from, to, kernel, rng, stride, kernel / 2, groups: groups, bias: false);
        Init.He(conv.Weight, rng);
        return new Sequential(conv, new BatchNorm1d(to), new ReLU());
    }
}
