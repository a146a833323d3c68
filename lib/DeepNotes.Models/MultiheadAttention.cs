namespace DeepNotes.Models;

/// <summary>Several scaled dot products side by side, each in its own projection, joined and projected once more.</summary>
/// <remarks>Vaswani et al. (2017), section 3.2.2. Keys are PyTorch's: in_proj_weight, in_proj_bias, out_proj.</remarks>
public sealed class MultiheadAttention : Module
{
    private readonly Tensor _weight, _bias;
    private readonly Linear _out;
    private readonly int _heads;

    /// <summary>Attention with random weights.</summary>
    /// <param name="size">E, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">How many look at once.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <exception cref="ShapeException">The heads do not divide the size.</exception>
    public MultiheadAttention(int size, int heads, Rng rng)
    {
        if (heads < 1 || size % heads != 0)
            throw new ShapeException($"MultiheadAttention: size {size} and {heads} heads; the heads must divide the size.");
        _heads = heads;
        _weight = Parameter("in_proj_weight", Init.Glorot(Tensor.Empty(3 * size, size), rng));
        _bias = Parameter("in_proj_bias", Tensor.Zeros(3 * size));
        _out = Child("out_proj", new Linear(size, size, rng));
    }

    /// <summary>Looks.</summary>
    /// <param name="queries">(N, Q, E).</param>
    /// <param name="keys">(N, S, E), which are also the values.</param>
    /// <param name="mask">Added to every head's scores, (N, 1, S) or (1, Q, S); null for none.</param>
    /// <returns>(N, Q, E), and the weights of each head, (N · heads, Q, S).</returns>
    public (Tensor Output, Tensor Weights) Forward(Tensor queries, Tensor keys, Tensor? mask = null)
    {
        Attention.RequireBatch(nameof(MultiheadAttention), queries, keys);
        var (q, k, v) = (Project(queries, 0), Project(keys, 1), Project(keys, 2));
        if (mask is not null && mask.Dim(0) > 1)   // every head of an example has the example's mask
            mask = F.IndexSelect(mask, [.. Enumerable.Range(0, mask.Dim(0) * _heads).Select(i => i / _heads)]);
        var (context, weights) = Attention.ScaledDotProduct(q, k, v, mask);
        int n = queries.Dim(0), size = queries.Dim(2);
        var joined = F.Transpose(F.Reshape(context, n, _heads, queries.Dim(1), size / _heads), 1, 2);
        return (_out.Forward(F.Reshape(joined, n, queries.Dim(1), size)), weights);
    }

    // (N, T, E) → (N · heads, T, E / heads)
    private Tensor Project(Tensor x, int part)
    {
        int size = _weight.Dim(1), n = x.Dim(0), steps = x.Dim(1);
        var y = F.Linear(x, F.Slice(_weight, part * size, size), F.Slice(_bias, part * size, size));
        return F.Reshape(F.Transpose(F.Reshape(y, n, steps, _heads, size / _heads), 1, 2), n * _heads, steps, size / _heads);
    }
}
