namespace DeepNotes.Models;

/// <summary>How the layers of a deep net are joined.</summary>
public enum Wiring
{
    /// <summary>One after another.</summary>
    Plain,

    /// <summary>With an identity shortcut around every two.</summary>
    Residual,

    /// <summary>Gated highway layers.</summary>
    Highway,
}

/// <summary>A deep net of narrow linear layers: the smallest one on which degradation, and its cure, can be seen.</summary>
/// <remarks>
/// After He et al. (2016), fig. 1 and 2, without batch normalization; the second weight of a residual branch starts 1/√blocks smaller,
/// so that the sum over all branches keeps its size (Zhang, Dauphin and Ma 2019).
/// </remarks>
public sealed class DeepMlp : Layer
{
    private readonly Linear _first, _last;
    private readonly Sequential _body;

    /// <summary>A net with random weights (He et al. 2015).</summary>
    /// <param name="depth">Layers with weights, the first and the last included: an even number, at least 4.</param>
    /// <param name="wiring">How they are joined.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="inputs">Numbers per example.</param>
    /// <param name="width">Units per layer.</param>
    /// <param name="classes">Outputs.</param>
    /// <exception cref="ShapeException">The depth is odd or too small.</exception>
    public DeepMlp(int depth, Wiring wiring, Rng rng, int inputs = 40, int width = 32, int classes = 10)
    {
        if (depth < 4 || depth % 2 != 0)
            throw new ShapeException($"DeepMlp: {depth} layers; there must be an even number, at least 4.");
        int pairs = (depth - 2) / 2;
        _first = Child("first", new Linear(inputs, width, rng));
        Init.He(_first.Weight, rng);
        var body = new List<Layer>();
        for (int i = 0; i < (wiring == Wiring.Highway ? depth - 2 : pairs); i++)
            body.Add(wiring == Wiring.Highway ? new HighwayLayer(width, rng) : new LinearPair(width, wiring == Wiring.Residual ? 1 / MathF.Sqrt(pairs) : 1, wiring, rng));
        _body = Child("body", new Sequential([.. body]));
        _last = Child("last", new Linear(width, classes, rng));
    }

    /// <summary>The blocks between the first and the last layer.</summary>
    public IReadOnlyList<Layer> Blocks => _body;

    /// <inheritdoc/>
    /// <param name="x">(N, inputs).</param>
    /// <returns>Logits, (N, classes).</returns>
    public override Tensor Forward(Tensor x) => _last.Forward(_body.Forward(F.Relu(_first.Forward(x))));

    /// <summary>What each block gets, and what the last gives.</summary>
    /// <param name="x">(N, inputs).</param>
    /// <returns>Blocks + 1 tensors, (N, width).</returns>
    public IReadOnlyList<Tensor> Trace(Tensor x) => _body.Trace(F.Relu(_first.Forward(x)));
}

/// <summary>Two linear layers: relu(W₂ relu(W₁ x)) plain, relu(x + W₂ relu(W₁ x)) residual.</summary>
public sealed class LinearPair : Layer, IResidualBlock
{
    private readonly Linear _fc1, _fc2;
    private readonly bool _residual;

    internal LinearPair(int width, float scale, Wiring wiring, Rng rng)
    {
        _residual = wiring == Wiring.Residual;
        _fc1 = Child("fc1", new Linear(width, width, rng));
        _fc2 = Child("fc2", new Linear(width, width, rng));
        Init.He(_fc1.Weight, rng);
        Init.Normal(_fc2.Weight, scale * MathF.Sqrt(2f / width), rng);
    }

    /// <inheritdoc/>
    public bool Dropped { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (Dropped)
            return x;
        var h = _fc2.Forward(F.Relu(_fc1.Forward(x)));
        return F.Relu(_residual ? x + h : h);
    }
}
