// Notebook 11: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 11-stack answer
static (double Sees, double Stack, double Single) SmallFilters(double layers, double channels)
{
    double sees = 2 * layers + 1;
    return (sees, 9 * layers * channels * channels, sees * sees * channels * channels);
}

// %% 11-stack wrong: A layer adds two pixels
static (double Sees, double Stack, double Single) SmallFilters(double layers, double channels)
{
    double sees = 3 * layers;
    return (sees, 9 * layers * channels * channels, sees * sees * channels * channels);
}

// %% 11-stack wrong: The channels enter twice
static (double Sees, double Stack, double Single) SmallFilters(double layers, double channels)
{
    double sees = 2 * layers + 1;
    return (sees, 9 * layers * channels, sees * sees * channels);
}

// %% 11-stack wrong: its side enters twice
static (double Sees, double Stack, double Single) SmallFilters(double layers, double channels)
{
    double sees = 2 * layers + 1;
    return (sees, 9 * layers * channels * channels, sees * channels * channels);
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
