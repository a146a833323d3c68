namespace DeepNotes.Insight;

/// <summary>What part of the input one output place can see, along one axis.</summary>
/// <param name="Size">Places of the input that it sees.</param>
/// <param name="Jump">Places of the input between the fields of two neighbours.</param>
/// <param name="Start">The first place that output 0 sees; negative within the margin.</param>
/// <remarks>
/// Through a layer of kernel k, stride s, dilation d and margin p: size += (k − 1) d · jump, start −= p · jump, jump ·= s.
/// Araujo, Norris and Sim (2019), "Computing receptive fields of convolutional neural networks".
/// </remarks>
public readonly record struct ReceptiveField(int Size, int Jump, int Start)
{
    /// <summary>An input place sees itself.</summary>
    public static ReceptiveField Pixel { get; } = new(1, 1, 0);

    /// <summary>The field after one more layer.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="stride">s.</param>
    /// <param name="padding">p.</param>
    /// <param name="dilation">d.</param>
    public ReceptiveField Through(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new(Size + (kernel - 1) * dilation * Jump, Jump * stride, Start - padding * Jump);

    /// <summary>The field of a chain of layers along the columns: convolutions, pools, and layers that look at single places.</summary>
    /// <param name="layers">In the order in which they run; a <see cref="Sequential"/> is a list of layers too.</param>
    /// <exception cref="ArgumentException">A layer sees the whole input (linear, adaptive pooling) or is not known here.</exception>
    public static ReceptiveField Of(IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var field = Pixel;
        foreach (var layer in layers)
            field = field.Through(layer);
        return field;
    }

    /// <summary>The first and last place that an output sees, cut off at the input's ends.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="length">Length of the input.</param>
    public (int First, int Last) Seen(int output, int length) =>
        (Math.Max(0, Start + output * Jump), Math.Min(length - 1, Start + output * Jump + Size - 1));

    /// <summary>The first and last column that an output place really depends on, by its gradient.</summary>
    /// <param name="features">From images (1, C, H, W) to maps (1, K, h, w), or from signals (1, C, L) to (1, K, l).</param>
    /// <param name="input">The shape of one example, (C, H, W) or (C, L).</param>
    /// <param name="output">Which column of the maps, in the middle row.</param>
    /// <param name="rng">Makes inputs; a rectifier may be shut for one of them, so several are tried.</param>
    /// <param name="tries">How many.</param>
    /// <returns>First and last column with a gradient; (−1, −1) when there is none.</returns>
    public static (int First, int Last) Measure(Func<Tensor, Tensor> features, int[] input, int output, Rng rng, int tries = 4)
    {
        int first = int.MaxValue, last = -1, columns = input[^1];
        for (int t = 0; t < tries; t++)
        {
            var x = rng.Normal(1, [1, .. input]);
            x.RequiresGrad = true;
            var y = features(x);
            var seed = new float[y.Length];
            int width = y.Dim(-1), height = y.Rank == 4 ? y.Dim(2) : 1;
            for (int channel = 0; channel < y.Dim(1); channel++)
                seed[(channel * height + height / 2) * width + output] = (float)rng.NextNormal();   // random, so that channels do not cancel
            y.Backward(seed);
            for (int i = 0; i < x.Length; i++)
            {
                if (x.Grad[i] != 0)
                    (first, last) = (Math.Min(first, i % columns), Math.Max(last, i % columns));
            }
        }
        return last < 0 ? (-1, -1) : (first, last);
    }

    private ReceptiveField Through(Layer layer)
    {
        switch (layer)
        {
            case Sequential chain:
                var field = this;
                foreach (var inner in chain)
                    field = field.Through(inner);
                return field;
            case Conv1d or Conv2d:
                var conv = (ConvLayer)layer;
                return Through(conv.Weight.Dim(-1), conv.Stride.X, conv.Padding.X, conv.Dilation.X);
            case MaxPool2d pool:
                return Through(pool.Window.Kernel.X, pool.Window.Stride.X, pool.Window.Padding.X);
            case AvgPool2d pool:
                return Through(pool.Window.Kernel.X, pool.Window.Stride.X, pool.Window.Padding.X);
            case BatchNorm or Dropout or ReLU or ReLU6 or LeakyReLU or PReLU or ELU or GELU or SiLU or Softplus or Sigmoid or Tanh:
                return this;
            default:
                throw new ArgumentException($"ReceptiveField: {layer} is neither a convolution, a pool nor a layer of single places.", nameof(layer));
        }
    }
}
