using DeepNotes.Kernels;

namespace DeepNotes;

/// <summary>A number for rows and one for columns; a single number means both.</summary>
/// <param name="Y">For rows.</param>
/// <param name="X">For columns.</param>
public readonly record struct Pair(int Y, int X)
{
    /// <summary>The same number twice.</summary>
    /// <param name="both">The number.</param>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>Rows, columns.</summary>
    /// <param name="pair">The two numbers.</param>
    public static implicit operator Pair((int Y, int X) pair) => new(pair.Y, pair.X);

    /// <inheritdoc/>
    public override string ToString() => $"{Y}×{X}";
}

public static partial class F
{
    /// <summary>Convolution over images: y[n, k] = b[k] + Σ over channels and kernel places of w · shifted x.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="w">(K, C / groups, R, S).</param>
    /// <param name="b">(K), or null for none.</param>
    /// <param name="stride">Distance of outputs, 1 if not given.</param>
    /// <param name="padding">Zeros around the image, 0 if not given.</param>
    /// <param name="dilation">Distance of kernel places, 1 if not given.</param>
    /// <param name="groups">Group g of the outputs sees group g of the inputs alone.</param>
    /// <param name="relu">Whether negative results become 0 in the same pass.</param>
    /// <returns>(N, K, ⌊(H + 2 padding − dilation (R − 1) − 1) / stride⌋ + 1, likewise).</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public static Tensor Conv2d(Tensor x, Tensor w, Tensor? b = null, Pair? stride = null, Pair? padding = null, Pair? dilation = null, int groups = 1, bool relu = false)
    {
        Shape.RequireRank(nameof(Conv2d), x, 4, "(N, C, H, W)");
        Shape.RequireRank("Conv2d weight", w, 4, "(K, C / groups, R, S)");
        var s = new ConvShape(x.Dim(0), x.Dim(1), x.Dim(2), x.Dim(3), w.Dim(0), w.Dim(2), w.Dim(3));
        s = With(s, stride, padding, dilation, groups);
        return Convolve(nameof(Conv2d), s, x, w, b, relu);
    }

    /// <summary>Convolution over sequences: <see cref="Conv2d"/> with one row.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="w">(K, C / groups, S).</param>
    /// <param name="b">(K), or null for none.</param>
    /// <param name="stride">Distance of outputs.</param>
    /// <param name="padding">Zeros at either end.</param>
    /// <param name="dilation">Distance of kernel places.</param>
    /// <param name="groups">Group g of the outputs sees group g of the inputs alone.</param>
    /// <param name="relu">Whether negative results become 0 in the same pass.</param>
    /// <returns>(N, K, ⌊(L + 2 padding − dilation (S − 1) − 1) / stride⌋ + 1).</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public static Tensor Conv1d(Tensor x, Tensor w, Tensor? b = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool relu = false)
    {
        Shape.RequireRank(nameof(Conv1d), x, 3, "(N, C, L)");
        Shape.RequireRank("Conv1d weight", w, 3, "(K, C / groups, S)");
        var s = new ConvShape(x.Dim(0), x.Dim(1), 1, x.Dim(2), w.Dim(0), 1, w.Dim(2));
        s = With(s, (1, stride), (0, padding), (1, dilation), groups);
        return Convolve(nameof(Conv1d), s, x, w, b, relu);
    }

    /// <summary>Transposed convolution: what <see cref="Conv2d"/> does to a gradient on its way back, as a layer of its own.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="w">(C, K / groups, R, S).</param>
    /// <param name="b">(K), or null for none.</param>
    /// <param name="stride">Distance of the inputs in the output.</param>
    /// <param name="padding">Outputs cut off on every side.</param>
    /// <param name="outputPadding">Outputs more at the lower and right side, less than the stride.</param>
    /// <param name="dilation">Distance of kernel places.</param>
    /// <param name="groups">Group g of the outputs sees group g of the inputs alone.</param>
    /// <returns>(N, K, (H − 1) stride − 2 padding + dilation (R − 1) + outputPadding + 1, likewise).</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public static Tensor ConvTranspose2d(Tensor x, Tensor w, Tensor? b = null, Pair? stride = null, Pair? padding = null, Pair? outputPadding = null, Pair? dilation = null, int groups = 1)
    {
        Shape.RequireRank(nameof(ConvTranspose2d), x, 4, "(N, C, H, W)");
        Shape.RequireRank("ConvTranspose2d weight", w, 4, "(C, K / groups, R, S)");
        return Transposed(nameof(ConvTranspose2d), x, w, b, (x.Dim(2), x.Dim(3)), (w.Dim(2), w.Dim(3)), stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);
    }

    /// <summary>Transposed convolution over sequences: <see cref="ConvTranspose2d"/> with one row.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="w">(C, K / groups, S).</param>
    /// <param name="b">(K), or null for none.</param>
    /// <param name="stride">Distance of the inputs in the output.</param>
    /// <param name="padding">Outputs cut off at either end.</param>
    /// <param name="outputPadding">Outputs more at the end, less than the stride.</param>
    /// <param name="dilation">Distance of kernel places.</param>
    /// <param name="groups">Group g of the outputs sees group g of the inputs alone.</param>
    /// <returns>(N, K, (L − 1) stride − 2 padding + dilation (S − 1) + outputPadding + 1).</returns>
    /// <exception cref="ShapeException">The axes do not fit.</exception>
    public static Tensor ConvTranspose1d(Tensor x, Tensor w, Tensor? b = null, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
    {
        Shape.RequireRank(nameof(ConvTranspose1d), x, 3, "(N, C, L)");
        Shape.RequireRank("ConvTranspose1d weight", w, 3, "(C, K / groups, S)");
        return Transposed(nameof(ConvTranspose1d), x, w, b, (1, x.Dim(2)), (1, w.Dim(2)), (1, stride), (0, padding), (0, outputPadding), (1, dilation), groups);
    }

    private static ConvShape With(ConvShape s, Pair? stride, Pair? padding, Pair? dilation, int groups)
    {
        Pair step = stride ?? 1, pad = padding ?? 0, apart = dilation ?? 1;
        return s with { StrideY = step.Y, StrideX = step.X, PadY = pad.Y, PadX = pad.X, DilationY = apart.Y, DilationX = apart.X, Groups = groups };
    }

    private static Tensor Convolve(string op, ConvShape s, Tensor x, Tensor w, Tensor? b, bool relu)
    {
        RequireGeometry(op, s);
        if (s.C % s.Groups != 0 || s.K % s.Groups != 0)
            throw new ShapeException($"{op}: {s.C} input and {s.K} output channels in {s.Groups} groups; groups must divide both.");
        if (w.Dim(1) != s.C / s.Groups)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)} and the weight {Shape.Text(w.Shape)} with {s.Groups} group(s); x must have {w.Dim(1) * s.Groups} channels.");
        if (s.OutH < 1 || s.OutW < 1)
            throw new ShapeException($"{op}: the kernel {s.R}×{s.S} with dilation {s.DilationY}×{s.DilationX} must fit x {Shape.Text(x.Shape)} with padding {s.PadY}×{s.PadX}, and is larger.");
        RequireBias(op, b, s.K);
        var y = Tensor.Empty(x.Rank == 3 ? [s.N, s.K, s.OutW] : [s.N, s.K, s.OutH, s.OutW]);
        if (y.HasData)
            ConvKernels.Forward(s, x.Data, w.Data, b is null ? default : b.Data, y.Data, relu);
        return Autograd.Record(y, [x, w, b], () =>
        {
            var dy = y.Grad;
            if (relu)
                RectifierKernels.Backward(y.Data, dy, dy, 0, add: false);
            ConvKernels.BackwardInput(s, dy, w.Data, x.FirstSink(out bool add), add: add);
            ConvKernels.BackwardWeights(s, x.Data, dy, w.GradSink);
            ConvKernels.BackwardBias(dy, b is null ? default : b.GradSink, s.OutH * s.OutW);
        }, op);
    }

    // The shape is that of the convolution whose way back this is: its input is our output.
    private static Tensor Transposed(string op, Tensor x, Tensor w, Tensor? b, Pair size, Pair kernel, Pair stride, Pair padding, Pair extra, Pair dilation, int groups)
    {
        int height = (size.Y - 1) * stride.Y - 2 * padding.Y + dilation.Y * (kernel.Y - 1) + extra.Y + 1;
        int width = (size.X - 1) * stride.X - 2 * padding.X + dilation.X * (kernel.X - 1) + extra.X + 1;
        var s = With(new ConvShape(x.Dim(0), w.Dim(1) * groups, height, width, x.Dim(1), kernel.Y, kernel.X), stride, padding, dilation, groups);
        RequireGeometry(op, s);
        if (w.Dim(0) != s.K || s.K % s.Groups != 0)
            throw new ShapeException($"{op}: x is {Shape.Text(x.Shape)} and the weight {Shape.Text(w.Shape)} with {groups} group(s); x must have {w.Dim(0)} channels, and groups must divide them.");
        if (height < 1 || width < 1 || extra.Y < 0 || extra.X < 0 || s.OutH != size.Y || s.OutW != size.X)
            throw new ShapeException($"{op}: x {Shape.Text(x.Shape)} gives {height}×{width} pixels with output padding {extra}; there must be at least one, and the output padding must be 0 or more and less than the stride {stride}.");
        RequireBias(op, b, s.C);
        var y = Tensor.Empty(x.Rank == 3 ? [s.N, s.C, width] : [s.N, s.C, height, width]);
        if (y.HasData)
            ConvKernels.BackwardInput(s, x.Data, w.Data, y.Data, b is null ? default : b.Data, add: false);
        return Autograd.Record(y, [x, w, b], () =>
        {
            if (x.RequiresGrad)
                ConvKernels.Forward(s, y.Grad, w.Data, default, x.Grad, add: true);
            ConvKernels.BackwardWeights(s, y.Grad, x.Data, w.GradSink);
            ConvKernels.BackwardBias(y.Grad, b is null ? default : b.GradSink, height * width);
        }, op);
    }

    private static void RequireGeometry(string op, in ConvShape s)
    {
        if (s.StrideY < 1 || s.StrideX < 1 || s.DilationY < 1 || s.DilationX < 1 || s.PadY < 0 || s.PadX < 0 || s.Groups < 1)
            throw new ShapeException($"{op}: stride {s.StrideY}×{s.StrideX}, dilation {s.DilationY}×{s.DilationX}, padding {s.PadY}×{s.PadX}, groups {s.Groups}; padding must be 0 or more, the others 1 or more.");
        if (s.R < 1 || s.S < 1 || s.C < 1 || s.K < 1)
            throw new ShapeException($"{op}: kernel {s.R}×{s.S}, {s.C} input and {s.K} output channels; each must be at least 1.");
    }

    private static void RequireBias(string op, Tensor? b, int channels)
    {
        if (b is not null && (b.Rank != 1 || b.Length != channels))
            throw new ShapeException($"{op}: bias is {Shape.Text(b.Shape)}, it must be ({channels},), one per output channel.");
    }
}
