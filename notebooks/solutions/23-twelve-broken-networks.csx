// Notebook 23: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 23-dead answer
static double DeadShare(double[,] outputs)
{
    int units = outputs.GetLength(1), count = 0;
    for (int u = 0; u < units; u++)
    {
        bool dead = true;
        for (int n = 0; n < outputs.GetLength(0); n++)
            if (outputs[n, u] > 0) dead = false;
        if (dead) count++;
    }
    return (double)count / units;
}

// %% 23-dead wrong: share of zeros
static double DeadShare(double[,] outputs)
{
    int zeros = 0;
    foreach (double v in outputs)
        if (v == 0) zeros++;
    return (double)zeros / outputs.Length;
}

// %% 23-dead wrong: zero on any example
static double DeadShare(double[,] outputs)
{
    int units = outputs.GetLength(1), count = 0;
    for (int u = 0; u < units; u++)
    {
        bool dead = false;
        for (int n = 0; n < outputs.GetLength(0); n++)
            if (outputs[n, u] == 0) dead = true;
        if (dead) count++;
    }
    return (double)count / units;
}

// %% 23-dead wrong: living units
static double DeadShare(double[,] outputs)
{
    int units = outputs.GetLength(1), count = 0;
    for (int u = 0; u < units; u++)
    {
        bool dead = true;
        for (int n = 0; n < outputs.GetLength(0); n++)
            if (outputs[n, u] > 0) dead = false;
        if (dead) count++;
    }
    return 1 - (double)count / units;
}

// %% 23-dead wrong: not their share
static double DeadShare(double[,] outputs)
{
    int units = outputs.GetLength(1), count = 0;
    for (int u = 0; u < units; u++)
    {
        bool dead = true;
        for (int n = 0; n < outputs.GetLength(0); n++)
            if (outputs[n, u] > 0) dead = false;
        if (dead) count++;
    }
    return count;
}

// %% 23-agreement answer
static double Agreement(double[] g, double[] h)
{
    double dot = 0, gg = 0, hh = 0;
    for (int i = 0; i < g.Length; i++)
    {
        dot += g[i] * h[i];
        gg += g[i] * g[i];
        hh += h[i] * h[i];
    }
    return dot / Math.Sqrt(gg * hh);
}

// %% 23-agreement wrong: not divided by the lengths
static double Agreement(double[] g, double[] h)
{
    double dot = 0, gg = 0, hh = 0;
    for (int i = 0; i < g.Length; i++)
    {
        dot += g[i] * h[i];
        gg += g[i] * g[i];
        hh += h[i] * h[i];
    }
    return dot;
}

// %% 23-agreement wrong: roots are missing
static double Agreement(double[] g, double[] h)
{
    double dot = 0, gg = 0, hh = 0;
    for (int i = 0; i < g.Length; i++)
    {
        dot += g[i] * h[i];
        gg += g[i] * g[i];
        hh += h[i] * h[i];
    }
    return dot / (gg * hh);
}

// %% 23-agreement wrong: Only one of the two
static double Agreement(double[] g, double[] h)
{
    double dot = 0, gg = 0, hh = 0;
    for (int i = 0; i < g.Length; i++)
    {
        dot += g[i] * h[i];
        gg += g[i] * g[i];
        hh += h[i] * h[i];
    }
    return dot / Math.Sqrt(gg);
}

// %% 23-agreement wrong: sign is lost
static double Agreement(double[] g, double[] h)
{
    double dot = 0, gg = 0, hh = 0;
    for (int i = 0; i < g.Length; i++)
    {
        dot += g[i] * h[i];
        gg += g[i] * g[i];
        hh += h[i] * h[i];
    }
    return Math.Abs(dot) / Math.Sqrt(gg * hh);
}

// %% 23-rate answer
static double BetterRate(double rate, double ratio, double wanted) => rate * wanted / ratio;

// %% 23-rate wrong: Upside down
static double BetterRate(double rate, double ratio, double wanted) => rate * ratio / wanted;

// %% 23-rate wrong: The rate itself
static double BetterRate(double rate, double ratio, double wanted) => wanted;

// %% 23-rate wrong: old rate is missing
static double BetterRate(double rate, double ratio, double wanted) => wanted / ratio;

// %% 23-rate wrong: in proportion
static double BetterRate(double rate, double ratio, double wanted) => rate - (ratio - wanted);

// %% 23-patient-01 answer
static string Patient1() => "rate too small";

// %% 23-patient-01 wrong: 'labels shuffled' would show
static string Patient1() => "labels shuffled";

// %% 23-patient-01 wrong: 'rate too large' would show
static string Patient1() => "rate too large";

// %% 23-patient-01 wrong: no fault called
static string Patient1() => "overfitting";

// %% 23-patient-02 answer
static string Patient2() => "dead relu";

// %% 23-patient-02 wrong: 'rate too small' would show
static string Patient2() => "rate too small";

// %% 23-patient-02 wrong: 'equal weights' would show
static string Patient2() => "equal weights";

// %% 23-patient-02 wrong: no fault called
static string Patient2() => "overfitting";

// %% 23-patient-03 answer
static string Patient3() => "softmax twice";

// %% 23-patient-03 wrong: 'softmax over batch' would show
static string Patient3() => "softmax over batch";

// %% 23-patient-03 wrong: 'rate too small' would show
static string Patient3() => "rate too small";

// %% 23-patient-03 wrong: no fault called
static string Patient3() => "overfitting";

// %% 23-patient-04 answer
static string Patient4() => "no zero grad";

// %% 23-patient-04 wrong: 'rate too large' are here, but they follow
static string Patient4() => "rate too large";

// %% 23-patient-04 wrong: 'dead relu' are here, but they follow
static string Patient4() => "dead relu";

// %% 23-patient-04 wrong: no fault called
static string Patient4() => "overfitting";

// %% 23-patient-05 answer
static string Patient5() => "not shuffled";

// %% 23-patient-05 wrong: 'labels shuffled' would show
static string Patient5() => "labels shuffled";

// %% 23-patient-05 wrong: 'dead relu' are here, but they follow
static string Patient5() => "dead relu";

// %% 23-patient-05 wrong: no fault called
static string Patient5() => "overfitting";

// %% 23-patient-06 answer
static string Patient6() => "evaluation mode";

// %% 23-patient-06 wrong: 'not shuffled' would show
static string Patient6() => "not shuffled";

// %% 23-patient-06 wrong: 'rate too small' would show
static string Patient6() => "rate too small";

// %% 23-patient-06 wrong: no fault called
static string Patient6() => "overfitting";

// %% 23-patient-07 answer
static string Patient7() => "saturated sigmoid";

// %% 23-patient-07 wrong: 'exploding gradient' would show
static string Patient7() => "exploding gradient";

// %% 23-patient-07 wrong: 'unscaled input' would show
static string Patient7() => "unscaled input";

// %% 23-patient-07 wrong: no fault called
static string Patient7() => "overfitting";

// %% 23-patient-08 answer
static string Patient8() => "exploding gradient";

// %% 23-patient-08 wrong: 'saturated sigmoid' are here, but they follow
static string Patient8() => "saturated sigmoid";

// %% 23-patient-08 wrong: 'rate too large' would show
static string Patient8() => "rate too large";

// %% 23-patient-08 wrong: no fault called
static string Patient8() => "overfitting";

// %% 23-patient-09 answer
static string Patient9() => "equal weights";

// %% 23-patient-09 wrong: 'dead relu' are here, but they follow
static string Patient9() => "dead relu";

// %% 23-patient-09 wrong: 'rate too small' would show
static string Patient9() => "rate too small";

// %% 23-patient-09 wrong: no fault called
static string Patient9() => "overfitting";

// %% 23-patient-10 answer
static string Patient10() => "rate too large";

// %% 23-patient-10 wrong: 'dead relu' are here, but they follow
static string Patient10() => "dead relu";

// %% 23-patient-10 wrong: 'no zero grad' would show
static string Patient10() => "no zero grad";

// %% 23-patient-10 wrong: no fault called
static string Patient10() => "overfitting";

// %% 23-patient-11 answer
static string Patient11() => "softmax over batch";

// %% 23-patient-11 wrong: 'softmax twice' would show
static string Patient11() => "softmax twice";

// %% 23-patient-11 wrong: 'labels shuffled' would show
static string Patient11() => "labels shuffled";

// %% 23-patient-11 wrong: no fault called
static string Patient11() => "overfitting";

// %% 23-patient-12 answer
static string Patient12() => "labels shuffled";

// %% 23-patient-12 wrong: 'rate too small' would show
static string Patient12() => "rate too small";

// %% 23-patient-12 wrong: 'not shuffled' would show
static string Patient12() => "not shuffled";

// %% 23-patient-12 wrong: no fault called
static string Patient12() => "overfitting";
