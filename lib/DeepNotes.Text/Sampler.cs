namespace DeepNotes.Text;

/// <summary>Picks the next token from scores: p ∝ exp(score / temperature) among the k best.</summary>
/// <remarks>Temperature after Ackley, Hinton and Sejnowski (1985); the k best after Fan, Lewis and Dauphin (2018).</remarks>
public sealed class Sampler
{
    private readonly float _temperature;
    private readonly int _topK;
    private readonly Rng _rng;

    /// <summary>A sampler.</summary>
    /// <param name="rng">Where the choices come from.</param>
    /// <param name="temperature">Above 0 flattens (over 1) or sharpens (under 1) the distribution; 0 always takes the best.</param>
    /// <param name="topK">How many tokens have a chance at all; 0 for all.</param>
    public Sampler(Rng rng, float temperature = 1, int topK = 0)
    {
        if (!(temperature >= 0 && float.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), $"Sampler: temperature {temperature}; it must be a number of at least 0.");
        ArgumentOutOfRangeException.ThrowIfNegative(topK);
        (_rng, _temperature, _topK) = (rng, temperature, topK);
    }

    /// <summary>The probabilities that a choice follows.</summary>
    /// <param name="logits">One score per token.</param>
    /// <exception cref="ArithmeticException">A score is not a number, or the largest is not finite.</exception>
    public float[] Probabilities(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty || TensorPrimitives.IsNaNAny(logits))
            throw new ArithmeticException("Sampler: the scores are empty or hold NaN; every token needs a score.");
        var p = new float[logits.Length];
        int best = TensorPrimitives.IndexOfMax(logits);
        if (!float.IsFinite(logits[best]))
            throw new ArithmeticException($"Sampler: the largest score, that of token {best}, is {logits[best]}; it must be finite, or no probability follows from it. Look for the operation that made it.");
        if (_temperature == 0)
        {
            p[best] = 1;
            return p;
        }
        int[] order = [.. Enumerable.Range(0, p.Length)];
        float[] keys = [.. logits];
        Array.Sort(keys, order, Comparer<float>.Create(static (a, b) => b.CompareTo(a)));
        int count = _topK == 0 ? p.Length : Math.Min(_topK, p.Length);
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += p[order[i]] = MathF.Exp((keys[i] - keys[0]) / _temperature);
        TensorPrimitives.Divide(p, (float)sum, p);
        return p;
    }

    /// <summary>A token.</summary>
    /// <param name="logits">One score per token.</param>
    /// <returns>Its id.</returns>
    public int Pick(ReadOnlySpan<float> logits)
    {
        var p = Probabilities(logits);
        double rest = _rng.NextDouble();
        int last = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i] == 0)
                continue;
            last = i;   // rounding may leave a crumb of the interval: it belongs to the last token that has a chance
            rest -= p[i];
            if (rest < 0)
                break;
        }
        return last;
    }
}

/// <summary>What a mean loss in nats per token says in other units.</summary>
public static class Perplexity
{
    /// <summary>exp(nats): among how many equally likely tokens the model hesitates.</summary>
    /// <param name="nats">Mean cross-entropy per token, natural logarithm.</param>
    public static double Of(double nats) => Math.Exp(nats);

    /// <summary>nats / ln 2: bits per token, which an arithmetic coder would need.</summary>
    /// <param name="nats">Mean cross-entropy per token, natural logarithm.</param>
    public static double Bits(double nats) => nats / Math.Log(2);
}
