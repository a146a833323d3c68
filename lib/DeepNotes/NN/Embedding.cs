namespace DeepNotes;

/// <summary>A table of vectors: token id → its row. Bengio et al. (2003).</summary>
/// <remarks>Rows start normal with standard deviation 1, as in PyTorch.</remarks>
public sealed class Embedding : Module
{
    /// <summary>A table with random rows.</summary>
    /// <param name="count">V, at least 1.</param>
    /// <param name="size">D, at least 1.</param>
    /// <param name="rng">Where the rows come from.</param>
    public Embedding(int count, int size, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Weight = Parameter("weight", rng.Normal(1f, count, size));
    }

    /// <summary>(V, D).</summary>
    public Tensor Weight { get; }

    /// <summary>The ids' rows.</summary>
    /// <param name="ids">0 … V − 1.</param>
    /// <param name="shape">How the ids are laid out, such as (T, N); none means one axis.</param>
    /// <returns>(…, D).</returns>
    /// <exception cref="ShapeException">An id is outside the table, or the ids do not fill the shape.</exception>
    public Tensor Forward(int[] ids, params ReadOnlySpan<int> shape) => F.Embedding(Weight, ids, shape);

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Weight.Dim(0)} × {Weight.Dim(1)})";
}
