using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>Adam: m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², w −= η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).</summary>
/// <remarks>
/// Kingma and Ba (2015), algorithm 1. Weight decay adds λ w to the gradient; in <see cref="AdamW"/> it does not. AMSGrad (Reddi, Kale and
/// Kumar 2018) divides by the largest v so far.
/// </remarks>
public class Adam : Optimizer
{
    private static readonly string[] Names = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];
    private readonly float _beta1, _beta2, _epsilon;
    private readonly bool _amsgrad, _decoupled;

    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far.</param>
    public Adam(IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0, bool amsgrad = false)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay, amsgrad) { }

    /// <summary>An optimizer with settings per group; see the other constructor.</summary>
    public Adam(IEnumerable<ParameterGroup> groups, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0, bool amsgrad = false)
        : this(groups, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: false) { }

    private protected Adam(IEnumerable<ParameterGroup> groups, float learningRate, float beta1, float beta2, float epsilon, float weightDecay, bool amsgrad, bool decoupled)
        : base(groups, learningRate, weightDecay)
    {
        RequireFraction(beta1);
        RequireFraction(beta2);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_beta1, _beta2, _epsilon, _amsgrad, _decoupled) = (beta1, beta2, epsilon, amsgrad, decoupled);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => Names;

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, ParameterGroup group)
    {
        float step = (float)(group.LearningRate / (1 - Math.Pow(_beta1, StepCount))), root = (float)(1 / Math.Sqrt(1 - Math.Pow(_beta2, StepCount)));
        float coupled = _decoupled ? 0 : group.WeightDecay, shrink = _decoupled ? 1 - group.LearningRate * group.WeightDecay : 1;
        OptimizerKernels.Update(new AdamRule(step, root, _beta1, _beta2, _epsilon, coupled, shrink, _amsgrad), parameter.Data, parameter.Grad,
            State(index, Names[0]).Data, State(index, Names[1]).Data, _amsgrad ? State(index, Names[2]).Data : default);
    }
}

/// <summary>Adam with decoupled weight decay: w is shrunk by 1 − η λ, and λ w does not enter m and v.</summary>
/// <remarks>Loshchilov and Hutter (2019), algorithm 2.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>An optimizer with one setting for all.</summary>
    /// <param name="parameters">What to train: <c>model.Parameters()</c>.</param>
    /// <param name="learningRate">η ≥ 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far.</param>
    public AdamW(IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f, bool amsgrad = false)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay, amsgrad) { }

    /// <summary>An optimizer with settings per group; see the other constructor.</summary>
    public AdamW(IEnumerable<ParameterGroup> groups, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f, bool amsgrad = false)
        : base(groups, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true) { }
}
