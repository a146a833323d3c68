namespace DeepNotes.Models;

/// <summary>MobileNetV2: residual blocks inside out, wide in the middle and narrow at the ends, without an activation at the narrow place.</summary>
/// <remarks>
/// Sandler, Howard, Zhu, Zhmoginov and Chen (2018), "MobileNetV2: inverted residuals and linear bottlenecks", table 2. 3,504,872
/// parameters; torchvision's keys.
/// </remarks>
public sealed class MobileNetV2 : Layer
{
    // Table 2: expansion, channels, blocks, stride of the first.
    private static readonly (int Expand, int Channels, int Count, int Stride)[] Rows =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential _features, _classifier;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they, and in training the drops, come from.</param>
    /// <param name="width">The multiplier of every number of channels.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="dropout">Share of the features that is dropped in training.</param>
    public MobileNetV2(Rng rng, float width = 1, int classes = 1000, float dropout = 0.2f)
    {
        int channels = Divisible(32 * width), last = Divisible(1280 * Math.Max(1, width));
        var features = new List<Layer> { new ConvNorm(3, channels, 3, rng, stride: 2, act: Act.Relu6) };
        foreach (var (expand, count, repeats, stride) in Rows)
        {
            int to = Divisible(count * width);
            for (int i = 0; i < repeats; i++, channels = to)
                features.Add(new InvertedResidual(channels, to, expand, i == 0 ? stride : 1, rng));
        }
        features.Add(new ConvNorm(channels, last, 1, rng, act: Act.Relu6));
        _features = Child("features", new Sequential([.. features]));
        _classifier = Child("classifier", new Sequential(new Dropout(dropout, rng.Split(1)), new Linear(last, classes, rng)));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W), 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) => _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(_features.Forward(x), 1)));

    /// <summary>The nearest multiple of 8, at least 8 and not below nine tenths: what the processors of phones like.</summary>
    /// <param name="channels">A number of channels times a multiplier.</param>
    internal static int Divisible(float channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9f * channels ? rounded + 8 : rounded;
    }
}

/// <summary>1×1 to more channels, depthwise 3×3, 1×1 back without activation; a shortcut where the shape stays.</summary>
/// <remarks>Sandler et al. (2018), fig. 3b.</remarks>
public sealed class InvertedResidual : Layer
{
    private readonly Sequential _conv;
    private readonly bool _shortcut;

    /// <summary>A block with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="expand">Channels in the middle for one of the input; 1 leaves the first convolution out.</param>
    /// <param name="stride">Of the depthwise convolution.</param>
    /// <param name="rng">Where the weights come from.</param>
    public InvertedResidual(int inChannels, int channels, int expand, int stride, Rng rng)
    {
        int middle = expand * inChannels;
        var back = new Conv2d(middle, channels, 1, rng, bias: false);
        Init.He(back.Weight, rng);
        List<Layer> parts = [new ConvNorm(middle, middle, 3, rng, stride, middle, Act.Relu6), back, new BatchNorm2d(channels)];
        if (expand != 1)
            parts.Insert(0, new ConvNorm(inChannels, middle, 1, rng, act: Act.Relu6));
        _conv = Child("conv", new Sequential([.. parts]));
        _shortcut = stride == 1 && inChannels == channels;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _shortcut ? x + _conv.Forward(x) : _conv.Forward(x);
}
