namespace DeepNotes.Text;

/// <summary>The sizes of a <see cref="NeuralProbabilisticLanguageModel"/>.</summary>
public sealed record NeuralProbabilisticOptions
{
    /// <summary>n − 1, the tokens that are read.</summary>
    public int Context { get; init; } = 3;

    /// <summary>D, the length of a token's vector.</summary>
    public int Embedding { get; init; } = 30;

    /// <summary>H, the hidden units.</summary>
    public int Hidden { get; init; } = 50;

    /// <summary>Whether the vectors also reach the scores without the hidden layer.</summary>
    public bool Direct { get; init; }
}

/// <summary>Scores of the next token from the vectors of the n − 1 before it: y = b + W x + U tanh(d + H x), x the vectors side by side.</summary>
/// <remarks>
/// Bengio, Ducharme, Vincent and Jauvin (2003), "A neural probabilistic language model", equation 1. One token stands for "before the
/// beginning": it fills the context of the first tokens and is never predicted.
/// </remarks>
public sealed class NeuralProbabilisticLanguageModel : Module
{
    private readonly Linear _hidden, _output;
    private readonly Linear? _direct;

    /// <summary>A model with random weights.</summary>
    /// <param name="tokens">V, the size of the vocabulary.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="options">Sizes; null for the usual ones.</param>
    public NeuralProbabilisticLanguageModel(int tokens, Rng rng, NeuralProbabilisticOptions? options = null)
    {
        var o = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(o.Context, 1);
        (Tokens, Context) = (tokens, o.Context);
        Embedding = Child("embedding", new Embedding(tokens + 1, o.Embedding, rng));
        _hidden = Child("hidden", new Linear(o.Context * o.Embedding, o.Hidden, rng));
        _output = Child("output", new Linear(o.Hidden, tokens, rng));
        _direct = o.Direct ? Child("direct", new Linear(o.Context * o.Embedding, tokens, rng, bias: false)) : null;
    }

    /// <summary>V.</summary>
    public int Tokens { get; }

    /// <summary>n − 1.</summary>
    public int Context { get; }

    /// <summary>The vectors, (V + 1, D); the last is that of the place before the beginning.</summary>
    public Embedding Embedding { get; }

    /// <summary>Scores of the next token.</summary>
    /// <param name="contexts">N contexts of n − 1 token ids each, one after the other; V stands before the beginning.</param>
    /// <returns>Logits (N, V).</returns>
    /// <exception cref="ShapeException">The ids do not fill contexts, or one is out of range.</exception>
    public Tensor Forward(int[] contexts)
    {
        if (contexts.Length == 0 || contexts.Length % Context != 0)
            throw new ShapeException($"NeuralProbabilisticLanguageModel: {contexts.Length} ids; there must be {Context} for each context.");
        int count = contexts.Length / Context;
        var x = F.Reshape(Embedding.Forward(contexts), count, Context * Embedding.Weight.Dim(1));
        var y = _output.Forward(F.Tanh(_hidden.Forward(x)));
        return _direct is null ? y : y + _direct.Forward(x);
    }

    /// <summary>Every token of the texts with what comes before it.</summary>
    /// <param name="texts">Token ids of each text; no context reaches across their ends.</param>
    /// <returns>Contexts, n − 1 ids each, and the token after each.</returns>
    public (int[] Contexts, int[] Targets) Examples(IEnumerable<int[]> texts)
    {
        var (contexts, targets) = (new List<int>(), new List<int>());
        foreach (int[] text in texts)
        {
            for (int t = 0; t < text.Length; t++)
            {
                for (int back = Context; back >= 1; back--)
                    contexts.Add(t >= back ? text[t - back] : Tokens);
                targets.Add(text[t]);
            }
        }
        return ([.. contexts], [.. targets]);
    }

    /// <summary>One pass over examples in random order.</summary>
    /// <param name="examples">From <see cref="Examples"/>.</param>
    /// <param name="optimizer">Over this model's parameters.</param>
    /// <param name="batch">Examples per step.</param>
    /// <param name="rng">The order.</param>
    /// <returns>The mean loss in nats per token.</returns>
    /// <exception cref="ShapeException">There are no examples.</exception>
    public double TrainEpoch((int[] Contexts, int[] Targets) examples, Optimizer optimizer, int batch, Rng rng)
    {
        Some(examples);
        Train();
        double sum = 0;
        foreach (int[] rows in rng.Permutation(examples.Targets.Length).Chunk(batch))
        {
            using var scope = new StepScope();
            var loss = Loss(examples, rows);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            sum += loss.Item() * (double)rows.Length;
        }
        return sum / examples.Targets.Length;
    }

    /// <summary>The mean loss in nats per token.</summary>
    /// <param name="examples">From <see cref="Examples"/>, at least one.</param>
    /// <exception cref="ShapeException">There are no examples.</exception>
    public double Evaluate((int[] Contexts, int[] Targets) examples)
    {
        Some(examples);
        using var silent = Autograd.NoGrad();
        double sum = 0;
        foreach (int[] rows in Enumerable.Range(0, examples.Targets.Length).Chunk(512))
        {
            using var scope = new StepScope();
            sum += Loss(examples, rows).Item() * (double)rows.Length;
        }
        return sum / examples.Targets.Length;
    }

    private static void Some((int[] Contexts, int[] Targets) examples)
    {
        if (examples.Targets.Length == 0)
            throw new ShapeException("NeuralProbabilisticLanguageModel: there are no examples; a text must have at least one token.");
    }

    private Tensor Loss((int[] Contexts, int[] Targets) examples, int[] rows)
    {
        int[] contexts = new int[rows.Length * Context];
        for (int i = 0; i < rows.Length; i++)
            examples.Contexts.AsSpan(rows[i] * Context, Context).CopyTo(contexts.AsSpan(i * Context));
        return F.CrossEntropy(Forward(contexts), Array.ConvertAll(rows, r => examples.Targets[r]));
    }
}
