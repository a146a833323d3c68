// Notebook 05: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 05-growth answer
static double MeanSquareAfter(double layers, double fanIn, double std)
{
    double meanSquare = 1;
    for (int l = 0; l < layers; l++)
        meanSquare *= fanIn * std * std;
    return meanSquare;
}

// %% 05-growth wrong: where the variance
static double MeanSquareAfter(double layers, double fanIn, double std) => Math.Pow(fanIn * std, layers);

// %% 05-growth wrong: its square
static double MeanSquareAfter(double layers, double fanIn, double std) => Math.Pow(Math.Sqrt(fanIn) * std, layers);

// %% 05-growth wrong: they multiply
static double MeanSquareAfter(double layers, double fanIn, double std) => layers * fanIn * std * std;

// %% 05-growth wrong: fan-in is missing
static double MeanSquareAfter(double layers, double fanIn, double std) => Math.Pow(std * std, layers);

// %% 05-growth wrong: One layer short
static double MeanSquareAfter(double layers, double fanIn, double std) => Math.Pow(fanIn * std * std, layers - 1);

// %% 05-rules answer
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double variance = rule == "lecun" ? 1.0 / fanIn : rule == "he" ? 2.0 / fanIn : 2.0 / (fanIn + fanOut);
    return new[] { Math.Sqrt(variance), Math.Sqrt(3 * variance) };
}

// %% 05-rules wrong: These are variances
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "lecun" ? 1.0 / fanIn : rule == "he" ? 2.0 / fanIn : 2.0 / (fanIn + fanOut);
    return new[] { v, 3 * v };
}

// %% 05-rules wrong: The bound equals
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "lecun" ? 1.0 / fanIn : rule == "he" ? 2.0 / fanIn : 2.0 / (fanIn + fanOut);
    return new[] { Math.Sqrt(v), Math.Sqrt(v) };
}

// %% 05-rules wrong: are exchanged
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "lecun" ? 1.0 / fanOut : rule == "he" ? 2.0 / fanOut : 2.0 / (fanIn + fanOut);
    return new[] { Math.Sqrt(v), Math.Sqrt(3 * v) };
}

// %% 05-rules wrong: divides 2, not 1
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "lecun" ? 1.0 / fanIn : rule == "he" ? 2.0 / fanIn : 1.0 / (fanIn + fanOut);
    return new[] { Math.Sqrt(v), Math.Sqrt(3 * v) };
}

// %% 05-rules wrong: needs twice as much
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "glorot" ? 2.0 / (fanIn + fanOut) : 1.0 / fanIn;
    return new[] { Math.Sqrt(v), Math.Sqrt(3 * v) };
}

// %% 05-rules wrong: twice too large
static double[] Scale(string rule, int fanIn, int fanOut)
{
    double v = rule == "lecun" ? 1.0 / fanIn : rule == "he" ? 2.0 / fanIn : 2.0 / (fanIn + fanOut);
    return new[] { Math.Sqrt(v), Math.Sqrt(12 * v) };
}

// %% 05-lsuv answer
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += z[e, u];
                squares += z[e, u] * z[e, u];
            }
        double mean = sum / z.Length, deviation = Math.Sqrt(squares / z.Length - mean * mean);
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = Math.Max(z[e, u] / deviation, 0);
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: uncorrected layers
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += z[e, u];
                squares += z[e, u] * z[e, u];
            }
        double mean = sum / z.Length, deviation = Math.Sqrt(squares / z.Length - mean * mean);
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = Math.Max(z[e, u], 0);
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: divided by the variance
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += z[e, u];
                squares += z[e, u] * z[e, u];
            }
        double mean = sum / z.Length, deviation = squares / z.Length - mean * mean;
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = Math.Max(z[e, u] / deviation, 0);
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: subtract the mean
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += z[e, u];
                squares += z[e, u] * z[e, u];
            }
        double deviation = Math.Sqrt(squares / z.Length);
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = Math.Max(z[e, u] / deviation, 0);
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: after the ReLU
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += Math.Max(z[e, u], 0);
                squares += Math.Max(z[e, u], 0) * Math.Max(z[e, u], 0);
            }
        double mean = sum / z.Length, deviation = Math.Sqrt(squares / z.Length - mean * mean);
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = Math.Max(z[e, u] / deviation, 0);
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: ReLU between
static double[][,] Lsuv(double[][,] weights, double[,] batch)
{
    int examples = batch.GetLength(0);
    double[,] x = batch;
    var result = new double[weights.Length][,];
    for (int l = 0; l < weights.Length; l++)
    {
        int units = weights[l].GetLength(0), inputs = weights[l].GetLength(1);
        var z = new double[examples, units];
        double sum = 0, squares = 0;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++)
            {
                for (int i = 0; i < inputs; i++) z[e, u] += x[e, i] * weights[l][u, i];
                sum += z[e, u];
                squares += z[e, u] * z[e, u];
            }
        double mean = sum / z.Length, deviation = Math.Sqrt(squares / z.Length - mean * mean);
        result[l] = new double[units, inputs];
        for (int u = 0; u < units; u++)
            for (int i = 0; i < inputs; i++) result[l][u, i] = weights[l][u, i] / deviation;
        for (int e = 0; e < examples; e++)
            for (int u = 0; u < units; u++) z[e, u] = z[e, u] / deviation;
        x = z;
    }
    return result;
}

// %% 05-lsuv wrong: come back unchanged
static double[][,] Lsuv(double[][,] weights, double[,] batch) => weights;
