namespace DeepNotes.Models;

/// <summary>MobileNet: every 3×3 convolution apart into a depthwise one and a 1×1, at 1/N + 1/9 of the cost.</summary>
/// <remarks>
/// Howard et al. (2017), "MobileNets: efficient convolutional neural networks for mobile vision applications", table 1. 4,231,976
/// parameters at width 1. torchvision has no such net; keys are <c>features.0.0.weight</c> and so on, as in its successor.
/// </remarks>
public sealed class MobileNetV1 : Layer
{
    private static readonly (int Channels, int Stride)[] Rows =
        [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];

    private readonly Sequential _features;
    private readonly Linear _classifier;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="width">The multiplier α of every number of channels: 1, 0.75, 0.5, 0.25.</param>
    /// <param name="classes">Outputs.</param>
    public MobileNetV1(Rng rng, float width = 1, int classes = 1000)
    {
        int Wide(int count) => Math.Max(1, (int)(count * width));
        int channels = Wide(32);
        var features = new List<Layer> { new ConvNorm(3, channels, 3, rng, stride: 2) };
        foreach (var (to, stride) in Rows)
        {
            features.Add(new ConvNorm(channels, channels, 3, rng, stride, groups: channels));   // depthwise: each channel by itself
            features.Add(new ConvNorm(channels, Wide(to), 1, rng));                             // pointwise: channels mixed
            channels = Wide(to);
        }
        _features = Child("features", new Sequential([.. features]));
        _classifier = Child("classifier", new Linear(channels, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W), 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) => _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(_features.Forward(x), 1)));
}
