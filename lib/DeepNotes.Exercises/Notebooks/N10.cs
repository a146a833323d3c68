namespace DeepNotes.Exercises;

/// <summary>Notebook 10, LeNet-5 and its inductive bias.</summary>
internal static class N10
{
    public static IReadOnlyList<Exercise> All => [ConvCost, Confusion, Shift];

    private static Exercise ConvCost => Exercise.For<Func<double, double, double, double, double[]>>(
        "10-conv-cost", "What a convolution costs", 1, "ConvCost", "inChannels outChannels kernel outSide",
        """
        // A square kernel of length `kernel`, one bias per output channel, outSide × outSide outputs in
        // each channel. Return two numbers: the parameters, and the multiply-accumulates for one image
        // (biases are not counted as work).
        static double[] ConvCost(double inChannels, double outChannels, double kernel, double outSide)
        {
            throw new NotImplementedException();
        }
        """,
        ["How many weights has one filter? It has a kernel for each input channel.",
         "Weights: outChannels · inChannels · kernel². Each is used once at every place of the output.",
         "double w = outChannels * inChannels * kernel * kernel; return [w + outChannels, w * outSide * outSide];"],
        rng => new[] { (1.0, 1.0, 1.0, 2.0), (1, 6, 5, 28), (6, 16, 5, 10), (3, 8, 3, 32), (2 + rng.Next(9), 2 + rng.Next(9), 3, 4 + rng.Next(9)) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3, c.Item4])),
        (c, k, r, s) => [c * k * r * r + k, c * k * r * r * s * s],
        [("The biases are missing among the parameters: one per output channel.", (c, k, r, s) => [c * k * r * r, c * k * r * r * s * s]),
         ("The biases are counted as multiplications; they are additions alone.", (c, k, r, s) => [c * k * r * r + k, (c * k * r * r + k) * s * s]),
         ("The number of places belongs to the work, not to the parameters: weights are shared.", (c, k, r, s) => [(c * k * r * r + k) * s * s, c * k * r * r * s * s]),
         ("Each filter has a kernel for every input channel: multiply by inChannels.", (c, k, r, s) => [k * r * r + k, k * r * r * s * s]),
         ("The kernel is square: its length enters twice.", (c, k, r, s) => [c * k * r + k, c * k * r * s * s]),
         ("The output is square: its side enters twice.", (c, k, r, s) => [c * k * r * r + k, c * k * r * r * s])],
        new() { Tolerance = 1e-9 });

    private static Exercise Confusion => Exercise.For<Func<int[], int[], int, int[,]>>(
        "10-confusion", "Who is taken for whom", 1, "Confusion", "answers labels classes",
        """
        // answers[i] is the class that the network named, labels[i] the right one. Return the matrix with a
        // row for each true class and a column for each answer that counts how often each pair occurred.
        static int[,] Confusion(int[] answers, int[] labels, int classes)
        {
            throw new NotImplementedException();
        }
        """,
        ["Each example adds one to exactly one place of the matrix. Which?",
         "The row is the truth, the column what was answered.",
         "for each i: matrix[labels[i], answers[i]]++;"],
        rng => new[] { (1, 2), (4, 2), (9, 3), (30, 4) }.Select(c => new Case(
            [Enumerable.Range(0, c.Item1).Select(_ => rng.Next(c.Item2)).ToArray(), Enumerable.Range(0, c.Item1).Select(i => (i + rng.Next(2)) % c.Item2).ToArray(), c.Item2])),
        (answers, labels, classes) => Count(labels, answers, classes, (_, _) => 1),
        [("Rows and columns are exchanged: the row is the right class.", (answers, labels, classes) => Count(answers, labels, classes, (_, _) => 1)),
         ("Only mistakes are counted; right answers belong on the diagonal.", (answers, labels, classes) => Count(labels, answers, classes, (t, a) => t == a ? 0 : 1)),
         ("Only right answers are counted; mistakes belong beside the diagonal.", (answers, labels, classes) => Count(labels, answers, classes, (t, a) => t == a ? 1 : 0)),
         ("Each pair is noted once; count how often it occurred.", (answers, labels, classes) => Count(labels, answers, classes, (_, _) => 1, once: true))]);

    private static Exercise Shift => Exercise.For<Func<double[,], int, int, double[,]>>(
        "10-shift", "Move a picture", 1, "Shift", "x down right",
        """
        // Move the picture by `down` rows and `right` columns; either may be negative (up, left).
        // What leaves the picture is lost, what comes in is 0. The size stays.
        static double[,] Shift(double[,] x, int down, int right)
        {
            throw new NotImplementedException();
        }
        """,
        ["Ask for each place of the result where its pixel comes from.",
         "y[i, j] comes from x[i − down, j − right], if that lies inside.",
         "int a = i - down, b = j - right; y[i, j] = a >= 0 && a < rows && b >= 0 && b < columns ? x[a, b] : 0;"],
        rng => new[] { (2, 2, 1, 0), (3, 4, 0, 1), (4, 3, -1, 2), (5, 5, 2, -3), (3, 3, 4, 0) }
            .Select(c => new Case([Draw.Matrix(rng, c.Item1, c.Item2, 2), c.Item3, c.Item4])),
        (x, down, right) => Moved(x, down, right),
        [("It moves the other way: y[i, j] comes from x[i − down, j − right].", (x, down, right) => Moved(x, -down, -right)),
         ("Rows and columns are exchanged: down moves rows.", (x, down, right) => Moved(x, right, down)),
         ("What leaves on one side comes in on the other; zeros come in.", (x, down, right) => Mat.Make(x.GetLength(0), x.GetLength(1),
            (i, j) => x[Modulo(i - down, x.GetLength(0)), Modulo(j - right, x.GetLength(1))])),
         ("The edge is repeated; zeros come in.", (x, down, right) => Mat.Make(x.GetLength(0), x.GetLength(1),
            (i, j) => x[Math.Clamp(i - down, 0, x.GetLength(0) - 1), Math.Clamp(j - right, 0, x.GetLength(1) - 1)]))]);

    private static double[,] Moved(double[,] x, int down, int right) => Mat.Make(x.GetLength(0), x.GetLength(1),
        (i, j) => i - down >= 0 && i - down < x.GetLength(0) && j - right >= 0 && j - right < x.GetLength(1) ? x[i - down, j - right] : 0);

    private static int Modulo(int a, int n) => (a % n + n) % n;

    private static int[,] Count(int[] rows, int[] columns, int classes, Func<int, int, int> worth, bool once = false)
    {
        var matrix = new int[classes, classes];
        for (int i = 0; i < rows.Length; i++)
            matrix[rows[i], columns[i]] = (once ? 0 : matrix[rows[i], columns[i]]) + worth(rows[i], columns[i]);
        return matrix;
    }
}
