// Notebook 18: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 18-concat-backward answer
static (double[] Dx, double[,] Dw) ConcatBackward(double[] x, double[,] w, double[] dy)
{
    int n = x.Length, units = w.GetLength(0);
    double[] dx = dy[..n];
    var dw = new double[units, n];
    for (int j = 0; j < units; j++)
    {
        double h = 0;
        for (int i = 0; i < n; i++) h += w[j, i] * x[i];
        double dh = h > 0 ? dy[n + j] : 0;
        for (int i = 0; i < n; i++)
        {
            dx[i] += w[j, i] * dh;
            dw[j, i] = dh * x[i];
        }
    }
    return (dx, dw);
}

// %% 18-concat-backward wrong: x also went into h
static (double[] Dx, double[,] Dw) ConcatBackward(double[] x, double[,] w, double[] dy)
{
    int n = x.Length, units = w.GetLength(0);
    var dw = new double[units, n];
    for (int j = 0; j < units; j++)
    {
        double h = 0;
        for (int i = 0; i < n; i++) h += w[j, i] * x[i];
        double dh = h > 0 ? dy[n + j] : 0;
        for (int i = 0; i < n; i++) dw[j, i] = dh * x[i];
    }
    return (dy[..n], dw);
}

// %% 18-concat-backward wrong: The rectifier is missing
static (double[] Dx, double[,] Dw) ConcatBackward(double[] x, double[,] w, double[] dy)
{
    int n = x.Length, units = w.GetLength(0);
    double[] dx = dy[..n];
    var dw = new double[units, n];
    for (int j = 0; j < units; j++)
        for (int i = 0; i < n; i++)
        {
            dx[i] += w[j, i] * dy[n + j];
            dw[j, i] = dy[n + j] * x[i];
        }
    return (dx, dw);
}

// %% 18-concat-backward wrong: Dx lacks the copy
static (double[] Dx, double[,] Dw) ConcatBackward(double[] x, double[,] w, double[] dy)
{
    int n = x.Length, units = w.GetLength(0);
    var dx = new double[n];
    var dw = new double[units, n];
    for (int j = 0; j < units; j++)
    {
        double h = 0;
        for (int i = 0; i < n; i++) h += w[j, i] * x[i];
        double dh = h > 0 ? dy[n + j] : 0;
        for (int i = 0; i < n; i++)
        {
            dx[i] += w[j, i] * dh;
            dw[j, i] = dh * x[i];
        }
    }
    return (dx, dw);
}

// %% 18-depthwise answer
static double[,] Depthwise(double[,] x, double[,] kernels)
{
    int channels = x.GetLength(0), size = kernels.GetLength(1), places = x.GetLength(1) - size + 1;
    var y = new double[channels, places];
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++)
            for (int j = 0; j < size; j++)
                y[c, i] += kernels[c, j] * x[c, i + j];
    return y;
}

// %% 18-depthwise wrong: an ordinary convolution
static double[,] Depthwise(double[,] x, double[,] kernels)
{
    int channels = x.GetLength(0), size = kernels.GetLength(1), places = x.GetLength(1) - size + 1;
    var y = new double[channels, places];
    for (int c = 0; c < channels; c++)
        for (int from = 0; from < channels; from++)
            for (int i = 0; i < places; i++)
                for (int j = 0; j < size; j++)
                    y[c, i] += kernels[from, j] * x[from, i + j];
    return y;
}

// %% 18-depthwise wrong: The kernel is flipped
static double[,] Depthwise(double[,] x, double[,] kernels)
{
    int channels = x.GetLength(0), size = kernels.GetLength(1), places = x.GetLength(1) - size + 1;
    var y = new double[channels, places];
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++)
            for (int j = 0; j < size; j++)
                y[c, i] += kernels[c, size - 1 - j] * x[c, i + j];
    return y;
}

// %% 18-depthwise wrong: the first is used for all
static double[,] Depthwise(double[,] x, double[,] kernels)
{
    int channels = x.GetLength(0), size = kernels.GetLength(1), places = x.GetLength(1) - size + 1;
    var y = new double[channels, places];
    for (int c = 0; c < channels; c++)
        for (int i = 0; i < places; i++)
            for (int j = 0; j < size; j++)
                y[c, i] += kernels[0, j] * x[c, i + j];
    return y;
}

// %% 18-scale answer
static (double Channels, double Layers) Scale(
    double channels, double layers, double width, double depth)
{
    double wanted = channels * width;
    double rounded = Math.Max(8, 8 * Math.Floor((wanted + 4) / 8));
    if (rounded < 0.9 * wanted) rounded += 8;
    return (rounded, Math.Ceiling(layers * depth));
}

// %% 18-scale wrong: The rule of 90 % is missing
static (double Channels, double Layers) Scale(
    double channels, double layers, double width, double depth) =>
    (Math.Max(8, 8 * Math.Floor((channels * width + 4) / 8)), Math.Ceiling(layers * depth));

// %% 18-scale wrong: Layers are rounded up, not down
static (double Channels, double Layers) Scale(
    double channels, double layers, double width, double depth)
{
    double wanted = channels * width;
    double rounded = Math.Max(8, 8 * Math.Floor((wanted + 4) / 8));
    if (rounded < 0.9 * wanted) rounded += 8;
    return (rounded, Math.Floor(layers * depth));
}

// %% 18-scale wrong: not rounded to a multiple of 8
static (double Channels, double Layers) Scale(
    double channels, double layers, double width, double depth) =>
    (Math.Round(channels * width), Math.Ceiling(layers * depth));

// %% 18-depthwise wrong: as long as x
static double[,] Depthwise(double[,] x, double[,] kernels)
{
    var y = new double[x.GetLength(0), x.GetLength(1)];
    for (int c = 0; c < x.GetLength(0); c++)
        for (int i = 0; i + kernels.GetLength(1) <= x.GetLength(1); i++)
            for (int j = 0; j < kernels.GetLength(1); j++) y[c, i] += kernels[c, j] * x[c, i + j];
    return y;
}

// %% 18-scale wrong: 6.5 becomes 6
static (double Channels, double Layers) Scale(
    double channels, double layers, double width, double depth)
{
    double wide = channels * width, rounded = Math.Max(8, 8 * Math.Round(wide / 8));
    return (rounded < 0.9 * wide ? rounded + 8 : rounded, Math.Ceiling(layers * depth));
}
