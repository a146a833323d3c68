// Notebook 00: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 00-mean answer
static double Mean(double[] x)
{
    double sum = 0;
    foreach (double v in x)
        sum += v;
    return sum / x.Length;
}

// %% 00-mean wrong: This is the sum
static double Mean(double[] x)
{
    double sum = 0;
    for (int i = 0; i < x.Length; i++)
        sum += x[i];
    return sum;
}

// %% 00-mean wrong: N − 1
static double Mean(double[] x)
{
    double sum = 0;
    foreach (double v in x)
        sum += v;
    return sum / (x.Length - 1);
}

// %% 00-mean wrong: last element is left out
static double Mean(double[] x)
{
    double sum = 0;
    for (int i = 0; i < x.Length - 1; i++)
        sum += x[i];
    return sum / x.Length;
}

// %% 00-mean wrong: first element is left out
static double Mean(double[] x)
{
    double sum = 0;
    for (int i = 1; i < x.Length; i++)
        sum += x[i];
    return sum / x.Length;
}

// %% 00-dot answer
static double Dot(double[] a, double[] b)
{
    double sum = 0;
    for (int i = 0; i < a.Length; i++)
        sum += a[i] * b[i];
    return sum;
}

// %% 00-dot wrong: overwritten
static double Dot(double[] a, double[] b)
{
    double sum = 0;
    for (int i = 0; i < a.Length; i++)
        sum = a[i] * b[i];
    return sum;
}

// %% 00-dot wrong: product of the two sums
static double Dot(double[] a, double[] b) => a.Sum() * b.Sum();

// %% 00-dot wrong: added, not multiplied
static double Dot(double[] a, double[] b)
{
    double sum = 0;
    for (int i = 0; i < a.Length; i++)
        sum += a[i] + b[i];
    return sum;
}

// %% 00-dot wrong: last pair is left out
static double Dot(double[] a, double[] b)
{
    double sum = 0;
    for (int i = 0; i < a.Length - 1; i++)
        sum += a[i] * b[i];
    return sum;
}

// %% 00-argmax answer
static int ArgMax(double[] x)
{
    int best = 0;
    for (int i = 1; i < x.Length; i++)
    {
        if (x[i] > x[best])
            best = i;
    }
    return best;
}

// %% 00-argmax wrong: value of the largest element
static int ArgMax(double[] x) => (int)x.Max();

// %% 00-argmax wrong: Of equal elements the last
static int ArgMax(double[] x)
{
    int best = 0;
    for (int i = 1; i < x.Length; i++)
    {
        if (x[i] >= x[best])
            best = i;
    }
    return best;
}

// %% 00-argmax wrong: best value starts at 0
static int ArgMax(double[] x)
{
    int best = 0;
    double largest = 0;
    for (int i = 0; i < x.Length; i++)
    {
        if (x[i] > largest)
            (best, largest) = (i, x[i]);
    }
    return best;
}

// %% 00-argmax wrong: Counted from 1
static int ArgMax(double[] x)
{
    int best = 1;
    for (int i = 2; i <= x.Length; i++)
    {
        if (x[i - 1] > x[best - 1])
            best = i;
    }
    return best;
}

// %% 00-argmax wrong: smallest element
static int ArgMax(double[] x)
{
    int best = 0;
    for (int i = 1; i < x.Length; i++)
    {
        if (x[i] < x[best])
            best = i;
    }
    return best;
}

// %% 00-argmax wrong: never looked at
static int ArgMax(double[] x)
{
    int best = 0;
    for (int i = 1; i < x.Length - 1; i++)
    {
        if (x[i] > x[best])
            best = i;
    }
    return best;
}

// %% 00-noise answer
static double[] Noise(int seed, int count, double std)
{
    var rng = new Rng((ulong)seed);
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = std * rng.NextNormal();
    return noise;
}

// %% 00-noise wrong: seed is not used
static double[] Noise(int seed, int count, double std)
{
    var rng = new Rng(0);
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = std * rng.NextNormal();
    return noise;
}

// %% 00-noise wrong: all the same
static double[] Noise(int seed, int count, double std)
{
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = std * new Rng((ulong)seed).NextNormal();
    return noise;
}

// %% 00-noise wrong: by the variance
static double[] Noise(int seed, int count, double std)
{
    var rng = new Rng((ulong)seed);
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = std * std * rng.NextNormal();
    return noise;
}

// %% 00-noise wrong: uniform numbers
static double[] Noise(int seed, int count, double std)
{
    var rng = new Rng((ulong)seed);
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = std * rng.NextDouble();
    return noise;
}

// %% 00-noise wrong: not scaled by std
static double[] Noise(int seed, int count, double std)
{
    var rng = new Rng((ulong)seed);
    var noise = new double[count];
    for (int i = 0; i < count; i++)
        noise[i] = rng.NextNormal();
    return noise;
}
