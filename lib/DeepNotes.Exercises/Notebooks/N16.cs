namespace DeepNotes.Exercises;

/// <summary>Notebook 16, trees, memory networks, the Neural Turing machine.</summary>
internal static class N16
{
    public static IReadOnlyList<Exercise> All => [Tree, Hop, Content, Shift, Write];

    private static Exercise Tree => Exercise.For<Func<double[], int[], int[], double[], double>>(
        "16-tree", "The state of a tree's root", 2, "Root", "x left right w",
        """
        // Node i has the input x[i]; left[i] and right[i] are the numbers of its branches, −1 where there
        // is none. Branches come before their node, the root is last. The state of a node is
        // h = tanh(w[0] · x + w[1] · h of the left branch + w[2] · h of the right one); a branch that is
        // not there has the state 0. Return the root's state.
        static double Root(double[] x, int[] left, int[] right, double[] w)
        {
            throw new NotImplementedException();
        }
        """,
        ["Since branches come first, one loop over i from 0 computes every state from states that are known.",
         "double a = left[i] < 0 ? 0 : h[left[i]]; and the same for the right.",
         "h[i] = Math.Tanh(w[0] * x[i] + w[1] * a + w[2] * b); after the loop return h[^1];"],
        rng => new[] { 1, 3, 5, 6, 9 }.Select(n => Trees(rng, n)),
        (x, left, right, w) => Grow(x, left, right, w),
        [("The branches' inputs are used where their states belong.", (x, left, right, w) => Math.Tanh(w[0] * x[^1] + w[1] * (left[^1] < 0 ? 0 : x[left[^1]]) + w[2] * (right[^1] < 0 ? 0 : x[right[^1]]))),
         ("Left and right are exchanged; each has a weight of its own.", (x, left, right, w) => Grow(x, right, left, w)),
         ("The tanh is missing.", (x, left, right, w) => Grow(x, left, right, w, s => s)),
         ("Both branches have the left one's weight: 'a and not b' would equal 'b and not a'.", (x, left, right, w) => Grow(x, left, right, [w[0], w[1], w[1]])),
         ("This reads the nodes one after another, as a flat network would; the states come from the branches.", (x, left, right, w) => Grow(x, [.. Enumerable.Range(-1, x.Length)], [.. x.Select(_ => -1)], w)),
         ("A missing branch counts as 0, not as node 0.", (x, left, right, w) => Grow(x, left, right, w, Math.Tanh, 0)),
         ("A node with branches has an input as well: w[0] · x.", (x, left, right, w) => Grow([.. x.Select((v, i) => left[i] < 0 && right[i] < 0 ? v : 0)], left, right, w))]);

    private static Exercise Hop => Exercise.For<Func<double[], double[,], double[,], double[]>>(
        "16-hop", "One hop of a memory network", 2, "Hop", "u inputs outputs",
        """
        // u: the question, D numbers. inputs and outputs: every memory as two vectors, (M, D) each.
        // p = softmax of ⟨u, input i⟩ over the memories; o = Σ p_i · output i. Return the next u = u + o.
        static double[] Hop(double[] u, double[,] inputs, double[,] outputs)
        {
            throw new NotImplementedException();
        }
        """,
        ["It is attention: the question is the query, inputs are the keys, outputs the values. Nothing is scaled here.",
         "p[i] = exp(⟨u, inputs row i⟩) / Σ of the same; o[d] = Σ over i of p[i] * outputs[i, d].",
         "The hop adds: return u[d] + o[d]."],
        rng => new[] { (1, 1), (2, 1), (2, 2), (3, 2), (5, 3) }.Select(c => new Case([Draw.Vector(rng, c.Item2, 1.5), Draw.Matrix(rng, c.Item1, c.Item2, 1.5), Draw.Matrix(rng, c.Item1, c.Item2, 1.5)])),
        (u, inputs, outputs) => Plus(u, Mix(Softmax(Dots(u, inputs)), outputs)),
        [("The hop must add to the question, not replace it: the next hop still has to know what was asked.", (u, inputs, outputs) => Mix(Softmax(Dots(u, inputs)), outputs)),
         ("The softmax is missing.", (u, inputs, outputs) => Plus(u, Mix(Dots(u, inputs), outputs))),
         ("Inputs and outputs are exchanged: inputs are compared, outputs are read.", (u, inputs, outputs) => Plus(u, Mix(Softmax(Dots(u, outputs)), inputs))),
         ("What is read are the outputs, not the inputs.", (u, inputs, outputs) => Plus(u, Mix(Softmax(Dots(u, inputs)), inputs))),
         ("The scores are divided by √D; that came three years later.", (u, inputs, outputs) => Plus(u, Mix(Softmax([.. Dots(u, inputs).Select(s => s / Math.Sqrt(u.Length))]), outputs)))]);

    private static Exercise Content => Exercise.For<Func<double[], double[,], double, double[]>>(
        "16-content", "Addressing by content", 2, "ByContent", "key memory beta",
        """
        // memory is (rows, width). The cosine of a row is ⟨key, row⟩ / (‖key‖ ‖row‖).
        // Return the weights softmax(beta · cosine) over the rows: the larger beta, the sharper.
        static double[] ByContent(double[] key, double[,] memory, double beta)
        {
            throw new NotImplementedException();
        }
        """,
        ["One cosine for each row. The lengths: ‖v‖ is the square root of the sum of squares.",
         "A row that points the same way has cosine 1 however long it is.",
         "Multiply each cosine by beta, take the exponential, divide by the sum over the rows."],
        rng => new[] { (2, 1, 1.0), (2, 2, 3.0), (3, 2, 0.5), (4, 3, 5.0), (6, 4, 2.0) }.Select(c => new Case([Draw.Vector(rng, c.Item2, 2), Draw.Matrix(rng, c.Item1, c.Item2, 2), c.Item3])),
        (key, memory, beta) => Softmax([.. Cosines(key, memory).Select(c => beta * c)]),
        [("This is the dot product; a long row would win by its length alone. Divide by both lengths.", (key, memory, beta) => Softmax([.. Dots(key, memory).Select(c => beta * c)])),
         ("The row's length is missing under the fraction.", (key, memory, beta) => Softmax([.. Dots(key, memory).Select(c => beta * c / Length(key))])),
         ("The lengths are squares of lengths: take the square root.", (key, memory, beta) => Softmax([.. Dots(key, memory).Select((c, i) => beta * c / Math.Pow(Length(key) * Length(Row(memory, i)), 2))])),
         ("beta is missing.", (key, memory, beta) => Softmax(Cosines(key, memory))),
         ("beta multiplies the weights; it belongs inside the exponential.", (key, memory, beta) => [.. Softmax(Cosines(key, memory)).Select(p => beta * p)]),
         ("beta is a factor, not a temperature to divide by.", (key, memory, beta) => Softmax([.. Cosines(key, memory).Select(c => c / beta)])),
         ("The softmax is missing: weights are positive and 1 in sum.", (key, memory, beta) => [.. Cosines(key, memory).Select(c => beta * c)])]);

    private static Exercise Shift => Exercise.For<Func<double[], double[], double[]>>(
        "16-shift", "Addressing by place: the circular shift", 2, "ShiftAddress", "w s",
        """
        // w: an address, one weight for each row. s: how likely a step by −1, 0 and +1 is, in this order.
        // A step by +1 carries the weight of row i to row i + 1; after the last row comes the first.
        // Return the address after the step.
        static double[] ShiftAddress(double[] w, double[] s)
        {
            throw new NotImplementedException();
        }
        """,
        ["What arrives at row i by a step of +1 was at row i − 1 before.",
         "result[i] = s[0] · w at i + 1, + s[1] · w at i, + s[2] · w at i − 1.",
         "With n rows the neighbours are (i + 1) % n and (i + n − 1) % n."],
        rng => new[] { (3, 2), (3, -1), (4, 0), (5, -1), (6, -1) }.Select(c => new Case([Address(rng, c.Item1), c.Item2 < 0 ? Address(rng, 3) : [.. Enumerable.Range(0, 3).Select(i => i == c.Item2 ? 1.0 : 0)]])),
        (w, s) => Shifted(w, s[0], s[1], s[2]),
        [("The direction is the other way round: +1 carries row i to row i + 1.", (w, s) => Shifted(w, s[2], s[1], s[0])),
         ("What leaves at one end must come in at the other: the shift is circular.", (w, s) => [.. w.Select((v, i) => s[1] * v + (i + 1 < w.Length ? s[0] * w[i + 1] : 0) + (i > 0 ? s[2] * w[i - 1] : 0))]),
         ("The end stands still here; after the last row comes the first.", (w, s) => [.. w.Select((v, i) => s[1] * v + s[0] * w[Math.Min(i + 1, w.Length - 1)] + s[2] * w[Math.Max(i - 1, 0)])]),
         ("Only the likeliest step is made; all three are mixed.", (w, s) => Likeliest(w, s)),
         ("The address does not move.", (w, s) => [.. w]),
         ("The order of s is −1, 0, +1.", (w, s) => Shifted(w, s[1], s[0], s[2]))]);

    private static Exercise Write => Exercise.For<Func<double[,], double[], double[], double[], double[,]>>(
        "16-write", "Writing softly", 2, "WriteTo", "memory w erase add",
        """
        // memory is (rows, width), w one weight for each row, erase and add one number for each column.
        // Every row keeps the part 1 − w · erase of itself, column by column, and receives w · add.
        // Return the new memory and leave the old one as it is.
        static double[,] WriteTo(double[,] memory, double[] w, double[] erase, double[] add)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two loops: i over the rows, j over the columns. w belongs to i, erase and add to j.",
         "A row with w = 0 stays as it is; with w = 1 and erase = 1 nothing is left of it but what is added.",
         "result[i, j] = memory[i, j] * (1 - w[i] * erase[j]) + w[i] * add[j];"],
        rng => new[] { (1, 1), (2, 1), (2, 2), (3, 2), (4, 3) }.Select(c => new Case([Draw.Matrix(rng, c.Item1, c.Item2, 2), Address(rng, c.Item1 + 1)[..c.Item1], Address(rng, c.Item2 + 1)[..c.Item2], Draw.Vector(rng, c.Item2, 2)])),
        (memory, w, erase, add) => Map(memory, (m, i, j) => m * (1 - w[i] * erase[j]) + w[i] * add[j]),
        [("Nothing is erased.", (memory, w, erase, add) => Map(memory, (m, i, j) => m + w[i] * add[j])),
         ("Nothing is added.", (memory, w, erase, add) => Map(memory, (m, i, j) => m * (1 - w[i] * erase[j]))),
         ("The erasing ignores the address: rows that nobody points at lose their content.", (memory, w, erase, add) => Map(memory, (m, i, j) => m * (1 - erase[j]) + w[i] * add[j])),
         ("The adding ignores the address: it goes to every row alike.", (memory, w, erase, add) => Map(memory, (m, i, j) => m * (1 - w[i] * erase[j]) + add[j])),
         ("What is added is erased again: first erase, then add.", (memory, w, erase, add) => Map(memory, (m, i, j) => (m + w[i] * add[j]) * (1 - w[i] * erase[j]))),
         ("This keeps the part w · erase; it should lose it.", (memory, w, erase, add) => Map(memory, (m, i, j) => m * w[i] * erase[j] + w[i] * add[j]))]);

    // Inner nodes: the latest two free nodes are joined, sometimes one alone, until one is left.
    private static Case Trees(Rng rng, int nodes)
    {
        int[] left = [.. Enumerable.Repeat(-1, nodes)], right = [.. Enumerable.Repeat(-1, nodes)];
        var free = new List<int>();
        for (int i = 0; i < nodes; i++)
        {
            bool join = free.Count > 1 && (free.Count >= nodes - i || rng.Next(2) == 0);
            if (join)
                (left[i], right[i]) = (free[^2], free[^1]);
            else if (free.Count == 1 && i == nodes - 1)
                left[i] = free[0];
            free.RemoveRange(free.Count - (join ? 2 : left[i] >= 0 ? 1 : 0), join ? 2 : left[i] >= 0 ? 1 : 0);
            free.Add(i);
        }
        return new Case([Draw.Vector(rng, nodes, 1.5), left, right, new[] { 0.8, -1.2, 0.7 }]);
    }

    private static double Grow(double[] x, int[] left, int[] right, double[] w, Func<double, double>? f = null, int missing = -1)
    {
        var h = new double[x.Length];
        double Of(int branch) => branch >= 0 ? h[branch] : missing >= 0 ? h[missing] : 0;
        for (int i = 0; i < x.Length; i++)
            h[i] = (f ?? Math.Tanh)(w[0] * x[i] + w[1] * Of(left[i]) + w[2] * Of(right[i]));
        return h[^1];
    }

    private static double[] Address(Rng rng, int n)
    {
        int[] parts = [.. Enumerable.Range(0, n).Select(_ => 1 + rng.Next(9))];
        return [.. parts.Select(p => p / (double)parts.Sum())];
    }

    private static double[] Row(double[,] m, int i) => [.. Enumerable.Range(0, m.GetLength(1)).Select(j => m[i, j])];

    private static double Length(double[] v) => Math.Sqrt(v.Sum(x => x * x));

    private static double[] Dots(double[] v, double[,] m) => [.. Enumerable.Range(0, m.GetLength(0)).Select(i => v.Select((x, j) => x * m[i, j]).Sum())];

    private static double[] Cosines(double[] key, double[,] m) => [.. Dots(key, m).Select((d, i) => d / (Length(key) * Length(Row(m, i))))];

    private static double[] Softmax(double[] scores)
    {
        double max = scores.Max();
        double[] e = [.. scores.Select(s => Math.Exp(s - max))];
        return [.. e.Select(v => v / e.Sum())];
    }

    private static double[] Mix(double[] p, double[,] m) => [.. Enumerable.Range(0, m.GetLength(1)).Select(j => p.Select((v, i) => v * m[i, j]).Sum())];

    private static double[] Plus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Shifted(double[] w, double up, double stay, double down) =>
        [.. w.Select((v, i) => up * w[(i + 1) % w.Length] + stay * v + down * w[(i + w.Length - 1) % w.Length])];

    private static double[] Likeliest(double[] w, double[] s)
    {
        int best = Array.IndexOf(s, s.Max());
        return Shifted(w, best == 0 ? 1 : 0, best == 1 ? 1 : 0, best == 2 ? 1 : 0);
    }

    private static double[,] Map(double[,] m, Func<double, int, int, double> f)
    {
        var y = new double[m.GetLength(0), m.GetLength(1)];
        for (int i = 0; i < y.GetLength(0); i++)
        {
            for (int j = 0; j < y.GetLength(1); j++)
                y[i, j] = f(m[i, j], i, j);
        }
        return y;
    }
}
