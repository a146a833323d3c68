// Notebook 09: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 09-conv answer
static double[,] Convolve(double[,] x, double[,] w, int stride, int padding)
{
    int rows = (x.GetLength(0) + 2 * padding - w.GetLength(0)) / stride + 1;
    int columns = (x.GetLength(1) + 2 * padding - w.GetLength(1)) / stride + 1;
    var y = new double[rows, columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                {
                    int row = i * stride + r - padding, column = j * stride + s - padding;
                    if (row >= 0 && row < x.GetLength(0) && column >= 0 && column < x.GetLength(1))
                        y[i, j] += w[r, s] * x[row, column];
                }
    return y;
}

// %% 09-conv wrong: The kernel is flipped
static double[,] Convolve(double[,] x, double[,] w, int stride, int padding)
{
    int h = w.GetLength(0), v = w.GetLength(1);
    var y = new double[(x.GetLength(0) + 2 * padding - h) / stride + 1, (x.GetLength(1) + 2 * padding - v) / stride + 1];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
            for (int r = 0; r < h; r++)
                for (int s = 0; s < v; s++)
                {
                    int row = i * stride + r - padding, column = j * stride + s - padding;
                    if (row >= 0 && row < x.GetLength(0) && column >= 0 && column < x.GetLength(1))
                        y[i, j] += w[h - 1 - r, v - 1 - s] * x[row, column];
                }
    return y;
}

// %% 09-conv wrong: The stride moves the output
static double[,] Convolve(double[,] x, double[,] w, int stride, int padding)
{
    var y = new double[(x.GetLength(0) + 2 * padding - w.GetLength(0)) / stride + 1, (x.GetLength(1) + 2 * padding - w.GetLength(1)) / stride + 1];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                {
                    int row = i + r - padding, column = j + s - padding;
                    if (row >= 0 && row < x.GetLength(0) && column >= 0 && column < x.GetLength(1))
                        y[i, j] += w[r, s] * x[row, column];
                }
    return y;
}

// %% 09-conv wrong: Beyond the edge
static double[,] Convolve(double[,] x, double[,] w, int stride, int padding)
{
    var y = new double[(x.GetLength(0) + 2 * padding - w.GetLength(0)) / stride + 1, (x.GetLength(1) + 2 * padding - w.GetLength(1)) / stride + 1];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                    y[i, j] += w[r, s] * x[Math.Clamp(i * stride + r - padding, 0, x.GetLength(0) - 1), Math.Clamp(j * stride + s - padding, 0, x.GetLength(1) - 1)];
    return y;
}

// %% 09-output-size answer
static double OutputSize(
    double input, double kernel, double stride, double padding, double dilation)
{
    double covered = dilation * (kernel - 1) + 1;
    return Math.Floor((input + 2 * padding - covered) / stride) + 1;
}

// %% 09-output-size wrong: counted once
static double OutputSize(
    double input, double kernel, double stride, double padding, double dilation) => Math.Floor((input + padding - dilation * (kernel - 1) - 1) / stride) + 1;

// %% 09-output-size wrong: One short
static double OutputSize(
    double input, double kernel, double stride, double padding, double dilation) => Math.Floor((input + 2 * padding - dilation * (kernel - 1) - 1) / stride);

// %% 09-output-size wrong: rounded up
static double OutputSize(
    double input, double kernel, double stride, double padding, double dilation) => Math.Ceiling((input + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;

// %% 09-output-size wrong: dilation is missing
static double OutputSize(
    double input, double kernel, double stride, double padding, double dilation) => Math.Floor((input + 2 * padding - kernel) / stride) + 1;

// %% 09-receptive-field answer
static double ReceptiveField(int[,] layers)
{
    double field = 1, step = 1;
    for (int l = 0; l < layers.GetLength(0); l++)
    {
        field += layers[l, 2] * (layers[l, 0] - 1) * step;
        step *= layers[l, 1];
    }
    return field;
}

// %% 09-receptive-field wrong: used for its own kernel
static double ReceptiveField(int[,] layers)
{
    double field = 1, step = 1;
    for (int l = 0; l < layers.GetLength(0); l++)
    {
        step *= layers[l, 1];
        field += layers[l, 2] * (layers[l, 0] - 1) * step;
    }
    return field;
}

// %% 09-receptive-field wrong: strides are missing
static double ReceptiveField(int[,] layers)
{
    double field = 1;
    for (int l = 0; l < layers.GetLength(0); l++)
        field += layers[l, 2] * (layers[l, 0] - 1);
    return field;
}

// %% 09-receptive-field wrong: adds the whole kernel
static double ReceptiveField(int[,] layers)
{
    double field = 1, step = 1;
    for (int l = 0; l < layers.GetLength(0); l++)
    {
        field += layers[l, 2] * layers[l, 0] * step;
        step *= layers[l, 1];
    }
    return field;
}

// %% 09-conv-backward answer
static (double[,] Dx, double[,] Dw) ConvBackward(
    double[,] x, double[,] w, double[,] dy)
{
    var dx = new double[x.GetLength(0), x.GetLength(1)];
    var dw = new double[w.GetLength(0), w.GetLength(1)];
    for (int i = 0; i < dy.GetLength(0); i++)
        for (int j = 0; j < dy.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                {
                    dx[i + r, j + s] += dy[i, j] * w[r, s];
                    dw[r, s] += dy[i, j] * x[i + r, j + s];
                }
    return (dx, dw);
}

// %% 09-conv-backward wrong: Dx is overwritten
static (double[,] Dx, double[,] Dw) ConvBackward(
    double[,] x, double[,] w, double[,] dy)
{
    var dx = new double[x.GetLength(0), x.GetLength(1)];
    var dw = new double[w.GetLength(0), w.GetLength(1)];
    for (int i = 0; i < dy.GetLength(0); i++)
        for (int j = 0; j < dy.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                {
                    dx[i + r, j + s] = dy[i, j] * w[r, s];
                    dw[r, s] += dy[i, j] * x[i + r, j + s];
                }
    return (dx, dw);
}

// %% 09-conv-backward wrong: Dw is overwritten
static (double[,] Dx, double[,] Dw) ConvBackward(
    double[,] x, double[,] w, double[,] dy)
{
    var dx = new double[x.GetLength(0), x.GetLength(1)];
    var dw = new double[w.GetLength(0), w.GetLength(1)];
    for (int i = 0; i < dy.GetLength(0); i++)
        for (int j = 0; j < dy.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                {
                    dx[i + r, j + s] += dy[i, j] * w[r, s];
                    dw[r, s] = dy[i, j] * x[i + r, j + s];
                }
    return (dx, dw);
}

// %% 09-conv-backward wrong: Dx is flipped
static (double[,] Dx, double[,] Dw) ConvBackward(
    double[,] x, double[,] w, double[,] dy)
{
    int h = w.GetLength(0), v = w.GetLength(1);
    var dx = new double[x.GetLength(0), x.GetLength(1)];
    var dw = new double[h, v];
    for (int i = 0; i < dy.GetLength(0); i++)
        for (int j = 0; j < dy.GetLength(1); j++)
            for (int r = 0; r < h; r++)
                for (int s = 0; s < v; s++)
                {
                    dx[i + r, j + s] += dy[i, j] * w[h - 1 - r, v - 1 - s];
                    dw[r, s] += dy[i, j] * x[i + r, j + s];
                }
    return (dx, dw);
}

// %% 09-transposed answer
static double[,] Transposed(double[,] x, double[,] w, int stride)
{
    var y = new double[(x.GetLength(0) - 1) * stride + w.GetLength(0), (x.GetLength(1) - 1) * stride + w.GetLength(1)];
    for (int i = 0; i < x.GetLength(0); i++)
        for (int j = 0; j < x.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                    y[i * stride + r, j * stride + s] += x[i, j] * w[r, s];
    return y;
}

// %% 09-transposed wrong: replace each other
static double[,] Transposed(double[,] x, double[,] w, int stride)
{
    var y = new double[(x.GetLength(0) - 1) * stride + w.GetLength(0), (x.GetLength(1) - 1) * stride + w.GetLength(1)];
    for (int i = 0; i < x.GetLength(0); i++)
        for (int j = 0; j < x.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                    y[i * stride + r, j * stride + s] = x[i, j] * w[r, s];
    return y;
}

// %% 09-transposed wrong: turned round
static double[,] Transposed(double[,] x, double[,] w, int stride)
{
    int h = w.GetLength(0), v = w.GetLength(1);
    var y = new double[(x.GetLength(0) - 1) * stride + h, (x.GetLength(1) - 1) * stride + v];
    for (int i = 0; i < x.GetLength(0); i++)
        for (int j = 0; j < x.GetLength(1); j++)
            for (int r = 0; r < h; r++)
                for (int s = 0; s < v; s++)
                    y[i * stride + r, j * stride + s] += x[i, j] * w[h - 1 - r, v - 1 - s];
    return y;
}

// %% 09-transposed wrong: stride is missing
static double[,] Transposed(double[,] x, double[,] w, int stride)
{
    var y = new double[x.GetLength(0) - 1 + w.GetLength(0), x.GetLength(1) - 1 + w.GetLength(1)];
    for (int i = 0; i < x.GetLength(0); i++)
        for (int j = 0; j < x.GetLength(1); j++)
            for (int r = 0; r < w.GetLength(0); r++)
                for (int s = 0; s < w.GetLength(1); s++)
                    y[i + r, j + s] += x[i, j] * w[r, s];
    return y;
}

// %% 09-pool answer
static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
{
    double[,] y = new double[dy.GetLength(0), dy.GetLength(1)], dx = new double[x.GetLength(0), x.GetLength(1)];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
        {
            int row = i * window, column = j * window;
            for (int r = i * window; r < (i + 1) * window; r++)
                for (int c = j * window; c < (j + 1) * window; c++)
                    if (x[r, c] > x[row, column]) (row, column) = (r, c);
            y[i, j] = x[row, column];
            dx[row, column] = dy[i, j];
        }
    return (y, dx);
}

// %% 09-pool wrong: The largest pixel gets 1
static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
{
    double[,] y = new double[dy.GetLength(0), dy.GetLength(1)], dx = new double[x.GetLength(0), x.GetLength(1)];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
        {
            int row = i * window, column = j * window;
            for (int r = i * window; r < (i + 1) * window; r++)
                for (int c = j * window; c < (j + 1) * window; c++)
                    if (x[r, c] > x[row, column]) (row, column) = (r, c);
            y[i, j] = x[row, column];
            dx[row, column] = 1;
        }
    return (y, dx);
}

// %% 09-pool wrong: goes to the first pixel
static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
{
    double[,] y = new double[dy.GetLength(0), dy.GetLength(1)], dx = new double[x.GetLength(0), x.GetLength(1)];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
        {
            int row = i * window, column = j * window;
            for (int r = i * window; r < (i + 1) * window; r++)
                for (int c = j * window; c < (j + 1) * window; c++)
                    if (x[r, c] > x[row, column]) (row, column) = (r, c);
            y[i, j] = x[row, column];
            dx[i * window, j * window] = dy[i, j];
        }
    return (y, dx);
}

// %% 09-pool wrong: not with 0
static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
{
    double[,] y = new double[dy.GetLength(0), dy.GetLength(1)], dx = new double[x.GetLength(0), x.GetLength(1)];
    for (int r = 0; r < x.GetLength(0); r++)
        for (int c = 0; c < x.GetLength(1); c++)
            y[r / window, c / window] = Math.Max(y[r / window, c / window], x[r, c]);
    for (int r = 0; r < x.GetLength(0); r++)
        for (int c = 0; c < x.GetLength(1); c++)
            if (x[r, c] > 0 && x[r, c] == y[r / window, c / window]) dx[r, c] = dy[r / window, c / window];
    return (y, dx);
}

// %% 09-pool wrong: Every pixel of a block
static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
{
    double[,] y = new double[dy.GetLength(0), dy.GetLength(1)], dx = new double[x.GetLength(0), x.GetLength(1)];
    for (int i = 0; i < y.GetLength(0); i++)
        for (int j = 0; j < y.GetLength(1); j++)
        {
            int row = i * window, column = j * window;
            for (int r = i * window; r < (i + 1) * window; r++)
                for (int c = j * window; c < (j + 1) * window; c++)
                    if (x[r, c] > x[row, column]) (row, column) = (r, c);
            y[i, j] = x[row, column];
        }
    for (int r = 0; r < x.GetLength(0); r++)
        for (int c = 0; c < x.GetLength(1); c++)
            dx[r, c] = dy[r / window, c / window];
    return (y, dx);
}
