namespace DeepNotes.Models;

/// <summary>GoogLeNet: nine inception modules, global average pooling; the winner of ILSVRC 2014 with a tenth of AlexNet's parameters.</summary>
/// <remarks>
/// Szegedy et al. (2015), "Going deeper with convolutions", table 1, with batch normalization as in torchvision, whose keys these are.
/// 6,624,904 parameters; each of the two auxiliary classifiers, which help training only, adds about 3.2 million.
/// </remarks>
public sealed class GoogLeNet : Layer
{
    // Table 1: 1×1; 3×3 reduced, 3×3; 5×5 reduced, 5×5; after pooling.
    private static readonly (string Key, int[] Channels)[] Modules =
    [
        ("3a", [64, 96, 128, 16, 32, 32]), ("3b", [128, 128, 192, 32, 96, 64]),
        ("4a", [192, 96, 208, 16, 48, 64]), ("4b", [160, 112, 224, 24, 64, 64]), ("4c", [128, 128, 256, 24, 64, 64]),
        ("4d", [112, 144, 288, 32, 64, 64]), ("4e", [256, 160, 320, 32, 128, 128]),
        ("5a", [256, 160, 320, 32, 128, 128]), ("5b", [384, 192, 384, 48, 128, 128]),
    ];

    private readonly ConvNorm _conv1, _conv2, _conv3;
    private readonly Inception[] _inception;
    private readonly AuxiliaryClassifier? _aux1, _aux2;
    private readonly Dropout _dropout;
    private readonly Linear _fc;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they, and in training the drops, come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="auxiliary">Whether there are classifiers after 4a and 4d.</param>
    /// <param name="width">Divides every number of channels by 64 / width; 64 is the published net.</param>
    /// <param name="dropout">Share of the features that is dropped in training.</param>
    public GoogLeNet(Rng rng, int classes = 1000, bool auxiliary = false, int width = 64, float dropout = 0.2f)
    {
        int Wide(int channels) => Math.Max(1, channels * width / 64);
        _conv1 = Child("conv1", Inception.Unit(3, Wide(64), 7, rng, stride: 2));
        _conv2 = Child("conv2", Inception.Unit(Wide(64), Wide(64), 1, rng));
        _conv3 = Child("conv3", Inception.Unit(Wide(64), Wide(192), 3, rng));
        int channels = Wide(192);
        _inception = new Inception[Modules.Length];
        for (int i = 0; i < Modules.Length; i++)
        {
            _inception[i] = Child("inception" + Modules[i].Key, new Inception(channels, [.. Modules[i].Channels.Select(Wide)], rng));
            channels = _inception[i].Channels;
        }
        if (auxiliary)
        {
            _aux1 = Child("aux1", new AuxiliaryClassifier(_inception[2].Channels, Wide(128), 16 * width, classes, rng));
            _aux2 = Child("aux2", new AuxiliaryClassifier(_inception[5].Channels, Wide(128), 16 * width, classes, rng));
        }
        _dropout = Child("dropout", new Dropout(dropout, rng.Split(1)));
        _fc = Child("fc", new Linear(channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W), 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) => ForwardAll(x).Logits;

    /// <summary>The forward pass with the auxiliary logits, whose losses the paper adds with weight 0.3.</summary>
    /// <param name="x">(N, 3, H, W).</param>
    /// <returns>Logits (N, classes) of the end, and while training those after 4a and 4d.</returns>
    public (Tensor Logits, Tensor? Aux1, Tensor? Aux2) ForwardAll(Tensor x)
    {
        Tensor? aux1 = null, aux2 = null;
        var h = F.MaxPool2d(_conv1.Forward(x), 3, 2, ceil: true);
        h = F.MaxPool2d(_conv3.Forward(_conv2.Forward(h)), 3, 2, ceil: true);
        for (int i = 0; i < _inception.Length; i++)
        {
            h = _inception[i].Forward(h);
            if (i == 1)
                h = F.MaxPool2d(h, 3, 2, ceil: true);
            if (i == 2 && Training)
                aux1 = _aux1?.Forward(h);
            if (i == 5 && Training)
                aux2 = _aux2?.Forward(h);
            if (i == 6)
                h = F.MaxPool2d(h, 2, 2, ceil: true);
        }
        return (_fc.Forward(_dropout.Forward(F.Flatten(F.AdaptiveAvgPool2d(h, 1)))), aux1, aux2);
    }
}

/// <summary>Four ways side by side, joined along the channels: 1×1; 1×1 then 3×3; 1×1 then a larger filter; pooling then 1×1.</summary>
/// <remarks>
/// Szegedy et al. (2015), fig. 2b; the 1×1 filters in front make the wide ones cheap. The third way's filter is 5×5 in the paper and
/// 3×3 in torchvision's weights; so it is here, that they load.
/// </remarks>
public sealed class Inception : Layer
{
    private readonly Layer _branch1, _branch2, _branch3, _branch4;

    /// <summary>A module with random weights.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Six widths: 1×1; reduction and filter of the second way; the same of the third; after pooling.</param>
    /// <param name="rng">Where the weights come from.</param>
    public Inception(int inChannels, int[] channels, Rng rng)
    {
        if (channels.Length != 6)
            throw new ShapeException($"Inception: {channels.Length} widths; there must be six.");
        Channels = channels[0] + channels[2] + channels[4] + channels[5];
        _branch1 = Child("branch1", Unit(inChannels, channels[0], 1, rng));
        _branch2 = Child("branch2", new Sequential(Unit(inChannels, channels[1], 1, rng), Unit(channels[1], channels[2], 3, rng)));
        _branch3 = Child("branch3", new Sequential(Unit(inChannels, channels[3], 1, rng), Unit(channels[3], channels[4], 3, rng)));
        _branch4 = Child("branch4", new Sequential(new MaxPool2d(3, 1, 1, ceil: true), Unit(inChannels, channels[5], 1, rng)));
    }

    /// <summary>Channels of the output.</summary>
    public int Channels { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Concat(1, _branch1.Forward(x), _branch2.Forward(x), _branch3.Forward(x), _branch4.Forward(x));

    internal static ConvNorm Unit(int inChannels, int channels, int kernel, Rng rng, int stride = 1) =>
        new(inChannels, channels, kernel, rng, stride, epsilon: 1e-3f, keys: ("conv", "bn"));
}

/// <summary>A small classifier in the middle of the net, so that a gradient reaches the lower half.</summary>
public sealed class AuxiliaryClassifier : Layer
{
    private readonly ConvNorm _conv;
    private readonly Linear _fc1, _fc2;
    private readonly Dropout _dropout;

    internal AuxiliaryClassifier(int inChannels, int channels, int hidden, int classes, Rng rng)
    {
        _conv = Child("conv", Inception.Unit(inChannels, channels, 1, rng));
        _fc1 = Child("fc1", new Linear(channels * 4 * 4, hidden, rng));
        _fc2 = Child("fc2", new Linear(hidden, classes, rng));
        _dropout = Child("dropout", new Dropout(0.7f, rng.Split(2)));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var h = _conv.Forward(F.AdaptiveAvgPool2d(x, 4));
        return _fc2.Forward(_dropout.Forward(F.Relu(_fc1.Forward(F.Flatten(h)))));
    }
}
