namespace DeepNotes.Models;

/// <summary>The residual networks for ImageNet with 18, 34, 50, 101 or 152 layers.</summary>
/// <remarks>
/// He, Zhang, Ren and Sun (2016), "Deep residual learning for image recognition", table 1, option B; the stride of a bottleneck is at
/// its 3×3 convolution, as in torchvision, whose keys these are. ResNet-50 has 25,557,032 parameters.
/// </remarks>
public sealed class ResNet : Layer
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages = new Sequential[4];
    private readonly Linear _fc;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="rng">Where they come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="width">Channels of the first stage; 64 is the published net.</param>
    /// <exception cref="ShapeException">There is no such depth.</exception>
    public ResNet(int depth, Rng rng, int classes = 1000, int width = 64)
    {
        int[] blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => [3, 8, 36, 3],
            _ => throw new ShapeException($"ResNet: {depth} layers; there must be 18, 34, 50, 101 or 152."),
        };
        _conv1 = Child("conv1", new Conv2d(3, width, 7, rng, stride: 2, padding: 3, bias: false));
        Init.He(_conv1.Weight, rng);
        _bn1 = Child("bn1", new BatchNorm2d(width));
        int channels = width;
        for (int stage = 0; stage < 4; stage++)
        {
            int inner = width << stage, outer = depth < 50 ? inner : Bottleneck.Expansion * inner;
            var row = new Layer[blocks[stage]];
            for (int i = 0; i < row.Length; i++)
            {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                row[i] = depth < 50 ? new BasicBlock(channels, outer, stride, rng, Shortcut.Projection, "downsample") : new Bottleneck(channels, inner, stride, rng);
                channels = outer;
            }
            _stages[stage] = Child($"layer{stage + 1}", new Sequential(row));
        }
        _fc = Child("fc", new Linear(channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W), 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = F.MaxPool2d(_bn1.Forward(_conv1.Forward(x), relu: true), 3, 2, 1);
        foreach (var stage in _stages)
            h = stage.Forward(h);
        return _fc.Forward(F.Flatten(F.AdaptiveAvgPool2d(h, 1)));
    }
}

/// <summary>1×1 to fewer channels, 3×3 there, 1×1 back to four times as many, and a shortcut around all three.</summary>
/// <remarks>He et al. (2016), fig. 5 right.</remarks>
public sealed class Bottleneck : Layer, IResidualBlock
{
    /// <summary>Channels of the output for one in the middle.</summary>
    public const int Expansion = 4;

    private readonly Conv2d _conv1, _conv2, _conv3;
    private readonly BatchNorm2d _bn1, _bn2, _bn3;
    private readonly Sequential? _projection;

    /// <summary>A block with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels in the middle.</param>
    /// <param name="stride">Of the 3×3 convolution.</param>
    /// <param name="rng">Where the weights come from.</param>
    public Bottleneck(int inChannels, int channels, int stride, Rng rng)
    {
        int outer = Expansion * channels;
        _conv1 = Child("conv1", BasicBlock.Conv1x1(inChannels, channels, 1, rng));
        _bn1 = Child("bn1", new BatchNorm2d(channels));
        _conv2 = Child("conv2", BasicBlock.Conv3x3(channels, channels, stride, rng));
        _bn2 = Child("bn2", new BatchNorm2d(channels));
        _conv3 = Child("conv3", BasicBlock.Conv1x1(channels, outer, 1, rng));
        _bn3 = Child("bn3", new BatchNorm2d(outer));
        if (stride != 1 || inChannels != outer)
            _projection = Child("downsample", new Sequential(BasicBlock.Conv1x1(inChannels, outer, stride, rng), new BatchNorm2d(outer)));
    }

    /// <inheritdoc/>
    public bool Dropped { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var around = _projection?.Forward(x) ?? x;
        if (Dropped)
            return F.Relu(around);
        var h = _bn1.Forward(_conv1.Forward(x), relu: true);
        h = _bn2.Forward(_conv2.Forward(h), relu: true);
        return _bn3.Forward(_conv3.Forward(h), relu: true, around);
    }
}
