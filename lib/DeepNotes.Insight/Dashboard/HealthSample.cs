namespace DeepNotes.Insight;

/// <summary>What the dashboard saw in one training step.</summary>
public sealed record HealthSample
{
    /// <summary>The step's number, 1 for the first.</summary>
    public required int Step { get; init; }

    /// <summary>The loss of the step.</summary>
    public required double Loss { get; init; }

    /// <summary>Layers and activations in the order in which they ran.</summary>
    public required IReadOnlyList<LayerHealth> Layers { get; init; }

    /// <summary>Weights and biases in the order of registration.</summary>
    public required IReadOnlyList<ParameterHealth> Parameters { get; init; }

    /// <summary>What the first layer was given; null when it was not a plain tensor.</summary>
    public InputHealth? Input { get; init; }

    /// <summary>What the loss was given; null when it is not a loss over classes.</summary>
    public OutputHealth? Output { get; init; }

    /// <summary>Recurrent parts: the gradient that arrives at each time step.</summary>
    public IReadOnlyList<TimeHealth> Time { get; init; } = [];

    /// <summary>Length of the gradient that was there before the backward pass, as a share of its length after: 0 when it was cleared.</summary>
    public double LeftOver { get; init; }

    /// <summary>The cosine between this step's gradient and the next one's: do two batches agree on the direction? NaN while unknown.</summary>
    public double Agreement { get; init; } = double.NaN;

    /// <summary>Length of the whole gradient.</summary>
    public double GradientNorm => Math.Sqrt(Parameters.Sum(p => p.GradientNorm * p.GradientNorm));
}

/// <summary>One layer's output in one step.</summary>
/// <param name="Name">The module's key and its operation, such as <c>2 Linear</c>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Mean">Mean of the outputs.</param>
/// <param name="Std">Standard deviation of the outputs.</param>
/// <param name="Saturated">Sigmoid, tanh: the share of outputs where the slope is below 5 % of its greatest.</param>
/// <param name="Dead">The share of units that pass nothing on: rectified to 0, or saturated, on every example of the batch.</param>
/// <param name="GradientNorm">Length of the loss's gradient in the outputs; 0 when none arrived.</param>
public sealed record LayerHealth(string Name, string Operation, double Mean, double Std, double Saturated, double Dead, double GradientNorm)
{
    /// <summary>Batch norm: how far the running statistics are from the batch's, in standard deviations; NaN for others.</summary>
    public double Drift { get; init; } = double.NaN;

    /// <summary>Batch norm: how much the running statistics moved since the last sample, relatively; NaN for others and at first.</summary>
    public double Moved { get; init; } = double.NaN;
}

/// <summary>One parameter in one step.</summary>
/// <param name="Name">Its key.</param>
/// <param name="IsWeight">Whether it is a matrix or a filter rather than a bias or a scale.</param>
/// <param name="WeightNorm">Length.</param>
/// <param name="GradientNorm">Length of its gradient.</param>
/// <param name="UpdateRatio">Length of the step that the optimizer took over the length before; NaN while unknown.</param>
/// <param name="UnitSpread">How unlike the units (rows) are, 0 (all equal) to about 1; NaN for what is no weight.</param>
public sealed record ParameterHealth(string Name, bool IsWeight, double WeightNorm, double GradientNorm, double UpdateRatio, double UnitSpread);

/// <summary>What the first layer was given.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Std">Standard deviation.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
public sealed record InputHealth(double Mean, double Std, double Min, double Max);

/// <summary>What a loss over classes was given.</summary>
/// <param name="Loss">CrossEntropy or NllLoss.</param>
/// <param name="Classes">K.</param>
/// <param name="Min">Smallest input.</param>
/// <param name="Max">Largest input.</param>
/// <param name="RowSum">Mean over examples of Σ x for cross-entropy, of Σ exp x for the negative log-likelihood, where it must be 1.</param>
/// <param name="RowSumError">The greatest distance of such a sum from 1.</param>
public sealed record OutputHealth(string Loss, int Classes, double Min, double Max, double RowSum, double RowSumError);

/// <summary>A recurrent part in one step.</summary>
/// <param name="Name">The module's key and its operation.</param>
/// <param name="GradientNorm">
/// Length of the gradient that arrives at each time step, first step first: at the input x_t of a whole-sequence layer, at the
/// output of a part that is called once per step.
/// </param>
public sealed record TimeHealth(string Name, double[] GradientNorm);
