namespace DeepNotes.Exercises;

/// <summary>Notebook 19, n-grams and the neural language model.</summary>
internal static class N19
{
    public static IReadOnlyList<Exercise> All => [Regions, NewShare, PerplexityOf, Smooth, Places, ScatterAdd];

    private static Exercise Regions => Exercise.For<Func<int, int, int>>(
        "19-regions", "What yes-or-no features tell apart", 2, "Regions", "features dimensions",
        """
        // Each feature cuts the space in two: by a line in the plane (dimensions = 2), by a plane in
        // space (3), and so on, none of them in a special position. Return the number of regions, the
        // sum over k = 0 ... dimensions of (features choose k).
        static int Regions(int features, int dimensions)
        {
            throw new NotImplementedException();
        }
        """,
        ["(n choose k) is (n choose k - 1) times (n - k + 1) / k, and (n choose 0) is 1: one loop carries it along.",
         "Three lines in the plane make 1 + 3 + 3 = 7 regions.",
         "int ways = 1, sum = 1; for (int k = 1; k <= dimensions; k++) { ways = ways * (features - k + 1) / k; sum += ways; } return sum; Multiply first: only then the division leaves no rest."],
        _ => new[] { (3, 2), (1, 2), (5, 1), (4, 3), (10, 2), (2, 5), (20, 3) }.Select(c => new Case([c.Item1, c.Item2])),
        (n, d) => Cuts(n, 0, d),
        [("That many there are only when there are as many dimensions as features; in fewer dimensions some combinations of answers never occur together.", (n, d) => 1 << n),
         ("The term for k = 0 is missing: with no feature at all there is one region, the whole space.", (n, d) => Cuts(n, 1, d)),
         ("The sum goes up to k = dimensions, that term included.", (n, d) => Cuts(n, 0, d - 1)),
         ("This is the last term alone; the terms from k = 0 on are added up.", (n, d) => Cuts(n, d, d)),
         ("This is the number for the plane; other dimensions have fewer or more terms.", (n, d) => Cuts(n, 0, 2)),
         ("The division of whole numbers drops the rest: multiply by features - k + 1 first, then divide by k.", (n, d) => Truncated(n, d)),
         ("Features and dimensions are exchanged: choose among the features.", (n, d) => Cuts(d, 0, n)),
         ("This is one region per feature: cells of their own, not features that combine.", (n, d) => n),
         ("Divide by k at every step: k features in another order are the same choice.", (n, d) => Orders(n, d)),
         ("Step k multiplies by features - k + 1: the first step by features itself.", (n, d) => Cuts(n - 1, 0, d)),
         ("Factorials leave an int from 13! on: carry (n choose k) along from step to step.", (n, d) => Enumerable.Range(0, Math.Min(n, d) + 1).Sum(k => Factorial(n) / Factorial(k) / Factorial(n - k)))]);

    private static Exercise NewShare => Exercise.For<Func<int[], int[], int, double>>(
        "19-unseen", "How many strings are new?", 2, "NewShare", "known text n",
        """
        // known, text: token ids. A string of n tokens begins at every place of text from which n tokens
        // are left. Return the share of these strings, 0 ... 1, that come nowhere in known.
        static double NewShare(int[] known, int[] text, int n)
        {
            throw new NotImplementedException();
        }
        """,
        ["A text of 7 tokens has 7 - n + 1 strings of n: the last one begins at place 7 - n.",
         "A HashSet<string> holds what came: string.Join(\" \", tokens.Skip(i).Take(n)) is a key for the string at place i.",
         "Fill the set from known; count the places of text whose key is not in it; divide by text.Length - n + 1."],
        rng =>
        {
            int[] Named(int from, params int[] ids) => [.. ids.Select(id => id + from)];
            int[] name = [.. Enumerable.Range(0, 4).Select(_ => rng.Next(6))];   // the numbers of the tokens differ from seed to seed
            return [new Case([Named(name[0], 1, 2, 3), Named(name[0], 1, 2, 1, 3), 2]),
                new Case([Named(name[1], 1, 2, 1, 3, 2), Named(name[1], 2, 1, 2, 3, 1, 2, 4), 2]),
                new Case([Named(name[2], 1, 2, 3, 1, 2, 2), Named(name[2], 3, 2, 1, 2, 3, 1, 5, 1, 5, 1), 3]),
                new Case([Named(name[3], 1, 1, 2, 4), Named(name[3], 4, 1, 3, 1, 3, 2), 1])];
        },
        (known, text, n) => NewOf(known, Strings(text, n), n),
        [("This is the share that was seen; the new ones are the rest.", (known, text, n) => 1 - NewOf(known, Strings(text, n), n)),
         ("A string that comes twice counts twice: the share is of places, not of different strings.", (known, text, n) => NewOf(known, [.. Strings(text, n).Distinct()], n)),
         ("There are text.Length - n + 1 strings, not as many as tokens.", (known, text, n) => NewOf(known, Strings(text, n), n) * (text.Length - n + 1) / text.Length),
         ("The last string is missing: it begins at text.Length - n, that place included.", (known, text, n) => NewOf(known, Strings(text[..^1], n), n)),
         ("The order counts: 1 2 and 2 1 are two strings.", (known, text, n) => NewOf([.. Strings(known, n).Select(Sorted)], [.. Strings(text, n).Select(Sorted)])),
         ("Single tokens are looked up here; the whole string of n must have come.", (known, text, n) => NewOf(known, Strings(text, 1), 1)),
         ("The two texts are exchanged: the strings of text are looked for in known.", (known, text, n) => NewOf(text, Strings(known, n), n)),
         ("This is the number of new strings; divide by how many there are.", (known, text, n) => NewOf(known, Strings(text, n), n) * (text.Length - n + 1)),
         ("A share lies in 0 ... 1; this is in per cent.", (known, text, n) => 100 * NewOf(known, Strings(text, n), n))]);

    private static Exercise PerplexityOf => Exercise.For<Func<double[], double>>(
        "19-perplexity", "Perplexity", 1, "Hesitation", "p",
        """
        // p holds the probability that a model gave to each token that really came. Return the perplexity:
        // the exponential of the mean of -ln p.
        static double Hesitation(double[] p)
        {
            throw new NotImplementedException();
        }
        """,
        ["Take the logarithm of each probability first, then the mean, then one exponential.",
         "A model that always says 1/4 has perplexity 4, however long the text is.",
         "return Math.Exp(-p.Average(v => Math.Log(v)));"],
        rng => new[] { 2, 3, 5, 9 }.Select(n => new Case([Mat.Make(n, _ => (1 + rng.Next(18)) / 20.0)])),
        p => Math.Exp(Loss(p)),
        [("This is the perplexity of the whole text: take the mean of the logarithms, not their sum.", p => Math.Exp(Loss(p) * p.Length)),
         ("This is the loss in nats; the perplexity is its exponential.", Loss),
         ("The sign is wrong: -ln p is the surprise, so a rare token makes the perplexity larger.", p => Math.Exp(-Loss(p))),
         ("This is one over the mean probability; the mean is taken of the logarithms.", p => p.Length / Mat.Sum(p.Length, i => p[i])),
         ("The logarithm has base 2 and the exponential base e: both must have the same.", p => Math.Exp(Loss(p) / Math.Log(2))),
         ("The logarithm is natural and the power is one of 2: both must have the same base.", p => Math.Pow(2, Loss(p))),
         ("The logarithm has base 10 and the exponential base e: both must have the same.", p => Math.Exp(Loss(p) / Math.Log(10))),
         ("This is the mean of 1/p: the mean is taken of the logarithms, the exponential of the mean.", p => Mat.Sum(p.Length, i => 1 / p[i]) / p.Length),
         ("Each logarithm counts once, since its token came once: it is not multiplied by p.", p => Math.Exp(-Mat.Sum(p.Length, i => p[i] * Math.Log(p[i])))),
         ("Divide by the number of tokens.", p => Math.Exp(Loss(p) * p.Length / (p.Length - 1)))]);

    private static Exercise Smooth => Exercise.For<Func<double[], double[], double[]>>(
        "19-witten-bell", "Witten–Bell smoothing", 2, "WittenBell", "counts shorter",
        """
        // counts[w]: how often token w came after a context. shorter[w]: its probability after the
        // context that is one token shorter. Return the smoothed probabilities
        // (counts[w] + T · shorter[w]) / (N + T), where N is the sum of the counts and T the number of
        // different tokens that came.
        static double[] WittenBell(double[] counts, double[] shorter)
        {
            throw new NotImplementedException();
        }
        """,
        ["T counts tokens whose count is above 0, each once, however often it came.",
         "What comes out must sum to 1: add it up. A context that never came knows nothing (N = T = 0): hand shorter on as it is.",
         "double n = counts.Sum(); int t = counts.Count(c => c > 0); return n == 0 ? shorter : every w: (counts[w] + t * shorter[w]) / (n + t);"],
        rng => new[] { 2, 4, 6, 3 }.Select((n, i) => new Case([Mat.Make(n, w => i == 3 ? 0 : w == 0 ? 2 + rng.Next(3) : Math.Max(0, rng.Next(6) - 2)), Share(rng, n)])),
        (counts, shorter) => Blend(counts, shorter, Types(counts), Types(counts)),
        [("T is the number of different tokens that came, not the number of tokens in the vocabulary.", (c, s) => Blend(c, s, c.Length, c.Length)),
         ("The denominator is N + T; with N alone the probabilities sum to more than 1.", (c, s) => Blend(c, s, Types(c), 0)),
         ("Only tokens that never came get the shorter context's share here; every token gets it.", (c, s) => Total(c) == 0 ? s : Mat.Make(c.Length, w => (c[w] > 0 ? c[w] : Types(c) * s[w]) / (Total(c) + Types(c)))),
         ("One is added where T belongs: the more followers a context had, the more new ones it expects.", (c, s) => Total(c) == 0 ? s : Blend(c, s, 1, 1)),
         ("All tokens get the same share of T here; it goes out as the shorter context has it.", (c, s) => Total(c) == 0 ? s : Blend(c, [.. s.Select(_ => 1.0 / s.Length)], Types(c), Types(c))),
         ("T goes out in shares: T times shorter[w], not T to every token.", (c, s) => Total(c) == 0 ? s : Blend(c, [.. s.Select(_ => 1.0)], Types(c), Types(c))),
         ("T counts every token that came, not only those that came once.", (c, s) => Total(c) == 0 ? s : Blend(c, s, c.Count(x => x == 1), c.Count(x => x == 1))),
         ("T is the number of tokens that came, not the number of different counts.", (c, s) => Total(c) == 0 ? s : Blend(c, s, c.Distinct().Count(), c.Distinct().Count())),
         ("N is the weight of what was counted; what goes to the shorter context has the weight T.", (c, s) => Total(c) == 0 ? s : Blend(c, s, Total(c), Total(c))),
         ("A context that never came gives 0/0: hand the shorter context's probabilities on.", (c, s) => Mat.Make(c.Length, w => (c[w] + Types(c) * s[w]) / (Total(c) + Types(c))))]);

    private static Exercise Places => Exercise.For<Func<double[,], double[]>>(
        "19-places", "In how many places does a word stand?", 2, "Places", "pairs",
        """
        // pairs[v, w]: how often w came right after v. Where the context does not help, Kneser and Ney
        // give a word the share p(w) = (different v before w) / (sum of this number over all words).
        // Return p.
        static double[] Places(double[,] pairs)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count entries, do not add them up: a pair that came 50 times is one place.",
         "For w go down column w, over all v, and count where pairs[v, w] > 0.",
         "Then divide by the number of all entries above 0, so that p sums to 1."],
        rng => new[] { 2, 3, 4, 5 }.Select(n => new Case([Mat.Make(n, n, (v, w) => w == n - 1 ? (v == 0 ? 20 : 0) : v == w ? 1 + rng.Next(3) : Math.Max(0, rng.Next(7) - 3))])),
        pairs => Normal(Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w] > 0 ? 1 : 0))),
        [("These are shares of occurrences: a pair counts once, however often it came.", pairs => Normal(Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w])))),
         ("This counts what comes after a word; go down the column, over what comes before it.", pairs => Normal(Mat.Make(pairs.GetLength(0), v => Mat.Sum(pairs.GetLength(1), w => pairs[v, w] > 0 ? 1 : 0)))),
         ("Divide by the number of all pairs that came, so that p sums to 1.", pairs => Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w] > 0 ? 1 : 0))),
         ("Divide by the number of pairs that came, not by the size of the vocabulary.", pairs => Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w] > 0 ? 1 : 0) / pairs.GetLength(0))),
         ("Divide by the number of places, not of occurrences: p must sum to 1.", pairs => Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w] > 0 ? 1 : 0) / pairs.Cast<double>().Sum())),
         ("A word may come after itself: that is a place like any other.", pairs => Normal(Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => v != w && pairs[v, w] > 0 ? 1 : 0)))),
         ("A pair that came once is a place, too.", pairs => Normal(Mat.Make(pairs.GetLength(1), w => Mat.Sum(pairs.GetLength(0), v => pairs[v, w] > 1 ? 1 : 0))))]);

    private static Exercise ScatterAdd => Exercise.For<Func<int[], double[,], int, double[,]>>(
        "19-scatter", "The gradient of a look-up", 2, "ScatterAdd", "ids dy count",
        """
        // Forward: y[i] is row ids[i] of a table of count rows. dy is the derivative of the loss by y,
        // one row for each id. Return the derivative by the table, (count, columns of dy).
        static double[,] ScatterAdd(int[] ids, double[,] dy, int count)
        {
            throw new NotImplementedException();
        }
        """,
        ["A row that was not looked up has derivative 0.",
         "A row that was looked up twice gets both derivatives: they add up.",
         "for each i and column k: table[ids[i], k] += dy[i, k];"],
        rng => new[] { (2, 1, 2), (3, 2, 3), (5, 2, 4), (6, 3, 7) }.Select(s =>
            new Case([Ids(rng, s.Item1, s.Item3), Draw.Matrix(rng, s.Item1, s.Item2, 2), s.Item3])),
        (ids, dy, count) => Scatter(ids, dy, count, (old, d) => old + d),
        [("A row that is looked up twice keeps only its last derivative: write += in place of =.", (ids, dy, count) => Scatter(ids, dy, count, (_, d) => d)),
         ("A row that is looked up twice keeps only its first derivative.", (ids, dy, count) => Scatter(ids, dy, count, (old, d) => old != 0 ? old : d)),
         ("This is the mean over the occurrences of a row; the derivatives add up.", (ids, dy, count) => Scatter(ids, dy, count, (old, d) => old + d, ids)),
         ("The rows went to the places 0, 1, 2 …; row i of dy belongs to row ids[i] of the table.", (ids, dy, count) => Scatter([.. ids.Select((_, i) => i % count)], dy, count, (old, d) => old + d)),
         ("This counts how often a row was looked up; what is added is its row of dy.", (ids, dy, count) => Scatter(ids, dy, count, (old, _) => old + 1))]);

    private static string[] Strings(int[] text, int n) => [.. Enumerable.Range(0, Math.Max(0, text.Length - n + 1)).Select(i => string.Join(' ', text.Skip(i).Take(n)))];

    private static string Sorted(string text) => string.Join(' ', text.Split(' ').Order());

    private static double NewOf(int[] known, string[] strings, int n) => NewOf(Strings(known, n), strings);

    private static double NewOf(string[] known, string[] strings) => strings.Count(s => !known.Contains(s)) / (double)strings.Length;

    private static double Loss(double[] p) => -Mat.Sum(p.Length, i => Math.Log(p[i])) / p.Length;

    private static double Total(double[] counts) => Mat.Sum(counts.Length, w => counts[w]);

    private static double Types(double[] counts) => counts.Count(c => c > 0);

    private static double[] Blend(double[] counts, double[] shorter, double t, double more) =>
        Total(counts) == 0 ? shorter : Mat.Make(counts.Length, w => (counts[w] + t * shorter[w]) / (Total(counts) + more));

    private static double[] Normal(double[] x) => Mat.Make(x.Length, i => x[i] / Mat.Sum(x.Length, k => x[k]));

    private static double[] Share(Rng rng, int n) => Normal(Mat.Make(n, _ => 1 + rng.Next(5)));

    // At least one id comes twice, and not all places are in order.
    private static int[] Ids(Rng rng, int length, int count)
    {
        int[] ids = [.. Enumerable.Range(0, length).Select(_ => rng.Next(count))];
        ids[0] = ids[^1] = count - 1;
        return ids;
    }

    private static double[,] Scatter(int[] ids, double[,] dy, int count, Func<double, double, double> add, int[]? mean = null)
    {
        var table = new double[count, dy.GetLength(1)];
        for (int i = 0; i < ids.Length; i++)
        {
            for (int k = 0; k < dy.GetLength(1); k++)
                table[ids[i], k] = add(table[ids[i], k], dy[i, k] / (mean?.Count(id => id == ids[i]) ?? 1));
        }
        return table;
    }

    // The sum over k of (features choose k).
    private static int Cuts(int features, int from, int to)
    {
        int ways = 1, sum = 0;
        for (int k = 0; k <= to; ways = ways * (features - k) / (k + 1), k++)
            sum += k >= from ? ways : 0;
        return sum;
    }

    private static int Orders(int features, int dimensions)
    {
        int ways = 1, sum = 1;
        for (int k = 1; k <= dimensions; k++)
            sum += ways *= features - k + 1;
        return sum;
    }

    private static int Factorial(int n) => n < 2 ? 1 : unchecked(n * Factorial(n - 1));

    private static int Truncated(int features, int dimensions)
    {
        int ways = 1, sum = 1;
        for (int k = 1; k <= dimensions; k++)
            sum += ways *= (features - k + 1) / k;
        return sum;
    }
}
