namespace DeepNotes.Models;

/// <summary>How a decoder looks back at the source.</summary>
public enum LookBack
{
    /// <summary>Not at all: the final state of the encoder is all it knows.</summary>
    None,

    /// <summary>qᵀ k (Luong et al. 2015).</summary>
    Dot,

    /// <summary>qᵀ W k (Luong et al. 2015).</summary>
    General,

    /// <summary>vᵀ tanh(W q + U k) (Bahdanau et al. 2015).</summary>
    Additive,
}

/// <summary>The sizes of an <see cref="EncoderDecoder"/>.</summary>
public sealed record EncoderDecoderOptions
{
    /// <summary>D, the length of a token's vector.</summary>
    public int Embedding { get; init; } = 32;

    /// <summary>H, the units of both LSTMs.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Whether and how the decoder attends.</summary>
    public LookBack Attention { get; init; }

    /// <summary>Whether the source is read from its end (Sutskever et al. 2014, section 3.3).</summary>
    public bool ReverseSource { get; init; }

    /// <summary>The id that opens a target.</summary>
    public int Start { get; init; } = 1;

    /// <summary>The id that closes a target.</summary>
    public int End { get; init; } = 2;
}

/// <summary>What the encoder hands over: the thought vector, and all states to look back at.</summary>
/// <param name="State">Final state of the encoder.</param>
/// <param name="Keys">(N, S, H).</param>
/// <param name="Mask">Hides the padding, (N, 1, S).</param>
public sealed record Encoded(RecurrentState State, Tensor Keys, Tensor Mask);

/// <summary>Sequence to sequence: an LSTM reads the source into a vector, another writes the target from it, looking back if it may.</summary>
/// <remarks>
/// Sutskever, Vinyals and Le (2014); Cho et al. (2014). With attention the state h becomes tanh(W [context; h]) before the scores, as in
/// Luong et al. (2015), eq. 5; the next step does not see the context, so that teacher forcing runs all steps at once.
/// </remarks>
public sealed class EncoderDecoder : Module
{
    private const int NoTarget = -1;
    private readonly EncoderDecoderOptions _options;
    private readonly Embedding _source, _target;
    private readonly LSTM _encoder, _decoder;
    private readonly AttentionScore? _attention;
    private readonly Linear? _join;
    private readonly Linear _out;

    /// <summary>A model with random weights.</summary>
    /// <param name="sourceTokens">Size of the source's vocabulary.</param>
    /// <param name="targetTokens">Size of the target's.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="options">Sizes; null for the usual ones.</param>
    public EncoderDecoder(int sourceTokens, int targetTokens, Rng rng, EncoderDecoderOptions? options = null)
    {
        _options = options ?? new();
        int d = _options.Embedding, h = _options.Hidden;
        _source = Child("source", new Embedding(sourceTokens, d, rng));
        _target = Child("target", new Embedding(targetTokens, d, rng));
        _encoder = Child("encoder", new LSTM(d, h, rng));
        _decoder = Child("decoder", new LSTM(d, h, rng));
        _attention = _options.Attention switch
        {
            LookBack.None => null,
            LookBack.Dot => Child("attention", new MultiplicativeAttention()),
            LookBack.General => Child("attention", new MultiplicativeAttention(h, h, rng)),
            _ => Child<AttentionScore>("attention", new AdditiveAttention(h, h, h, rng)),
        };
        _join = _attention is null ? null : Child("join", new Linear(2 * h, h, rng));
        _out = Child("out", new Linear(h, targetTokens, rng));
    }

    /// <summary>Reads the sources.</summary>
    /// <param name="sources">Token ids of each, none empty.</param>
    /// <exception cref="ShapeException">A source is empty or has an id out of range.</exception>
    public Encoded Encode(IReadOnlyList<int[]> sources)
    {
        var x = PaddedIds.Of(_options.ReverseSource ? [.. sources.Select(s => s.Reverse().ToArray())] : sources);
        var (y, state) = _encoder.Forward(_source.Forward(x.Ids, x.Steps, x.Count), lengths: x.Lengths);
        return new Encoded(state, F.Transpose(y, 0, 1), Attention.PaddingMask(x.Lengths, x.Steps));
    }

    /// <summary>Runs the decoder over given tokens.</summary>
    /// <param name="ids">Time first (T · N): what was written so far.</param>
    /// <param name="steps">T.</param>
    /// <param name="source">From <see cref="Encode"/>.</param>
    /// <param name="state">Where the decoder is; null for the beginning.</param>
    /// <returns>Scores of the next token (T, N, V), the state after, and where the decoder looked (N, T, S), null without attention.</returns>
    public (Tensor Logits, RecurrentState State, Tensor? Weights) Decode(int[] ids, int steps, Encoded source, RecurrentState? state = null)
    {
        var (h, final) = _decoder.Forward(_target.Forward(ids, steps, source.Keys.Dim(0)), state ?? source.State);
        if (_attention is null)
            return (_out.Forward(h), final, null);
        var (context, weights) = _attention.Forward(F.Transpose(h, 0, 1), source.Keys, source.Mask);
        h = F.Tanh(_join!.Forward(F.Concat(-1, F.Transpose(context, 0, 1), h)));
        return (_out.Forward(h), final, weights);
    }

    /// <summary>Teacher forcing: at every step the decoder reads the true token before, and its score of the true next one counts.</summary>
    /// <remarks>Williams and Zipser (1989).</remarks>
    /// <param name="sources">Token ids of each.</param>
    /// <param name="targets">Token ids of each, without start and end.</param>
    /// <returns>The mean cross-entropy over all target tokens and ends.</returns>
    /// <exception cref="ShapeException">The counts differ, a source or target is empty, or an id is out of range.</exception>
    public Tensor Loss(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets)
    {
        if (sources.Count != targets.Count)
            throw new ShapeException($"EncoderDecoder: {sources.Count} sources and {targets.Count} targets; there must be one each.");
        var (read, wanted) = PaddedIds.ForTeacher(nameof(EncoderDecoder), targets, _options.Start, _options.End, NoTarget);
        return F.CrossEntropy(Decode(read.Ids, read.Steps, Encode(sources)).Logits, wanted.Ids, NoTarget);
    }

    /// <summary>Writes the best token at every step until the end.</summary>
    /// <param name="sources">Token ids of each.</param>
    /// <param name="maxSteps">When to stop at the latest, at least 1.</param>
    /// <returns>Token ids of each, without start and end.</returns>
    public int[][] Greedy(IReadOnlyList<int[]> sources, int maxSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSteps, 1);
        using var silent = Autograd.NoGrad();
        var source = Encode(sources);
        var written = sources.Select(_ => new List<int>()).ToArray();
        var done = new bool[sources.Count];
        int[] last = [.. Enumerable.Repeat(_options.Start, sources.Count)];
        RecurrentState? state = null;
        for (int t = 0; t < maxSteps && !done.All(d => d); t++)
        {
            (var logits, state, _) = Decode(last, 1, source, state);
            last = F.ArgMax(logits);
            for (int n = 0; n < last.Length; n++)
            {
                done[n] |= last[n] == _options.End;
                if (!done[n])
                    written[n].Add(last[n]);
            }
        }
        return [.. written.Select(w => w.ToArray())];
    }

    /// <summary>Writes the best target that beam search finds for one source.</summary>
    /// <param name="source">Token ids.</param>
    /// <param name="width">How many half-written targets are kept.</param>
    /// <param name="maxSteps">When to stop at the latest, at least 1.</param>
    public Hypothesis Beam(int[] source, int width, int maxSteps)
    {
        using var silent = Autograd.NoGrad();
        var read = Encode([source]);
        return BeamSearch.Best<RecurrentState?>(null, _options.Start, _options.End, width, maxSteps, (state, token) =>
        {
            var (logits, next, _) = Decode([token], 1, read, state);
            return (F.LogSoftmax(logits).ToArray(), next);
        });
    }
}
