namespace DeepNotes.Exercises;

/// <summary>Notebook 01, from the perceptron to XOR.</summary>
internal static class N01
{
    private static readonly double[,] XorPoints = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    private static readonly int[] XorLabels = [-1, 1, 1, -1];

    public static IReadOnlyList<Exercise> All => [Update, Bound, Certificate, XorNet];

    private static Exercise Update => Exercise.For<Func<double[], double[], int, double[]>>(
        "01-update", "The perceptron's update rule", 2, "Update", "w x y",
        """
        // One step of the perceptron: w are the weights, x an example (its last element is the
        // constant 1), y its label, -1 or +1. <w, x> is their dot product, the score.
        // The example counts as wrong when y * <w, x> <= 0.
        // Return the new weights; leave w itself as it is.
        static double[] Update(double[] w, double[] x, int y)
        {
            throw new NotImplementedException();
        }
        """,
        ["First compute the score <w, x>. A right answer changes nothing.",
         "A wrong answer moves w towards y·x: an example of class +1 is added, one of class −1 is subtracted.",
         "if (y * score > 0) return (double[])w.Clone(); — otherwise new[i] = w[i] + y * x[i] for every i, the last one too."],
        UpdateCases,
        (w, x, y) => y * Score(w, x) <= 0 ? Move(w, x, y) : w,
        [("The weights change although the example was right: the perceptron learns from mistakes only.", (w, x, y) => Move(w, x, y)),
         ("A score of exactly 0 must count as wrong (<=). With < a net that starts at w = 0 never begins to learn.", (w, x, y) => y * Score(w, x) < 0 ? Move(w, x, y) : w),
         ("Moved the wrong way: the sign of the step is flipped.", (w, x, y) => y * Score(w, x) <= 0 ? Move(w, x, -y) : w),
         ("x is added whatever its label; an example of class −1 must be subtracted.", (w, x, y) => y * Score(w, x) <= 0 ? Move(w, x, 1) : w),
         ("The last weight, the bias, stays behind: it belongs to the constant 1 and learns like the others.",
          (w, x, y) => y * Score(w, x) <= 0 ? [.. Move(w, x, y)[..^1], w[^1]] : w),
         ("The old weights are lost: y·x is added to w, it does not replace it.", (w, x, y) => y * Score(w, x) <= 0 ? Move(new double[w.Length], x, y) : w),
         ("The step is twice too long: y − sign(score) is 2y for a wrong answer, and the rule adds y·x once.", (w, x, y) => y * Score(w, x) <= 0 ? Move(w, x, 2 * y) : w),
         ("The step depends on the size of the score: that is the delta rule of regression. The perceptron asks for its sign only.",
          (w, x, y) => Move(w, x, y - Score(w, x)))]);

    private static Exercise Bound => Exercise.For<Func<double[,], int[], double[], double>>(
        "01-bound", "Novikoff's bound on the number of mistakes", 2, "MistakeBound", "x y w",
        """
        // x holds one example per row, y their labels (-1 or +1), w weights that separate them.
        // Return Novikoff's bound (R / g)^2: R is the length of the longest example,
        // g the margin of w, the smallest y * <w, x> / ||w||.
        static double MistakeBound(double[,] x, int[] y, double[] w)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two quantities, each from one pass over the rows: a largest length and a smallest margin.",
         "The margin is a distance, so it must not change when w is doubled: divide by the length of w.",
         "g = min over i of y[i] * Dot(w, row i) / Math.Sqrt(Dot(w, w)); the bound is R * R / (g * g)."],
        BoundCases,
        (x, y, w) => Square(Longest(x) / Margins(x, y, w, true).Min()),
        [("The margin is not divided by ‖w‖: doubling w would change the bound though the line stays the same.", (x, y, w) => Square(Longest(x) / Margins(x, y, w, false).Min())),
         ("R / γ is not squared.", (x, y, w) => Longest(x) / Margins(x, y, w, true).Min()),
         ("R is squared, γ is not: the bound is R²/γ².", (x, y, w) => Square(Longest(x)) / Margins(x, y, w, true).Min()),
         ("This uses the largest margin; the point nearest to the line decides.", (x, y, w) => Square(Longest(x) / Margins(x, y, w, true).Max())),
         ("This uses the mean margin; the point nearest to the line decides.", (x, y, w) => Square(Longest(x) / Margins(x, y, w, true).Average())),
         ("The labels are not used: the score of an example of class −1 is negative, and y·score is its distance.",
          (x, y, w) => Square(Longest(x) / Margins(x, [.. y.Select(_ => 1)], w, true).Min())),
         ("R leaves out the constant 1; it belongs to the example like every other component.", (x, y, w) => (Square(Longest(x)) - 1) / Square(Margins(x, y, w, true).Min())),
         ("‖w‖ leaves out the bias; in the space with the constant 1 it is a weight like the others.",
          (x, y, w) => Square(Longest(x) / Margins(x, y, w, false).Min()) * Score(w[..^1], w[..^1]))]);

    private static Exercise Certificate => Exercise.For<Func<double[]>>(
        "01-xor-proof", "Prove that no line separates XOR", 2, "XorProof", "",
        """
        // The four points of XOR, (0,0), (0,1), (1,0), (1,1), have the labels y = -1, +1, +1, -1.
        // A line (w1, w2, b) that separates them makes y * (w1*x1 + w2*x2 + b) > 0 for all four.
        // Return four multipliers, none negative and not all zero, such that the sum of
        // multiplier * y * (x1, x2, 1) is (0, 0, 0): the four inequalities then add up to 0 > 0.
        static double[] XorProof()
        {
            throw new NotImplementedException();
        }
        """,
        ["Write the four inequalities under one another: −b > 0, w2 + b > 0, w1 + b > 0, −w1 − w2 − b > 0.",
         "Add the two inequalities of the class +1, then the two of the class −1. What is left if you add the sums?",
         "Every inequality is needed equally often."],
        _ => [new([], new double[] { 0, 0, 0, 1, 1 })],
        () => [1, 1, 1, 1],
        [("All multipliers are zero: 0 = 0 contradicts nothing. At least one must be positive.", () => [0, 0, 0, 0]),
         ("These are the labels. The label is already in the sum; the multipliers must not be negative.", () => [-1, 1, 1, -1]),
         ("The signs are those of −y: the label is already in the sum, so no multiplier may be negative.", () => [1, -1, -1, 1]),
         ("Only the points of class +1 are used; they alone can be satisfied. Use the inequalities of both classes.", () => [0, 1, 1, 0]),
         ("w1 and w2 cancel, the bias does not: the point (0,0) gives −b > 0 and is needed too.", () => [0, 1, 1, 1])],
        new() { Measure = (_, value) => Residual((double[])value!), MeasureName = "sum for w1, for w2, for b; none negative (1 = yes); not all zero (1 = yes)", Explain = ExplainProof });

    private static Exercise XorNet => Exercise.For<Func<double[]>>(
        "01-xor-net", "Two hidden units solve XOR", 2, "XorWeights", "",
        """
        // A 2-2-1 net of step units: step(s) = 1 if s > 0, else 0.
        //   h1 = step(w11*x1 + w12*x2 + b1)
        //   h2 = step(w21*x1 + w22*x2 + b2)
        //   y  = step(v1*h1 + v2*h2 + c)
        // Return nine numbers { w11, w12, b1, w21, w22, b2, v1, v2, c }
        // for which y is the XOR of x1 and x2.
        static double[] XorWeights()
        {
            throw new NotImplementedException();
        }
        """,
        ["XOR is true when OR is true and AND is not. One hidden unit can be OR, the other AND.",
         "With weights 1 and 1 a unit counts how many inputs are on; the bias says how many it takes: −0.5 gives OR, −1.5 gives AND.",
         "The output must fire when h1 = 1 and h2 = 0 only: v1 positive, v2 negative enough, c a little below zero."],
        _ => [new([], new[] { 0, 1, 1, 0 })],
        () => [1, 1, -0.5, 1, 1, -1.5, 1, -2, -0.5],
        [("The net computes OR: for (1,1) the AND unit must switch the output off. Give it a negative weight.", () => [1, 1, -0.5, 1, 1, -1.5, 1, 1, -0.5]),
         ("The net computes AND: the output waits for both hidden units. OR must be enough for it to fire.", () => [1, 1, -0.5, 1, 1, -1.5, 1, 1, -1.5]),
         ("The net is always off: at no corner is v1*h1 + v2*h2 + c above 0. Work out h1 and h2 for (0,1) first.", () => [1, 1, -0.5, 1, 1, -1.5, 1, -2, -1.5]),
         ("The net is always on: v1*h1 + v2*h2 + c is above 0 at every corner. Work out h1 and h2 for (0,0) first.", () => [1, 1, -0.5, 1, 1, -1.5, 1, 1, 0.5]),
         ("The net computes the opposite of XOR: flip the signs of v1, v2 and c.", () => [1, 1, -0.5, 1, 1, -1.5, -1, 2, 0.5])],
        new() { Measure = (_, value) => TruthTable((double[])value!), MeasureName = "output for (0,0), (0,1), (1,0), (1,1)", Explain = ExplainNet });

    private static IEnumerable<Case> UpdateCases(Rng rng)
    {
        yield return new([new double[3], new[] { 0.5, -1, 1 }, 1]);
        yield return new([new double[3], new[] { 0.5, -1, 1 }, -1]);
        foreach (int wanted in new[] { 1, -1, 1, -1 })
        {
            foreach (bool right in new[] { true, false })
            {
                double[] w, x;
                do
                    (w, x) = (Draw.Vector(rng, 3, 2), [.. Draw.Vector(rng, 2, 2), 1]);
                while (Math.Abs(Score(w, x)) < 0.2 || wanted * Score(w, x) > 0 != right);
                yield return new([w, x, wanted]);
            }
        }
    }

    private static IEnumerable<Case> BoundCases(Rng rng)
    {
        for (int n = 2; n <= 6; n++)
        {
            double[] w = Draw.Vector(rng, 3, 2);
            var x = new double[n, 3];
            var y = new int[n];
            for (int i = 0; i < n; i++)
            {
                double[] p;
                do
                    p = [.. Draw.Vector(rng, 2, 3), 1];
                while (Math.Abs(Score(w, p)) < 0.3);
                (x[i, 0], x[i, 1], x[i, 2], y[i]) = (p[0], p[1], 1, Math.Sign(Score(w, p)));
            }
            yield return new([x, y, w]);
        }
    }

    private static double[] Residual(double[] m)
    {
        if (m.Length != 4)
            throw new AnswerException($"XorProof returned {m.Length} numbers; there must be four, one for each point.");
        var sum = new double[3];
        for (int i = 0; i < 4; i++)
        {
            for (int k = 0; k < 3; k++)
                sum[k] += m[i] * XorLabels[i] * (k < 2 ? XorPoints[i, k] : 1);
        }
        return [.. sum, m.Min() >= 0 ? 1 : 0, m.Any(v => v != 0) ? 1 : 0];
    }

    private static string? ExplainProof(Case item, object? value)
    {
        double[] sums = Residual((double[])value!);
        if (sums[3] == 0)
            return "A multiplier is negative: that turns its > into a <, and then the four do not add up.";
        string[] left = [.. new[] { "w1", "w2", "b" }.Where((_, k) => sums[k] != 0)];
        return $"{string.Join(" and ", left)} {(left.Length == 1 ? "does" : "do")} not cancel. Write the four inequalities with your multipliers under one another and add each column.";
    }

    private static string? ExplainNet(Case item, object? value)
    {
        double[] p = (double[])value!;
        int i = TruthTable(p).Zip([0, 1, 1, 0]).TakeWhile(t => t.First == t.Second).Count();
        var (x1, x2) = (XorPoints[i, 0], XorPoints[i, 1]);
        int h1 = p[0] * x1 + p[1] * x2 + p[2] > 0 ? 1 : 0, h2 = p[3] * x1 + p[4] * x2 + p[5] > 0 ? 1 : 0;
        return $"At ({x1}, {x2}) the hidden units give h1 = {h1} and h2 = {h2}, so the output's sum is {Plain.Text(p[6] * h1 + p[7] * h2 + p[8])}; it should be {(i is 1 or 2 ? "above 0" : "0 or less")}.";
    }

    private static int[] TruthTable(double[] p)
    {
        if (p.Length != 9)
            throw new AnswerException($"XorWeights returned {p.Length} numbers; there must be nine: w11, w12, b1, w21, w22, b2, v1, v2, c.");
        return [.. Enumerable.Range(0, 4).Select(i => Output(XorPoints[i, 0], XorPoints[i, 1]))];

        int Output(double x1, double x2) => Step(p[6] * Step(p[0] * x1 + p[1] * x2 + p[2]) + p[7] * Step(p[3] * x1 + p[4] * x2 + p[5]) + p[8]);

        static int Step(double s) => s > 0 ? 1 : 0;
    }

    private static double Score(double[] w, double[] x) => w.Zip(x, (a, b) => a * b).Sum();

    private static double[] Move(double[] w, double[] x, double y) => [.. w.Zip(x, (a, b) => a + y * b)];

    private static double Square(double v) => v * v;

    private static double[] Row(double[,] x, int i) => [.. Enumerable.Range(0, x.GetLength(1)).Select(k => x[i, k])];

    private static double Longest(double[,] x) => Enumerable.Range(0, x.GetLength(0)).Max(i => Math.Sqrt(Score(Row(x, i), Row(x, i))));

    private static double[] Margins(double[,] x, int[] y, double[] w, bool normalised) =>
        [.. y.Select((label, i) => label * Score(w, Row(x, i)) / (normalised ? Math.Sqrt(Score(w, w)) : 1))];
}
