using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Softmax over rows: y = exp(x − max x) / Σ exp(x − max x).</summary>
/// <remarks>Bridle (1990). The row maximum is subtracted so that no exponent overflows.</remarks>
public static unsafe class SoftmaxKernels
{
    /// <summary>y (rows, cols) = softmax of each row of x; y may be x itself. Logs (rows), unless empty, become max x + ln Σ exp(x − max x).</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int cols, Span<double> logs = default)
    {
        Debug.Assert(x.Length == y.Length && cols > 0);
        fixed (float* px = x, py = y)
        fixed (double* pl = logs)
            RangeJob.Run(new ForwardJob(px, py, pl, cols), x.Length / cols, 4.0 * x.Length);
    }

    private readonly struct ForwardJob(float* x, float* y, double* logs, int cols) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (nint i = from; i < to; i++)
            {
                double log = Row(new(x + i * cols, cols), new(y + i * cols, cols));
                if (logs != null)
                    logs[i] = log;
            }
        }
    }

    private static double Row(ReadOnlySpan<float> x, Span<float> y)
    {
        float max = TensorPrimitives.Max(x), sum = VectorMath.ExpSum(x, max, y);
        TensorPrimitives.Multiply(y, 1 / sum, y);
        return max + Math.Log(sum);
    }

    /// <summary>dx += y ⊙ (dy − ⟨y, dy⟩), row by row; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int cols)
    {
        for (int i = 0; i < dx.Length; i += cols)
        {
            float dot = TensorPrimitives.Dot(y.Slice(i, cols), dy.Slice(i, cols));
            var row = dx.Slice(i, cols);
            TensorPrimitives.MultiplyAdd(y.Slice(i, cols), dy.Slice(i, cols), row, row);
            TensorPrimitives.MultiplyAdd(y.Slice(i, cols), -dot, row, row);
        }
    }
}

/// <summary>Logarithm of the softmax: y = x − max x − ln Σ exp(x − max x), without ever taking the logarithm of 0.</summary>
public static class LogSoftmaxKernels
{
    /// <summary>y (rows, cols) = log-softmax of each row of x; y may be x itself.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int cols)
    {
        Debug.Assert(x.Length == y.Length && cols > 0);
        for (int i = 0; i < x.Length; i += cols)
        {
            var row = x.Slice(i, cols);
            float max = TensorPrimitives.Max(row), log = MathF.Log(VectorMath.ExpSum(row, max, default));
            TensorPrimitives.Subtract(row, max, y.Slice(i, cols));
            TensorPrimitives.Subtract(y.Slice(i, cols), log, y.Slice(i, cols));   // in this order: max + log would round log away for large logits
        }
    }

    /// <summary>dx += dy − exp(y) Σ dy, row by row; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int cols)
    {
        if (dx.IsEmpty)
            return;
        TensorPrimitives.Add(dx, dy, dx);
        Span<float> p = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < dx.Length; i += cols)
        {
            float sum = TensorPrimitives.Sum(dy.Slice(i, cols));
            for (int j = i; j < i + cols; j += Pointwise.Chunk)
            {
                var part = p[..Math.Min(Pointwise.Chunk, i + cols - j)];
                VectorMath.Exp(y.Slice(j, part.Length), part);
                TensorPrimitives.MultiplyAdd(part, -sum, dx.Slice(j, part.Length), dx.Slice(j, part.Length));
            }
        }
    }
}
