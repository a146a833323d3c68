// Notebook 16: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 16-tree answer
static double Root(double[] x, int[] left, int[] right, double[] w)
{
    double[] h = new double[x.Length];
    double Of(int branch) => branch < 0 ? 0 : h[branch];
    for (int i = 0; i < x.Length; i++) h[i] = Math.Tanh(w[0] * x[i] + w[1] * Of(left[i]) + w[2] * Of(right[i]));
    return h[^1];
}

// %% 16-tree wrong: left one's weight
static double Root(double[] x, int[] left, int[] right, double[] w)
{
    double[] h = new double[x.Length];
    double Of(int branch) => branch < 0 ? 0 : h[branch];
    for (int i = 0; i < x.Length; i++) h[i] = Math.Tanh(w[0] * x[i] + w[1] * (Of(left[i]) + Of(right[i])));
    return h[^1];
}

// %% 16-tree wrong: tanh is missing
static double Root(double[] x, int[] left, int[] right, double[] w)
{
    double[] h = new double[x.Length];
    double Of(int branch) => branch < 0 ? 0 : h[branch];
    for (int i = 0; i < x.Length; i++) h[i] = w[0] * x[i] + w[1] * Of(left[i]) + w[2] * Of(right[i]);
    return h[^1];
}

// %% 16-tree wrong: one after another
static double Root(double[] x, int[] left, int[] right, double[] w)
{
    double h = 0;
    foreach (double v in x) h = Math.Tanh(w[0] * v + w[1] * h);
    return h;
}

// %% 16-hop answer
static double[] Hop(double[] u, double[,] inputs, double[,] outputs)
{
    int n = inputs.GetLength(0);
    double[] p = new double[n];
    for (int i = 0; i < n; i++) p[i] = Math.Exp(Enumerable.Range(0, u.Length).Sum(d => u[d] * inputs[i, d]));
    double sum = p.Sum();
    return u.Select((v, d) => v + Enumerable.Range(0, n).Sum(i => p[i] / sum * outputs[i, d])).ToArray();
}

// %% 16-hop wrong: not replace it
static double[] Hop(double[] u, double[,] inputs, double[,] outputs)
{
    int n = inputs.GetLength(0);
    double[] p = new double[n];
    for (int i = 0; i < n; i++) p[i] = Math.Exp(Enumerable.Range(0, u.Length).Sum(d => u[d] * inputs[i, d]));
    double sum = p.Sum();
    return u.Select((v, d) => Enumerable.Range(0, n).Sum(i => p[i] / sum * outputs[i, d])).ToArray();
}

// %% 16-hop wrong: softmax is missing
static double[] Hop(double[] u, double[,] inputs, double[,] outputs)
{
    int n = inputs.GetLength(0);
    double[] p = new double[n];
    for (int i = 0; i < n; i++) p[i] = Enumerable.Range(0, u.Length).Sum(d => u[d] * inputs[i, d]);
    return u.Select((v, d) => v + Enumerable.Range(0, n).Sum(i => p[i] * outputs[i, d])).ToArray();
}

// %% 16-hop wrong: not the inputs
static double[] Hop(double[] u, double[,] inputs, double[,] outputs)
{
    int n = inputs.GetLength(0);
    double[] p = new double[n];
    for (int i = 0; i < n; i++) p[i] = Math.Exp(Enumerable.Range(0, u.Length).Sum(d => u[d] * inputs[i, d]));
    double sum = p.Sum();
    return u.Select((v, d) => v + Enumerable.Range(0, n).Sum(i => p[i] / sum * inputs[i, d])).ToArray();
}

// %% 16-content answer
static double[] ByContent(double[] key, double[,] memory, double beta)
{
    double[] e = new double[memory.GetLength(0)];
    double length = Math.Sqrt(key.Sum(v => v * v));
    for (int i = 0; i < e.Length; i++)
    {
        double dot = 0, squares = 0;
        for (int j = 0; j < key.Length; j++)
        {
            dot += key[j] * memory[i, j];
            squares += memory[i, j] * memory[i, j];
        }
        e[i] = Math.Exp(beta * dot / (length * Math.Sqrt(squares)));
    }
    double sum = e.Sum();
    return e.Select(v => v / sum).ToArray();
}

// %% 16-content wrong: by its length alone
static double[] ByContent(double[] key, double[,] memory, double beta)
{
    double[] e = new double[memory.GetLength(0)];
    for (int i = 0; i < e.Length; i++)
        e[i] = Math.Exp(beta * Enumerable.Range(0, key.Length).Sum(j => key[j] * memory[i, j]));
    double sum = e.Sum();
    return e.Select(v => v / sum).ToArray();
}

// %% 16-content wrong: squares of lengths
static double[] ByContent(double[] key, double[,] memory, double beta)
{
    double[] e = new double[memory.GetLength(0)];
    double length = key.Sum(v => v * v);
    for (int i = 0; i < e.Length; i++)
    {
        double dot = 0, squares = 0;
        for (int j = 0; j < key.Length; j++)
        {
            dot += key[j] * memory[i, j];
            squares += memory[i, j] * memory[i, j];
        }
        e[i] = Math.Exp(beta * dot / (length * squares));
    }
    double sum = e.Sum();
    return e.Select(v => v / sum).ToArray();
}

// %% 16-content wrong: beta is missing
static double[] ByContent(double[] key, double[,] memory, double beta)
{
    double[] e = new double[memory.GetLength(0)];
    double length = Math.Sqrt(key.Sum(v => v * v));
    for (int i = 0; i < e.Length; i++)
    {
        double dot = 0, squares = 0;
        for (int j = 0; j < key.Length; j++)
        {
            dot += key[j] * memory[i, j];
            squares += memory[i, j] * memory[i, j];
        }
        e[i] = Math.Exp(dot / (length * Math.Sqrt(squares)));
    }
    double sum = e.Sum();
    return e.Select(v => v / sum).ToArray();
}

// %% 16-shift answer
static double[] ShiftAddress(double[] w, double[] s)
{
    int n = w.Length;
    return Enumerable.Range(0, n).Select(i => s[0] * w[(i + 1) % n] + s[1] * w[i] + s[2] * w[(i + n - 1) % n]).ToArray();
}

// %% 16-shift wrong: direction
static double[] ShiftAddress(double[] w, double[] s)
{
    int n = w.Length;
    return Enumerable.Range(0, n).Select(i => s[2] * w[(i + 1) % n] + s[1] * w[i] + s[0] * w[(i + n - 1) % n]).ToArray();
}

// %% 16-shift wrong: shift is circular
static double[] ShiftAddress(double[] w, double[] s)
{
    int n = w.Length;
    return Enumerable.Range(0, n).Select(i =>
        (i + 1 < n ? s[0] * w[i + 1] : 0) + s[1] * w[i] + (i > 0 ? s[2] * w[i - 1] : 0)).ToArray();
}

// %% 16-shift wrong: all three are mixed
static double[] ShiftAddress(double[] w, double[] s)
{
    int n = w.Length, step = Array.IndexOf(s, s.Max()) - 1;
    return Enumerable.Range(0, n).Select(i => w[(i - step + n) % n]).ToArray();
}

// %% 16-write answer
static double[,] WriteTo(double[,] memory, double[] w, double[] erase, double[] add)
{
    double[,] y = new double[memory.GetLength(0), memory.GetLength(1)];
    for (int i = 0; i < w.Length; i++)
        for (int j = 0; j < add.Length; j++) y[i, j] = memory[i, j] * (1 - w[i] * erase[j]) + w[i] * add[j];
    return y;
}

// %% 16-write wrong: erased again
static double[,] WriteTo(double[,] memory, double[] w, double[] erase, double[] add)
{
    double[,] y = new double[memory.GetLength(0), memory.GetLength(1)];
    for (int i = 0; i < w.Length; i++)
        for (int j = 0; j < add.Length; j++) y[i, j] = (memory[i, j] + w[i] * add[j]) * (1 - w[i] * erase[j]);
    return y;
}

// %% 16-write wrong: erasing ignores the address
static double[,] WriteTo(double[,] memory, double[] w, double[] erase, double[] add)
{
    double[,] y = new double[memory.GetLength(0), memory.GetLength(1)];
    for (int i = 0; i < w.Length; i++)
        for (int j = 0; j < add.Length; j++) y[i, j] = memory[i, j] * (1 - erase[j]) + w[i] * add[j];
    return y;
}

// %% 16-write wrong: Nothing is erased
static double[,] WriteTo(double[,] memory, double[] w, double[] erase, double[] add)
{
    double[,] y = new double[memory.GetLength(0), memory.GetLength(1)];
    for (int i = 0; i < w.Length; i++)
        for (int j = 0; j < add.Length; j++) y[i, j] = memory[i, j] + w[i] * add[j];
    return y;
}
