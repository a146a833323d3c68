using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>RMSProp: s = α s + (1 − α) g², w −= η g / (√s + ε); centred, s less the square of g's moving average; with momentum, v = μ v + g / (√s + ε).</summary>
/// <remarks>Tieleman and Hinton (2012), lecture 6e; centred as in Graves (2013), eq. 38–41, with ε outside the root as in PyTorch.</remarks>
public sealed class RMSProp : Optimizer
{
    private static readonly string[] Names = ["square_avg", "grad_avg", "momentum_buffer"];
    private readonly float _alpha, _epsilon, _momentum;
    private readonly bool _centred;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="alpha">α in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="weightDecay">λ ≥ 0, added to the gradient as λ w.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="centred">Whether to divide by the standard deviation rather than the root of the mean square.</param>
    public RMSProp(IEnumerable<Tensor> parameters, float learningRate = 0.01f, float alpha = 0.99f, float epsilon = 1e-8f, float weightDecay = 0, float momentum = 0, bool centred = false)
        : this([new ParameterGroup(parameters)], learningRate, alpha, epsilon, weightDecay, momentum, centred) { }

    /// <summary>An optimizer with settings per group; see the other constructor.</summary>
    public RMSProp(IEnumerable<ParameterGroup> groups, float learningRate = 0.01f, float alpha = 0.99f, float epsilon = 1e-8f, float weightDecay = 0, float momentum = 0, bool centred = false)
        : base(groups, learningRate, weightDecay)
    {
        RequireFraction(alpha);
        RequireFraction(momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_alpha, _epsilon, _momentum, _centred) = (alpha, epsilon, momentum, centred);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group) => OptimizerKernels.Update(
        new RmsPropRule(group.LearningRate, group.WeightDecay, _alpha, _epsilon, _momentum, _centred), parameter.Data, parameter.Grad,
        State(index, Names[0]).Data, _centred ? State(index, Names[1]).Data : default, _momentum == 0 ? default : State(index, Names[2]).Data);
}

/// <summary>Adagrad: s += g², w −= η g / (√s + ε), η falling as η / (1 + (t − 1) · rateDecay).</summary>
/// <remarks>Duchi, Hazan and Singer (2011), the diagonal form.</remarks>
public sealed class Adagrad : Optimizer
{
    private static readonly string[] Names = ["sum"];
    private readonly float _epsilon, _rateDecay, _initial;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="weightDecay">λ ≥ 0, added to the gradient as λ w.</param>
    /// <param name="rateDecay">How fast η falls, ≥ 0.</param>
    /// <param name="initialSum">s at the start, ≥ 0.</param>
    public Adagrad(IEnumerable<Tensor> parameters, float learningRate = 0.01f, float epsilon = 1e-10f, float weightDecay = 0, float rateDecay = 0, float initialSum = 0)
        : this([new ParameterGroup(parameters)], learningRate, epsilon, weightDecay, rateDecay, initialSum) { }

    /// <summary>An optimizer with settings per group; see the other constructor.</summary>
    public Adagrad(IEnumerable<ParameterGroup> groups, float learningRate = 0.01f, float epsilon = 1e-10f, float weightDecay = 0, float rateDecay = 0, float initialSum = 0)
        : base(groups, learningRate, weightDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(rateDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(initialSum);
        (_epsilon, _rateDecay, _initial) = (epsilon, rateDecay, initialSum);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group) => OptimizerKernels.Update(
        new AdagradRule(group.LearningRate / (1 + (StepCount - 1) * _rateDecay), group.WeightDecay, _epsilon), parameter.Data, parameter.Grad,
        State(index, Names[0], _initial).Data);
}

/// <summary>Adadelta: s = ρ s + (1 − ρ) g², d = g √(u + ε) / √(s + ε), u = ρ u + (1 − ρ) d², w −= η d.</summary>
/// <remarks>Zeiler (2012), algorithm 1, where η is 1.</remarks>
public sealed class Adadelta : Optimizer
{
    private static readonly string[] Names = ["square_avg", "acc_delta"];
    private readonly float _rho, _epsilon;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="rho">ρ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="weightDecay">λ ≥ 0, added to the gradient as λ w.</param>
    public Adadelta(IEnumerable<Tensor> parameters, float learningRate = 1, float rho = 0.9f, float epsilon = 1e-6f, float weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, rho, epsilon, weightDecay) { }

    /// <summary>An optimizer with settings per group; see the other constructor.</summary>
    public Adadelta(IEnumerable<ParameterGroup> groups, float learningRate = 1, float rho = 0.9f, float epsilon = 1e-6f, float weightDecay = 0)
        : base(groups, learningRate, weightDecay)
    {
        RequireFraction(rho);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_rho, _epsilon) = (rho, epsilon);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group) => OptimizerKernels.Update(
        new AdadeltaRule(group.LearningRate, group.WeightDecay, _rho, _epsilon), parameter.Data, parameter.Grad, State(index, Names[0]).Data, State(index, Names[1]).Data);
}
