using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>The same elements under another shape; storage is shared.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shape">The new axes; one may be −1 and is then worked out.</param>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public static Tensor Reshape(Tensor x, params ReadOnlySpan<int> shape)
    {
        int[] axes = shape.ToArray();
        int open = Array.IndexOf(axes, -1);
        if (open >= 0)
        {
            axes[open] = 1;
            int rest = Shape.Count(axes);
            axes[open] = rest > 0 && x.Length % rest == 0 ? x.Length / rest : 0;
        }
        if (Shape.Count(axes) != x.Length)
            throw new ShapeException($"Reshape: x is {Shape.Text(x.Shape)} with {x.Length} elements; they must fill {Shape.Text(shape)}.");
        return View(x, 0, axes, x.Length, nameof(Reshape));
    }

    /// <summary>Joins all axes from <paramref name="startAxis"/> on into one; storage is shared.</summary>
    /// <param name="x">Any tensor with that axis.</param>
    /// <param name="startAxis">The first axis to join; 1 keeps the batch.</param>
    public static Tensor Flatten(Tensor x, int startAxis = 1)
    {
        int at = AxisOf(x, startAxis, nameof(Flatten));
        return View(x, 0, [.. x.Shape[..at], Shape.Count(x.Shape[at..])], x.Length, nameof(Flatten));
    }

    /// <summary>Two axes exchanged.</summary>
    /// <param name="x">At least two axes.</param>
    /// <param name="axis0">One axis; −2 is the last but one.</param>
    /// <param name="axis1">The other.</param>
    public static Tensor Transpose(Tensor x, int axis0 = -2, int axis1 = -1)
    {
        int[] axes = [.. Enumerable.Range(0, x.Rank)];
        int a = AxisOf(x, axis0, nameof(Transpose)), b = AxisOf(x, axis1, nameof(Transpose));
        (axes[a], axes[b]) = (axes[b], axes[a]);
        return Permute(x, axes);
    }

    /// <summary>The axes in another order: axis i of the result is axis axes[i] of x.</summary>
    /// <param name="x">At least one axis.</param>
    /// <param name="axes">Each of 0 … rank − 1 once.</param>
    /// <exception cref="ShapeException">The axes are not a permutation.</exception>
    public static Tensor Permute(Tensor x, params int[] axes)
    {
        if (x.Rank == 0 || axes.Length != x.Rank || !axes.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
            throw new ShapeException($"Permute: axes {Shape.Text(axes)} for x {Shape.Text(x.Shape)}; they must be 0 … {x.Rank - 1}, each once.");
        int[] shape = x.Shape.ToArray(), permuted = new int[axes.Length], inverse = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
            (permuted[i], inverse[axes[i]]) = (shape[axes[i]], i);
        var y = Tensor.Empty(permuted);
        LayoutKernels.Permute(x.Data, y.Data, shape, axes, add: false);
        return Autograd.Record(y, [x], () =>
        {
            if (x.RequiresGrad)
                LayoutKernels.Permute(y.Grad, x.Grad, permuted, inverse, add: true);
        });
    }

    /// <summary>Entries start … start + count − 1 along one axis; along the first axis storage is shared, else copied.</summary>
    /// <param name="x">Any tensor with that axis.</param>
    /// <param name="start">The first entry.</param>
    /// <param name="count">How many.</param>
    /// <param name="axis">Which axis.</param>
    /// <exception cref="ShapeException">The entries are not all there.</exception>
    public static Tensor Slice(Tensor x, int start, int count, int axis = 0)
    {
        int at = AxisOf(x, axis, nameof(Slice));
        if (start < 0 || count < 0 || start > x.Dim(at) - count)
            throw new ShapeException($"Slice: entries {start} … {(long)start + count - 1} of axis {axis} of x {Shape.Text(x.Shape)}; they must lie in 0 … {x.Dim(at) - 1}.");
        int[] shape = x.Shape.ToArray();
        shape[at] = count;
        int inner = Shape.Count(x.Shape[(at + 1)..]), stride = x.Dim(at) * inner, run = count * inner, offset = start * inner;
        if (at == 0)
            return View(x, offset, shape, run, nameof(Slice));
        var y = Tensor.Empty(shape);
        int rows = Shape.Count(x.Shape[..at]);
        if (y.HasData)
            LayoutKernels.Runs(x.Data[Math.Min(offset, x.Length)..], stride, y.Data, run, rows, run, add: false);
        return Autograd.Record(y, [x], () =>
        {
            if (x.RequiresGrad)
                LayoutKernels.Runs(y.Grad, run, x.Grad[Math.Min(offset, x.Length)..], stride, rows, run, add: true);
        });
    }

    /// <summary>Tensors joined along one axis.</summary>
    /// <param name="axis">Which axis; −1 is the last.</param>
    /// <param name="parts">At least one; all other axes are equal.</param>
    /// <exception cref="ShapeException">There are none, or another axis differs.</exception>
    public static Tensor Concat(int axis, params Tensor[] parts)
    {
        if (parts.Length == 0)
            throw new ShapeException("Concat: there are no tensors; at least one must be given.");
        int at = AxisOf(parts[0], axis, nameof(Concat));
        int[] shape = parts[0].Shape.ToArray();
        shape[at] = 0;
        foreach (var part in parts)
        {
            if (part.Rank != shape.Length || !part.Shape[..at].SequenceEqual(shape.AsSpan(0, at)) || !part.Shape[(at + 1)..].SequenceEqual(shape.AsSpan(at + 1)))
                throw new ShapeException($"Concat: {Shape.Text(parts[0].Shape)} and {Shape.Text(part.Shape)} along axis {axis}; all other axes must be equal.");
            shape[at] += part.Dim(at);
        }
        var y = Tensor.Empty(shape);
        int inner = Shape.Count(shape.AsSpan(at + 1)), rows = Shape.Count(shape.AsSpan(0, at)), stride = shape[at] * inner;
        for (int i = 0, offset = 0; i < parts.Length && y.HasData; offset += parts[i++].Dim(at) * inner)
            LayoutKernels.Runs(parts[i].Data, parts[i].Dim(at) * inner, y.Data[offset..], stride, rows, parts[i].Dim(at) * inner, add: false);
        return Autograd.Record(y, parts, () =>
        {
            int offset = 0;
            foreach (var part in parts)
            {
                int run = part.Dim(at) * inner;
                if (part.RequiresGrad)
                    LayoutKernels.Runs(y.Grad[offset..], stride, part.Grad, run, rows, run, add: true);
                offset += run;
            }
        });
    }

    /// <summary>Rows of a table: y[i] = weight[ids[i]].</summary>
    /// <param name="weight">(V, D).</param>
    /// <param name="ids">Row numbers, 0 … V − 1.</param>
    /// <param name="shape">How the ids are laid out, such as (N, T); none means one axis.</param>
    /// <returns>(…, D).</returns>
    /// <exception cref="ShapeException">An id is outside the table, or the ids do not fill the shape.</exception>
    public static Tensor Embedding(Tensor weight, int[] ids, params ReadOnlySpan<int> shape)
    {
        Shape.RequireRank("Embedding weight", weight, 2, "(V, D)");
        if (shape.IsEmpty)
            shape = [ids.Length];
        if (Shape.Count(shape) != ids.Length)
            throw new ShapeException($"Embedding: {ids.Length} ids for shape {Shape.Text(shape)}; there must be {Shape.Count(shape)}.");
        RequireIndices("Embedding", "id", ids, weight.Dim(0));
        int cols = weight.Dim(1);
        var y = Tensor.Empty([.. shape, cols]);
        if (y.HasData)
            LayoutKernels.GatherRows(weight.Data, ids, y.Data, cols);
        return Autograd.Record(y, [weight], () => LayoutKernels.GatherRowsBackward(ids, y.Grad, weight.GradSink, cols));
    }

    /// <summary>Chosen entries of the leading axis, such as the examples of a mini-batch: y[i] = x[rows[i]].</summary>
    /// <param name="x">(N, …).</param>
    /// <param name="rows">Row numbers, 0 … N − 1, in any order, repeats allowed.</param>
    /// <returns>(rows, …).</returns>
    /// <exception cref="ShapeException">A row is outside, or x is a scalar.</exception>
    public static Tensor IndexSelect(Tensor x, int[] rows)
    {
        RequireIndices(nameof(IndexSelect), "row", rows, x.Dim(0));
        int cols = x.Length / Math.Max(1, x.Dim(0));
        var y = Tensor.Empty([rows.Length, .. x.Shape[1..]]);
        LayoutKernels.GatherRows(x.Data, rows, y.Data, cols);
        return Autograd.Record(y, [x], () => LayoutKernels.GatherRowsBackward(rows, y.Grad, x.GradSink, cols));
    }

    /// <summary>One entry of each row: y[i] = x[i, index[i]].</summary>
    /// <param name="x">(N, K).</param>
    /// <param name="index">N columns, 0 … K − 1.</param>
    /// <returns>(N).</returns>
    /// <exception cref="ShapeException">There is not one index per row, or one is outside.</exception>
    public static Tensor Gather(Tensor x, int[] index)
    {
        Shape.RequireRank(nameof(Gather), x, 2, "(N, K)");
        if (index.Length != x.Dim(0))
            throw new ShapeException($"Gather: {index.Length} indices for x {Shape.Text(x.Shape)}; there must be one per row.");
        RequireIndices(nameof(Gather), "index", index, x.Dim(1));
        int[] flat = new int[index.Length];   // an entry of a row is a row of length 1 of the flat tensor
        for (int i = 0; i < flat.Length; i++)
            flat[i] = i * x.Dim(1) + index[i];
        var y = Tensor.Empty(index.Length);
        LayoutKernels.GatherRows(x.Data, flat, y.Data, 1);
        return Autograd.Record(y, [x], () => LayoutKernels.GatherRowsBackward(flat, y.Grad, x.GradSink, 1));
    }

    private static Tensor View(Tensor x, int offset, int[] shape, int length, string name)
    {
        var y = x.ViewOf(Math.Min(offset, x.Length), shape, length);
        return Autograd.Record(y, [x], () =>
        {
            if (x.RequiresGrad)
                MathKernels.AddTo(y.Grad, x.Grad.Slice(Math.Min(offset, x.Length), length));
        }, name);
    }

    private static void RequireIndices(string op, string what, ReadOnlySpan<int> ids, int limit, int allowed = int.MinValue)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)limit && ids[i] != allowed)
                throw new ShapeException($"{op}: {what} {i} is {ids[i]}; it must lie in 0 … {limit - 1}.");
        }
    }
}
