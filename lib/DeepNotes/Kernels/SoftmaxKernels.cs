using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Softmax over rows: y = exp(x − max x) / Σ exp(x − max x).</summary>
/// <remarks>Bridle (1990). The row maximum is subtracted so that no exponent overflows.</remarks>
public static class SoftmaxKernels
{
    /// <summary>y (rows, cols) = softmax of each row of x; y may be x itself.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int cols)
    {
        Debug.Assert(x.Length == y.Length && cols > 0);
        for (int i = 0; i < x.Length; i += cols)
        {
            var row = x.Slice(i, cols);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), y.Slice(i, cols));
        }
        VectorMath.Exp(y, y);
        for (int i = 0; i < y.Length; i += cols)
        {
            var row = y.Slice(i, cols);
            TensorPrimitives.Multiply(row, 1 / TensorPrimitives.Sum(row), row);
        }
    }

    /// <summary>dx += y ⊙ (dy − ⟨y, dy⟩), row by row; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int cols)
    {
        for (int i = 0; i < dx.Length; i += cols)
        {
            float dot = TensorPrimitives.Dot(y.Slice(i, cols), dy.Slice(i, cols));
            for (int j = i; j < i + cols; j++)
                dx[j] += y[j] * (dy[j] - dot);
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
        Span<float> t = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < x.Length; i += cols)
        {
            var row = x.Slice(i, cols);
            float max = TensorPrimitives.Max(row);
            double sum = 0;
            for (int j = 0; j < cols; j += Pointwise.Chunk)
            {
                var part = t[..Math.Min(Pointwise.Chunk, cols - j)];
                TensorPrimitives.Subtract(row.Slice(j, part.Length), max, part);
                VectorMath.Exp(part, part);
                sum += TensorPrimitives.Sum(part);
            }
            float log = (float)Math.Log(sum);
            for (int j = 0; j < cols; j++)
                y[i + j] = x[i + j] - max - log;   // in this order: max + log would round log away for large logits
        }
    }

    /// <summary>dx += dy − exp(y) Σ dy, row by row; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int cols)
    {
        for (int i = 0; i < dx.Length; i += cols)
        {
            float sum = TensorPrimitives.Sum(dy.Slice(i, cols));
            for (int j = i; j < i + cols; j++)
                dx[j] += dy[j] - MathF.Exp(y[j]) * sum;
        }
    }
}
