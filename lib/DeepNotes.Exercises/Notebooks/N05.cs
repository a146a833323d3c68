namespace DeepNotes.Exercises;

/// <summary>Notebook 05, the first weights.</summary>
internal static class N05
{
    public static IReadOnlyList<Exercise> All => [Growth, Rules, UnitVariance];

    private static Exercise Growth => Exercise.For<Func<double, double, double, double>>(
        "05-growth", "What many layers do to the mean square", 1, "MeanSquareAfter", "layers fanIn std",
        """
        // Layers without activation and bias, each with fanIn inputs and as many outputs; the weights are
        // drawn with mean 0 and standard deviation std. The input has mean square 1.
        // Return the expected mean square after all layers.
        static double MeanSquareAfter(double layers, double fanIn, double std)
        {
            throw new NotImplementedException();
        }
        """,
        ["One layer multiplies the mean square by fan-in times the variance of the weights. What do many layers do?",
         "The variance is the square of the standard deviation; the factors of the layers multiply.",
         "return Math.Pow(fanIn * std * std, layers);"],
        rng => new (double, double, double)[] { (1, 100, 0.1), (1, 64, 0.25), (3, 64, 0.25), (10, 300, 0.05), (4, 10 + rng.Next(40), 0.1 + 0.2 * rng.NextDouble()) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (layers, n, std) => Math.Pow(n * std * std, layers),
        [("The standard deviation stands where the variance, its square, belongs.", (layers, n, std) => Math.Pow(n * std, layers)),
         ("This is the standard deviation after the layers; the mean square is its square.", (layers, n, std) => Math.Pow(Math.Sqrt(n) * std, layers)),
         ("The factors of the layers are added; they multiply.", (layers, n, std) => layers * n * std * std),
         ("The fan-in is missing: a unit adds up that many products.", (layers, n, std) => Math.Pow(std * std, layers)),
         ("One layer short.", (layers, n, std) => Math.Pow(n * std * std, layers - 1))],
        new() { Tolerance = 1e-9 });

    private static Exercise Rules => Exercise.For<Func<string, int, int, double[]>>(
        "05-rules", "LeCun, Glorot and He", 2, "Scale", "rule fanIn fanOut",
        """
        // rule is "lecun", "glorot" or "he". Return two numbers: the standard deviation of a normal
        // distribution that follows the rule, and the bound a of a uniform distribution between -a and a
        // with the same variance.
        static double[] Scale(string rule, int fanIn, int fanOut)
        {
            throw new NotImplementedException();
        }
        """,
        ["Write down the variance of each rule first. The standard deviation is its square root.",
         "Variances: lecun 1/fanIn, glorot 2/(fanIn + fanOut), he 2/fanIn. A uniform distribution on ±a has variance a²/3.",
         "double v = rule switch { \"lecun\" => 1.0 / fanIn, \"glorot\" => 2.0 / (fanIn + fanOut), _ => 2.0 / fanIn }; return [Math.Sqrt(v), Math.Sqrt(3 * v)];"],
        rng => new[] { "lecun", "glorot", "he" }.SelectMany(r => new[] { (r, 100, 50), (r, 1 + rng.Next(300), 1 + rng.Next(300)) })
            .Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (rule, i, o) => Both(Variance(rule, i, o)),
        [("These are variances; the standard deviation is the square root.", (rule, i, o) => [Variance(rule, i, o), 3 * Variance(rule, i, o)]),
         ("The bound equals the standard deviation: a uniform distribution on ±a has variance a²/3, so a = √(3v).", (rule, i, o) => [Math.Sqrt(Variance(rule, i, o)), Math.Sqrt(Variance(rule, i, o))]),
         ("Fan-in and fan-out are exchanged: LeCun and He count the inputs.", (rule, i, o) => Both(Variance(rule, o, i))),
         ("Glorot's rule divides 2, not 1, by the sum of the fans: it is the inverse of their mean.", (rule, i, o) => Both(rule == "glorot" ? 1.0 / (i + o) : Variance(rule, i, o))),
         ("He's rule has the same variance as LeCun's here; ReLU needs twice as much.", (rule, i, o) => Both(rule == "he" ? 1.0 / i : Variance(rule, i, o))),
         ("The bound is twice too large: a² / 3 is the variance of the whole range from −a to a.", (rule, i, o) => [Math.Sqrt(Variance(rule, i, o)), Math.Sqrt(12 * Variance(rule, i, o))])],
        new() { Tolerance = 1e-9 });

    private static Exercise UnitVariance => Exercise.For<Func<double[][,], double[,], double[][,]>>(
        "05-lsuv", "Layer-sequential unit variance", 3, "Lsuv", "weights batch",
        """
        // batch (examples, inputs) goes through layers z = x Wᵀ, a = max(z, 0); weights[l] is (units of
        // layer l, its inputs). Return weights of the same shapes, each matrix divided by one number, such
        // that the z of every layer has standard deviation 1 over the batch and the units together (about
        // their mean). The inputs of a layer come from the layers already corrected.
        static double[][,] Lsuv(double[][,] weights, double[,] batch)
        {
            throw new NotImplementedException();
        }
        """,
        ["Take one layer at a time: compute z for the whole batch, then the mean and the standard deviation of all its numbers.",
         "Divide the weights by that deviation, compute z again (it is z divided by the same number), apply ReLU, and hand it to the next layer.",
         "Standard deviation: the root of the mean of (z − mean)² over examples and units together. Do not change the arrays you were given; make new ones."],
        rng => new[] { new[] { 2, 2 }, [3, 4], [4, 5, 3], [3, 6, 6, 6, 2] }.Select(sizes => new Case([
            Enumerable.Range(0, sizes.Length - 1).Select(l => Draw.Matrix(rng, sizes[l + 1], sizes[l], 2)).ToArray(), Draw.Matrix(rng, 7, sizes[0], 2)])),
        (w, x) => Corrected(w, x),
        [("Each layer was measured with the uncorrected layers before it; use the corrected output as the next input.", (w, x) => Corrected(w, x, chain: false)),
         ("The weights are divided by the variance; divide by its square root.", (w, x) => Corrected(w, x, power: 2)),
         ("This divides by the root of the mean square; subtract the mean first.", (w, x) => Corrected(w, x, centre: false)),
         ("The deviation was taken after the ReLU; it is that of z, before it.", (w, x) => Corrected(w, x, afterRelu: true)),
         ("The ReLU between the layers is missing.", (w, x) => Corrected(w, x, relu: false)),
         ("The weights come back unchanged.", (w, x) => w)]);

    private static double Variance(string rule, int fanIn, int fanOut) => rule switch
    {
        "lecun" => 1.0 / fanIn,
        "glorot" => 2.0 / (fanIn + fanOut),
        _ => 2.0 / fanIn,
    };

    private static double[] Both(double variance) => [Math.Sqrt(variance), Math.Sqrt(3 * variance)];

    private static double[][,] Corrected(double[][,] weights, double[,] x, bool chain = true, double power = 1, bool centre = true, bool afterRelu = false, bool relu = true)
    {
        var result = new double[weights.Length][,];
        for (int l = 0; l < weights.Length; l++)
        {
            double[,] z = Mat.Product(x, Mat.Transpose(weights[l]));
            double by = Math.Pow(Deviation(afterRelu ? Map(z, v => Math.Max(v, 0)) : z, centre), power);
            result[l] = Map(weights[l], v => v / by);
            x = Map(z, v => (relu ? Math.Max(v, 0) : v) / (chain ? by : 1));
        }
        return result;
    }

    private static double Deviation(double[,] z, bool centre)
    {
        double[] all = [.. z.Cast<double>()];
        double mean = centre ? all.Average() : 0;
        return Math.Sqrt(all.Average(v => (v - mean) * (v - mean)));
    }

    private static double[,] Map(double[,] x, Func<double, double> f) => Mat.Make(x.GetLength(0), x.GetLength(1), (r, c) => f(x[r, c]));
}
