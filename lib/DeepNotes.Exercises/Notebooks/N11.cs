namespace DeepNotes.Exercises;

/// <summary>Notebook 11, AlexNet, VGG and GoogLeNet by counting.</summary>
internal static class N11
{
    public static IReadOnlyList<Exercise> All => [Cost, Bottleneck, Module];

    private static Exercise Cost => Exercise.For<Func<double, double, double, double, (double, double)>>(
        "11-conv-cost", "What a convolution costs", 2, "ConvCost", "inputs outputs kernel size",
        """
        // A convolution from `inputs` to `outputs` channels with kernel × kernel filters and biases; its
        // output has size × size places per channel. Return its parameters, and its multiply-adds for one
        // image (biases do not count as multiply-adds).
        static (double Parameters, double Macs) ConvCost(
            double inputs, double outputs, double kernel, double size)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count the weights of one filter first: it reads kernel × kernel places of every input channel.",
         "One filter has inputs · kernel² weights and one bias, and there are as many filters as outputs. Every output place costs one multiply-add per weight of its filter.",
         "double weights = inputs * outputs * kernel * kernel; return (weights + outputs, weights * size * size);"],
        rng => new (double, double, double, double)[] { (1, 1, 1, 2), (1, 6, 5, 28), (3, 64, 11, 55), (64, 128, 3, 7), (2 + rng.Next(30), 40 + rng.Next(30), 5, 9) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3, c.Item4])),
        (c, k, r, s) => (c * k * r * r + k, c * k * r * r * s * s),
        [("The biases are missing: one per output channel.", (c, k, r, s) => (c * k * r * r, c * k * r * r * s * s)),
         ("The number of places enters the parameters; weights are shared by all places.", (c, k, r, s) => (c * k * r * r * s * s + k, c * k * r * r * s * s)),
         ("The multiply-adds lack the places: every output place costs one per weight of its filter.", (c, k, r, s) => (c * k * r * r + k, c * k * r * r)),
         ("A filter is kernel × kernel, not kernel long.", (c, k, r, s) => (c * k * r + k, c * k * r * s * s)),
         ("The input channels are missing: a filter reads all of them.", (c, k, r, s) => (k * r * r + k, k * r * r * s * s)),
         ("The places are size × size, not size.", (c, k, r, s) => (c * k * r * r + k, c * k * r * r * s))],
        new() { Results = ["Parameters", "Macs"], Tolerance = 1e-9 });

    private static Exercise Bottleneck => Exercise.For<Func<double, double, double, double, double>>(
        "11-bottleneck", "What a 1×1 filter in front saves", 2, "Saving", "inputs reduced outputs kernel",
        """
        // One way: kernel × kernel filters straight from `inputs` to `outputs` channels. Other way: 1×1
        // filters from `inputs` to `reduced` channels, then kernel × kernel filters from `reduced` to
        // `outputs`. The picture keeps its size. Return how many times fewer multiply-adds that takes.
        static double Saving(double inputs, double reduced, double outputs, double kernel)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count the multiply-adds at one place of the picture for both ways; the number of places cancels.",
         "Straight: inputs · outputs · kernel². With the reduction: inputs · reduced, and then reduced · outputs · kernel².",
         "return inputs * outputs * kernel * kernel / (inputs * reduced + reduced * outputs * kernel * kernel);"],
        rng => new (double, double, double, double)[] { (8, 2, 4, 3), (192, 16, 32, 5), (480, 96, 208, 3), (256, 64, 256, 3), (100 + rng.Next(200), 10 + rng.Next(20), 40 + rng.Next(50), 5) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3, c.Item4])),
        (c, m, k, r) => c * k * r * r / (c * m + m * k * r * r),
        [("The ratio is upside down: how many times fewer is old over new.", (c, m, k, r) => (c * m + m * k * r * r) / (c * k * r * r)),
         ("The 1×1 filters cost something too: inputs · reduced.", (c, m, k, r) => c / m),
         ("The kernel is kernel × kernel; here it stands once.", (c, m, k, r) => c * k * r / (c * m + m * k * r)),
         ("The filters in front are 1×1, not kernel × kernel.", (c, m, k, r) => c * k * r * r / (c * m * r * r + m * k * r * r)),
         ("The second filters read the reduced channels, not all inputs.", (c, m, k, r) => c * k * r * r / (c * m + c * k * r * r))],
        new() { Tolerance = 1e-9 });

    private static Exercise Module => Exercise.For<Func<double, double[], (double, double)>>(
        "11-inception", "The inception module", 3, "Inception", "inputs widths",
        """
        // widths = { 1×1, reduction before 3×3, 3×3, reduction before 5×5, 5×5, 1×1 after pooling }: the
        // channels of the six convolutions of a module, in table 1's order. Return the channels of the
        // module's output, and all its weights, without biases.
        static (double Channels, double Weights) Inception(double inputs, double[] widths)
        {
            throw new NotImplementedException();
        }
        """,
        ["Draw the four ways. Which of the six convolutions read the module's input, and which read a reduction?",
         "The output joins four ways: widths 0, 2, 4 and 5. The 3×3 filters read widths[1] channels, the 5×5 filters widths[3]; the other four read the input.",
         "return (w[0] + w[2] + w[4] + w[5], inputs * (w[0] + w[1] + w[3] + w[5]) + 9 * w[1] * w[2] + 25 * w[3] * w[4]);"],
        rng => new (double, double[])[] { (2, [1, 1, 1, 1, 1, 1]), (192, [64, 96, 128, 16, 32, 32]), (528, [256, 160, 320, 32, 128, 128]), (60 + rng.Next(40), [10 + rng.Next(9), 20, 31, 6, 13, 8]) }
            .Select(c => new Case([c.Item1, c.Item2])),
        (c, w) => (Out(w), c * (w[0] + w[1] + w[3] + w[5]) + 9 * w[1] * w[2] + 25 * w[3] * w[4]),
        [("The reductions are not part of the output; only the ends of the four ways are joined.", (c, w) => (w.Sum(), c * (w[0] + w[1] + w[3] + w[5]) + 9 * w[1] * w[2] + 25 * w[3] * w[4])),
         ("The 3×3 and 5×5 filters read their reductions, not the module's input.", (c, w) => (Out(w), c * (w[0] + w[1] + w[3] + w[5]) + 9 * c * w[2] + 25 * c * w[4])),
         ("The last way's 1×1 filters, after the pooling, are missing among the weights.", (c, w) => (Out(w), c * (w[0] + w[1] + w[3]) + 9 * w[1] * w[2] + 25 * w[3] * w[4])),
         ("The third way has 5×5 filters: 25 weights per pair of channels.", (c, w) => (Out(w), c * (w[0] + w[1] + w[3] + w[5]) + 9 * w[1] * w[2] + 9 * w[3] * w[4])),
         ("The reductions' weights are missing: they read the whole input.", (c, w) => (Out(w), c * (w[0] + w[5]) + 9 * w[1] * w[2] + 25 * w[3] * w[4]))],
        new() { Results = ["Channels", "Weights"], Tolerance = 1e-9 });

    private static double Out(double[] w) => w[0] + w[2] + w[4] + w[5];
}
