namespace DeepNotes.Models;

/// <summary>What follows a normalized convolution.</summary>
public enum Act
{
    /// <summary>Nothing: a linear bottleneck.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x σ(x).</summary>
    Silu,
}

/// <summary>A convolution without bias, batch normalization, an activation: the unit that most networks since 2015 repeat.</summary>
/// <remarks>Ioffe and Szegedy (2015). The bias is left out because the normalization would take it away again.</remarks>
public sealed class ConvNorm : Layer
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;
    private readonly Act _act;

    /// <summary>A unit with random weights (He et al. 2015); the margin keeps the size at stride 1.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="kernel">Rows and columns of the kernel, odd.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="stride">Distance of outputs.</param>
    /// <param name="groups">Groups; as many as channels make a depthwise convolution.</param>
    /// <param name="act">What follows.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="keys">The state-dict keys of convolution and normalization; "0" and "1" if not given.</param>
    public ConvNorm(int inChannels, int channels, int kernel, Rng rng, int stride = 1, int groups = 1, Act act = Act.Relu, float epsilon = 1e-5f, (string Conv, string Norm)? keys = null)
    {
        var (conv, norm) = keys ?? ("0", "1");
        _conv = Child(conv, new Conv2d(inChannels, channels, kernel, rng, stride, kernel / 2, groups: groups, bias: false));
        Init.He(_conv.Weight, rng);
        _norm = Child(norm, new BatchNorm2d(channels, epsilon));
        _act = act;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var h = _norm.Forward(_conv.Forward(x), relu: _act == Act.Relu);
        return _act switch { Act.Relu6 => F.Relu6(h), Act.Silu => F.Silu(h), _ => h };
    }
}

/// <summary>Drops the whole branch of an example while training, so that the net is of another depth every time.</summary>
/// <param name="p">The probability that an example's branch becomes 0.</param>
/// <param name="rng">Where the choices come from.</param>
/// <remarks>Huang, Sun, Liu, Sedra and Weinberger (2016), "Deep networks with stochastic depth"; survivors grow by 1 / (1 − p).</remarks>
public sealed class StochasticDepth(float p, Rng rng) : Layer
{
    /// <inheritdoc/>
    /// <param name="x">(N, C, …).</param>
    public override Tensor Forward(Tensor x)
    {
        if (!Training || p <= 0)
            return x;
        var ones = Tensor.Ones([x.Dim(0), .. Enumerable.Repeat(1, x.Rank - 1)]);
        return x * F.Dropout(ones, p, rng);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"StochasticDepth({p})");
}

/// <summary>Weighs channels by what the whole image holds of them: x ⊙ σ(W₂ f(W₁ mean(x))).</summary>
/// <remarks>Hu, Shen and Sun (2018), "Squeeze-and-excitation networks", eq. 2–4; f is SiLU as in EfficientNet.</remarks>
public sealed class SqueezeExcitation : Layer
{
    private readonly Conv2d _fc1, _fc2;

    /// <summary>A layer with random weights.</summary>
    /// <param name="channels">Channels that are weighed.</param>
    /// <param name="squeezed">Channels in between.</param>
    /// <param name="rng">Where the weights come from.</param>
    public SqueezeExcitation(int channels, int squeezed, Rng rng)
    {
        _fc1 = Child("fc1", new Conv2d(channels, squeezed, 1, rng));
        _fc2 = Child("fc2", new Conv2d(squeezed, channels, 1, rng));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x * F.Sigmoid(_fc2.Forward(F.Silu(_fc1.Forward(F.AdaptiveAvgPool2d(x, 1)))));
}

/// <summary>Layers one after another under keys of their own, where torchvision gives names instead of numbers.</summary>
internal sealed class NamedChain : Layer
{
    private readonly Layer[] _layers;

    public NamedChain(params (string Key, Layer Layer)[] parts) => _layers = [.. parts.Select(p => Child(p.Key, p.Layer))];

    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers)
            x = layer.Forward(x);
        return x;
    }
}
