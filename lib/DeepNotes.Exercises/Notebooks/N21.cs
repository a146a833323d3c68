namespace DeepNotes.Exercises;

/// <summary>Notebook 21, autoencoders.</summary>
internal static class N21
{
    public static IReadOnlyList<Exercise> All => [Decibels, Sparsity, Reparameterize, Divergence];

    private static Exercise Decibels => Exercise.For<Func<double[], double[], double>>(
        "21-decibels", "Signal to noise", 1, "Decibels", "clean noisy",
        """
        // 10 times the base-10 logarithm of: the sum of the squares of the clean signal, divided by the
        // sum of the squares of the error noisy − clean.
        static double Decibels(double[] clean, double[] noisy)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two sums in one loop: the signal's squares, and the squares of the differences.",
         "10 * Math.Log10(ratio); Math.Log would be the natural logarithm.",
         "return 10 * Math.Log10(signal / noise);"],
        rng => Enumerable.Range(1, 5).Select(n => Signal(rng, n)),
        (c, y) => 10 * Math.Log10(Squares(c) / Error(c, y)),
        [("The factor 20 belongs to amplitudes; squares are powers, and take 10.", (c, y) => 20 * Math.Log10(Squares(c) / Error(c, y))),
         ("This is the natural logarithm; decibels take Math.Log10.", (c, y) => 10 * Math.Log(Squares(c) / Error(c, y))),
         ("Upside down: the signal is divided by the noise.", (c, y) => 10 * Math.Log10(Error(c, y) / Squares(c))),
         ("The noise is what was added, noisy − clean, not the noisy signal itself.", (c, y) => 10 * Math.Log10(Squares(c) / Squares(y))),
         ("The logarithm is missing.", (c, y) => Squares(c) / Error(c, y)),
         ("The clean signal stands above, not the noisy one.", (c, y) => 10 * Math.Log10(Squares(y) / Error(c, y))),
         ("The squares are missing: power is the square of the signal.", (c, y) => 10 * Math.Log10(Mat.Sum(c.Length, i => Math.Abs(c[i])) / Mat.Sum(c.Length, i => Math.Abs(y[i] - c[i])))),
         ("The numbers are added with their signs here: square each one, then add up.", (c, y) => 10 * Math.Log10(Math.Abs(Mat.Sum(c.Length, i => c[i]) / Mat.Sum(c.Length, i => y[i] - c[i])))),
         ("This squares the sums; the squares are summed.", (c, y) => 20 * Math.Log10(Math.Abs(Mat.Sum(c.Length, i => c[i]) / Mat.Sum(c.Length, i => y[i] - c[i])))),
         ("This is a mean of ratios; both sums are taken first, then one ratio.", (c, y) => 10 * Math.Log10(Mat.Sum(c.Length, i => c[i] * c[i] / ((y[i] - c[i]) * (y[i] - c[i]))) / c.Length))]);

    private static Exercise Sparsity => Exercise.For<Func<double[], double, double>>(
        "21-sparsity", "The price of being on too often", 2, "Sparsity", "activity target",
        """
        // activity[j]: the mean of code unit j over a batch, between 0 and 1; target: what it should be.
        // Return the sum over the units of: target times the natural logarithm of target / activity[j],
        // plus the same for being off, where both are 1 minus what they were.
        static double Sparsity(double[] activity, double target)
        {
            throw new NotImplementedException();
        }
        """,
        ["Each unit is a coin: it is on with probability activity[j] and should be with probability target. A coin has two sides, so there are two terms.",
         "The second term is (1 - target) * Math.Log((1 - target) / (1 - activity[j])).",
         "sum += target * Math.Log(target / a) + (1 - target) * Math.Log((1 - target) / (1 - a)); a unit whose activity is the target must add 0."],
        rng => Enumerable.Range(1, 5).Select(n => new Case([Mat.Make(n, _ => (1 + rng.Next(18)) / 20.0), (1 + rng.Next(9)) / 20.0])),
        Coins,
        [("Upside down: the target stands above, the activity below.", (a, t) => Mat.Sum(a.Length, j => -Side(t, a[j]) - Side(1 - t, 1 - a[j]))),
         ("Only being on is counted; being off is a term of its own, with 1 - target and 1 - activity.", (a, t) => Mat.Sum(a.Length, j => Side(t, a[j]))),
         ("The roles are exchanged: the factors before the logarithms are the target and 1 - target, and the target stands above.", (a, t) => Mat.Sum(a.Length, j => Side(a[j], t) + Side(1 - a[j], 1 - t))),
         ("The units are added up, not averaged.", (a, t) => Coins(a, t) / a.Length),
         ("The logarithm has base 2; nats take Math.Log.", (a, t) => Coins(a, t) / Math.Log(2)),
         ("The second factor is 1 - target: that is how often the unit should be off.", (a, t) => Mat.Sum(a.Length, j => Side(t, a[j]) + t * Math.Log((1 - t) / (1 - a[j])))),
         ("The two sides are added; with a minus between them an idle unit would be paid for.", (a, t) => Mat.Sum(a.Length, j => Side(t, a[j]) - Side(1 - t, 1 - a[j]))),
         ("This is the cross-entropy, which is not 0 where both are the same: the target stands above in each logarithm.", (a, t) => -Mat.Sum(a.Length, j => t * Math.Log(a[j]) + (1 - t) * Math.Log(1 - a[j]))),
         ("The factors before the logarithms are missing: target, and 1 - target.", (a, t) => Mat.Sum(a.Length, j => Math.Log(t / a[j]) + Math.Log((1 - t) / (1 - a[j])))),
         ("Brackets: (1 - target) / (1 - activity); without them only target is divided.", (a, t) => Mat.Sum(a.Length, j => Side(t, a[j]) + (1 - t) * Math.Log(1 - t / 1 - a[j]))),
         ("The second term divides by 1 - activity: how often the unit is off.", (a, t) => Mat.Sum(a.Length, j => Side(t, a[j]) + Side(1 - t, a[j])))]);

    private static Exercise Reparameterize => Exercise.For<Func<double[], double[], double[], double[]>>(
        "21-reparameterize", "A draw that lets the gradient through", 2, "Draw", "mean logVariance epsilon",
        """
        // A draw from the normal distributions of these means and log variances, made of epsilon, which
        // was drawn from N(0, 1): the mean plus the deviation times epsilon, number by number.
        static double[] Draw(double[] mean, double[] logVariance, double[] epsilon)
        {
            throw new NotImplementedException();
        }
        """,
        ["The variance is exp(logVariance); the deviation is its square root.",
         "The square root of an exponential halves the exponent: σ = exp(logVariance / 2).",
         "z[i] = mean[i] + Math.Exp(logVariance[i] / 2) * epsilon[i];"],
        rng => Enumerable.Range(1, 4).Select(n => new Case([Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 2)])),
        (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Exp(l[i] / 2) * e[i]),
        [("This is the variance; epsilon is multiplied by the deviation, its square root.", (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Exp(l[i]) * e[i])),
         ("The logarithm is still there: the deviation is exp(logVariance / 2).", (m, l, e) => Mat.Make(m.Length, i => m[i] + l[i] * e[i])),
         ("The root of a logarithm is not half of it: the deviation is exp(logVariance / 2), not √|logVariance|.", (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Sqrt(Math.Abs(l[i])) * e[i])),
         ("The mean is added, not multiplied.", (m, l, e) => Mat.Make(m.Length, i => m[i] * Math.Exp(l[i] / 2) * e[i])),
         ("epsilon is missing: without it nothing is random.", (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Exp(l[i] / 2))),
         ("The half belongs into the exponent: √exp(l) = exp(l / 2), not exp(l) / 2.", (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Exp(l[i]) / 2 * e[i])),
         ("The deviation is missing: epsilon has deviation 1, the draw σ.", (m, l, e) => Mat.Make(m.Length, i => m[i] + e[i])),
         ("The mean is missing.", (m, l, e) => Mat.Make(m.Length, i => Math.Exp(l[i] / 2) * e[i])),
         ("Only epsilon is multiplied by the deviation, not the mean.", (m, l, e) => Mat.Make(m.Length, i => Math.Exp(l[i] / 2) * (m[i] + e[i]))),
         ("The sign in the exponent is wrong: a large log variance is a large deviation.", (m, l, e) => Mat.Make(m.Length, i => m[i] + Math.Exp(-l[i] / 2) * e[i])),
         ("Epsilon is added: with its own sign it must come out at mean + σ epsilon.", (m, l, e) => Mat.Make(m.Length, i => m[i] - Math.Exp(l[i] / 2) * e[i]))]);

    private static Exercise Divergence => Exercise.For<Func<double[], double[], double>>(
        "21-divergence", "How far from the standard normal", 2, "Divergence", "mean logVariance",
        """
        // KL( N(mean, variance) ‖ N(0, 1) ), the sum over all numbers of the code:
        // −½ Σ (1 + logVariance − mean² − variance), where variance = exp(logVariance).
        static double Divergence(double[] mean, double[] logVariance)
        {
            throw new NotImplementedException();
        }
        """,
        ["Add the bracket up over all numbers of the code, then multiply by −0.5.",
         "The variance of number i is Math.Exp(logVariance[i]).",
         "sum += 1 + logVariance[i] - mean[i] * mean[i] - Math.Exp(logVariance[i]); return -0.5 * sum;"],
        rng => Enumerable.Range(1, 4).Select(n => new Case([Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 2)])),
        (m, l) => -0.5 * Bracket(m, l, 1),
        [("The sign is wrong: a divergence is never negative.", (m, l) => 0.5 * Bracket(m, l, 1)),
         ("The half is missing.", (m, l) => -Bracket(m, l, 1)),
         ("This is the deviation; the bracket has the variance, exp(logVariance).", (m, l) => -0.5 * Bracket(m, l, 0.5)),
         ("The 1 is missing: at mean 0 and variance 1 the divergence must be 0.", (m, l) => -0.5 * (Bracket(m, l, 1) - m.Length)),
         ("The numbers of the code are added up, not averaged.", (m, l) => -0.5 * Bracket(m, l, 1) / m.Length),
         ("The mean is squared: on either side of 0 it costs the same.", (m, l) => -0.5 * (Bracket(m, l, 1) + Squares(m) - Mat.Sum(m.Length, i => m[i]))),
         ("The mean is missing: a code far from 0 must cost something.", (m, l) => -0.5 * (Bracket(m, l, 1) + Squares(m))),
         ("The sign of mean² is wrong: inside the bracket it is taken off.", (m, l) => -0.5 * (Bracket(m, l, 1) + 2 * Squares(m))),
         ("The log variance itself is missing; only its exponential is here.", (m, l) => -0.5 * (Bracket(m, l, 1) - Mat.Sum(l.Length, i => l[i])))]);

    private static double Coins(double[] activity, double target) =>
        Mat.Sum(activity.Length, j => Side(target, activity[j]) + Side(1 - target, 1 - activity[j]));

    private static double Side(double wanted, double found) => wanted * Math.Log(wanted / found);

    private static Case Signal(Rng rng, int n)
    {
        double[] clean = Draw.Vector(rng, n, 3), noise = Draw.Vector(rng, n, 1);
        return new Case([clean, Mat.Make(n, i => Math.Round(clean[i] + noise[i], 1))]);
    }

    private static double Squares(double[] x) => Mat.Sum(x.Length, i => x[i] * x[i]);

    private static double Error(double[] clean, double[] noisy) => Mat.Sum(clean.Length, i => (noisy[i] - clean[i]) * (noisy[i] - clean[i]));

    private static double Bracket(double[] m, double[] l, double power) => Mat.Sum(m.Length, i => 1 + l[i] - m[i] * m[i] - Math.Exp(power * l[i]));
}
