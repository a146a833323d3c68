namespace DeepNotes.Models;

/// <summary>U-Net: down to a small map that knows what, up again to a large one that knows where, and shortcuts between equal sizes.</summary>
/// <remarks>
/// Ronneberger, Fischer and Brox (2015), "U-Net: convolutional networks for biomedical image segmentation", fig. 1, with a margin of
/// one around every 3×3 convolution so that the map is as large as the image. From 1 channel to 2 classes 31,030,658 parameters.
/// </remarks>
public sealed class UNet : Layer
{
    private readonly Layer[] _down, _up;
    private readonly ConvTranspose2d[] _grow;
    private readonly Conv2d _out;
    private readonly bool _skips;

    /// <summary>A net with random weights (He et al. 2015, as in the paper).</summary>
    /// <param name="rng">Where they come from.</param>
    /// <param name="inChannels">Channels of the image.</param>
    /// <param name="classes">Maps of the output.</param>
    /// <param name="width">Channels of the first level, twice as many at each below; 64 in the paper.</param>
    /// <param name="levels">Sizes, 5 in the paper; the image's sides are multiples of 2^(levels − 1).</param>
    /// <param name="skips">Whether maps of the way down are joined to those of the way up; false shows what they are for.</param>
    /// <param name="norm">Whether batch norms stand behind the 3×3 convolutions, which then have no biases; the paper has none.</param>
    public UNet(Rng rng, int inChannels = 1, int classes = 2, int width = 64, int levels = 5, bool skips = true, bool norm = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        _skips = skips;
        _down = [.. Enumerable.Range(0, levels).Select(i => Child($"down{i + 1}", Double(i == 0 ? inChannels : width << (i - 1), width << i, norm, rng)))];
        _grow = new ConvTranspose2d[levels - 1];
        _up = new Layer[levels - 1];
        for (int i = levels - 2; i >= 0; i--)
        {
            _grow[i] = Child($"grow{i + 1}", new ConvTranspose2d(width << (i + 1), width << i, 2, rng, stride: 2));
            _up[i] = Child($"up{i + 1}", Double(skips ? width << (i + 1) : width << i, width << i, norm, rng));
        }
        _out = Child("out", new Conv2d(width, classes, 1, rng));
    }

    /// <inheritdoc/>
    /// <param name="x">(N, C, H, W).</param>
    /// <returns>Logits for every pixel, (N, classes, H, W).</returns>
    /// <exception cref="ShapeException">A side cannot be halved as often as there are levels below the first.</exception>
    public override Tensor Forward(Tensor x)
    {
        int multiple = 1 << (_down.Length - 1);
        if (x.Rank == 4 && (x.Dim(2) % multiple != 0 || x.Dim(3) % multiple != 0))
            throw At(new ShapeException($"UNet: x is {Shape.Text(x.Shape)}; H and W must be multiples of {multiple}."));
        var maps = new Tensor[_down.Length];
        for (int i = 0; i < maps.Length; i++)
            maps[i] = x = _down[i].Forward(i == 0 ? x : F.MaxPool2d(x, 2));
        for (int i = maps.Length - 2; i >= 0; i--)
        {
            x = _grow[i].Forward(x);
            x = _up[i].Forward(_skips ? F.Concat(1, maps[i], x) : x);
        }
        return _out.Forward(x);
    }

    internal static Sequential Double(int from, int to, bool norm, Rng rng)
    {
        if (norm)
            return new Sequential(new ConvNorm(from, to, 3, rng), new ConvNorm(to, to, 3, rng));
        Conv2d first = new(from, to, 3, rng, padding: 1), second = new(to, to, 3, rng, padding: 1);
        Init.He(first.Weight, rng);
        Init.He(second.Weight, rng);
        return new Sequential(first, new ReLU(), second, new ReLU());
    }
}

/// <summary>Losses and scores of maps.</summary>
public static class Segmentation
{
    /// <summary>Cross-entropy of every pixel, averaged.</summary>
    /// <param name="logits">(N, K, H, W).</param>
    /// <param name="mask">N · H · W classes, row by row.</param>
    public static Tensor Loss(Tensor logits, int[] mask) => F.CrossEntropy(Pixels(logits), mask);

    /// <summary>The most likely class of every pixel.</summary>
    /// <param name="logits">(N, K, H, W).</param>
    /// <returns>N · H · W classes.</returns>
    public static int[] Classes(Tensor logits) => F.ArgMax(Pixels(logits));

    /// <summary>Intersection over union, averaged over the classes that occur in either.</summary>
    /// <param name="predicted">Classes of pixels.</param>
    /// <param name="mask">The true ones.</param>
    /// <param name="classes">How many there are.</param>
    /// <returns>0 … 1.</returns>
    public static float MeanIoU(int[] predicted, int[] mask, int classes)
    {
        if (predicted.Length != mask.Length)
            throw new ShapeException($"MeanIoU: {predicted.Length} predicted pixels and {mask.Length} true ones; there must be as many.");
        int[] both = new int[classes], either = new int[classes];
        for (int i = 0; i < mask.Length; i++)
        {
            either[mask[i]]++;
            if (predicted[i] == mask[i])
                both[mask[i]]++;
            else
                either[predicted[i]]++;
        }
        var seen = Enumerable.Range(0, classes).Where(c => either[c] > 0).ToList();
        return seen.Average(c => (float)both[c] / either[c]);
    }

    private static Tensor Pixels(Tensor logits)
    {
        Shape.RequireRank("Segmentation", logits, 4, "(N, K, H, W)");
        return F.Reshape(F.Permute(logits, 0, 2, 3, 1), -1, logits.Dim(1));
    }
}
