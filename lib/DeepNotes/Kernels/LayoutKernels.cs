namespace DeepNotes.Kernels;

/// <summary>Copies that reorder: permuted axes, blocks of rows, picked rows.</summary>
public static class LayoutKernels
{
    /// <summary>y = x with its axes permuted (axis i of y is axis axes[i] of x), or y += when adding.</summary>
    /// <param name="x">Elements of shape <paramref name="shape"/>.</param>
    /// <param name="y">As many elements.</param>
    /// <param name="shape">The axes of x.</param>
    /// <param name="axes">A permutation of 0 … rank − 1.</param>
    /// <param name="add">Whether to add to y.</param>
    public static void Permute(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, bool add)
    {
        int rank = shape.Length;
        Span<int> strides = stackalloc int[rank], counter = stackalloc int[rank];
        for (int i = rank - 1, stride = 1; i >= 0; stride *= shape[i--])
            strides[i] = stride;
        counter.Clear();
        int last = shape[axes[^1]], step = strides[axes[^1]], from = 0;
        for (int at = 0; at < y.Length; at += last)
        {
            var run = y.Slice(at, last);
            if (add)
            {
                for (int j = 0; j < last; j++)
                    run[j] += x[from + j * step];
            }
            else if (step == 1)
                x.Slice(from, last).CopyTo(run);
            else
            {
                for (int j = 0; j < last; j++)
                    run[j] = x[from + j * step];
            }
            for (int i = rank - 2; i >= 0; i--)
            {
                from += strides[axes[i]];
                if (++counter[i] < shape[axes[i]])
                    break;
                from -= counter[i] * strides[axes[i]];
                counter[i] = 0;
            }
        }
    }

    /// <summary>Copies (or adds) <paramref name="rows"/> runs of <paramref name="run"/> floats from one stride to another.</summary>
    public static void Runs(ReadOnlySpan<float> x, int strideX, Span<float> y, int strideY, int rows, int run, bool add)
    {
        for (int i = 0; i < rows && run > 0; i++)
        {
            ReadOnlySpan<float> from = x.Slice(i * strideX, run);
            var to = y.Slice(i * strideY, run);
            if (add)
                TensorPrimitives.Add(to, from, to);
            else
                from.CopyTo(to);
        }
    }

    /// <summary>y row i = w row ids[i].</summary>
    public static void GatherRows(ReadOnlySpan<float> w, ReadOnlySpan<int> ids, Span<float> y, int cols)
    {
        for (int i = 0; i < ids.Length; i++)
            w.Slice(ids[i] * cols, cols).CopyTo(y.Slice(i * cols, cols));
    }

    /// <summary>dw row ids[i] += dy row i; nothing when dw is empty.</summary>
    public static void GatherRowsBackward(ReadOnlySpan<int> ids, ReadOnlySpan<float> dy, Span<float> dw, int cols)
    {
        for (int i = 0; i < ids.Length && !dw.IsEmpty; i++)
        {
            var row = dw.Slice(ids[i] * cols, cols);
            TensorPrimitives.Add(row, dy.Slice(i * cols, cols), row);
        }
    }
}
