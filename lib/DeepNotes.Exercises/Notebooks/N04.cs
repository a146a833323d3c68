namespace DeepNotes.Exercises;

/// <summary>Notebook 04, vanishing gradients.</summary>
internal static partial class N04
{
    public static IReadOnlyList<Exercise> All => [Bound, Norms, Unstick, SigmoidInit];

    private static Exercise Bound => Exercise.For<Func<int, double, double>>(
        "04-bound", "How much gradient can be left?", 1, "GradientBound", "layers maxWeight",
        """
        // A chain of single sigmoid neurons, one per layer: z = w * a_before + b, a = sigmoid(z),
        // with every |w| at most maxWeight.
        // Going back through one neuron multiplies the gradient by w * sigmoid'(z).
        // Return the largest absolute value that the product over all layers can have.
        static double GradientBound(int layers, double maxWeight)
        {
            throw new NotImplementedException();
        }
        """,
        ["How large can the slope of a sigmoid be? Look at its graph at 0.",
         "sigmoid'(0) = 0.25 is the maximum, so one layer multiplies by at most 0.25 · maxWeight.",
         "The layers multiply: Math.Pow(0.25 * maxWeight, layers)."],
        rng => new[] { (1, 1.0), (2, 1.0), (5, 2.0), (10, 4.0), (3, 8.0), (20, 0.5 + 0.5 * rng.Next(3)) }.Select(c => new Case([c.Item1, c.Item2])),
        (layers, w) => Math.Pow(0.25 * w, layers),
        [("The factors of the layers are added up; they multiply.", (layers, w) => 0.25 * w * layers),
         ("The weight is missing: each layer multiplies by w too.", (layers, w) => Math.Pow(0.25, layers)),
         ("0.5 is the value of the sigmoid at 0; its slope there is 0.25.", (layers, w) => Math.Pow(0.5 * w, layers)),
         ("One layer short: going back through L neurons takes L factors.", (layers, w) => Math.Pow(0.25 * w, layers - 1)),
         ("The weight is counted once; every layer has one.", (layers, w) => w * Math.Pow(0.25, layers)),
         ("The slope ¼ is counted once; every layer has one.", (layers, w) => 0.25 * Math.Pow(w, layers)),
         ("One layer too many: going back through L neurons takes L factors.", (layers, w) => Math.Pow(0.25 * w, layers + 1)),
         ("Capped at 1: with weights above 4 each factor can exceed 1, and the product grows. Gradients can explode too.", (layers, w) => Math.Min(1, Math.Pow(0.25 * w, layers))),
         ("The slope is taken at z = w; it is largest at z = 0, and a bias can bring z there.", (layers, w) => Math.Pow(w * N02.Sigmoid(w) * (1 - N02.Sigmoid(w)), layers))],
        new() { Tolerance = 1e-9 });

    private static Exercise Norms => Exercise.For<Func<double[][,], double[][], double[], double[]>>(
        "04-norm-probe", "Measure the gradient in every layer", 3, "DeltaNorms", "weights activations deltaOut",
        """
        // A sigmoid net. activations[l] holds the outputs a of hidden layer l (0 = nearest to the
        // input); weights[l], of shape (next layer, layer l), leads from it to the next layer;
        // deltaOut is the gradient of the loss with respect to the output layer's weighted sums z.
        // Return the Euclidean norm (root of the sum of squares) of the gradient with respect to z
        // of each hidden layer, first layer first.
        static double[] DeltaNorms(double[][,] weights, double[][] activations, double[] deltaOut)
        {
            throw new NotImplementedException();
        }
        """,
        ["Start at the output and go back one layer at a time; each layer's delta comes from the delta of the layer after it.",
         "delta[l] = (weights[l]ᵀ · delta[l+1]) ⊙ a ⊙ (1 − a), with a = activations[l].",
         "for (int l = activations.Length - 1; l >= 0; l--): make the new delta, store its norm Math.Sqrt(Σ d²) at place l."],
        NormCases,
        (w, a, d) => Deltas(w, a, d).Select(Norm).ToArray(),
        [("The slope a·(1 − a) of the sigmoid is missing: only the weights act.", (w, a, d) => Deltas(w, a, d, slope: _ => 1).Select(Norm).ToArray()),
         ("The weights are not transposed: going back uses weightsᵀ, the sum over the next layer's units.", (w, a, d) => Deltas([.. w.Select(Mat.Transpose)], a, d).Select(Norm).ToArray()),
         ("The order is reversed: the layer nearest to the input comes first.", (w, a, d) => Deltas(w, a, d).Select(Norm).Reverse().ToArray()),
         ("These are squared norms: the square root is missing.", (w, a, d) => Deltas(w, a, d).Select(v => Norm(v) * Norm(v)).ToArray()),
         ("This is the sum of absolute values; the Euclidean norm is the root of the sum of squares.", (w, a, d) => Deltas(w, a, d).Select(v => v.Sum(Math.Abs)).ToArray()),
         ("The slope is a·(1 − a) with the activation a; the activation was passed through the sigmoid again.",
          (w, a, d) => Deltas(w, a, d, slope: v => N02.Sigmoid(v) * (1 - N02.Sigmoid(v))).Select(Norm).ToArray()),
         ("1 − a² is the slope of tanh; the sigmoid's is a·(1 − a).", (w, a, d) => Deltas(w, a, d, slope: v => 1 - v * v).Select(Norm).ToArray()),
         ("Divided by the number of units: that is a mean. A norm is the root of the sum.", (w, a, d) => Deltas(w, a, d).Select(v => Norm(v) / Math.Sqrt(v.Length)).ToArray()),
         ("The slope is not carried on: the delta that goes further back already includes this layer's slope.",
          (w, a, d) => Deltas(w, a, d, slope: _ => 1).Select((v, l) => Norm([.. v.Select((g, i) => g * a[l][i] * (1 - a[l][i]))])).ToArray())]);

    private static IEnumerable<Case> NormCases(Rng rng)
    {
        foreach (int[] sizes in new[] { new[] { 2, 2 }, [2, 2, 2], [3, 2, 4], [4, 3, 3, 2], [5, 5, 5, 5, 3] })
        {
            double[][,] w = [.. Enumerable.Range(0, sizes.Length - 1).Select(l => Draw.Matrix(rng, sizes[l + 1], sizes[l], 2))];
            double[][] a = [.. Enumerable.Range(0, sizes.Length - 1).Select(l => Draw.Vector(rng, sizes[l], 2).Select(N02.Sigmoid).ToArray())];
            yield return new([w, a, Draw.Vector(rng, sizes[^1], 1)]);
        }
    }

    private static double[][] Deltas(double[][,] weights, double[][] activations, double[] delta, Func<double, double>? slope = null)
    {
        var deltas = new double[activations.Length][];
        for (int l = activations.Length - 1; l >= 0; l--)
        {
            double[] a = activations[l], next = delta;
            deltas[l] = delta = Mat.Make(a.Length, i => (slope?.Invoke(a[i]) ?? a[i] * (1 - a[i])) * Mat.Sum(next.Length, o => weights[l][o, i] * next[o]));
        }
        return deltas;
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(x => x * x));
}
