namespace DeepNotes.Exercises;

/// <summary>Notebook 20, word vectors.</summary>
internal static class N20
{
    public static IReadOnlyList<Exercise> All => [Ppmi, NegativeStep, Keep, Analogy];

    private static Exercise Ppmi => Exercise.For<Func<double[,], double[,]>>(
        "20-ppmi", "Positive pointwise mutual information", 2, "Ppmi", "counts",
        """
        // counts[w, c]: how often c stood near w. With p(w, c), p(w), p(c) the shares of all counts, return
        // max(0, ln(p(w, c) / (p(w) p(c)))); 0 where a pair never came.
        static double[,] Ppmi(double[,] counts)
        {
            throw new NotImplementedException();
        }
        """,
        ["p(w) is the sum of row w divided by the sum of everything; p(c) the same for a column.",
         "The three shares come to counts[w, c] · all / (row[w] · column[c]): 1 is chance.",
         "The logarithm of a pair that never came is minus infinity; its positive part is 0, so test for it first."],
        rng => new[] { (2, 2), (2, 3), (3, 3), (4, 5) }.Select(s =>
            new Case([Mat.Make(s.Item1, s.Item2, (w, c) => w == 0 && c == 0 ? 9 : w == 1 && c == 0 ? 0 : 1 + rng.Next(6))])),
        counts => Pmi(counts, v => Math.Max(0, v)),
        [("Negative values stay: pairs that come less often than by chance count as 0.", counts => Pmi(counts, v => double.IsNegativeInfinity(v) ? 0 : v)),
         ("Pairs that never came are minus infinity; they count as 0.", counts => Pmi(counts, v => v)),
         ("The logarithm has base 2 where the natural one is asked for.", counts => Pmi(counts, v => Math.Max(0, v) / Math.Log(2))),
         ("This is p(w, c) / (p(w) p(c)) without the logarithm.", counts => Pmi(counts, Math.Exp)),
         ("Every ratio stays below 1, so its logarithm below 0: make shares of the counts first, and divide by p(w) and by p(c).", counts => Mat.Make(counts.GetLength(0), counts.GetLength(1), (w, c) =>
             Math.Max(0, counts[w, c] == 0 ? 0 : Math.Log(counts[w, c] / Mat.Sum(counts.GetLength(1), k => counts[w, k]))))),
         ("The sign falls away here: pairs that come less often than by chance count as 0.", counts => Pmi(counts, v => double.IsNegativeInfinity(v) ? 0 : Math.Abs(v))),
         ("The fraction is upside down: p(w, c) stands above, the chance p(w) p(c) below.", counts => Pmi(counts, v => double.IsNegativeInfinity(v) ? 0 : Math.Max(0, -v))),
         ("No 1 is added under the logarithm: chance, a ratio of 1, must give 0.", counts => Pmi(counts, v => Math.Log(1 + Math.Exp(v)))),
         ("This is weighted by p(w, c), which belongs to a mean over all pairs; here each pair stands for itself.", Weighted)]);

    private static Exercise NegativeStep => Exercise.For<Func<double[], double[,], double[]>>(
        "20-negative", "The gradient of negative sampling", 3, "Gradient", "v u",
        """
        // v: the vector of a word. Row 0 of u: the vector of its neighbour; the other rows: noise words.
        // The loss is L = -ln σ(v·u[0]) - Σ ln σ(-v·u[k]), σ(x) = 1 / (1 + e^-x), the sum over k ≥ 1.
        // Return the derivative of L by v.
        static double[] Gradient(double[] v, double[,] u)
        {
            throw new NotImplementedException();
        }
        """,
        ["The derivative of -ln σ(x) is σ(x) - 1; that of -ln σ(-x) is σ(x).",
         "So each row k brings (σ(v·u[k]) - wanted) times u[k], where wanted is 1 for the neighbour and 0 for noise.",
         "Add over the rows: dv[i] += (σ(dot) - (k == 0 ? 1 : 0)) * u[k, i]."],
        rng => new[] { (2, 2), (3, 2), (2, 4), (4, 6) }.Select(s => new Case([Draw.Vector(rng, s.Item1, 1.5), Draw.Matrix(rng, s.Item2, s.Item1, 1.5)])),
        (v, u) => Pull(v, u, (k, x) => Sigma(x) - (k == 0 ? 1 : 0)),
        [("The sign is wrong: this is the direction in which the loss falls.", (v, u) => Pull(v, u, (k, x) => (k == 0 ? 1 : 0) - Sigma(x))),
         ("The neighbour wants 1: its part is σ - 1, not σ.", (v, u) => Pull(v, u, (_, x) => Sigma(x))),
         ("Noise wants 0: its part is σ, not σ - 1.", (v, u) => Pull(v, u, (_, x) => Sigma(x) - 1)),
         ("The noise words are missing.", (v, u) => Pull(v, u, (k, x) => k == 0 ? Sigma(x) - 1 : 0)),
         ("The noise is averaged; the loss adds it up.", (v, u) => Pull(v, u, (k, x) => k == 0 ? Sigma(x) - 1 : Sigma(x) / (u.GetLength(0) - 1))),
         ("The slope σ(1 - σ) belongs to a squared error; with the logarithm only σ - wanted is left.", (v, u) => Pull(v, u, (k, x) => (Sigma(x) - (k == 0 ? 1 : 0)) * Sigma(x) * (1 - Sigma(x)))),
         ("The sign of the noise is wrong: -ln σ(-x) has the derivative σ(x).", (v, u) => Pull(v, u, (k, x) => k == 0 ? Sigma(x) - 1 : -Sigma(x))),
         ("Noise brings σ(x): the derivative of -ln σ(-x) is σ(x), not σ(-x).", (v, u) => Pull(v, u, (k, x) => k == 0 ? Sigma(x) - 1 : Sigma(-x))),
         ("The sigmoid is missing: what counts is σ of the dot product.", (v, u) => Pull(v, u, (k, x) => x - (k == 0 ? 1 : 0))),
         ("The neighbour in row 0 is missing.", (v, u) => Pull(v, u, (k, x) => k == 0 ? 0 : Sigma(x))),
         ("This is added up along v: the derivative by v has the rows of u as factors.", (v, u) => Mat.Make(v.Length, i => v[i] * Mat.Sum(u.GetLength(0), k => Sigma(Mat.Sum(v.Length, j => v[j] * u[k, j])) - (k == 0 ? 1 : 0)))),
         ("The rows are added up, not averaged.", (v, u) => Pull(v, u, (k, x) => (Sigma(x) - (k == 0 ? 1 : 0)) / u.GetLength(0)))]);

    private static Exercise Keep => Exercise.For<Func<double, double, double, double>>(
        "20-keep", "Thin out the frequent words", 1, "Keep", "count total t",
        """
        // A word comes count times in a text of total words; f = count / total. Return the probability with
        // which word2vec keeps an occurrence: √(t/f) + t/f, and at most 1.
        static double Keep(double count, double total, double t)
        {
            throw new NotImplementedException();
        }
        """,
        ["A word with f below t is kept always: the formula gives more than 1 there.",
         "A word with f = 100 t is kept with probability 0.1 + 0.01.",
         "double f = count / total; return Math.Min(1, Math.Sqrt(t / f) + t / f);"],
        rng => new (double, double, double)[] { (500, 10_000, 1e-3), (3, 10_000, 1e-3), (7 + rng.Next(90), 1000, 1e-2), (200 + rng.Next(300), 1e6, 1e-5) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (count, total, t) => Math.Min(1, Kept(t * total / count)),
        [("A probability is at most 1.", (count, total, t) => Kept(t * total / count)),
         ("Math.Max keeps what is too large; at most 1 is Math.Min.", (count, total, t) => Math.Max(1, Kept(t * total / count))),
         ("Only t/f is here: its root is added.", (count, total, t) => Math.Min(1, t * total / count)),
         ("The root is taken of t/f alone; the second t/f stands outside it.", (count, total, t) => Math.Min(1, Math.Sqrt(2 * t * total / count))),
         ("The two parts are added, not multiplied.", (count, total, t) => Math.Min(1, Math.Sqrt(t * total / count) * t * total / count)),
         ("This is how often an occurrence is dropped in the paper, 1 - √(t/f); the program keeps √(t/f) + t/f.", (count, total, t) => Math.Max(0, 1 - Math.Sqrt(t * total / count))),
         ("This is the probability that an occurrence is dropped.", (count, total, t) => 1 - Math.Min(1, Kept(t * total / count))),
         ("f is a share: divide the count by the total.", (count, total, t) => Math.Min(1, Kept(t / count))),
         ("Only the root is here: t/f itself is added.", (count, total, t) => Math.Min(1, Math.Sqrt(t * total / count))),
         ("The fraction is upside down: t/f, so that frequent words are kept less.", (count, total, t) => Math.Min(1, Kept(count / total / t)))]);

    private static Exercise Analogy => Exercise.For<Func<double[,], int, int, int, int>>(
        "20-analogy", "a is to b as c is to …", 2, "Analogy", "x a b c",
        """
        // x: a vector of length 1 in each row. Return the row whose vector has the largest cosine with
        // x[b] - x[a] + x[c]. Rows a, b and c themselves are not answers.
        static int Analogy(double[,] x, int a, int b, int c)
        {
            throw new NotImplementedException();
        }
        """,
        ["Add up the direction first: column by column, x[b, k] - x[a, k] + x[c, k].",
         "All rows have length 1, so the cosine with a direction is largest where the dot product is.",
         "Go through all rows, skip a, b and c, and keep the row with the largest dot product."],
        rng => new[] { (6, 3), (8, 3), (12, 4), (20, 5) }.SelectMany(s => Enumerable.Range(0, 3).Select(_ => new Case([Directions(rng, s.Item1, s.Item2), 0, 1, 2])))
            .Append(new Case([Angles(0, 20, -20, 70, 150, 250), 0, 1, 2])).Append(new Case([Angles(0, 20, -20, 150, 200, 240), 0, 1, 2])),
        (x, a, b, c) => Best(x, b, a, c, [a, b, c]),
        [("One of the three words of the question is the answer here: leave them out.", (x, a, b, c) => Best(x, b, a, c, [])),
         ("The direction is turned round: b - a takes you from a to b.", (x, a, b, c) => Best(x, a, b, c, [a, b, c])),
         ("Row a is no answer either: it may lie nearer than any other.", (x, a, b, c) => Best(x, b, a, c, [b, c])),
         ("The cosine may be below 0 everywhere: begin with the first row that is allowed, not with 0.", (x, a, b, c) => BestAbove(x, a, b, c, 0)),
         ("a is taken off: x[b] - x[a] + x[c].", (x, a, b, c) => Best(x, b, -1, c, [a, b, c], 1, a)),
         ("c is missing: start at c and go the way from a to b.", (x, a, b, c) => Best(x, b, a, -1, [a, b, c])),
         ("This is the row that is farthest away: look for the largest cosine.", (x, a, b, c) => Best(x, b, a, c, [a, b, c], -1))]);

    private static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    private static double Kept(double ratio) => Math.Sqrt(ratio) + ratio;

    private static double[,] Pmi(double[,] n, Func<double, double> last)
    {
        int rows = n.GetLength(0), cols = n.GetLength(1);
        double[] row = Mat.Make(rows, w => Mat.Sum(cols, c => n[w, c])), col = Mat.Make(cols, c => Mat.Sum(rows, w => n[w, c]));
        return Mat.Make(rows, cols, (w, c) => last(Math.Log(n[w, c] * Mat.Sum(rows, i => row[i]) / (row[w] * col[c]))));
    }

    private static double[] Pull(double[] v, double[,] u, Func<int, double, double> gain) => Mat.Make(v.Length, i =>
        Mat.Sum(u.GetLength(0), k => gain(k, Mat.Sum(v.Length, j => v[j] * u[k, j])) * u[k, i]));

    private static double[,] Directions(Rng rng, int rows, int cols)
    {
        var x = Draw.Matrix(rng, rows, cols, 1);
        return Mat.Make(rows, cols, (r, c) => x[r, c] / Math.Sqrt(Mat.Sum(cols, k => x[r, k] * x[r, k])));
    }

    // Rows in the plane: where b and c lie about a, a itself is nearest; where all others lie behind, no cosine is positive.
    private static double[,] Angles(params double[] degrees) =>
        Mat.Make(degrees.Length, 2, (r, c) => c == 0 ? Math.Cos(Math.PI * degrees[r] / 180) : Math.Sin(Math.PI * degrees[r] / 180));

    private static double Dot(double[,] x, int row, int plus, int minus, int also, int more = -1) => Mat.Sum(x.GetLength(1), k =>
        x[row, k] * (x[plus, k] - (minus < 0 ? 0 : x[minus, k]) + (also < 0 ? 0 : x[also, k]) + (more < 0 ? 0 : x[more, k])));

    private static int Best(double[,] x, int plus, int minus, int also, int[] except, double sign = 1, int more = -1) =>
        Enumerable.Range(0, x.GetLength(0)).Where(r => !except.Contains(r)).MaxBy(r => sign * Dot(x, r, plus, minus, also, more));

    private static int BestAbove(double[,] x, int a, int b, int c, double least)
    {
        int best = Best(x, b, a, c, [a, b, c]);
        return Dot(x, best, b, a, c) > least ? best : 0;
    }

    private static double[,] Weighted(double[,] n)
    {
        double all = n.Cast<double>().Sum();
        var pmi = Pmi(n, v => Math.Max(0, v));
        return Mat.Make(n.GetLength(0), n.GetLength(1), (w, c) => pmi[w, c] * n[w, c] / all);
    }
}
