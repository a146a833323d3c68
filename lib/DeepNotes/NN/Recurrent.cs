using System.Globalization;
using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>The state of a recurrent net between two calls.</summary>
/// <param name="H">h: (layers · directions, N, H) of a layer, (N, H) of a cell.</param>
/// <param name="C">c of the LSTM, the same shape; null for the others.</param>
public sealed record RecurrentState(Tensor H, Tensor? C = null)
{
    /// <summary>The same numbers, cut off from the graph and safe from the end of a <see cref="StepScope"/>: what truncated BPTT carries on.</summary>
    public RecurrentState Carry() => new(H.Clone(), C?.Clone());
}

/// <summary>Settings of a recurrent layer.</summary>
public sealed record RecurrentOptions
{
    /// <summary>Layers on top of each other, at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether a second net reads from the end; outputs are joined, forward first. Schuster and Paliwal (1997).</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Share of the outputs between layers that is dropped in training, in [0, 1). Zaremba et al. (2014).</summary>
    public float Dropout { get; init; }

    /// <summary>Whether there are biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether x is (N, T, I) and y (N, T, …) rather than time first.</summary>
    public bool BatchFirst { get; init; }
}

/// <summary>A recurrent net over sequences: layers, directions, dropout between layers, initial and final states, lengths.</summary>
/// <remarks>Keys, gate order and beginnings (uniform in ±1/√H) are PyTorch's.</remarks>
public abstract class Recurrent : Module
{
    private readonly RecurrentCell _cell;
    private readonly RecurrentOptions _options;
    private readonly Rng _drops;
    private readonly List<(Tensor Wx, Tensor Wh, Tensor? Bx, Tensor? Bh)> _weights = [];

    private protected Recurrent(RecurrentCell cell, int inputSize, int hiddenSize, Rng rng, RecurrentOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        (_cell, _options, _drops) = (cell, options ?? new(), rng.Split(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Layers, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Dropout, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_options.Dropout, 1, nameof(options));
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            for (int d = 0; d < Directions; d++)
                _weights.Add(Weights(layer == 0 ? inputSize : Directions * hiddenSize, $"_l{layer.ToString(CultureInfo.InvariantCulture)}{(d > 0 ? "_reverse" : "")}", rng));
        }
    }

    /// <summary>I.</summary>
    public int InputSize { get; }

    /// <summary>H.</summary>
    public int HiddenSize { get; }

    private int Directions => _options.Bidirectional ? 2 : 1;

    /// <summary>Runs over whole sequences.</summary>
    /// <param name="x">(T, N, I), or (N, T, I) when batch first.</param>
    /// <param name="state">The initial state, (layers · directions, N, H) each; null for zeros.</param>
    /// <param name="lengths">How many steps of each example count, 1 … T; null when all do.</param>
    /// <returns>The last layer's states (T, N, directions · H), 0 in the padding, and every layer's final state.</returns>
    /// <exception cref="ShapeException">The axes do not fit, or a length is outside 1 … T.</exception>
    public (Tensor Output, RecurrentState State) Forward(Tensor x, RecurrentState? state = null, int[]? lengths = null)
    {
        Shape.RequireRank(GetType().Name, x, 3, _options.BatchFirst ? "(N, T, I)" : "(T, N, I)");
        if (_options.BatchFirst)
            x = F.Transpose(x, 0, 1);
        RequireState(x, state?.H, "h");
        RequireState(x, state?.C, "c");
        List<Tensor> hs = [], cs = [];
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            if (layer > 0 && Training && _options.Dropout > 0)
                x = F.Dropout(x, _options.Dropout, _drops);
            var outputs = new Tensor[Directions];
            for (int d = 0; d < Directions; d++)
            {
                int i = layer * Directions + d;
                var w = _weights[i];
                (outputs[d], var h, var c) = F.Recurrent(_cell, x, w.Wx, w.Wh, w.Bx, w.Bh, Part(state?.H, i), Part(state?.C, i), lengths, reverse: d > 0);
                hs.Add(h);
                if (c is not null)
                    cs.Add(c);
            }
            x = Directions == 1 ? outputs[0] : F.Concat(-1, outputs);
        }
        return (_options.BatchFirst ? F.Transpose(x, 0, 1) : x, new RecurrentState(Stack(hs), cs.Count > 0 ? Stack(cs) : null));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{GetType().Name}({InputSize} → {HiddenSize}{(_options.Layers > 1 ? $", {_options.Layers} layers" : "")}{(_options.Bidirectional ? ", both directions" : "")})";

    private (Tensor, Tensor, Tensor?, Tensor?) Weights(int inputs, string suffix, Rng rng)
    {
        int rows = new RecurrentShape(_cell, 1, 1, 1, 1).Blocks * HiddenSize;
        float bound = 1f / MathF.Sqrt(HiddenSize);
        return (Parameter("weight_ih" + suffix, rng.Uniform(bound, rows, inputs)), Parameter("weight_hh" + suffix, rng.Uniform(bound, rows, HiddenSize)),
            _options.Bias ? Parameter("bias_ih" + suffix, rng.Uniform(bound, rows)) : null, _options.Bias ? Parameter("bias_hh" + suffix, rng.Uniform(bound, rows)) : null);
    }

    private void RequireState(Tensor x, Tensor? state, string name)
    {
        int[] shape = [_options.Layers * Directions, x.Dim(1), HiddenSize];
        if (state is not null && !state.Shape.SequenceEqual(shape))
            throw new ShapeException($"{GetType().Name}: the initial {name} is {Shape.Text(state.Shape)}, it must be (layers · directions, N, H) = {Shape.Text(shape)}.");
    }

    private static Tensor? Part(Tensor? states, int i) => states is null ? null : F.Reshape(F.Slice(states, i, 1), states.Dim(1), states.Dim(2));

    private static Tensor Stack(List<Tensor> states)
    {
        var rows = states.Count == 1 ? states[0] : F.Concat(0, [.. states]);
        return F.Reshape(rows, states.Count, states[0].Dim(0), states[0].Dim(1));
    }
}

/// <summary>Elman's net: h = f(W x + b + U h + b′), f = tanh or ReLU.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights, and in training the drops, come from.</param>
/// <param name="options">Layers, directions and so on.</param>
/// <param name="relu">ReLU instead of tanh.</param>
public sealed class RNN(int inputSize, int hiddenSize, Rng rng, RecurrentOptions? options = null, bool relu = false)
    : Recurrent(relu ? RecurrentCell.Relu : RecurrentCell.Tanh, inputSize, hiddenSize, rng, options);

/// <summary>Long short-term memory; gate order i, f, g, o.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights, and in training the drops, come from.</param>
/// <param name="options">Layers, directions and so on.</param>
public sealed class LSTM(int inputSize, int hiddenSize, Rng rng, RecurrentOptions? options = null)
    : Recurrent(RecurrentCell.Lstm, inputSize, hiddenSize, rng, options);

/// <summary>Gated recurrent unit; gate order r, z, n.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights, and in training the drops, come from.</param>
/// <param name="options">Layers, directions and so on.</param>
public sealed class GRU(int inputSize, int hiddenSize, Rng rng, RecurrentOptions? options = null)
    : Recurrent(RecurrentCell.Gru, inputSize, hiddenSize, rng, options);
