namespace DeepNotes.Models;

/// <summary>A fully convolutional net: a classifier's convolutions give coarse scores, transposed convolutions make them as large as the image.</summary>
/// <remarks>
/// Long, Shelhamer and Darrell (2015), "Fully convolutional networks for semantic segmentation", fig. 3. Scores of finer levels are added
/// on the way up: none gives the paper's FCN-32s, one FCN-16s, two FCN-8s when there are five levels. Up-sampling starts bilinear.
/// </remarks>
public sealed class Fcn : Layer
{
    private readonly Sequential[] _stages;
    private readonly Conv2d[] _scores;
    private readonly ConvTranspose2d[] _ups;

    /// <summary>A net with random weights.</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="classes">Maps of the output.</param>
    /// <param name="inChannels">Channels of the image.</param>
    /// <param name="width">Channels of the first level; twice as many at each below, at most eight times.</param>
    /// <param name="levels">How often the image is halved.</param>
    /// <param name="fused">Finer levels whose scores are added, 0 … levels − 1.</param>
    /// <param name="norm">Whether batch norms stand behind the 3×3 convolutions, which then have no biases; the paper has none.</param>
    public Fcn(Rng rng, int classes, int inChannels = 3, int width = 64, int levels = 5, int fused = 2, bool norm = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        if (fused < 0 || fused >= levels)
            throw new ShapeException($"Fcn: {fused} finer levels added of {levels}; there must be 0 … {levels - 1}.");
        _stages = new Sequential[levels];
        for (int i = 0, from = inChannels; i < levels; i++)
        {
            int to = width << Math.Min(i, 3);
            _stages[i] = Child($"stage{i + 1}", new Sequential([.. UNet.Double(from, to, norm, rng), new MaxPool2d(2)]));
            from = to;
        }
        _scores = new Conv2d[fused + 1];
        _ups = new ConvTranspose2d[fused + 1];
        for (int i = 0; i <= fused; i++)
        {
            _scores[i] = Child($"score{levels - i}", new Conv2d(width << Math.Min(levels - 1 - i, 3), classes, 1, rng));
            _ups[i] = Child($"up{levels - i}", Bilinear(classes, i < fused ? 2 : 1 << (levels - fused), rng));
        }
    }

    /// <inheritdoc/>
    /// <param name="x">(N, C, H, W), the sides multiples of 2^levels.</param>
    /// <returns>Logits for every pixel, (N, classes, H, W).</returns>
    /// <exception cref="ShapeException">A side cannot be halved as often as there are levels.</exception>
    public override Tensor Forward(Tensor x)
    {
        int multiple = 1 << _stages.Length;
        if (x.Rank == 4 && (x.Dim(2) % multiple != 0 || x.Dim(3) % multiple != 0))
            throw At(new ShapeException($"Fcn: x is {Shape.Text(x.Shape)}; H and W must be multiples of {multiple}."));
        var maps = new Tensor[_stages.Length];
        for (int i = 0; i < maps.Length; i++)
            maps[i] = x = _stages[i].Forward(x);
        var y = _scores[0].Forward(x);
        for (int i = 1; i < _scores.Length; i++)
            y = _ups[i - 1].Forward(y) + _scores[i].Forward(maps[^(i + 1)]);
        return _ups[^1].Forward(y);
    }

    // A kernel of twice the factor with weights that fall linearly to the edges: bilinear interpolation, before training.
    private static ConvTranspose2d Bilinear(int classes, int factor, Rng rng)
    {
        int size = 2 * factor;
        var up = new ConvTranspose2d(classes, classes, size, rng, stride: factor, padding: factor / 2, bias: false);
        if (!up.Weight.HasData)
            return up;
        up.Weight.Data.Clear();
        float Fall(int i) => 1 - Math.Abs(i + 0.5f - factor) / factor;
        for (int c = 0; c < classes; c++)
        {
            for (int i = 0; i < size * size; i++)
                up.Weight.Data[(c * classes + c) * size * size + i] = Fall(i / size) * Fall(i % size);
        }
        return up;
    }
}
