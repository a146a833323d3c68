// Notebook 22: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 22-hidden answer
static double[] Hidden(double[,] w, double[] v, double[] c)
{
    var p = new double[c.Length];
    for (int j = 0; j < p.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        p[j] = 1 / (1 + Math.Exp(-s));
    }
    return p;
}

// %% 22-hidden wrong: biases are missing
static double[] Hidden(double[,] w, double[] v, double[] c)
{
    var p = new double[c.Length];
    for (int j = 0; j < p.Length; j++)
    {
        double s = 0;
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        p[j] = 1 / (1 + Math.Exp(-s));
    }
    return p;
}

// %% 22-hidden wrong: sigmoid is missing
static double[] Hidden(double[,] w, double[] v, double[] c)
{
    var p = new double[c.Length];
    for (int j = 0; j < p.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        p[j] = s;
    }
    return p;
}

// %% 22-hidden wrong: sign in the exponent
static double[] Hidden(double[,] w, double[] v, double[] c)
{
    var p = new double[c.Length];
    for (int j = 0; j < p.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        p[j] = 1 / (1 + Math.Exp(s));
    }
    return p;
}

// %% 22-free-energy answer
static double FreeEnergy(double[] v, double[,] w, double[] b, double[] c)
{
    double visible = 0, soft = 0;
    for (int i = 0; i < v.Length; i++) visible += b[i] * v[i];
    for (int j = 0; j < c.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        soft += Math.Log(1 + Math.Exp(s));
    }
    return -visible - soft;
}

// %% 22-free-energy wrong: visible biases are missing
static double FreeEnergy(double[] v, double[,] w, double[] b, double[] c)
{
    double visible = 0, soft = 0;
    for (int i = 0; i < v.Length; i++) visible += b[i] * v[i];
    for (int j = 0; j < c.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        soft += Math.Log(1 + Math.Exp(s));
    }
    return -soft;
}

// %% 22-free-energy wrong: hidden part has a minus
static double FreeEnergy(double[] v, double[,] w, double[] b, double[] c)
{
    double visible = 0, soft = 0;
    for (int i = 0; i < v.Length; i++) visible += b[i] * v[i];
    for (int j = 0; j < c.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        soft += Math.Log(1 + Math.Exp(s));
    }
    return -visible + soft;
}

// %% 22-free-energy wrong: 1 is missing
static double FreeEnergy(double[] v, double[,] w, double[] b, double[] c)
{
    double visible = 0, soft = 0;
    for (int i = 0; i < v.Length; i++) visible += b[i] * v[i];
    for (int j = 0; j < c.Length; j++)
    {
        double s = c[j];
        for (int i = 0; i < v.Length; i++) s += w[j, i] * v[i];
        soft += Math.Log(Math.Exp(s));
    }
    return -visible - soft;
}

// %% 22-contrast answer
static double[,] Contrast(double[] v0, double[] h0, double[] vk, double[] hk)
{
    var change = new double[h0.Length, v0.Length];
    for (int j = 0; j < h0.Length; j++)
        for (int i = 0; i < v0.Length; i++) change[j, i] = h0[j] * v0[i] - hk[j] * vk[i];
    return change;
}

// %% 22-contrast wrong: sign is wrong
static double[,] Contrast(double[] v0, double[] h0, double[] vk, double[] hk)
{
    var change = new double[h0.Length, v0.Length];
    for (int j = 0; j < h0.Length; j++)
        for (int i = 0; i < v0.Length; i++) change[j, i] = hk[j] * vk[i] - h0[j] * v0[i];
    return change;
}

// %% 22-contrast wrong: fantasies are missing
static double[,] Contrast(double[] v0, double[] h0, double[] vk, double[] hk)
{
    var change = new double[h0.Length, v0.Length];
    for (int j = 0; j < h0.Length; j++)
        for (int i = 0; i < v0.Length; i++) change[j, i] = h0[j] * v0[i];
    return change;
}

// %% 22-contrast wrong: product of the differences
static double[,] Contrast(double[] v0, double[] h0, double[] vk, double[] hk)
{
    var change = new double[h0.Length, v0.Length];
    for (int j = 0; j < h0.Length; j++)
        for (int i = 0; i < v0.Length; i++) change[j, i] = (h0[j] - hk[j]) * (v0[i] - vk[i]);
    return change;
}
