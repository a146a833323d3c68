using System.Globalization;
using DeepNotes.Data;

namespace DeepNotes.Exercises;

// Two exercises on behaviour: a deep sigmoid net that is stuck must learn, on every one of three seeds. The learner's code gets
// data and returns labels or weights; accuracy and loss are measured here.
internal static partial class N04
{
    private const int Points = 100, TestPoints = 400, Width = 10, Hidden = 6, Steps = 300;
    private const double LeastAccuracy = 0.92, MostLoss = 0.1;

    private static Exercise Unstick => Exercise.For<Func<Tensor, int[], Tensor, int, int[]>>(
        "04-unstick", "Make the stuck net learn", 3, "Unstick", "trainX trainY testX seed",
        """
        // Six hidden sigmoid layers do not learn the two moons: 300 steps leave the loss at ln 2.
        // Change what you like (activation, initial weights, optimizer), keep six hidden layers.
        // Train on trainX, of shape (100, 2), and trainY (0 or 1); return the label predicted
        // for each row of testX. Take all randomness from new Rng((ulong)seed).
        static int[] Unstick(Tensor trainX, int[] trainY, Tensor testX, int seed)
        {
            throw new NotImplementedException();
        }
        """,
        ["The gradient dies in the sigmoids' slopes. Which activations have a slope near 1 where the units start?",
         "Linear(2, 10), Tanh, five times Linear(10, 10), Tanh, then Linear(10, 2); Init.Glorot for each Linear.Weight; 300 full-batch steps of Adam with learning rate 0.01.",
         "Per step: ZeroGrad(); F.CrossEntropy(net.Forward(trainX), trainY).Backward(); Step(). Then the label of row i is the larger of the two outputs."],
        rng => Seeds(rng).Select(seed =>
        {
            var (train, test) = (Moons(seed, 1), Moons(seed, 2, TestPoints));
            return new Case([train.X, train.Y, test.X, seed], true, test.Y);
        }),
        (trainX, trainY, testX, seed) =>
        {
            var net = Net(new Rng((ulong)seed), () => new Tanh());
            Train(net, new Adam(net.Parameters(), 0.01f), trainX, trainY);
            return Labels(net.Forward(testX));
        },
        more: new()
        {
            Measure = (item, value) => Accuracy(item, (int[])value!) is var a && a >= LeastAccuracy ? true : throw new AnswerException(
                string.Create(CultureInfo.InvariantCulture, $"{a:P0} of the test points are right; at least {LeastAccuracy:P0} are asked for, on each of three seeds.")),
            Explain = ExplainLabels,
            Repeatable = false,
            Seconds = 90,
        });

    private static Exercise SigmoidInit => Exercise.For<Func<int[], int, double[][,]>>(
        "04-sigmoid-init", "Keep the sigmoids, mend the weights", 3, "InitialWeights", "sizes seed",
        """
        // The same net keeps its sigmoids, its optimizer and its zero biases;
        // only the weights that it starts from are yours.
        // sizes are the widths from input to output, such as 2, 10, 10, 10, 10, 10, 10, 2.
        // Return one matrix for each step from a width to the next, of shape
        // (sizes[l + 1], sizes[l]), drawn with new Rng((ulong)seed), such that the net learns.
        static double[][,] InitialWeights(int[] sizes, int seed)
        {
            throw new NotImplementedException();
        }
        """,
        ["A layer multiplies the gradient by weights and by slopes. The slope of a sigmoid is at most ¼: by how much larger must the weights be than usual to make up for it?",
         "Weights of standard deviation 1/√(fan-in) keep a linear layer's variance; the slope ¼ asks for about four times that.",
         "w[o, i] = 4 / Math.Sqrt(sizes[l]) * rng.NextNormal();"],
        rng => Seeds(rng).Select(seed => new Case([Sizes(), seed], true)),
        (sizes, seed) => Gaussian(sizes, seed, 4),
        more: new()
        {
            Measure = (item, value) => LossAfter(item, (double[][,])value!) is var loss && loss <= MostLoss ? true : throw new AnswerException(
                string.Create(CultureInfo.InvariantCulture, $"After {Steps} steps the training loss is {loss:F3}; at most {MostLoss} is asked for, on each of three seeds. (ln 2 = 0.693 is guessing.)")),
            Explain = (item, value) => ExplainWeights((int[])item.Args[0]!, (double[][,])value!),
        });

    internal static double[][,] Gaussian(int[] sizes, int seed, double gain)
    {
        var rng = new Rng((ulong)seed);
        return [.. Enumerable.Range(0, sizes.Length - 1).Select(l => Mat.Make(sizes[l + 1], sizes[l], (_, _) => gain / Math.Sqrt(sizes[l]) * rng.NextNormal()))];
    }

    private static int[] Seeds(Rng rng) => [1 + rng.Next(1000), 2001 + rng.Next(1000), 4001 + rng.Next(1000)];

    private static int[] Sizes() => [2, .. Enumerable.Repeat(Width, Hidden), 2];

    private static LabelledPoints Moons(int seed, ulong stream, int count = Points) => Toy.TwoMoons(new Rng((ulong)seed).Split(stream), count, 0.1);

    private static Sequential Net(Rng rng, Func<Layer> activation)
    {
        var layers = new List<Layer>();
        int[] sizes = Sizes();
        for (int l = 0; l <= Hidden; l++)
        {
            var linear = new Linear(sizes[l], sizes[l + 1], rng);
            Init.Glorot(linear.Weight, rng);
            layers.Add(linear);
            if (l < Hidden)
                layers.Add(activation());
        }
        return new Sequential([.. layers]);
    }

    private static void Train(Sequential net, Optimizer optimizer, Tensor x, int[] y)
    {
        for (int step = 0; step < Steps; step++)
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
        }
    }

    private static int[] Labels(Tensor logits)
    {
        var labels = new int[logits.Dim(0)];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = logits.Data[2 * i + 1] > logits.Data[2 * i] ? 1 : 0;
        return labels;
    }

    private static double Accuracy(Case item, int[] labels)
    {
        int[] truth = (int[])item.Hidden!;
        if (labels.Length != truth.Length)
            throw new AnswerException($"Unstick returned {labels.Length} labels; there must be one for each of the {truth.Length} test points.");
        return truth.Zip(labels, (a, b) => a == b ? 1.0 : 0.0).Average();
    }

    private static string? ExplainLabels(Case item, object? value)
    {
        int[] labels = (int[])value!, truth = (int[])item.Hidden!;
        if (labels.Length != truth.Length)
            return null;
        if (labels.Any(l => l is not (0 or 1)))
            return "There are labels other than 0 and 1: the label is the index of the larger output, counted from 0.";
        double accuracy = Accuracy(item, labels);
        return labels.Distinct().Count() == 1 ? "Every test point gets the same label. Print the loss: at 0.693 the net is still stuck, NaN means that the steps were too large."
            : accuracy < 0.3 ? "Far worse than guessing: the two classes are swapped. Is it the larger output that you take?"
            : accuracy > 0.75 ? "This is what a straight line reaches: the hidden layers do next to nothing. Are there activations between the linear layers, gradients cleared before each step, and steps enough?"
            : "Hardly better than guessing: either the net is still stuck, or the labels do not belong to the rows of testX.";
    }

    private static double LossAfter(Case item, double[][,] weights)
    {
        int[] sizes = (int[])item.Args[0]!;
        if (weights.Length != sizes.Length - 1)
            throw new AnswerException($"InitialWeights returned {weights.Length} matrices; {sizes.Length} sizes have {sizes.Length - 1} steps between them.");
        var net = Net(new Rng(0), () => new Sigmoid());
        var linears = net.OfType<Linear>().ToArray();
        for (int l = 0; l < weights.Length; l++)
        {
            if (weights[l] is null || weights[l].Cast<double>().Any(v => !double.IsFinite(v)))
                throw new AnswerException($"weights[{l}] {(weights[l] is null ? "is null: make a matrix for every step" : "holds a NaN or an infinity")}.");
            if (weights[l].GetLength(0) != sizes[l + 1] || weights[l].GetLength(1) != sizes[l])
                throw new AnswerException($"weights[{l}] has shape {Plain.ShapeText(weights[l])}; it must be ({sizes[l + 1]}, {sizes[l]}), outputs first.");
            linears[l].Bias!.Data.Clear();
            for (int k = 0; k < weights[l].Length; k++)
                linears[l].Weight.Data[k] = (float)weights[l][k / sizes[l], k % sizes[l]];
        }
        var data = Moons((int)item.Args[1]!, 1);
        Train(net, new Sgd(net.Parameters(), 0.2f, momentum: 0.9f), data.X, data.Y);
        return F.CrossEntropy(net.Forward(data.X), data.Y).Item();
    }

    private static string? ExplainWeights(int[] sizes, double[][,] weights)
    {
        if (weights.Length != sizes.Length - 1 || weights.Any(w => w is null || w.Cast<double>().Any(v => !double.IsFinite(v))))
            return null;
        if (weights[0].GetLength(0) == sizes[0] && weights[0].GetLength(1) == sizes[1])
            return "The matrices are transposed: (outputs, inputs), the shape of Linear.Weight.";
        double[] first = [.. weights[1].Cast<double>()];
        double gain = Math.Sqrt(first.Average(v => v * v) * sizes[1]), mean = first.Average() * Math.Sqrt(sizes[1]);
        return first.Distinct().Count() == 1 ? "All weights of a layer are equal: its units compute the same, get the same gradient and stay the same for ever. Randomness breaks the symmetry."
            : Math.Abs(mean) > gain / 2 ? "The weights are not centred on 0: then every sum has the same sign and all sigmoids sit near the same end. Draw them from both sides of 0."
            : gain < 3 ? string.Create(CultureInfo.InvariantCulture, $"Too small: the weights' standard deviation is {gain:F1}/√(fan-in), so each layer shrinks the gradient, by ¼ of that at best.")
            : gain > 7 ? string.Create(CultureInfo.InvariantCulture, $"Too large: at {gain:F0}/√(fan-in) the sigmoids are saturated, at 0 or 1, where their slope is almost 0 too.")
            : null;
    }
}
