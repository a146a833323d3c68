using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>A recurrent layer over whole sequences, one direction: see <see cref="RecurrentCell"/> for the formulas.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="x">(T, N, I).</param>
    /// <param name="wx">W, (blocks · H, I): 1 block, LSTM 4 (i, f, g, o), GRU 3 (r, z, n).</param>
    /// <param name="wh">U, (blocks · H, H).</param>
    /// <param name="bx">b, (blocks · H), or null.</param>
    /// <param name="bh">b′, (blocks · H), or null.</param>
    /// <param name="h0">(N, H), or null for zeros.</param>
    /// <param name="c0">(N, H) of the LSTM, given when and only when h0 is; null for the others.</param>
    /// <param name="lengths">How many steps of each example count, 1 … T; null when all do.</param>
    /// <param name="reverse">Whether time runs backwards, within each example's length.</param>
    /// <returns>y (T, N, H), 0 in the padding; the final h (N, H), and c (N, H) of the LSTM.</returns>
    /// <exception cref="ShapeException">The axes do not fit, half a state is given, or a length is outside 1 … T.</exception>
    public static (Tensor Y, Tensor H, Tensor? C) Recurrent(RecurrentCell cell, Tensor x, Tensor wx, Tensor wh, Tensor? bx = null, Tensor? bh = null,
        Tensor? h0 = null, Tensor? c0 = null, int[]? lengths = null, bool reverse = false)
    {
        var s = RequireRecurrent(cell, x, wx, wh, bx, bh, h0, c0, lengths, reverse);
        Tensor gates = Tensor.Empty(s.T, s.N, s.Saved * s.H), states = Tensor.Empty(s.T, s.N, s.H), h = Tensor.Empty(s.N, s.H);
        Tensor? cells = s.HasMemory ? Tensor.Empty(s.T, s.N, s.H) : null, c = s.HasMemory ? Tensor.Empty(s.N, s.H) : null;
        RecurrentKernels.Forward(s, x.Data, wx.Data, wh.Data, Of(bx), Of(bh), Of(h0), Of(c0), lengths, gates.Data, Of(cells), states.Data);
        int last = s.At(s.T - 1) * h.Length;
        states.Data.Slice(last, h.Length).CopyTo(h.Data);
        if (c is not null)
            cells!.Data.Slice(last, h.Length).CopyTo(c.Data);
        var y = lengths is null ? states : ZeroPadding(states, lengths);
        Autograd.Record(c is null ? [y, h] : [y, h, c], [x, wx, wh, bx, bh, h0, c0], () =>
        {
            float[] dh = BufferPool.RentZeroed(h.Length), dc = BufferPool.RentZeroed(c?.Length ?? 0);
            if (h.HasGrad)
                h.Grad.CopyTo(dh);
            if (c is { HasGrad: true })
                c.Grad.CopyTo(dc);
            RecurrentKernels.Backward(s, x.Data, wx.Data, wh.Data, Of(h0), Of(c0), lengths, gates.Data, Of(cells), states.Data, y.HasGrad ? y.Grad : default,
                dh, c is null ? default : dc, x.GradSink, wx.GradSink, wh.GradSink, SinkOf(bx), SinkOf(bh));
            MathKernels.AddTo(dh.AsSpan(0, h.Length), SinkOf(h0));
            MathKernels.AddTo(dc.AsSpan(0, c?.Length ?? 0), SinkOf(c0));
            BufferPool.Return(dh);
            BufferPool.Return(dc);
        }, cell.ToString());
        return (y, h, c);
    }

    private static Span<float> Of(Tensor? t) => t is null ? default : t.Data;

    private static Span<float> SinkOf(Tensor? t) => t is null ? default : t.GradSink;

    // The states go on through the padding; the output shows none of that.
    private static Tensor ZeroPadding(Tensor states, int[] lengths)
    {
        var y = Tensor.EmptyLike(states);
        states.Data.CopyTo(y.Data);
        int n = lengths.Length, h = states.Dim(2);
        for (int i = 0; i < n; i++)
        {
            for (int t = lengths[i]; t < states.Dim(0); t++)
                y.Data.Slice((t * n + i) * h, h).Clear();
        }
        return y;
    }

    private static RecurrentShape RequireRecurrent(RecurrentCell cell, Tensor x, Tensor wx, Tensor wh, Tensor? bx, Tensor? bh, Tensor? h0, Tensor? c0, int[]? lengths, bool reverse)
    {
        string op = cell.ToString();
        Shape.RequireRank(op, x, 3, "(T, N, I)");
        Shape.RequireRank($"{op} weight", wh, 2, "(blocks · H, H)");
        var s = new RecurrentShape(cell, x.Dim(0), x.Dim(1), x.Dim(2), wh.Dim(1), reverse);
        int rows = s.Blocks * s.H;
        if (s.T == 0 || s.N == 0)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)}; it must have at least one step and one example.");
        Require("the weight of x", wx, [rows, s.I]);
        Require("the weight of h", wh, [rows, s.H]);
        Require("the bias of x", bx, [rows]);
        Require("the bias of h", bh, [rows]);
        Require("the initial h", h0, [s.N, s.H]);
        Require("the initial c", c0, [s.N, s.H]);
        if ((c0 is null) != (h0 is null || !s.HasMemory))
            throw new ShapeException($"{op}: the initial state has {(h0 is null ? "no h" : "an h")} and {(c0 is null ? "no c" : "a c")}; the LSTM must have both or neither, every other net an h alone. Hand on the whole state that the step before returned.");
        if (lengths is not null && lengths.Length != s.N)
            throw new ShapeException($"{op}: there are {lengths.Length} lengths for x {Shape.Text(x.Shape)}; there must be one per example.");
        int wrong = lengths is null ? -1 : Array.FindIndex(lengths, l => l < 1 || l > s.T);
        if (wrong >= 0)
            throw new ShapeException($"{op}: length {wrong} is {lengths![wrong]}; it must lie in 1 … {s.T}.");
        return s;

        void Require(string what, Tensor? t, int[] shape)
        {
            if (t is not null && !t.Shape.SequenceEqual(shape))
                throw new ShapeException($"{op}: {what} is {Shape.Text(t.Shape)}, it must be {Shape.Text(shape)} for x {Shape.Text(x.Shape)} and H = {s.H}.");
        }
    }
}
