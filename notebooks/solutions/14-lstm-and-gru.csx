// Notebook 14: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 14-lstm answer
static double[] LstmStep(double[] sums, double c)
{
    double Gate(double s) => 1 / (1 + Math.Exp(-s));
    double next = Gate(sums[1]) * c + Gate(sums[0]) * Math.Tanh(sums[2]);
    return new[] { Gate(sums[3]) * Math.Tanh(next), next };
}

// %% 14-lstm wrong: looks at the old c
static double[] LstmStep(double[] sums, double c)
{
    double Gate(double s) => 1 / (1 + Math.Exp(-s));
    double next = Gate(sums[1]) * c + Gate(sums[0]) * Math.Tanh(sums[2]);
    return new[] { Gate(sums[3]) * Math.Tanh(c), next };
}

// %% 14-lstm wrong: the other way round
static double[] LstmStep(double[] sums, double c)
{
    double Gate(double s) => 1 / (1 + Math.Exp(-s));
    double next = (1 - Gate(sums[1])) * c + Gate(sums[0]) * Math.Tanh(sums[2]);
    return new[] { Gate(sums[3]) * Math.Tanh(next), next };
}

// %% 14-lstm wrong: candidate is a tanh
static double[] LstmStep(double[] sums, double c)
{
    double Gate(double s) => 1 / (1 + Math.Exp(-s));
    double next = Gate(sums[1]) * c + Gate(sums[0]) * Gate(sums[2]);
    return new[] { Gate(sums[3]) * Math.Tanh(next), next };
}

// %% 14-gru answer
static double GruStep(double[] fromX, double[] fromH, double h)
{
    double Gate(int k) => 1 / (1 + Math.Exp(-fromX[k] - fromH[k]));
    double n = Math.Tanh(fromX[2] + Gate(0) * fromH[2]);
    return (1 - Gate(1)) * n + Gate(1) * h;
}

// %% 14-gru wrong: update gate is the other way round
static double GruStep(double[] fromX, double[] fromH, double h)
{
    double Gate(int k) => 1 / (1 + Math.Exp(-fromX[k] - fromH[k]));
    double n = Math.Tanh(fromX[2] + Gate(0) * fromH[2]);
    return Gate(1) * n + (1 - Gate(1)) * h;
}

// %% 14-gru wrong: reset gate is missing
static double GruStep(double[] fromX, double[] fromH, double h)
{
    double Gate(int k) => 1 / (1 + Math.Exp(-fromX[k] - fromH[k]));
    return (1 - Gate(1)) * Math.Tanh(fromX[2] + fromH[2]) + Gate(1) * h;
}

// %% 14-gru wrong: not on the input's
static double GruStep(double[] fromX, double[] fromH, double h)
{
    double Gate(int k) => 1 / (1 + Math.Exp(-fromX[k] - fromH[k]));
    return (1 - Gate(1)) * Math.Tanh(Gate(0) * (fromX[2] + fromH[2])) + Gate(1) * h;
}

// %% 14-count answer
static double Parameters(double inputs, double hidden, double blocks) =>
    blocks * hidden * (inputs + hidden + 2);

// %% 14-count wrong: One bias is missing
static double Parameters(double inputs, double hidden, double blocks) =>
    blocks * hidden * (inputs + hidden + 1);

// %% 14-count wrong: weights of the state are missing
static double Parameters(double inputs, double hidden, double blocks) =>
    blocks * hidden * (inputs + 2);

// %% 14-count wrong: This is one block
static double Parameters(double inputs, double hidden, double blocks) =>
    hidden * (inputs + hidden + 2);

// %% 14-horizon answer
static double StepsKept(double c, double keep, double limit)
{
    int steps = 0;
    while (c >= limit)
    {
        c *= keep;
        steps++;
    }
    return steps;
}

// %% 14-horizon wrong: whole
static double StepsKept(double c, double keep, double limit) => Math.Log(limit / c) / Math.Log(keep);

// %% 14-horizon wrong: not linear
static double StepsKept(double c, double keep, double limit) => Math.Ceiling((c - limit) / (c * (1 - keep)));

// %% 14-horizon wrong: too early
static double StepsKept(double c, double keep, double limit)
{
    int steps = 0;
    while (c * keep >= limit)
    {
        c *= keep;
        steps++;
    }
    return steps;
}

// %% 14-both answer
static double[,] BothWays(double w, double u, double[] x)
{
    var y = new double[x.Length, 2];
    double h = 0;
    for (int t = 0; t < x.Length; t++) y[t, 0] = h = Math.Tanh(w * x[t] + u * h);
    h = 0;
    for (int t = x.Length - 1; t >= 0; t--) y[t, 1] = h = Math.Tanh(w * x[t] + u * h);
    return y;
}

// %% 14-both wrong: order in which they were made
static double[,] BothWays(double w, double u, double[] x)
{
    var y = new double[x.Length, 2];
    double h = 0, g = 0;
    for (int t = 0; t < x.Length; t++)
    {
        y[t, 0] = h = Math.Tanh(w * x[t] + u * h);
        y[t, 1] = g = Math.Tanh(w * x[x.Length - 1 - t] + u * g);
    }
    return y;
}

// %% 14-both wrong: begins where the other ended
static double[,] BothWays(double w, double u, double[] x)
{
    var y = new double[x.Length, 2];
    double h = 0;
    for (int t = 0; t < x.Length; t++) y[t, 0] = h = Math.Tanh(w * x[t] + u * h);
    for (int t = x.Length - 1; t >= 0; t--) y[t, 1] = h = Math.Tanh(w * x[t] + u * h);
    return y;
}

// %% 14-both wrong: exchanged
static double[,] BothWays(double w, double u, double[] x)
{
    var y = new double[x.Length, 2];
    double h = 0;
    for (int t = 0; t < x.Length; t++) y[t, 1] = h = Math.Tanh(w * x[t] + u * h);
    h = 0;
    for (int t = x.Length - 1; t >= 0; t--) y[t, 0] = h = Math.Tanh(w * x[t] + u * h);
    return y;
}
