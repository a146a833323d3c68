// Notebook 08: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 08-forward answer
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * (x[n, c] - mean) / Math.Sqrt(variance + 1e-5) + shift[c];
    }
    return y;
}

// %% 08-forward wrong: those of an example (row)
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), features = x.GetLength(1);
    var y = new double[examples, features];
    for (int n = 0; n < examples; n++)
    {
        double mean = 0, variance = 0;
        for (int f = 0; f < features; f++) mean += x[n, f] / features;
        for (int f = 0; f < features; f++) variance += (x[n, f] - mean) * (x[n, f] - mean) / features;
        for (int f = 0; f < features; f++)
            y[n, f] = scale[f] * (x[n, f] - mean) / Math.Sqrt(variance + 1e-5) + shift[f];
    }
    return y;
}

// %% 08-forward wrong: divided by N − 1
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / (examples - 1);
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * (x[n, c] - mean) / Math.Sqrt(variance + 1e-5) + shift[c];
    }
    return y;
}

// %% 08-forward wrong: divides by the variance
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * (x[n, c] - mean) / (variance + 1e-5) + shift[c];
    }
    return y;
}

// %% 08-forward wrong: not applied
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = (x[n, c] - mean) / Math.Sqrt(variance + 1e-5);
    }
    return y;
}

// %% 08-forward wrong: mean is not subtracted
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * x[n, c] / Math.Sqrt(variance + 1e-5) + shift[c];
    }
    return y;
}

// %% 08-forward wrong: multiply first
static double[,] Normalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * ((x[n, c] - mean) / Math.Sqrt(variance + 1e-5) + shift[c]);
    }
    return y;
}

// %% 08-backward answer
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * (dy[n, c] - dShift[c] / examples - hat * dScale[c] / examples);
        }
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: only the direct way
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * dy[n, c];
        }
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: through the variance is missing
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * (dy[n, c] - dShift[c] / examples);
        }
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: through the mean is missing
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * (dy[n, c] - hat * dScale[c] / examples);
        }
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: scale is missing in dx
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = 1 / sigma * (dy[n, c] - dShift[c] / examples - hat * dScale[c] / examples);
        }
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: averaged over the examples
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * (dy[n, c] - dShift[c] / examples - hat * dScale[c] / examples);
        }
        dScale[c] /= examples;
        dShift[c] /= examples;
    }
    return (dx, dScale, dShift);
}

// %% 08-backward wrong: sums dy · x;
static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
    double[,] dy, double[,] x, double[] scale)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var dx = new double[examples, channels];
    double[] dScale = new double[channels], dShift = new double[channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        double sigma = Math.Sqrt(variance + 1e-5);
        for (int n = 0; n < examples; n++)
        {
            dShift[c] += dy[n, c];
            dScale[c] += dy[n, c] * (x[n, c] - mean) / sigma;
        }
        for (int n = 0; n < examples; n++)
        {
            double hat = (x[n, c] - mean) / sigma;
            dx[n, c] = scale[c] / sigma * (dy[n, c] - dShift[c] / examples - hat * dScale[c] / examples);
        }
        dScale[c] = 0;
        for (int n = 0; n < examples; n++) dScale[c] += dy[n, c] * x[n, c];
    }
    return (dx, dScale, dShift);
}

// %% 08-evaluate answer
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 1;
        foreach (double[,] batch in batches)
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / (examples - 1);
            runningMean += momentum * (mean - runningMean);
            runningVariance += momentum * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: its own statistics
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 0;
        foreach (double[,] batch in new[] { x })
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / examples;
            runningMean += 1 * (mean - runningMean);
            runningVariance += 1 * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: divided by N;
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 1;
        foreach (double[,] batch in batches)
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / examples;
            runningMean += momentum * (mean - runningMean);
            runningVariance += momentum * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: share of the new batch
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 1;
        foreach (double[,] batch in batches)
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / (examples - 1);
            runningMean += (1 - momentum) * (mean - runningMean);
            runningVariance += (1 - momentum) * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: Only the last batch
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 1;
        foreach (double[,] batch in new[] { batches[^1] })
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / (examples - 1);
            runningMean += 1 * (mean - runningMean);
            runningVariance += 1 * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: wrong order
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 1;
        foreach (double[,] batch in batches.Reverse().ToArray())
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / (examples - 1);
            runningMean += momentum * (mean - runningMean);
            runningVariance += momentum * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-evaluate wrong: starts at 1
static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
{
    int channels = x.GetLength(1);
    var y = new double[x.GetLength(0), channels];
    for (int c = 0; c < channels; c++)
    {
        double runningMean = 0, runningVariance = 0;
        foreach (double[,] batch in batches)
        {
            int examples = batch.GetLength(0);
            double mean = 0, variance = 0;
            for (int n = 0; n < examples; n++) mean += batch[n, c] / examples;
            for (int n = 0; n < examples; n++)
                variance += (batch[n, c] - mean) * (batch[n, c] - mean) / (examples - 1);
            runningMean += momentum * (mean - runningMean);
            runningVariance += momentum * (variance - runningVariance);
        }
        for (int n = 0; n < x.GetLength(0); n++)
            y[n, c] = (x[n, c] - runningMean) / Math.Sqrt(runningVariance + 1e-5);
    }
    return y;
}

// %% 08-fold answer
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = a * (bias[o] - norm[0][o]) + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: not subtracted from the bias
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = a * bias[o] + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: bias of the layer is lost
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = -a * norm[0][o] + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: divides by the variance
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / (norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = a * (bias[o] - norm[0][o]) + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: scale is missing
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = 1 / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = a * (bias[o] - norm[0][o]) + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: only the bias was folded
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = weight[o, i];
        b[o] = a * (bias[o] - norm[0][o]) + norm[3][o];
    }
    return (w, b);
}

// %% 08-fold wrong: shift is multiplied too
static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
{
    int outputs = weight.GetLength(0), inputs = weight.GetLength(1);
    var w = new double[outputs, inputs];
    var b = new double[outputs];
    for (int o = 0; o < outputs; o++)
    {
        double a = norm[2][o] / Math.Sqrt(norm[1][o] + 1e-5);
        for (int i = 0; i < inputs; i++) w[o, i] = a * weight[o, i];
        b[o] = a * (bias[o] - norm[0][o] + norm[3][o]);
    }
    return (w, b);
}

// %% 08-layer answer
static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), features = x.GetLength(1);
    var y = new double[examples, features];
    for (int n = 0; n < examples; n++)
    {
        double mean = 0, variance = 0;
        for (int f = 0; f < features; f++) mean += x[n, f] / features;
        for (int f = 0; f < features; f++) variance += (x[n, f] - mean) * (x[n, f] - mean) / features;
        for (int f = 0; f < features; f++)
            y[n, f] = scale[f] * (x[n, f] - mean) / Math.Sqrt(variance + 1e-5) + shift[f];
    }
    return y;
}

// %% 08-layer wrong: feature over the batch
static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), channels = x.GetLength(1);
    var y = new double[examples, channels];
    for (int c = 0; c < channels; c++)
    {
        double mean = 0, variance = 0;
        for (int n = 0; n < examples; n++) mean += x[n, c] / examples;
        for (int n = 0; n < examples; n++) variance += (x[n, c] - mean) * (x[n, c] - mean) / examples;
        for (int n = 0; n < examples; n++)
            y[n, c] = scale[c] * (x[n, c] - mean) / Math.Sqrt(variance + 1e-5) + shift[c];
    }
    return y;
}

// %% 08-layer wrong: not applied
static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), features = x.GetLength(1);
    var y = new double[examples, features];
    for (int n = 0; n < examples; n++)
    {
        double mean = 0, variance = 0;
        for (int f = 0; f < features; f++) mean += x[n, f] / features;
        for (int f = 0; f < features; f++) variance += (x[n, f] - mean) * (x[n, f] - mean) / features;
        for (int f = 0; f < features; f++)
            y[n, f] = (x[n, f] - mean) / Math.Sqrt(variance + 1e-5);
    }
    return y;
}

// %% 08-layer wrong: one less than
static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), features = x.GetLength(1);
    var y = new double[examples, features];
    for (int n = 0; n < examples; n++)
    {
        double mean = 0, variance = 0;
        for (int f = 0; f < features; f++) mean += x[n, f] / features;
        for (int f = 0; f < features; f++) variance += (x[n, f] - mean) * (x[n, f] - mean) / (features - 1);
        for (int f = 0; f < features; f++)
            y[n, f] = scale[f] * (x[n, f] - mean) / Math.Sqrt(variance + 1e-5) + shift[f];
    }
    return y;
}

// %% 08-layer wrong: mean is not subtracted
static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
{
    int examples = x.GetLength(0), features = x.GetLength(1);
    var y = new double[examples, features];
    for (int n = 0; n < examples; n++)
    {
        double mean = 0, variance = 0;
        for (int f = 0; f < features; f++) mean += x[n, f] / features;
        for (int f = 0; f < features; f++) variance += (x[n, f] - mean) * (x[n, f] - mean) / features;
        for (int f = 0; f < features; f++)
            y[n, f] = scale[f] * x[n, f] / Math.Sqrt(variance + 1e-5) + shift[f];
    }
    return y;
}
