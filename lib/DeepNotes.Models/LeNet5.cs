namespace DeepNotes.Models;

/// <summary>LeNet-5 for 28×28 or 32×32 images of one channel: two convolutions with pooling, three linear layers.</summary>
/// <remarks>
/// LeCun, Bottou, Bengio and Haffner (1998), "Gradient-based learning applied to document recognition", fig. 2. As is usual today, the
/// second convolution sees all channels, pooling is a plain mean and the output a linear layer: 61,706 parameters.
/// </remarks>
public sealed class LeNet5 : Layer
{
    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _fc1, _fc2, _fc3;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="classes">Outputs.</param>
    /// <param name="imageSize">28 (padded to 32, as MNIST's images are) or 32.</param>
    public LeNet5(Rng rng, int classes = 10, int imageSize = 28)
    {
        if (imageSize is not (28 or 32))
            throw new ShapeException($"LeNet5: image size {imageSize}; it must be 28 or 32.");
        _conv1 = Child("conv1", new Conv2d(1, 6, 5, rng, padding: imageSize == 28 ? 2 : 0));
        _conv2 = Child("conv2", new Conv2d(6, 16, 5, rng));
        _fc1 = Child("fc1", new Linear(400, 120, rng));
        _fc2 = Child("fc2", new Linear(120, 84, rng));
        _fc3 = Child("fc3", new Linear(84, classes, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, 1, 28, 28).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = F.AvgPool2d(F.Tanh(_conv1.Forward(x)), 2);
        h = F.AvgPool2d(F.Tanh(_conv2.Forward(h)), 2);
        h = F.Tanh(_fc1.Forward(F.Flatten(h)));
        return _fc3.Forward(F.Tanh(_fc2.Forward(h)));
    }
}
