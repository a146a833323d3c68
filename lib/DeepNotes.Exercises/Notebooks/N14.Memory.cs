namespace DeepNotes.Exercises;

/// <summary>Notebook 14: how long a gate remembers, and reading from both ends.</summary>
internal static partial class N14
{
    private static Exercise Horizon => Exercise.For<Func<double, double, double, double>>(
        "14-horizon", "How long a gate remembers", 1, "StepsKept", "c keep limit",
        """
        // A cell holds c > 0. Its forget gate has the value keep at every step, 0 < keep < 1, and nothing
        // new comes in. Return after how many steps the cell holds less than limit, 0 < limit < c.
        static double StepsKept(double c, double keep, double limit)
        {
            throw new NotImplementedException();
        }
        """,
        ["After one step c · keep is left, after two c · keep · keep. Count until it is below limit.",
         "A loop is enough: multiply c by keep while it is not yet below limit, and count.",
         "Without a loop: the smallest whole n with n > ln(limit / c) / ln keep."],
        rng => new (double, double, double)[] { (1, 0.5, 0.25), (1, 0.9, 0.1), (2, 0.99, 1), (1, 0.3, 0.6), (3, 0.55 + 0.05 * rng.Next(8), 0.07) }.Select(s => new Case([s.Item1, s.Item2, s.Item3])),
        (c, keep, limit) => Kept(c, keep, limit),
        [("One step too early: there is not less than the limit left yet.", (c, keep, limit) => Kept(c, keep, limit) - 1),
         ("A number of steps is whole: the first at which less than the limit is left.", (c, keep, limit) => Math.Log(limit / c) / Math.Log(keep)),
         ("Each step takes its share of what is left, not of what there was at the start: the loss is not linear.", (c, keep, limit) => Math.Ceiling((c - limit) / (c * (1 - keep)))),
         ("A cell that holds exactly the limit does not hold less: one step more.", (c, keep, limit) => Reached(c, keep, limit)),
         ("It begins with c, not with 1.", (c, keep, limit) => Kept(1, keep, limit)),
         ("keep is what stays; this counts with 1 − keep.", (c, keep, limit) => Kept(c, 1 - keep, limit))]);

    private static Exercise BothWays => Exercise.For<Func<double, double, double[], double[,]>>(
        "14-both", "A state from each side", 2, "BothWays", "w u x",
        """
        // One unit reads x from the left, another from the right, here with the same weights:
        // h = tanh(w x[t] + u h), each beginning with h = 0. Return one row per position t: the state of
        // the one from the left after it has read x[t], and that of the one from the right after x[t].
        static double[,] BothWays(double w, double u, double[] x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two loops: t from 0 up fills column 0, t from the end down fills column 1. Each has its own h.",
         "Row t belongs to position t for both: the state from the right that has read x[t] has read all that comes after it too.",
         "for (int t = x.Length - 1; t >= 0; t--) y[t, 1] = h = Math.Tanh(w * x[t] + u * h); with h = 0 before."],
        rng => new[] { 1, 2, 3, 5 }.Select(n => new Case([Draw.Value(rng, 1.5), Draw.Value(rng, 1.5), Draw.Vector(rng, n, 1)])),
        (w, u, x) => Sides(Read(w, u, x, 0), Turn(Read(w, u, Turn(x), 0))),
        [("The states from the right stand in the order in which they were made; row t belongs to position t.", (w, u, x) => Sides(Read(w, u, x, 0), Read(w, u, Turn(x), 0))),
         ("The one from the right has not read x[t] yet; its state after that step is wanted.", (w, u, x) => Sides(Read(w, u, x, 0), [.. Turn(Read(w, u, Turn(x), 0)).Skip(1), 0])),
         ("The one from the right reads the states of the other; both read x.", (w, u, x) => Sides(Read(w, u, x, 0), Turn(Read(w, u, Turn(Read(w, u, x, 0)), 0)))),
         ("Both columns are read from the left.", (w, u, x) => Sides(Read(w, u, x, 0), Read(w, u, x, 0))),
         ("The columns are exchanged: first the state from the left.", (w, u, x) => Sides(Turn(Read(w, u, Turn(x), 0)), Read(w, u, x, 0))),
         ("The one from the right begins where the other ended; each begins with h = 0.", (w, u, x) => Sides(Read(w, u, x, 0), Turn(Read(w, u, Turn(x), Read(w, u, x, 0)[^1])))),
         ("The old state is missing: without u h there is no memory.", (w, u, x) => Sides(Read(w, 0, x, 0), Turn(Read(w, 0, Turn(x), 0))))]);

    private static double Kept(double c, double keep, double limit)
    {
        int steps = 0;
        for (; c >= limit; c *= keep)
            steps++;
        return steps;
    }

    private static double Reached(double c, double keep, double limit)
    {
        int steps = 0;
        for (; c > limit; c *= keep)
            steps++;
        return steps;
    }

    private static double[] Read(double w, double u, double[] x, double h) => Mat.Make(x.Length, t => h = Math.Tanh(w * x[t] + u * h));

    private static double[] Turn(double[] x) => [.. x.Reverse()];

    private static double[,] Sides(double[] left, double[] right) => Mat.Make(left.Length, 2, (t, side) => side == 0 ? left[t] : right[t]);
}
