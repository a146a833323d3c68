// Notebook 10: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 10-conv-cost answer
static double[] ConvCost(double inChannels, double outChannels, double kernel, double outSide)
{
    double weights = outChannels * inChannels * kernel * kernel;
    return new[] { weights + outChannels, weights * outSide * outSide };
}

// %% 10-conv-cost wrong: biases are missing
static double[] ConvCost(double inChannels, double outChannels, double kernel, double outSide)
{
    double weights = outChannels * inChannels * kernel * kernel;
    return new[] { weights, weights * outSide * outSide };
}

// %% 10-conv-cost wrong: not to the parameters
static double[] ConvCost(double inChannels, double outChannels, double kernel, double outSide)
{
    double weights = outChannels * inChannels * kernel * kernel;
    return new[] { (weights + outChannels) * outSide * outSide, weights * outSide * outSide };
}

// %% 10-conv-cost wrong: multiply by inChannels
static double[] ConvCost(double inChannels, double outChannels, double kernel, double outSide)
{
    double weights = outChannels * kernel * kernel;
    return new[] { weights + outChannels, weights * outSide * outSide };
}

// %% 10-confusion answer
static int[,] Confusion(int[] answers, int[] labels, int classes)
{
    var matrix = new int[classes, classes];
    for (int i = 0; i < labels.Length; i++)
        matrix[labels[i], answers[i]]++;
    return matrix;
}

// %% 10-confusion wrong: Rows and columns
static int[,] Confusion(int[] answers, int[] labels, int classes)
{
    var matrix = new int[classes, classes];
    for (int i = 0; i < labels.Length; i++)
        matrix[answers[i], labels[i]]++;
    return matrix;
}

// %% 10-confusion wrong: Only mistakes
static int[,] Confusion(int[] answers, int[] labels, int classes)
{
    var matrix = new int[classes, classes];
    for (int i = 0; i < labels.Length; i++)
        if (labels[i] != answers[i]) matrix[labels[i], answers[i]]++;
    return matrix;
}

// %% 10-confusion wrong: noted once
static int[,] Confusion(int[] answers, int[] labels, int classes)
{
    var matrix = new int[classes, classes];
    for (int i = 0; i < labels.Length; i++)
        matrix[labels[i], answers[i]] = 1;
    return matrix;
}

// %% 10-shift answer
static double[,] Shift(double[,] x, int down, int right)
{
    int rows = x.GetLength(0), columns = x.GetLength(1);
    var y = new double[rows, columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
        {
            int a = i - down, b = j - right;
            if (a >= 0 && a < rows && b >= 0 && b < columns)
                y[i, j] = x[a, b];
        }
    return y;
}

// %% 10-shift wrong: the other way
static double[,] Shift(double[,] x, int down, int right)
{
    int rows = x.GetLength(0), columns = x.GetLength(1);
    var y = new double[rows, columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
        {
            int a = i + down, b = j + right;
            if (a >= 0 && a < rows && b >= 0 && b < columns)
                y[i, j] = x[a, b];
        }
    return y;
}

// %% 10-shift wrong: down moves rows
static double[,] Shift(double[,] x, int down, int right)
{
    int rows = x.GetLength(0), columns = x.GetLength(1);
    var y = new double[rows, columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
        {
            int a = i - right, b = j - down;
            if (a >= 0 && a < rows && b >= 0 && b < columns)
                y[i, j] = x[a, b];
        }
    return y;
}

// %% 10-shift wrong: comes in on the other
static double[,] Shift(double[,] x, int down, int right)
{
    int rows = x.GetLength(0), columns = x.GetLength(1);
    var y = new double[rows, columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            y[i, j] = x[((i - down) % rows + rows) % rows, ((j - right) % columns + columns) % columns];
    return y;
}
