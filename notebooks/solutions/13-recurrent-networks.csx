// Notebook 13: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 13-step answer
static double[] Step(double[,] w, double[,] u, double[] b, double[] x, double[] h)
{
    var next = new double[b.Length];
    for (int i = 0; i < next.Length; i++)
    {
        double s = b[i];
        for (int k = 0; k < x.Length; k++) s += w[i, k] * x[k];
        for (int j = 0; j < h.Length; j++) s += u[i, j] * h[j];
        next[i] = Math.Tanh(s);
    }
    return next;
}

// %% 13-step wrong: old state is missing
static double[] Step(double[,] w, double[,] u, double[] b, double[] x, double[] h) =>
    Enumerable.Range(0, b.Length)
        .Select(i => Math.Tanh(b[i] + Enumerable.Range(0, x.Length).Sum(k => w[i, k] * x[k]))).ToArray();

// %% 13-step wrong: overwrites the old one
static double[] Step(double[,] w, double[,] u, double[] b, double[] x, double[] h)
{
    for (int i = 0; i < b.Length; i++)
    {
        double s = b[i];
        for (int k = 0; k < x.Length; k++) s += w[i, k] * x[k];
        for (int j = 0; j < h.Length; j++) s += u[i, j] * h[j];
        h[i] = Math.Tanh(s);
    }
    return h;
}

// %% 13-step wrong: u is transposed
static double[] Step(double[,] w, double[,] u, double[] b, double[] x, double[] h)
{
    var next = new double[b.Length];
    for (int i = 0; i < next.Length; i++)
    {
        double s = b[i];
        for (int k = 0; k < x.Length; k++) s += w[i, k] * x[k];
        for (int j = 0; j < h.Length; j++) s += u[j, i] * h[j];
        next[i] = Math.Tanh(s);
    }
    return next;
}

// %% 13-bptt answer
static double[] Bptt(double w, double u, double[] x, double target)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[^1] - target;
    for (int t = x.Length - 1; t >= 0; t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-bptt wrong: Only the last step
static double[] Bptt(double w, double u, double[] x, double target)
{
    double before = 0, h = 0;
    foreach (double v in x) (before, h) = (h, Math.Tanh(w * v + u * h));
    double d = (h - target) * (1 - h * h);
    return new[] { d * x[^1], d * before };
}

// %% 13-bptt wrong: slope of tanh
static double[] Bptt(double w, double u, double[] x, double target)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[^1] - target;
    for (int t = x.Length - 1; t >= 0; t--)
    {
        dw += dh * x[t];
        du += dh * h[t];
        dh *= u;
    }
    return new[] { dw, du };
}

// %% 13-bptt wrong: not the one after it
static double[] Bptt(double w, double u, double[] x, double target)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[^1] - target;
    for (int t = x.Length - 1; t >= 0; t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t + 1];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-clip answer
static double[] ClipNorm(double[] gradient, double limit)
{
    double norm = Math.Sqrt(gradient.Sum(g => g * g));
    return norm <= limit ? gradient : gradient.Select(g => g * limit / norm).ToArray();
}

// %% 13-clip wrong: clipped by itself
static double[] ClipNorm(double[] gradient, double limit) =>
    gradient.Select(g => Math.Clamp(g, -limit, limit)).ToArray();

// %% 13-clip wrong: stretched
static double[] ClipNorm(double[] gradient, double limit)
{
    double norm = Math.Sqrt(gradient.Sum(g => g * g));
    return norm == 0 ? gradient : gradient.Select(g => g * limit / norm).ToArray();
}

// %% 13-clip wrong: comes back unchanged
static double[] ClipNorm(double[] gradient, double limit) => gradient;

// %% 13-truncated answer
static double[] Truncated(double w, double u, double[] x, double target, double steps)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[x.Length] - target;
    for (int t = x.Length - 1; t >= Math.Max(0, x.Length - steps); t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-truncated wrong: whole way back
static double[] Truncated(double w, double u, double[] x, double target, double steps)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[x.Length] - target;
    for (int t = x.Length - 1; t >= 0; t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-truncated wrong: One step too many
static double[] Truncated(double w, double u, double[] x, double target, double steps)
{
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[x.Length] - target;
    for (int t = x.Length - 1; t >= Math.Max(0, x.Length - steps - 1); t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-truncated wrong: way forward is cut too
static double[] Truncated(double w, double u, double[] x, double target, double steps)
{
    x = x.TakeLast((int)steps).ToArray();
    var h = new double[x.Length + 1];
    for (int t = 0; t < x.Length; t++) h[t + 1] = Math.Tanh(w * x[t] + u * h[t]);
    double dw = 0, du = 0, dh = h[x.Length] - target;
    for (int t = x.Length - 1; t >= 0; t--)
    {
        double d = dh * (1 - h[t + 1] * h[t + 1]);
        dw += d * x[t];
        du += d * h[t];
        dh = d * u;
    }
    return new[] { dw, du };
}

// %% 13-slide answer
static double[] Slide(double[,] frames, double[,] w, double b)
{
    var y = new double[frames.GetLength(0) - w.GetLength(0) + 1];
    for (int t = 0; t < y.Length; t++)
    {
        y[t] = b;
        for (int k = 0; k < w.GetLength(0); k++)
            for (int band = 0; band < w.GetLength(1); band++) y[t] += w[k, band] * frames[t + k, band];
    }
    return y;
}

// %% 13-slide wrong: One place too few
static double[] Slide(double[,] frames, double[,] w, double b)
{
    var y = new double[frames.GetLength(0) - w.GetLength(0)];
    for (int t = 0; t < y.Length; t++)
    {
        y[t] = b;
        for (int k = 0; k < w.GetLength(0); k++)
            for (int band = 0; band < w.GetLength(1); band++) y[t] += w[k, band] * frames[t + k, band];
    }
    return y;
}

// %% 13-slide wrong: bias is added for every frame
static double[] Slide(double[,] frames, double[,] w, double b)
{
    var y = new double[frames.GetLength(0) - w.GetLength(0) + 1];
    for (int t = 0; t < y.Length; t++)
        for (int k = 0; k < w.GetLength(0); k++)
        {
            y[t] += b;
            for (int band = 0; band < w.GetLength(1); band++) y[t] += w[k, band] * frames[t + k, band];
        }
    return y;
}

// %% 13-slide wrong: read from its end
static double[] Slide(double[,] frames, double[,] w, double b)
{
    int window = w.GetLength(0);
    var y = new double[frames.GetLength(0) - window + 1];
    for (int t = 0; t < y.Length; t++)
    {
        y[t] = b;
        for (int k = 0; k < window; k++)
            for (int band = 0; band < w.GetLength(1); band++) y[t] += w[k, band] * frames[t + window - 1 - k, band];
    }
    return y;
}

// %% 13-sounds answer
static int[] Sounds(int[] named, int least)
{
    var sounds = new List<int>();
    for (int t = 0, end; t < named.Length; t = end)
    {
        end = t;
        while (end < named.Length && named[end] == named[t]) end++;
        if (end - t >= least && (sounds.Count == 0 || sounds[^1] != named[t])) sounds.Add(named[t]);
    }
    return sounds.ToArray();
}

// %% 13-sounds wrong: Short runs are not left out
static int[] Sounds(int[] named, int least)
{
    var sounds = new List<int>();
    foreach (int sound in named)
        if (sounds.Count == 0 || sounds[^1] != sound) sounds.Add(sound);
    return sounds.ToArray();
}

// %% 13-sounds wrong: is one sound again
static int[] Sounds(int[] named, int least)
{
    var sounds = new List<int>();
    for (int t = 0, end; t < named.Length; t = end)
    {
        end = t;
        while (end < named.Length && named[end] == named[t]) end++;
        if (end - t >= least) sounds.Add(named[t]);
    }
    return sounds.ToArray();
}

// %% 13-sounds wrong: The last sound is missing
static int[] Sounds(int[] named, int least)
{
    var sounds = new List<int>();
    int begin = 0;
    for (int t = 1; t < named.Length; t++)
        if (named[t] != named[begin])
        {
            if (t - begin >= least && (sounds.Count == 0 || sounds[^1] != named[begin])) sounds.Add(named[begin]);
            begin = t;
        }
    return sounds.ToArray();
}
