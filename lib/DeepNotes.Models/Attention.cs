namespace DeepNotes.Models;

/// <summary>How well each query fits each key. The softmax of the scores says where to look.</summary>
public abstract class AttentionScore : Module
{
    /// <summary>What of the keys can be worked out once for all queries.</summary>
    /// <param name="keys">(N, S, D).</param>
    public abstract Tensor Prepare(Tensor keys);

    /// <summary>The scores.</summary>
    /// <param name="queries">(N, Q, D′).</param>
    /// <param name="prepared">From <see cref="Prepare"/>.</param>
    /// <returns>(N, Q, S).</returns>
    public abstract Tensor Scores(Tensor queries, Tensor prepared);

    /// <summary>Looks: context = softmax(scores + mask) · keys.</summary>
    /// <param name="queries">(N, Q, D′).</param>
    /// <param name="keys">(N, S, D).</param>
    /// <param name="mask">Added to the scores, (N, 1, S) or (N, Q, S); see <see cref="Attention.PaddingMask"/>.</param>
    /// <returns>Context (N, Q, D) and weights (N, Q, S), each row of which sums to 1.</returns>
    public (Tensor Context, Tensor Weights) Forward(Tensor queries, Tensor keys, Tensor? mask = null) =>
        Attention.Read(Scores(queries, Prepare(keys)), keys, mask);
}

/// <summary>Additive attention: score = vᵀ tanh(W q + U k).</summary>
/// <remarks>Bahdanau, Cho and Bengio (2015), "Neural machine translation by jointly learning to align and translate", section A.1.2.</remarks>
public sealed class AdditiveAttention : AttentionScore
{
    private readonly Linear _query, _key, _score;

    /// <summary>Attention with random weights.</summary>
    /// <param name="querySize">D′.</param>
    /// <param name="keySize">D.</param>
    /// <param name="size">Length of v.</param>
    /// <param name="rng">Where they come from.</param>
    public AdditiveAttention(int querySize, int keySize, int size, Rng rng) =>
        (_query, _key, _score) = (Child("query", new Linear(querySize, size, rng, bias: false)),
            Child("key", new Linear(keySize, size, rng, bias: false)), Child("score", new Linear(size, 1, rng, bias: false)));

    /// <inheritdoc/>
    public override Tensor Prepare(Tensor keys) => _key.Forward(keys);

    /// <inheritdoc/>
    public override Tensor Scores(Tensor queries, Tensor prepared)
    {
        Attention.RequireBatch(nameof(AdditiveAttention), queries, prepared);
        int n = queries.Dim(0), q = queries.Dim(1), s = prepared.Dim(1), a = prepared.Dim(2);
        var sum = F.Reshape(_query.Forward(queries), n, q, 1, a) + F.Reshape(prepared, n, 1, s, a);
        return F.Reshape(_score.Forward(F.Tanh(sum)), n, q, s);
    }
}

/// <summary>Multiplicative attention: score = qᵀ W k, or qᵀ k without W.</summary>
/// <remarks>Luong, Pham and Manning (2015), "Effective approaches to attention-based neural machine translation", eq. 8: general, dot.</remarks>
public sealed class MultiplicativeAttention : AttentionScore
{
    private readonly Linear? _weight;

    /// <summary>The form called general.</summary>
    /// <param name="querySize">D′.</param>
    /// <param name="keySize">D.</param>
    /// <param name="rng">Where the weights come from.</param>
    public MultiplicativeAttention(int querySize, int keySize, Rng rng) => _weight = Child("weight", new Linear(keySize, querySize, rng, bias: false));

    /// <summary>The form called dot, without weights.</summary>
    public MultiplicativeAttention() { }

    /// <inheritdoc/>
    public override Tensor Prepare(Tensor keys) => _weight?.Forward(keys) ?? keys;

    /// <inheritdoc/>
    public override Tensor Scores(Tensor queries, Tensor prepared)
    {
        Attention.RequireBatch(nameof(MultiplicativeAttention), queries, prepared);
        return F.MatMul(queries, prepared, transposeB: true);
    }
}

/// <summary>What all forms of attention share: masks, the weighted mean, and the scaled dot product.</summary>
public static class Attention
{
    private const float Never = -1e9f;   // exp of it is 0, yet 0 times it is not NaN

    /// <summary>softmax(scores + mask) · values.</summary>
    /// <param name="scores">(N, Q, S).</param>
    /// <param name="values">(N, S, D).</param>
    /// <param name="mask">Added to the scores; null for none.</param>
    /// <returns>Context (N, Q, D) and weights (N, Q, S).</returns>
    public static (Tensor Context, Tensor Weights) Read(Tensor scores, Tensor values, Tensor? mask = null)
    {
        var weights = F.Softmax(mask is null ? scores : scores + mask);
        return (F.MatMul(weights, values), weights);
    }

    /// <summary>softmax(Q Kᵀ / √D + mask) V.</summary>
    /// <remarks>Vaswani et al. (2017), "Attention is all you need", eq. 1.</remarks>
    /// <param name="queries">(N, Q, D).</param>
    /// <param name="keys">(N, S, D).</param>
    /// <param name="values">(N, S, D″).</param>
    /// <param name="mask">Added to the scores; null for none.</param>
    public static (Tensor Context, Tensor Weights) ScaledDotProduct(Tensor queries, Tensor keys, Tensor values, Tensor? mask = null)
    {
        RequireBatch(nameof(ScaledDotProduct), queries, keys);
        return Read(F.MatMul(queries, keys, transposeB: true) / MathF.Sqrt(queries.Dim(-1)), values, mask);
    }

    /// <summary>Hides the padding: 0 where a step counts, else so low that its weight is 0.</summary>
    /// <param name="lengths">Steps of each example, at least 1.</param>
    /// <param name="steps">S.</param>
    /// <returns>(N, 1, S).</returns>
    /// <exception cref="ShapeException">A length is outside 1 … S: a softmax over nothing has no value.</exception>
    public static Tensor PaddingMask(int[] lengths, int steps)
    {
        int wrong = Array.FindIndex(lengths, l => l < 1 || l > steps);
        if (wrong >= 0)
            throw new ShapeException($"PaddingMask: length {wrong} is {lengths[wrong]}; it must lie in 1 … {steps}.");
        var mask = Tensor.Zeros(lengths.Length, 1, steps);
        for (int n = 0; n < lengths.Length; n++)
            mask.Data.Slice(n * steps + lengths[n], steps - lengths[n]).Fill(Never);
        return mask;
    }

    /// <summary>Hides the future: step q sees keys 0 … q.</summary>
    /// <param name="steps">Q = S.</param>
    /// <returns>(1, Q, S).</returns>
    public static Tensor CausalMask(int steps)
    {
        var mask = Tensor.Zeros(1, steps, steps);
        for (int q = 0; q < steps; q++)
            mask.Data.Slice(q * steps + q + 1, steps - q - 1).Fill(Never);
        return mask;
    }

    internal static void RequireBatch(string op, Tensor queries, Tensor keys)
    {
        Shape.RequireRank(op, queries, 3, "(N, Q, D)");
        Shape.RequireRank(op, keys, 3, "(N, S, D)");
        if (queries.Dim(0) != keys.Dim(0))
            throw new ShapeException($"{op}: queries are {Shape.Text(queries.Shape)} and keys {Shape.Text(keys.Shape)}; both must have the same N.");
    }
}
