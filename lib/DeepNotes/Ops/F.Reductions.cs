using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>The sum of all elements, a scalar.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sum(Tensor x) => Total(x, 1, nameof(Sum));

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <exception cref="ShapeException">The tensor is empty.</exception>
    public static Tensor Mean(Tensor x) => x.Length > 0 ? Total(x, 1f / x.Length, nameof(Mean))
        : throw new ShapeException($"Mean: x is {Shape.Text(x.Shape)}; it must have at least one element.");

    /// <summary>The sums along one axis.</summary>
    /// <param name="x">Any tensor with that axis.</param>
    /// <param name="axis">Which axis; −1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1, instead of going away.</param>
    public static Tensor Sum(Tensor x, int axis, bool keepDims = false) => Along(x, axis, keepDims, mean: false, nameof(Sum));

    /// <summary>The means along one axis.</summary>
    /// <param name="x">Any tensor with that axis, which has at least one entry.</param>
    /// <param name="axis">Which axis; −1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    public static Tensor Mean(Tensor x, int axis, bool keepDims = false) => Along(x, axis, keepDims, mean: true, nameof(Mean));

    /// <summary>The largest element, a scalar; its gradient goes to the first of equals.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    public static Tensor Max(Tensor x) => Reshape(Max(Reshape(x, x.Length), 0), []);

    /// <summary>The largest elements along one axis; the gradient goes to the first of equals.</summary>
    /// <param name="x">Any tensor with that axis, which has at least one entry.</param>
    /// <param name="axis">Which axis; −1 is the last.</param>
    /// <param name="keepDims">Whether the axis stays, with length 1.</param>
    /// <exception cref="ShapeException">The axis is empty.</exception>
    public static Tensor Max(Tensor x, int axis, bool keepDims = false)
    {
        var (n, inner, shape) = Without(x, axis, keepDims, nameof(Max), atLeastOne: true);
        var y = Tensor.Empty(shape);
        var where = new int[y.Length];
        ReductionKernels.MaxForward(x.Data, y.Data, where, n, inner);
        return Autograd.Record(y, [x], () => ReductionKernels.MaxBackward(y.Grad, where, x.GradSink, n, inner));
    }

    /// <summary>Where the largest element along the last axis is: the predicted class of each row. Not differentiable.</summary>
    /// <param name="x">(…, K) with K ≥ 1.</param>
    /// <returns>One index per row.</returns>
    public static int[] ArgMax(Tensor x)
    {
        int cols = Classes(x, nameof(ArgMax));
        var where = new int[x.Length / cols];
        for (int i = 0; i < where.Length; i++)
            where[i] = TensorPrimitives.IndexOfMax(x.Data.Slice(i * cols, cols));
        return where;
    }

    private static Tensor Total(Tensor x, float scale, string name)
    {
        var y = Tensor.Empty();
        if (y.HasData)
            ReductionKernels.SumForward(x.Data, y.Data, x.Length, 1, scale);
        return Autograd.Record(y, [x], () => ReductionKernels.SumBackward(y.Grad, x.GradSink, x.Length, 1, scale), name);
    }

    private static Tensor Along(Tensor x, int axis, bool keepDims, bool mean, string name)
    {
        var (n, inner, shape) = Without(x, axis, keepDims, name, atLeastOne: mean);
        float scale = mean ? 1f / n : 1;
        var y = Tensor.Empty(shape);
        if (y.HasData)
            ReductionKernels.SumForward(x.Data, y.Data, n, inner, scale);
        return Autograd.Record(y, [x], () => ReductionKernels.SumBackward(y.Grad, x.GradSink, n, inner, scale), name);
    }

    // The axis' length, the number of elements to its right, and the shape without it.
    private static (int Length, int Inner, int[] Shape) Without(Tensor x, int axis, bool keepDims, string op, bool atLeastOne)
    {
        int at = AxisOf(x, axis, op), n = x.Dim(at);
        if (n == 0 && atLeastOne)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)}; axis {axis} must have at least one entry.");
        var shape = x.Shape.ToArray().ToList();
        if (keepDims)
            shape[at] = 1;
        else
            shape.RemoveAt(at);
        return (n, Shape.Count(x.Shape[(at + 1)..]), [.. shape]);
    }

    private static int AxisOf(Tensor x, int axis, string op)
    {
        int at = axis < 0 ? axis + x.Rank : axis;
        return (uint)at < (uint)x.Rank ? at
            : throw new ShapeException($"{op}: axis {axis} of x {Shape.Text(x.Shape)}; {(x.Rank == 0 ? "x must have an axis" : $"the axis must lie in {-x.Rank} … {x.Rank - 1}")}.");
    }
}
