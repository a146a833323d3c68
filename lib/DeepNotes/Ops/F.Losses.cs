using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>Mean squared error: Σ (x − t)² / N over all N elements.</summary>
    /// <param name="x">Predictions.</param>
    /// <param name="target">Targets, the same shape.</param>
    /// <returns>A scalar.</returns>
    public static Tensor MseLoss(Tensor x, Tensor target)
    {
        RequireTargets(nameof(MseLoss), x, target);
        var loss = Tensor.Scalar(MseKernels.Forward(x.Data, target.Data));
        return Autograd.Record(loss, [x, target], () => MseKernels.Backward(x.Data, target.Data, loss.Grad[0], x.GradSink, target.GradSink));
    }

    /// <summary>Cross-entropy of the softmax of the logits, mean over rows: −Σ ln softmax(x)[target] / N.</summary>
    /// <param name="logits">(…, K): scores before any softmax.</param>
    /// <param name="targets">One class per row, 0 … K − 1.</param>
    /// <returns>A scalar.</returns>
    public static Tensor CrossEntropy(Tensor logits, int[] targets) => CrossEntropy(logits, targets, int.MinValue);

    /// <summary>Cross-entropy in which rows with one certain target do not count (padding).</summary>
    /// <param name="logits">(…, K): scores before any softmax.</param>
    /// <param name="targets">One class per row, 0 … K − 1, or <paramref name="ignore"/>.</param>
    /// <param name="ignore">The target of rows that do not count.</param>
    /// <returns>A scalar; NaN when no row counts.</returns>
    public static Tensor CrossEntropy(Tensor logits, int[] targets, int ignore)
    {
        int cols = RequireClasses(nameof(CrossEntropy), logits, targets, ignore);
        var p = Tensor.EmptyLike(logits);
        var loss = Tensor.Scalar(CrossEntropyKernels.Forward(logits.Data, targets, p.Data, cols, ignore, out int counted));
        return Autograd.Record(loss, [logits], () =>
            CrossEntropyKernels.Backward(p.Data, targets, loss.Grad[0], logits.GradSink, cols, ignore, counted));
    }

    /// <summary>Cross-entropy with smoothed labels: each target shares <paramref name="smoothing"/> equally among all K classes. Szegedy et al. (2016), section 7.</summary>
    /// <param name="logits">(…, K): scores before any softmax.</param>
    /// <param name="targets">One class per row, 0 … K − 1.</param>
    /// <param name="smoothing">In [0, 1).</param>
    /// <returns>A scalar.</returns>
    public static Tensor CrossEntropy(Tensor logits, int[] targets, float smoothing)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(smoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(smoothing, 1);
        return (1 - smoothing) * CrossEntropy(logits, targets) - smoothing * Mean(LogSoftmax(logits));
    }

    /// <summary>Negative log-likelihood, mean over rows: −Σ x[target] / N.</summary>
    /// <param name="logProbabilities">(…, K), from <see cref="LogSoftmax"/>.</param>
    /// <param name="targets">One class per row, 0 … K − 1.</param>
    /// <returns>A scalar.</returns>
    public static Tensor NllLoss(Tensor logProbabilities, int[] targets)
    {
        int cols = RequireClasses(nameof(NllLoss), logProbabilities, targets, int.MinValue);
        var loss = Tensor.Scalar(NllKernels.Forward(logProbabilities.Data, targets, cols));
        return Autograd.Record(loss, [logProbabilities], () => NllKernels.Backward(targets, loss.Grad[0], logProbabilities.GradSink, cols));
    }

    /// <summary>Binary cross-entropy of σ(x), mean over all elements: Σ (ln(1 + exp x) − t x) / N.</summary>
    /// <param name="logits">Scores before the sigmoid.</param>
    /// <param name="target">Probabilities of the positive class, the same shape; no gradient flows to them.</param>
    /// <returns>A scalar.</returns>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target)
    {
        RequireTargets(nameof(BinaryCrossEntropyWithLogits), logits, target);
        var loss = Tensor.Scalar(BinaryCrossEntropyKernels.Forward(logits.Data, target.Data));
        return Autograd.Record(loss, [logits], () => BinaryCrossEntropyKernels.Backward(logits.Data, target.Data, loss.Grad[0], logits.GradSink));
    }

    private static void RequireTargets(string op, Tensor x, Tensor target)
    {
        Shape.RequireSame(op, x, target);
        if (x.Length == 0)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)}; it must have at least one element.");
    }

    private static int RequireClasses(string op, Tensor x, int[] targets, int ignore)
    {
        int cols = Classes(x, op);
        if (x.Length / cols != targets.Length || targets.Length == 0)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)} and there are {targets.Length} targets; there must be at least one row and one target per row.");
        RequireIndices(op, "target", targets, cols, ignore);
        return cols;
    }
}
