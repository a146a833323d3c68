namespace DeepNotes.Exercises;

/// <summary>Notebook 02, activations and the multi-layer perceptron.</summary>
internal static class N02
{
    public static IReadOnlyList<Exercise> All => [Activations, Softmax, Pieces, Collapse, CrossEntropy];

    private static Exercise Activations => Exercise.For<Func<string, double, (double, double)>>(
        "02-activations", "Six activations and their slopes", 3, "Activation", "name x",
        """
        // Return value and slope (derivative) of an activation function at x.
        // name is "sigmoid", "tanh", "relu", "leaky relu" (slope 0.01 below 0),
        // "softplus" or "silu" (x * sigmoid(x)).
        static (double Value, double Slope) Activation(string name, double x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Write a small function for the sigmoid first; softplus' slope and silu need it too.",
         "Slopes: sigmoid s(1 − s) with s = sigmoid(x); tanh 1 − tanh(x)²; softplus sigmoid(x); silu by the product rule.",
         "softplus = ln(1 + eˣ) overflows for large x; Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))) is the same number and does not."],
        rng => ActivationCases(rng),
        Act,
        [("sigmoid: the slope is s·(1 − s) of the value s, not x·(1 − x) of the input.", (n, x) => n == "sigmoid" ? (Sigmoid(x), x * (1 - x)) : Act(n, x)),
         ("tanh: the slope is 1 − y² of the value y = tanh(x), not 1 − x² of the input.", (n, x) => n == "tanh" ? (Math.Tanh(x), 1 - x * x) : Act(n, x)),
         ("relu: the slope below 0 is 0, not 1: a unit that is off passes no gradient.", (n, x) => n == "relu" ? (Math.Max(x, 0), 1) : Act(n, x)),
         ("leaky relu: below 0 the slope is 0.01, not 0. That leak is all the difference to relu.", (n, x) => n == "leaky relu" && x < 0 ? (0.01 * x, 0) : Act(n, x)),
         ("softplus overflows: e^x is infinite for large x. Factor the large part out before taking the logarithm.",
          (n, x) => n == "softplus" ? (Math.Log(1 + Math.Exp(x)), Sigmoid(x)) : Act(n, x)),
         ("silu: x·s(x) is a product; its slope is s + x·s·(1 − s), not s alone.", (n, x) => n == "silu" ? (x * Sigmoid(x), Sigmoid(x)) : Act(n, x)),
         ("silu: x·s·(1 − s) is one half of the product rule; the other half, s itself, is missing.", (n, x) => n == "silu" ? (x * Sigmoid(x), x * Sigmoid(x) * (1 - Sigmoid(x))) : Act(n, x)),
         ("sigmoid: the sign in the exponent is wrong; 1/(1 + e⁻ˣ) rises with x.", (n, x) => n == "sigmoid" ? (1 - Sigmoid(x), Act(n, x).Item2) : Act(n, x)),
         ("leaky relu: below 0 the value is 0.01·x, not 0.", (n, x) => n == "leaky relu" ? (Math.Max(x, 0), Act(n, x).Item2) : Act(n, x)),
         ("softplus: its slope is the sigmoid s itself; s·(1 − s) is the slope of the sigmoid.", (n, x) => n == "softplus" ? (Act(n, x).Item1, Sigmoid(x) * (1 - Sigmoid(x))) : Act(n, x))],
        new() { Results = ["Value", "Slope"] });

    private static Exercise Softmax => Exercise.For<Func<double[], double[]>>(
        "02-softmax", "A softmax that survives 10,000", 2, "Softmax", "x",
        """
        // Return softmax(x): y[i] = exp(x[i]) / sum over j of exp(x[j]).
        // Elements may be as large as 1e4 or as small as -1e4.
        static double[] Softmax(double[] x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Math.Exp(710) is infinite, and infinite / infinite is NaN.",
         "Adding the same number to all elements does not change a softmax.",
         "Subtract the largest element before exponentiating: every exponent is then at most 0 and the sum at least 1."],
        rng => new Case[] { new([new[] { 0.5 }]), new([new[] { 1.0, 1.0 }]), new([new[] { 1e4, 9999 }]), new([new[] { -1e4, -9998, -9999 }]), new([new[] { -1e4, 0, 1e4 }]) }
            .Concat(Enumerable.Range(2, 4).Select(n => new Case([Draw.Vector(rng, n, 3)]))),
        x => Normalised(x, x.Max(), Math.Exp),
        [("exp overflows: subtract the largest element first.", x => Normalised(x, 0, Math.Exp)),
         ("The mean is subtracted; a large element still overflows. Subtract the largest.", x => Normalised(x, x.Average(), Math.Exp)),
         ("Not divided by the sum: the elements must add up to 1.", x => [.. x.Select(v => Math.Exp(v - x.Max()))]),
         ("The exponential is missing: x divided by its sum is not a softmax.", x => Normalised(x, 0, v => v)),
         ("These are sigmoids: each looks at its own element only. A softmax divides by the sum over all.", x => [.. x.Select(Sigmoid)]),
         ("The largest takes all: that is an argmax. A softmax gives the others their share.", x => [.. x.Select((v, i) => i == Array.IndexOf(x, x.Max()) ? 1.0 : 0)]),
         ("Powers of 2 instead of e.", x => Normalised(x, x.Max(), v => Math.Pow(2, v))),
         ("This is the logarithm of the softmax.", x => [.. Normalised(x, x.Max(), Math.Exp).Select(v => Math.Log(v))])]);

    private static Exercise Pieces => Exercise.For<Func<double[], double[], double[], int>>(
        "02-pieces", "How many pieces does a ReLU net draw?", 3, "CountPieces", "w b v",
        """
        // A net with one input and D hidden ReLUs draws a line with kinks,
        // f(x) = sum over i of v[i] * relu(w[i]*x + b[i]).
        // Return the number of straight pieces of f: one more than the number of places
        // where its slope changes.
        static int CountPieces(double[] w, double[] b, double[] v)
        {
            throw new NotImplementedException();
        }
        """,
        ["Unit i can bend the line at one place only: where w[i]*x + b[i] = 0.",
         "Which units bend nothing? Two units may bend at the same place: that is one kink, or none if they cancel.",
         "Skip w[i] = 0. Add v[i]*|w[i]| up per place −b[i]/w[i] (a Dictionary<double, double>); count the sums that are not 0, plus one."],
        PieceCases,
        (w, b, v) => Kinks(w, b, v, true) + 1,
        [("D + 1 is the most there can be. Count the kinks that are really there.", (w, b, v) => w.Length + 1),
         ("This counts the kinks; the pieces are one more.", (w, b, v) => Kinks(w, b, v, true)),
         ("Two units that bend at the same place are counted twice: it is one kink.", (w, b, v) => 1 + Enumerable.Range(0, w.Length).Count(i => w[i] != 0 && v[i] != 0)),
         ("A unit with w = 0 is constant and has no kink; −b/0 is infinite.", (w, b, v) => 1 + Kinks(w, b, v, true) + (Enumerable.Range(0, w.Length).Any(i => w[i] == 0 && v[i] != 0) ? 1 : 0)),
         ("A unit with v = 0 does not reach the output: its kink is not seen.", (w, b, v) => 1 + Kinks(w, b, [.. v.Select(a => a == 0 ? 1.0 : a)], true)),
         ("Two units at the same place can cancel: if v·|w| adds up to 0 there, the slope does not change.", (w, b, v) => 1 + Kinks(w, b, v, false)),
         ("The slope changes by v·|w| at a kink, whichever way the ramp runs; v·w has the wrong sign where w is negative.",
          (w, b, v) => 1 + Kinks(w, b, [.. v.Select((a, i) => a * Math.Sign(w[i]))], true)),
         ("The slope changes by v·|w| at a kink: a steeper unit bends more than v alone says.",
          (w, b, v) => 1 + Kinks(w, b, [.. v.Select((a, i) => w[i] == 0 ? 0 : a / Math.Abs(w[i]))], true))]);

    private static Exercise Collapse => Exercise.For<Func<double[,], double[], double[,], double[], (double[,], double[])>>(
        "02-collapse", "Two linear layers are one", 2, "Collapse", "w1 b1 w2 b2",
        """
        // Two layers without an activation: h = w1 x + b1, y = w2 h + b2,
        // with I inputs, H hidden values, O outputs: w1 has the shape (H, I), w2 the shape (O, H).
        // Return the one layer y = W x + B that does the same.
        static (double[,] W, double[] B) Collapse(double[,] w1, double[] b1, double[,] w2, double[] b2)
        {
            throw new NotImplementedException();
        }
        """,
        ["Put h into the second equation and multiply out.",
         "y = w2 (w1 x + b1) + b2 = (w2 w1) x + (w2 b1 + b2).",
         "W[o, i] is the sum over h of w2[o, h] * w1[h, i]; B[o] is b2[o] plus the sum over h of w2[o, h] * b1[h]."],
        rng => new[] { (1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 2, 4), (1, 4, 2) }.Select(s => new Case(
            [Draw.Matrix(rng, s.Item2, s.Item1, 2), Draw.Vector(rng, s.Item2, 2), Draw.Matrix(rng, s.Item3, s.Item2, 2), Draw.Vector(rng, s.Item3, 2)])),
        (w1, b1, w2, b2) => (Mat.Product(w2, w1), Mat.Add(Mat.Times(w2, b1), b2)),
        [("W is w1·w2: the layer that acts first stands on the right, w2·w1.", (w1, b1, w2, b2) => (Mat.Product(w1, w2), Mat.Add(Mat.Times(w2, b1), b2))),
         ("B is b1 + b2: the first bias passes through the second layer, w2·b1 + b2.", (w1, b1, w2, b2) => (Mat.Product(w2, w1), Mat.Add(b1, b2))),
         ("B is b2 alone: the first layer's bias is lost.", (w1, b1, w2, b2) => (Mat.Product(w2, w1), b2)),
         ("B is w2·b1 alone: the second layer's bias is lost.", (w1, b1, w2, b2) => (Mat.Product(w2, w1), Mat.Times(w2, b1))),
         ("W is transposed: its shape must be (outputs, inputs).", (w1, b1, w2, b2) => (Mat.Transpose(Mat.Product(w2, w1)), Mat.Add(Mat.Times(w2, b1), b2))),
         ("Each entry of W keeps one product only: add up over the hidden units (+=).",
          (w1, b1, w2, b2) => (Mat.Make(w2.GetLength(0), w1.GetLength(1), (o, i) => w2[o, w1.GetLength(0) - 1] * w1[w1.GetLength(0) - 1, i]), Mat.Add(Mat.Times(w2, b1), b2)))],
        new() { Results = ["W", "B"] });

    private static Exercise CrossEntropy => Exercise.For<Func<double[,], int[], double>>(
        "02-cross-entropy", "Cross-entropy is a negative log-likelihood", 2, "CrossEntropy", "logits labels",
        """
        // logits has one row of class scores per example; labels the right class of each.
        // Return the mean over the examples of -ln(softmax(row)[label]). Scores may be as large as 1e4.
        static double CrossEntropy(double[,] logits, int[] labels)
        {
            throw new NotImplementedException();
        }
        """,
        ["−ln of a quotient is a difference: −ln(eᵃ/S) = ln S − a.",
         "ln S with S = Σ exp(z): take the largest z out, ln S = m + ln Σ exp(z − m).",
         "Per row: loss += m + Math.Log(sum of Math.Exp(z - m)) - z[label]; at the end divide by the number of rows."],
        rng => new Case[] { new([new double[,] { { 0, 0 } }, new[] { 1 }]), new([new double[,] { { 1000, 0 } }, new[] { 1 }]), new([new double[,] { { 1e4, 0, -1e4 }, { 0, 1, 2 } }, new[] { 0, 2 }]) }
            .Concat(Enumerable.Range(2, 4).Select(n => new Case([Draw.Matrix(rng, n, 3, 3), Enumerable.Range(0, n).Select(_ => rng.Next(3)).ToArray()]))),
        (z, t) => Losses(z, t).Average(),
        [("This is the sum; the division by the number of examples (1/N) is missing.", (z, t) => Losses(z, t).Sum()),
         ("Divided by the number of logits (N·K); the mean is over the N examples.", (z, t) => Losses(z, t).Average() / z.GetLength(1)),
         ("The sign is flipped: the log-likelihood is never positive, its negative is the loss.", (z, t) => -Losses(z, t).Average()),
         ("The logarithm is missing: this is one minus the mean probability of the right class.", (z, t) => 1 - Losses(z, t).Select(l => Math.Exp(-l)).Average()),
         ("The probability underflows to 0 and its logarithm is −∞. Work with logarithms: never compute the probability.", (z, t) => Losses(z, t).Select(l => -Math.Log(Math.Exp(-l))).Average()),
         ("exp overflows: subtract the row's largest score first.", (z, t) => t.Select((label, n) => -Math.Log(Normalised(Mat.Row(z, n), 0, Math.Exp)[label])).Average()),
         ("The largest score is subtracted in the sum, but not added back: ln Σ eᶻ = m + ln Σ e^(z − m).", (z, t) => Losses(z, t).Select((l, n) => l - Mat.Row(z, n).Max()).Average()),
         ("A small number inside the logarithm keeps the loss finite, and wrong: −ln(p + 1e-12) never exceeds 27.6. Work with logarithms instead.",
          (z, t) => Losses(z, t).Select(l => -Math.Log(Math.Exp(-l) + 1e-12)).Average()),
         ("The softmax is missing: −z is the score with its sign changed, not a probability's logarithm.", (z, t) => t.Select((label, n) => -z[n, label]).Average()),
         ("−p·ln p is a term of the entropy; the likelihood of the label is −ln p alone.", (z, t) => Losses(z, t).Select(l => l == 0 ? 0 : Math.Exp(-l) * l).Average()),
         ("Logarithm to the base 2; the loss is in natural units.", (z, t) => Losses(z, t).Average() / Math.Log(2))]);

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    internal static double[] Normalised(double[] x, double shift, Func<double, double> exp)
    {
        double[] e = [.. x.Select(v => exp(v - shift))];
        double sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }

    private static (double, double) Act(string name, double x)
    {
        double s = Sigmoid(x);
        return name switch
        {
            "sigmoid" => (s, s * (1 - s)),
            "tanh" => (Math.Tanh(x), 1 - Math.Tanh(x) * Math.Tanh(x)),
            "relu" => (Math.Max(x, 0), x > 0 ? 1 : 0),
            "leaky relu" => (x > 0 ? x : 0.01 * x, x > 0 ? 1 : 0.01),
            "softplus" => (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), s),
            _ => (x * s, s + x * s * (1 - s)),
        };
    }

    private static IEnumerable<Case> ActivationCases(Rng rng)
    {
        foreach (string name in new[] { "sigmoid", "tanh", "relu", "leaky relu", "softplus", "silu" })
        {
            foreach (double x in new[] { 2, -0.5, Draw.Value(rng, 3), -Math.Abs(Draw.Value(rng, 3)) })
                yield return new([name, x]);
        }
        yield return new(["softplus", 800.0]);
        yield return new(["sigmoid", -800.0]);
    }

    private static IEnumerable<Case> PieceCases(Rng rng)
    {
        yield return new([new[] { 1.0 }, new[] { -1.0 }, new[] { 1.0 }]);
        yield return new([new[] { 1.0, 2 }, new[] { -1.0, -2 }, new[] { 1.0, 1 }]);
        yield return new([new[] { 1.0, 0 }, new[] { -1.0, 2 }, new[] { 1.0, 1 }]);
        yield return new([new[] { 1.0, -1 }, new[] { 1.0, 2 }, new[] { 1.0, 0 }]);
        yield return new([new[] { 1.0, -2 }, new[] { -1.0, 2 }, new[] { 1.0, -0.5 }]);
        yield return new([new[] { 1.0, -1 }, new[] { -1.0, 1 }, new[] { 1.0, 1 }]);
        yield return new([new[] { 1.0, 2 }, new[] { -1.0, -2 }, new[] { 1.0, -1 }]);
        for (int n = 3; n <= 8; n++)   // halves and quarters are exact in binary, so equal places are equal numbers
        {
            double[] w = [.. Enumerable.Range(0, n).Select(_ => new[] { 1.0, -1, 2, -0.5, 0 }[rng.Next(5)])];
            double[] b = [.. w.Select(v => v == 0 ? 1 : -v * (rng.Next(9) - 4) / 2.0)];
            yield return new([w, b, Enumerable.Range(0, n).Select(_ => (rng.Next(5) - 2) / 2.0).ToArray()]);
        }
    }

    private static int Kinks(double[] w, double[] b, double[] v, bool cancel)
    {
        var bends = new Dictionary<double, double>();
        for (int i = 0; i < w.Length; i++)
        {
            if (w[i] != 0 && v[i] != 0)
                bends[-b[i] / w[i]] = bends.GetValueOrDefault(-b[i] / w[i]) + v[i] * Math.Abs(w[i]);
        }
        return bends.Values.Count(slope => !cancel || slope != 0);
    }

    private static double[] Losses(double[,] logits, int[] labels) => [.. labels.Select((label, n) =>
    {
        double[] z = Mat.Row(logits, n);
        return z.Max() + Math.Log(z.Sum(v => Math.Exp(v - z.Max()))) - z[label];
    })];
}
