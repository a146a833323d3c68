// Notebook 03: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 03-linear-backward answer
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[outputs, inputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] += dy[n, o];
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] += dy[n, o] * w[o, i];
                dw[o, i] += dy[n, o] * x[n, i];
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-linear-backward wrong: Dw is transposed
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[inputs, outputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] += dy[n, o];
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] += dy[n, o] * w[o, i];
                dw[i, o] += dy[n, o] * x[n, i];
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-linear-backward wrong: Db is not summed over the batch
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[outputs, inputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] = dy[n, o];
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] += dy[n, o] * w[o, i];
                dw[o, i] += dy[n, o] * x[n, i];
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-linear-backward wrong: Dw is not summed over the batch
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[outputs, inputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] += dy[n, o];
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] += dy[n, o] * w[o, i];
                dw[o, i] = dy[n, o] * x[n, i];
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-linear-backward wrong: divided by N
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[outputs, inputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] += dy[n, o] / batch;
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] += dy[n, o] * w[o, i];
                dw[o, i] += dy[n, o] * x[n, i] / batch;
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-linear-backward wrong: not summed over the outputs
static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(double[,] x, double[,] w, double[,] dy)
{
    int batch = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
    var dx = new double[batch, inputs];
    var dw = new double[outputs, inputs];
    var db = new double[outputs];
    for (int n = 0; n < batch; n++)
    {
        for (int o = 0; o < outputs; o++)
        {
            db[o] += dy[n, o];
            for (int i = 0; i < inputs; i++)
            {
                dx[n, i] = dy[n, o] * w[o, i];
                dw[o, i] += dy[n, o] * x[n, i];
            }
        }
    }
    return (dx, dw, db);
}

// %% 03-sigmoid-backward answer
static double[] SigmoidBackward(double[] y, double[] dy)
{
    var dx = new double[y.Length];
    for (int i = 0; i < y.Length; i++)
        dx[i] = dy[i] * y[i] * (1 - y[i]);
    return dx;
}

// %% 03-sigmoid-backward wrong: passed through the sigmoid again
static double[] SigmoidBackward(double[] y, double[] dy)
{
    var dx = new double[y.Length];
    for (int i = 0; i < y.Length; i++)
    {
        double s = 1 / (1 + Math.Exp(-y[i]));
        dx[i] = dy[i] * s * (1 - s);
    }
    return dx;
}

// %% 03-sigmoid-backward wrong: incoming gradient dy is missing
static double[] SigmoidBackward(double[] y, double[] dy) => y.Select(v => v * (1 - v)).ToArray();

// %% 03-sigmoid-backward wrong: slope of tanh
static double[] SigmoidBackward(double[] y, double[] dy) => y.Zip(dy, (v, d) => d * (1 - v * v)).ToArray();

// %% 03-sigmoid-backward wrong: the chain rule multiplies
static double[] SigmoidBackward(double[] y, double[] dy) => y.Zip(dy, (v, d) => d + v * (1 - v)).ToArray();

// %% 03-sigmoid-backward wrong: sign is flipped
static double[] SigmoidBackward(double[] y, double[] dy) => y.Zip(dy, (v, d) => -d * v * (1 - v)).ToArray();

// %% 03-softmax-backward answer
static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
{
    int rows = logits.GetLength(0), classes = logits.GetLength(1);
    var dz = new double[rows, classes];
    for (int n = 0; n < rows; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < classes; k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < classes; k++)
            sum += Math.Exp(logits[n, k] - max);
        for (int k = 0; k < classes; k++)
            dz[n, k] = (Math.Exp(logits[n, k] - max) / sum - (k == labels[n] ? 1 : 0)) / rows;
    }
    return dz;
}

// %% 03-softmax-backward wrong: 1/N is missing
static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
{
    int rows = logits.GetLength(0), classes = logits.GetLength(1);
    var dz = new double[rows, classes];
    for (int n = 0; n < rows; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < classes; k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < classes; k++)
            sum += Math.Exp(logits[n, k] - max);
        for (int k = 0; k < classes; k++)
            dz[n, k] = Math.Exp(logits[n, k] - max) / sum - (k == labels[n] ? 1 : 0);
    }
    return dz;
}

// %% 03-softmax-backward wrong: sign is flipped
static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
{
    int rows = logits.GetLength(0), classes = logits.GetLength(1);
    var dz = new double[rows, classes];
    for (int n = 0; n < rows; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < classes; k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < classes; k++)
            sum += Math.Exp(logits[n, k] - max);
        for (int k = 0; k < classes; k++)
            dz[n, k] = ((k == labels[n] ? 1 : 0) - Math.Exp(logits[n, k] - max) / sum) / rows;
    }
    return dz;
}

// %% 03-softmax-backward wrong: 1 at the label is not subtracted
static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
{
    int rows = logits.GetLength(0), classes = logits.GetLength(1);
    var dz = new double[rows, classes];
    for (int n = 0; n < rows; n++)
    {
        double max = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < classes; k++)
            max = Math.Max(max, logits[n, k]);
        for (int k = 0; k < classes; k++)
            sum += Math.Exp(logits[n, k] - max);
        for (int k = 0; k < classes; k++)
            dz[n, k] = Math.Exp(logits[n, k] - max) / sum / rows;
    }
    return dz;
}

// %% 03-softmax-backward wrong: exp overflows
static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
{
    int rows = logits.GetLength(0), classes = logits.GetLength(1);
    var dz = new double[rows, classes];
    for (int n = 0; n < rows; n++)
    {
        double sum = 0;
        for (int k = 0; k < classes; k++)
            sum += Math.Exp(logits[n, k]);
        for (int k = 0; k < classes; k++)
            dz[n, k] = (Math.Exp(logits[n, k]) / sum - (k == labels[n] ? 1 : 0)) / rows;
    }
    return dz;
}

// %% 03-topological-order answer
static int[] TopologicalOrder(int nodes, int[,] edges)
{
    var missing = new int[nodes];
    for (int e = 0; e < edges.GetLength(0); e++)
        missing[edges[e, 1]]++;
    var ready = new Stack<int>(Enumerable.Range(0, nodes).Where(n => missing[n] == 0));
    var order = new List<int>();
    while (ready.Count > 0)
    {
        int node = ready.Pop();
        order.Add(node);
        for (int e = 0; e < edges.GetLength(0); e++)
        {
            if (edges[e, 0] == node && --missing[edges[e, 1]] == 0)
                ready.Push(edges[e, 1]);
        }
    }
    return order.ToArray();
}

// %% 03-topological-order wrong: listed by number
static int[] TopologicalOrder(int nodes, int[,] edges) => Enumerable.Range(0, nodes).ToArray();

// %% 03-topological-order wrong: order is backwards
static int[] TopologicalOrder(int nodes, int[,] edges)
{
    var order = new List<int>();
    var done = new HashSet<int>();
    void Visit(int node)
    {
        if (!done.Add(node))
            return;
        for (int e = 0; e < edges.GetLength(0); e++)
        {
            if (edges[e, 0] == node)
                Visit(edges[e, 1]);
        }
        order.Add(node);
    }
    for (int n = 0; n < nodes; n++)
        Visit(n);
    return order.ToArray();
}

// %% 03-topological-order wrong: breadth-first
static int[] TopologicalOrder(int nodes, int[,] edges)
{
    var order = new List<int>();
    for (int n = 0; n < nodes; n++)
    {
        bool isInput = true;
        for (int e = 0; e < edges.GetLength(0); e++)
            isInput &= edges[e, 1] != n;
        if (isInput)
            order.Add(n);
    }
    for (int next = 0; next < order.Count; next++)
    {
        for (int e = 0; e < edges.GetLength(0); e++)
        {
            if (edges[e, 0] == order[next] && !order.Contains(edges[e, 1]))
                order.Add(edges[e, 1]);
        }
    }
    return order.ToArray();
}

// %% 03-topological-order wrong: depth-first
static int[] TopologicalOrder(int nodes, int[,] edges)
{
    var order = new List<int>();
    void Visit(int node)
    {
        if (order.Contains(node))
            return;
        order.Add(node);
        for (int e = 0; e < edges.GetLength(0); e++)
        {
            if (edges[e, 0] == node)
                Visit(edges[e, 1]);
        }
    }
    var used = Enumerable.Range(0, edges.GetLength(0)).Select(e => edges[e, 1]).ToHashSet();
    for (int n = 0; n < nodes; n++)
    {
        if (!used.Contains(n))
            Visit(n);
    }
    return order.ToArray();
}

// %% 03-zero-grad answer
static double[] Train(double[] x, double[] y, double learningRate, int steps)
{
    var inputs = Tensor.From(x.Select(v => (float)v).ToArray());
    var targets = Tensor.From(y.Select(v => (float)v).ToArray());
    var w = Tensor.Scalar(0);
    w.RequiresGrad = true;
    var path = new double[steps];
    for (int step = 0; step < steps; step++)
    {
        w.ZeroGrad();
        F.MseLoss(w * inputs, targets).Backward();
        w.Data[0] -= (float)learningRate * w.Grad[0];
        path[step] = w.Data[0];
    }
    return path;
}

// %% 03-zero-grad wrong: never cleared
static double[] Train(double[] x, double[] y, double learningRate, int steps)
{
    var inputs = Tensor.From(x.Select(v => (float)v).ToArray());
    var targets = Tensor.From(y.Select(v => (float)v).ToArray());
    var w = Tensor.Scalar(0);
    w.RequiresGrad = true;
    var path = new double[steps];
    for (int step = 0; step < steps; step++)
    {
        F.MseLoss(w * inputs, targets).Backward();
        w.Data[0] -= (float)learningRate * w.Grad[0];
        path[step] = w.Data[0];
    }
    return path;
}

// %% 03-zero-grad wrong: w never moves
static double[] Train(double[] x, double[] y, double learningRate, int steps)
{
    var inputs = Tensor.From(x.Select(v => (float)v).ToArray());
    var targets = Tensor.From(y.Select(v => (float)v).ToArray());
    var w = Tensor.Scalar(0);
    w.RequiresGrad = true;
    var path = new double[steps];
    for (int step = 0; step < steps; step++)
    {
        F.MseLoss(w * inputs, targets).Backward();
        w.ZeroGrad();
        w.Data[0] -= (float)learningRate * w.Grad[0];
        path[step] = w.Data[0];
    }
    return path;
}

// %% 03-zero-grad wrong: 1/N is missing
static double[] Train(double[] x, double[] y, double learningRate, int steps)
{
    double w = 0;
    var path = new double[steps];
    for (int step = 0; step < steps; step++)
    {
        double g = 0;
        for (int i = 0; i < x.Length; i++)
            g += 2 * (w * x[i] - y[i]) * x[i];
        path[step] = w -= learningRate * g;
    }
    return path;
}

// %% 03-zero-grad wrong: This climbs
static double[] Train(double[] x, double[] y, double learningRate, int steps)
{
    double w = 0;
    var path = new double[steps];
    for (int step = 0; step < steps; step++)
    {
        double g = 0;
        for (int i = 0; i < x.Length; i++)
            g += 2 * (w * x[i] - y[i]) * x[i] / x.Length;
        path[step] = w += learningRate * g;
    }
    return path;
}
