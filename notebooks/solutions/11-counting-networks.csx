// Notebook 11: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 11-conv-cost answer
static (double Parameters, double Macs) ConvCost(double inputs, double outputs, double kernel, double size)
{
    double weights = inputs * outputs * kernel * kernel;
    return (weights + outputs, weights * size * size);
}

// %% 11-conv-cost wrong: The biases are missing
static (double Parameters, double Macs) ConvCost(double inputs, double outputs, double kernel, double size)
{
    double weights = inputs * outputs * kernel * kernel;
    return (weights, weights * size * size);
}

// %% 11-conv-cost wrong: weights are shared by all places
static (double Parameters, double Macs) ConvCost(double inputs, double outputs, double kernel, double size)
{
    double all = inputs * outputs * kernel * kernel * size * size;
    return (all + outputs, all);
}

// %% 11-conv-cost wrong: The input channels are missing
static (double Parameters, double Macs) ConvCost(double inputs, double outputs, double kernel, double size)
{
    double weights = outputs * kernel * kernel;
    return (weights + outputs, weights * size * size);
}

// %% 11-bottleneck answer
static double Saving(double inputs, double reduced, double outputs, double kernel)
{
    double straight = inputs * outputs * kernel * kernel;
    double other = inputs * reduced + reduced * outputs * kernel * kernel;
    return straight / other;
}

// %% 11-bottleneck wrong: upside down
static double Saving(double inputs, double reduced, double outputs, double kernel)
{
    double area = kernel * kernel;
    return (inputs * reduced + reduced * outputs * area) / (inputs * outputs * area);
}

// %% 11-bottleneck wrong: cost something too
static double Saving(double inputs, double reduced, double outputs, double kernel)
{
    double area = kernel * kernel;
    return inputs * outputs * area / (reduced * outputs * area);
}

// %% 11-bottleneck wrong: The filters in front are 1×1
static double Saving(double inputs, double reduced, double outputs, double kernel)
{
    double area = kernel * kernel;
    return inputs * outputs * area / ((inputs * reduced + reduced * outputs) * area);
}

// %% 11-inception answer
static (double Channels, double Weights) Inception(double inputs, double[] widths)
{
    double channels = widths[0] + widths[2] + widths[4] + widths[5];
    double ones = inputs * (widths[0] + widths[1] + widths[3] + widths[5]);
    return (channels, ones + 9 * widths[1] * widths[2] + 25 * widths[3] * widths[4]);
}

// %% 11-inception wrong: The reductions are not part of the output
static (double Channels, double Weights) Inception(double inputs, double[] widths)
{
    double channels = 0;
    foreach (double w in widths) channels += w;
    double ones = inputs * (widths[0] + widths[1] + widths[3] + widths[5]);
    return (channels, ones + 9 * widths[1] * widths[2] + 25 * widths[3] * widths[4]);
}

// %% 11-inception wrong: read their reductions
static (double Channels, double Weights) Inception(double inputs, double[] widths)
{
    double channels = widths[0] + widths[2] + widths[4] + widths[5];
    double ones = inputs * (widths[0] + widths[1] + widths[3] + widths[5]);
    return (channels, ones + 9 * inputs * widths[2] + 25 * inputs * widths[4]);
}

// %% 11-inception wrong: after the pooling
static (double Channels, double Weights) Inception(double inputs, double[] widths)
{
    double channels = widths[0] + widths[2] + widths[4] + widths[5];
    double ones = inputs * (widths[0] + widths[1] + widths[3]);
    return (channels, ones + 9 * widths[1] * widths[2] + 25 * widths[3] * widths[4]);
}
