namespace DeepNotes.Models;

/// <summary>A batch of stories with a question each, in token ids.</summary>
/// <param name="Stories">Sentences of each, each sentence not empty.</param>
/// <param name="Questions">One per story, not empty.</param>
public sealed record StoryBatch(IReadOnlyList<int[][]> Stories, IReadOnlyList<int[]> Questions);

/// <summary>The settings of a <see cref="MemN2N"/>.</summary>
public sealed record MemN2NOptions
{
    /// <summary>d, the length of a vector.</summary>
    public int Size { get; init; } = 20;

    /// <summary>K, how often memory is looked up.</summary>
    public int Hops { get; init; } = 3;

    /// <summary>Only so many of the latest sentences are kept.</summary>
    public int Memory { get; init; } = 50;

    /// <summary>Whether the order of words counts (PE) rather than only which there are (BoW).</summary>
    public bool PositionEncoding { get; init; } = true;

    /// <summary>Share of empty memories slipped in while training, so that time is not learnt by heart (RN).</summary>
    public float RandomNoise { get; init; } = 0.1f;
}

/// <summary>End-to-end memory network: sentences become memories, a question looks some up, hop by hop, and the sum answers.</summary>
/// <remarks>
/// Sukhbaatar, Szlam, Weston and Fergus (2015), "End-to-end memory networks". Adjacent weight sharing: the output table of a hop is the
/// input table of the next, the question is read with the first, the answer with the last. Word id 0 is padding and adds nothing.
/// </remarks>
public sealed class MemN2N : Module
{
    private readonly MemN2NOptions _options;
    private readonly Tensor[] _tables, _times;
    private readonly Rng _noise;

    /// <summary>A net with random weights, normal with standard deviation 0.1.</summary>
    /// <param name="words">V, with the padding.</param>
    /// <param name="rng">Where they come from.</param>
    /// <param name="options">Settings; null for the paper's.</param>
    public MemN2N(int words, Rng rng, MemN2NOptions? options = null)
    {
        (_options, _noise) = (options ?? new(), rng.Split(3));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Hops, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Memory, 1, nameof(options));
        _tables = [.. Enumerable.Range(0, _options.Hops + 1).Select(k => Parameter($"words_{k}", rng.Normal(0.1f, words, _options.Size)))];
        _times = [.. Enumerable.Range(0, _options.Hops + 1).Select(k => Parameter($"times_{k}", rng.Normal(0.1f, _options.Memory, _options.Size)))];
    }

    /// <summary>Without the softmax over memories the net is nearly linear, which makes a good first part of training (section 5, linear start).</summary>
    public bool Linear { get; set; }

    /// <summary>Answers.</summary>
    /// <param name="batch">Stories and questions.</param>
    /// <returns>Scores of every word as the answer (N, V), and each hop's look at the memories (N, M), the earliest kept sentence first.</returns>
    /// <exception cref="ShapeException">A story or a sentence is empty, or an id is out of range.</exception>
    public (Tensor Logits, Tensor[] Looks) Forward(StoryBatch batch)
    {
        if (batch.Stories.Count != batch.Questions.Count || batch.Stories.Count == 0)
            throw new ShapeException($"MemN2N: {batch.Stories.Count} stories and {batch.Questions.Count} questions; there must be one each, at least one.");
        int untold = Enumerable.Range(0, batch.Stories.Count).FirstOrDefault(i => batch.Stories[i].Length == 0, -1);
        if (untold >= 0)
            throw new ShapeException($"MemN2N: story {untold} has no sentences; it must have at least one, for there is nothing to look up. Leave the question out.");
        var memories = new Memories(batch.Stories, _options.Memory, Training ? _options.RandomNoise : 0, _noise);
        var told = new Sentences(memories.Sentences, _options);
        var asked = new Sentences(batch.Questions, _options);
        int n = batch.Stories.Count, m = memories.Slots, d = _options.Size;
        var u = asked.Sum(_tables[0]);
        var looks = new Tensor[_options.Hops];
        for (int k = 0; k < looks.Length; k++)
        {
            var input = F.Reshape(told.Sum(_tables[k]) + F.Embedding(_times[k], memories.Times), n, m, d);
            var output = F.Reshape(told.Sum(_tables[k + 1]) + F.Embedding(_times[k + 1], memories.Times), n, m, d);
            var scores = F.MatMul(F.Reshape(u, n, 1, d), input, transposeB: true);
            var p = Linear ? scores * memories.Present : F.Softmax(scores + memories.Mask);
            looks[k] = F.Reshape(p, n, m);
            u += F.Reshape(F.MatMul(p, output), n, d);
        }
        return (F.Linear(u, _tables[^1]), looks);
    }

    /// <summary>Which sentences stand in which slot of a block (N, M), and how long ago each was told.</summary>
    private sealed class Memories
    {
        public Memories(IReadOnlyList<int[][]> stories, int limit, float noise, Rng rng)
        {
            Slots = Math.Min(limit, stories.Max(s => s.Length));
            Times = new int[stories.Count * Slots];
            (Mask, Present) = (Tensor.Full(-1e9f, stories.Count, 1, Slots), Tensor.Zeros(stories.Count, 1, Slots));
            for (int n = 0; n < stories.Count; n++)
            {
                int age = 0, first = Math.Max(0, stories[n].Length - Slots);
                for (int slot = 0; slot < Slots; slot++)
                    Sentences.Add(first + slot < stories[n].Length ? stories[n][first + slot] : [0]);
                for (int slot = Math.Min(Slots, stories[n].Length) - 1; slot >= 0; slot--, age++)
                {
                    if (noise > 0 && rng.NextSingle() < noise)
                        age++;   // an empty memory between this one and the next
                    int at = n * Slots + slot;
                    (Times[at], Mask.Data[at], Present.Data[at]) = (Math.Min(age, limit - 1), 0, 1);
                }
            }
        }

        public int Slots { get; }
        public List<int[]> Sentences { get; } = [];
        public int[] Times { get; }
        public Tensor Mask { get; }
        public Tensor Present { get; }
    }

    /// <summary>Sentences as sums of their words' vectors, each weighted by its place.</summary>
    private sealed class Sentences
    {
        private readonly int[] _ids;
        private readonly Tensor _weights;
        private readonly int _words;

        public Sentences(IReadOnlyList<int[]> sentences, MemN2NOptions options)
        {
            int d = options.Size;
            _words = sentences.Max(s => s.Length);
            if (sentences.Any(s => s.Length == 0))
                throw new ShapeException("MemN2N: a sentence is empty; every sentence and question must have at least one word.");
            _ids = new int[sentences.Count * _words];
            _weights = Tensor.Zeros(sentences.Count, _words, d);
            for (int i = 0; i < sentences.Count; i++)
            {
                int length = sentences[i].Length;
                for (int j = 0; j < length; j++)
                {
                    _ids[i * _words + j] = sentences[i][j];
                    for (int k = 0; k < d && sentences[i][j] != 0; k++)
                        _weights[i, j, k] = options.PositionEncoding ? Place(j + 1f, length, k + 1f, d) : 1;
                }
            }
        }

        // (1 − j/J) − (k/d)(1 − 2j/J): section 4.1, with j and k from 1.
        private static float Place(float j, int length, float k, int d) => 1 - j / length - k / d * (1 - 2 * j / length);

        public Tensor Sum(Tensor table) => F.Sum(F.Embedding(table, _ids, _ids.Length / _words, _words) * _weights, axis: 1);
    }
}
