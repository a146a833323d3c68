namespace DeepNotes.Kernels;

/// <summary>Where an axis of a resized image looks: output i is (1 − Weight[i]) · input Low[i] + Weight[i] · input High[i].</summary>
/// <param name="Low">The lower neighbour.</param>
/// <param name="High">The upper neighbour.</param>
/// <param name="Weight">The upper neighbour's share.</param>
public sealed record ResampleAxis(int[] Low, int[] High, float[] Weight)
{
    /// <summary>The nearest input: ⌊i · size / count⌋.</summary>
    /// <param name="size">Inputs.</param>
    /// <param name="count">Outputs.</param>
    public static ResampleAxis Nearest(int size, int count)
    {
        int[] at = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * size / count))];
        return new(at, at, new float[count]);
    }

    /// <summary>Linear between the two neighbours.</summary>
    /// <param name="size">Inputs.</param>
    /// <param name="count">Outputs.</param>
    /// <param name="alignCorners">Whether the first and the last pixels' centres stay where they are, rather than the image's edges.</param>
    public static ResampleAxis Linear(int size, int count, bool alignCorners)
    {
        var axis = new ResampleAxis(new int[count], new int[count], new float[count]);
        for (int i = 0; i < count; i++)
        {
            double at = alignCorners ? (count > 1 ? i * (size - 1.0) / (count - 1) : 0) : Math.Max(0, (i + 0.5) * size / count - 0.5);
            axis.Low[i] = Math.Min((int)at, size - 1);
            axis.High[i] = Math.Min(axis.Low[i] + 1, size - 1);
            axis.Weight[i] = (float)(at - axis.Low[i]);
        }
        return axis;
    }
}

/// <summary>Resizing of planes, nearest or bilinear: rows are mixed first, all columns at once, and then the columns.</summary>
public static unsafe class ResampleKernels
{
    /// <summary>y = the resized x.</summary>
    /// <param name="x">(planes, h, w).</param>
    /// <param name="y">(planes, rows.Low.Length, columns.Low.Length).</param>
    /// <param name="h">Input rows.</param>
    /// <param name="w">Input columns.</param>
    /// <param name="rows">The rows of y.</param>
    /// <param name="columns">The columns of y.</param>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int h, int w, ResampleAxis rows, ResampleAxis columns)
    {
        fixed (float* px = x, py = y)
            RangeJob.Run(new Job(px, py, h, w, rows, columns, false), x.Length / Math.Max(1, h * w), 4.0 * y.Length);
    }

    /// <summary>dx += the transposed resizing of dy; nothing when dx is empty.</summary>
    /// <param name="dy">(planes, rows.Low.Length, columns.Low.Length).</param>
    /// <param name="dx">(planes, h, w).</param>
    /// <param name="h">Input rows.</param>
    /// <param name="w">Input columns.</param>
    /// <param name="rows">The rows of dy.</param>
    /// <param name="columns">The columns of dy.</param>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, int h, int w, ResampleAxis rows, ResampleAxis columns)
    {
        fixed (float* pdy = dy, pdx = dx)
            RangeJob.Run(new Job(pdx, pdy, h, w, rows, columns, true), dx.Length / Math.Max(1, h * w), 4.0 * dy.Length);
    }

    private readonly struct Job(float* x, float* y, int h, int w, ResampleAxis rows, ResampleAxis columns, bool backward) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            float[] buffer = BufferPool.Rent(w);
            fixed (float* mixed = buffer)
            {
                float* row = y + (nint)from * rows.Low.Length * columns.Low.Length;
                for (int plane = from; plane < to; plane++)
                {
                    for (int i = 0; i < rows.Low.Length; i++, row += columns.Low.Length)
                    {
                        float* low = x + ((nint)plane * h + rows.Low[i]) * w, high = x + ((nint)plane * h + rows.High[i]) * w;
                        if (!backward)
                        {
                            Mix<S, V>(low, high, rows.Weight[i], mixed);
                            for (int j = 0; j < columns.Low.Length; j++)
                                row[j] = (1 - columns.Weight[j]) * mixed[columns.Low[j]] + columns.Weight[j] * mixed[columns.High[j]];
                            continue;
                        }
                        buffer.AsSpan(0, w).Clear();
                        for (int j = 0; j < columns.Low.Length; j++)
                        {
                            mixed[columns.Low[j]] += (1 - columns.Weight[j]) * row[j];
                            mixed[columns.High[j]] += columns.Weight[j] * row[j];
                        }
                        AddTo<S, V>(mixed, 1 - rows.Weight[i], low);
                        AddTo<S, V>(mixed, rows.Weight[i], high);
                    }
                }
            }
            BufferPool.Return(buffer);
        }

        private void Mix<S, V>(float* low, float* high, float weight, float* mixed) where S : struct, ISimd<V> where V : struct
        {
            V a = S.Set(1 - weight), b = S.Set(weight);
            for (int j = 0; j < w; j += S.Count)
                RangeJob.Store<S, V>(mixed + j, S.Fma(a, RangeJob.Load<S, V>(low + j, w - j), S.Mul(b, RangeJob.Load<S, V>(high + j, w - j))), w - j);
        }

        private void AddTo<S, V>(float* mixed, float weight, float* row) where S : struct, ISimd<V> where V : struct
        {
            for (int j = 0; j < w && weight != 0; j += S.Count)
                RangeJob.Store<S, V>(row + j, S.Fma(S.Set(weight), RangeJob.Load<S, V>(mixed + j, w - j), RangeJob.Load<S, V>(row + j, w - j)), w - j);
        }
    }
}
