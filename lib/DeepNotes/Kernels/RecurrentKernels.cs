using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>The sizes of a recurrence over whole sequences.</summary>
/// <param name="Cell">The recurrence.</param>
/// <param name="T">Steps.</param>
/// <param name="N">Examples.</param>
/// <param name="I">Length of an input.</param>
/// <param name="H">Length of a state.</param>
/// <param name="Reverse">Whether the last step comes first.</param>
public readonly record struct RecurrentShape(RecurrentCell Cell, int T, int N, int I, int H, bool Reverse = false)
{
    /// <summary>Blocks of H rows in each weight: 1, LSTM 4 (i, f, g, o), GRU 3 (r, z, n).</summary>
    public int Blocks => Cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };

    /// <summary>Blocks of H numbers kept per example and step for the way back: as many, and a fourth for the GRU (U h + b′ of n).</summary>
    public int Saved => Cell == RecurrentCell.Gru ? 4 : Blocks;

    /// <summary>Whether there is a cell state c.</summary>
    public bool HasMemory => Cell == RecurrentCell.Lstm;

    // Which step runs s-th.
    internal int At(int s) => Reverse ? T - 1 - s : s;

    // Weight blocks whose products of x and h are added; the others keep them apart.
    internal int Together => Cell == RecurrentCell.Gru ? 2 : Blocks;
}

/// <summary>A recurrent layer over whole sequences, forward and through time: x (T, N, I) → y (T, N, H).</summary>
/// <remarks>
/// Werbos (1990), "Backpropagation through time". The weights are packed once. A step multiplies by them and passes over the gates
/// while these are in the first-level cache; on the way back the gradients of the weights wait until some steps are done, and are then
/// one product over the rows of all of them. Sequences shorter than T keep their state through the padding, so that the last step
/// holds every final state.
/// </remarks>
public static unsafe class RecurrentKernels
{
    /// <summary>y_t = the state after step t.</summary>
    /// <param name="s">Sizes.</param>
    /// <param name="x">(T, N, I).</param>
    /// <param name="wx">W, (blocks · H, I).</param>
    /// <param name="wh">U, (blocks · H, H).</param>
    /// <param name="bx">(blocks · H), or empty.</param>
    /// <param name="bh">b′, (blocks · H), or empty.</param>
    /// <param name="h0">(N, H); empty for zeros.</param>
    /// <param name="c0">(N, H); empty for zeros.</param>
    /// <param name="lengths">N numbers in 1 … T; empty when all are T.</param>
    /// <param name="gates">(T, N, saved · H), for the way back.</param>
    /// <param name="c">(T, N, H) for the LSTM, else empty.</param>
    /// <param name="y">(T, N, H).</param>
    public static void Forward(in RecurrentShape s, ReadOnlySpan<float> x, ReadOnlySpan<float> wx, ReadOnlySpan<float> wh, ReadOnlySpan<float> bx, ReadOnlySpan<float> bh,
        ReadOnlySpan<float> h0, ReadOnlySpan<float> c0, ReadOnlySpan<int> lengths, Span<float> gates, Span<float> c, Span<float> y)
    {
        int width = s.Saved * s.H, blocks = s.Blocks * s.H, together = s.Together * s.H;
        Debug.Assert(x.Length == s.T * s.N * s.I && y.Length == s.T * s.N * s.H && gates.Length == s.T * s.N * width);
        float[] bias = BufferPool.RentZeroed(width), zeros = BufferPool.RentZeroed(s.N * s.H);
        bx.CopyTo(bias);
        if (!bh.IsEmpty)
        {
            TensorPrimitives.Add(bias.AsSpan(0, together), bh[..together], bias);
            bh[together..].CopyTo(bias.AsSpan(width - (blocks - together)));
        }
        fixed (float* px = x, pwx = wx, pwh = wh, ph0 = h0.IsEmpty ? zeros : h0, pc0 = c0.IsEmpty ? zeros : c0, pg = gates, pc = c, py = y, pb = bias)
        fixed (int* pl = lengths)
            Run(new RecurrentPass(s) { X = px, W = pwx, U = pwh, H0 = ph0, C0 = pc0, Lengths = pl, Gates = pg, C = pc, Y = py, B = pb }, back: false);
        BufferPool.Return(bias);
        BufferPool.Return(zeros);
    }

    /// <summary>Adds to dx, dwx, dwh, dbx and dbh (an empty span is left out); moves dh and dc from the final states to the first.</summary>
    /// <remarks>
    /// The operands are as in <see cref="Forward"/>. gates are overwritten by the gradients of the sums. dy is (T, N, H), or empty for
    /// zeros, and ignored in the padding. dh (N, H) holds ∂/∂(final h) on entry and ∂/∂h0 on return; so does dc, empty unless there is a c.
    /// </remarks>
    public static void Backward(in RecurrentShape s, ReadOnlySpan<float> x, ReadOnlySpan<float> wx, ReadOnlySpan<float> wh, ReadOnlySpan<float> h0, ReadOnlySpan<float> c0,
        ReadOnlySpan<int> lengths, Span<float> gates, ReadOnlySpan<float> c, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dh, Span<float> dc,
        Span<float> dx, Span<float> dwx, Span<float> dwh, Span<float> dbx, Span<float> dbh)
    {
        int width = s.Saved * s.H, blocks = s.Blocks * s.H, together = s.Together * s.H;
        float[] db = BufferPool.RentZeroed(RecurrentPass.Groups(s.N) * width), zeros = BufferPool.RentZeroed(s.N * s.H);
        fixed (float* px = x, pwx = wx, pwh = wh, ph0 = h0.IsEmpty ? zeros : h0, pc0 = c0.IsEmpty ? zeros : c0, pg = gates, pc = c, py = y, pb = db, pdy = dy, pdh = dh, pdc = dc, pdx = dx, pdw = dwx, pdu = dwh)
        fixed (int* pl = lengths)
            Run(new RecurrentPass(s) { X = px, W = pwx, U = pwh, H0 = ph0, C0 = pc0, Lengths = pl, Gates = pg, C = pc, Y = py, B = pb, Dy = pdy, Dh = pdh, Dc = pdc, Dx = pdx, Dw = pdw, Du = pdu }, back: true);
        for (int g = 0; g < RecurrentPass.Groups(s.N); g++)
        {
            var part = db.AsSpan(g * width, width);
            MathKernels.AddTo(part[..blocks], dbx);
            MathKernels.AddTo(part[..together], dbh.IsEmpty ? default : dbh[..together]);
            MathKernels.AddTo(part[(width - (blocks - together))..], dbh.IsEmpty ? default : dbh[together..]);
        }
        BufferPool.Return(db);
        BufferPool.Return(zeros);
    }

    private static void Run(in RecurrentPass pass, bool back)
    {
        if (Avx512F.IsSupported)
            Run<Simd512, Vector512<float>>(pass, back);
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            Run<Simd256, Vector256<float>>(pass, back);
        else
            Run<Simd128, Vector128<float>>(pass, back);
    }

    private static void Run<S, V>(in RecurrentPass pass, bool back) where S : struct, ISimd<V> where V : struct
    {
        switch (pass.Sizes.Cell)
        {
            case RecurrentCell.Tanh: Recurrence<S, V, TanhCell>.Run(pass, back); break;
            case RecurrentCell.Relu: Recurrence<S, V, ReluCell>.Run(pass, back); break;
            case RecurrentCell.Lstm: Recurrence<S, V, LstmCell>.Run(pass, back); break;
            default: Recurrence<S, V, GruCell>.Run(pass, back); break;
        }
    }
}
