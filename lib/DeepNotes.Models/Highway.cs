namespace DeepNotes.Models;

/// <summary>A highway layer: y = t ⊙ h(x) + (1 − t) ⊙ x, where the gate t = σ(W_T x + b_T) decides how much of x is changed.</summary>
/// <remarks>
/// Srivastava, Greff and Schmidhuber (2015), "Training very deep networks", eq. 3. The gate's bias starts negative, so that an untrained
/// layer passes its input on.
/// </remarks>
public sealed class HighwayLayer : Layer
{
    private readonly Linear _transform, _gate;

    /// <summary>A layer with random weights (He et al. 2015).</summary>
    /// <param name="width">Inputs and outputs.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="gateBias">The first b_T; −1 to −3 in the paper.</param>
    public HighwayLayer(int width, Rng rng, float gateBias = -2)
    {
        _transform = Child("transform", new Linear(width, width, rng));
        _gate = Child("gate", new Linear(width, width, rng));
        Init.He(_transform.Weight, rng);
        Init.Constant(_gate.Bias!, gateBias);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x + Gate(x) * (F.Relu(_transform.Forward(x)) - x);

    /// <summary>The gate t for an input: 0 passes it on, 1 replaces it.</summary>
    /// <param name="x">(N, width).</param>
    /// <returns>(N, width) in (0, 1).</returns>
    public Tensor Gate(Tensor x) => F.Sigmoid(_gate.Forward(x));
}
