namespace DeepNotes.Exercises;

/// <summary>Notebook 11, AlexNet, VGG and GoogLeNet by counting.</summary>
internal static class N11
{
    public static IReadOnlyList<Exercise> All => [Stack, Bottleneck, Module];

    private static Exercise Stack => Exercise.For<Func<double, double, (double, double, double)>>(
        "11-stack", "Small filters, stacked", 2, "SmallFilters", "layers channels",
        """
        // A stack of `layers` convolutions with 3×3 filters and stride 1, `channels` channels before and
        // behind each, without biases. Return how many pixels in a row a unit of the last layer sees, the
        // weights of the stack, and those of one convolution whose single filter sees as much.
        static (double Sees, double Stack, double Single) SmallFilters(double layers, double channels)
        {
            throw new NotImplementedException();
        }
        """,
        ["What does a second 3×3 layer add to what the first one sees, on either side?",
         "n layers see 2n + 1 pixels. A layer with filters of side s has s² · channels² weights.",
         "double sees = 2 * layers + 1, pairs = channels * channels; return (sees, 9 * layers * pairs, sees * sees * pairs);"],
        rng => new (double, double)[] { (1, 1), (2, 3), (3, 64), (5, 128), (2 + rng.Next(5), 10 + rng.Next(50)) }.Select(c => new Case([c.Item1, c.Item2])),
        (n, c) => Filters(n, c * c, 2 * n + 1),
        [("A layer adds two pixels to what is seen, not three: neighbouring windows overlap.", (n, c) => Filters(n, c * c, 3 * n)),
         ("One too few: a single 3×3 filter already sees three pixels.", (n, c) => Filters(n, c * c, 2 * n)),
         ("The channels enter twice: a filter reads all of them, and there are as many filters.", (n, c) => Filters(n, c, 2 * n + 1)),
         ("The stack is counted as one layer; it has several.", (n, c) => (2 * n + 1, 9 * c * c, (2 * n + 1) * (2 * n + 1) * c * c)),
         ("The single filter is square: its side enters twice.", (n, c) => (2 * n + 1, 9 * n * c * c, (2 * n + 1) * c * c)),
         ("A 3×3 filter has nine weights for each channel that it reads, not three.", (n, c) => (2 * n + 1, 3 * n * c * c, (2 * n + 1) * (2 * n + 1) * c * c))],
        new() { Results = ["Sees", "Stack", "Single"], Tolerance = 1e-9 });

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

    private static (double Sees, double Stack, double Single) Filters(double layers, double pairs, double sees) => (sees, 9 * layers * pairs, sees * sees * pairs);

    private static double Out(double[] w) => w[0] + w[2] + w[4] + w[5];
}
