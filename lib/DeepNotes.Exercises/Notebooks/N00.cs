namespace DeepNotes.Exercises;

/// <summary>Notebook 00, start here: the first green tests.</summary>
internal static class N00
{
    public static IReadOnlyList<Exercise> All => [Mean, Dot, ArgMax, Noise];

    private static Exercise Mean => Exercise.For<Func<double[], double>>(
        "00-mean", "The mean of a vector", 1, "Mean", "x",
        """
        // Return the arithmetic mean of x; x has at least one element.
        static double Mean(double[] x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Add the elements up first, then divide once.",
         "How many elements are there? x.Length knows, and the last index is x.Length - 1.",
         "double sum = 0; foreach (double v in x) sum += v; — what is left is one division."],
        rng => Enumerable.Range(1, 6).Select(n => new Case([Draw.Vector(rng, n, 3)])),
        x => x.Sum() / x.Length,
        [("This is the sum: the division by the number of elements is missing.", x => x.Sum()),
         ("Divided by N − 1: that is the divisor of a sample variance, not of a mean.", x => x.Sum() / (x.Length - 1)),
         ("The last element is left out: the loop stops one too early.", x => x[..^1].Sum() / x.Length),
         ("The first element is left out: the loop starts at 1, indices start at 0.", x => x[1..].Sum() / x.Length)]);

    private static Exercise Dot => Exercise.For<Func<double[], double[], double>>(
        "00-dot", "The dot product", 1, "Dot", "a b",
        """
        // Return the dot product of a and b, two vectors of the same length.
        static double Dot(double[] a, double[] b)
        {
            throw new NotImplementedException();
        }
        """,
        ["Multiply element by element, add the products up.",
         "One loop over the index i, one running sum that starts at 0.",
         "Inside the loop: sum += a[i] * b[i]; — note the +=."],
        rng => Enumerable.Range(1, 6).Select(n => new Case([Draw.Vector(rng, n, 2), Draw.Vector(rng, n, 2)])),
        (a, b) => a.Zip(b, (p, q) => p * q).Sum(),
        [("Only the last product is left: the running sum is overwritten (=) instead of added to (+=).", (a, b) => a[^1] * b[^1]),
         ("This is the product of the two sums; multiply the pairs first, then add.", (a, b) => a.Sum() * b.Sum()),
         ("This is the mean of the products: the dot product is their sum, without a division.", (a, b) => a.Zip(b, (p, q) => p * q).Average()),
         ("Divided by the lengths: that is the cosine of the angle between the vectors.",
          (a, b) => a.Zip(b, (p, q) => p * q).Sum() / Math.Sqrt(a.Sum(v => v * v) * b.Sum(v => v * v))),
         ("The pairs are added, not multiplied.", (a, b) => a.Sum() + b.Sum()),
         ("The last pair is left out: the loop stops one too early.", (a, b) => a.Zip(b, (p, q) => p * q).SkipLast(1).Sum())]);

    private static Exercise ArgMax => Exercise.For<Func<double[], int>>(
        "00-argmax", "Where is the largest element?", 1, "ArgMax", "x",
        """
        // Return the index of the largest element of x; of the first one if there are several.
        static int ArgMax(double[] x)
        {
            throw new NotImplementedException();
        }
        """,
        ["Remember the best index so far and compare every element with x[best].",
         "Start with best = 0, the first element, not with the value 0: all elements may be negative.",
         "Replace best only when x[i] > x[best]; with >= the last of equal elements wins."],
        rng => new Case[] { new([new double[] { 2 }]), new([new double[] { 1, 3, 2 }]), new([new double[] { -3, -1, -2 }]), new([new double[] { 4, 7, 7, 1 }]), new([new double[] { 1, 2, 5 }]) }
            .Concat(Enumerable.Range(5, 4).Select(n => new Case([Draw.Vector(rng, n, 2)]))),
        x => Array.IndexOf(x, x.Max()),
        [("This is the value of the largest element; the index is asked for.", x => (int)x.Max()),
         ("Of equal elements the last is taken (>=); the first is asked for (>).", x => Array.LastIndexOf(x, x.Max())),
         ("The best value starts at 0, so a vector of negative numbers has no largest element. Start with x[0].", x => x.Max() > 0 ? Array.IndexOf(x, x.Max()) : 0),
         ("The last element is never looked at: the loop stops one too early.", x => x.Length == 1 ? 0 : Array.IndexOf(x, x[..^1].Max())),
         ("The signs are ignored: −3 is smaller than −1, however long it is.", x => Array.IndexOf(x, x.MaxBy(Math.Abs))),
         ("Each element is compared with the one before it; compare it with the best so far, x[best].",
          x => Enumerable.Range(1, x.Length - 1).Where(i => x[i] > x[i - 1]).LastOrDefault()),
         ("Counted from 1; C# indices start at 0.", x => Array.IndexOf(x, x.Max()) + 1),
         ("This is the smallest element: the comparison is the wrong way round.", x => Array.IndexOf(x, x.Min()))]);

    private static Exercise Noise => Exercise.For<Func<int, int, double, double[]>>(
        "00-noise", "Random numbers that everybody gets", 2, "Noise", "seed count std",
        """
        // Return count normal numbers with mean 0 and standard deviation std, drawn one after the other
        // from one generator: new Rng((ulong)seed), whose NextNormal() has standard deviation 1.
        static double[] Noise(int seed, int count, double std)
        {
            throw new NotImplementedException();
        }
        """,
        ["The same seed must give the same numbers, so the generator is made inside the method, from the seed.",
         "Make one generator before the loop and call NextNormal() once per number.",
         "A normal number of standard deviation 1 times std has standard deviation std."],
        rng => [new([1, 1, 1.0]), new([2, 3, 0.5]), new([rng.Next(1000) + 3, 5, 2.0]), new([rng.Next(1000) + 3, 8, 0.1])],
        (seed, count, std) => Draws(new Rng((ulong)seed), count, r => std * r.NextNormal()),
        [("The seed is not used: every seed gives the same numbers.", (seed, count, std) => Draws(new Rng(0), count, r => std * r.NextNormal())),
         ("The numbers are all the same: a new generator is made for each of them. Make one, before the loop.",
          (seed, count, std) => [.. Enumerable.Range(0, count).Select(_ => std * new Rng((ulong)seed).NextNormal())]),
         ("Scaled by the variance std², not by the standard deviation.", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => std * std * r.NextNormal())),
         ("Scaled by √std: right if std were the variance. The standard deviation itself is the factor.", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => Math.Sqrt(std) * r.NextNormal())),
         ("std is added: that moves the mean. To change the spread, multiply.", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => std + r.NextNormal())),
         ("Divided by std: a larger std would make the numbers smaller. Multiply.", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => r.NextNormal() / std)),
         ("A new generator for each number, with another seed: make one, before the loop.",
          (seed, count, std) => [.. Enumerable.Range(0, count).Select(i => std * new Rng((ulong)(seed + i)).NextNormal())]),
         ("These are uniform numbers (NextDouble), not normal ones (NextNormal).", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => std * r.NextDouble())),
         ("The numbers are not scaled by std.", (seed, count, std) => Draws(new Rng((ulong)seed), count, r => r.NextNormal()))]);

    private static double[] Draws(Rng rng, int count, Func<Rng, double> draw)
    {
        var x = new double[count];
        for (int i = 0; i < count; i++)
            x[i] = draw(rng);
        return x;
    }
}
