namespace DeepNotes.Models;

/// <summary>VGG with 11, 13, 16 or 19 layers: nothing but 3×3 convolutions, halving by pooling, three linear layers.</summary>
/// <remarks>
/// Simonyan and Zisserman (2015), "Very deep convolutional networks for large-scale image recognition", table 1, nets A, B, D and E.
/// VGG-16 has 138,357,544 parameters; torchvision's keys, with and without batch normalization.
/// </remarks>
public sealed class Vgg : Layer
{
    private readonly Sequential _features, _classifier;

    /// <summary>A net with random weights.</summary>
    /// <param name="depth">11, 13, 16 or 19 layers with weights.</param>
    /// <param name="rng">Where the weights, and in training the drops, come from.</param>
    /// <param name="batchNorm">Whether every convolution is normalized.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="width">Channels of the first stage; 64 is the published net, all other widths keep their ratio to it.</param>
    /// <param name="dropout">Share of the hidden units of the classifier that is dropped in training.</param>
    /// <exception cref="ShapeException">There is no such depth.</exception>
    public Vgg(int depth, Rng rng, bool batchNorm = false, int classes = 1000, int width = 64, float dropout = 0.5f)
    {
        int[] convolutions = depth switch
        {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => throw new ShapeException($"Vgg: {depth} layers; there must be 11, 13, 16 or 19."),
        };
        var features = new List<Layer>();
        int channels = 3, hidden = 64 * width;
        for (int stage = 0; stage < 5; stage++)
        {
            for (int i = 0; i < convolutions[stage]; i++)
            {
                int to = width << Math.Min(stage, 3);
                var conv = new Conv2d(channels, to, 3, rng, padding: 1);
                Init.He(conv.Weight, rng);
                features.Add(conv);
                if (batchNorm)
                    features.Add(new BatchNorm2d(to));
                features.Add(new ReLU());
                channels = to;
            }
            features.Add(new MaxPool2d(2));
        }
        _features = Child("features", new Sequential([.. features]));
        _classifier = Child("classifier", new Sequential(
            new Linear(channels * 7 * 7, hidden, rng), new ReLU(), new Dropout(dropout, rng.Split(1)),
            new Linear(hidden, hidden, rng), new ReLU(), new Dropout(dropout, rng.Split(2)),
            new Linear(hidden, classes, rng)));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W) with H and W at least 32; 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) =>
        _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(_features.Forward(x), 7)));
}
