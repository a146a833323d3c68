namespace DeepNotes.Models;

/// <summary>Prices on the code of an autoencoder, added to its loss, so that it need not be narrow to be more than a copy.</summary>
public static class CodePenalty
{
    private const float Least = 1e-6f;

    /// <summary>Sparse: Σ_j KL(ρ ‖ ρ̂_j) = Σ_j ρ log(ρ / ρ̂_j) + (1 − ρ) log((1 − ρ) / (1 − ρ̂_j)), in nats; ρ̂_j is the mean of unit j over the batch.</summary>
    /// <param name="code">(N, H), the outputs of sigmoids. The batch must be large enough for its means to say something.</param>
    /// <param name="target">ρ in (0, 1): how much of the time a unit should be on.</param>
    /// <returns>A scalar, 0 when every unit's mean is ρ.</returns>
    /// <remarks>Ng (2011), "Sparse autoencoder", CS294A lecture notes, section 3. Means of 0 and 1 count as 10⁻⁶ away from them.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The target is not between 0 and 1.</exception>
    /// <exception cref="ShapeException">The code is not (N, H).</exception>
    public static Tensor Sparsity(Tensor code, float target)
    {
        if (!(target is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(target), target, $"Sparsity: the target is {target}; it must be between 0 and 1, both excluded.");
        Check(nameof(Sparsity), code);
        var mean = F.Affine(F.Mean(code, 0), 1 - 2 * Least, Least);
        float most = target * MathF.Log(target) + (1 - target) * MathF.Log(1 - target);
        return F.Affine(F.Sum(F.Log(mean)), -target, most * code.Dim(1)) - (1 - target) * F.Sum(F.Log(F.Affine(mean, -1, 1)));
    }

    /// <summary>Contractive: the mean over examples of ‖∂h/∂x‖² = Σ_j (h_j (1 − h_j))² Σ_i W_ji², how far the code moves when the input does.</summary>
    /// <param name="code">h = σ(W x + b), (N, H): one layer of sigmoids.</param>
    /// <param name="weight">W, (H, D).</param>
    /// <returns>A scalar.</returns>
    /// <remarks>Rifai, Vincent, Muller, Glorot and Bengio (2011), "Contractive auto-encoders", equation 9.</remarks>
    /// <exception cref="ShapeException">The code is not (N, H), or the weights are not (H, D).</exception>
    public static Tensor Contraction(Tensor code, Tensor weight)
    {
        Check(nameof(Contraction), code);
        if (weight.Rank != 2 || weight.Dim(0) != code.Dim(1))
            throw new ShapeException($"Contraction: the weights are {Shape.Text(weight.Shape)}, the code {Shape.Text(code.Shape)}; the weights must be ({code.Dim(1)}, D).");
        var slope = code * F.Affine(code, -1, 1);
        return F.Sum(slope * slope * F.Sum(weight * weight, 1)) * (1f / code.Dim(0));
    }

    private static void Check(string what, Tensor code)
    {
        if (code.Rank != 2 || code.Length == 0)
            throw new ShapeException($"{what}: the code is {Shape.Text(code.Shape)}; it must be (N, H).");
    }
}
