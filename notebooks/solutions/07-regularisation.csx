// Notebook 07: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 07-ridge-gradient answer
static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
{
    int n = y.Length;
    var gradient = new double[w.Length];
    for (int row = 0; row < n; row++)
    {
        double error = -y[row];
        for (int i = 0; i < w.Length; i++) error += x[row, i] * w[i];
        for (int i = 0; i < w.Length; i++) gradient[i] += 2.0 / n * error * x[row, i];
    }
    for (int i = 0; i < w.Length; i++) gradient[i] += 2 * lambda * w[i];
    return gradient;
}

// %% 07-ridge-gradient wrong: 2 of the penalty
static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
{
    int n = y.Length;
    var gradient = new double[w.Length];
    for (int row = 0; row < n; row++)
    {
        double error = -y[row];
        for (int i = 0; i < w.Length; i++) error += x[row, i] * w[i];
        for (int i = 0; i < w.Length; i++) gradient[i] += 2.0 / n * error * x[row, i];
    }
    for (int i = 0; i < w.Length; i++) gradient[i] += lambda * w[i];
    return gradient;
}

// %% 07-ridge-gradient wrong: Missing 1/n
static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
{
    int n = y.Length;
    var gradient = new double[w.Length];
    for (int row = 0; row < n; row++)
    {
        double error = -y[row];
        for (int i = 0; i < w.Length; i++) error += x[row, i] * w[i];
        for (int i = 0; i < w.Length; i++) gradient[i] += 2 * error * x[row, i];
    }
    for (int i = 0; i < w.Length; i++) gradient[i] += 2 * lambda * w[i];
    return gradient;
}

// %% 07-ridge-gradient wrong: penalty is wrong
static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
{
    int n = y.Length;
    var gradient = new double[w.Length];
    for (int row = 0; row < n; row++)
    {
        double error = -y[row];
        for (int i = 0; i < w.Length; i++) error += x[row, i] * w[i];
        for (int i = 0; i < w.Length; i++) gradient[i] += 2.0 / n * error * x[row, i];
    }
    for (int i = 0; i < w.Length; i++) gradient[i] -= 2 * lambda * w[i];
    return gradient;
}

// %% 07-ridge-gradient wrong: L1 penalty
static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
{
    int n = y.Length;
    var gradient = new double[w.Length];
    for (int row = 0; row < n; row++)
    {
        double error = -y[row];
        for (int i = 0; i < w.Length; i++) error += x[row, i] * w[i];
        for (int i = 0; i < w.Length; i++) gradient[i] += 2.0 / n * error * x[row, i];
    }
    for (int i = 0; i < w.Length; i++) gradient[i] += lambda * Math.Sign(w[i]);
    return gradient;
}

// %% 07-soft-threshold answer
static double[] SoftThreshold(double[] w, double amount)
{
    var result = new double[w.Length];
    for (int i = 0; i < w.Length; i++)
        result[i] = w[i] > amount ? w[i] - amount : w[i] < -amount ? w[i] + amount : 0;
    return result;
}

// %% 07-soft-threshold wrong: other side
static double[] SoftThreshold(double[] w, double amount)
{
    var result = new double[w.Length];
    for (int i = 0; i < w.Length; i++) result[i] = w[i] - amount * Math.Sign(w[i]);
    return result;
}

// %% 07-soft-threshold wrong: hard thresholding
static double[] SoftThreshold(double[] w, double amount)
{
    var result = new double[w.Length];
    for (int i = 0; i < w.Length; i++) result[i] = Math.Abs(w[i]) > amount ? w[i] : 0;
    return result;
}

// %% 07-soft-threshold wrong: step of L2
static double[] SoftThreshold(double[] w, double amount)
{
    var result = new double[w.Length];
    for (int i = 0; i < w.Length; i++) result[i] = w[i] - amount * w[i];
    return result;
}

// %% 07-soft-threshold wrong: all set to 0
static double[] SoftThreshold(double[] w, double amount)
{
    var result = new double[w.Length];
    for (int i = 0; i < w.Length; i++) result[i] = Math.Max(w[i] - amount, 0);
    return result;
}

// %% 07-dropout answer
static double[] Dropout(double[] x, double[] uniform, double p, string mode)
{
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++)
        y[i] = mode == "eval" ? x[i] : uniform[i] < p ? 0 : x[i] / (1 - p);
    return y;
}

// %% 07-dropout wrong: not scaled
static double[] Dropout(double[] x, double[] uniform, double p, string mode)
{
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++)
        y[i] = mode == "eval" ? x[i] : uniform[i] < p ? 0 : x[i];
    return y;
}

// %% 07-dropout wrong: as first published
static double[] Dropout(double[] x, double[] uniform, double p, string mode)
{
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++)
        y[i] = mode == "eval" ? x[i] * (1 - p) : uniform[i] < p ? 0 : x[i];
    return y;
}

// %% 07-dropout wrong: are exchanged
static double[] Dropout(double[] x, double[] uniform, double p, string mode)
{
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++)
        y[i] = mode == "eval" ? x[i] : uniform[i] < p ? x[i] / (1 - p) : 0;
    return y;
}

// %% 07-dropout wrong: in "eval" as well
static double[] Dropout(double[] x, double[] uniform, double p, string mode)
{
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++) y[i] = uniform[i] < p ? 0 : x[i] / (1 - p);
    return y;
}

// %% 07-early-stop answer
static double[] Watch(double[] losses, double patience)
{
    int best = 0;
    for (int e = 0; e < losses.Length; e++)
    {
        if (losses[e] < losses[best]) best = e;
        if (e - best > patience) return new double[] { e, best };
    }
    return new double[] { losses.Length - 1, best };
}

// %% 07-early-stop wrong: too early
static double[] Watch(double[] losses, double patience)
{
    int best = 0;
    for (int e = 0; e < losses.Length; e++)
    {
        if (losses[e] < losses[best]) best = e;
        if (e > best && e - best > patience - 1) return new double[] { e, best };
    }
    return new double[] { losses.Length - 1, best };
}

// %% 07-early-stop wrong: start again
static double[] Watch(double[] losses, double patience)
{
    double best = double.PositiveInfinity;
    int at = 0, bad = 0;
    for (int e = 0; e < losses.Length; e++)
    {
        if (losses[e] < best)
        {
            best = losses[e];
            at = e;
        }
        else if (++bad > patience)
            return new double[] { e, at };
    }
    return new double[] { losses.Length - 1, at };
}

// %% 07-early-stop wrong: the one before
static double[] Watch(double[] losses, double patience)
{
    int best = 0, bad = 0;
    for (int e = 0; e < losses.Length; e++)
    {
        if (losses[e] < losses[best]) best = e;
        bad = e == 0 || losses[e] < losses[e - 1] ? 0 : bad + 1;
        if (bad > patience) return new double[] { e, best };
    }
    return new double[] { losses.Length - 1, best };
}

// %% 07-early-stop wrong: numbers are exchanged
static double[] Watch(double[] losses, double patience)
{
    int best = 0;
    for (int e = 0; e < losses.Length; e++)
    {
        if (losses[e] < losses[best]) best = e;
        if (e - best > patience) return new double[] { best, e };
    }
    return new double[] { best, losses.Length - 1 };
}

// %% 07-clip answer
static double[] Clip(string rule, double[] gradient, double limit)
{
    double length = Math.Sqrt(gradient.Sum(g => g * g));
    if (rule == "norm")
        return length > limit ? gradient.Select(g => g * limit / length).ToArray() : gradient.ToArray();
    return gradient.Select(g => Math.Max(-limit, Math.Min(limit, g))).ToArray();
}

// %% 07-clip wrong: stretched to the limit
static double[] Clip(string rule, double[] gradient, double limit)
{
    double length = Math.Sqrt(gradient.Sum(g => g * g));
    if (rule == "norm")
        return gradient.Select(g => g * limit / length).ToArray();
    return gradient.Select(g => Math.Max(-limit, Math.Min(limit, g))).ToArray();
}

// %% 07-clip wrong: root is missing
static double[] Clip(string rule, double[] gradient, double limit)
{
    double length = gradient.Sum(g => g * g);
    if (rule == "norm")
        return gradient.Select(g => g * Math.Min(1, limit / length)).ToArray();
    return gradient.Select(g => Math.Max(-limit, Math.Min(limit, g))).ToArray();
}

// %% 07-clip wrong: changes the direction
static double[] Clip(string rule, double[] gradient, double limit) =>
    gradient.Select(g => Math.Clamp(g, -limit, limit)).ToArray();

// %% 07-clip wrong: from below
static double[] Clip(string rule, double[] gradient, double limit)
{
    double length = Math.Sqrt(gradient.Sum(g => g * g));
    if (rule == "norm")
        return gradient.Select(g => g * Math.Min(1, limit / length)).ToArray();
    return gradient.Select(g => Math.Min(limit, g)).ToArray();
}
