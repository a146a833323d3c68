namespace DeepNotes.Exercises;

/// <summary>Notebook 13: sliding along time, and from frames to sounds.</summary>
internal static partial class N13
{
    private static Exercise Slide => Exercise.For<Func<double[,], double[,], double, double[]>>(
        "13-slide", "One unit, slid along time", 1, "Slide", "frames w b",
        """
        // frames is (T, bands): one row for each moment. w is (K, bands): the weights for a window of K
        // frames, T >= K. The unit says b + Σ w · window wherever the whole window fits, from the first
        // place to the last. Return what it says, T − K + 1 numbers.
        static double[] Slide(double[,] frames, double[,] w, double b)
        {
            throw new NotImplementedException();
        }
        """,
        ["At place t the window holds the frames t, t + 1, …, t + K − 1. The last place is t = T − K.",
         "Three loops: over the places t, over the frames k of the window, over the bands. The weights do not depend on t.",
         "y[t] = b + Σ over k and band of w[k, band] * frames[t + k, band]"],
        rng => new[] { (1, 1, 1), (3, 2, 1), (5, 3, 2), (4, 4, 2), (7, 3, 3) }.Select(s => new Case([
            Draw.Matrix(rng, s.Item1, s.Item3, 1), Draw.Matrix(rng, s.Item2, s.Item3, 1), Draw.Value(rng, 1)])),
        (frames, w, b) => Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, b),
        [("The window is read from its end: weight row k belongs to frame t + k.", (frames, w, b) => Windows(frames, (t, k, band) => w[w.GetLength(0) - 1 - k, band] * frames[t + k, band], w, b)),
         ("One place too few: the window also fits at T − K.", (frames, w, b) => Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, b)[..^1]),
         ("There is an output for every frame; only the places where the whole window fits count.", (frames, w, b) => Padded(frames, w, b)),
         ("Windows that stick out at the end are there too; only those that fit count.", (frames, w, b) => Mat.Make(frames.GetLength(0), t => b + Mat.Sum(Math.Min(w.GetLength(0), frames.GetLength(0) - t), k => Mat.Sum(w.GetLength(1), band => w[k, band] * frames[t + k, band])))),
         ("There is a tanh here; the unit says the sum itself.", (frames, w, b) => [.. Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, b).Select(Math.Tanh)]),
         ("The windows do not overlap here: from one place to the next it is one frame.", (frames, w, b) => [.. Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, b).Where((_, t) => t % w.GetLength(0) == 0)]),
         ("The bias is missing.", (frames, w, b) => Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, 0)),
         ("The bias is added for every frame of the window; once is enough.", (frames, w, b) => Windows(frames, (t, k, band) => w[k, band] * frames[t + k, band], w, b * w.GetLength(0))),
         ("Only one frame is looked at: the sum runs over all K frames of the window.", (frames, w, b) => Windows(frames, (t, k, band) => k == 0 ? w[k, band] * frames[t, band] : 0, w, b)),
         ("Only one band is looked at: the sum runs over all of them.", (frames, w, b) => Windows(frames, (t, k, band) => band == 0 ? w[k, band] * frames[t + k, band] : 0, w, b))]);

    private static Exercise Sounds => Exercise.For<Func<int[], int, int[]>>(
        "13-sounds", "From frames to sounds", 2, "Sounds", "named least",
        """
        // named[t]: the sound that was named at frame t. A sound lasts some frames: equal neighbours are
        // one run. A run of fewer than least frames is an error: leave its frames out. What stands side
        // by side then and is equal is one sound again. Return the sounds in order.
        static int[] Sounds(int[] named, int least)
        {
            throw new NotImplementedException();
        }
        """,
        ["Two passes: first keep the frames that belong to a run of at least least frames, then write a sound down where it differs from the one before.",
         "A run begins at a frame t and ends before the first frame whose sound is another; its length is the difference. Do not forget the run that ends with the last frame.",
         "for (int t = 0, end; t < named.Length; t = end) { end = t; while (end < named.Length && named[end] == named[t]) end++; if (end - t >= least && (list.Count == 0 || list[^1] != named[t])) list.Add(named[t]); }"],
        rng => new Case[]
        {
            new([new[] { 4, 4, 4 }, 2]), new([new[] { 1, 1, 3, 3, 3 }, 2]), new([new[] { 2, 2, 5, 2, 2 }, 2]), new([new[] { 0, 3, 3, 0, 0, 3, 3 }, 2]),
            new([new[] { 1, 1, 1, 0, 2, 2, 2, 3, 3, 1, 1, 1 }, 3]),
            new([Enumerable.Range(0, 8).SelectMany(_ => Enumerable.Repeat(rng.Next(4), 1 + rng.Next(4))).ToArray(), 3]),
        },
        (named, least) => Merged(Kept(named, least)),
        [("Short runs are not left out.", (named, least) => Merged(named)),
         ("A sound stands there once for every frame; a run is one sound.", (named, least) => Kept(named, least)),
         ("Each sound appears once only; it may come again later.", (named, least) => [.. Kept(named, least).Distinct()]),
         ("The frames of a sound are counted wherever they stand; a run is made of neighbours.", (named, least) => [.. named.GroupBy(s => s).Where(g => g.Count() >= least).Select(g => g.Key)]),
         ("The first sound is missing: a run also begins with the first frame.", (named, least) => Merged(Kept(named[Lengths(named)[0].Length..], least))),
         ("What an error had parted is one sound again: the same sound stands there twice in a row.", (named, least) => Runs(named, least)),
         ("A run of exactly least frames counts.", (named, least) => Merged(Kept(named, least + 1))),
         ("A run that is one frame too short is kept.", (named, least) => Merged(Kept(named, least - 1))),
         ("The last sound is missing: a run also ends with the last frame.", (named, least) => Merged(Kept(named[..^Lengths(named)[^1].Length], least)))]);

    private static double[] Windows(double[,] frames, Func<int, int, int, double> product, double[,] w, double b) => Mat.Make(frames.GetLength(0) - w.GetLength(0) + 1,
        t => b + Mat.Sum(w.GetLength(0), k => Mat.Sum(w.GetLength(1), band => product(t, k, band))));

    private static double[] Padded(double[,] frames, double[,] w, double b) => Mat.Make(frames.GetLength(0), t => b + Mat.Sum(w.GetLength(0), k => Mat.Sum(w.GetLength(1),
        band => t + k - w.GetLength(0) / 2 is var at && at >= 0 && at < frames.GetLength(0) ? w[k, band] * frames[at, band] : 0)));

    // The sound of every run of at least so many frames.
    private static int[] Runs(int[] named, int least) => [.. Lengths(named).Where(r => r.Length >= least).Select(r => r.Sound)];

    private static int[] Kept(int[] named, int least) => [.. Lengths(named).Where(r => r.Length >= least).SelectMany(r => Enumerable.Repeat(r.Sound, r.Length))];

    private static int[] Merged(int[] frames) => [.. frames.Where((sound, t) => t == 0 || frames[t - 1] != sound)];

    private static List<(int Sound, int Length)> Lengths(int[] named)
    {
        var runs = new List<(int Sound, int Length)>();
        foreach (int sound in named)
        {
            if (runs.Count > 0 && runs[^1].Sound == sound)
                runs[^1] = (sound, runs[^1].Length + 1);
            else
                runs.Add((sound, 1));
        }
        return runs;
    }
}
