using DeepNotes.Kernels;

namespace DeepNotes;

public static partial class F
{
    /// <summary>The largest number of each window. A gradient goes to the first place that holds it.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Distance of windows; the window's own size if not given.</param>
    /// <param name="padding">Margin, at most half a window.</param>
    /// <param name="ceil">Whether a window that runs over the edge counts.</param>
    /// <returns>(N, C, ⌊(H + 2 padding − kernel) / stride⌋ + 1, likewise).</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Tensor MaxPool2d(Tensor x, Pair kernel, Pair? stride = null, Pair? padding = null, bool ceil = false) =>
        Pool(nameof(MaxPool2d), x, 4, Sliding(nameof(MaxPool2d), x, 4, kernel, stride ?? kernel, padding ?? 0, ceil, true), max: true);

    /// <summary>The mean of each window.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Distance of windows; the window's own size if not given.</param>
    /// <param name="padding">Margin of zeros, at most half a window.</param>
    /// <param name="ceil">Whether a window that runs over the edge counts.</param>
    /// <param name="countPadding">Whether the margin's zeros count in the mean.</param>
    /// <returns>(N, C, ⌊(H + 2 padding − kernel) / stride⌋ + 1, likewise).</returns>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public static Tensor AvgPool2d(Tensor x, Pair kernel, Pair? stride = null, Pair? padding = null, bool ceil = false, bool countPadding = true) =>
        Pool(nameof(AvgPool2d), x, 4, Sliding(nameof(AvgPool2d), x, 4, kernel, stride ?? kernel, padding ?? 0, ceil, countPadding), max: false);

    /// <summary><see cref="MaxPool2d"/> over sequences.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Distance of windows; the window's own size if not given.</param>
    /// <param name="padding">Margin, at most half a window.</param>
    /// <param name="ceil">Whether a window that runs over the end counts.</param>
    /// <returns>(N, C, ⌊(L + 2 padding − kernel) / stride⌋ + 1).</returns>
    public static Tensor MaxPool1d(Tensor x, int kernel, int? stride = null, int padding = 0, bool ceil = false) =>
        Pool(nameof(MaxPool1d), x, 3, Sliding(nameof(MaxPool1d), x, 3, (1, kernel), (1, stride ?? kernel), (0, padding), ceil, true), max: true);

    /// <summary><see cref="AvgPool2d"/> over sequences.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Distance of windows; the window's own size if not given.</param>
    /// <param name="padding">Margin of zeros, at most half a window.</param>
    /// <param name="ceil">Whether a window that runs over the end counts.</param>
    /// <param name="countPadding">Whether the margin's zeros count in the mean.</param>
    /// <returns>(N, C, ⌊(L + 2 padding − kernel) / stride⌋ + 1).</returns>
    public static Tensor AvgPool1d(Tensor x, int kernel, int? stride = null, int padding = 0, bool ceil = false, bool countPadding = true) =>
        Pool(nameof(AvgPool1d), x, 3, Sliding(nameof(AvgPool1d), x, 3, (1, kernel), (1, stride ?? kernel), (0, padding), ceil, countPadding), max: false);

    /// <summary>The mean of as many windows as asked for, whatever the image's size; 1 is global average pooling (Lin, Chen and Yan 2014).</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="size">Windows along rows and columns.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor AdaptiveAvgPool2d(Tensor x, Pair size) => Pool(nameof(AdaptiveAvgPool2d), x, 4, Adaptive(nameof(AdaptiveAvgPool2d), x, 4, size), max: false);

    /// <summary>The largest number of as many windows as asked for.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="size">Windows along rows and columns.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor AdaptiveMaxPool2d(Tensor x, Pair size) => Pool(nameof(AdaptiveMaxPool2d), x, 4, Adaptive(nameof(AdaptiveMaxPool2d), x, 4, size), max: true);

    /// <summary><see cref="AdaptiveAvgPool2d"/> over sequences.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="size">Windows.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor AdaptiveAvgPool1d(Tensor x, int size) => Pool(nameof(AdaptiveAvgPool1d), x, 3, Adaptive(nameof(AdaptiveAvgPool1d), x, 3, (1, size)), max: false);

    /// <summary><see cref="AdaptiveMaxPool2d"/> over sequences.</summary>
    /// <param name="x">(N, C, L).</param>
    /// <param name="size">Windows.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor AdaptiveMaxPool1d(Tensor x, int size) => Pool(nameof(AdaptiveMaxPool1d), x, 3, Adaptive(nameof(AdaptiveMaxPool1d), x, 3, (1, size)), max: true);

    /// <summary>Images resized to the nearest pixel.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="size">Rows and columns of the result.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor UpsampleNearest(Tensor x, Pair size)
    {
        RequireSize(nameof(UpsampleNearest), x, 4, size);
        return Resample(x, size, ResampleAxis.Nearest(x.Dim(2), size.Y), ResampleAxis.Nearest(x.Dim(3), size.X), nameof(UpsampleNearest));
    }

    /// <summary>Images resized by linear interpolation along rows and columns.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="size">Rows and columns of the result.</param>
    /// <param name="alignCorners">Whether the corner pixels' centres stay in place, rather than the image's edges.</param>
    /// <returns>(N, C, size).</returns>
    public static Tensor UpsampleBilinear(Tensor x, Pair size, bool alignCorners = false)
    {
        RequireSize(nameof(UpsampleBilinear), x, 4, size);
        return Resample(x, size, ResampleAxis.Linear(x.Dim(2), size.Y, alignCorners), ResampleAxis.Linear(x.Dim(3), size.X, alignCorners), nameof(UpsampleBilinear));
    }

    private static Tensor Resample(Tensor x, Pair size, ResampleAxis rows, ResampleAxis columns, string op)
    {
        int h = x.Dim(2), w = x.Dim(3);
        var y = Tensor.Empty(x.Dim(0), x.Dim(1), size.Y, size.X);
        if (y.HasData)
            ResampleKernels.Forward(x.Data, y.Data, h, w, rows, columns);
        return Autograd.Record(y, [x], () => ResampleKernels.Backward(y.Grad, x.GradSink, h, w, rows, columns), op);
    }

    private static Tensor Pool(string op, Tensor x, int rank, (PoolAxis Rows, PoolAxis Columns) windows, bool max)
    {
        int h = rank == 3 ? 1 : x.Dim(2), w = x.Dim(-1);
        var (rows, columns) = windows;
        var y = Tensor.Empty(rank == 3 ? [x.Dim(0), x.Dim(1), columns.Start.Length] : [x.Dim(0), x.Dim(1), rows.Start.Length, columns.Start.Length]);
        if (y.HasData)
            PoolKernels.Forward(x.Data, y.Data, h, w, rows, columns, max);
        return max ? Autograd.Record(y, [x], () => PoolKernels.MaxBackward(x.Data, y.Data, y.Grad, x.FirstSink(out bool add), h, w, rows, columns, add), op)
            : Autograd.Record(y, [x], () => PoolKernels.AverageBackward(y.Grad, x.FirstSink(out bool add), h, w, rows, columns, add), op);
    }

    private static (PoolAxis, PoolAxis) Sliding(string op, Tensor x, int rank, Pair kernel, Pair stride, Pair padding, bool ceil, bool countPadding)
    {
        Shape.RequireRank(op, x, rank, rank == 3 ? "(N, C, L)" : "(N, C, H, W)");
        if (kernel.Y < 1 || kernel.X < 1 || stride.Y < 1 || stride.X < 1 || padding.Y < 0 || padding.X < 0 || 2 * padding.Y > kernel.Y || 2 * padding.X > kernel.X)
            throw new ShapeException($"{op}: window {kernel}, stride {stride}, padding {padding}; window and stride must be at least 1, padding at most half the window.");
        int h = rank == 3 ? 1 : x.Dim(2);
        var rows = PoolAxis.Sliding(h, kernel.Y, stride.Y, padding.Y, ceil, countPadding);
        var columns = PoolAxis.Sliding(x.Dim(-1), kernel.X, stride.X, padding.X, ceil, countPadding);
        if (rows.Start.Length < 1 || columns.Start.Length < 1)
            throw new ShapeException($"{op}: the window {kernel} must fit x {Shape.Text(x.Shape)} with padding {padding}, and is larger.");
        return (rows, columns);
    }

    private static (PoolAxis, PoolAxis) Adaptive(string op, Tensor x, int rank, Pair size)
    {
        RequireSize(op, x, rank, size);
        return (PoolAxis.Adaptive(rank == 3 ? 1 : x.Dim(2), size.Y), PoolAxis.Adaptive(x.Dim(-1), size.X));
    }

    private static void RequireSize(string op, Tensor x, int rank, Pair size)
    {
        Shape.RequireRank(op, x, rank, rank == 3 ? "(N, C, L)" : "(N, C, H, W)");
        if (size.Y < 1 || size.X < 1 || x.Dim(-1) < 1 || x.Dim(-2) < 1)
            throw new ShapeException($"{op}: x {Shape.Text(x.Shape)} to size {size}; every axis must be at least 1.");
    }
}
