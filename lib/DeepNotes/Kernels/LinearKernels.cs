using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Affine layer: y = x Wᵀ + b, with x (N, in), W (out, in), b (out), y (N, out).</summary>
public static class LinearKernels
{
    /// <summary>y = x Wᵀ + b; an empty b is none.</summary>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, int inputs, int outputs)
    {
        int rows = outputs == 0 ? 0 : y.Length / outputs;
        Debug.Assert(x.Length == rows * inputs && w.Length == inputs * outputs);
        Gemm.Multiply(false, true, rows, outputs, inputs, x, inputs, w, inputs, y, outputs, accumulate: false, columnBias: b);
    }

    /// <summary>dx = or += dy W, dW = or += dyᵀ x, db += Σ over rows of dy; an empty span is left out.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> dw, Span<float> db, int inputs, int outputs, bool addDx = true, bool addDw = true)
    {
        int rows = outputs == 0 ? 0 : dy.Length / outputs;
        if (!dx.IsEmpty)
            Gemm.Multiply(false, false, rows, inputs, outputs, dy, outputs, w, inputs, dx, inputs, addDx);
        if (!dw.IsEmpty)
            Gemm.Multiply(true, false, outputs, inputs, rows, dy, outputs, x, inputs, dw, inputs, addDw);
        for (int i = 0; i < rows && !db.IsEmpty; i++)
            TensorPrimitives.Add(db, dy.Slice(i * outputs, outputs), db);
    }
}
