using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>Gradient descent: w −= η g, with momentum v = μ v + g and w −= η v, or Nesterov's w −= η (g + μ v).</summary>
/// <remarks>
/// Robbins and Monro (1951); Polyak (1964); Nesterov (1983) in the form of Sutskever et al. (2013). Weight decay adds λ w to the
/// gradient. As in PyTorch the rate multiplies v when the step is taken, not when v is built.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] Names = ["momentum_buffer"];
    private readonly float _momentum;
    private readonly bool _nesterov;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead; wants a momentum.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    public Sgd(IEnumerable<Tensor> parameters, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, momentum, nesterov, weightDecay) { }

    /// <summary>An optimizer with settings per group.</summary>
    /// <param name="groups">What to train.</param>
    /// <param name="learningRate">η of groups without their own.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead; wants a momentum.</param>
    /// <param name="weightDecay">λ of groups without their own.</param>
    public Sgd(IEnumerable<ParameterGroup> groups, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(groups, learningRate, weightDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        if (nesterov && momentum == 0)
            throw new ArgumentException("Sgd: nesterov without momentum; Nesterov's step needs a momentum above 0.", nameof(nesterov));
        (_momentum, _nesterov) = (momentum, nesterov);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group) => OptimizerKernels.Update(
        new SgdRule(group.LearningRate, group.WeightDecay, _momentum, _nesterov), parameter.Data, parameter.Grad, _momentum == 0 ? default : State(index, Names[0]).Data);
}
