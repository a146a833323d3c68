// Notebook 02: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 02-activations answer
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - t * t),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        "silu" => (x * s, s + x * s * (1 - s)),
        _ => throw new ArgumentException(name),
    };
}

// %% 02-activations wrong: sigmoid: the slope
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, x * (1 - x)),
        "tanh" => (t, 1 - t * t),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        _ => (x * s, s + x * s * (1 - s)),
    };
}

// %% 02-activations wrong: tanh: the slope
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - x * x),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        _ => (x * s, s + x * s * (1 - s)),
    };
}

// %% 02-activations wrong: relu: the slope below 0
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - t * t),
        "relu" => (Math.Max(0, x), 1),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        _ => (x * s, s + x * s * (1 - s)),
    };
}

// %% 02-activations wrong: leaky relu
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - t * t),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        _ => (x * s, s + x * s * (1 - s)),
    };
}

// %% 02-activations wrong: softplus overflows
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - t * t),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Log(1 + Math.Exp(x)), s),
        _ => (x * s, s + x * s * (1 - s)),
    };
}

// %% 02-activations wrong: silu
static (double Value, double Slope) Activation(string name, double x)
{
    double s = 1 / (1 + Math.Exp(-x)), t = Math.Tanh(x);
    return name switch
    {
        "sigmoid" => (s, s * (1 - s)),
        "tanh" => (t, 1 - t * t),
        "relu" => x > 0 ? (x, 1) : (0, 0),
        "leaky relu" => x > 0 ? (x, 1) : (0.01 * x, 0.01),
        "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
        _ => (x * s, s),
    };
}

// %% 02-softmax answer
static double[] Softmax(double[] x)
{
    double max = x.Max(), sum = 0;
    var y = new double[x.Length];
    for (int i = 0; i < x.Length; i++)
        sum += y[i] = Math.Exp(x[i] - max);
    for (int i = 0; i < x.Length; i++)
        y[i] /= sum;
    return y;
}

// %% 02-softmax wrong: exp overflows
static double[] Softmax(double[] x)
{
    double[] e = x.Select(v => Math.Exp(v)).ToArray();
    return e.Select(v => v / e.Sum()).ToArray();
}

// %% 02-softmax wrong: The mean is subtracted
static double[] Softmax(double[] x)
{
    double mean = x.Average();
    double[] e = x.Select(v => Math.Exp(v - mean)).ToArray();
    return e.Select(v => v / e.Sum()).ToArray();
}

// %% 02-softmax wrong: Not divided by the sum
static double[] Softmax(double[] x)
{
    double max = x.Max();
    return x.Select(v => Math.Exp(v - max)).ToArray();
}

// %% 02-softmax wrong: exponential is missing
static double[] Softmax(double[] x) => x.Select(v => v / x.Sum()).ToArray();

// %% 02-softmax wrong: Powers of 2
static double[] Softmax(double[] x)
{
    double max = x.Max();
    double[] e = x.Select(v => Math.Pow(2, v - max)).ToArray();
    return e.Select(v => v / e.Sum()).ToArray();
}

// %% 02-pieces answer
static int CountPieces(double[] w, double[] b, double[] v)
{
    var bend = new Dictionary<double, double>();
    for (int i = 0; i < w.Length; i++)
    {
        if (w[i] == 0)
            continue;
        double place = -b[i] / w[i];
        bend.TryGetValue(place, out double before);
        bend[place] = before + v[i] * Math.Abs(w[i]);
    }
    return 1 + bend.Values.Count(jump => jump != 0);
}

// %% 02-pieces wrong: D + 1 is the most
static int CountPieces(double[] w, double[] b, double[] v) => w.Length + 1;

// %% 02-pieces wrong: This counts the kinks
static int CountPieces(double[] w, double[] b, double[] v)
{
    var bend = new Dictionary<double, double>();
    for (int i = 0; i < w.Length; i++)
    {
        if (w[i] != 0)
            bend[-b[i] / w[i]] = bend.GetValueOrDefault(-b[i] / w[i]) + v[i] * Math.Abs(w[i]);
    }
    return bend.Values.Count(jump => jump != 0);
}

// %% 02-pieces wrong: counted twice
static int CountPieces(double[] w, double[] b, double[] v)
{
    int pieces = 1;
    for (int i = 0; i < w.Length; i++)
    {
        if (w[i] * v[i] != 0)
            pieces++;
    }
    return pieces;
}

// %% 02-pieces wrong: A unit with v = 0
static int CountPieces(double[] w, double[] b, double[] v)
{
    var bend = new Dictionary<double, double>();
    for (int i = 0; i < w.Length; i++)
    {
        double weight = v[i] == 0 ? 1 : v[i];
        if (w[i] != 0)
            bend[-b[i] / w[i]] = bend.GetValueOrDefault(-b[i] / w[i]) + weight * Math.Abs(w[i]);
    }
    return 1 + bend.Values.Count(jump => jump != 0);
}

// %% 02-pieces wrong: at the same place can cancel
static int CountPieces(double[] w, double[] b, double[] v)
{
    var places = new HashSet<double>();
    for (int i = 0; i < w.Length; i++)
    {
        if (w[i] != 0 && v[i] != 0)
            places.Add(-b[i] / w[i]);
    }
    return 1 + places.Count;
}

// %% 02-collapse answer
static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
{
    int outputs = w2.GetLength(0), hidden = w2.GetLength(1), inputs = w1.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        b[o] = b2[o];
        for (int h = 0; h < hidden; h++)
        {
            b[o] += w2[o, h] * b1[h];
            for (int i = 0; i < inputs; i++)
                w[o, i] += w2[o, h] * w1[h, i];
        }
    }
    return (w, b);
}

// %% 02-collapse wrong: layer that acts first
static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
{
    var w = new double[w1.GetLength(0), w2.GetLength(1)];
    for (int r = 0; r < w1.GetLength(0); r++)
    {
        for (int c = 0; c < w2.GetLength(1); c++)
        {
            for (int k = 0; k < w1.GetLength(1); k++)
                w[r, c] += w1[r, k] * w2[k, c];
        }
    }
    var b = new double[b2.Length];
    for (int o = 0; o < b.Length; o++)
    {
        b[o] = b2[o];
        for (int h = 0; h < b1.Length; h++)
            b[o] += w2[o, h] * b1[h];
    }
    return (w, b);
}

// %% 02-collapse wrong: B is b2 alone
static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
{
    var w = new double[w2.GetLength(0), w1.GetLength(1)];
    for (int o = 0; o < w2.GetLength(0); o++)
    {
        for (int i = 0; i < w1.GetLength(1); i++)
        {
            for (int h = 0; h < w1.GetLength(0); h++)
                w[o, i] += w2[o, h] * w1[h, i];
        }
    }
    return (w, b2);
}

// %% 02-collapse wrong: second layer's bias is lost
static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
{
    var w = new double[w2.GetLength(0), w1.GetLength(1)];
    var b = new double[b2.Length];
    for (int o = 0; o < w2.GetLength(0); o++)
    {
        for (int h = 0; h < w1.GetLength(0); h++)
        {
            b[o] += w2[o, h] * b1[h];
            for (int i = 0; i < w1.GetLength(1); i++)
                w[o, i] += w2[o, h] * w1[h, i];
        }
    }
    return (w, b);
}

// %% 02-collapse wrong: W is transposed
static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
{
    var w = new double[w1.GetLength(1), w2.GetLength(0)];
    var b = (double[])b2.Clone();
    for (int o = 0; o < w2.GetLength(0); o++)
    {
        for (int h = 0; h < w1.GetLength(0); h++)
        {
            b[o] += w2[o, h] * b1[h];
            for (int i = 0; i < w1.GetLength(1); i++)
                w[i, o] += w2[o, h] * w1[h, i];
        }
    }
    return (w, b);
}

// %% 02-cross-entropy answer
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k] - max);
        loss += max + Math.Log(sum) - logits[n, labels[n]];
    }
    return loss / labels.Length;
}

// %% 02-cross-entropy wrong: This is the sum
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k] - max);
        loss += max + Math.Log(sum) - logits[n, labels[n]];
    }
    return loss;
}

// %% 02-cross-entropy wrong: N·K
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k] - max);
        loss += max + Math.Log(sum) - logits[n, labels[n]];
    }
    return loss / logits.Length;
}

// %% 02-cross-entropy wrong: sign is flipped
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k] - max);
        loss += logits[n, labels[n]] - max - Math.Log(sum);
    }
    return loss / labels.Length;
}

// %% 02-cross-entropy wrong: underflows
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k] - max);
        loss -= Math.Log(Math.Exp(logits[n, labels[n]] - max) / sum);
    }
    return loss / labels.Length;
}

// %% 02-cross-entropy wrong: exp overflows
static double CrossEntropy(double[,] logits, int[] labels)
{
    double loss = 0;
    for (int n = 0; n < labels.Length; n++)
    {
        double sum = 0;
        for (int k = 0; k < logits.GetLength(1); k++)
            sum += Math.Exp(logits[n, k]);
        loss -= Math.Log(Math.Exp(logits[n, labels[n]]) / sum);
    }
    return loss / labels.Length;
}
