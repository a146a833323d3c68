using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Sums and maxima along the middle axis of (outer, n, inner).</summary>
public static unsafe class ReductionKernels
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

    /// <summary>Σ x, chunks added up in double, always in their order, so that a long sum keeps its last digits.</summary>
    public static double Total(ReadOnlySpan<float> x)
    {
        const int chunk = Pointwise.Chunk;
        if (x.Length <= chunk)
            return TensorPrimitives.Sum(x);
        Span<float> sums = stackalloc float[Math.Min(chunk, Pointwise.Chunks(x.Length))];
        double total = 0;
        for (int length, chunks; x.Length > 0; x = x[length..])
        {
            length = Math.Min(chunk * chunk, x.Length);
            chunks = Pointwise.Chunks(length);
            fixed (float* px = x, ps = sums)
                RangeJob.Run(new TotalJob(px, ps, length), chunks, 0.25 * length);
            foreach (float sum in sums[..chunks])
                total += sum;
        }
        return total;
    }

    private readonly struct TotalJob(float* x, float* sums, int length) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            for (int i = from; i < to; i++)
                sums[i] = TensorPrimitives.Sum(new ReadOnlySpan<float>(x + i * Pointwise.Chunk, Math.Min(Pointwise.Chunk, length - i * Pointwise.Chunk)));
        }
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
