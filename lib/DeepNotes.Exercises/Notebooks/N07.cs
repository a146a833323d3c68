namespace DeepNotes.Exercises;

/// <summary>Notebook 07, regularisation and clipping.</summary>
internal static class N07
{
    public static IReadOnlyList<Exercise> All => [RidgeGradient, SoftThreshold, DropoutMask, Watch, ClipGradient];

    private static Exercise RidgeGradient => Exercise.For<Func<double[,], double[], double[], double, double[]>>(
        "07-ridge-gradient", "The gradient with an L2 penalty", 2, "RidgeGradient", "x y w lambda",
        """
        // The loss is the mean over the n rows of (x_row · w − y_row)², plus lambda · Σ w².
        // Return its gradient with respect to w.
        static double[] RidgeGradient(double[,] x, double[] y, double[] w, double lambda)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two terms, two gradients, added. The penalty's is easy: the derivative of lambda · w² is 2 · lambda · w.",
         "For the first term compute the errors e_row = x_row · w − y_row; the gradient for w_i is 2/n · Σ over rows of e_row · x[row, i].",
         "g[i] = 2.0 / n * sum + 2 * lambda * w[i];"],
        rng => new[] { (1, 1), (2, 1), (3, 2), (5, 3), (8, 4) }.Select(s => new Case([Draw.Matrix(rng, s.Item1, s.Item2, 2), Draw.Vector(rng, s.Item1, 2), Draw.Vector(rng, s.Item2, 2), 0.1 + 0.1 * rng.Next(5)])),
        (x, y, w, l) => Ridge(x, y, w, 2.0 / y.Length, 2 * l),
        [("The penalty is missing.", (x, y, w, l) => Ridge(x, y, w, 2.0 / y.Length, 0)),
         ("The 2 of the penalty is missing: the derivative of w² is 2w.", (x, y, w, l) => Ridge(x, y, w, 2.0 / y.Length, l)),
         ("The sign of the penalty is wrong: the gradient must point to larger weights, so that a step leads to smaller ones.", (x, y, w, l) => Ridge(x, y, w, 2.0 / y.Length, -2 * l)),
         ("Missing 1/n: the first term is a mean over the rows.", (x, y, w, l) => Ridge(x, y, w, 2, 2 * l)),
         ("The penalty is divided by n too; it is not a mean over the rows.", (x, y, w, l) => Ridge(x, y, w, 2.0 / y.Length, 2 * l / y.Length)),
         ("This is lambda · sign(w): the gradient of an L1 penalty.", (x, y, w, l) => Mat.Add(Ridge(x, y, w, 2.0 / y.Length, 0), Array.ConvertAll(w, v => l * Math.Sign(v)))),
         ("The 2 of the squared error is missing.", (x, y, w, l) => Ridge(x, y, w, 1.0 / y.Length, 2 * l)),
         ("The error is y − x·w; the gradient then needs a minus.", (x, y, w, l) => Ridge(x, y, w, -2.0 / y.Length, 2 * l))]);

    private static Exercise SoftThreshold => Exercise.For<Func<double[], double, double[]>>(
        "07-soft-threshold", "The step that makes zeros", 2, "SoftThreshold", "w amount",
        """
        // Move every weight towards 0 by amount, but never past 0. Return the new weights.
        static double[] SoftThreshold(double[] w, double amount)
        {
            throw new NotImplementedException();
        }
        """,
        ["Treat the size and the sign apart: the size shrinks by amount and stops at 0.",
         "New size: max(|w| − amount, 0).",
         "Math.Sign(w[i]) * Math.Max(Math.Abs(w[i]) - amount, 0)"],
        rng => new[] { 1, 2, 4, 8, 12 }.Select(n => new Case([Draw.Vector(rng, n, 1), 0.25 + 0.1 * rng.Next(3)])),
        (w, a) => Array.ConvertAll(w, v => Math.Sign(v) * Math.Max(Math.Abs(v) - a, 0)),
        [("Small weights jump to the other side of 0; they must stop there.", (w, a) => Array.ConvertAll(w, v => v - Math.Sign(v) * a)),
         ("This is hard thresholding: small weights become 0, but large ones must shrink too.", (w, a) => Array.ConvertAll(w, v => Math.Abs(v) <= a ? 0 : v)),
         ("This multiplies by 1 − amount: the step of L2, which never reaches 0.", (w, a) => Array.ConvertAll(w, v => v * (1 - a))),
         ("The sign is lost: negative weights come back positive.", (w, a) => Array.ConvertAll(w, v => Math.Max(Math.Abs(v) - a, 0))),
         ("Negative weights are all set to 0; they have to move up by amount.", (w, a) => Array.ConvertAll(w, v => Math.Max(v - a, 0))),
         ("The weights grow away from 0.", (w, a) => Array.ConvertAll(w, v => v + Math.Sign(v) * a)),
         ("This clips the weights to ±amount.", (w, a) => Array.ConvertAll(w, v => Math.Clamp(v, -a, a)))],
        new() { Tolerance = 1e-10 });

    private static Exercise DropoutMask => Exercise.For<Func<double[], double[], double, string, double[]>>(
        "07-dropout", "Inverted dropout", 2, "Dropout", "x uniform p mode",
        """
        // uniform[i] is a random number in [0, 1) for x[i]. In mode "train" x[i] is dropped where
        // uniform[i] < p, and what is kept is scaled so that the expected value is x[i].
        // In mode "eval" nothing is dropped. Return the new values.
        static double[] Dropout(double[] x, double[] uniform, double p, string mode)
        {
            throw new NotImplementedException();
        }
        """,
        ["A value is kept with probability 1 − p. By what must it be multiplied so that (1 − p) times the result is x again?",
         "Kept values are divided by 1 − p. In \"eval\" return x as it is: the scaling has already been done in training.",
         "mode == \"eval\" ? x[i] : uniform[i] < p ? 0 : x[i] / (1 - p)"],
        rng => new[] { (1, "train"), (1, "eval"), (3, "train"), (4, "eval"), (8, "train"), (12, "train") }
            .Select(c => new Case([Draw.Vector(rng, c.Item1, 2), Mat.Make(c.Item1, i => (i % 4) switch { 0 => 0.95, 1 => 0.05, _ => Math.Round(rng.NextDouble(), 2) }), 0.2 + 0.1 * rng.Next(3), c.Item2])),
        (x, u, p, mode) => Drop(x, u, p, mode, 1 / (1 - p), 1),
        [("What is kept is not scaled: the expected value shrinks by 1 − p.", (x, u, p, mode) => Drop(x, u, p, mode, 1, 1)),
         ("Kept values are multiplied by 1 − p; they must be divided.", (x, u, p, mode) => Drop(x, u, p, mode, 1 - p, 1)),
         ("This is dropout as first published: no scaling in training, 1 − p in evaluation. Inverted dropout scales in training.", (x, u, p, mode) => Drop(x, u, p, mode, 1, 1 - p)),
         ("Kept and dropped are exchanged: drop where uniform < p.", (x, u, p, mode) => mode == "eval" ? x : Mat.Make(x.Length, i => u[i] < p ? x[i] / (1 - p) : 0)),
         ("Values are dropped in \"eval\" as well.", (x, u, p, mode) => Drop(x, u, p, "train", 1 / (1 - p), 1)),
         ("Divided by p: the probability of being kept is 1 − p.", (x, u, p, mode) => Drop(x, u, p, mode, 1 / p, 1)),
         ("In \"eval\" the values are scaled too; there nothing is missing.", (x, u, p, mode) => Drop(x, u, p, mode, 1 / (1 - p), 1 / (1 - p)))],
        new() { Tolerance = 1e-10 });

    private static Exercise Watch => Exercise.For<Func<double[], double, double[]>>(
        "07-early-stop", "When to stop", 2, "Watch", "losses patience",
        """
        // losses[e] is the validation loss after epoch e. Training stops at the first epoch at which more
        // than `patience` epochs in a row, that one included, brought no new best (lower than all before),
        // or at the last epoch. Return two numbers: the epoch at which it stops, and the epoch of the best
        // loss so far.
        static double[] Watch(double[] losses, double patience)
        {
            throw new NotImplementedException();
        }
        """,
        ["Keep three things: the best loss, its epoch, and how many epochs in a row were no better.",
         "A new best sets the count back to 0; otherwise it grows by 1. Stop as soon as the count is greater than patience.",
         "if (losses[e] < best) { best = losses[e]; at = e; bad = 0; } else if (++bad > patience) return new double[] { e, at };"],
        rng => new[] { (1, 0), (4, 1), (6, 0), (10, 2), (14, 3), (20, 4) }.Select(c => new Case([Valley(rng, c.Item1), (double)c.Item2])).Append(new Case([new double[] { 3, 2, 2.5, 1, 2, 2, 2, 0.5 }, 1.0])).Append(new Case([new double[] { 5, 1, 3, 2, 3, 2, 3 }, 1.0])),
        (losses, patience) => Stop(losses, patience),
        [("One epoch too early: it stops when more than patience epochs were no better.", (losses, patience) => Stop(losses, patience - 1)),
         ("One epoch too late.", (losses, patience) => Stop(losses, patience + 1)),
         ("The count must start again at 0 after a new best: it counts epochs in a row.", (losses, patience) => Stop(losses, patience, reset: false)),
         ("Each loss is compared with the one before; it is to be compared with the best.", (losses, patience) => Stop(losses, patience, withBest: false)),
         ("The best of all losses was taken, even of those after the stop, which training never sees.", (losses, patience) => [Stop(losses, patience)[0], Array.IndexOf(losses, losses.Min())]),
         ("The second number is the epoch of the stop; the best one came before.", (losses, patience) => [Stop(losses, patience)[0], Stop(losses, patience)[0]]),
         ("The two numbers are exchanged.", (losses, patience) => [.. Stop(losses, patience).Reverse()])],
        new() { Tolerance = 1e-12 });

    private static Exercise ClipGradient => Exercise.For<Func<string, double[], double, double[]>>(
        "07-clip", "Clip by norm, clip by value", 2, "Clip", "rule gradient limit",
        """
        // rule "norm": when the length of the gradient (root of the sum of squares) is above limit, scale
        // all elements together so that it is limit. rule "value": bring every element into ±limit.
        // Return the new gradient; do not change the array you were given.
        static double[] Clip(string rule, double[] gradient, double limit)
        {
            throw new NotImplementedException();
        }
        """,
        ["For \"norm\" one factor serves all elements: limit / length, and only when the length is above the limit.",
         "For \"value\" each element is treated alone: Math.Clamp(g, −limit, limit).",
         "double f = Math.Min(1, limit / length); gradient.Select(g => g * f).ToArray()"],
        rng => new[] { ("norm", 1), ("value", 1), ("norm", 2), ("value", 3), ("norm", 5), ("value", 6), ("norm", 3) }
            .Select((c, k) => new Case([c.Item1, Draw.Vector(rng, c.Item2, 3), k == 6 ? 20.0 : 0.5 + 0.5 * rng.Next(2)])).Append(new Case(["value", new[] { 0.2, -0.1, 4 }, 0.5])),
        (rule, g, limit) => Clipped(rule, g, limit),
        [("Short gradients are stretched to the limit; only longer ones are scaled.", (rule, g, limit) => rule == "norm" ? Array.ConvertAll(g, v => v * limit / Norm(g)) : Clipped(rule, g, limit)),
         ("The length is the root of the sum of squares; the root is missing.", (rule, g, limit) => rule == "norm" ? Array.ConvertAll(g, v => v * Math.Min(1, limit / (Norm(g) * Norm(g)))) : Clipped(rule, g, limit)),
         ("\"norm\" clips each element: that changes the direction. Scale them together.", (rule, g, limit) => Clipped("value", g, limit)),
         ("\"value\" scales the whole gradient; every element is to be clipped alone.", (rule, g, limit) => Clipped("norm", g, limit)),
         ("Negative elements are not clipped from below.", (rule, g, limit) => rule == "value" ? Array.ConvertAll(g, v => Math.Min(v, limit)) : Clipped(rule, g, limit)),
         ("The length was taken as the sum of sizes; it is the root of the sum of squares.", (rule, g, limit) => rule == "norm" ? Array.ConvertAll(g, v => v * Math.Min(1, limit / g.Sum(Math.Abs))) : Clipped(rule, g, limit)),
         ("Scaled by length / limit; it is the other way round.", (rule, g, limit) => rule == "norm" && Norm(g) > limit ? Array.ConvertAll(g, v => v * Norm(g) / limit) : Clipped(rule, g, limit)),
         ("Nothing is clipped.", (rule, g, limit) => g)],
        new() { Tolerance = 1e-10 });

    private static double[] Ridge(double[,] x, double[] y, double[] w, double ofError, double ofWeight)
    {
        double[] errors = Mat.Add(Mat.Times(x, w), Array.ConvertAll(y, v => -v));
        return Mat.Make(w.Length, i => ofError * Mat.Sum(y.Length, r => errors[r] * x[r, i]) + ofWeight * w[i]);
    }

    private static double[] Drop(double[] x, double[] uniform, double p, string mode, double training, double evaluating) =>
        Mat.Make(x.Length, i => mode == "eval" ? x[i] * evaluating : uniform[i] < p ? 0 : x[i] * training);

    // Falls, then rises, with bumps, as validation losses do.
    private static double[] Valley(Rng rng, int n) => Mat.Make(n, e => Math.Round(1 + Math.Pow((e - 0.4 * n) / n, 2) * 4 + 0.4 * rng.NextDouble(), 2));

    private static double[] Stop(double[] losses, double patience, bool reset = true, bool withBest = true)
    {
        double best = double.PositiveInfinity;
        int at = 0, bad = 0;
        for (int e = 0; e < losses.Length; e++)
        {
            bool better = withBest || e == 0 ? losses[e] < best : losses[e] < losses[e - 1];
            if (losses[e] < best)
                (best, at) = (losses[e], e);
            bad = better ? (reset ? 0 : bad) : bad + 1;
            if (bad > patience && !better)
                return [e, at];
        }
        return [losses.Length - 1, at];
    }

    private static double[] Clipped(string rule, double[] g, double limit) =>
        rule == "value" ? Array.ConvertAll(g, v => Math.Clamp(v, -limit, limit)) : Array.ConvertAll(g, v => v * Math.Min(1, limit / Norm(g)));

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(x => x * x));
}
