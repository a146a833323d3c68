namespace DeepNotes.Exercises;

/// <summary>Notebook 06, optimizers.</summary>
internal static partial class N06
{
    public static IReadOnlyList<Exercise> All => [BestRate, WithMomentum, Adaptive, AdamSteps, Finder, Child, WaysDown];

    private static Exercise BestRate => Exercise.For<Func<double[], double[]>>(
        "06-best-rate", "The best learning rate of a bowl", 1, "BestRate", "curvatures",
        """
        // The loss is ½ Σ c_i w_i² with the given curvatures c_i > 0, in any order. One step of gradient
        // descent multiplies w_i by (1 − rate · c_i).
        // Return two numbers: the rate at which the slowest direction is as fast as it can be,
        // and the factor by which a step then shrinks that direction.
        static double[] BestRate(double[] curvatures)
        {
            throw new NotImplementedException();
        }
        """,
        ["Only two directions matter: the flattest, whose factor 1 − rate·c is the largest, and the steepest, whose factor is the smallest and may be negative.",
         "At the best rate both have the same size with opposite signs: 1 − rate·min = −(1 − rate·max). Solve for the rate.",
         "rate = 2 / (min + max); the factor is (max − min) / (max + min)."],
        rng => new double[][] { [1, 1], [1, 3], [100, 1], [0.5, 2, 0.1], [.. Draw.Vector(rng, 5, 4).Select(v => Math.Abs(v) + 0.1)], [7] }.Select(c => new Case([c])),
        c => [2 / (c.Min() + c.Max()), (c.Max() - c.Min()) / (c.Max() + c.Min())],
        [("This is 1 over the largest curvature: safe, but the flat directions could go almost twice as fast.", c => [1 / c.Max(), 1 - c.Min() / c.Max()]),
         ("2 over the largest curvature is where the steepest direction stops converging: its factor is −1.", c => [2 / c.Max(), 1]),
         ("The 2 is missing: it is 2 / (min + max).", c => [1 / (c.Min() + c.Max()), 1 - c.Min() / (c.Min() + c.Max())]),
         ("The mean of all curvatures was used; only the smallest and the largest decide.", c => [1 / c.Average(), Math.Max(Math.Abs(1 - c.Min() / c.Average()), Math.Abs(1 - c.Max() / c.Average()))]),
         ("The first curvature was taken for the smallest and the last for the largest; they come in any order.", c => [2 / (c[0] + c[^1]), (c[^1] - c[0]) / (c[^1] + c[0])]),
         ("The factor is the ratio of the curvatures; it is (max − min) / (max + min).", c => [2 / (c.Min() + c.Max()), c.Min() / c.Max()]),
         ("The factor is negative: that is the steepest direction's. Its size is asked for.", c => [2 / (c.Min() + c.Max()), -(c.Max() - c.Min()) / (c.Max() + c.Min())])],
        new() { Tolerance = 1e-10 });

    private static Exercise WithMomentum => Exercise.For<Func<string, double[], double, double, double[]>>(
        "06-momentum", "Momentum and Nesterov's momentum", 2, "WithMomentum", "rule gradients rate momentum",
        """
        // One weight, starting at w = 0; gradients[t] is the gradient of step t.
        // rule "momentum": v = momentum · v + g, then w = w − rate · v.
        // rule "nesterov": v as before, then w = w − rate · (g + momentum · v).
        // v starts at 0. Return w after every step.
        static double[] WithMomentum(string rule, double[] gradients, double rate, double momentum)
        {
            throw new NotImplementedException();
        }
        """,
        ["Keep two numbers, w and v, and write w down after every step.",
         "The only difference between the rules is what the rate multiplies: v, or g + momentum · v with the new v.",
         "v = momentum * v + g; double step = rule == \"nesterov\" ? g + momentum * v : v; w -= rate * step;"],
        rng => new[] { ("momentum", 1), ("nesterov", 1), ("momentum", 3), ("nesterov", 3), ("momentum", 6), ("nesterov", 6) }
            .Select(c => new Case([c.Item1, Draw.Vector(rng, c.Item2, 2), 0.1 + 0.05 * rng.Next(4), 0.5 + 0.1 * rng.Next(5)])),
        (rule, g, rate, mu) => Momentum(rule, g, rate, mu),
        [("The momentum is missing: v never hears of the v before it.", (rule, g, rate, mu) => Momentum(rule, g, rate, mu, carry: 0)),
         ("The sign is wrong: the weight moves along the gradient, uphill.", (rule, g, rate, mu) => Momentum(rule, g, -rate, mu)),
         ("The gradient is damped by 1 − momentum: that is a moving average. Here v = momentum · v + g.", (rule, g, rate, mu) => Momentum(rule, g, rate, mu, share: 1 - mu)),
         ("\"nesterov\" gives the same as \"momentum\": its step is g + momentum · v, with the new v.", (rule, g, rate, mu) => Momentum("momentum", g, rate, mu)),
         ("Nesterov's step is momentum · v without the gradient; it is g + momentum · v.", (rule, g, rate, mu) => Momentum(rule, g, rate, mu, withGradient: false)),
         ("The weight takes v from before the step; update v first.", (rule, g, rate, mu) => rule == "nesterov" ? Momentum(rule, g, rate, mu) : Momentum("late", g, rate, mu)),
         ("This returns the steps, not the places: w adds them up.", (rule, g, rate, mu) => Steps(Momentum(rule, g, rate, mu)))],
        new() { Tolerance = 1e-10 });

    private static Exercise Adaptive => Exercise.For<Func<string, double[], double, double, double[]>>(
        "06-adaptive", "Adagrad, RMSProp, Adadelta", 3, "Adaptive", "rule gradients rate keep",
        """
        // One weight, starting at w = 0; gradients[t] is the gradient of step t; eps = 1e-6.
        // "adagrad":  s = s + g²;                        w = w − rate · g / (√s + eps).
        // "rmsprop":  s = keep · s + (1 − keep) · g²;    w = w − rate · g / (√s + eps).
        // "adadelta": s as in rmsprop; d = g · √(u + eps) / √(s + eps);
        //             u = keep · u + (1 − keep) · d²;    w = w − rate · d.
        // s and u start at 0. Return w after every step.
        static double[] Adaptive(string rule, double[] gradients, double rate, double keep)
        {
            throw new NotImplementedException();
        }
        """,
        ["All three have the same frame: update s, compute a step from g and s, move w. Write that loop first with \"adagrad\".",
         "In \"adadelta\" d uses the u of the step before, and eps stands under the roots; u is updated after d.",
         "s = rule == \"adagrad\" ? s + g * g : keep * s + (1 - keep) * g * g; … if (rule == \"adadelta\") { d = g * Math.Sqrt(u + eps) / Math.Sqrt(s + eps); u = keep * u + (1 - keep) * d * d; } else d = g / (Math.Sqrt(s) + eps);"],
        rng => new[] { ("adagrad", 1), ("rmsprop", 1), ("adadelta", 1), ("adagrad", 3), ("rmsprop", 3), ("adadelta", 3), ("adagrad", 6), ("rmsprop", 6), ("adadelta", 6) }
            .Select(c => new Case([c.Item1, Draw.Vector(rng, c.Item2, 2), 0.1 + 0.05 * rng.Next(4), 0.8 + 0.05 * rng.Next(3)])),
        (rule, g, rate, keep) => Scaled(rule, g, rate, keep),
        [("The root is missing: the gradient is divided by √s, not by s.", (rule, g, rate, keep) => Scaled(rule, g, rate, keep, root: false)),
         ("s adds up the gradients themselves; it is their squares that count.", (rule, g, rate, keep) => Scaled(rule, g, rate, keep, square: false)),
         ("keep and 1 − keep are exchanged.", (rule, g, rate, keep) => Scaled(rule, g, rate, 1 - keep)),
         ("Adagrad forgets nothing: s = s + g², without keep.", (rule, g, rate, keep) => Scaled(rule == "adagrad" ? "rmsprop" : rule, g, rate, keep)),
         ("RMSProp forgets: s = keep · s + (1 − keep) · g².", (rule, g, rate, keep) => Scaled(rule == "rmsprop" ? "adagrad" : rule, g, rate, keep)),
         ("In \"adadelta\" u must be updated after d: d uses the u of the step before.", (rule, g, rate, keep) => Scaled(rule, g, rate, keep, early: true)),
         ("In \"adadelta\" u averages the squares of the gradients; it averages those of the steps d.", (rule, g, rate, keep) => Scaled(rule, g, rate, keep, ofSteps: false)),
         ("s is updated after the step; it must contain the present gradient.", (rule, g, rate, keep) => Scaled(rule, g, rate, keep, late: true)),
         ("The sign is wrong: the weight moves along the gradient, uphill.", (rule, g, rate, keep) => Scaled(rule, g, -rate, keep))],
        new() { Tolerance = 1e-10 });

    private static Exercise AdamSteps => Exercise.For<Func<double[], double, double, double, double[]>>(
        "06-adam", "Adam with bias correction", 3, "AdamSteps", "gradients rate beta1 beta2",
        """
        // One weight, starting at w = 0; gradients[0] is the gradient of step t = 1; eps = 1e-8.
        // m and v, both 0 at first, are moving averages of g and of g² that keep beta1 and beta2 of the
        // old value. Divide them by 1 − beta1^t and 1 − beta2^t; then w = w − rate · m̂ / (√v̂ + eps).
        // Return w after every step.
        static double[] AdamSteps(double[] gradients, double rate, double beta1, double beta2)
        {
            throw new NotImplementedException();
        }
        """,
        ["m = beta1 * m + (1 − beta1) * g, and the same for v with g². Test yourself: in the first step the correction gives back g and g² exactly, so the weight moves by the rate.",
         "Keep m and v uncorrected from step to step; the corrected values are used in this step only.",
         "double mHat = m / (1 - Math.Pow(beta1, t + 1)), vHat = v / (1 - Math.Pow(beta2, t + 1)); with t counted from 0."],
        rng => new[] { 1, 2, 3, 6, 10 }.Select(n => new Case([Draw.Vector(rng, n, 2), 0.05 + 0.05 * rng.Next(4), 0.8 + 0.05 * rng.Next(3), 0.9 + 0.03 * rng.Next(4)])),
        (g, rate, b1, b2) => Adam(g, rate, b1, b2),
        [("Without bias correction: m and v start at 0 and are too small at first.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, first: false, second: false)),
         ("v is not corrected; it needs 1 − beta2^t.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, second: false)),
         ("m is not corrected; it needs 1 − beta1^t.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, first: false)),
         ("The corrected m and v are carried on to the next step; carry the uncorrected ones.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, carryCorrected: true)),
         ("The correction uses the same power in every step; the exponent is the number of the step.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, count: _ => 1)),
         ("The steps are counted from 2; the first correction is 1 − beta¹.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, count: t => t + 1)),
         ("beta1 and beta2 are exchanged.", (g, rate, b1, b2) => Adam(g, rate, b2, b1)),
         ("The root over v is missing.", (g, rate, b1, b2) => Adam(g, rate, b1, b2, root: false)),
         ("The sign is wrong: the weight moves along the gradient, uphill.", (g, rate, b1, b2) => Adam(g, -rate, b1, b2))],
        new() { Tolerance = 1e-10 });

    private static Exercise Finder => Exercise.For<Func<double[], double[], double>>(
        "06-finder", "Read the learning-rate finder", 2, "SteepestRate", "rates losses",
        """
        // losses[i] was measured with rates[i], rates rising. Smooth the losses first: a moving average
        // that keeps 0.9 of the old value, starts at 0, and is corrected for that start as in Adam.
        // Return the rate at which the smoothed loss has fallen most since the rate before it.
        static double SteepestRate(double[] rates, double[] losses)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two loops: one makes the smoothed losses, one looks for the largest fall between neighbours.",
         "smooth[i] = average / (1 − 0.9^(i + 1)), where average = 0.9 · average + 0.1 · losses[i].",
         "The fall at i is smooth[i − 1] − smooth[i], for i from 1 on; return rates[i] of the largest."],
        rng => new[] { 2, 5, 9, 20, 40 }.Select(n => new Case([Mat.Make(n, i => Math.Round(1e-4 * Math.Pow(1.5, i), 7)), Sweep(rng, n)])),
        (rates, losses) => Steepest(rates, losses),
        [("The losses are not smoothed: one lucky batch decides.", (rates, losses) => Steepest(rates, losses, keep: 0)),
         ("The smoothing lacks the correction for its start at 0: at first the average seems to rise.", (rates, losses) => Steepest(rates, losses, correct: false)),
         ("This is the rate of the lowest loss, where training is about to break; the steepest fall comes before it.", (rates, losses) => rates[Lowest(Smooth(losses))]),
         ("This is where the loss rises most, not where it falls.", (rates, losses) => Steepest(rates, losses, sign: -1)),
         ("One place too early: the fall is counted at the rate that it leads to.", (rates, losses) => rates[Array.IndexOf(rates, Steepest(rates, losses)) - 1]),
         ("This is the largest fall itself; return the rate at which it happens.", (rates, losses) => Falls(Smooth(losses)).Max())],
        new() { Tolerance = 1e-9 });
}
