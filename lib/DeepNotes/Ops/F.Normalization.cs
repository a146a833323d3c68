using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>Batch normalization: y = w_c (x − mean_c) / √(variance_c + ε) + b_c for each channel c, statistics over all else.</summary>
    /// <param name="x">(N, C) or (N, C, …).</param>
    /// <param name="runningMean">(C): used when not training, moved towards the batch's when training; null for none.</param>
    /// <param name="runningVariance">(C), likewise; it moves towards the unbiased variance.</param>
    /// <param name="w">(C), or null for ones.</param>
    /// <param name="b">(C), or null for zeros.</param>
    /// <param name="training">Whether to use the batch's statistics.</param>
    /// <param name="momentum">The share of the batch in the new running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="relu">Whether negative results become 0 in the same pass.</param>
    /// <param name="residual">As x, added before the ReLU in the same pass, or null.</param>
    /// <returns>As x.</returns>
    /// <exception cref="ShapeException">The channels do not fit, or one value per channel is all there is to train on.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? w = null, Tensor? b = null,
        bool training = false, float momentum = 0.1f, float epsilon = 1e-5f, bool relu = false, Tensor? residual = null)
    {
        if (x.Rank < 2)
            throw new ShapeException($"BatchNorm: x is {Shape.Text(x.Shape)}, it must be (N, C) or (N, C, …).");
        int channels = x.Dim(1), count = x.Length / Math.Max(1, channels), inner = count / Math.Max(1, x.Dim(0));
        CheckBatchNorm(x, channels, residual, [runningMean, runningVariance, w, b]);
        bool batch = training || runningMean is null || runningVariance is null;
        if (batch && count < 2)
            throw new ShapeException($"BatchNorm: x {Shape.Text(x.Shape)} has {count} value(s) per channel; training must have more than one.");
        Tensor mean = Tensor.Empty(channels), rstd = Tensor.Empty(channels), y = Tensor.EmptyLike(x);
        if (!y.HasData)
            return Autograd.Record(y, [x, w, b, residual], static () => { });   // a shape without numbers has no statistics
        if (batch)
        {
            BatchNormKernels.Statistics(x.Data, mean.Data, rstd.Data, inner);
            if (runningMean is not null && runningVariance is not null && training)
                Follow(mean.Data, rstd.Data, runningMean.Data, runningVariance.Data, momentum, count / (count - 1f));
        }
        else
        {
            runningMean!.Data.CopyTo(mean.Data);
            runningVariance!.Data.CopyTo(rstd.Data);
        }
        foreach (ref float v in rstd.Data)
            v = (float)(1 / Math.Sqrt(v + (double)epsilon));
        BatchNormKernels.Forward(x.Data, mean.Data, rstd.Data, DataOf(w), DataOf(b), y.Data, inner, relu, DataOf(residual));
        return Autograd.Record(y, [x, w, b, residual], () =>
        {
            bool addDr = true;
            Span<float> dr = residual is null ? default : residual.FirstSink(out addDr), dx = x.FirstSink(out bool addDx);   // x itself may be the residual
            BatchNormKernels.Backward(x.Data, y.Data, mean.Data, rstd.Data, DataOf(w), y.Grad, dx,
                w is null ? default : w.GradSink, b is null ? default : b.GradSink, inner, relu, batch, addDx, dr, addDr);
        });
    }

    private static void CheckBatchNorm(Tensor x, int channels, Tensor? residual, ReadOnlySpan<Tensor?> parameters)
    {
        foreach (var t in parameters)
        {
            if (t is not null && (t.Rank != 1 || t.Length != channels))
                throw new ShapeException($"BatchNorm: x {Shape.Text(x.Shape)} has {channels} channels and a parameter is {Shape.Text(t.Shape)}; it must be ({channels},).");
        }
        if (residual is not null && !residual.Shape.SequenceEqual(x.Shape))
            throw new ShapeException($"BatchNorm: x is {Shape.Text(x.Shape)} and the residual is {Shape.Text(residual.Shape)}; it must be of the same shape.");
    }

    /// <summary>Layer normalization: y = w (x − mean) / √(variance + ε) + b over the last axes.</summary>
    /// <param name="x">(…, D…).</param>
    /// <param name="shape">The last axes that are normalized together, D….</param>
    /// <param name="w">(D…), or null for ones.</param>
    /// <param name="b">(D…), or null for zeros.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>As x.</returns>
    /// <exception cref="ShapeException">The last axes of x are others.</exception>
    public static Tensor LayerNorm(Tensor x, ReadOnlySpan<int> shape, Tensor? w = null, Tensor? b = null, float epsilon = 1e-5f)
    {
        int width = Shape.Count(shape);
        if (x.Rank < shape.Length || !x.Shape[^shape.Length..].SequenceEqual(shape) || width == 0)
            throw new ShapeException($"LayerNorm: x is {Shape.Text(x.Shape)}, its last axes must be {Shape.Text(shape)}, none empty.");
        foreach (var t in (ReadOnlySpan<Tensor?>)[w, b])
        {
            if (t is not null && !t.Shape.SequenceEqual(shape))
                throw new ShapeException($"LayerNorm: a parameter is {Shape.Text(t.Shape)}, it must be {Shape.Text(shape)}.");
        }
        int rows = x.Length / width;
        Tensor mean = Tensor.Empty(rows), rstd = Tensor.Empty(rows), y = Tensor.EmptyLike(x);
        if (y.HasData)
            LayerNormKernels.Forward(x.Data, DataOf(w), DataOf(b), y.Data, mean.Data, rstd.Data, epsilon);
        return Autograd.Record(y, [x, w, b], () => LayerNormKernels.Backward(x.Data, DataOf(w), mean.Data, rstd.Data, y.Grad,
            x.FirstSink(out bool add), w is null ? default : w.GradSink, b is null ? default : b.GradSink, add));
    }

    /// <summary>Dropout: each number becomes 0 with probability p, the others grow by 1 / (1 − p), so that the mean stays.</summary>
    /// <remarks>Hinton et al. (2012); Srivastava et al. (2014), in the form that needs no change when evaluating.</remarks>
    /// <param name="x">Any tensor.</param>
    /// <param name="p">The probability, 0 … 1.</param>
    /// <param name="rng">Where the choices come from.</param>
    /// <param name="perChannel">Whether a channel (N, C, …) stays or goes as a whole (Tompson et al. 2015).</param>
    /// <returns>As x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not a probability.</exception>
    public static Tensor Dropout(Tensor x, float p, Rng rng, bool perChannel = false)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), $"Dropout: p is {p}; it must lie in 0 … 1.");
        Tensor mask = perChannel && x.Rank >= 2 ? Tensor.Empty([x.Dim(0), x.Dim(1), .. Enumerable.Repeat(1, x.Rank - 2)]) : Tensor.EmptyLike(x);
        rng.FillUniform(mask.Data);
        float scale = p < 1 ? 1 / (1 - p) : 0;
        foreach (ref float v in mask.Data)
            v = v < p ? 0 : scale;
        return Mul(x, mask);
    }

    private static ReadOnlySpan<float> DataOf(Tensor? t) => t is null ? default : t.Data;

    private static void Follow(Span<float> mean, Span<float> variance, Span<float> runningMean, Span<float> runningVariance, float momentum, float unbiased)
    {
        for (int c = 0; c < mean.Length; c++)
        {
            runningMean[c] += momentum * (mean[c] - runningMean[c]);
            runningVariance[c] += momentum * (variance[c] * unbiased - runningVariance[c]);
        }
    }
}
