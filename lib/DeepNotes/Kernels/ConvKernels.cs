using System.Diagnostics;

namespace DeepNotes.Kernels;

/// <summary>Convolution (cross-correlation): y[n, k] = b[k] + Σ over c, r, s of w[k, c, r, s] · x[n, c, stride i + dilation r − pad, stride j + dilation s − pad].</summary>
/// <remarks>
/// LeCun et al. (1989), "Backpropagation applied to handwritten zip code recognition". One dimension is the case H = R = 1. Which way is
/// taken: a channel for itself, or few results, <see cref="ConvDepthwise"/>; a pixel for itself, <see cref="Gemm"/>; 3×3 at stride 1,
/// <see cref="ConvWinograd"/>; else <see cref="ConvDirect"/> and
/// <see cref="ConvWeights"/>, or for few weights <see cref="ConvFewWeights"/>.
/// </remarks>
public static unsafe class ConvKernels
{
    /// <summary>Whether 3×3 convolutions may take Winograd's way: faster, and with ten times the rounding error (<see cref="ConvWinograd"/>).</summary>
    public static bool Winograd { get; set; } = true;

    /// <summary>y = x ∗ w + b, then max(y, 0) if asked for; or y += x ∗ w.</summary>
    /// <param name="s">The geometry.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="w">(K, C / groups, R, S).</param>
    /// <param name="b">(K), or empty for none.</param>
    /// <param name="y">(N, K, OutH, OutW).</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="add">Whether to add to y; there is no b then.</param>
    public static void Forward(in ConvShape s, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, bool relu = false, bool add = false)
    {
        Debug.Assert(x.Length == s.N * s.C * s.H * s.W && y.Length == s.N * s.K * s.OutH * s.OutW && w.Length == s.K * s.C / s.Groups * s.R * s.S);
        Apply(s, forward: true, x, w, b, y, relu, add);
    }

    /// <summary>dx += what dy sends back through w; nothing when dx is empty. Also the transposed convolution: y = xᵀ ∗ w + b.</summary>
    /// <param name="s">The geometry of the forward pass.</param>
    /// <param name="dy">(N, K, OutH, OutW).</param>
    /// <param name="w">(K, C / groups, R, S).</param>
    /// <param name="dx">(N, C, H, W).</param>
    /// <param name="b">(C), added to every pixel when not adding, or empty.</param>
    /// <param name="add">Whether to add to dx or to overwrite it.</param>
    public static void BackwardInput(in ConvShape s, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, ReadOnlySpan<float> b = default, bool add = true)
    {
        if (!dx.IsEmpty)
            Apply(s, forward: false, dy, w, b, dx, relu: false, add);
    }

    /// <summary>dw += Σ over images and pixels of dy times the shifted x; nothing when dw is empty.</summary>
    /// <param name="s">The geometry.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="dy">(N, K, OutH, OutW).</param>
    /// <param name="dw">(K, C / groups, R, S).</param>
    public static void BackwardWeights(in ConvShape s, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        if (dw.IsEmpty || dy.IsEmpty)
            return;
        if (s is { Pointwise: true, Depthwise: false })
        {
            int pixels = s.H * s.W, inputs = s.C / s.Groups, outputs = s.K / s.Groups;
            for (int i = 0; i < s.N * s.Groups; i++)   // dw (outputs, inputs) += dy (outputs, pixels) · xᵀ
                Gemm.Multiply(false, true, outputs, inputs, pixels, dy.Slice(i * outputs * pixels), pixels, x.Slice(i * inputs * pixels), pixels,
                    dw.Slice(i % s.Groups * outputs * inputs), inputs, accumulate: true);
            return;
        }
        fixed (float* px = x, pdy = dy, pdw = dw)
        {
            if (s.Depthwise)
                RangeJob.Run(new ConvDepthwise.Weights(ConvPass.Of(s, forward: true), s.N, s.Groups, px, pdy, pdw), s.Groups, s.Work);
            else if (Winograd && ConvWinograd.Fits(s))
                WinogradWeights(s, px, pdy, pdw);
            else if (ConvFewWeights.Fits(s))
                FewWeights(s, px, pdy, dw);
            else
                ManyWeights(s, px, pdy, pdw);
        }
    }

    /// <summary>db[c] += Σ over images and pixels of dy; nothing when db is empty.</summary>
    /// <param name="dy">(N, C, inner).</param>
    /// <param name="db">(C).</param>
    /// <param name="inner">Pixels of a channel.</param>
    public static void BackwardBias(ReadOnlySpan<float> dy, Span<float> db, int inner)
    {
        for (int c = 0; c < db.Length; c++)
        {
            double sum = 0;
            for (int i = c * inner; i < dy.Length; i += db.Length * inner)
                sum += TensorPrimitives.Sum(dy.Slice(i, inner));
            db[c] += (float)sum;
        }
    }

    // So few that gathering their operand would take longer than to multiply.
    private const int FewTargets = 4;

    private static void Apply(in ConvShape s, bool forward, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, bool relu, bool add)
    {
        if (y.IsEmpty)
            return;
        if (s is { Pointwise: true, Depthwise: false })
        {
            ApplyPointwise(s, forward, x, w, b, y, relu, add);
            return;
        }
        if (Winograd && ConvWinograd.Fits(s))
        {
            ApplyWinograd(s, forward, x, w, b, y, relu, add);
            return;
        }
        var pass = ConvPass.Of(s, forward);
        fixed (float* px = x, pw = w, pb = b, py = y)
        {
            if (pass.Targets <= FewTargets && !relu)
            {
                RangeJob.Run(new ConvDepthwise { Pass = pass, Groups = s.Groups, X = px, W = pw, Y = py, Bias = pb, Add = add }, s.N * s.Groups, s.Work);
                return;
            }
            float[] packed = BufferPool.Rent(ConvDirect.PackedLength(pass, s.Groups));
            fixed (float* p = packed)
            {
                RangeJob.Run(new ConvDirect.Pack(pass, pw, p), s.Groups, w.Length);
                int items = s.N * s.Groups, slices = items < Workers.Count ? Workers.Count : 1;
                RangeJob.Run(new ConvDirect { Pass = pass, Groups = s.Groups, X = px, Y = py, Packed = p, Bias = pb, Add = add, Relu = relu, Slices = slices }, items * slices, s.Work);
            }
            BufferPool.Return(packed);
        }
    }

    private static void FewWeights(in ConvShape s, float* x, float* dy, Span<float> dw)
    {
        int chunks = ConvWeights.Chunks(s);
        float[] sums = BufferPool.Rent(chunks * dw.Length);
        fixed (float* p = sums)
            RangeJob.Run(new ConvFewWeights(ConvPass.Of(s, forward: true), s.N, s.Groups, x, dy, p, chunks), chunks, s.Work);
        for (int i = 0; i < chunks; i++)
            MathKernels.AddTo(sums.AsSpan(i * dw.Length, dw.Length), dw);
        BufferPool.Return(sums);
    }

    private static void ManyWeights(in ConvShape s, float* x, float* dy, float* dw)
    {
        int chunks = ConvWeights.Chunks(s);
        float[] sums = BufferPool.Rent(chunks * ConvWeights.Layout.Of(s).Length(s.Groups)), offsets = BufferPool.Rent(s.OutH * s.OutW);
        fixed (float* p = sums, o = offsets)
        {
            ConvWeights.FillOffsets(s, (int*)o);
            RangeJob.Run(new ConvWeights(s, x, dy, p, chunks, (int*)o), chunks, s.Work);
            ConvWeights.Collect(s, p, chunks, dw);
        }
        BufferPool.Return(sums);
        BufferPool.Return(offsets);
    }

    private static void WinogradWeights(in ConvShape s, float* x, float* dy, float* dw)
    {
        int chunks = ConvWeights.Chunks(s);
        float[] sums = BufferPool.Rent(chunks * ConvWinograd.Gradient.Length(s.C, s.K));
        fixed (float* p = sums)
        {
            var from = new WinogradTransform.Side((nint)x, s.C, s.H, s.W, s.PadY, s.PadX, 6);
            RangeJob.Run(new ConvWinograd.Gradient(from, new((nint)dy, s.K, s.OutH, s.OutW, 0, 0, 4), s.N, p, chunks), chunks, s.Work);
            RangeJob.Run(new ConvWinograd.Collect(s.C, s.K, p, chunks, dw), s.K, 36.0 * chunks * s.C * s.K);
        }
        BufferPool.Return(sums);
    }

    private static void ApplyWinograd(in ConvShape s, bool forward, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, bool relu, bool add)
    {
        var (sources, targets, h) = forward ? (s.C, s.K, s.OutH) : (s.K, s.C, s.H);
        float[] packed = BufferPool.Rent(ConvWinograd.PackedLength(sources, targets));
        fixed (float* px = x, pw = w, pb = b, py = y, p = packed)
        {
            var side = new WinogradTransform.Side((nint)px, sources, forward ? s.H : s.OutH, forward ? s.W : s.OutW, forward ? s.PadY : 2 - s.PadY, forward ? s.PadX : 2 - s.PadX, 6);
            RangeJob.Run(new ConvWinograd.Pack(sources, targets, forward, pw, p), (targets + 3) / 4, w.Length);
            RangeJob.Run(new ConvWinograd { Source = side, Targets = targets, OutH = h, OutW = forward ? s.OutW : s.W, Y = py, Packed = p, Bias = pb, Add = add, Relu = relu },
                s.N * ((h + 3) / 4), s.Work);
        }
        BufferPool.Return(packed);
    }

    // y (K, pixels) = w (K, C) · x (C, pixels), or with the other transpose the way back.
    private static void ApplyPointwise(in ConvShape s, bool forward, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, bool relu, bool add)
    {
        int pixels = s.H * s.W, from = (forward ? s.C : s.K) / s.Groups, to = (forward ? s.K : s.C) / s.Groups;
        for (int i = 0; i < s.N * s.Groups; i++)
            Gemm.Multiply(!forward, false, to, pixels, from, w.Slice(i % s.Groups * from * to), s.C / s.Groups, x.Slice(i * from * pixels), pixels,
                y.Slice(i * to * pixels), pixels, add, b.IsEmpty ? default : b.Slice(i % s.Groups * to, to), default, relu);
    }
}
