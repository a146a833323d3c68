namespace DeepNotes;

/// <summary>Sigmoid: 1 / (1 + exp(−x)).</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Sigmoid(x);
}

/// <summary>Hyperbolic tangent.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Tanh(x);
}

/// <summary>Rectified linear unit: max(x, 0).</summary>
public sealed class ReLU : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Relu(x);
}

/// <summary>ReLU6: min(max(x, 0), 6), the rectifier of the mobile nets.</summary>
public sealed class ReLU6 : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Relu6(x);
}

/// <summary>Leaky ReLU: x where x &gt; 0, else slope · x.</summary>
/// <param name="slope">The slope for negative x.</param>
public sealed class LeakyReLU(float slope = 0.01f) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.LeakyRelu(x, slope);

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"LeakyReLU({slope})");
}

/// <summary>Parametric ReLU: the slope for negative x is learnt.</summary>
/// <remarks>He et al. (2015), "Delving deep into rectifiers"; slopes start at ¼.</remarks>
public sealed class PReLU : Layer
{
    /// <summary>A layer with one slope, or one per channel (axis 1).</summary>
    /// <param name="channels">How many slopes.</param>
    /// <param name="start">Their first value.</param>
    public PReLU(int channels = 1, float start = 0.25f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Weight = Parameter("weight", Tensor.Full(start, channels));
    }

    /// <summary>The slopes, (channels).</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.PRelu(x, Weight);

    /// <inheritdoc/>
    public override string ToString() => $"PReLU({Weight.Length})";
}

/// <summary>Exponential linear unit: x where x &gt; 0, else alpha (exp(x) − 1).</summary>
/// <param name="alpha">The limit for x → −∞ is −alpha.</param>
public sealed class ELU(float alpha = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Elu(x, alpha);
}

/// <summary>Softplus: ln(1 + exp(x)).</summary>
public sealed class Softplus : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Softplus(x);
}

/// <summary>Gaussian error linear unit: x Φ(x).</summary>
public sealed class GELU : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Gelu(x);
}

/// <summary>SiLU (swish): x σ(x).</summary>
public sealed class SiLU : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Silu(x);
}

/// <summary>Softmax over the last axis.</summary>
public sealed class Softmax : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Softmax(x);
}

/// <summary>Joins all axes from one on: (N, C, H, W) → (N, C·H·W).</summary>
/// <param name="startAxis">The first axis to join; 1 keeps the batch.</param>
public sealed class Flatten(int startAxis = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.Flatten(x, startAxis);
}
