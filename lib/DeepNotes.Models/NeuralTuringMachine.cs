namespace DeepNotes.Models;

/// <summary>The sizes of a <see cref="NeuralTuringMachine"/>.</summary>
public sealed record TuringOptions
{
    /// <summary>Rows of the memory.</summary>
    public int Rows { get; init; } = 128;

    /// <summary>Length of a row.</summary>
    public int Width { get; init; } = 20;

    /// <summary>Units of the controller.</summary>
    public int Hidden { get; init; } = 100;

    /// <summary>An LSTM that has a state of its own, or one layer of tanh units that has none.</summary>
    public bool Recurrent { get; init; } = true;

    /// <summary>Heads that read, and heads that write.</summary>
    public int Heads { get; init; } = 1;
}

/// <summary>What happened on a tape, for a picture of it: where each step wrote and read.</summary>
/// <param name="Output">(T, N, K): scores of the output bits.</param>
/// <param name="Writes">The first write head's weights over the rows, (N, rows) for each step.</param>
/// <param name="Reads">The first read head's.</param>
public sealed record TuringRun(Tensor Output, IReadOnlyList<Tensor> Writes, IReadOnlyList<Tensor> Reads);

/// <summary>Neural Turing machine: a controller that reads and writes a memory through heads with soft addresses.</summary>
/// <remarks>
/// Graves, Wayne and Danihelka (2014), "Neural Turing machines". At each step the controller sees the input and what was read before; the
/// write heads erase and add (eq. 3, 4), then the read heads read (eq. 2). Memory begins at a small constant (Collier and Beel 2018).
/// </remarks>
public sealed class NeuralTuringMachine : Module
{
    private readonly TuringOptions _options;
    private readonly int _inputs;
    private readonly LSTMCell? _lstm;
    private readonly Linear? _layer;
    private readonly TuringHead[] _writers, _readers;
    private readonly Linear _erase, _add, _out;
    private readonly Tensor _firstRead;

    /// <summary>A machine with random weights.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">K.</param>
    /// <param name="rng">Where they come from.</param>
    /// <param name="options">Sizes; null for the paper's.</param>
    public NeuralTuringMachine(int inputs, int outputs, Rng rng, TuringOptions? options = null)
    {
        (_options, _inputs) = (options ?? new(), inputs);
        var (h, m, heads) = (_options.Hidden, _options.Width, _options.Heads);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Rows, 3, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1, nameof(options));
        _lstm = _options.Recurrent ? Child("controller", new LSTMCell(inputs + heads * m, h, rng)) : null;
        _layer = _options.Recurrent ? null : Child("controller", new Linear(inputs + heads * m, h, rng));
        _writers = [.. Enumerable.Range(0, heads).Select(i => Child($"write_{i}", new TuringHead(h, _options.Rows, m, rng)))];
        _readers = [.. Enumerable.Range(0, heads).Select(i => Child($"read_{i}", new TuringHead(h, _options.Rows, m, rng)))];
        _erase = Child("erase", new Linear(h, heads * m, rng));
        _add = Child("add", new Linear(h, heads * m, rng));
        _out = Child("out", new Linear(h + heads * m, outputs, rng));
        _firstRead = Parameter("first_read", rng.Uniform(0.1f, 1, heads * m));
    }

    /// <summary>Runs over whole sequences.</summary>
    /// <param name="x">(T, N, I).</param>
    public TuringRun Forward(Tensor x)
    {
        Shape.RequireRank(nameof(NeuralTuringMachine), x, 3, "(T, N, I)");
        if (x.Length == 0 || x.Dim(2) != _inputs)
            throw new ShapeException($"{nameof(NeuralTuringMachine)}: x is {Shape.Text(x.Shape)}; it must have at least one step and one example, and {_inputs} inputs each.");
        int n = x.Dim(1);
        var memory = Tensor.Full(1e-6f, n, _options.Rows, _options.Width);
        var read = Tensor.Ones(n, 1) * _firstRead;
        Tensor[] wrote = [.. _writers.Select(w => w.First(n))], looked = [.. _readers.Select(r => r.First(n))];
        RecurrentState? state = null;
        List<Tensor> outputs = [], writes = [], reads = [];
        for (int t = 0; t < x.Dim(0); t++)
        {
            var input = F.Concat(1, F.Reshape(F.Slice(x, t, 1), n, x.Dim(2)), read);
            state = _lstm?.Forward(input, state);
            var h = state?.H ?? F.Tanh(_layer!.Forward(input));
            Tensor erase = F.Sigmoid(_erase.Forward(h)), add = F.Tanh(_add.Forward(h));
            for (int i = 0; i < _writers.Length; i++)
            {
                wrote[i] = _writers[i].Address(h, memory, wrote[i]);
                var w = F.Reshape(wrote[i], n, _options.Rows, 1);
                memory = memory * (1f - w * Row(erase, i)) + w * Row(add, i);
            }
            for (int i = 0; i < _readers.Length; i++)
                looked[i] = _readers[i].Address(h, memory, looked[i]);
            read = F.Concat(1, [.. looked.Select(w => F.Reshape(F.MatMul(F.Reshape(w, n, 1, _options.Rows), memory), n, _options.Width))]);
            outputs.Add(F.Reshape(_out.Forward(F.Concat(1, h, read)), 1, n, -1));
            writes.Add(wrote[0].Detach());
            reads.Add(looked[0].Detach());
        }
        return new TuringRun(F.Concat(0, [.. outputs]), writes, reads);
    }

    private Tensor Row(Tensor x, int i) => F.Reshape(F.Slice(x, i * _options.Width, _options.Width, axis: 1), x.Dim(0), 1, _options.Width);
}

/// <summary>Where a head points: by content, then by going on from where it was.</summary>
/// <remarks>Graves et al. (2014), section 3.3: content (eq. 5, 6), interpolation (7), circular shift by −1, 0, 1 (8), sharpening (9).</remarks>
public sealed class TuringHead : Module
{
    private readonly Linear _key, _rest;
    private readonly Tensor _first;
    private readonly int _rows;

    /// <summary>A head with random weights.</summary>
    /// <param name="hidden">Units of the controller.</param>
    /// <param name="rows">Rows of the memory.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="rng">Where they come from.</param>
    public TuringHead(int hidden, int rows, int width, Rng rng)
    {
        _rows = rows;
        _key = Child("key", new Linear(hidden, width, rng));
        _rest = Child("rest", new Linear(hidden, 6, rng));   // β, g, three shifts, γ
        _first = Parameter("first", rng.Normal(0.1f, 1, rows));
        _first.Data[0] += 5;   // the heads begin at the same place, and sharply: a blurred address has nowhere to go on from
    }

    /// <summary>The address before the first step, learnt: (N, rows).</summary>
    /// <param name="count">N.</param>
    public Tensor First(int count) => F.Softmax(Tensor.Ones(count, 1) * _first);

    /// <summary>The next address.</summary>
    /// <param name="h">What the controller says, (N, hidden).</param>
    /// <param name="memory">(N, rows, width).</param>
    /// <param name="before">The address one step ago, (N, rows).</param>
    /// <returns>(N, rows), each row at least 0 and 1 in sum.</returns>
    public Tensor Address(Tensor h, Tensor memory, Tensor before)
    {
        var rest = _rest.Forward(h);
        var content = F.Softmax(F.Softplus(Entry(rest, 0)) * Similarity(F.Tanh(_key.Forward(h)), memory));
        var g = F.Sigmoid(Entry(rest, 1));
        var gated = g * content + (1f - g) * before;
        return Sharpen(Shift(gated, F.Softmax(F.Slice(rest, 2, 3, axis: 1))), F.Softplus(Entry(rest, 5)) + 1f);
    }

    /// <summary>The cosine of the angle between a key and every row of the memory (eq. 6).</summary>
    /// <param name="key">(N, width).</param>
    /// <param name="memory">(N, rows, width).</param>
    /// <returns>(N, rows).</returns>
    public static Tensor Similarity(Tensor key, Tensor memory)
    {
        int n = memory.Dim(0), rows = memory.Dim(1);
        var dot = F.Reshape(F.MatMul(memory, F.Reshape(key, n, key.Dim(1), 1)), n, rows);
        var lengths = F.Sqrt(F.Sum(memory * memory, axis: 2) + 1e-8f) * F.Sqrt(F.Sum(key * key, axis: 1, keepDims: true) + 1e-8f);
        return dot / lengths;
    }

    /// <summary>Circular convolution (eq. 8): s₋₁ moves the address one row up, s₊₁ one row down.</summary>
    /// <param name="w">(N, rows).</param>
    /// <param name="s">(N, 3): s₋₁, s₀, s₊₁, 1 in sum.</param>
    public static Tensor Shift(Tensor w, Tensor s)
    {
        int last = w.Dim(1) - 1;
        var up = F.Concat(1, F.Slice(w, 1, last, axis: 1), F.Slice(w, 0, 1, axis: 1));
        var down = F.Concat(1, F.Slice(w, last, 1, axis: 1), F.Slice(w, 0, last, axis: 1));
        return Entry(s, 0) * up + Entry(s, 1) * w + Entry(s, 2) * down;
    }

    /// <summary>w^γ / Σ w^γ (eq. 9), as the softmax of γ ln w.</summary>
    /// <param name="w">(N, rows), none negative.</param>
    /// <param name="gamma">(N, 1), at least 1.</param>
    public static Tensor Sharpen(Tensor w, Tensor gamma) => F.Softmax(gamma * F.Log(w + 1e-9f));

    /// <inheritdoc/>
    public override string ToString() => $"TuringHead({_rows} rows)";

    private static Tensor Entry(Tensor x, int i) => F.Slice(x, i, 1, axis: 1);
}
