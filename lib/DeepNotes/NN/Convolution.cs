namespace DeepNotes;

/// <summary>What all convolutions have: a weight, a bias, and the geometry.</summary>
/// <remarks>Weights and bias start uniform in ±1/√fan_in, as in PyTorch; see <see cref="Init"/> for other beginnings.</remarks>
public abstract class ConvLayer : Layer
{
    private protected ConvLayer(int outChannels, ReadOnlySpan<int> weight, Rng rng, bool bias)
    {
        if (weight.IndexOfAnyInRange(int.MinValue, 0) >= 0)
            throw new ShapeException($"{GetType().Name}: the weight would be {Shape.Text(weight)}; channels and kernel must be 1 or more.");
        float bound = 1f / MathF.Sqrt(Shape.Count(weight[1..]));
        Weight = Parameter("weight", rng.Uniform(bound, weight));
        Bias = bias ? Parameter("bias", rng.Uniform(bound, outChannels)) : null;
    }

    /// <summary>The filters.</summary>
    public Tensor Weight { get; }

    /// <summary>One number per output channel, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Distance of outputs (of inputs, when transposed).</summary>
    public Pair Stride { get; private protected init; }

    /// <summary>Margin.</summary>
    public Pair Padding { get; private protected init; }

    /// <summary>Distance of kernel places.</summary>
    public Pair Dilation { get; private protected init; }

    /// <summary>Outputs more at the lower and right side; transposed only.</summary>
    public Pair OutputPadding { get; private protected init; }

    /// <summary>In how many groups the channels are seen apart.</summary>
    public int Groups { get; private protected init; }

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x)
    {
        try
        {
            return Convolve(x);
        }
        catch (ShapeException error)
        {
            throw At(error);
        }
    }

    /// <summary>The operation itself.</summary>
    private protected abstract Tensor Convolve(Tensor x);

    // Where the operation could not see the mistake. It sees that of a plain convolution, and names the layer's place in the model.
    private protected static int PerGroup(int channels, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return channels % groups == 0 ? channels / groups
            : throw new ShapeException($"Convolution: {channels} channels in {groups} groups; groups must divide the channels.");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int groups = Groups, first = Weight.Dim(0), second = Weight.Dim(1) * groups;
        bool transposed = this is ConvTranspose1d or ConvTranspose2d;
        string kernel = Weight.Rank == 3 ? $"{Weight.Dim(2)}" : $"{Weight.Dim(2)}×{Weight.Dim(3)}";
        string more = (Stride != 1 && Stride != (1, 1) ? $", stride {Text(Stride)}" : "") + (Padding != 0 ? $", padding {Text(Padding)}" : "")
            + (Dilation != 1 ? $", dilation {Text(Dilation)}" : "") + (groups != 1 ? $", groups {groups}" : "") + (Bias is null ? ", no bias" : "");
        return $"{GetType().Name}({(transposed ? first : second)} → {(transposed ? second : first)}, {kernel}{more})";

        string Text(Pair p) => Weight.Rank == 3 || p.X == p.Y ? $"{p.X}" : $"{p}";
    }
}

/// <summary>Convolution over images; weight (K, C / groups, R, S).</summary>
public sealed class Conv2d : ConvLayer
{
    /// <summary>A layer with random filters.</summary>
    /// <param name="inChannels">C.</param>
    /// <param name="outChannels">K.</param>
    /// <param name="kernel">R×S.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="stride">Distance of outputs, 1 if not given.</param>
    /// <param name="padding">Zeros around the image, 0 if not given.</param>
    /// <param name="dilation">Distance of kernel places, 1 if not given.</param>
    /// <param name="groups">In how many groups the channels are seen apart.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Conv2d(int inChannels, int outChannels, Pair kernel, Rng rng, Pair? stride = null, Pair? padding = null, Pair? dilation = null, int groups = 1, bool bias = true)
        : base(outChannels, [outChannels, Math.Max(1, inChannels / Math.Max(1, groups)), kernel.Y, kernel.X], rng, bias) =>
        (Stride, Padding, Dilation, Groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups);

    /// <inheritdoc/>
    /// <param name="x">(N, C, H, W).</param>
    /// <returns>(N, K, OutH, OutW).</returns>
    private protected override Tensor Convolve(Tensor x) => F.Conv2d(x, Weight, Bias, Stride, Padding, Dilation, Groups);
}

/// <summary>Convolution over sequences; weight (K, C / groups, S).</summary>
public sealed class Conv1d : ConvLayer
{
    /// <summary>A layer with random filters.</summary>
    /// <param name="inChannels">C.</param>
    /// <param name="outChannels">K.</param>
    /// <param name="kernel">S.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="stride">Distance of outputs.</param>
    /// <param name="padding">Zeros at either end.</param>
    /// <param name="dilation">Distance of kernel places.</param>
    /// <param name="groups">In how many groups the channels are seen apart.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Conv1d(int inChannels, int outChannels, int kernel, Rng rng, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true)
        : base(outChannels, [outChannels, Math.Max(1, inChannels / Math.Max(1, groups)), kernel], rng, bias) =>
        (Stride, Padding, Dilation, Groups) = (stride, padding, dilation, groups);

    /// <inheritdoc/>
    /// <param name="x">(N, C, L).</param>
    /// <returns>(N, K, OutL).</returns>
    private protected override Tensor Convolve(Tensor x) => F.Conv1d(x, Weight, Bias, Stride.X, Padding.X, Dilation.X, Groups);
}

/// <summary>Transposed convolution over images; weight (C, K / groups, R, S).</summary>
/// <remarks>Zeiler, Krishnan, Taylor and Fergus (2010), "Deconvolutional networks"; Long, Shelhamer and Darrell (2015) for segmentation.</remarks>
public sealed class ConvTranspose2d : ConvLayer
{
    /// <summary>A layer with random filters.</summary>
    /// <param name="inChannels">C.</param>
    /// <param name="outChannels">K.</param>
    /// <param name="kernel">R×S.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="stride">Distance of the inputs in the output, 1 if not given.</param>
    /// <param name="padding">Outputs cut off on every side, 0 if not given.</param>
    /// <param name="outputPadding">Outputs more at the lower and right side, 0 if not given.</param>
    /// <param name="dilation">Distance of kernel places, 1 if not given.</param>
    /// <param name="groups">In how many groups the channels are seen apart.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public ConvTranspose2d(int inChannels, int outChannels, Pair kernel, Rng rng, Pair? stride = null, Pair? padding = null, Pair? outputPadding = null, Pair? dilation = null, int groups = 1, bool bias = true)
        : base(outChannels, [inChannels, PerGroup(outChannels, groups), kernel.Y, kernel.X], rng, bias) =>
        (Stride, Padding, OutputPadding, Dilation, Groups) = (stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);

    /// <inheritdoc/>
    /// <param name="x">(N, C, H, W).</param>
    /// <returns>(N, K, OutH, OutW).</returns>
    private protected override Tensor Convolve(Tensor x) => F.ConvTranspose2d(x, Weight, Bias, Stride, Padding, OutputPadding, Dilation, Groups);
}

/// <summary>Transposed convolution over sequences; weight (C, K / groups, S).</summary>
public sealed class ConvTranspose1d : ConvLayer
{
    /// <summary>A layer with random filters.</summary>
    /// <param name="inChannels">C.</param>
    /// <param name="outChannels">K.</param>
    /// <param name="kernel">S.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="stride">Distance of the inputs in the output.</param>
    /// <param name="padding">Outputs cut off at either end.</param>
    /// <param name="outputPadding">Outputs more at the end.</param>
    /// <param name="dilation">Distance of kernel places.</param>
    /// <param name="groups">In how many groups the channels are seen apart.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public ConvTranspose1d(int inChannels, int outChannels, int kernel, Rng rng, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1, bool bias = true)
        : base(outChannels, [inChannels, PerGroup(outChannels, groups), kernel], rng, bias) =>
        (Stride, Padding, OutputPadding, Dilation, Groups) = (stride, padding, outputPadding, dilation, groups);

    /// <inheritdoc/>
    /// <param name="x">(N, C, L).</param>
    /// <returns>(N, K, OutL).</returns>
    private protected override Tensor Convolve(Tensor x) => F.ConvTranspose1d(x, Weight, Bias, Stride.X, Padding.X, OutputPadding.X, Dilation.X, Groups);
}
