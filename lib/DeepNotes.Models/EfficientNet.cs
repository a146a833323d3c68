namespace DeepNotes.Models;

/// <summary>EfficientNet B0 to B7: one small net, made deeper, wider and finer together.</summary>
/// <remarks>
/// Tan and Le (2019), "EfficientNet: rethinking model scaling for convolutional neural networks", table 1 and eq. 3: depth α^φ, width
/// β^φ, resolution γ^φ with α β² γ² ≈ 2. The published multipliers are rounded; they are listed here, and they make the exact
/// counts (B0: 5,288,548). torchvision's keys and image sizes.
/// </remarks>
public sealed class EfficientNet : Layer
{
    // Table 1: expansion, kernel, stride of the first, channels, blocks.
    private static readonly (int Expand, int Kernel, int Stride, int Channels, int Count)[] Rows =
        [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)];

    private static readonly (float Width, float Depth, int Resolution, float Dropout)[] Scales =
    [
        (1, 1, 224, 0.2f), (1, 1.1f, 240, 0.2f), (1.1f, 1.2f, 288, 0.3f), (1.2f, 1.4f, 300, 0.3f),
        (1.4f, 1.8f, 380, 0.4f), (1.6f, 2.2f, 456, 0.4f), (1.8f, 2.6f, 528, 0.5f), (2, 3.1f, 600, 0.5f),
    ];

    private readonly Sequential _features, _classifier;

    /// <summary>One of the published nets with random weights.</summary>
    /// <param name="variant">0 … 7.</param>
    /// <param name="rng">Where the weights, and in training the drops, come from.</param>
    /// <param name="classes">Outputs.</param>
    public EfficientNet(int variant, Rng rng, int classes = 1000)
        : this(Scale(variant).Width, Scale(variant).Depth, rng, classes, Scale(variant).Dropout, variant < 5 ? 1e-5f : 1e-3f) { }

    /// <summary>A net of any width and depth.</summary>
    /// <param name="width">Multiplies every number of channels.</param>
    /// <param name="depth">Multiplies every number of blocks, rounded up.</param>
    /// <param name="rng">Where the weights, and in training the drops, come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="dropout">Share of the features that is dropped in training.</param>
    /// <param name="epsilon">Of the batch norms.</param>
    /// <param name="stochasticDepth">The last block's probability of being left out in training; earlier ones have less, in proportion.</param>
    public EfficientNet(float width, float depth, Rng rng, int classes = 1000, float dropout = 0.2f, float epsilon = 1e-5f, float stochasticDepth = 0.2f)
    {
        int Deep(int count) => (int)MathF.Ceiling(count * depth);
        int channels = MobileNetV2.Divisible(32 * width), total = Rows.Sum(r => Deep(r.Count)), done = 0;
        var features = new List<Layer> { new ConvNorm(3, channels, 3, rng, 2, act: Act.Silu, epsilon: epsilon) };
        foreach (var row in Rows)
        {
            var stage = new Layer[Deep(row.Count)];
            for (int i = 0; i < stage.Length; i++)
            {
                int to = MobileNetV2.Divisible(row.Channels * width);
                stage[i] = new MBConv(channels, to, row.Expand, row.Kernel, i == 0 ? row.Stride : 1, stochasticDepth * done++ / total, epsilon, rng);
                channels = to;
            }
            features.Add(new Sequential(stage));
        }
        features.Add(new ConvNorm(channels, 4 * channels, 1, rng, act: Act.Silu, epsilon: epsilon));
        _features = Child("features", new Sequential([.. features]));
        _classifier = Child("classifier", new Sequential(new Dropout(dropout, rng.Split(1)), new Linear(4 * channels, classes, rng)));
    }

    /// <summary>Rows and columns of the images that a published net is made for.</summary>
    /// <param name="variant">0 … 7.</param>
    public static int Resolution(int variant) => Scale(variant).Resolution;

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) => _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(_features.Forward(x), 1)));

    private static (float Width, float Depth, int Resolution, float Dropout) Scale(int variant) => (uint)variant < (uint)Scales.Length ? Scales[variant]
        : throw new ShapeException($"EfficientNet: variant {variant}; it must be 0 … {Scales.Length - 1}.");
}

/// <summary>An inverted residual block with squeeze-and-excitation and stochastic depth.</summary>
/// <remarks>Tan et al. (2019), "MnasNet"; the squeeze is a quarter of the block's input channels.</remarks>
public sealed class MBConv : Layer
{
    private readonly Sequential _block;
    private readonly StochasticDepth? _drop;

    /// <summary>A block with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="expand">Channels in the middle for one of the input.</param>
    /// <param name="kernel">Of the depthwise convolution.</param>
    /// <param name="stride">Of the depthwise convolution.</param>
    /// <param name="drop">The probability that the branch is left out in training.</param>
    /// <param name="epsilon">Of the batch norms.</param>
    /// <param name="rng">Where the weights come from.</param>
    public MBConv(int inChannels, int channels, int expand, int kernel, int stride, float drop, float epsilon, Rng rng)
    {
        int middle = expand * inChannels;
        List<Layer> parts =
        [
            new ConvNorm(middle, middle, kernel, rng, stride, middle, Act.Silu, epsilon),
            new SqueezeExcitation(middle, Math.Max(1, inChannels / 4), rng),
            new ConvNorm(middle, channels, 1, rng, act: Act.None, epsilon: epsilon),
        ];
        if (expand != 1)
            parts.Insert(0, new ConvNorm(inChannels, middle, 1, rng, act: Act.Silu, epsilon: epsilon));
        _block = Child("block", new Sequential([.. parts]));
        if (stride == 1 && inChannels == channels)
            _drop = Child("stochastic_depth", new StochasticDepth(drop, rng.Split((ulong)middle)));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _drop is null ? _block.Forward(x) : x + _drop.Forward(_block.Forward(x));
}
