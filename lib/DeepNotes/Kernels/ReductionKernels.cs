using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Sums and maxima along the middle axis of (outer, n, inner).</summary>
public static class ReductionKernels
{
    /// <summary>y (outer, inner) = scale · Σ over n of x (outer, n, inner).</summary>
    public static void SumForward(ReadOnlySpan<float> x, Span<float> y, int n, int inner, float scale = 1)
    {
        if (inner == 1)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (float)(scale * Total(x.Slice(i * n, n)));
            return;
        }
        y.Clear();
        for (int i = 0, o = 0; i < y.Length; i += inner, o++)
        {
            var row = y.Slice(i, inner);
            for (int j = 0; j < n; j++)
                TensorPrimitives.Add(row, x.Slice((o * n + j) * inner, inner), row);
        }
        if (scale != 1)
            TensorPrimitives.Multiply(y, scale, y);
    }

    /// <summary>Σ x, chunks added up in double so that a long sum keeps its last digits.</summary>
    public static double Total(ReadOnlySpan<float> x)
    {
        double sum = 0;
        for (; x.Length > Pointwise.Chunk; x = x[Pointwise.Chunk..])
            sum += TensorPrimitives.Sum(x[..Pointwise.Chunk]);
        return sum + TensorPrimitives.Sum(x);
    }

    /// <summary>dx (outer, n, inner) += scale · dy (outer, inner), repeated over n; nothing when dx is empty.</summary>
    public static void SumBackward(ReadOnlySpan<float> dy, Span<float> dx, int n, int inner, float scale = 1)
    {
        for (int i = 0, o = 0; i < dx.Length; o++)
        {
            if (inner == 1)
            {
                TensorPrimitives.Add(dx.Slice(i, n), scale * dy[o], dx.Slice(i, n));
                i += n;
                continue;
            }
            for (int j = 0; j < n; j++, i += inner)
                TensorPrimitives.MultiplyAdd(dy.Slice(o * inner, inner), scale, dx.Slice(i, inner), dx.Slice(i, inner));
        }
    }

    /// <summary>y (outer, inner) = the largest over n of x (outer, n, inner), and where it is: the first of equals; NaN counts as largest.</summary>
    public static void MaxForward(ReadOnlySpan<float> x, Span<float> y, Span<int> where, int n, int inner)
    {
        Debug.Assert(n > 0 && where.Length == y.Length);
        for (int i = 0; i < y.Length; i++)
        {
            int start = i / inner * n * inner + i % inner, best = 0;
            for (int j = 1; j < n && !float.IsNaN(x[start + best * inner]); j++)
            {
                if (!(x[start + j * inner] <= x[start + best * inner]))
                    best = j;
            }
            y[i] = x[start + best * inner];
            where[i] = best;
        }
    }

    /// <summary>dx += dy at the places where the maxima were; nothing when dx is empty.</summary>
    public static void MaxBackward(ReadOnlySpan<float> dy, ReadOnlySpan<int> where, Span<float> dx, int n, int inner)
    {
        if (dx.IsEmpty)
            return;
        for (int i = 0; i < dy.Length; i++)
            dx[i / inner * n * inner + i % inner + where[i] * inner] += dy[i];
    }
}
