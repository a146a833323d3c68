namespace DeepNotes;

public sealed partial class Tensor
{
    /// <summary>A tensor with unspecified contents, to be written in full by a kernel.</summary>
    /// <param name="shape">Axis lengths.</param>
    public static Tensor Empty(params ReadOnlySpan<int> shape)
    {
        int length = DeepNotes.Shape.Count(shape);
        if (ShapeScope.On)
            return new Tensor([], 0, shape.ToArray(), length, pooled: false);
        bool pooled = StepScope.Current is not null;
        float[] buffer = pooled ? BufferPool.Rent(length) : GC.AllocateUninitializedArray<float>(length);
        return new Tensor(buffer, 0, shape.ToArray(), length, pooled);
    }

    /// <summary>A tensor with unspecified contents in the shape of another.</summary>
    /// <param name="other">Whose shape to take.</param>
    public static Tensor EmptyLike(Tensor other) => Empty(other.Shape);

    /// <summary>All zeros.</summary>
    /// <param name="shape">Axis lengths.</param>
    public static Tensor Zeros(params ReadOnlySpan<int> shape) => Full(0f, shape);

    /// <summary>All ones.</summary>
    /// <param name="shape">Axis lengths.</param>
    public static Tensor Ones(params ReadOnlySpan<int> shape) => Full(1f, shape);

    /// <summary>Every element the same.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shape">Axis lengths.</param>
    public static Tensor Full(float value, params ReadOnlySpan<int> shape)
    {
        var t = Empty(shape);
        t.Data.Fill(value);
        return t;
    }

    /// <summary>A scalar: rank 0, one element.</summary>
    /// <param name="value">The value.</param>
    public static Tensor Scalar(float value) => Full(value);

    /// <summary>A tensor over a copy of the values.</summary>
    /// <param name="values">Elements in row-major order.</param>
    /// <param name="shape">Axis lengths; none means one axis.</param>
    /// <exception cref="ShapeException">The number of values is not the product of the axes.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (shape.IsEmpty)
            shape = [values.Length];
        if (DeepNotes.Shape.Count(shape) != values.Length)
            throw new ShapeException($"From: {values.Length} values for shape {DeepNotes.Shape.Text(shape)}, which needs {DeepNotes.Shape.Count(shape)}.");
        var t = Empty(shape);
        values.CopyTo(t.Data);
        return t;
    }

    /// <summary>Takes a tensor out of the running <see cref="StepScope"/>, so that it lives on: parameters, states, results.</summary>
    /// <param name="tensor">The tensor to keep.</param>
    /// <returns>The same tensor.</returns>
    public static Tensor Keep(Tensor tensor)
    {
        tensor.LeaveScope();
        return tensor;
    }
}
