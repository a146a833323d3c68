namespace DeepNotes.Exercises;

/// <summary>Notebook 24, how fast C# can go.</summary>
internal static class N24
{
    public static IReadOnlyList<Exercise> All => [IntensityOf, Roof];

    private static Exercise IntensityOf => Exercise.For<Func<double, double, double, double>>(
        "24-intensity", "Operations per byte", 1, "Intensity", "m k n",
        """
        // C = A B with A (m, k), B (k, n) and C (m, n), all of 4-byte floats.
        // Return the operations divided by the bytes when every matrix is moved once.
        static double Intensity(double m, double k, double n)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count both: how many operations does one element of C take, and how many elements are there?",
         "Operations: 2·m·k·n. Bytes: 4 for each of the m·k + k·n + m·n numbers.",
         "return 2 * m * k * n / (4 * (m * k + k * n + m * n));"],
        rng => new (double, double, double)[] { (1, 1, 1), (1, 8, 8), (2, 3, 5), (64, 64, 64), (3000, 2000, 1000), (1 + rng.Next(50), 1 + rng.Next(50), 1 + rng.Next(50)) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (m, k, n) => 2 * m * k * n / (4 * Moved(m, k, n)),
        [("The bytes are missing: a float takes 4 of them, and this divides by numbers.", (m, k, n) => 2 * m * k * n / Moved(m, k, n)),
         ("A multiply-add is two operations; this counts one.", (m, k, n) => m * k * n / (4 * Moved(m, k, n))),
         ("The result C is moved too: its m·n numbers are missing.", (m, k, n) => 2 * m * k * n / (4 * (m * k + k * n))),
         ("Upside down: these are bytes per operation.", (m, k, n) => 4 * Moved(m, k, n) / (2 * m * k * n))],
        new() { Tolerance = 1e-9 });

    private static Exercise Roof => Exercise.For<Func<double, double, double, double>>(
        "24-roofline", "The highest speed there can be", 1, "Attainable", "intensity peak bandwidth",
        """
        // intensity in operations per byte, peak in GFLOP/s, bandwidth in GB/s.
        // Return the speed in GFLOP/s that the roofline allows.
        static double Attainable(double intensity, double peak, double bandwidth)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two limits hold at once. Which speed would memory allow alone?",
         "Memory allows intensity · bandwidth, the processor allows peak; the lower of the two is what you get.",
         "return Math.Min(peak, intensity * bandwidth);"],
        rng => new[] { (0.25, 100.0, 12.0), (1000, 100, 12), (10, 150, 15), (0.5 + 4 * rng.NextDouble(), 80, 9), (20 + 4 * rng.NextDouble(), 80, 9) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3])),
        (i, peak, bandwidth) => Math.Min(peak, i * bandwidth),
        [("Only the memory limit: beyond the edge of the roof the speed cannot grow.", (i, peak, bandwidth) => i * bandwidth),
         ("Only the processor's limit: with few operations per byte memory is slower than that.", (i, peak, bandwidth) => peak),
         ("The higher of the two limits; both hold, so the lower one counts.", (i, peak, bandwidth) => Math.Max(peak, i * bandwidth)),
         ("Dividing by the bandwidth: more bytes per second allow more, so it multiplies.", (i, peak, bandwidth) => Math.Min(peak, i / bandwidth)),
         ("This averages the limits smoothly; the roofline is the plain minimum.", (i, peak, bandwidth) => 1 / (1 / peak + 1 / (i * bandwidth)))],
        new() { Tolerance = 1e-9 });

    private static double Moved(double m, double k, double n) => m * k + k * n + m * n;
}
