using System.Buffers;

namespace DeepNotes.Kernels;

/// <summary>Mean squared error: L = Σ (x − t)² / N over all N elements.</summary>
public static class MseKernels
{
    /// <summary>L.</summary>
    public static float Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> t)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, x.Length - i);
            float d = TensorPrimitives.Distance(x.Slice(i, n), t.Slice(i, n));
            sum += (double)d * d;
        }
        return (float)(sum / x.Length);
    }

    /// <summary>dx += dL · 2 (x − t) / N and dt −= the same; an empty span is left out.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> t, float dloss, Span<float> dx, Span<float> dt)
    {
        float scale = 2 * dloss / x.Length;
        for (int i = 0; i < dx.Length; i++)
            dx[i] += scale * (x[i] - t[i]);
        for (int i = 0; i < dt.Length; i++)
            dt[i] -= scale * (x[i] - t[i]);
    }
}

/// <summary>Cross-entropy of softmax: L = −Σ ln softmax(x)[target] / N over the N rows that count.</summary>
/// <remarks>Fused so that the gradient is (p − onehot) / N and no probability is ever divided by. Bishop (2006), eq. 4.108–4.109.</remarks>
public static unsafe class CrossEntropyKernels
{
    /// <summary>L; fills p (rows, cols) with the probabilities for the way back. Rows whose target is <paramref name="ignore"/> do not count.</summary>
    public static float Forward(ReadOnlySpan<float> x, ReadOnlySpan<int> targets, Span<float> p, int cols, int ignore, out int counted)
    {
        double[] logs = ArrayPool<double>.Shared.Rent(targets.Length);
        SoftmaxKernels.Forward(x, p, cols, logs.AsSpan(0, targets.Length));
        double sum = 0;
        counted = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] == ignore)
                continue;
            counted++;
            sum += logs[i] - x[i * cols + targets[i]];
        }
        ArrayPool<double>.Shared.Return(logs);
        return (float)(sum / counted);
    }

    /// <summary>dx += dL (p − onehot(target)) / N; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> p, ReadOnlySpan<int> targets, float dloss, Span<float> dx, int cols, int ignore, int counted)
    {
        fixed (float* pp = p, pdx = dx)
        fixed (int* pt = targets)
            RangeJob.Run(new BackwardJob(pp, pt, pdx, dloss / counted, cols, ignore), dx.Length / cols, dx.Length);
    }

    private readonly struct BackwardJob(float* p, int* targets, float* dx, float scale, int cols, int ignore) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (nint i = from; i < to; i++)
            {
                if (targets[i] == ignore)
                    continue;
                var row = new Span<float>(dx + i * cols, cols);
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(p + i * cols, cols), scale, row, row);
                row[targets[i]] -= scale;
            }
        }
    }
}

/// <summary>Negative log-likelihood: L = −Σ x[target] / N, x being log-probabilities.</summary>
public static class NllKernels
{
    /// <summary>L.</summary>
    public static float Forward(ReadOnlySpan<float> x, ReadOnlySpan<int> targets, int cols)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum -= x[i * cols + targets[i]];
        return (float)(sum / targets.Length);
    }

    /// <summary>dx[target] −= dL / N; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<int> targets, float dloss, Span<float> dx, int cols)
    {
        for (int i = 0; i < targets.Length && !dx.IsEmpty; i++)
            dx[i * cols + targets[i]] -= dloss / targets.Length;
    }
}

/// <summary>Binary cross-entropy of σ(x): L = Σ (ln(1 + exp x) − t x) / N over all N elements.</summary>
/// <remarks>From the logit, so that a sure and wrong answer costs a large number, never infinity.</remarks>
public static class BinaryCrossEntropyKernels
{
    /// <summary>L.</summary>
    public static float Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> t)
    {
        Span<float> y = stackalloc float[Pointwise.Chunk];
        double sum = 0;
        for (int i = 0; i < x.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, x.Length - i);
            SoftplusKernels.Forward(x.Slice(i, n), y[..n]);
            for (int j = 0; j < n; j++)
                sum += y[j] - (double)t[i + j] * x[i + j];
        }
        return (float)(sum / x.Length);
    }

    /// <summary>dx += dL (σ(x) − t) / N; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> t, float dloss, Span<float> dx)
    {
        float scale = dloss / x.Length;
        Span<float> y = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < dx.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, dx.Length - i);
            VectorMath.Sigmoid(x.Slice(i, n), y);
            for (int j = 0; j < n; j++)
                dx[i + j] += scale * (y[j] - t[i + j]);
        }
    }
}
