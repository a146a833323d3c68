namespace DeepNotes;

/// <summary>Batch normalization with running statistics for evaluation.</summary>
/// <remarks>Ioffe and Szegedy (2015). PyTorch's count of batches is not kept: with a fixed momentum nothing reads it.</remarks>
public abstract class BatchNorm : Layer
{
    private readonly int _rank;

    private protected BatchNorm(int rank, int channels, float epsilon, float momentum, bool affine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (_rank, Epsilon, Momentum) = (rank, epsilon, momentum);
        Weight = affine ? Parameter("weight", Tensor.Ones(channels)) : null;
        Bias = affine ? Parameter("bias", Tensor.Zeros(channels)) : null;
        RunningMean = Buffer("running_mean", Tensor.Zeros(channels));
        RunningVariance = Buffer("running_var", Tensor.Ones(channels));
    }

    /// <summary>Scale, (C), or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>Shift, (C), or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The mean that evaluation uses, (C).</summary>
    public Tensor RunningMean { get; }

    /// <summary>The variance that evaluation uses, (C).</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>The share of a batch in the new running statistics.</summary>
    public float Momentum { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, relu: false);

    /// <summary>Normalization, and in the same pass a shortcut's addition and ReLU if asked for.</summary>
    /// <param name="x">The input.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="residual">As x, added before the ReLU, or null.</param>
    public Tensor Forward(Tensor x, bool relu, Tensor? residual = null)
    {
        if (x.Rank != _rank && !(_rank == 3 && x.Rank == 2))
            throw At(new ShapeException($"{GetType().Name}: x is {Shape.Text(x.Shape)}, it must be {(_rank == 4 ? "(N, C, H, W)" : "(N, C) or (N, C, L)")}."));
        try
        {
            return F.BatchNorm(x, RunningMean, RunningVariance, Weight, Bias, Training, Momentum, Epsilon, relu, residual);
        }
        catch (ShapeException error)
        {
            throw At(error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({RunningMean.Length})";
}

/// <summary>Batch normalization of images.</summary>
/// <param name="channels">C of (N, C, H, W).</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of a batch in the new running statistics.</param>
/// <param name="affine">Whether scale and shift are learnt.</param>
public sealed class BatchNorm2d(int channels, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true) : BatchNorm(4, channels, epsilon, momentum, affine);

/// <summary>Batch normalization of features or sequences.</summary>
/// <param name="channels">C of (N, C) or (N, C, L).</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of a batch in the new running statistics.</param>
/// <param name="affine">Whether scale and shift are learnt.</param>
public sealed class BatchNorm1d(int channels, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true) : BatchNorm(3, channels, epsilon, momentum, affine);

/// <summary>Layer normalization over the last axes.</summary>
public sealed class LayerNorm : Layer
{
    private readonly int[] _shape;
    private readonly float _epsilon;

    /// <summary>A layer with scale 1 and shift 0.</summary>
    /// <param name="shape">The last axes that are normalized together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether scale and shift are learnt.</param>
    public LayerNorm(int[] shape, float epsilon = 1e-5f, bool affine = true)
    {
        (_shape, _epsilon) = ([.. shape], epsilon);
        Weight = affine ? Parameter("weight", Tensor.Ones(shape)) : null;
        Bias = affine ? Parameter("bias", Tensor.Zeros(shape)) : null;
    }

    /// <summary>A layer over the last axis.</summary>
    /// <param name="features">Its length.</param>
    public LayerNorm(int features) : this([features]) { }

    /// <summary>Scale, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>Shift, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.LayerNorm(x, _shape, Weight, Bias, _epsilon);

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm{Shape.Text(_shape)}";
}

/// <summary>Dropout while training, nothing while evaluating.</summary>
/// <param name="p">The probability that a number becomes 0.</param>
/// <param name="rng">Where the choices come from.</param>
/// <param name="perChannel">Whether channels stay or go as a whole.</param>
public sealed class Dropout(float p, Rng rng, bool perChannel = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Training && p > 0 ? F.Dropout(x, p, rng, perChannel) : x;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Dropout({p})");
}
