// Notebook 04: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 04-bound answer
static double GradientBound(int layers, double maxWeight)
{
    double bound = 1;
    for (int l = 0; l < layers; l++)
        bound *= 0.25 * maxWeight;
    return bound;
}

// %% 04-bound wrong: are added up
static double GradientBound(int layers, double maxWeight) => 0.25 * maxWeight * layers;

// %% 04-bound wrong: The weight is missing
static double GradientBound(int layers, double maxWeight) => Math.Pow(0.25, layers);

// %% 04-bound wrong: 0.5 is the value
static double GradientBound(int layers, double maxWeight) => Math.Pow(0.5 * maxWeight, layers);

// %% 04-bound wrong: One layer short
static double GradientBound(int layers, double maxWeight) => Math.Pow(0.25 * maxWeight, layers - 1);

// %% 04-bound wrong: counted once
static double GradientBound(int layers, double maxWeight) => maxWeight * Math.Pow(0.25, layers);

// %% 04-norm-probe answer
static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
{
    var norms = new double[activations.Length];
    double[] delta = deltaOut;
    for (int l = activations.Length - 1; l >= 0; l--)
    {
        double[] a = activations[l];
        var before = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            for (int o = 0; o < delta.Length; o++)
                before[i] += weights[l][o, i] * delta[o];
            before[i] *= a[i] * (1 - a[i]);
        }
        delta = before;
        norms[l] = Math.Sqrt(delta.Sum(d => d * d));
    }
    return norms;
}

// %% 04-norm-probe wrong: of the sigmoid is missing
static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
{
    var norms = new double[activations.Length];
    double[] delta = deltaOut;
    for (int l = activations.Length - 1; l >= 0; l--)
    {
        var before = new double[activations[l].Length];
        for (int i = 0; i < before.Length; i++)
        {
            for (int o = 0; o < delta.Length; o++)
                before[i] += weights[l][o, i] * delta[o];
        }
        delta = before;
        norms[l] = Math.Sqrt(delta.Sum(d => d * d));
    }
    return norms;
}

// %% 04-norm-probe wrong: not transposed
static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
{
    var norms = new double[activations.Length];
    double[] delta = deltaOut;
    for (int l = activations.Length - 1; l >= 0; l--)
    {
        double[] a = activations[l];
        var before = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            for (int o = 0; o < delta.Length; o++)
                before[i] += weights[l][i, o] * delta[o];
            before[i] *= a[i] * (1 - a[i]);
        }
        delta = before;
        norms[l] = Math.Sqrt(delta.Sum(d => d * d));
    }
    return norms;
}

// %% 04-norm-probe wrong: order is reversed
static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
{
    var norms = new List<double>();
    double[] delta = deltaOut;
    for (int l = activations.Length - 1; l >= 0; l--)
    {
        double[] a = activations[l];
        var before = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            for (int o = 0; o < delta.Length; o++)
                before[i] += weights[l][o, i] * delta[o];
            before[i] *= a[i] * (1 - a[i]);
        }
        delta = before;
        norms.Add(Math.Sqrt(delta.Sum(d => d * d)));
    }
    return norms.ToArray();
}

// %% 04-norm-probe wrong: squared norms
static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
{
    var norms = new double[activations.Length];
    double[] delta = deltaOut;
    for (int l = activations.Length - 1; l >= 0; l--)
    {
        double[] a = activations[l];
        var before = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            for (int o = 0; o < delta.Length; o++)
                before[i] += weights[l][o, i] * delta[o];
            before[i] *= a[i] * (1 - a[i]);
        }
        delta = before;
        norms[l] = delta.Sum(d => d * d);
    }
    return norms;
}

// %% 04-unstick answer
static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed)
{
    var rng = new Rng((ulong)seed);
    var net = new Sequential(
        new Linear(2, 10, rng), new Tanh(), new Linear(10, 10, rng), new Tanh(), new Linear(10, 10, rng), new Tanh(),
        new Linear(10, 10, rng), new Tanh(), new Linear(10, 10, rng), new Tanh(), new Linear(10, 10, rng), new Tanh(), new Linear(10, 2, rng));
    foreach (var linear in net.OfType<Linear>())
        Init.Glorot(linear.Weight, rng);
    var adam = new Adam(net.Parameters(), 0.01f);
    for (int step = 0; step < 300; step++)
    {
        adam.ZeroGrad();
        F.CrossEntropy(net.Forward(trainX), trainY).Backward();
        adam.Step();
    }
    var z = net.Forward(testX);
    return Enumerable.Range(0, testX.Dim(0)).Select(i => z.Data[2 * i + 1] > z.Data[2 * i] ? 1 : 0).ToArray();
}

// %% 04-unstick wrong: Every test point gets the same label
static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed) => new int[testX.Dim(0)];

// %% 04-unstick wrong: labels other than 0 and 1
static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed)
{
    var rng = new Rng((ulong)seed);
    var net = new Sequential(new Linear(2, 16, rng), new Tanh(), new Linear(16, 2, rng));
    var adam = new Adam(net.Parameters(), 0.05f);
    for (int step = 0; step < 200; step++)
    {
        adam.ZeroGrad();
        F.CrossEntropy(net.Forward(trainX), trainY).Backward();
        adam.Step();
    }
    var z = net.Forward(testX);
    return Enumerable.Range(0, testX.Dim(0)).Select(i => z.Data[2 * i + 1] > z.Data[2 * i] ? 2 : 1).ToArray();
}

// %% 04-unstick wrong: classes are swapped
static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed)
{
    var rng = new Rng((ulong)seed);
    var net = new Sequential(new Linear(2, 16, rng), new Tanh(), new Linear(16, 2, rng));
    var adam = new Adam(net.Parameters(), 0.05f);
    for (int step = 0; step < 200; step++)
    {
        adam.ZeroGrad();
        F.CrossEntropy(net.Forward(trainX), trainY).Backward();
        adam.Step();
    }
    var z = net.Forward(testX);
    return Enumerable.Range(0, testX.Dim(0)).Select(i => z.Data[2 * i + 1] > z.Data[2 * i] ? 0 : 1).ToArray();
}

// %% 04-unstick wrong: what a straight line reaches
static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed)
{
    var rng = new Rng((ulong)seed);
    var net = new Sequential(new Linear(2, 10, rng), new Linear(10, 10, rng), new Linear(10, 2, rng));
    var sgd = new Sgd(net.Parameters(), 0.1f, momentum: 0.9f);
    for (int step = 0; step < 200; step++)
    {
        sgd.ZeroGrad();
        F.CrossEntropy(net.Forward(trainX), trainY).Backward();
        sgd.Step();
    }
    var z = net.Forward(testX);
    return Enumerable.Range(0, testX.Dim(0)).Select(i => z.Data[2 * i + 1] > z.Data[2 * i] ? 1 : 0).ToArray();
}

// %% 04-sigmoid-init answer
static double[][,] InitialWeights(int[] sizes, int seed)
{
    var rng = new Rng((ulong)seed);
    var weights = new double[sizes.Length - 1][,];
    for (int l = 0; l < weights.Length; l++)
    {
        weights[l] = new double[sizes[l + 1], sizes[l]];
        for (int o = 0; o < sizes[l + 1]; o++)
        {
            for (int i = 0; i < sizes[l]; i++)
                weights[l][o, i] = 4 / Math.Sqrt(sizes[l]) * rng.NextNormal();
        }
    }
    return weights;
}

// %% 04-sigmoid-init wrong: All weights of a layer are equal
static double[][,] InitialWeights(int[] sizes, int seed)
{
    var weights = new double[sizes.Length - 1][,];
    for (int l = 0; l < weights.Length; l++)
    {
        weights[l] = new double[sizes[l + 1], sizes[l]];
        for (int o = 0; o < sizes[l + 1]; o++)
        {
            for (int i = 0; i < sizes[l]; i++)
                weights[l][o, i] = 4 / Math.Sqrt(sizes[l]);
        }
    }
    return weights;
}

// %% 04-sigmoid-init wrong: Too small
static double[][,] InitialWeights(int[] sizes, int seed)
{
    var rng = new Rng((ulong)seed);
    var weights = new double[sizes.Length - 1][,];
    for (int l = 0; l < weights.Length; l++)
    {
        weights[l] = new double[sizes[l + 1], sizes[l]];
        for (int o = 0; o < sizes[l + 1]; o++)
        {
            for (int i = 0; i < sizes[l]; i++)
                weights[l][o, i] = rng.NextNormal() / Math.Sqrt(sizes[l]);
        }
    }
    return weights;
}

// %% 04-sigmoid-init wrong: Too large
static double[][,] InitialWeights(int[] sizes, int seed)
{
    var rng = new Rng((ulong)seed);
    var weights = new double[sizes.Length - 1][,];
    for (int l = 0; l < weights.Length; l++)
    {
        weights[l] = new double[sizes[l + 1], sizes[l]];
        for (int o = 0; o < sizes[l + 1]; o++)
        {
            for (int i = 0; i < sizes[l]; i++)
                weights[l][o, i] = 100 * rng.NextNormal() / Math.Sqrt(sizes[l]);
        }
    }
    return weights;
}

// %% 04-sigmoid-init wrong: transposed
static double[][,] InitialWeights(int[] sizes, int seed)
{
    var rng = new Rng((ulong)seed);
    var weights = new double[sizes.Length - 1][,];
    for (int l = 0; l < weights.Length; l++)
    {
        weights[l] = new double[sizes[l], sizes[l + 1]];
        for (int i = 0; i < sizes[l]; i++)
        {
            for (int o = 0; o < sizes[l + 1]; o++)
                weights[l][i, o] = 4 / Math.Sqrt(sizes[l]) * rng.NextNormal();
        }
    }
    return weights;
}
