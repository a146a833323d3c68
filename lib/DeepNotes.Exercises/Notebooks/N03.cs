namespace DeepNotes.Exercises;

/// <summary>Notebook 03, backpropagation by hand.</summary>
internal static class N03
{
    public static IReadOnlyList<Exercise> All => [LinearBackward, SigmoidBackward, CrossEntropyBackward, TopologicalOrder, ZeroGrad];

    private static Exercise LinearBackward => Exercise.For<Func<double[,], double[,], double[,], (double[,], double[,], double[])>>(
        "03-linear-backward", "A linear layer, backwards", 3, "LinearBackward", "x w dy",
        """
        // The layer is y = x wᵀ + b: x has the shape (N, I), w the shape (O, I), y the shape (N, O).
        // dy holds the gradient of the loss with respect to y. Return the gradients with respect to
        // x, w and b; each has the shape of what it belongs to.
        // The loss has already been averaged: do not divide by N.
        static (double[,] Dx, double[,] Dw, double[] Db) LinearBackward(
            double[,] x, double[,] w, double[,] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["Write one output: y[n, o] = b[o] + Σ_i w[o, i] x[n, i]. Which outputs does one weight w[o, i] reach?",
         "A weight is used by every example, so its gradient is a sum over n; an input x[n, i] is used by every output, so its gradient is a sum over o.",
         "Dx[n, i] += dy[n, o] * w[o, i]; Dw[o, i] += dy[n, o] * x[n, i]; Db[o] += dy[n, o]; in three nested loops."],
        rng => new[] { (1, 1, 1), (2, 2, 2), (3, 2, 1), (2, 3, 2), (4, 3, 5) }.Select(s => new Case(
            [Draw.Matrix(rng, s.Item1, s.Item2, 2), Draw.Matrix(rng, s.Item3, s.Item2, 2), Draw.Matrix(rng, s.Item1, s.Item3, 1)])),
        (x, w, dy) => (Dx(w, dy), Dw(x, dy), Db(dy)),
        [("Dw is transposed: it must have the shape of w, (O, I), so it is dyᵀ·x and not xᵀ·dy.", (x, w, dy) => (Dx(w, dy), Mat.Transpose(Dw(x, dy)), Db(dy))),
         ("Db is not summed over the batch: only the last example is left. Add up over n (+=).", (x, w, dy) => (Dx(w, dy), Dw(x, dy), Mat.Row(dy, dy.GetLength(0) - 1))),
         ("Dw is not summed over the batch: only the last example is left. Add up over n (+=).",
          (x, w, dy) => (Dx(w, dy), Mat.Make(w.GetLength(0), w.GetLength(1), (o, i) => dy[dy.GetLength(0) - 1, o] * x[x.GetLength(0) - 1, i]), Db(dy))),
         ("Dw and Db are divided by N. The loss already holds the 1/N; dividing again makes it 1/N².",
          (x, w, dy) => (Dx(w, dy), Mat.Make(w.GetLength(0), w.GetLength(1), (o, i) => Dw(x, dy)[o, i] / x.GetLength(0)), Mat.Make(w.GetLength(0), o => Db(dy)[o] / x.GetLength(0)))),
         ("Db is a mean over the batch; it is a sum: the 1/N is already in dy.", (x, w, dy) => (Dx(w, dy), Dw(x, dy), [.. Db(dy).Select(v => v / dy.GetLength(0))])),
         ("Dx uses wᵀ: the sum runs over the outputs, Dx = dy·w.", (x, w, dy) => (Mat.Product(dy, Mat.Transpose(w)), Dw(x, dy), Db(dy))),
         ("Dx is not summed over the outputs: only the last output is left. Add up over o (+=).",
          (x, w, dy) => (Mat.Make(x.GetLength(0), x.GetLength(1), (n, i) => dy[n, w.GetLength(0) - 1] * w[w.GetLength(0) - 1, i]), Dw(x, dy), Db(dy)))],
        new() { Results = ["Dx", "Dw", "Db"] });

    private static Exercise SigmoidBackward => Exercise.For<Func<double[], double[], double[]>>(
        "03-sigmoid-backward", "A sigmoid, backwards", 2, "SigmoidBackward", "y dy",
        """
        // The forward pass was y = sigmoid(x), element by element; only y was kept.
        // dy holds the gradient of the loss with respect to y. Return the gradient with respect to x.
        static double[] SigmoidBackward(double[] y, double[] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["The chain rule: dx = dy · ∂y/∂x, element by element.",
         "∂y/∂x can be written with y alone; x is not needed. That is why the layer keeps its output.",
         "dx[i] = dy[i] * y[i] * (1 - y[i])."],
        rng => Enumerable.Range(1, 5).Select(n => new Case([Draw.Vector(rng, n, 3).Select(N02.Sigmoid).ToArray(), Draw.Vector(rng, n, 1)])),
        (y, dy) => Mat.Make(y.Length, i => dy[i] * y[i] * (1 - y[i])),
        [("y was passed through the sigmoid again: it is the output already, the slope is y·(1 − y).", (y, dy) => Mat.Make(y.Length, i => dy[i] * N02.Sigmoid(y[i]) * (1 - N02.Sigmoid(y[i])))),
         ("The incoming gradient dy is missing: this is the local slope alone.", (y, dy) => Mat.Make(y.Length, i => y[i] * (1 - y[i]))),
         ("1 − y² is the slope of tanh; the sigmoid's is y·(1 − y).", (y, dy) => Mat.Make(y.Length, i => dy[i] * (1 - y[i] * y[i]))),
         ("dy and the slope are added; the chain rule multiplies.", (y, dy) => Mat.Make(y.Length, i => dy[i] + y[i] * (1 - y[i]))),
         ("The sign is flipped: a sigmoid rises, so dx has the sign of dy.", (y, dy) => Mat.Make(y.Length, i => dy[i] * y[i] * (y[i] - 1))),
         ("The factor 1 − y is missing: the slope is y·(1 − y).", (y, dy) => Mat.Make(y.Length, i => dy[i] * y[i])),
         ("The factor y is missing: the slope is y·(1 − y).", (y, dy) => Mat.Make(y.Length, i => dy[i] * (1 - y[i]))),
         ("¼ is the largest slope, at y = ½; elsewhere it is y·(1 − y).", (y, dy) => Mat.Make(y.Length, i => dy[i] / 4)),
         ("dy is divided by the slope; the chain rule multiplies.", (y, dy) => Mat.Make(y.Length, i => dy[i] / (y[i] * (1 - y[i]))))]);

    private static Exercise CrossEntropyBackward => Exercise.For<Func<double[,], int[], double[,]>>(
        "03-softmax-backward", "Softmax and cross-entropy, backwards", 3, "CrossEntropyBackward", "logits labels",
        """
        // logits has one row of class scores per example; labels the right class of each.
        // The loss is the mean over the N rows of -ln(softmax(row)[label]). Return its gradient
        // with respect to the logits, in their shape. Scores may be as large as 1e4.
        static double[,] CrossEntropyBackward(double[,] logits, int[] labels)
        {
            throw new NotImplementedException();
        }
        """,
        ["For one row the loss is ln Σ exp(z) − z[label]. Differentiate both terms.",
         "The first term gives the softmax, the second −1 at the label: what was predicted minus what was right.",
         "dz[n, k] = (p[n, k] - (k == labels[n] ? 1 : 0)) / N, with p the row's softmax after its largest score is subtracted."],
        rng => new Case[] { new([new double[,] { { 0, 0 } }, new[] { 1 }]), new([new double[,] { { 1e4, 0 }, { 0, 1e4 } }, new[] { 1, 1 }]) }
            .Concat(Enumerable.Range(2, 4).Select(n => new Case([Draw.Matrix(rng, n, 3, 2), Enumerable.Range(0, n).Select(_ => rng.Next(3)).ToArray()]))),
        (z, t) => Dz(z, t),
        [("The 1/N is missing: the loss is a mean over the examples, so every row's gradient is divided by N.", (z, t) => Scaled(Dz(z, t), t.Length)),
         ("The sign is flipped: prediction minus truth, not truth minus prediction.", (z, t) => Scaled(Dz(z, t), -1)),
         ("The 1 at the label is not subtracted: this is the softmax alone.", (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => Dz(z, t)[n, k] + (k == t[n] ? 1.0 / t.Length : 0))),
         ("The 1 at the label is not divided by N: the 1/N belongs to p and to the 1.", (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => Dz(z, t)[n, k] + (k == t[n] ? 1.0 / t.Length - 1 : 0))),
         ("Only the label's place is filled: raising another score lowers the label's probability too; its gradient is p/N.", (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => k == t[n] ? Dz(z, t)[n, k] : 0)),
         ("−1/p at the label is the gradient with respect to the probability; go on through the softmax to the logits.",
          (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => k == t[n] ? -1 / (Dz(z, t)[n, k] * t.Length + 1) / t.Length : 0)),
         ("There is a factor p·(1 − p) too many: with cross-entropy it cancels. It stays with the squared error.",
          (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => (Dz(z, t)[n, k] * t.Length + (k == t[n] ? 1 : 0)) is var p ? Dz(z, t)[n, k] * p * (1 - p) : 0)),
         ("Divided by N·K; the mean is over the N examples, not over all logits.", (z, t) => Scaled(Dz(z, t), 1.0 / z.GetLength(1))),
         ("exp overflows: subtract the row's largest score first.",
          (z, t) => Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => (N02.Normalised(Mat.Row(z, n), 0, Math.Exp)[k] - (k == t[n] ? 1 : 0)) / t.Length))]);

    private static Exercise TopologicalOrder => Exercise.For<Func<int, int[,], int[]>>(
        "03-topological-order", "In which order can a graph be computed?", 2, "TopologicalOrder", "nodes edges",
        """
        // A graph has the nodes 0 ... nodes-1; each row (a, b) of edges says that b uses the result of a.
        // Return all nodes in an order in which every node comes after those it uses. There is no cycle.
        static int[] TopologicalOrder(int nodes, int[,] edges)
        {
            throw new NotImplementedException();
        }
        """,
        ["A node can be computed once all its inputs have been. Which nodes can be first?",
         "Count for each node the inputs that are still missing; a node with none missing is ready.",
         "Take a ready node, append it, lower the count of every node that uses it; those that reach 0 become ready (Kahn 1962)."],
        GraphCases,
        (nodes, edges) => Ready(nodes, edges, (missing, _) => missing == 0),
        [("The nodes are listed by number; the edges are not looked at.", (nodes, edges) => [.. Enumerable.Range(0, nodes)]),
         ("The order is backwards: this is the order of the backward pass.", (nodes, edges) => [.. Ready(nodes, edges, (missing, _) => missing == 0).Reverse()]),
         ("A node is listed as soon as one of its inputs is there (breadth-first); it must wait for all of them.", (nodes, edges) => Ready(nodes, edges, (_, seen) => !seen)),
         ("This goes from a node straight to the nodes that use it (depth-first, on entering); list a node only after all its inputs.", DepthFirst)],
        new() { Measure = EdgesForward, MeasureName = "each edge forward (1) or not (0)", Explain = ExplainOrder });

    private static Exercise ZeroGrad => Exercise.For<Func<double[], double[], double, int, double[]>>(
        "03-zero-grad", "Backward twice", 2, "Train", "x y learningRate steps",
        """
        // Fit y = w x by gradient descent on the mean of (w*x[i] - y[i])^2, from w = 0.
        // Return w after each step. With the tape: Backward() ADDS to w.Grad, so clear it before
        // every pass; with plain numbers the gradient is yours to write.
        static double[] Train(double[] x, double[] y, double learningRate, int steps)
        {
            throw new NotImplementedException();
        }
        """,
        ["The gradient of the mean squared error is the mean of 2·(w·x − y)·x.",
         "Each step needs the gradient at the present w only; a sum that is never reset to 0 carries the old ones along.",
         "double g = 0; inside the loop over the steps; then g += 2 * (w * x[i] - y[i]) * x[i] / x.Length; then w -= learningRate * g."],
        rng => new[] { (1, 2), (2, 3), (3, 4), (4, 6) }.Select(s => new Case([Draw.Vector(rng, s.Item1, 1), Draw.Vector(rng, s.Item1, 2), 0.1, s.Item2])),
        (x, y, rate, steps) => Descend(x, y, rate, steps, carry: 0),
        [("The gradient is never cleared: every step adds to the gradients of all the steps before. Zero it before each backward pass.", (x, y, rate, steps) => Descend(x, y, rate, steps, carry: 1)),
         ("w never moves: the gradient is cleared after the backward pass, before the step has used it.", (x, y, rate, steps) => new double[steps]),
         ("The 1/N is missing: the loss is a mean.", (x, y, rate, steps) => Descend(x, y, rate * x.Length, steps, carry: 0)),
         ("This climbs: the step goes against the gradient, w −= rate · gradient.", (x, y, rate, steps) => Descend(x, y, -rate, steps, carry: 0)),
         ("w is noted before the step; the first value must be that after one step.", (x, y, rate, steps) => [0, .. Descend(x, y, rate, steps, carry: 0)[..^1]]),
         ("The factor 2 of the square's derivative is missing.", (x, y, rate, steps) => Descend(x, y, rate / 2, steps, carry: 0)),
         ("The last factor x is missing: the derivative of (w·x − y)² with respect to w is 2·(w·x − y)·x.", (x, y, rate, steps) => Descend(x, y, rate, steps, carry: 0, inner: _ => 1)),
         ("w moves after each example; the gradient is the mean over all of them at the same w, then one step.",
          (x, y, rate, steps) => [.. Descend(x, y, rate, steps * x.Length, carry: 0, single: true).Where((_, i) => (i + 1) % x.Length == 0)])],
        new() { Tolerance = 1e-4 });   // the tape computes in float32

    private static double[,] Dx(double[,] w, double[,] dy) => Mat.Product(dy, w);

    private static double[,] Dw(double[,] x, double[,] dy) => Mat.Product(Mat.Transpose(dy), x);

    private static double[] Db(double[,] dy) => Mat.Make(dy.GetLength(1), o => Mat.Sum(dy.GetLength(0), n => dy[n, o]));

    private static double[,] Scaled(double[,] a, double by) => Mat.Make(a.GetLength(0), a.GetLength(1), (r, c) => a[r, c] * by);

    private static double[,] Dz(double[,] z, int[] t)
    {
        double[][] p = [.. t.Select((_, n) => N02.Normalised(Mat.Row(z, n), Mat.Row(z, n).Max(), Math.Exp))];
        return Mat.Make(z.GetLength(0), z.GetLength(1), (n, k) => (p[n][k] - (k == t[n] ? 1 : 0)) / t.Length);
    }

    // One step per entry; inner is the derivative of w·x, single takes the examples one after another instead of their mean.
    private static double[] Descend(double[] x, double[] y, double rate, int steps, double carry, Func<double, double>? inner = null, bool single = false)
    {
        double w = 0, g = 0;
        return Mat.Make(steps, step =>
        {
            double Slope(int i) => 2 * (w * x[i] - y[i]) * (inner?.Invoke(x[i]) ?? x[i]);
            g = carry * g + (single ? Slope(step % x.Length) : Mat.Sum(x.Length, Slope) / x.Length);
            return w -= rate * g;
        });
    }

    private static string? ExplainOrder(Case item, object? value)
    {
        var (edges, order) = ((int[,])item.Args[1]!, (int[])value!);
        int e = Array.IndexOf((int[])EdgesForward(item, value), 0);
        return $"Node {edges[e, 1]} uses the result of node {edges[e, 0]}, but stands before it: [{string.Join(", ", order)}].";
    }

    private static IEnumerable<Case> GraphCases(Rng rng)
    {
        yield return Graph([2, 0, 1], [(0, 1), (1, 2)]);
        yield return Graph([3, 1, 0, 2], [(0, 1), (0, 2), (1, 3), (2, 3)]);
        yield return Graph([1, 3, 2, 0], [(0, 3), (0, 1), (1, 2), (2, 3)]);
        for (int n = 5; n <= 8; n++)
        {
            var edges = new List<(int, int)>();
            for (int b = 1; b < n; b++)
                edges.AddRange(Enumerable.Range(0, b).Where(a => a == b - 1 || rng.Next(3) == 0).Select(a => (a, b)));
            rng.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edges));
            yield return Graph(rng.Permutation(n), edges);
        }
    }

    private static Case Graph(int[] label, List<(int A, int B)> edges)
    {
        var list = new int[edges.Count, 2];
        for (int e = 0; e < edges.Count; e++)
            (list[e, 0], list[e, 1]) = (label[edges[e].A], label[edges[e].B]);
        return new([label.Length, list], Enumerable.Repeat(1, edges.Count).ToArray());
    }

    private static int[] EdgesForward(Case item, object? value)
    {
        var (nodes, edges, order) = ((int)item.Args[0]!, (int[,])item.Args[1]!, (int[])value!);
        if (order.Length != nodes || order.Order().Where((v, i) => v != i).Any())
            throw new AnswerException($"The order has {order.Length} entries; it must hold each of the nodes 0 … {nodes - 1} exactly once.");
        return Enumerable.Range(0, edges.GetLength(0)).Select(e => Array.IndexOf(order, edges[e, 0]) < Array.IndexOf(order, edges[e, 1]) ? 1 : 0).ToArray();
    }

    // Kahn's algorithm when a node enters on having no input missing; breadth-first search when it enters on being seen.
    private static int[] Ready(int nodes, int[,] edges, Func<int, bool, bool> enters)
    {
        var missing = new int[nodes];
        for (int e = 0; e < edges.GetLength(0); e++)
            missing[edges[e, 1]]++;
        var order = Enumerable.Range(0, nodes).Where(v => missing[v] == 0).ToList();
        for (int next = 0; next < order.Count; next++)
        {
            for (int e = 0; e < edges.GetLength(0); e++)
            {
                if (edges[e, 0] == order[next] && enters(--missing[edges[e, 1]], order.Contains(edges[e, 1])))
                    order.Add(edges[e, 1]);
            }
        }
        return [.. order];
    }

    private static int[] DepthFirst(int nodes, int[,] edges)
    {
        var order = new List<int>();
        for (int v = 0; v < nodes; v++)
        {
            if (Enumerable.Range(0, edges.GetLength(0)).All(e => edges[e, 1] != v))
                Enter(v);
        }
        return [.. order];

        void Enter(int v)
        {
            if (order.Contains(v))
                return;
            order.Add(v);
            for (int e = 0; e < edges.GetLength(0); e++)
            {
                if (edges[e, 0] == v)
                    Enter(edges[e, 1]);
            }
        }
    }
}
