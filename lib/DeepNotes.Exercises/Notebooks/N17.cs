namespace DeepNotes.Exercises;

/// <summary>Notebook 17, degradation and the residual network.</summary>
internal static class N17
{
    public static IReadOnlyList<Exercise> All => [Gate, Backward, Projection];

    private static Exercise Gate => Exercise.For<Func<double[], double[], double[], double[]>>(
        "17-highway", "A highway layer", 2, "Highway", "x h a",
        """
        // x is the layer's input, h what its transformation makes of x, a the gate before its sigmoid; all
        // have the same length. The gate t = 1 / (1 + e^(−a)) says how much of x is replaced by h.
        // Return the layer's output.
        static double[] Highway(double[] x, double[] h, double[] a)
        {
            throw new NotImplementedException();
        }
        """,
        ["What should come out where t is 0, and what where t is 1?",
         "y = t · h + (1 − t) · x, number by number, with t the sigmoid of a.",
         "for each i: double t = 1 / (1 + Math.Exp(-a[i])); y[i] = t * h[i] + (1 - t) * x[i];"],
        rng => new[] { 1, 2, 5, 8 }.Select(n => new Case([Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 3)])),
        (x, h, a) => Make(x, i => Sigmoid(a[i]) * h[i] + (1 - Sigmoid(a[i])) * x[i]),
        [("The gate is the wrong way round: t belongs to h, 1 − t to x. (An exponent without its minus sign does the same.)", (x, h, a) => Make(x, i => Sigmoid(a[i]) * x[i] + (1 - Sigmoid(a[i])) * h[i])),
         ("The sigmoid is missing: a is not between 0 and 1.", (x, h, a) => Make(x, i => a[i] * h[i] + (1 - a[i]) * x[i])),
         ("The input is added whole; a highway layer lets only 1 − t of it through.", (x, h, a) => Make(x, i => Sigmoid(a[i]) * h[i] + x[i])),
         ("The part of the input is missing: 1 − t of it passes.", (x, h, a) => Make(x, i => Sigmoid(a[i]) * h[i])),
         ("Both parts carry t; the input gets what is left, 1 − t.", (x, h, a) => Make(x, i => Sigmoid(a[i]) * (h[i] + x[i]))),
         ("The gate is a tanh, which goes down to −1; a sigmoid stays between 0 and 1.", (x, h, a) => Make(x, i => Math.Tanh(a[i]) * h[i] + (1 - Math.Tanh(a[i])) * x[i])),
         ("Each unit has a gate of its own; one gate is used for all.", (x, h, a) => Make(x, i => Sigmoid(a[0]) * h[i] + (1 - Sigmoid(a[0])) * x[i]))]);

    private static Exercise Backward => Exercise.For<Func<double[], double[,], double[,], double[], (double[], double[,], double[,])>>(
        "17-block-backward", "A residual block, backwards", 3, "BlockBackward", "x w1 w2 dy",
        """
        // The forward pass was h = max(w1 x, 0), y = x + w2 h: a row of w1 belongs to a unit of h, a row of
        // w2 to a number of y. dy holds the gradient of the loss with respect to y. Return those with
        // respect to x, w1 and w2.
        static (double[] Dx, double[,] Dw1, double[,] Dw2) BlockBackward(
            double[] x, double[,] w1, double[,] w2, double[] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["x goes into y twice: through the branch and around it. Gradients of the two ways add up.",
         "With dh = w2ᵀ dy, set to 0 where h is 0: dw2 = dy hᵀ, dw1 = dh xᵀ, dx = dy + w1ᵀ dh.",
         "Compute h first; then dh[j] = h[j] > 0 ? Σ_i w2[i, j] · dy[i] : 0, and dx[k] = dy[k] + Σ_j w1[j, k] · dh[j]."],
        rng => new (int N, int M)[] { (1, 1), (2, 2), (3, 3), (4, 6), (5, 5) }.Select(c =>
        {
            double[] x = Draw.Vector(rng, c.N, 2);
            // The first unit is open, so that no case is silent; with random weights the others are open or shut.
            double[,] w1 = Draw.Matrix(rng, c.M, c.N, 1);
            for (int k = 0; k < c.N; k++)
                w1[0, k] = Math.Sign(x[k]) * (0.2 + Math.Abs(w1[0, k]));
            return new Case([x, w1, Draw.Matrix(rng, c.N, c.M, 1), Draw.Vector(rng, c.N, 1)]);
        }),
        (x, w1, w2, dy) => Back(x, w1, w2, dy),
        [("Dx lacks the way around the branch: dy itself is added to it.", (x, w1, w2, dy) => Back(x, w1, w2, dy, around: 0)),
         ("Dx is dy alone; the branch sends a gradient back too.", (x, w1, w2, dy) => (dy, Back(x, w1, w2, dy).Item2, Back(x, w1, w2, dy).Item3)),
         ("The rectifier is missing on the way back: where h is 0, nothing passes.", (x, w1, w2, dy) => Back(x, w1, w2, dy, mask: false)),
         ("Dw2 uses h before the rectifier; y was made from max(w1 x, 0).", (x, w1, w2, dy) => (Back(x, w1, w2, dy).Item1, Back(x, w1, w2, dy).Item2, Mat.Make(dy.Length, w1.GetLength(0), (i, j) => dy[i] * Row(w1, x, j)))),
         ("The way around is counted twice: dy belongs to dx once.", (x, w1, w2, dy) => Back(x, w1, w2, dy, around: 2)),
         ("Dw1 lacks the rectifier's mask: it needs the same dh as Dx.", (x, w1, w2, dy) => (Back(x, w1, w2, dy).Item1, Back(x, w1, w2, dy, mask: false).Item2, Back(x, w1, w2, dy).Item3))],
        new() { Results = ["Dx", "Dw1", "Dw2"] });

    private static Exercise Projection => Exercise.For<Func<double[], double>>(
        "17-projection", "What option B costs", 2, "ProjectionParameters", "widths",
        """
        // widths are the channels of the stages, such as 16, 32, 64. Where a stage begins, option B leads
        // the shortcut through 1×1 filters without biases, from the old number of channels to the new, and
        // a batch normalization with a scale and a shift per new channel. Return the parameters that all
        // these shortcuts have together.
        static double ProjectionParameters(double[] widths)
        {
            throw new NotImplementedException();
        }
        """,
        ["How many stages begin with another number of channels than the one before?",
         "From widths[i] to widths[i + 1]: widths[i] · widths[i + 1] weights, 2 · widths[i + 1] numbers of the normalization.",
         "sum over i from 0 to widths.Length − 2 of widths[i] * widths[i + 1] + 2 * widths[i + 1]"],
        rng => new double[][] { [1, 3], [16, 32, 64], [64, 128, 256, 512], [3 + rng.Next(5), 11, 20 + rng.Next(9), 30] }.Select(w => new Case([w])),
        w => Total(w, (a, b) => a * b + 2 * b),
        [("The normalization is missing: a scale and a shift per new channel.", w => Total(w, (a, b) => a * b)),
         ("The normalization has two numbers per channel, a scale and a shift.", w => Total(w, (a, b) => a * b + b)),
         ("The normalization stands behind the filters, so it has as many channels as the new stage.", w => Total(w, (a, b) => a * b + 2 * a)),
         ("The filters are 1×1, not 3×3.", w => Total(w, (a, b) => 9 * a * b + 2 * b)),
         ("The first stage needs no projection; only a change of width does.", w => Total(w, (a, b) => a * b + 2 * b) + w[0] * w[0] + 2 * w[0]),
         ("Every stage but the first has one projection; the last is left out.", w => Total(w[..^1], (a, b) => a * b + 2 * b)),
         ("The filters read the old number of channels; here they read the new one.", w => Total(w, (a, b) => b * b + 2 * b)),
         ("The filters have no biases; the normalization's shift does their work.", w => Total(w, (a, b) => a * b + 3 * b))],
        new() { Tolerance = 1e-9 });

    private static double Total(double[] widths, Func<double, double, double> of) => Mat.Sum(widths.Length - 1, i => of(widths[i], widths[i + 1]));

    private static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

    private static double[] Make(double[] like, Func<int, double> of) => [.. Enumerable.Range(0, like.Length).Select(of)];

    private static double Row(double[,] w, double[] x, int row) => Mat.Sum(x.Length, k => w[row, k] * x[k]);

    private static (double[], double[,], double[,]) Back(double[] x, double[,] w1, double[,] w2, double[] dy, double around = 1, bool mask = true)
    {
        int m = w1.GetLength(0), n = x.Length;
        double[] h = new double[m], dh = new double[m];
        for (int j = 0; j < m; j++)
        {
            h[j] = Math.Max(Row(w1, x, j), 0);
            dh[j] = h[j] > 0 || !mask ? Mat.Sum(n, i => w2[i, j] * dy[i]) : 0;
        }
        return (Make(x, k => around * dy[k] + Mat.Sum(m, j => w1[j, k] * dh[j])),
            Mat.Make(m, n, (j, k) => dh[j] * x[k]), Mat.Make(n, m, (i, j) => dy[i] * h[j]));
    }
}
