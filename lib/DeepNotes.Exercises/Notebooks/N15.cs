namespace DeepNotes.Exercises;

/// <summary>Notebook 15, sequence to sequence and attention.</summary>
internal static partial class N15
{
    public static IReadOnlyList<Exercise> All => [Teacher, Attend, Mask, Beam, Copy, Caption];

    private static Exercise Teacher => Exercise.For<Func<int[], int, int, (int[], int[])>>(
        "15-teacher", "What the decoder reads, and what it should write", 1, "TeacherForcing", "target start end",
        """
        // target: the tokens of the right answer. start opens a sequence, end closes it. With teacher
        // forcing the decoder reads the right token before each step. Return what it reads and what it
        // should write, step by step; both have the same length.
        static (int[] read, int[] wanted) TeacherForcing(int[] target, int start, int end)
        {
            throw new NotImplementedException();
        }
        """,
        ["Before the first token it reads start. After the last token it should write end. How many steps are that?",
         "Both have target.Length + 1 entries; wanted[t] is what read[t + 1] will be.",
         "read is start followed by target, wanted is target followed by end: return ([start, .. target], [.. target, end]);"],
        rng => new[] { 1, 2, 4, 6 }.Select(n => new Case([Enumerable.Range(0, n).Select(_ => 3 + rng.Next(9)).ToArray(), 1, 2])),
        (target, start, end) => ([start, .. target], [.. target, end]),
        [("The decoder reads the token it is to write; it must see only the one before.", (target, start, end) => ([.. target, end], [.. target, end])),
         ("The end is never wanted: the decoder would not learn to stop.", (target, start, end) => ([start, .. target[..^1]], target)),
         ("Nothing opens the sequence: before the first token the decoder reads start.", (target, start, end) => (target, [.. target[1..], end])),
         ("Start is read, not written: wanted begins with the first token.", (target, start, end) => ([start, .. target, end], [start, .. target, end])),
         ("The two are exchanged: first what is read, then what is wanted.", (target, start, end) => ([.. target, end], [start, .. target])),
         ("Start and end are exchanged.", (target, start, end) => ([end, .. target], [.. target, start]))],
        new() { Results = ["read", "wanted"] });

    private static Exercise Attend => Exercise.For<Func<double[], double[,], double[,], double[]>>(
        "15-attention", "Scaled dot-product attention", 2, "Attend", "query keys values",
        """
        // query has D numbers; keys is (S, D), values is (S, V): row s belongs to source step s.
        // score of s = ⟨query, key s⟩ / √D, weights = softmax of the scores, context = Σ weight · value.
        // Return the context, V numbers.
        static double[] Attend(double[] query, double[,] keys, double[,] values)
        {
            throw new NotImplementedException();
        }
        """,
        ["First one score for each row of keys: keys.GetLength(0) scores.",
         "The softmax runs over the scores: p[s] = exp(score[s]) / Σ exp(score). All weights together are 1.",
         "context[v] = Σ over s of p[s] * values[s, v]."],
        rng => new[] { (2, 1, 1), (2, 2, 1), (3, 2, 2), (4, 3, 2), (5, 4, 3) }.Select(c => new Case([Draw.Vector(rng, c.Item2, 2), Draw.Matrix(rng, c.Item1, c.Item2, 2), Draw.Matrix(rng, c.Item1, c.Item3, 2)])),
        (query, keys, values) => Mix(Softmax(Scores(query, keys, Math.Sqrt(query.Length))), values),
        [("The scores are not divided by √D.", (query, keys, values) => Mix(Softmax(Scores(query, keys, 1)), values)),
         ("The scores are divided by D; the rule is √D.", (query, keys, values) => Mix(Softmax(Scores(query, keys, query.Length)), values)),
         ("The softmax is missing: weights must be positive and 1 in sum.", (query, keys, values) => Mix(Scores(query, keys, Math.Sqrt(query.Length)), values)),
         ("The weights are exponentials, but their sum is not 1: divide by it.", (query, keys, values) => Mix([.. Scores(query, keys, Math.Sqrt(query.Length)).Select(Math.Exp)], values)),
         ("The context is a mean of the values, not of the keys.", (query, keys, values) => Mix(Softmax(Scores(query, keys, Math.Sqrt(query.Length))), keys)),
         ("These are the weights; the context is the mean of the values with these weights.", (query, keys, values) => Softmax(Scores(query, keys, Math.Sqrt(query.Length)))),
         ("This looks at the best row only: soft attention mixes all of them.", (query, keys, values) => Mix(Best(Scores(query, keys, 1)), values)),
         ("All rows count alike here; they should count by their weights.", (query, keys, values) => Mix(Softmax(new double[keys.GetLength(0)]), values))]);

    private static Exercise Mask => Exercise.For<Func<double[], double, double[]>>(
        "15-mask", "Attention that does not see the padding", 1, "MaskedWeights", "scores length",
        """
        // A short source is filled up with padding: only the first `length` scores are real.
        // Return the weights: the softmax over the real ones, 0 at the padding, 1 in sum.
        static double[] MaskedWeights(double[] scores, double length)
        {
            throw new NotImplementedException();
        }
        """,
        ["exp(−∞) is 0: a padded step takes no part in the sum.",
         "Sum the exponentials of the first length scores only, and divide by that sum.",
         "Leave the other weights at 0, and keep the array as long as scores."],
        rng => new[] { (2, 1.0), (3, 2), (4, 4), (5, 2), (6, 3) }.Select(c => new Case([Draw.Vector(rng, c.Item1, 2), c.Item2])),
        (scores, length) => Masked(scores, length),
        [("The padding still takes its share of the sum: set it aside before the softmax, not after.", (scores, length) => [.. Softmax(scores).Select((p, s) => s < length ? p : 0)]),
         ("A score of 0 is not no score: exp(0) = 1.", (scores, length) => Softmax([.. scores.Select((v, s) => s < length ? v : 0)])),
         ("The padding is not hidden at all.", (scores, length) => Softmax(scores)),
         ("The weights of the padding are left out; they should be there, as 0.", (scores, length) => Masked(scores, length)[..(int)length]),
         ("One real step too few: those at 0 … length − 1 count.", (scores, length) => Masked(scores, Math.Max(1, length - 1))),
         ("One step too many: the step at length is padding already.", (scores, length) => Masked(scores, Math.Min(scores.Length, length + 1)))]);

    private static Exercise Beam => Exercise.For<Func<double[], double[,], int, int[,]>>(
        "15-beam", "One step of beam search", 2, "BeamStep", "kept next width",
        """
        // kept[b]: the log-probability of half-written answer b. next[b, v]: the log-probability of token v
        // after it. Return the `width` most likely continuations, the best first: one row (b, v) each.
        static int[,] BeamStep(double[] kept, double[,] next, int width)
        {
            throw new NotImplementedException();
        }
        """,
        ["Probabilities multiply along a sequence; what do their logarithms do?",
         "The score of continuation (b, v) is kept[b] + next[b, v]. List all B · V of them.",
         "Sort all of them by falling score, whichever answer they come from, and take the first width."],
        rng => new[] { (1, 3, 2), (2, 2, 2), (2, 3, 2), (3, 4, 3), (3, 5, 4) }.Select(c => Beams(rng, c.Item1, c.Item2, c.Item3)),
        (kept, next, width) => Take(kept.Length, next.GetLength(1), width, (b, v) => kept[b] + next[b, v]),
        [("The score so far is ignored: an unlikely beginning stays unlikely.", (kept, next, width) => Take(kept.Length, next.GetLength(1), width, (b, v) => next[b, v])),
         ("Logarithms of probabilities add; the product is of the probabilities themselves.", (kept, next, width) => Take(kept.Length, next.GetLength(1), width, (b, v) => -kept[b] * next[b, v])),
         ("These are the least likely: log-probabilities are negative, the best is the largest.", (kept, next, width) => Take(kept.Length, next.GetLength(1), width, (b, v) => -kept[b] - next[b, v])),
         ("Only the best continuation of each answer is kept; two may come from the same one.", (kept, next, width) => OneEach(kept, next)),
         ("A row is (answer, token): here they are exchanged.", (kept, next, width) => Turned(Take(kept.Length, next.GetLength(1), width, (b, v) => kept[b] + next[b, v]))),
         ("Only the best is kept; a beam keeps width of them.", (kept, next, width) => Take(kept.Length, next.GetLength(1), 1, (b, v) => kept[b] + next[b, v]))]);

    // The last answer is far less likely than the first, though its next tokens are likely: what ignores the past goes wrong.
    private static Case Beams(Rng rng, int answers, int tokens, int width)
    {
        double[] kept = [.. Enumerable.Range(0, answers).Select(b => -0.5 - 2 * b - rng.Next(10) / 10.0)];
        var next = new double[answers, tokens];
        int[] order = rng.Permutation(answers * tokens);
        for (int i = 0; i < order.Length; i++)   // all different, so that the order is never a matter of taste
            next[i / tokens, i % tokens] = -0.2 - 0.37 * order[i] / answers - (answers - 1 - i / tokens);
        return new Case([kept, next, width]);
    }

    private static double[] Scores(double[] query, double[,] keys, double scale) =>
        [.. Enumerable.Range(0, keys.GetLength(0)).Select(s => query.Select((q, d) => q * keys[s, d]).Sum() / scale)];

    private static double[] Softmax(double[] scores)
    {
        double max = scores.Max();
        double[] e = [.. scores.Select(s => Math.Exp(s - max))];
        return [.. e.Select(v => v / e.Sum())];
    }

    private static double[] Best(double[] scores) => [.. scores.Select((_, s) => s == Array.IndexOf(scores, scores.Max()) ? 1.0 : 0)];

    private static double[] Mix(double[] weights, double[,] values) =>
        [.. Enumerable.Range(0, values.GetLength(1)).Select(v => weights.Select((p, s) => p * values[s, v]).Sum())];

    private static double[] Masked(double[] scores, double length) => [.. Softmax(scores[..(int)length]), .. new double[scores.Length - (int)length]];

    private static int[,] Take(int answers, int tokens, int width, Func<int, int, double> score) =>
        Rows(Enumerable.Range(0, answers * tokens).OrderByDescending(i => score(i / tokens, i % tokens)).Take(width).Select(i => (i / tokens, i % tokens)));

    private static int[,] OneEach(double[] kept, double[,] next) => Rows(Enumerable.Range(0, kept.Length)
        .Select(b => (b, Enumerable.Range(0, next.GetLength(1)).MaxBy(v => next[b, v])))
        .OrderByDescending(p => kept[p.b] + next[p.b, p.Item2]));

    private static int[,] Turned(int[,] rows) => Rows(Enumerable.Range(0, rows.GetLength(0)).Select(i => (rows[i, 1], rows[i, 0])));

    private static int[,] Rows(IEnumerable<(int, int)> pairs)
    {
        var all = pairs.ToArray();
        var rows = new int[all.Length, 2];
        for (int i = 0; i < all.Length; i++)
            (rows[i, 0], rows[i, 1]) = all[i];
        return rows;
    }
}
