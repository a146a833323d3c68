// Notebook 21: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 21-decibels answer
static double Decibels(double[] clean, double[] noisy)
{
    double signal = 0, noise = 0;
    for (int i = 0; i < clean.Length; i++)
    {
        signal += clean[i] * clean[i];
        noise += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
    }
    return 10 * Math.Log10(signal / noise);
}

// %% 21-decibels wrong: factor 20
static double Decibels(double[] clean, double[] noisy)
{
    double signal = 0, noise = 0;
    for (int i = 0; i < clean.Length; i++)
    {
        signal += clean[i] * clean[i];
        noise += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
    }
    return 20 * Math.Log10(signal / noise);
}

// %% 21-decibels wrong: natural logarithm
static double Decibels(double[] clean, double[] noisy)
{
    double signal = 0, noise = 0;
    for (int i = 0; i < clean.Length; i++)
    {
        signal += clean[i] * clean[i];
        noise += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
    }
    return 10 * Math.Log(signal / noise);
}

// %% 21-decibels wrong: Upside down
static double Decibels(double[] clean, double[] noisy)
{
    double signal = 0, noise = 0;
    for (int i = 0; i < clean.Length; i++)
    {
        signal += clean[i] * clean[i];
        noise += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
    }
    return 10 * Math.Log10(noise / signal);
}

// %% 21-sparsity answer
static double Sparsity(double[] activity, double target)
{
    double sum = 0;
    foreach (double a in activity)
        sum += target * Math.Log(target / a) + (1 - target) * Math.Log((1 - target) / (1 - a));
    return sum;
}

// %% 21-sparsity wrong: Only being on
static double Sparsity(double[] activity, double target) => activity.Sum(a => target * Math.Log(target / a));

// %% 21-sparsity wrong: Upside down
static double Sparsity(double[] activity, double target) =>
    activity.Sum(a => target * Math.Log(a / target) + (1 - target) * Math.Log((1 - a) / (1 - target)));

// %% 21-sparsity wrong: roles are exchanged
static double Sparsity(double[] activity, double target) =>
    activity.Sum(a => a * Math.Log(a / target) + (1 - a) * Math.Log((1 - a) / (1 - target)));

// %% 21-sparsity wrong: not averaged
static double Sparsity(double[] activity, double target) =>
    activity.Average(a => target * Math.Log(target / a) + (1 - target) * Math.Log((1 - target) / (1 - a)));

// %% 21-reparameterize answer
static double[] Draw(double[] mean, double[] logVariance, double[] epsilon) =>
    Enumerable.Range(0, mean.Length).Select(i => mean[i] + Math.Exp(logVariance[i] / 2) * epsilon[i]).ToArray();

// %% 21-reparameterize wrong: This is the variance
static double[] Draw(double[] mean, double[] logVariance, double[] epsilon) =>
    Enumerable.Range(0, mean.Length).Select(i => mean[i] + Math.Exp(logVariance[i]) * epsilon[i]).ToArray();

// %% 21-reparameterize wrong: logarithm is still there
static double[] Draw(double[] mean, double[] logVariance, double[] epsilon) =>
    Enumerable.Range(0, mean.Length).Select(i => mean[i] + logVariance[i] * epsilon[i]).ToArray();

// %% 21-reparameterize wrong: epsilon is missing
static double[] Draw(double[] mean, double[] logVariance, double[] epsilon) =>
    Enumerable.Range(0, mean.Length).Select(i => mean[i] + Math.Exp(logVariance[i] / 2)).ToArray();

// %% 21-divergence answer
static double Divergence(double[] mean, double[] logVariance)
{
    double sum = 0;
    for (int i = 0; i < mean.Length; i++) sum += 1 + logVariance[i] - mean[i] * mean[i] - Math.Exp(logVariance[i]);
    return -0.5 * sum;
}

// %% 21-divergence wrong: never negative
static double Divergence(double[] mean, double[] logVariance)
{
    double sum = 0;
    for (int i = 0; i < mean.Length; i++) sum += 1 + logVariance[i] - mean[i] * mean[i] - Math.Exp(logVariance[i]);
    return 0.5 * sum;
}

// %% 21-divergence wrong: half is missing
static double Divergence(double[] mean, double[] logVariance)
{
    double sum = 0;
    for (int i = 0; i < mean.Length; i++) sum += 1 + logVariance[i] - mean[i] * mean[i] - Math.Exp(logVariance[i]);
    return -sum;
}

// %% 21-divergence wrong: This is the deviation
static double Divergence(double[] mean, double[] logVariance)
{
    double sum = 0;
    for (int i = 0; i < mean.Length; i++) sum += 1 + logVariance[i] - mean[i] * mean[i] - Math.Exp(0.5 * logVariance[i]);
    return -0.5 * sum;
}
