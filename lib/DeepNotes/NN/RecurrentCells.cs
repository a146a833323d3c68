using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>One step of a recurrent net, for loops that decide what the next input is.</summary>
public abstract class StepCell : Module
{
    private readonly RecurrentCell _cell;
    private readonly Tensor _wx, _wh;
    private readonly Tensor? _bx, _bh;

    private protected StepCell(RecurrentCell cell, int inputSize, int hiddenSize, Rng rng, bool bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        int rows = new RecurrentShape(cell, 1, 1, 1, 1).Blocks * hiddenSize;
        float bound = 1f / MathF.Sqrt(hiddenSize);
        _cell = cell;
        _wx = Parameter("weight_ih", rng.Uniform(bound, rows, inputSize));
        _wh = Parameter("weight_hh", rng.Uniform(bound, rows, hiddenSize));
        _bx = bias ? Parameter("bias_ih", rng.Uniform(bound, rows)) : null;
        _bh = bias ? Parameter("bias_hh", rng.Uniform(bound, rows)) : null;
    }

    /// <summary>One step.</summary>
    /// <param name="x">(N, I).</param>
    /// <param name="state">The state before, (N, H) each; null for zeros.</param>
    /// <returns>The state after; its H is the output.</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public RecurrentState Forward(Tensor x, RecurrentState? state = null)
    {
        Shape.RequireRank(GetType().Name, x, 2, "(N, I)");
        var (_, h, c) = F.Recurrent(_cell, F.Reshape(x, 1, x.Dim(0), x.Dim(1)), _wx, _wh, _bx, _bh, state?.H, state?.C);
        return new RecurrentState(h, c);
    }
}

/// <summary>One step of <see cref="RNN"/>.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights come from.</param>
/// <param name="relu">ReLU instead of tanh.</param>
/// <param name="bias">Whether there are biases.</param>
public sealed class RNNCell(int inputSize, int hiddenSize, Rng rng, bool relu = false, bool bias = true)
    : StepCell(relu ? RecurrentCell.Relu : RecurrentCell.Tanh, inputSize, hiddenSize, rng, bias);

/// <summary>One step of <see cref="LSTM"/>.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights come from.</param>
/// <param name="bias">Whether there are biases.</param>
public sealed class LSTMCell(int inputSize, int hiddenSize, Rng rng, bool bias = true) : StepCell(RecurrentCell.Lstm, inputSize, hiddenSize, rng, bias);

/// <summary>One step of <see cref="GRU"/>.</summary>
/// <param name="inputSize">I.</param>
/// <param name="hiddenSize">H.</param>
/// <param name="rng">Where the weights come from.</param>
/// <param name="bias">Whether there are biases.</param>
public sealed class GRUCell(int inputSize, int hiddenSize, Rng rng, bool bias = true) : StepCell(RecurrentCell.Gru, inputSize, hiddenSize, rng, bias);
