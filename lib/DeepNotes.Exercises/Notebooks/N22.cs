namespace DeepNotes.Exercises;

/// <summary>Notebook 22, Boltzmann machines.</summary>
internal static class N22
{
    public static IReadOnlyList<Exercise> All => [Hidden, FreeEnergy, Contrast];

    private static Exercise Hidden => Exercise.For<Func<double[,], double[], double[], double[]>>(
        "22-hidden", "What the hidden units see", 1, "Hidden", "w v c",
        """
        // w: one row of weights per hidden unit; v: the visible units; c: the hidden units' biases.
        // Return for each hidden unit the probability that it is on: the sigmoid of its bias plus its
        // row of weights times v.
        static double[] Hidden(double[,] w, double[] v, double[] c)
        {
            throw new NotImplementedException();
        }
        """,
        ["There are w.GetLength(0) hidden units; each sums over w.GetLength(1) visible ones.",
         "The sigmoid of s is 1 / (1 + Math.Exp(−s)).",
         "double s = c[j]; for each i: s += w[j, i] * v[i]; then p[j] = 1 / (1 + Math.Exp(-s));"],
        rng => new[] { (1, 1), (2, 1), (2, 3), (4, 3) }.Select(n => new Case([Draw.Matrix(rng, n.Item1, n.Item2, 2), Bits(rng, n.Item2), Draw.Vector(rng, n.Item1, 2)])),
        (w, v, c) => Mat.Make(c.Length, j => Sigmoid(Input(w, v, c, j))),
        [("The biases are missing.", (w, v, c) => Mat.Make(c.Length, j => Sigmoid(Input(w, v, c, j) - c[j]))),
         ("The sigmoid is missing: these are its inputs.", (w, v, c) => Mat.Make(c.Length, j => Input(w, v, c, j))),
         ("The sign in the exponent is wrong: σ(s) = 1 / (1 + exp(−s)).", (w, v, c) => Mat.Make(c.Length, j => Sigmoid(-Input(w, v, c, j)))),
         ("These are draws or roundings; the probabilities are asked for.", (w, v, c) => Mat.Make(c.Length, j => Input(w, v, c, j) > 0 ? 1 : 0)),
         ("The bias goes into the sigmoid, with the weights.", (w, v, c) => Mat.Make(c.Length, j => Sigmoid(Input(w, v, c, j) - c[j]) + c[j])),
         ("The bias is added once, before the loop over the visible units.", (w, v, c) => Mat.Make(c.Length, j => Sigmoid(Input(w, v, c, j) + (v.Length - 1) * c[j]))),
         ("tanh lies in -1 … 1; a probability is the sigmoid.", (w, v, c) => Mat.Make(c.Length, j => Math.Tanh(Input(w, v, c, j)))),
         ("This is a softmax: the units do not compete, each is on or off on its own.", (w, v, c) => Mat.Make(c.Length, j => Math.Exp(Input(w, v, c, j)) / Mat.Sum(c.Length, k => Math.Exp(Input(w, v, c, k)))))]);

    private static Exercise FreeEnergy => Exercise.For<Func<double[], double[,], double[], double[], double>>(
        "22-free-energy", "The free energy", 2, "FreeEnergy", "v w b c",
        """
        // F(v) = −b·v − Σ_j log(1 + exp(c_j + w_j·v)), where w_j is row j of w.
        static double FreeEnergy(double[] v, double[,] w, double[] b, double[] c)
        {
            throw new NotImplementedException();
        }
        """,
        ["First the visible part: minus the sum of b[i] * v[i].",
         "Then, for each hidden unit j, s = c[j] + Σ_i w[j, i] v[i], and Math.Log(1 + Math.Exp(s)) is taken off.",
         "Both parts have a minus: return -bv - soft;"],
        rng => new[] { (1, 1), (2, 1), (2, 3), (4, 3) }.Select(n => new Case([Bits(rng, n.Item2), Draw.Matrix(rng, n.Item1, n.Item2, 2), Draw.Vector(rng, n.Item2, 2), Draw.Vector(rng, n.Item1, 2)])),
        (v, w, b, c) => -Dot(b, v) - Soft(w, v, c),
        [("The visible biases are missing.", (v, w, b, c) => -Soft(w, v, c)),
         ("Both parts have a minus: a state that is likely has a low free energy.", (v, w, b, c) => Dot(b, v) + Soft(w, v, c)),
         ("The hidden part has a minus, too.", (v, w, b, c) => -Dot(b, v) + Soft(w, v, c)),
         ("The 1 is missing in the logarithm: it is the hidden unit that is off.", (v, w, b, c) => -Dot(b, v) - Mat.Sum(c.Length, j => Input(w, v, c, j))),
         ("The logarithm is taken of every hidden unit's term, not of their sum.", (v, w, b, c) => -Dot(b, v) - Math.Log(1 + Mat.Sum(c.Length, j => Math.Exp(Input(w, v, c, j))))),
         ("The hidden biases are missing.", (v, w, b, c) => -Dot(b, v) - Soft(w, v, new double[c.Length])),
         ("The visible part has a minus, too.", (v, w, b, c) => Dot(b, v) - Soft(w, v, c)),
         ("The sign in the exponent is wrong: exp(c_j + w_j·v), without a minus.", (v, w, b, c) => -Dot(b, v) - Mat.Sum(c.Length, j => Math.Log(1 + Math.Exp(-Input(w, v, c, j))))),
         ("The logarithm is missing.", (v, w, b, c) => -Dot(b, v) - Mat.Sum(c.Length, j => 1 + Math.Exp(Input(w, v, c, j)))),
         ("The logarithm has base 2 where the natural one is asked for.", (v, w, b, c) => -Dot(b, v) - Soft(w, v, c) / Math.Log(2)),
         ("This is exp(-F), what Z sums up; F itself is asked for.", (v, w, b, c) => Math.Exp(Dot(b, v) + Soft(w, v, c)))]);

    private static Exercise Contrast => Exercise.For<Func<double[], double[], double[], double[], double[,]>>(
        "22-contrast", "The update of contrastive divergence", 2, "Contrast", "v0 h0 vk hk",
        """
        // v0: an example; h0: the hidden probabilities it causes; vk, hk: the same after k Gibbs steps.
        // Return the change of every weight, one row per hidden unit: h0_j v0_i − hk_j vk_i.
        static double[,] Contrast(double[] v0, double[] h0, double[] vk, double[] hk)
        {
            throw new NotImplementedException();
        }
        """,
        ["The result is new double[h0.Length, v0.Length].",
         "Weight (j, i) joins hidden unit j and visible unit i: what both do together counts.",
         "change[j, i] = h0[j] * v0[i] - hk[j] * vk[i];"],
        rng => new[] { (1, 1), (2, 1), (2, 3), (4, 3) }.Select(n => new Case([Bits(rng, n.Item2), Shares(rng, n.Item1), Bits(rng, n.Item2), Shares(rng, n.Item1)])),
        (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => h[j] * v[i] - k[j] * w[i]),
        [("The sign is wrong: data pull energy down, fantasies push it up.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => k[j] * w[i] - h[j] * v[i])),
         ("The fantasies are missing: with the data alone the weights grow without end.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => h[j] * v[i])),
         ("Rows and columns are exchanged: one row per hidden unit.", (v, h, w, k) => Mat.Make(v.Length, h.Length, (i, j) => h[j] * v[i] - k[j] * w[i])),
         ("This is the product of the differences; the difference of the products is asked for.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => (h[j] - k[j]) * (v[i] - w[i]))),
         ("The hidden probabilities after k steps belong to the second product.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => h[j] * (v[i] - w[i]))),
         ("The data themselves are in both products; the second one has vk.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => (h[j] - k[j]) * v[i])),
         ("Each product has the two states of one time: h0 with v0, hk with vk.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => h[j] * w[i] - k[j] * v[i])),
         ("The second product is taken off: what happens in fantasies should happen less often.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => h[j] * v[i] + k[j] * w[i])),
         ("The data are missing: with fantasies alone nothing is learned from the examples.", (v, h, w, k) => Mat.Make(h.Length, v.Length, (j, i) => -k[j] * w[i]))]);

    private static double[] Bits(Rng rng, int n) => Mat.Make(n, i => i == 0 ? 1 : rng.Next(2));

    private static double[] Shares(Rng rng, int n) => Mat.Make(n, _ => (1 + rng.Next(9)) / 10.0);

    private static double Sigmoid(double s) => 1 / (1 + Math.Exp(-s));

    private static double Dot(double[] a, double[] b) => Mat.Sum(a.Length, i => a[i] * b[i]);

    private static double Input(double[,] w, double[] v, double[] c, int j) => c[j] + Mat.Sum(v.Length, i => w[j, i] * v[i]);

    private static double Soft(double[,] w, double[] v, double[] c) => Mat.Sum(c.Length, j => Math.Log(1 + Math.Exp(Input(w, v, c, j))));
}
