namespace DeepNotes;

/// <summary>Fully connected layer: y = x Wᵀ + b.</summary>
/// <remarks>Weights and bias start uniform in ±1/√in, as in PyTorch; see <see cref="Init"/> for other beginnings.</remarks>
public sealed class Linear : Layer
{
    /// <summary>A layer with random weights.</summary>
    /// <param name="inFeatures">Length of an input, at least 1.</param>
    /// <param name="outFeatures">Length of an output, at least 1.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="bias">Whether there is a b.</param>
    public Linear(int inFeatures, int outFeatures, Rng rng, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        float bound = 1f / MathF.Sqrt(inFeatures);
        Weight = Parameter("weight", rng.Uniform(bound, outFeatures, inFeatures));
        Bias = bias ? Parameter("bias", rng.Uniform(bound, outFeatures)) : null;
    }

    /// <summary>W, (out, in).</summary>
    public Tensor Weight { get; }

    /// <summary>b, (out), or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">(…, in_features).</param>
    /// <returns>(…, out_features).</returns>
    public override Tensor Forward(Tensor x)
    {
        try
        {
            return F.Linear(x, Weight, Bias);
        }
        catch (ShapeException error)
        {
            throw At(error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"Linear({Weight.Dim(1)} → {Weight.Dim(0)}{(Bias is null ? ", no bias" : "")})";
}
