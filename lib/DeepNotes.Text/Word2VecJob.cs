namespace DeepNotes.Text;

/// <summary>Rows of floats that begin at multiples of 64 bytes and are filled up with zeros, so that vectors need no rest.</summary>
internal sealed unsafe class AlignedRows
{
    private const int Step = 16;
    private readonly float[] _memory;
    private readonly int _rows, _size;
    private readonly float* _first;

    public AlignedRows(int rows, int size)
    {
        (_rows, _size, Stride) = (rows, size, (size + Step - 1) / Step * Step);
        _memory = GC.AllocateArray<float>(checked(rows * Stride + Step), pinned: true);
        fixed (float* start = _memory)
            _first = (float*)(((nint)start + 4 * Step - 1) & ~(nint)(4 * Step - 1));
    }

    /// <summary>Floats from row to row; those behind the row's size are zero and stay so.</summary>
    public int Stride { get; }

    public float* Row(int i) => _first + (nint)i * Stride;

    public Span<float> this[int row] => new(Row(row), _size);

    public Tensor ToTensor()
    {
        var y = Tensor.Empty(_rows, _size);
        for (int i = 0; i < _rows; i++)
            this[i].CopyTo(y.Data.Slice(i * _size, _size));
        return y;
    }
}

/// <summary>What the threads of one training share: the vectors, the tables, and how far they are.</summary>
internal sealed class Word2VecJob
{
    private const int SigmoidSteps = 1024;
    private const float SigmoidEnd = 6;
    private readonly long _all;
    private readonly Action<double>? _progress;
    private readonly CancellationToken _cancel;
    private long _done;

    public Word2VecJob(WordCorpus corpus, Word2VecOptions options, Action<double>? progress, CancellationToken cancel)
    {
        (Corpus, Options, _progress, _cancel, _all) = (corpus, options, progress, cancel, corpus.Total * options.Epochs);
        int words = corpus.Vocabulary.Count;
        Inputs = new AlignedRows(words, options.Dimension);
        Outputs = new AlignedRows(words, options.Dimension);
        var rng = new Rng(options.Seed);
        for (int i = 0; i < words; i++)
            rng.FillUniform(Inputs[i], -0.5f / options.Dimension, 0.5f / options.Dimension);
        Tree = options.HierarchicalSoftmax ? new Huffman(corpus.Counts) : null;
        Noise = new AliasTable([.. corpus.Counts.Select(c => Math.Pow(c, options.NoisePower))]);
        Kept = [.. corpus.Counts.Select(c => KeepProbability(c / (double)corpus.Total, options.SubSample))];
        Sigmoid = [.. Enumerable.Range(0, SigmoidSteps).Select(i => (float)(1 / (1 + Math.Exp(-((i + 0.5) / SigmoidSteps * 2 - 1) * SigmoidEnd))))];
    }

    public WordCorpus Corpus { get; }
    public Word2VecOptions Options { get; }
    public AlignedRows Inputs { get; }
    public AlignedRows Outputs { get; }
    public AliasTable Noise { get; }
    public Huffman? Tree { get; }

    /// <summary>The probability with which an occurrence of a word is kept, in 2⁻³².</summary>
    public uint[] Kept { get; }

    private float[] Sigmoid { get; }

    /// <summary>σ from a table: 0 and 1 beyond ±6, as in the original program.</summary>
    public float SigmoidOf(float x) => x >= SigmoidEnd ? 1 : x <= -SigmoidEnd ? 0
        : Sigmoid[(int)((x + SigmoidEnd) * (SigmoidSteps / SigmoidEnd / 2)) & (SigmoidSteps - 1)];

    /// <summary>Counts words as done.</summary>
    /// <param name="words">How many since the last call.</param>
    /// <param name="first">Whether the caller is the thread that reports.</param>
    /// <returns>The learning rate from now on; 0 to stop.</returns>
    public float Done(long words, bool first)
    {
        double share = Math.Min(1, Interlocked.Add(ref _done, words) / (double)_all);
        if (first && words > 0)
            _progress?.Invoke(share);
        return _cancel.IsCancellationRequested ? 0 : Options.FirstRate * (float)Math.Max(1e-4, 1 - share);
    }

    private static uint KeepProbability(double share, double t)
    {
        double p = t == 0 ? 1 : Math.Min(1, Math.Sqrt(t / share) + t / share);
        return (uint)(p * uint.MaxValue);
    }
}

/// <summary>Draws i with probability wᵢ / Σw in constant time from 2 V numbers that fit the cache.</summary>
/// <remarks>Walker (1977); the construction of Vose (1991).</remarks>
internal sealed class AliasTable
{
    private readonly (uint Keep, int Other)[] _cells;

    public AliasTable(double[] weights)
    {
        int n = weights.Length;
        double mean = weights.Sum() / n;
        _cells = new (uint, int)[n];
        double[] rest = [.. weights.Select(w => w / mean)];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (int i = 0; i < n; i++)
            (rest[i] < 1 ? small : large).Push(i);
        while (small.Count > 0 && large.Count > 0)
        {
            int s = small.Pop(), l = large.Pop();
            _cells[s] = ((uint)(rest[s] * uint.MaxValue), l);
            rest[l] -= 1 - rest[s];
            (rest[l] < 1 ? small : large).Push(l);
        }
        foreach (int i in small.Concat(large))
            _cells[i] = (uint.MaxValue, i);
    }

    /// <summary>A number drawn.</summary>
    /// <param name="bits">64 random bits.</param>
    public int Draw(ulong bits)
    {
        int i = (int)(((bits >> 32) * (uint)_cells.Length) >> 32);
        var (keep, other) = _cells[i];
        return (uint)bits <= keep ? i : other;
    }
}
