namespace DeepNotes.Models;

/// <summary>A small classifier of <c>ShapeScenes</c> for looking inside: four convolutions, the mean of each map, one linear layer.</summary>
/// <remarks>
/// The mean behind the last maps is that of Lin, Chen and Yan (2014), "Network in network": it keeps place and class apart, so that maps
/// can be asked where a class was seen (Zhou et al. 2016; Selvaraju et al. 2017).
/// </remarks>
public sealed class ShapeNet : Layer
{
    private readonly Sequential _features;
    private readonly Linear _classifier;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="classes">Outputs.</param>
    public ShapeNet(Rng rng, int classes = 10)
    {
        _features = Child("features", new Sequential(
            new ConvNorm(3, 16, 5, rng), new MaxPool2d(2), new ConvNorm(16, 32, 3, rng), new MaxPool2d(2), new ConvNorm(32, 64, 3, rng), new ConvNorm(64, 64, 3, rng)));
        _classifier = Child("classifier", new Linear(64, classes, rng));
    }

    /// <summary>The input and the output of every stage: 16 maps of 32×32, pooled, 32 of 16×16, pooled, 64 of 8×8 twice.</summary>
    /// <param name="x">(N, 3, 32, 32) in [0, 1].</param>
    public IReadOnlyList<Tensor> Trace(Tensor x) => _features.Trace(Centred(x));

    /// <summary>The convolutions.</summary>
    /// <param name="x">(N, 3, 32, 32) in [0, 1].</param>
    /// <returns>(N, 64, 8, 8).</returns>
    public Tensor Features(Tensor x) => _features.Forward(Centred(x));

    /// <summary>The rest.</summary>
    /// <param name="maps">(N, 64, 8, 8).</param>
    /// <returns>Logits, (N, classes).</returns>
    public Tensor Head(Tensor maps) => _classifier.Forward(F.Flatten(F.AdaptiveAvgPool2d(maps, 1)));

    /// <inheritdoc/>
    /// <param name="x">(N, 3, 32, 32) in [0, 1].</param>
    public override Tensor Forward(Tensor x) => Head(Features(x));

    private static Tensor Centred(Tensor x) => F.Affine(x, 4, -2);
}
