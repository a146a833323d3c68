namespace DeepNotes.Exercises;

/// <summary>Notebook 14, LSTM and GRU.</summary>
internal static partial class N14
{
    public static IReadOnlyList<Exercise> All => [Lstm, Gru, Count, Horizon, BothWays];

    private static Exercise Lstm => Exercise.For<Func<double[], double, double[]>>(
        "14-lstm", "One unit of an LSTM", 2, "LstmStep", "sums c",
        """
        // sums: what the weights gave for the gates i, f, the candidate g and the gate o, in this order.
        // c: the cell's state before the step. Return the output h and the new c, in this order.
        static double[] LstmStep(double[] sums, double c)
        {
            throw new NotImplementedException();
        }
        """,
        ["i, f and o are gates: the sigmoid 1 / (1 + exp(−s)) of their sums. g is tanh of its sum.",
         "The forget gate keeps a part of the old c, the input gate lets a part of g in: c' = f · c + i · g.",
         "h = o · Math.Tanh(c'), with the new c'; return [h, c']."],
        rng => Enumerable.Range(0, 5).Select(_ => new Case([Draw.Vector(rng, 4, 3), Draw.Value(rng, 2)])),
        (s, c) => Step(s, c),
        [("The forget gate is taken the other way round: f is what is kept, 1 − f what is lost.", (s, c) => Step([s[0], -s[1], s[2], s[3]], c)),
         ("g is a sigmoid here; the candidate is a tanh, for it must be able to subtract.", (s, c) => Out(Sigmoid(s[1]) * c + Sigmoid(s[0]) * Sigmoid(s[2]), s[3])),
         ("The order of the sums is i, f, g, o.", (s, c) => Step([s[0], s[1], s[3], s[2]], c)),
         ("The output looks at the old c; it must look at the new one.", (s, c) => [Sigmoid(s[3]) * Math.Tanh(c), Step(s, c)[1]]),
         ("The tanh of the cell's state is missing in the output.", (s, c) => [Sigmoid(s[3]) * Step(s, c)[1], Step(s, c)[1]]),
         ("The output gate is a gate too: the sigmoid of its sum.", (s, c) => [s[3] * Math.Tanh(Step(s, c)[1]), Step(s, c)[1]]),
         ("The order of the sums is i, f, g, o: the first one writes, the second one keeps.", (s, c) => Step([s[1], s[0], s[2], s[3]], c)),
         ("The input gate is missing: the whole candidate is written.", (s, c) => Out(Sigmoid(s[1]) * c + Math.Tanh(s[2]), s[3])),
         ("1 − f writes here, as in a GRU; an LSTM has an input gate of its own.", (s, c) => Out(Sigmoid(s[1]) * c + (1 - Sigmoid(s[1])) * Math.Tanh(s[2]), s[3])),
         ("The old c goes through a tanh; between c and c there is only the factor f.", (s, c) => Out(Sigmoid(s[1]) * Math.Tanh(c) + Sigmoid(s[0]) * Math.Tanh(s[2]), s[3])),
         ("The results are exchanged: first h, then c.", (s, c) => [Step(s, c)[1], Step(s, c)[0]]),
         ("The forget gate is missing: this cell keeps everything, as the first LSTM of 1997 did.", (s, c) => Out(c + Sigmoid(s[0]) * Math.Tanh(s[2]), s[3]))]);

    private static Exercise Gru => Exercise.For<Func<double[], double[], double, double>>(
        "14-gru", "One unit of a GRU", 2, "GruStep", "fromX fromH h",
        """
        // fromX, fromH: what the weights of the input and of the state gave for the reset gate r, the
        // update gate z and the candidate n, in this order. h: the state before. Return the state after.
        static double GruStep(double[] fromX, double[] fromH, double h)
        {
            throw new NotImplementedException();
        }
        """,
        ["r and z are sigmoids of the two parts added.",
         "The reset gate acts on the state's part of the candidate: n = tanh(fromX[2] + r · fromH[2]).",
         "The update gate keeps: return (1 − z) · n + z · h."],
        rng => Enumerable.Range(0, 5).Select(_ => new Case([Draw.Vector(rng, 3, 2), Draw.Vector(rng, 3, 2), Draw.Value(rng, 1)])),
        (a, b, h) => Update(a, b, h),
        [("The update gate is the other way round: here z = 1 keeps the old state.", (a, b, h) => Update([a[0], -a[1], a[2]], [b[0], -b[1], b[2]], h)),
         ("The reset gate is missing in the candidate.", (a, b, h) => Mix(a, b, h, Math.Tanh(a[2] + b[2]))),
         ("The reset gate acts on the state's part only, not on the input's.", (a, b, h) => Mix(a, b, h, Math.Tanh(Sigmoid(a[0] + b[0]) * (a[2] + b[2])))),
         ("The reset gate meets what the weights made of the state, fromH[2], not the state itself.", (a, b, h) => Mix(a, b, h, Math.Tanh(a[2] + Sigmoid(a[0] + b[0]) * h))),
         ("The gates see the input only; they read the state too.", (a, b, h) => Update(a, [0, 0, b[2]], h)),
         ("This is the candidate; the new state mixes it with the old one.", (a, b, h) => Math.Tanh(a[2] + Sigmoid(a[0] + b[0]) * b[2])),
         ("The candidate counts in full; it counts by 1 − z.", (a, b, h) => Math.Tanh(a[2] + Sigmoid(a[0] + b[0]) * b[2]) + Sigmoid(a[1] + b[1]) * h),
         ("The candidate is a tanh, not a sigmoid.", (a, b, h) => Mix(a, b, h, Sigmoid(a[2] + Sigmoid(a[0] + b[0]) * b[2]))),
         ("The order is r, z, n.", (a, b, h) => Update([a[1], a[0], a[2]], [b[1], b[0], b[2]], h))]);

    private static Exercise Count => Exercise.For<Func<double, double, double, double>>(
        "14-count", "The parameters of a gated layer", 1, "Parameters", "inputs hidden blocks",
        """
        // A recurrent layer with so many inputs and hidden units. An RNN has 1 block of units, a GRU 3, an
        // LSTM 4. Each block has weights for the input, weights for the state, and two biases per unit
        // (PyTorch's, and this library's, way). Return the number of parameters.
        static double Parameters(double inputs, double hidden, double blocks)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count one block: how many weights has a unit for the input, and how many for the state?",
         "A unit has inputs + hidden weights and 2 biases; a block has hidden units.",
         "return blocks * hidden * (inputs + hidden + 2);"],
        rng => new (double, double, double)[] { (2, 64, 4), (10, 20, 3), (1, 1, 1), (3 + rng.Next(20), 5 + rng.Next(50), 4) }.Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (inputs, hidden, blocks) => blocks * hidden * (inputs + hidden + 2),
        [("One bias is missing: there are two per unit, one beside each matrix.", (inputs, hidden, blocks) => blocks * hidden * (inputs + hidden + 1)),
         ("The biases are missing.", (inputs, hidden, blocks) => blocks * hidden * (inputs + hidden)),
         ("The weights of the state are missing: every unit reads all hidden units.", (inputs, hidden, blocks) => blocks * hidden * (inputs + 2)),
         ("Two biases in a block; every unit has two.", (inputs, hidden, blocks) => blocks * (hidden * (inputs + hidden) + 2)),
         ("The biases are those of one block; every block has its own.", (inputs, hidden, blocks) => blocks * hidden * (inputs + hidden) + 2 * hidden),
         ("This is one block; a gate has weights of its own.", (inputs, hidden, blocks) => hidden * (inputs + hidden + 2)),
         ("A unit reads inputs and states side by side: add them, do not multiply.", (inputs, hidden, blocks) => blocks * hidden * (inputs * hidden + 2))],
        new() { Tolerance = 1e-9 });

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Step(double[] s, double c) => Out(Sigmoid(s[1]) * c + Sigmoid(s[0]) * Math.Tanh(s[2]), s[3]);

    private static double[] Out(double c, double o) => [Sigmoid(o) * Math.Tanh(c), c];

    private static double Update(double[] a, double[] b, double h) => Mix(a, b, h, Math.Tanh(a[2] + Sigmoid(a[0] + b[0]) * b[2]));

    private static double Mix(double[] a, double[] b, double h, double n)
    {
        double z = Sigmoid(a[1] + b[1]);
        return (1 - z) * n + z * h;
    }
}
