// Notebook 01: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 01-update answer
static double[] Update(double[] w, double[] x, int y)
{
    double score = 0;
    for (int i = 0; i < w.Length; i++)
        score += w[i] * x[i];
    var next = (double[])w.Clone();
    if (y * score <= 0)
    {
        for (int i = 0; i < w.Length; i++)
            next[i] += y * x[i];
    }
    return next;
}

// %% 01-update wrong: although the example was right
static double[] Update(double[] w, double[] x, int y)
{
    var next = new double[w.Length];
    for (int i = 0; i < w.Length; i++)
        next[i] = w[i] + y * x[i];
    return next;
}

// %% 01-update wrong: score of exactly 0
static double[] Update(double[] w, double[] x, int y)
{
    double score = 0;
    for (int i = 0; i < w.Length; i++)
        score += w[i] * x[i];
    if (y * score >= 0)
        return w;
    return w.Zip(x, (a, b) => a + y * b).ToArray();
}

// %% 01-update wrong: the wrong way
static double[] Update(double[] w, double[] x, int y)
{
    double score = w.Zip(x, (a, b) => a * b).Sum();
    return y * score > 0 ? w : w.Zip(x, (a, b) => a - y * b).ToArray();
}

// %% 01-update wrong: whatever its label
static double[] Update(double[] w, double[] x, int y)
{
    double score = w.Zip(x, (a, b) => a * b).Sum();
    return y * score > 0 ? w : w.Zip(x, (a, b) => a + b).ToArray();
}

// %% 01-update wrong: the bias, stays behind
static double[] Update(double[] w, double[] x, int y)
{
    double score = w.Zip(x, (a, b) => a * b).Sum();
    var next = (double[])w.Clone();
    if (y * score > 0)
        return next;
    for (int i = 0; i < w.Length - 1; i++)
        next[i] += y * x[i];
    return next;
}

// %% 01-update wrong: does not replace it
static double[] Update(double[] w, double[] x, int y)
{
    double score = w.Zip(x, (a, b) => a * b).Sum();
    return y * score > 0 ? w : x.Select(v => y * v).ToArray();
}

// %% 01-bound answer
static double MistakeBound(double[,] x, int[] y, double[] w)
{
    double longest = 0, margin = double.PositiveInfinity, length = Math.Sqrt(w.Sum(v => v * v));
    for (int n = 0; n < y.Length; n++)
    {
        double score = 0, squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            score += w[i] * x[n, i];
            squares += x[n, i] * x[n, i];
        }
        longest = Math.Max(longest, Math.Sqrt(squares));
        margin = Math.Min(margin, y[n] * score / length);
    }
    return longest * longest / (margin * margin);
}

// %% 01-bound wrong: not divided by
static double MistakeBound(double[,] x, int[] y, double[] w)
{
    double longest = 0, margin = double.PositiveInfinity;
    for (int n = 0; n < y.Length; n++)
    {
        double score = 0, squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            score += w[i] * x[n, i];
            squares += x[n, i] * x[n, i];
        }
        longest = Math.Max(longest, Math.Sqrt(squares));
        margin = Math.Min(margin, y[n] * score);
    }
    return Math.Pow(longest / margin, 2);
}

// %% 01-bound wrong: is not squared
static double MistakeBound(double[,] x, int[] y, double[] w)
{
    double longest = 0, margin = double.PositiveInfinity, length = Math.Sqrt(w.Sum(v => v * v));
    for (int n = 0; n < y.Length; n++)
    {
        double score = 0, squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            score += w[i] * x[n, i];
            squares += x[n, i] * x[n, i];
        }
        longest = Math.Max(longest, Math.Sqrt(squares));
        margin = Math.Min(margin, y[n] * score / length);
    }
    return longest / margin;
}

// %% 01-bound wrong: γ is not: the bound
static double MistakeBound(double[,] x, int[] y, double[] w)
{
    double longest = 0, margin = double.PositiveInfinity, length = Math.Sqrt(w.Sum(v => v * v));
    for (int n = 0; n < y.Length; n++)
    {
        double score = 0, squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            score += w[i] * x[n, i];
            squares += x[n, i] * x[n, i];
        }
        longest = Math.Max(longest, squares);
        margin = Math.Min(margin, y[n] * score / length);
    }
    return longest / margin;
}

// %% 01-bound wrong: largest margin
static double MistakeBound(double[,] x, int[] y, double[] w)
{
    double longest = 0, margin = 0, length = Math.Sqrt(w.Sum(v => v * v));
    for (int n = 0; n < y.Length; n++)
    {
        double score = 0, squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            score += w[i] * x[n, i];
            squares += x[n, i] * x[n, i];
        }
        longest = Math.Max(longest, Math.Sqrt(squares));
        margin = Math.Max(margin, y[n] * score / length);
    }
    return Math.Pow(longest / margin, 2);
}

// %% 01-xor-proof answer
static double[] XorProof() => [1, 1, 1, 1];

// %% 01-xor-proof wrong: All multipliers are zero
static double[] XorProof() => new double[4];

// %% 01-xor-proof wrong: These are the labels
static double[] XorProof() => [-1, 1, 1, -1];

// %% 01-xor-proof wrong: signs are those of −y
static double[] XorProof() => [1, -1, -1, 1];

// %% 01-xor-proof wrong: Only the points of class +1
static double[] XorProof() => [0, 1, 1, 0];

// %% 01-xor-proof wrong: the bias does not
static double[] XorProof() => [0, 1, 1, 1];

// %% 01-xor-net answer
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, 1, -1, -0.5];

// %% 01-xor-net wrong: computes OR
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, 1, 1, -0.5];

// %% 01-xor-net wrong: computes AND
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, 1, 1, -1.5];

// %% 01-xor-net wrong: always off
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, 1, -1, -1];

// %% 01-xor-net wrong: always on
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, 1, 1, 0.5];

// %% 01-xor-net wrong: opposite of XOR
static double[] XorWeights() => [2, 2, -1, 2, 2, -3, -1, 1, 0.5];
