namespace DeepNotes.Exercises;

/// <summary>Notebook 08, batch and layer normalisation.</summary>
internal static class N08
{
    private const double Epsilon = 1e-5;

    public static IReadOnlyList<Exercise> All => [Forward, Backward, Evaluate, Fold, Layer];

    private static Exercise Forward => Exercise.For<Func<double[,], double[], double[], double[,]>>(
        "08-forward", "Batch norm, forward", 2, "Normalise", "x scale shift",
        """
        // x is (examples, channels). For every channel (column): subtract the mean over the examples,
        // divide by the root of variance + 1e-5 (the variance is the mean squared distance from the mean),
        // multiply by scale[channel] and add shift[channel]. Return a new array of the same shape.
        static double[,] Normalise(double[,] x, double[] scale, double[] shift)
        {
            throw new NotImplementedException();
        }
        """,
        ["Work on one column at a time: its mean, then its variance, then its values.",
         "The variance divides by the number of examples N, not by N − 1. The 1e-5 stands under the root.",
         "y[n, c] = scale[c] * (x[n, c] - mean) / Math.Sqrt(variance + 1e-5) + shift[c]"],
        rng => Shapes(rng).Select(s => new Case([Draw.Matrix(rng, s.N, s.C, 3), Draw.Vector(rng, s.C, 2), Draw.Vector(rng, s.C, 2)])),
        (x, w, b) => Norm(x, w, b),
        [("The statistics are those of an example (row); batch norm takes those of a channel over the batch.", (x, w, b) => LayerNorm(x, w, b)),
         ("The variance is divided by N − 1; batch norm divides by N while it trains.", (x, w, b) => Norm(x, w, b, unbiased: true)),
         ("This divides by the variance; the standard deviation is its root.", (x, w, b) => Norm(x, w, b, power: 1)),
         ("Scale and shift are not applied.", (x, w, b) => Norm(x, Ones(w), new double[b.Length])),
         ("The mean is not subtracted.", (x, w, b) => Norm(x, w, b, centre: false)),
         ("The shift is added before the scale multiplies; multiply first.", (x, w, b) => Norm(x, w, Mat.Make(b.Length, c => w[c] * b[c])))],
        new() { Tolerance = 1e-9 });

    private static Exercise Backward => Exercise.For<Func<double[,], double[,], double[], (double[,], double[], double[])>>(
        "08-backward", "Batch norm, backward", 3, "NormaliseBackward", "dy x scale",
        """
        // dy is the gradient of the loss in the output of exercise 1, (examples, channels); x and scale are
        // what went in. Return the gradients in x (same shape), in scale and in shift (one per channel).
        static (double[,] dx, double[] dScale, double[] dShift) NormaliseBackward(
            double[,] dy, double[,] x, double[] scale)
        {
            throw new NotImplementedException();
        }
        """,
        ["Shift and scale first: shift is added to every example, so its gradient is a sum; scale multiplies x̂, so its gradient is the sum of dy times x̂.",
         "x reaches the output three ways: directly, through the mean, and through the variance. Put together: dx = scale/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)), with means over the examples.",
         "x̂ is the normalised x before scale and shift, σ = √(variance + 1e-5). dShift = Σ dy, dScale = Σ dy · x̂ — sums, not means."],
        rng => Shapes(rng).Select(s => new Case([Draw.Matrix(rng, s.N, s.C, 2), Draw.Matrix(rng, s.N, s.C, 3), Draw.Vector(rng, s.C, 2)])),
        (dy, x, w) => Back(dy, x, w),
        [("The mean and the variance depend on x as well: only the direct way through the formula is here.", (dy, x, w) => Back(dy, x, w, mean: 0, variance: 0)),
         ("The way through the variance is missing.", (dy, x, w) => Back(dy, x, w, variance: 0)),
         ("The way through the mean is missing.", (dy, x, w) => Back(dy, x, w, mean: 0)),
         ("The scale is missing in dx.", (dy, x, w) => Back(dy, x, Ones(w))),
         ("dScale and dShift are averaged over the examples; they are sums.", (dy, x, w) => Back(dy, x, w, parameters: 1.0 / x.GetLength(0))),
         ("dScale sums dy · x; it is dy times the normalised x̂.", (dy, x, w) => (Back(dy, x, w).Item1, Mat.Make(w.Length, c => Mat.Sum(x.GetLength(0), n => dy[n, c] * x[n, c])), Back(dy, x, w).Item3))],
        new() { Tolerance = 1e-8, Results = ["dx", "dScale", "dShift"] });

    private static Exercise Evaluate => Exercise.For<Func<double[][,], double, double[,], double[,]>>(
        "08-evaluate", "Running statistics", 2, "Evaluate", "batches momentum x",
        """
        // The net has trained on batches, each (examples, channels). The running mean starts at 0 and the
        // running variance at 1; after every batch both move by the share momentum towards the batch's mean
        // and unbiased variance (divided by N - 1). Return x normalised with the running statistics, as a
        // net in evaluation mode does, with 1e-5 added to the variance; scale 1, shift 0.
        static double[,] Evaluate(double[][,] batches, double momentum, double[,] x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Nothing of x enters the statistics: they come from the batches alone, one batch after the other.",
         "running = running + momentum * (batch − running), for the mean and for the variance of each channel.",
         "At the end: (x − runningMean) / √(runningVariance + 1e-5). The order of the batches matters: later ones count more."],
        rng => new[] { (1, 3, 1), (2, 4, 2), (5, 3, 3), (8, 6, 2) }.Select(s => new Case([
            Enumerable.Range(0, s.Item1).Select(_ => Draw.Matrix(rng, s.Item2, s.Item3, 3)).ToArray(), 0.1 + 0.1 * rng.Next(4), Draw.Matrix(rng, 3, s.Item3, 3)])),
        (batches, m, x) => Running(batches, m, x),
        [("x is normalised with its own statistics: that is training mode, the bug this exercise is about.", (batches, m, x) => Norm(x, Ones(x), new double[x.GetLength(1)])),
         ("The running variance takes the variance divided by N; PyTorch's is divided by N − 1.", (batches, m, x) => Running(batches, m, x, unbiased: false)),
         ("The momentum is the share of the new batch, not of what was there before.", (batches, m, x) => Running(batches, 1 - m, x)),
         ("Only the last batch counts here; the running statistics remember the earlier ones.", (batches, m, x) => Running([batches[^1]], 1, x)),
         ("The batches are taken in the wrong order.", (batches, m, x) => Running([.. batches.Reverse()], m, x)),
         ("The running variance starts at 1, not at 0.", (batches, m, x) => Running(batches, m, x, start: 0))],
        new() { Tolerance = 1e-9 });

    private static Exercise Fold => Exercise.For<Func<double[,], double[], double[][], (double[,], double[])>>(
        "08-fold", "Folding batch norm into the layer before", 2, "Fold", "weight bias norm",
        """
        // A trained layer z = weight · x + bias, weight (outputs, inputs), is followed by a batch norm in
        // evaluation mode. norm holds its mean, variance, scale and shift, one number per output each.
        // Return the weight and the bias of one layer that does both: y = weight' · x + bias'.
        static (double[,] weight, double[] bias) Fold(double[,] weight, double[] bias, double[][] norm)
        {
            throw new NotImplementedException();
        }
        """,
        ["In evaluation mode mean and variance are constants, so batch norm is y = a · z + c with a and c per output. What are a and c?",
         "a = scale / √(variance + 1e-5). Then y = a · (weight · x + bias − mean) + shift.",
         "weight'[o, i] = a[o] * weight[o, i]; bias'[o] = a[o] * (bias[o] - mean[o]) + shift[o]"],
        rng => Shapes(rng).Select(s => new Case([Draw.Matrix(rng, s.C, s.N, 2), Draw.Vector(rng, s.C, 2), new[]
        {
            Draw.Vector(rng, s.C, 2), Mat.Make(s.C, _ => Math.Abs(Draw.Value(rng, 2))), Draw.Vector(rng, s.C, 2), Draw.Vector(rng, s.C, 2),
        }])),
        (w, b, p) => Folded(w, b, p),
        [("The mean is not subtracted from the bias.", (w, b, p) => Folded(w, b, [new double[b.Length], p[1], p[2], p[3]])),
         ("The bias of the layer is lost; batch norm scales it like everything else.", (w, b, p) => Folded(w, new double[b.Length], p)),
         ("This divides by the variance; the standard deviation is its root.", (w, b, p) => Folded(w, b, [p[0], Mat.Make(b.Length, c => (p[1][c] + Epsilon) * (p[1][c] + Epsilon) - Epsilon), p[2], p[3]])),
         ("The scale is missing.", (w, b, p) => Folded(w, b, [p[0], p[1], Ones(b), p[3]])),
         ("The weights come back unchanged; only the bias was folded.", (w, b, p) => (w, Folded(w, b, p).Item2)),
         ("The shift is multiplied too; it is added at the very end.", (w, b, p) => Folded(w, b, [p[0], p[1], p[2], Mat.Make(b.Length, c => p[2][c] / Math.Sqrt(p[1][c] + Epsilon) * p[3][c])]))],
        new() { Tolerance = 1e-9, Results = ["weight", "bias"] });

    private static Exercise Layer => Exercise.For<Func<double[,], double[], double[], double[,]>>(
        "08-layer", "Layer norm", 1, "LayerNormalise", "x scale shift",
        """
        // x is (examples, features). For every example (row): subtract the mean over its features,
        // divide by the root of its variance + 1e-5, multiply by scale[feature] and add shift[feature].
        static double[,] LayerNormalise(double[,] x, double[] scale, double[] shift)
        {
            throw new NotImplementedException();
        }
        """,
        ["The same steps as batch norm, along the other axis: one row at a time.",
         "The statistics belong to the row, scale and shift still to the column.",
         "y[n, f] = scale[f] * (x[n, f] - mean of row n) / Math.Sqrt(variance of row n + 1e-5) + shift[f]"],
        rng => Shapes(rng).Select(s => new Case([Draw.Matrix(rng, s.C, s.N, 3), Draw.Vector(rng, s.N, 2), Draw.Vector(rng, s.N, 2)])),
        (x, w, b) => LayerNorm(x, w, b),
        [("The statistics are those of a feature over the batch: that is batch norm.", (x, w, b) => Norm(x, w, b)),
         ("Scale and shift are not applied.", (x, w, b) => LayerNorm(x, Ones(w), new double[b.Length])),
         ("The variance is divided by one less than the number of features; layer norm divides by their number.", (x, w, b) => LayerNorm(x, w, b, unbiased: true)),
         ("The mean is not subtracted.", (x, w, b) => LayerNorm(x, w, b, centre: false))],
        new() { Tolerance = 1e-9 });

    private static (int N, int C)[] Shapes(Rng rng) => [(2, 1), (3, 2), (4, 1 + rng.Next(3)), (5 + rng.Next(4), 3)];

    private static double[] Ones(double[] like) => Mat.Make(like.Length, _ => 1);

    private static double[] Ones(double[,] like) => Mat.Make(like.GetLength(1), _ => 1);

    private static (double Mean, double Variance) Of(double[] v, bool unbiased = false)
    {
        double mean = v.Average();
        return (mean, v.Sum(x => (x - mean) * (x - mean)) / (v.Length - (unbiased ? 1 : 0)));
    }

    private static double[] Column(double[,] x, int c) => Mat.Make(x.GetLength(0), n => x[n, c]);

    private static double[,] Norm(double[,] x, double[] w, double[] b, bool unbiased = false, double power = 0.5, bool centre = true)
    {
        var s = Enumerable.Range(0, x.GetLength(1)).Select(c => Of(Column(x, c), unbiased)).ToArray();
        return Mat.Make(x.GetLength(0), x.GetLength(1), (n, c) => w[c] * (x[n, c] - (centre ? s[c].Mean : 0)) / Math.Pow(s[c].Variance + Epsilon, power) + b[c]);
    }

    private static double[,] LayerNorm(double[,] x, double[] w, double[] b, bool unbiased = false, bool centre = true)
    {
        var s = Enumerable.Range(0, x.GetLength(0)).Select(n => Of(Mat.Row(x, n), unbiased)).ToArray();
        return Mat.Make(x.GetLength(0), x.GetLength(1), (n, c) => w[c] * (x[n, c] - (centre ? s[n].Mean : 0)) / Math.Sqrt(s[n].Variance + Epsilon) + b[c]);
    }

    private static (double[,], double[], double[]) Back(double[,] dy, double[,] x, double[] w, double mean = 1, double variance = 1, double parameters = 1)
    {
        int rows = x.GetLength(0);
        double[,] hat = Norm(x, Ones(w), new double[w.Length]);
        double[] sum = Mat.Make(w.Length, c => Column(dy, c).Sum()), along = Mat.Make(w.Length, c => Mat.Sum(rows, n => dy[n, c] * hat[n, c]));
        double[] deviation = Mat.Make(w.Length, c => Math.Sqrt(Of(Column(x, c)).Variance + Epsilon));
        return (Mat.Make(rows, w.Length, (n, c) => w[c] / deviation[c] * (dy[n, c] - mean * sum[c] / rows - variance * hat[n, c] * along[c] / rows)),
            Mat.Make(w.Length, c => parameters * along[c]), Mat.Make(w.Length, c => parameters * sum[c]));
    }

    private static double[,] Running(double[][,] batches, double momentum, double[,] x, bool unbiased = true, double start = 1)
    {
        int channels = x.GetLength(1);
        double[] mean = new double[channels], variance = Mat.Make(channels, _ => start);
        foreach (double[,] batch in batches)
        {
            for (int c = 0; c < channels; c++)
            {
                var now = Of(Column(batch, c), unbiased);
                mean[c] += momentum * (now.Mean - mean[c]);
                variance[c] += momentum * (now.Variance - variance[c]);
            }
        }
        return Mat.Make(x.GetLength(0), channels, (n, c) => (x[n, c] - mean[c]) / Math.Sqrt(variance[c] + Epsilon));
    }

    private static (double[,], double[]) Folded(double[,] w, double[] b, double[][] p)
    {
        double[] a = Mat.Make(b.Length, o => p[2][o] / Math.Sqrt(p[1][o] + Epsilon));
        return (Mat.Make(w.GetLength(0), w.GetLength(1), (o, i) => a[o] * w[o, i]), Mat.Make(b.Length, o => a[o] * (b[o] - p[0][o]) + p[3][o]));
    }
}
