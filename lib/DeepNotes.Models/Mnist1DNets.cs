namespace DeepNotes.Models;

/// <summary>Three convolutions over a signal of 40 points and one linear layer: the published net for MNIST-1D.</summary>
/// <remarks>Greydanus (2020), "Scaling down deep learning": 25 channels, 5,210 parameters, 94 % where a multilayer perceptron has 68 %.</remarks>
public sealed class Mnist1DCnn : Layer
{
    private readonly Conv1d _conv1, _conv2, _conv3;
    private readonly Linear _linear;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="channels">Of every convolution.</param>
    /// <param name="classes">Outputs.</param>
    public Mnist1DCnn(Rng rng, int channels = 25, int classes = 10)
    {
        _conv1 = Child("conv1", new Conv1d(1, channels, 5, rng, stride: 2, padding: 1));
        _conv2 = Child("conv2", new Conv1d(channels, channels, 3, rng, stride: 2, padding: 1));
        _conv3 = Child("conv3", new Conv1d(channels, channels, 3, rng, stride: 2, padding: 1));
        _linear = Child("linear", new Linear(5 * channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 40) or (N, 1, 40).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = F.Relu(_conv1.Forward(ResNet1D.Signal(x)));
        h = F.Relu(_conv3.Forward(F.Relu(_conv2.Forward(h))));
        return _linear.Forward(F.Flatten(h));
    }
}

/// <summary>A time-delay neural network: dilated convolutions see ever more of the past and future, the mean over time decides.</summary>
/// <remarks>
/// Waibel, Hanazawa, Hinton, Shikano and Lang (1989), "Phoneme recognition using time-delay neural networks": the same weights at every
/// delay, so that a sound is recognized wherever it is. Delays 1, 2 and 4 see 15 points.
/// </remarks>
public sealed class Tdnn : Layer
{
    private readonly Conv1d[] _convs;
    private readonly Linear _linear;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="inChannels">Numbers per point of time.</param>
    /// <param name="channels">Of every convolution.</param>
    /// <param name="classes">Outputs.</param>
    public Tdnn(Rng rng, int inChannels = 1, int channels = 24, int classes = 10)
    {
        _convs = new Conv1d[3];
        for (int i = 0; i < 3; i++)
        {
            _convs[i] = Child($"conv{i + 1}", new Conv1d(i == 0 ? inChannels : channels, channels, 3, rng, dilation: 1 << i));
            Init.He(_convs[i].Weight, rng);
        }
        _linear = Child("linear", new Linear(channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, C, L) with L at least 15; (N, L) is one channel.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = ResNet1D.Signal(x);
        foreach (var conv in _convs)
            h = F.Relu(conv.Forward(h));
        return _linear.Forward(F.Mean(h, -1));
    }
}

/// <summary>A residual net over signals, or its plain twin: one convolution, then blocks of two with batch normalization, then the mean.</summary>
/// <remarks>He et al. (2016), section 4.2, in one dimension.</remarks>
public sealed class ResNet1D : Layer
{
    private readonly Conv1d _conv;
    private readonly BatchNorm1d _norm;
    private readonly Sequential _blocks;
    private readonly Linear _linear;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="depth">2 n + 2 layers with weights.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="residual">Whether there are shortcuts.</param>
    /// <param name="channels">Of every convolution.</param>
    /// <param name="classes">Outputs.</param>
    /// <exception cref="ShapeException">The depth is odd or too small.</exception>
    public ResNet1D(int depth, Rng rng, bool residual = true, int channels = 16, int classes = 10)
    {
        if (depth < 4 || depth % 2 != 0)
            throw new ShapeException($"ResNet1D: {depth} layers; there must be 2 n + 2, at least 4.");
        _conv = Child("conv", Block1D.Conv(1, channels, 5, 2, rng));
        _norm = Child("norm", new BatchNorm1d(channels));
        _blocks = Child("blocks", new Sequential([.. Enumerable.Range(0, depth / 2 - 1).Select(_ => new Block1D(channels, residual, rng))]));
        _linear = Child("linear", new Linear(channels, classes, rng));
    }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<Layer> Blocks => _blocks;

    /// <inheritdoc/>
    /// <param name="x">(N, L) or (N, 1, L).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) =>
        _linear.Forward(F.Mean(_blocks.Forward(_norm.Forward(_conv.Forward(Signal(x)), relu: true)), -1));

    /// <summary>Rows of numbers as signals of one channel.</summary>
    internal static Tensor Signal(Tensor x) => x.Rank == 2 ? F.Reshape(x, x.Dim(0), 1, x.Dim(1)) : x;
}

/// <summary>Two convolutions over a signal with batch normalization, and a shortcut unless it is plain.</summary>
public sealed class Block1D : Layer, IResidualBlock
{
    private readonly Conv1d _conv1, _conv2;
    private readonly BatchNorm1d _norm1, _norm2;
    private readonly bool _residual;

    internal Block1D(int channels, bool residual, Rng rng)
    {
        _residual = residual;
        _conv1 = Child("conv1", Conv(channels, channels, 3, 1, rng));
        _norm1 = Child("norm1", new BatchNorm1d(channels));
        _conv2 = Child("conv2", Conv(channels, channels, 3, 1, rng));
        _norm2 = Child("norm2", new BatchNorm1d(channels));
    }

    /// <inheritdoc/>
    public bool Dropped { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (Dropped)
            return x;
        var h = _conv2.Forward(_norm1.Forward(_conv1.Forward(x), relu: true));
        return _residual ? F.Relu(x + _norm2.Forward(h)) : _norm2.Forward(h, relu: true);
    }

    internal static Conv1d Conv(int inChannels, int channels, int kernel, int stride, Rng rng)
    {
        var conv = new Conv1d(inChannels, channels, kernel, rng, stride, kernel / 2, bias: false);
        Init.He(conv.Weight, rng);
        return conv;
    }
}
