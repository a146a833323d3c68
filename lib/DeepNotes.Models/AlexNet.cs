namespace DeepNotes.Models;

/// <summary>AlexNet: five convolutions and three linear layers with ReLU and dropout; the winner of ILSVRC 2012.</summary>
/// <remarks>
/// Krizhevsky, Sutskever and Hinton (2012), "ImageNet classification with deep convolutional neural networks", in the layout of
/// Krizhevsky (2014), "One weird trick", for a single processor: no groups, no response normalization. 61,100,840 parameters;
/// torchvision's keys.
/// </remarks>
public sealed class AlexNet : Layer
{
    private readonly Sequential _features, _classifier;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they, and in training the drops, come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="width">Channels of the first convolution; 64 is the published net, all other widths keep their ratio to it.</param>
    /// <param name="dropout">Share of the inputs of the first two linear layers that is dropped in training.</param>
    public AlexNet(Rng rng, int classes = 1000, int width = 64, float dropout = 0.5f)
    {
        int hidden = 64 * width;
        _features = Child("features", new Sequential(
            new Conv2d(3, width, 11, rng, stride: 4, padding: 2), new ReLU(), new MaxPool2d(3, 2),
            new Conv2d(width, 3 * width, 5, rng, padding: 2), new ReLU(), new MaxPool2d(3, 2),
            new Conv2d(3 * width, 6 * width, 3, rng, padding: 1), new ReLU(),
            new Conv2d(6 * width, 4 * width, 3, rng, padding: 1), new ReLU(),
            new Conv2d(4 * width, 4 * width, 3, rng, padding: 1), new ReLU(), new MaxPool2d(3, 2)));
        _classifier = Child("classifier", new Sequential(
            new Dropout(dropout, rng.Split(1)), new Linear(4 * width * 6 * 6, hidden, rng), new ReLU(),
            new Dropout(dropout, rng.Split(2)), new Linear(hidden, hidden, rng), new ReLU(),
            new Linear(hidden, classes, rng)));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 3, H, W) with H and W at least 63; 224 in the paper.</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) =>
        _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(_features.Forward(x), 6)));
}
