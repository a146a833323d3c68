using DeepNotes.Kernels;

namespace DeepNotes.Text;

/// <summary>The sizes of a <see cref="LanguageModel"/>.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Which recurrence.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Lstm;

    /// <summary>D, the length of a token's vector.</summary>
    public int Embedding { get; init; } = 64;

    /// <summary>H, the recurrent units of a layer.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Recurrent layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Share of the numbers between the layers, and before and after them, that is dropped in training.</summary>
    public float Dropout { get; init; }
}

/// <summary>A recurrent language model: which token comes next, given all before it. Token → vector → recurrent layers → scores.</summary>
/// <remarks>Mikolov et al. (2010), "Recurrent neural network based language model"; dropout where Zaremba et al. (2014) place it.</remarks>
public sealed class LanguageModel : Module
{
    private readonly Embedding _embedding;
    private readonly Recurrent _rnn;
    private readonly Linear _decoder;
    private readonly float _dropout;
    private readonly Rng _drops;

    /// <summary>A model with random weights.</summary>
    /// <param name="tokens">V, the size of the vocabulary.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="options">Sizes; null for the usual ones.</param>
    public LanguageModel(int tokens, Rng rng, LanguageModelOptions? options = null)
    {
        var o = options ?? new();
        (_dropout, _drops) = (o.Dropout, rng.Split(7));
        var settings = new RecurrentOptions { Layers = o.Layers, Dropout = o.Dropout };
        _embedding = Child("embedding", new Embedding(tokens, o.Embedding, rng));
        _rnn = Child<Recurrent>("rnn", o.Cell switch
        {
            RecurrentCell.Lstm => new LSTM(o.Embedding, o.Hidden, rng, settings),
            RecurrentCell.Gru => new GRU(o.Embedding, o.Hidden, rng, settings),
            _ => new RNN(o.Embedding, o.Hidden, rng, settings, o.Cell == RecurrentCell.Relu),
        });
        _decoder = Child("decoder", new Linear(o.Hidden, tokens, rng));
        if (o.Cell == RecurrentCell.Lstm)
            RememberAtFirst(_rnn);
    }

    /// <summary>Scores of the token after each.</summary>
    /// <param name="ids">Token ids, time first (T · N).</param>
    /// <param name="steps">T.</param>
    /// <param name="streams">N.</param>
    /// <param name="state">Where the text before has left off; null for its beginning.</param>
    /// <returns>Logits (T, N, V), and the state to go on from.</returns>
    /// <exception cref="ShapeException">An id is out of range, or the ids are not T · N.</exception>
    public (Tensor Logits, RecurrentState State) Forward(int[] ids, int steps, int streams, RecurrentState? state = null)
    {
        var x = Drop(_embedding.Forward(ids, steps, streams));
        var (h, final) = _rnn.Forward(x, state);
        return (_decoder.Forward(Drop(h)), final);
    }

    /// <summary>One pass over a text with truncated backpropagation through time: the state is carried from window to window, the gradient is not.</summary>
    /// <param name="text">The windows in order.</param>
    /// <param name="optimizer">Over this model's parameters.</param>
    /// <param name="clip">The largest norm of a window's gradient.</param>
    /// <param name="afterWindow">Told the number of windows done and the last one's loss; false stops.</param>
    /// <returns>The mean loss in nats per token.</returns>
    public double TrainEpoch(TextStreams text, Optimizer optimizer, float clip = 1, Func<int, double, bool>? afterWindow = null)
    {
        Train();
        RecurrentState? state = null;
        double sum = 0, count = 0;
        int done = 0;
        foreach (var window in text)
        {
            using var scope = new StepScope();
            var (logits, final) = Forward(window.Inputs, window.Steps, window.Streams, state);
            var loss = F.CrossEntropy(logits, window.Targets);
            optimizer.ZeroGrad();
            loss.Backward();
            Clip.GradNorm(Parameters(), clip);
            optimizer.Step();
            state = final.Carry();
            sum += loss.Item() * (double)window.Targets.Length;
            count += window.Targets.Length;
            if (afterWindow?.Invoke(++done, loss.Item()) == false)
                break;
        }
        return sum / count;
    }

    /// <summary>The mean loss on a text in nats per token, state carried on, nothing dropped.</summary>
    /// <param name="text">The windows in order.</param>
    public double Evaluate(TextStreams text)
    {
        bool training = Training;
        Eval();
        using var silent = Autograd.NoGrad();
        RecurrentState? state = null;
        double sum = 0;
        foreach (var window in text)
        {
            using var scope = new StepScope();
            var (logits, final) = Forward(window.Inputs, window.Steps, window.Streams, state);
            sum += F.CrossEntropy(logits, window.Targets).Item() * (double)window.Targets.Length;
            state = final.Carry();
        }
        Train(training);
        return sum / text.Predictions;
    }

    /// <summary>Writes on: each token drawn from the model's distribution, then read as the next input.</summary>
    /// <param name="start">Token ids to begin with, at least one.</param>
    /// <param name="count">How many to add.</param>
    /// <param name="sampler">How to draw.</param>
    /// <returns>The ids that were added.</returns>
    /// <exception cref="ShapeException">There is nothing to begin with.</exception>
    public int[] Write(int[] start, int count, Sampler sampler)
    {
        if (start.Length == 0)
            throw new ShapeException("Write: there are no tokens to begin with; there must be at least one.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        bool training = Training;
        Eval();
        using var silent = Autograd.NoGrad();
        var written = new int[count];
        var (logits, state) = Forward(start, start.Length, 1);
        for (int i = 0; i < count; i++)
        {
            written[i] = sampler.Pick(logits.Data[^logits.Dim(-1)..]);
            if (i < count - 1)
                (logits, state) = Forward([written[i]], 1, 1, state);
        }
        Train(training);
        return written;
    }

    private Tensor Drop(Tensor x) => Training && _dropout > 0 ? F.Dropout(x, _dropout, _drops) : x;

    // Gers, Schmidhuber and Cummins (2000): a forget gate that starts open. PyTorch adds two biases; one of them is enough.
    private static void RememberAtFirst(Recurrent lstm)
    {
        foreach (var (name, bias) in lstm.OwnParameters)
        {
            if (name.StartsWith("bias_ih", StringComparison.Ordinal))
                bias.Data.Slice(bias.Length / 4, bias.Length / 4).Fill(1);
        }
    }
}
