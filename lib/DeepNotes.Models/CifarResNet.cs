namespace DeepNotes.Models;

/// <summary>How a block whose output is smaller passes its input on.</summary>
public enum Shortcut
{
    /// <summary>Not at all: a plain net.</summary>
    None,

    /// <summary>Option A: every second pixel, missing channels zero; no parameters.</summary>
    Padding,

    /// <summary>Option B: a 1×1 convolution of stride 2 with batch norm.</summary>
    Projection,
}

/// <summary>The residual networks for CIFAR-10 with 20, 32, 44, 56 or 110 layers, and their plain twins.</summary>
/// <remarks>
/// He, Zhang, Ren and Sun (2016), "Deep residual learning for image recognition", section 4.2: 6n + 2 layers, three stages of 16, 32 and
/// 64 channels with n blocks each. With option A, 20 layers have 269,722 parameters. State-dict keys: <c>layer1.0.conv1.weight</c> ….
/// </remarks>
public sealed class CifarResNet : Layer
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages;
    private readonly Linear _linear;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="depth">6 n + 2: 20, 32, 44, 56, 110.</param>
    /// <param name="rng">Where they come from.</param>
    /// <param name="shortcut">How the shortcuts grow; <see cref="Shortcut.None"/> makes the plain twin.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="width">Channels of the first stage.</param>
    /// <exception cref="ShapeException">The depth is not 6 n + 2.</exception>
    public CifarResNet(int depth, Rng rng, Shortcut shortcut = Shortcut.Padding, int classes = 10, int width = 16)
    {
        if (depth < 8 || depth % 6 != 2)
            throw new ShapeException($"CifarResNet: {depth} layers; there must be 6 n + 2, such as 20, 32, 44, 56, 110.");
        _conv1 = Child("conv1", BasicBlock.Conv3x3(3, width, 1, rng));
        _bn1 = Child("bn1", new BatchNorm2d(width));
        _stages = new Sequential[3];
        for (int stage = 0; stage < 3; stage++)
        {
            int channels = width << stage;
            var blocks = new Layer[depth / 6];
            for (int i = 0; i < blocks.Length; i++)
                blocks[i] = new BasicBlock(stage > 0 && i == 0 ? channels / 2 : channels, channels, stage > 0 && i == 0 ? 2 : 1, rng, shortcut);
            _stages[stage] = Child($"layer{stage + 1}", new Sequential(blocks));
        }
        _linear = Child("linear", new Linear(4 * width, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, 32, 32).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = _bn1.Forward(_conv1.Forward(x), relu: true);
        foreach (var stage in _stages)
            h = stage.Forward(h);
        return _linear.Forward(F.Flatten(F.AdaptiveAvgPool2d(h, 1)));
    }
}

/// <summary>A block that can be taken out of a trained net, which leaves its shortcut.</summary>
public interface IResidualBlock
{
    /// <summary>Whether the residual branch is left out (of a plain block all is left out: its input passes). Basic blocks that change the size stay.</summary>
    bool Dropped { get; set; }
}

/// <summary>Two 3×3 convolutions and a shortcut around them.</summary>
/// <remarks>He et al. (2016), fig. 2.</remarks>
public sealed class BasicBlock : Layer, IResidualBlock
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _projection;
    private readonly Shortcut _shortcut;
    private readonly int _stride;

    /// <summary>A block with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="stride">Of the first convolution.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="shortcut">How the input is passed on when the sizes differ.</param>
    /// <param name="projectionKey">The state-dict key of a projection.</param>
    public BasicBlock(int inChannels, int channels, int stride, Rng rng, Shortcut shortcut, string projectionKey = "shortcut")
    {
        (_shortcut, _stride) = (shortcut, stride);
        _conv1 = Child("conv1", Conv3x3(inChannels, channels, stride, rng));
        _bn1 = Child("bn1", new BatchNorm2d(channels));
        _conv2 = Child("conv2", Conv3x3(channels, channels, 1, rng));
        _bn2 = Child("bn2", new BatchNorm2d(channels));
        if (shortcut == Shortcut.Projection && (stride != 1 || inChannels != channels))
            _projection = Child(projectionKey, new Sequential(Conv1x1(inChannels, channels, stride, rng), new BatchNorm2d(channels)));
    }

    /// <inheritdoc/>
    public bool Dropped { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (Dropped && _stride == 1)
            return _shortcut == Shortcut.None ? x : F.Relu(_projection?.Forward(x) ?? x);
        var h = _bn1.Forward(_conv1.Forward(x), relu: true);
        h = _conv2.Forward(h);
        return _shortcut == Shortcut.None ? _bn2.Forward(h, relu: true) : _bn2.Forward(h, relu: true, Around(x, h));
    }

    internal static Conv2d Conv3x3(int inChannels, int channels, int stride, Rng rng)
    {
        var conv = new Conv2d(inChannels, channels, 3, rng, stride, padding: 1, bias: false);
        Init.He(conv.Weight, rng);
        return conv;
    }

    internal static Conv2d Conv1x1(int inChannels, int channels, int stride, Rng rng)
    {
        var conv = new Conv2d(inChannels, channels, 1, rng, stride, bias: false);
        Init.He(conv.Weight, rng);
        return conv;
    }

    // Option A: the window of one pixel picks every second one; zeros stand for the new channels, half of them on either side.
    private Tensor Around(Tensor x, Tensor h)
    {
        if (_projection is not null)
            return _projection.Forward(x);
        if (_stride == 1 && x.Dim(1) == h.Dim(1))
            return x;
        var picked = F.AvgPool2d(x, 1, _stride);
        var zeros = Tensor.Zeros(x.Dim(0), (h.Dim(1) - x.Dim(1)) / 2, h.Dim(2), h.Dim(3));
        return F.Concat(1, zeros, picked, zeros);
    }
}
