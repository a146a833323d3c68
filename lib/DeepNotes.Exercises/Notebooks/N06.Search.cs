namespace DeepNotes.Exercises;

/// <summary>Notebook 06: search without a gradient, and what a critical point is.</summary>
internal static partial class N06
{
    private static Exercise Child => Exercise.For<Func<double[,], double[], double[], double[], double[]>>(
        "06-child", "One child of two parents", 2, "Child", "population losses coins noise",
        """
        // population: one vector of weights per row; losses: one per row. The parents are the two rows with
        // the lowest losses. Weight i of the child is that of the best row where coins[i] < 0.5, else that
        // of the second best; then noise[i] is added to it. Return the child; leave population as it is.
        static double[] Child(double[,] population, double[] losses, double[] coins, double[] noise)
        {
            throw new NotImplementedException();
        }
        """,
        ["First find the two rows, then put the child together, weight by weight.",
         "Order the indices of the rows by their losses; the first two are the parents.",
         "int[] order = Enumerable.Range(0, losses.Length).OrderBy(r => losses[r]).ToArray(); child[i] = population[coins[i] < 0.5 ? order[0] : order[1], i] + noise[i];"],
        rng => new[] { (2, 3), (3, 2), (5, 4), (6, 6) }.Select(s => new Case([
            Draw.Matrix(rng, s.Item1, s.Item2, 2), Mat.Make(s.Item1, r => (r * 5 + 3) % 7 / 2.0), Mat.Make(s.Item2, _ => rng.Next(100) / 100.0), Draw.Vector(rng, s.Item2, 0.5)])),
        (p, losses, coins, noise) => Breed(p, losses, coins, noise),
        [("These are the two worst rows; a low loss is a good one.", (p, losses, coins, noise) => Breed(p, [.. losses.Select(l => -l)], coins, noise)),
         ("These are the first two rows, not the two with the lowest losses.", (p, losses, coins, noise) => Breed(p, Mat.Make(losses.Length, r => r), coins, noise)),
         ("The coins are taken the other way round: below 0.5 the weight is the best row's.", (p, losses, coins, noise) => Breed(p, losses, [.. coins.Select(c => 0.99 - c)], noise)),
         ("One parent alone gives all weights; no coin is tossed.", (p, losses, coins, noise) => Breed(p, losses, new double[coins.Length], noise)),
         ("The mean of both parents; each weight comes from one or the other.", (p, losses, coins, noise) => Mat.Make(coins.Length, i => (Breed(p, losses, new double[coins.Length], noise)[i] + Breed(p, losses, Mat.Make(coins.Length, _ => 1), noise)[i]) / 2)),
         ("The noise is missing: without mutation no weight is ever new.", (p, losses, coins, noise) => Breed(p, losses, coins, new double[noise.Length]))]);

    private static Exercise WaysDown => Exercise.For<Func<double, double, double, double>>(
        "06-ways-down", "How many directions lead down", 1, "WaysDown", "xx xy yy",
        """
        // At a critical point of a loss of two weights the Hessian is [[xx, xy], [xy, yy]]. Its eigenvalues
        // are the curvatures along its own two directions: (xx + yy) / 2 ± √(((xx − yy) / 2)² + xy²).
        // Return how many are negative: 0 at a minimum, 1 at a saddle, 2 at a maximum.
        static double WaysDown(double xx, double xy, double yy)
        {
            throw new NotImplementedException();
        }
        """,
        ["Compute both eigenvalues with the formula, one with plus and one with minus, and count those below 0.",
         "Test yourself: xx = yy = 1 and xy = 2 bend up along both axes, and yet the diagonal between them leads down.",
         "double mean = (xx + yy) / 2, r = Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy); return (mean - r < 0 ? 1 : 0) + (mean + r < 0 ? 1 : 0);"],
        rng => new (double, double, double)[] { (2, 0, 1), (2, 0, -1), (1, 2, 1), (-1, 3, -2), (-2, 1, -3), (3, -1, 2), (Draw.Value(rng, 3), Draw.Value(rng, 2), 0.05) }
            .Select(h => new Case([h.Item1, h.Item2, h.Item3])),
        (xx, xy, yy) => Negative(xx, xy, yy),
        [("Only the diagonal of the Hessian is looked at: between the axes the loss can bend the other way.", (xx, xy, yy) => Negative(xx, 0, yy)),
         ("These are the directions that lead up.", (xx, xy, yy) => 2 - Negative(xx, xy, yy)),
         ("A negative determinant means a saddle, but a positive one can be a maximum too.", (xx, xy, yy) => xx * yy - xy * xy < 0 ? 1 : 0)]);

    private static double[] Breed(double[,] population, double[] losses, double[] coins, double[] noise)
    {
        int[] order = [.. Enumerable.Range(0, losses.Length).OrderBy(r => losses[r])];
        return Mat.Make(coins.Length, i => population[coins[i] < 0.5 ? order[0] : order[1], i] + noise[i]);
    }

    private static double Negative(double xx, double xy, double yy)
    {
        double mean = (xx + yy) / 2, r = Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        return (mean - r < 0 ? 1 : 0) + (mean + r < 0 ? 1 : 0);
    }
}
