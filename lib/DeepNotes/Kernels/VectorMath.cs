namespace DeepNotes.Kernels;

/// <summary>Elementary functions over spans. Input and output may be the same span, but may not overlap otherwise.</summary>
public static class VectorMath
{
    /// <summary>y = exp x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Exp(x, y);

    /// <summary>y = ln x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Log(x, y);

    /// <summary>y = tanh x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Tanh(x, y);

    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y)
    {
        if (!x.IsEmpty)   // TensorPrimitives refuses an empty span here and only here
            TensorPrimitives.Sigmoid(x, y);
    }
}
