namespace DeepNotes.Exercises;

/// <summary>Notebook 18, DenseNet, MobileNet, EfficientNet.</summary>
internal static class N18
{
    public static IReadOnlyList<Exercise> All => [Concat, Depthwise, Scaled];

    private static Exercise Concat => Exercise.For<Func<double[], double[,], double[], (double[], double[,])>>(
        "18-concat-backward", "A dense layer of DenseNet, backwards", 3, "ConcatBackward", "x w dy",
        """
        // The forward pass was h = max(w x, 0), and y is x followed by h: x.Length numbers, then one for
        // each row of w. dy holds the gradient of the loss with respect to y. Return those with respect to
        // x and w.
        static (double[] Dx, double[,] Dw) ConcatBackward(double[] x, double[,] w, double[] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["Which numbers of dy belong to x itself, and which to h? Cut dy there.",
         "With dh = the rest of dy, set to 0 where h is 0: dw = dh xᵀ, dx = the first part of dy + wᵀ dh.",
         "dh[j] = h[j] > 0 ? dy[n + j] : 0 with n = x.Length; dx[i] = dy[i] + Σ_j w[j, i] · dh[j]; dw[j, i] = dh[j] · x[i]."],
        rng => new (int N, int K)[] { (1, 1), (2, 2), (3, 2), (4, 4), (5, 3) }.Select(c =>
        {
            double[] x = Draw.Vector(rng, c.N, 1);
            // The first unit is open, so that no case is silent; the others are as chance has it.
            double[,] w = Draw.Matrix(rng, c.K, c.N, 1);
            for (int i = 0; i < c.N; i++)
                w[0, i] = Math.Sign(x[i]) * Math.Abs(w[0, i]);
            return new Case([x, w, Draw.Vector(rng, c.N + c.K, 1)]);
        }),
        (x, w, dy) => Back(x, w, dy),
        [("Dx is the first part of dy alone; x also went into h.", (x, w, dy) => (dy[..x.Length], Back(x, w, dy).Dw)),
         ("Dx lacks the copy: the first part of dy belongs to x itself and is added.", (x, w, dy) => (Mat.Make(x.Length, i => Back(x, w, dy).Dx[i] - dy[i]), Back(x, w, dy).Dw)),
         ("The rectifier is missing on the way back: where h is 0, nothing passes.", (x, w, dy) => Back(x, w, dy, mask: false)),
         ("The parts of dy are exchanged: x comes first in y, h behind it.", (x, w, dy) => Back(x, w, [.. dy[w.GetLength(0)..], .. dy[..w.GetLength(0)]])),
         ("Joining is not adding: the gradient of h is the second part of dy, not the first.", (x, w, dy) => Back(x, w, Mat.Make(dy.Length, i => i < x.Length ? dy[i] : dy[i - x.Length]))),
         ("dh stands in Dw without the rectifier's mask.", (x, w, dy) => (Back(x, w, dy).Dx, Back(x, w, dy, mask: false).Dw)),
         ("The mask asks whether h was positive, not whether its gradient is.", (x, w, dy) => Back(x, w, Mat.Make(dy.Length, i => i < x.Length ? dy[i] : Math.Max(dy[i], 0)), mask: false)),
         ("Dw was made with h; it is the gradient of h, masked, times x.", (x, w, dy) => (Back(x, w, dy).Dx, Mat.Make(w.GetLength(0), x.Length, (j, i) => Math.Max(Mat.Times(w, x)[j], 0) * x[i])))],
        new() { Results = ["Dx", "Dw"] });

    private static Exercise Depthwise => Exercise.For<Func<double[,], double[,], double[,]>>(
        "18-depthwise", "Each channel by itself", 2, "Depthwise", "x kernels",
        """
        // Row c of x is channel c of a signal, row c of kernels the one kernel of that channel. Slide each
        // kernel over its own channel, with stride 1 and no padding, as in notebook 09 (not flipped).
        // Return the channels of the result.
        static double[,] Depthwise(double[,] x, double[,] kernels)
        {
            throw new NotImplementedException();
        }
        """,
        ["How many channels has the result, and how many places has each?",
         "As many channels as x, and length − kernel + 1 places: y[c, i] = Σ_j kernels[c, j] · x[c, i + j].",
         "Three loops: c, i, j. There is no sum over c; that is what the 1×1 filters afterwards are for."],
        rng => new (int C, int L, int K)[] { (1, 1, 1), (2, 3, 2), (3, 5, 3), (4, 6, 2), (2, 8, 5) }
            .Select(c => new Case([Draw.Matrix(rng, c.C, c.L, 1), Draw.Matrix(rng, c.C, c.K, 1)])),
        (x, k) => Slide(x, k, (c, i, j) => k[c, j] * x[c, i + j]),
        [("The channels are added up; that is an ordinary convolution. Depthwise keeps them apart.", (x, k) => Slide(x, k, (_, i, j) => Mat.Sum(x.GetLength(0), c => k[c, j] * x[c, i + j]))),
         ("The kernel is flipped; networks slide it as it is.", (x, k) => Slide(x, k, (c, i, j) => k[c, k.GetLength(1) - 1 - j] * x[c, i + j])),
         ("Every channel has a kernel of its own; the first is used for all.", (x, k) => Slide(x, k, (c, i, j) => k[0, j] * x[c, i + j])),
         ("Every kernel reads the first channel; it should read its own.", (x, k) => Slide(x, k, (c, i, j) => k[c, j] * x[0, i + j])),
         ("A place is missing at the end: there are length − kernel + 1.", (x, k) => Slide(x, k, (c, i, j) => k[c, j] * x[c, i + j], less: 1)),
         ("The kernel does not move: i is missing in x[c, i + j].", (x, k) => Slide(x, k, (c, _, j) => k[c, j] * x[c, j])),
         ("The result is as long as x, with zeros behind the last place; it has length − kernel + 1 places.", (x, k) => Slide(x, k, (c, i, j) => i + k.GetLength(1) <= x.GetLength(1) ? k[c, j] * x[c, i + j] : 0, less: 1 - k.GetLength(1))),
         ("The sum is divided by the kernel's length; a convolution adds up.", (x, k) => Slide(x, k, (c, i, j) => k[c, j] * x[c, i + j] / k.GetLength(1))),
         ("Each kernel reads all channels and adds them up; it should read its own alone.", (x, k) => Slide(x, k, (c, i, j) => Mat.Sum(x.GetLength(0), d => k[c, j] * x[d, i + j])))]);

    private static Exercise Scaled => Exercise.For<Func<double, double, double, double, (double, double)>>(
        "18-scale", "The compound scaler", 3, "Scale", "channels layers width depth",
        """
        // A stage of the small network has `channels` channels and `layers` layers. Multiply by width and
        // depth. Layers are rounded up. Channels are rounded to the nearest multiple of 8 (halves up) and
        // are at least 8; if that is less than 90 % of channels · width, take the next multiple.
        static (double Channels, double Layers) Scale(
            double channels, double layers, double width, double depth)
        {
            throw new NotImplementedException();
        }
        """,
        ["Do the layers first: one call of Math.Ceiling.",
         "The nearest multiple of 8 to v is 8 · ⌊(v + 4) / 8⌋; Math.Max makes it at least 8.",
         "double v = channels * width, c = Math.Max(8, 8 * Math.Floor((v + 4) / 8)); if (c < 0.9 * v) c += 8; return (c, Math.Ceiling(layers * depth));"],
        rng => new (double, double, double, double)[] { (16, 1, 1, 1), (24, 2, 1.1, 1.2), (3, 1, 1, 1.1), (11.25, 1, 1, 1), (40, 3, 1.4, 1.8), (32, 4, 0.6, 0.4), (26, 1, 2, 1), (6, 1, 1.8, 1), (112, 3, 2, 3.1), (8 * (1 + rng.Next(9)), 1 + rng.Next(4), 1.6, 2.2) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3, c.Item4])),
        (c, n, w, d) => (Wide(c * w), Math.Ceiling(n * d)),
        [("Layers are rounded up, not down.", (c, n, w, d) => (Wide(c * w), Math.Floor(n * d))),
         ("Layers are rounded up, not to the nearest number.", (c, n, w, d) => (Wide(c * w), Math.Round(n * d))),
         ("The channels are not rounded to a multiple of 8.", (c, n, w, d) => (Math.Round(c * w), Math.Ceiling(n * d))),
         ("Channels are rounded to the nearest multiple of 8, not always down.", (c, n, w, d) => (Math.Max(8, 8 * Math.Floor(c * w / 8)), Math.Ceiling(n * d))),
         ("Channels are rounded to the nearest multiple of 8, not always up.", (c, n, w, d) => (Math.Max(8, 8 * Math.Ceiling(c * w / 8)), Math.Ceiling(n * d))),
         ("The rule of 90 % is missing: a stage must not lose more than a tenth by rounding.", (c, n, w, d) => (Math.Max(8, 8 * Math.Floor((c * w + 4) / 8)), Math.Ceiling(n * d))),
         ("Halves go up; Math.Round takes the even neighbour, so that 6.5 becomes 6.", (c, n, w, d) => (Nearly(Math.Max(8, 8 * Math.Round(c * w / 8)), c * w), Math.Ceiling(n * d))),
         ("The 90 % are of channels · width, not of channels.", (c, n, w, d) => (Nearly(Math.Max(8, 8 * Math.Floor((c * w + 4) / 8)), c), Math.Ceiling(n * d))),
         ("Width and depth are exchanged: width multiplies the channels.", (c, n, w, d) => (Wide(c * d), Math.Ceiling(n * w)))],
        new() { Results = ["Channels", "Layers"], Tolerance = 1e-9 });

    private static double Wide(double v) => Nearly(Math.Max(8, 8 * Math.Floor((v + 4) / 8)), v);

    // One multiple more where rounding took away more than a tenth.
    private static double Nearly(double rounded, double of) => rounded < 0.9 * of ? rounded + 8 : rounded;

    private static double[,] Slide(double[,] x, double[,] kernels, Func<int, int, int, double> term, int less = 0) =>
        Mat.Make(x.GetLength(0), x.GetLength(1) - kernels.GetLength(1) + 1 - less, (c, i) => Mat.Sum(kernels.GetLength(1), j => term(c, i, j)));

    private static (double[] Dx, double[,] Dw) Back(double[] x, double[,] w, double[] dy, bool mask = true)
    {
        int n = x.Length, k = w.GetLength(0);
        double[] h = Mat.Times(w, x), dh = Mat.Make(k, j => h[j] > 0 || !mask ? dy[n + j] : 0);
        return (Mat.Make(n, i => dy[i] + Mat.Sum(k, j => w[j, i] * dh[j])), Mat.Make(k, n, (j, i) => dh[j] * x[i]));
    }
}
