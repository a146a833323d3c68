using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>Gradient descent: w −= η g, with momentum v = μ v + (1 − δ) g and w −= η v, or Nesterov's w −= η (g + μ v).</summary>
/// <remarks>
/// Robbins and Monro (1951); Polyak (1964); Nesterov (1983) in the form of Sutskever et al. (2013). Weight decay adds λ w to the
/// gradient. As in PyTorch the rate multiplies v when the step is taken, not when v is built, and the first v is g, undamped.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] Names = ["momentum_buffer"];
    private readonly float _momentum, _dampening;
    private readonly bool _nesterov;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead; wants a momentum.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    /// <param name="dampening">δ in [0, 1): the share of g that v does not take.</param>
    public Sgd(IEnumerable<Tensor> parameters, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0, float dampening = 0)
        : this([new ParameterGroup(parameters)], learningRate, momentum, nesterov, weightDecay, dampening) { }

    /// <summary>An optimizer with settings per group.</summary>
    /// <param name="groups">What to train.</param>
    /// <param name="learningRate">η of groups without their own.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead; wants a momentum.</param>
    /// <param name="weightDecay">λ of groups without their own.</param>
    /// <param name="dampening">δ in [0, 1): the share of g that v does not take.</param>
    public Sgd(IEnumerable<ParameterGroup> groups, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0, float dampening = 0)
        : base(groups, learningRate, weightDecay)
    {
        RequireFraction(momentum);
        RequireFraction(dampening);
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new ArgumentException($"Sgd: nesterov with momentum {momentum} and dampening {dampening}; Nesterov's step needs a momentum above 0 and no dampening.", nameof(nesterov));
        (_momentum, _dampening, _nesterov) = (momentum, dampening, nesterov);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group)
    {
        float share = HasState(index, Names[0]) ? 1 - _dampening : 1;
        OptimizerKernels.Update(new SgdRule(group.LearningRate, group.WeightDecay, _momentum, share, _nesterov), parameter.Data, parameter.Grad,
            _momentum == 0 ? default : State(index, Names[0]).Data);
    }
}
