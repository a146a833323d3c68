// Notebook 17: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 17-highway answer
static double[] Highway(double[] x, double[] h, double[] a)
{
    var y = new double[x.Length];
    for (int i = 0; i < y.Length; i++)
    {
        double t = 1 / (1 + Math.Exp(-a[i]));
        y[i] = t * h[i] + (1 - t) * x[i];
    }
    return y;
}

// %% 17-highway wrong: the wrong way round
static double[] Highway(double[] x, double[] h, double[] a)
{
    var y = new double[x.Length];
    for (int i = 0; i < y.Length; i++)
    {
        double t = 1 / (1 + Math.Exp(-a[i]));
        y[i] = t * x[i] + (1 - t) * h[i];
    }
    return y;
}

// %% 17-highway wrong: The sigmoid is missing
static double[] Highway(double[] x, double[] h, double[] a)
{
    var y = new double[x.Length];
    for (int i = 0; i < y.Length; i++)
        y[i] = a[i] * h[i] + (1 - a[i]) * x[i];
    return y;
}

// %% 17-highway wrong: added whole
static double[] Highway(double[] x, double[] h, double[] a)
{
    var y = new double[x.Length];
    for (int i = 0; i < y.Length; i++)
        y[i] = x[i] + h[i] / (1 + Math.Exp(-a[i]));
    return y;
}

// %% 17-block-backward answer
static (double[] Dx, double[,] Dw1, double[,] Dw2) BlockBackward(double[] x, double[,] w1, double[,] w2, double[] dy)
{
    int n = x.Length, m = w1.GetLength(0);
    double[] dx = (double[])dy.Clone();
    double[,] dw1 = new double[m, n], dw2 = new double[n, m];
    for (int j = 0; j < m; j++)
    {
        double h = 0, dh = 0;
        for (int k = 0; k < n; k++) h += w1[j, k] * x[k];
        if (h <= 0) continue;
        for (int i = 0; i < n; i++)
        {
            dh += w2[i, j] * dy[i];
            dw2[i, j] = dy[i] * h;
        }
        for (int k = 0; k < n; k++)
        {
            dw1[j, k] = dh * x[k];
            dx[k] += w1[j, k] * dh;
        }
    }
    return (dx, dw1, dw2);
}

// %% 17-block-backward wrong: lacks the way around
static (double[] Dx, double[,] Dw1, double[,] Dw2) BlockBackward(double[] x, double[,] w1, double[,] w2, double[] dy)
{
    int n = x.Length, m = w1.GetLength(0);
    double[] dx = new double[n];
    double[,] dw1 = new double[m, n], dw2 = new double[n, m];
    for (int j = 0; j < m; j++)
    {
        double h = 0, dh = 0;
        for (int k = 0; k < n; k++) h += w1[j, k] * x[k];
        if (h <= 0) continue;
        for (int i = 0; i < n; i++) { dh += w2[i, j] * dy[i]; dw2[i, j] = dy[i] * h; }
        for (int k = 0; k < n; k++) { dw1[j, k] = dh * x[k]; dx[k] += w1[j, k] * dh; }
    }
    return (dx, dw1, dw2);
}

// %% 17-block-backward wrong: The rectifier is missing
static (double[] Dx, double[,] Dw1, double[,] Dw2) BlockBackward(double[] x, double[,] w1, double[,] w2, double[] dy)
{
    int n = x.Length, m = w1.GetLength(0);
    double[] dx = (double[])dy.Clone();
    double[,] dw1 = new double[m, n], dw2 = new double[n, m];
    for (int j = 0; j < m; j++)
    {
        double h = 0, dh = 0;
        for (int k = 0; k < n; k++) h += w1[j, k] * x[k];
        for (int i = 0; i < n; i++) { dh += w2[i, j] * dy[i]; dw2[i, j] = dy[i] * Math.Max(h, 0); }
        for (int k = 0; k < n; k++) { dw1[j, k] = dh * x[k]; dx[k] += w1[j, k] * dh; }
    }
    return (dx, dw1, dw2);
}

// %% 17-block-backward wrong: counted twice
static (double[] Dx, double[,] Dw1, double[,] Dw2) BlockBackward(double[] x, double[,] w1, double[,] w2, double[] dy)
{
    int n = x.Length, m = w1.GetLength(0);
    double[] dx = new double[n];
    for (int k = 0; k < n; k++) dx[k] = 2 * dy[k];
    double[,] dw1 = new double[m, n], dw2 = new double[n, m];
    for (int j = 0; j < m; j++)
    {
        double h = 0, dh = 0;
        for (int k = 0; k < n; k++) h += w1[j, k] * x[k];
        if (h <= 0) continue;
        for (int i = 0; i < n; i++) { dh += w2[i, j] * dy[i]; dw2[i, j] = dy[i] * h; }
        for (int k = 0; k < n; k++) { dw1[j, k] = dh * x[k]; dx[k] += w1[j, k] * dh; }
    }
    return (dx, dw1, dw2);
}

// %% 17-projection answer
static double ProjectionParameters(double[] widths)
{
    double sum = 0;
    for (int i = 0; i + 1 < widths.Length; i++)
        sum += widths[i] * widths[i + 1] + 2 * widths[i + 1];
    return sum;
}

// %% 17-projection wrong: The normalization is missing
static double ProjectionParameters(double[] widths)
{
    double sum = 0;
    for (int i = 0; i + 1 < widths.Length; i++)
        sum += widths[i] * widths[i + 1];
    return sum;
}

// %% 17-projection wrong: 1×1, not 3×3
static double ProjectionParameters(double[] widths)
{
    double sum = 0;
    for (int i = 0; i + 1 < widths.Length; i++)
        sum += 9 * widths[i] * widths[i + 1] + 2 * widths[i + 1];
    return sum;
}

// %% 17-projection wrong: as many channels as the new stage
static double ProjectionParameters(double[] widths)
{
    double sum = 0;
    for (int i = 0; i + 1 < widths.Length; i++)
        sum += widths[i] * widths[i + 1] + 2 * widths[i];
    return sum;
}

// %% 17-highway wrong: goes down to −1
static double[] Highway(double[] x, double[] h, double[] a) =>
    x.Select((v, i) => Math.Tanh(a[i]) * h[i] + (1 - Math.Tanh(a[i])) * v).ToArray();
