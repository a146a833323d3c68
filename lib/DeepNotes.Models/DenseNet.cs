namespace DeepNotes.Models;

/// <summary>DenseNet: every layer of a block sees the outputs of all layers before it.</summary>
/// <remarks>
/// Huang, Liu, van der Maaten and Weinberger (2017), "Densely connected convolutional networks", table 1 and, for CIFAR, section 3:
/// bottlenecks of 4 k channels (B) and transitions that halve them (C). DenseNet-121 has 7,978,856 parameters; torchvision's keys.
/// </remarks>
public sealed class DenseNet : Layer
{
    private readonly NamedChain _features;
    private readonly Linear _classifier;

    private DenseNet(int growth, int[] blocks, int channels, bool cifar, int classes, Rng rng)
    {
        var parts = new List<(string, Layer)> { ("conv0", Conv(3, channels, cifar ? 3 : 7, rng, cifar ? 1 : 2)) };
        if (!cifar)
            parts.AddRange([("norm0", new BatchNorm2d(channels)), ("relu0", new ReLU()), ("pool0", new MaxPool2d(3, 2, 1))]);
        for (int i = 0; i < blocks.Length; i++)
        {
            parts.Add(($"denseblock{i + 1}", new DenseBlock(channels, growth, blocks[i], rng)));
            channels += blocks[i] * growth;
            if (i == blocks.Length - 1)
                break;
            parts.Add(($"transition{i + 1}", new Transition(channels, channels / 2, rng)));
            channels /= 2;
        }
        parts.Add(($"norm{blocks.Length + 1}", new BatchNorm2d(channels)));
        _features = Child("features", new NamedChain([.. parts]));
        _classifier = Child("classifier", new Linear(channels, classes, rng));
    }

    /// <summary>The net for ImageNet.</summary>
    /// <param name="depth">121, 161, 169 or 201.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="growth">k, the channels that a layer adds; 32 if not given, 48 for 161.</param>
    /// <exception cref="ShapeException">There is no such depth.</exception>
    public static DenseNet ImageNet(int depth, Rng rng, int classes = 1000, int? growth = null)
    {
        int[] blocks = depth switch
        {
            121 => [6, 12, 24, 16],
            161 => [6, 12, 36, 24],
            169 => [6, 12, 32, 32],
            201 => [6, 12, 48, 32],
            _ => throw new ShapeException($"DenseNet: {depth} layers; there must be 121, 161, 169 or 201."),
        };
        int k = growth ?? (depth == 161 ? 48 : 32);
        return new DenseNet(k, blocks, 2 * k, cifar: false, classes, rng);
    }

    /// <summary>DenseNet-BC for 32×32 images: three blocks.</summary>
    /// <param name="depth">6 n + 4, such as 100.</param>
    /// <param name="growth">k, the channels that a layer adds, such as 12.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <exception cref="ShapeException">The depth is not 6 n + 4.</exception>
    public static DenseNet Cifar(int depth, int growth, Rng rng, int classes = 10)
    {
        if (depth < 10 || depth % 6 != 4)
            throw new ShapeException($"DenseNet: {depth} layers; there must be 6 n + 4, such as 40 or 100.");
        int n = (depth - 4) / 6;
        return new DenseNet(growth, [n, n, n], 2 * growth, cifar: true, classes, rng);
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) =>
        _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(F.Relu(_features.Forward(x)), 1)));

    internal static Conv2d Conv(int inChannels, int channels, int kernel, Rng rng, int stride = 1)
    {
        var conv = new Conv2d(inChannels, channels, kernel, rng, stride, kernel / 2, bias: false);
        Init.He(conv.Weight, rng);
        return conv;
    }
}

/// <summary>Layers whose outputs are joined to their input, one after the other: k channels more each time.</summary>
/// <remarks>Huang et al. (2017), eq. 2.</remarks>
public sealed class DenseBlock : Layer
{
    private readonly Layer[] _layers;

    /// <summary>A block with random weights.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="growth">k.</param>
    /// <param name="count">How many layers.</param>
    /// <param name="rng">Where the weights come from.</param>
    public DenseBlock(int channels, int growth, int count, Rng rng)
    {
        _layers = new Layer[count];
        for (int i = 0; i < count; i++)
        {
            int from = channels + i * growth;
            _layers[i] = Child($"denselayer{i + 1}", new NamedChain([
                ("norm1", new BatchNorm2d(from)), ("relu1", new ReLU()), ("conv1", DenseNet.Conv(from, 4 * growth, 1, rng)),
                ("norm2", new BatchNorm2d(4 * growth)), ("relu2", new ReLU()), ("conv2", DenseNet.Conv(4 * growth, growth, 3, rng))]));
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers)
            x = F.Concat(1, x, layer.Forward(x));
        return x;
    }
}

/// <summary>Between two dense blocks: fewer channels, half the rows and columns.</summary>
public sealed class Transition : Layer
{
    private readonly BatchNorm2d _norm;
    private readonly Conv2d _conv;

    /// <summary>A transition with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="rng">Where the weights come from.</param>
    public Transition(int inChannels, int channels, Rng rng)
    {
        _norm = Child("norm", new BatchNorm2d(inChannels));
        _conv = Child("conv", DenseNet.Conv(inChannels, channels, 1, rng));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AvgPool2d(_conv.Forward(_norm.Forward(x, relu: true)), 2);
}
