namespace DeepNotes;

/// <summary>The largest number of each window.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">Distance of windows; the window's own size if not given.</param>
/// <param name="padding">Margin, 0 if not given.</param>
/// <param name="ceil">Whether a window that runs over the edge counts.</param>
public sealed class MaxPool2d(Pair kernel, Pair? stride = null, Pair? padding = null, bool ceil = false) : Layer
{
    internal (Pair Kernel, Pair Stride, Pair Padding) Window => (kernel, stride ?? kernel, padding ?? 0);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.MaxPool2d(x, kernel, stride, padding, ceil);

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({kernel}, stride {stride ?? kernel})";
}

/// <summary>The mean of each window.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">Distance of windows; the window's own size if not given.</param>
/// <param name="padding">Margin of zeros, 0 if not given.</param>
/// <param name="ceil">Whether a window that runs over the edge counts.</param>
/// <param name="countPadding">Whether the margin's zeros count in the mean.</param>
public sealed class AvgPool2d(Pair kernel, Pair? stride = null, Pair? padding = null, bool ceil = false, bool countPadding = true) : Layer
{
    internal (Pair Kernel, Pair Stride, Pair Padding) Window => (kernel, stride ?? kernel, padding ?? 0);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AvgPool2d(x, kernel, stride, padding, ceil, countPadding);

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool2d({kernel}, stride {stride ?? kernel})";
}

/// <summary>The largest number of each window of a sequence.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">Distance of windows; the window's own size if not given.</param>
/// <param name="padding">Margin.</param>
/// <param name="ceil">Whether a window that runs over the end counts.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, bool ceil = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.MaxPool1d(x, kernel, stride, padding, ceil);
}

/// <summary>The mean of each window of a sequence.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">Distance of windows; the window's own size if not given.</param>
/// <param name="padding">Margin of zeros.</param>
/// <param name="ceil">Whether a window that runs over the end counts.</param>
/// <param name="countPadding">Whether the margin's zeros count in the mean.</param>
public sealed class AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceil = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AvgPool1d(x, kernel, stride, padding, ceil, countPadding);
}

/// <summary>The mean of as many windows as asked for; 1 is global average pooling.</summary>
/// <param name="size">Rows and columns of the result.</param>
public sealed class AdaptiveAvgPool2d(Pair size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AdaptiveAvgPool2d(x, size);
}

/// <summary>The largest number of as many windows as asked for.</summary>
/// <param name="size">Rows and columns of the result.</param>
public sealed class AdaptiveMaxPool2d(Pair size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AdaptiveMaxPool2d(x, size);
}

/// <summary>The mean of as many windows of a sequence as asked for.</summary>
/// <param name="size">Length of the result.</param>
public sealed class AdaptiveAvgPool1d(int size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AdaptiveAvgPool1d(x, size);
}

/// <summary>The largest number of as many windows of a sequence as asked for.</summary>
/// <param name="size">Length of the result.</param>
public sealed class AdaptiveMaxPool1d(int size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => F.AdaptiveMaxPool1d(x, size);
}

/// <summary>Images enlarged by a whole factor, nearest or bilinear.</summary>
/// <param name="factor">How many times larger.</param>
/// <param name="bilinear">Linear interpolation rather than the nearest pixel.</param>
/// <param name="alignCorners">Whether the corner pixels' centres stay in place; bilinear only.</param>
public sealed class Upsample(Pair factor, bool bilinear = false, bool alignCorners = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Shape.RequireRank(nameof(Upsample), x, 4, "(N, C, H, W)");
        Pair size = (x.Dim(2) * factor.Y, x.Dim(3) * factor.X);
        return bilinear ? F.UpsampleBilinear(x, size, alignCorners) : F.UpsampleNearest(x, size);
    }
}
