// Notebook 20: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 20-ppmi answer
static double[,] Ppmi(double[,] counts)
{
    int rows = counts.GetLength(0), cols = counts.GetLength(1);
    double[] row = new double[rows], col = new double[cols];
    double all = 0;
    for (int w = 0; w < rows; w++)
        for (int c = 0; c < cols; c++)
        {
            row[w] += counts[w, c];
            col[c] += counts[w, c];
            all += counts[w, c];
        }
    var y = new double[rows, cols];
    for (int w = 0; w < rows; w++)
        for (int c = 0; c < cols; c++)
            if (counts[w, c] > 0) y[w, c] = Math.Max(0, Math.Log(counts[w, c] * all / (row[w] * col[c])));
    return y;
}

// %% 20-ppmi wrong: Negative values stay
static double[,] Ppmi(double[,] counts)
{
    int rows = counts.GetLength(0), cols = counts.GetLength(1);
    double all = counts.Cast<double>().Sum();
    var y = new double[rows, cols];
    for (int w = 0; w < rows; w++)
        for (int c = 0; c < cols; c++)
        {
            double row = Enumerable.Range(0, cols).Sum(k => counts[w, k]);
            double col = Enumerable.Range(0, rows).Sum(k => counts[k, c]);
            if (counts[w, c] > 0) y[w, c] = Math.Log(counts[w, c] * all / (row * col));
        }
    return y;
}

// %% 20-ppmi wrong: base 2
static double[,] Ppmi(double[,] counts)
{
    int rows = counts.GetLength(0), cols = counts.GetLength(1);
    double all = counts.Cast<double>().Sum();
    var y = new double[rows, cols];
    for (int w = 0; w < rows; w++)
        for (int c = 0; c < cols; c++)
        {
            double row = Enumerable.Range(0, cols).Sum(k => counts[w, k]);
            double col = Enumerable.Range(0, rows).Sum(k => counts[k, c]);
            if (counts[w, c] > 0) y[w, c] = Math.Max(0, Math.Log2(counts[w, c] * all / (row * col)));
        }
    return y;
}

// %% 20-ppmi wrong: without the logarithm
static double[,] Ppmi(double[,] counts)
{
    int rows = counts.GetLength(0), cols = counts.GetLength(1);
    double all = counts.Cast<double>().Sum();
    var y = new double[rows, cols];
    for (int w = 0; w < rows; w++)
        for (int c = 0; c < cols; c++)
        {
            double row = Enumerable.Range(0, cols).Sum(k => counts[w, k]);
            double col = Enumerable.Range(0, rows).Sum(k => counts[k, c]);
            y[w, c] = counts[w, c] * all / (row * col);
        }
    return y;
}

// %% 20-negative answer
static double[] Gradient(double[] v, double[,] u)
{
    var dv = new double[v.Length];
    for (int k = 0; k < u.GetLength(0); k++)
    {
        double dot = 0;
        for (int i = 0; i < v.Length; i++) dot += v[i] * u[k, i];
        double gain = 1 / (1 + Math.Exp(-dot)) - (k == 0 ? 1 : 0);
        for (int i = 0; i < v.Length; i++) dv[i] += gain * u[k, i];
    }
    return dv;
}

// %% 20-negative wrong: direction in which the loss falls
static double[] Gradient(double[] v, double[,] u)
{
    var dv = new double[v.Length];
    for (int k = 0; k < u.GetLength(0); k++)
    {
        double dot = 0;
        for (int i = 0; i < v.Length; i++) dot += v[i] * u[k, i];
        double gain = (k == 0 ? 1 : 0) - 1 / (1 + Math.Exp(-dot));
        for (int i = 0; i < v.Length; i++) dv[i] += gain * u[k, i];
    }
    return dv;
}

// %% 20-negative wrong: noise words are missing
static double[] Gradient(double[] v, double[,] u)
{
    double dot = 0;
    for (int i = 0; i < v.Length; i++) dot += v[i] * u[0, i];
    return v.Select((_, i) => (1 / (1 + Math.Exp(-dot)) - 1) * u[0, i]).ToArray();
}

// %% 20-negative wrong: belongs to a squared error
static double[] Gradient(double[] v, double[,] u)
{
    var dv = new double[v.Length];
    for (int k = 0; k < u.GetLength(0); k++)
    {
        double dot = 0;
        for (int i = 0; i < v.Length; i++) dot += v[i] * u[k, i];
        double s = 1 / (1 + Math.Exp(-dot));
        for (int i = 0; i < v.Length; i++) dv[i] += (s - (k == 0 ? 1 : 0)) * s * (1 - s) * u[k, i];
    }
    return dv;
}

// %% 20-keep answer
static double Keep(double count, double total, double t)
{
    double f = count / total;
    return Math.Min(1, Math.Sqrt(t / f) + t / f);
}

// %% 20-keep wrong: at most 1
static double Keep(double count, double total, double t) =>
    Math.Sqrt(t * total / count) + t * total / count;

// %% 20-keep wrong: is dropped
static double Keep(double count, double total, double t) =>
    1 - Math.Min(1, Math.Sqrt(t * total / count) + t * total / count);

// %% 20-keep wrong: f is a share
static double Keep(double count, double total, double t) =>
    Math.Min(1, Math.Sqrt(t / count) + t / count);

// %% 20-analogy answer
static int Analogy(double[,] x, int a, int b, int c)
{
    int best = -1;
    double most = double.NegativeInfinity;
    for (int w = 0; w < x.GetLength(0); w++)
    {
        if (w == a || w == b || w == c) continue;
        double dot = 0;
        for (int k = 0; k < x.GetLength(1); k++) dot += x[w, k] * (x[b, k] - x[a, k] + x[c, k]);
        if (dot > most) (best, most) = (w, dot);
    }
    return best;
}

// %% 20-analogy wrong: leave them out
static int Analogy(double[,] x, int a, int b, int c)
{
    int best = -1;
    double most = double.NegativeInfinity;
    for (int w = 0; w < x.GetLength(0); w++)
    {
        double dot = 0;
        for (int k = 0; k < x.GetLength(1); k++) dot += x[w, k] * (x[b, k] - x[a, k] + x[c, k]);
        if (dot > most) (best, most) = (w, dot);
    }
    return best;
}

// %% 20-analogy wrong: direction is turned round
static int Analogy(double[,] x, int a, int b, int c)
{
    int best = -1;
    double most = double.NegativeInfinity;
    for (int w = 0; w < x.GetLength(0); w++)
    {
        if (w == a || w == b || w == c) continue;
        double dot = 0;
        for (int k = 0; k < x.GetLength(1); k++) dot += x[w, k] * (x[a, k] - x[b, k] + x[c, k]);
        if (dot > most) (best, most) = (w, dot);
    }
    return best;
}

// %% 20-analogy wrong: c is missing
static int Analogy(double[,] x, int a, int b, int c)
{
    int best = -1;
    double most = double.NegativeInfinity;
    for (int w = 0; w < x.GetLength(0); w++)
    {
        if (w == a || w == b || w == c) continue;
        double dot = 0;
        for (int k = 0; k < x.GetLength(1); k++) dot += x[w, k] * (x[b, k] - x[a, k]);
        if (dot > most) (best, most) = (w, dot);
    }
    return best;
}
