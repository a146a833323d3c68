namespace DeepNotes.Text;

/// <summary>What an n-gram model gives to strings that it has not seen.</summary>
public enum Smoothing
{
    /// <summary>p = (count + k) / (total + k·V): k imagined occurrences of every string. Laplace (1812) with k = 1.</summary>
    AddK,

    /// <summary>p = (count + T·p′) / (total + T): a context that had T different followers expects new ones in proportion to T.</summary>
    WittenBell,

    /// <summary>p = (count − d)⁺ / total + d·T / total · p′, where the shorter contexts count in how many different places a token stands.</summary>
    KneserNey,
}

/// <summary>An n-gram language model: the next token given the n − 1 before it, from counts.</summary>
/// <remarks>
/// p′ is the same model with a context one token shorter; under the empty context lies 1 / V. Probabilities of a context sum to 1.
/// Shannon (1948); Witten and Bell (1991), method C; Kneser and Ney (1995), interpolated as in Chen and Goodman (1999), section 2.7,
/// with one discount d = n₁ / (n₁ + 2 n₂) per length (Ney, Essen and Kneser 1994); the context that is given, be it short as at the
/// beginning of a text, uses plain counts.
/// </remarks>
public sealed class NGramModel
{
    private readonly double _k;
    private double[]? _discounts;

    /// <summary>A model that has seen nothing and answers 1 / V.</summary>
    /// <param name="order">n: 1 unigram, 2 bigram, 3 trigram …, at most 32.</param>
    /// <param name="tokens">V, the size of the vocabulary.</param>
    /// <param name="smoothing">What unseen strings get.</param>
    /// <param name="k">Imagined occurrences for <see cref="Smoothing.AddK"/>, at least 0; 0 is maximum likelihood.</param>
    public NGramModel(int order, int tokens, Smoothing smoothing = Smoothing.WittenBell, double k = 1)
    {
        if (!(k >= 0 && double.IsFinite(k)))
            throw new ArgumentOutOfRangeException(nameof(k), $"NGramModel: k is {k}; it must be a number of at least 0.");
        (Counts, Smoothing, _k) = (new NGramCounts(order, tokens), smoothing, k);
    }

    /// <summary>What was counted.</summary>
    public NGramCounts Counts { get; }

    /// <summary>What unseen strings get.</summary>
    public Smoothing Smoothing { get; }

    /// <summary>n.</summary>
    public int Order => Counts.Order;

    /// <summary>Learns: counts a text, beside what was counted before. Nothing is counted across the ends of texts.</summary>
    /// <param name="text">Token ids.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ShapeException">An id is out of range.</exception>
    public NGramModel Add(ReadOnlySpan<int> text)
    {
        Counts.Add(text);
        _discounts = null;
        return this;
    }

    /// <summary>p(token | context).</summary>
    /// <param name="context">What comes before; of more than n − 1 tokens the last ones are read.</param>
    /// <param name="token">Token id.</param>
    /// <exception cref="ShapeException">An id is out of range.</exception>
    public double Probability(ReadOnlySpan<int> context, int token)
    {
        Counts.Checked(token);
        Span<int> text = stackalloc int[Order];
        context = context[^Math.Min(context.Length, Order - 1)..];
        context.CopyTo(text);
        text[context.Length] = token;
        text = text[..(context.Length + 1)];
        if (Smoothing == Smoothing.AddK)
        {
            double total = Counts.Context(context)?.Total ?? 0;
            return total + _k == 0 ? 1.0 / Counts.Tokens : (Counts.Count(text) + _k) / (total + _k * Counts.Tokens);
        }
        double p = 1.0 / Counts.Tokens;
        for (int start = context.Length; start >= 0; start--)
            p = Smoothing == Smoothing.WittenBell ? WittenBell(text[start..], p) : KneserNey(text[start..], p, start == 0);
        return p;
    }

    /// <summary>The probabilities of every token after a context.</summary>
    /// <param name="context">What comes before.</param>
    /// <returns>V numbers that sum to 1.</returns>
    public double[] Distribution(ReadOnlySpan<int> context)
    {
        var p = new double[Counts.Tokens];
        for (int token = 0; token < p.Length; token++)
            p[token] = Probability(context, token);
        return p;
    }

    /// <summary>The mean loss on a text in nats per token; the first tokens have the shorter contexts that there are.</summary>
    /// <param name="text">Token ids, at least one.</param>
    /// <exception cref="ShapeException">There is no token, or an id is out of range.</exception>
    public double Evaluate(ReadOnlySpan<int> text)
    {
        if (text.IsEmpty)
            throw new ShapeException("NGramModel: the text has no tokens; there must be one to predict.");
        double sum = 0;
        for (int t = 0; t < text.Length; t++)
            sum -= Math.Log(Probability(text[..t], text[t]));
        return sum / text.Length;
    }

    /// <summary>Writes on: each token drawn from the model's distribution.</summary>
    /// <param name="start">Token ids to begin with; may be empty.</param>
    /// <param name="count">How many to add.</param>
    /// <param name="rng">Where the choices come from.</param>
    /// <returns>The ids that were added.</returns>
    public int[] Write(ReadOnlySpan<int> start, int count, Rng rng)
    {
        var text = new List<int>(start.ToArray());
        for (int i = 0; i < count; i++)
        {
            var p = Distribution(text.Skip(text.Count - Order + 1).ToArray());
            double rest = rng.NextDouble();
            int token = 0;
            while (token < p.Length - 1 && (rest -= p[token]) >= 0)
                token++;
            text.Add(token);
        }
        return [.. text.Skip(start.Length)];
    }

    private double WittenBell(ReadOnlySpan<int> text, double shorter) =>
        Counts.Context(text[..^1]) is { } c ? (Counts.Count(text) + c.Types * shorter) / (c.Total + c.Types) : shorter;

    private double KneserNey(ReadOnlySpan<int> text, double shorter, bool longest)
    {
        var context = Counts.Context(text[..^1]);
        var found = Counts.String(text);
        var (total, types) = longest ? (context?.Total ?? 0, context?.Types ?? 0) : (context?.LeftTotal ?? 0, context?.LeftTypes ?? 0);
        double count = (longest ? found?.Count : found?.Lefts) ?? 0, d = Discount(text.Length, longest);
        return total == 0 ? shorter : Math.Max(count - d, 0) / total + d * types / total * shorter;
    }

    // A discount for counts, which the longest string pays, and one for counts of places, per length.
    private double Discount(int length, bool longest)
    {
        if (_discounts is null)
        {
            var ones = new int[2 * Order + 2];
            var twos = new int[2 * Order + 2];
            foreach (var node in Counts.Nodes)
            {
                Tally(2 * node.Length, node.Lefts);
                Tally(2 * node.Length + 1, node.Count);
            }
            // No string that occurs once: nothing was ever new, and a text that small says little; half an occurrence is taken.
            _discounts = [.. ones.Zip(twos, static (n1, n2) => n1 == 0 ? 0.5 : n1 / (n1 + 2.0 * n2))];

            void Tally(int place, int count)
            {
                ones[place] += count == 1 ? 1 : 0;
                twos[place] += count == 2 ? 1 : 0;
            }
        }
        return _discounts[2 * length + (longest ? 1 : 0)];
    }
}
