using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>Matrix product: C = A B, for each matrix of a batch when both have one.</summary>
    /// <param name="a">(…, n, k).</param>
    /// <param name="b">(k, m), or (…, k, m) with the same leading axes as <paramref name="a"/>.</param>
    /// <param name="transposeA">Whether <paramref name="a"/> is given as (…, k, n).</param>
    /// <param name="transposeB">Whether <paramref name="b"/> is given as (…, m, k).</param>
    /// <returns>(…, n, m).</returns>
    /// <exception cref="ShapeException">The inner axes or the leading axes differ.</exception>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        if (a.Rank < 2 || b.Rank < 2)
            throw new ShapeException($"MatMul: a is {Shape.Text(a.Shape)} and b is {Shape.Text(b.Shape)}; both must have at least two axes (Reshape a vector to (n, 1) or (1, n)).");
        bool shared = b.Rank == 2 && a.Rank > 2 && !transposeA;   // one b for the whole batch: its rows make one tall matrix
        var lead = a.Shape[..^2];
        int n = a.Dim(transposeA ? -1 : -2), k = a.Dim(transposeA ? -2 : -1), kb = b.Dim(transposeB ? -1 : -2), m = b.Dim(transposeB ? -2 : -1);
        if (k != kb || (!shared && !lead.SequenceEqual(b.Shape[..^2])))
            throw new ShapeException($"MatMul: a {Shape.Text(a.Shape)}{(transposeA ? "ᵀ" : "")} times b {Shape.Text(b.Shape)}{(transposeB ? "ᵀ" : "")}; the inner axes must be equal, and the leading axes too unless b is one matrix.");
        var c = Tensor.Empty([.. lead, n, m]);
        int count = shared ? 1 : Shape.Count(lead), rows = shared ? Shape.Count(lead) * n : n;
        if (c.HasData)
            MatMulKernels.Forward(a.Data, b.Data, c.Data, count, rows, m, k, transposeA, transposeB);
        return Autograd.Record(c, [a, b], () => MatMulKernels.Backward(a.Data, b.Data, c.Grad, a.FirstSink(out bool addA), b.FirstSink(out bool addB), count, rows, m, k, transposeA, transposeB, addA, addB));
    }

    /// <summary>Affine layer: y = x Wᵀ + b.</summary>
    /// <param name="x">(…, in).</param>
    /// <param name="w">(out, in).</param>
    /// <param name="b">(out), or null for none.</param>
    /// <returns>(…, out).</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public static Tensor Linear(Tensor x, Tensor w, Tensor? b = null)
    {
        Shape.RequireRank("Linear weight", w, 2, "(out, in)");
        int outputs = w.Dim(0), inputs = w.Dim(1);
        if (x.Rank == 0 || x.Dim(-1) != inputs)
            throw new ShapeException($"Linear: x is {Shape.Text(x.Shape)}, its last axis must be in_features = {inputs}.");
        if (b is not null && (b.Rank != 1 || b.Length != outputs))
            throw new ShapeException($"Linear: bias is {Shape.Text(b.Shape)}, it must be ({outputs},), one per row of the weight {Shape.Text(w.Shape)}.");
        var y = Tensor.Empty([.. x.Shape[..^1], outputs]);
        if (y.HasData)
            LinearKernels.Forward(x.Data, w.Data, b is null ? default : b.Data, y.Data, inputs, outputs);
        return Autograd.Record(y, [x, w, b], () =>
            LinearKernels.Backward(x.Data, w.Data, y.Grad, x.FirstSink(out bool addDx), w.FirstSink(out bool addDw), b is null ? default : b.GradSink, inputs, outputs, addDx, addDw));
    }
}
