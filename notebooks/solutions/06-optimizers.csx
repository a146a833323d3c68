// Notebook 06: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 06-best-rate answer
static double[] BestRate(double[] curvatures)
{
    double flat = curvatures.Min(), steep = curvatures.Max();
    double rate = 2 / (flat + steep);
    return new[] { rate, 1 - rate * flat };
}

// %% 06-best-rate wrong: almost twice as fast
static double[] BestRate(double[] curvatures) => new[] { 1 / curvatures.Max(), 1 - curvatures.Min() / curvatures.Max() };

// %% 06-best-rate wrong: stops converging
static double[] BestRate(double[] curvatures) => new[] { 2 / curvatures.Max(), 1.0 };

// %% 06-best-rate wrong: 2 is missing
static double[] BestRate(double[] curvatures)
{
    double rate = 1 / (curvatures.Min() + curvatures.Max());
    return new[] { rate, 1 - rate * curvatures.Min() };
}

// %% 06-best-rate wrong: in any order
static double[] BestRate(double[] curvatures)
{
    double flat = curvatures[0], steep = curvatures[curvatures.Length - 1];
    return new[] { 2 / (flat + steep), (steep - flat) / (steep + flat) };
}

// %% 06-best-rate wrong: factor is negative
static double[] BestRate(double[] curvatures)
{
    double rate = 2 / (curvatures.Min() + curvatures.Max());
    return new[] { rate, 1 - rate * curvatures.Max() };
}

// %% 06-momentum answer
static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
{
    double w = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        v = momentum * v + gradients[t];
        w -= rate * (rule == "nesterov" ? gradients[t] + momentum * v : v);
        path[t] = w;
    }
    return path;
}

// %% 06-momentum wrong: moving average
static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
{
    double w = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        v = momentum * v + (1 - momentum) * gradients[t];
        w -= rate * (rule == "nesterov" ? gradients[t] + momentum * v : v);
        path[t] = w;
    }
    return path;
}

// %% 06-momentum wrong: with the new v
static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
{
    double w = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double old = v;
        v = momentum * v + gradients[t];
        w -= rate * (rule == "nesterov" ? gradients[t] + momentum * old : v);
        path[t] = w;
    }
    return path;
}

// %% 06-momentum wrong: uphill
static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
{
    double w = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        v = momentum * v + gradients[t];
        w += rate * (rule == "nesterov" ? gradients[t] + momentum * v : v);
        path[t] = w;
    }
    return path;
}

// %% 06-momentum wrong: not the places
static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
{
    double v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        v = momentum * v + gradients[t];
        path[t] = -rate * (rule == "nesterov" ? gradients[t] + momentum * v : v);
    }
    return path;
}

// %% 06-adaptive answer
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        s = rule == "adagrad" ? s + g * g : keep * s + (1 - keep) * g * g;
        double d = rule == "adadelta" ? g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps) : g / (Math.Sqrt(s) + Eps);
        u = keep * u + (1 - keep) * d * d;
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adaptive wrong: root is missing
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        s = rule == "adagrad" ? s + g * g : keep * s + (1 - keep) * g * g;
        double d = rule == "adadelta" ? g * (u + Eps) / (s + Eps) : g / (s + Eps);
        u = keep * u + (1 - keep) * d * d;
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adaptive wrong: are exchanged
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        s = rule == "adagrad" ? s + g * g : (1 - keep) * s + keep * g * g;
        double d = rule == "adadelta" ? g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps) : g / (Math.Sqrt(s) + Eps);
        u = (1 - keep) * u + keep * d * d;
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adaptive wrong: RMSProp forgets
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        s = rule == "adadelta" ? keep * s + (1 - keep) * g * g : s + g * g;
        double d = rule == "adadelta" ? g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps) : g / (Math.Sqrt(s) + Eps);
        u = keep * u + (1 - keep) * d * d;
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adaptive wrong: updated after d
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        s = rule == "adagrad" ? s + g * g : keep * s + (1 - keep) * g * g;
        double d = g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps);
        u = keep * u + (1 - keep) * d * d;
        d = rule == "adadelta" ? g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps) : g / (Math.Sqrt(s) + Eps);
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adaptive wrong: must contain the present gradient
static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
{
    const double Eps = 1e-6;
    double w = 0, s = 0, u = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        double g = gradients[t];
        double d = rule == "adadelta" ? g * Math.Sqrt(u + Eps) / Math.Sqrt(s + Eps) : g / (Math.Sqrt(s) + Eps);
        s = rule == "adagrad" ? s + g * g : keep * s + (1 - keep) * g * g;
        u = keep * u + (1 - keep) * d * d;
        path[t] = w -= rate * d;
    }
    return path;
}

// %% 06-adam answer
static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
{
    double w = 0, m = 0, v = 0, power1 = 1, power2 = 1;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        m = beta1 * m + (1 - beta1) * gradients[t];
        v = beta2 * v + (1 - beta2) * gradients[t] * gradients[t];
        power1 *= beta1;
        power2 *= beta2;
        w -= rate * (m / (1 - power1)) / (Math.Sqrt(v / (1 - power2)) + 1e-8);
        path[t] = w;
    }
    return path;
}

// %% 06-adam wrong: Without bias correction
static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
{
    double w = 0, m = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        m = beta1 * m + (1 - beta1) * gradients[t];
        v = beta2 * v + (1 - beta2) * gradients[t] * gradients[t];
        w -= rate * m / (Math.Sqrt(v) + 1e-8);
        path[t] = w;
    }
    return path;
}

// %% 06-adam wrong: the uncorrected ones
static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
{
    double w = 0, m = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        m = (beta1 * m + (1 - beta1) * gradients[t]) / (1 - Math.Pow(beta1, t + 1));
        v = (beta2 * v + (1 - beta2) * gradients[t] * gradients[t]) / (1 - Math.Pow(beta2, t + 1));
        w -= rate * m / (Math.Sqrt(v) + 1e-8);
        path[t] = w;
    }
    return path;
}

// %% 06-adam wrong: same power
static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
{
    double w = 0, m = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        m = beta1 * m + (1 - beta1) * gradients[t];
        v = beta2 * v + (1 - beta2) * gradients[t] * gradients[t];
        w -= rate * (m / (1 - beta1)) / (Math.Sqrt(v / (1 - beta2)) + 1e-8);
        path[t] = w;
    }
    return path;
}

// %% 06-adam wrong: root over v
static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
{
    double w = 0, m = 0, v = 0;
    var path = new double[gradients.Length];
    for (int t = 0; t < gradients.Length; t++)
    {
        m = beta1 * m + (1 - beta1) * gradients[t];
        v = beta2 * v + (1 - beta2) * gradients[t] * gradients[t];
        w -= rate * m / (1 - Math.Pow(beta1, t + 1)) / (v / (1 - Math.Pow(beta2, t + 1)) + 1e-8);
        path[t] = w;
    }
    return path;
}

// %% 06-finder answer
static double SteepestRate(double[] rates, double[] losses)
{
    double average = 0, before = 0, largest = double.NegativeInfinity, found = rates[0];
    for (int i = 0; i < rates.Length; i++)
    {
        average = 0.9 * average + 0.1 * losses[i];
        double smooth = average / (1 - Math.Pow(0.9, i + 1));
        if (i > 0 && before - smooth > largest)
        {
            largest = before - smooth;
            found = rates[i];
        }
        before = smooth;
    }
    return found;
}

// %% 06-finder wrong: not smoothed
static double SteepestRate(double[] rates, double[] losses)
{
    int found = 1;
    for (int i = 2; i < rates.Length; i++)
        if (losses[i - 1] - losses[i] > losses[found - 1] - losses[found])
            found = i;
    return rates[found];
}

// %% 06-finder wrong: lacks the correction
static double SteepestRate(double[] rates, double[] losses)
{
    double average = 0, largest = double.NegativeInfinity, found = rates[0];
    for (int i = 0; i < rates.Length; i++)
    {
        double before = average;
        average = 0.9 * average + 0.1 * losses[i];
        if (i > 0 && before - average > largest)
        {
            largest = before - average;
            found = rates[i];
        }
    }
    return found;
}

// %% 06-finder wrong: about to break
static double SteepestRate(double[] rates, double[] losses)
{
    double average = 0, lowest = double.PositiveInfinity, found = rates[0];
    for (int i = 0; i < rates.Length; i++)
    {
        average = 0.9 * average + 0.1 * losses[i];
        double smooth = average / (1 - Math.Pow(0.9, i + 1));
        if (smooth < lowest)
        {
            lowest = smooth;
            found = rates[i];
        }
    }
    return found;
}

// %% 06-child answer
static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise)
{
    int[] order = Enumerable.Range(0, losses.Length).OrderBy(r => losses[r]).ToArray();
    var child = new double[coins.Length];
    for (int i = 0; i < child.Length; i++)
        child[i] = population[coins[i] < 0.5 ? order[0] : order[1], i] + noise[i];
    return child;
}

// %% 06-child wrong: two worst rows
static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise)
{
    int[] order = Enumerable.Range(0, losses.Length).OrderByDescending(r => losses[r]).ToArray();
    return coins.Select((c, i) => population[c < 0.5 ? order[0] : order[1], i] + noise[i]).ToArray();
}

// %% 06-child wrong: noise is missing
static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise)
{
    int[] order = Enumerable.Range(0, losses.Length).OrderBy(r => losses[r]).ToArray();
    return coins.Select((c, i) => population[c < 0.5 ? order[0] : order[1], i]).ToArray();
}

// %% 06-child wrong: first two rows
static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise) =>
    coins.Select((c, i) => population[c < 0.5 ? 0 : 1, i] + noise[i]).ToArray();

// %% 06-child wrong: other way round
static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise)
{
    int[] order = Enumerable.Range(0, losses.Length).OrderBy(r => losses[r]).ToArray();
    return coins.Select((c, i) => population[c >= 0.5 ? order[0] : order[1], i] + noise[i]).ToArray();
}

// %% 06-ways-down answer
static double WaysDown(double xx, double xy, double yy)
{
    double mean = (xx + yy) / 2, r = Math.Sqrt(Math.Pow((xx - yy) / 2, 2) + xy * xy);
    return new[] { mean - r, mean + r }.Count(curvature => curvature < 0);
}

// %% 06-ways-down wrong: diagonal of the Hessian
static double WaysDown(double xx, double xy, double yy) => (xx < 0 ? 1 : 0) + (yy < 0 ? 1 : 0);

// %% 06-ways-down wrong: lead up
static double WaysDown(double xx, double xy, double yy)
{
    double mean = (xx + yy) / 2, r = Math.Sqrt(Math.Pow((xx - yy) / 2, 2) + xy * xy);
    return new[] { mean - r, mean + r }.Count(curvature => curvature > 0);
}

// %% 06-ways-down wrong: can be a maximum too
static double WaysDown(double xx, double xy, double yy) => xx * yy < xy * xy ? 1 : 0;
