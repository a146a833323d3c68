namespace DeepNotes.Exercises;

/// <summary>Notebook 12, looking inside, and a class for every pixel.</summary>
internal static class N12
{
    public static IReadOnlyList<Exercise> All => [Occlusion, GradCam, Climb, Overlap];

    private static Exercise Occlusion => Exercise.For<Func<double[,], double[,], int, double[,]>>(
        "12-occlusion", "Cover and look", 2, "Occlusion", "image weights side",
        """
        // A model's answer to an image is the sum of weights[i, j] · image[i, j]. Cover a square of
        // side × side pixels with grey, the number 0.5, at every place where it fits in whole, and return
        // how much the answer falls: result[r, c] belongs to the square with its upper left pixel there.
        static double[,] Occlusion(double[,] image, double[,] weights, int side)
        {
            throw new NotImplementedException();
        }
        """,
        ["In how many places does a square of 2 fit into a row of 5?",
         "rows − side + 1 places down, columns − side + 1 across; the fall is the answer to the whole image minus the answer to the covered one.",
         "Only covered pixels change: result[r, c] = Σ over the square of weights[i, j] · (image[i, j] − 0.5)."],
        rng => new (int H, int W, int S)[] { (1, 1, 1), (2, 2, 1), (3, 3, 2), (4, 5, 3), (5, 4, 2) }
            .Select(c => new Case([Draw.Matrix(rng, c.H, c.W, 1), Draw.Matrix(rng, c.H, c.W, 1), c.S])),
        (x, w, s) => Covered(x, w, s, (v, weight) => weight * (v - 0.5)),
        [("The sign is turned round: a fall is the whole image's answer minus the covered one's.", (x, w, s) => Covered(x, w, s, (v, weight) => weight * (0.5 - v))),
         ("The square is grey, not black: what is left of it in the answer is weight · 0.5.", (x, w, s) => Covered(x, w, s, (v, weight) => weight * v)),
         ("That is the answer to the covered image; asked is how much it falls.", (x, w, s) => Mat.Make(x.GetLength(0) - s + 1, x.GetLength(1) - s + 1, (r, c) => Whole(x, w) - Covered(x, w, s, (v, weight) => weight * (v - 0.5))[r, c])),
         ("The weights are missing: the model's answer falls, not the image.", (x, w, s) => Covered(x, w, s, (v, _) => v - 0.5)),
         ("A place is missing at the end: a square of side fits in rows − side + 1 times.", (x, w, s) => Mat.Make(Math.Max(0, x.GetLength(0) - s), Math.Max(0, x.GetLength(1) - s), (r, c) => Covered(x, w, s, (v, weight) => weight * (v - 0.5))[r, c])),
         ("The fall is divided by the pixels of the square; asked is the fall itself.", (x, w, s) => Covered(x, w, s, (v, weight) => weight * (v - 0.5) / (s * s))),
         ("The square moves by its own side; it stands at every place, one pixel from the next.", (x, w, s) => Mat.Make((x.GetLength(0) - s) / s + 1, (x.GetLength(1) - s) / s + 1, (r, c) => Covered(x, w, s, (v, weight) => weight * (v - 0.5))[r * s, c * s])),
         ("The squares laid before are still there: take a fresh copy of the image for every place.", Staying),
         ("Absolute values: where the answer rises the fall is negative.", (x, w, s) => Mat.Make(x.GetLength(0) - s + 1, x.GetLength(1) - s + 1, (r, c) => Math.Abs(Covered(x, w, s, (v, weight) => weight * (v - 0.5))[r, c]))),
         ("Places where the square sticks out count too; it must fit in whole, so there are rows − side + 1 places down.", (x, w, s) => Mat.Make(x.GetLength(0), x.GetLength(1), (r, c) => Mat.Sum(Math.Min(s, x.GetLength(0) - r), i => Mat.Sum(Math.Min(s, x.GetLength(1) - c), j => w[r + i, c + j] * (x[r + i, c + j] - 0.5)))))]);

    private static Exercise GradCam => Exercise.For<Func<double[,], double[,], double[]>>(
        "12-grad-cam", "Grad-CAM", 3, "GradCam", "maps gradients",
        """
        // Row k of maps is feature map k, its places written one after the other; gradients has the same
        // form and holds the derivative of a class's logit with respect to every number of the maps.
        // Return the class activation map: one number for each place.
        static double[] GradCam(double[,] maps, double[,] gradients)
        {
            throw new NotImplementedException();
        }
        """,
        ["First one weight for each map: how much does the class like it, on average over the places?",
         "a_k is the mean of row k of the gradients; the sum over k of a_k · maps[k, place], and negative sums become 0.",
         "double a = mean of gradients[k, ·]; for each place: cam[p] += a * maps[k, p]; at the end cam[p] = Math.Max(cam[p], 0);"],
        rng => new (int K, int P)[] { (1, 2), (2, 3), (3, 4), (4, 9), (6, 5) }
            .Select(c => new Case([Draw.Matrix(rng, c.K, c.P, 2), Draw.Matrix(rng, c.K, c.P, 2)])),
        (m, g) => Cam(m, g),
        [("Negative sums must become 0: they speak for other classes.", (m, g) => Cam(m, g, least: double.NegativeInfinity)),
         ("A map's weight is the mean of its gradients, not their sum.", (m, g) => Cam(m, g, share: m.GetLength(1))),
         ("The mean is taken over the places of one map, not over the maps.", (m, g) => Cam(m, g, share: (double)m.GetLength(1) / m.GetLength(0))),
         ("Each number is multiplied by its own gradient; Grad-CAM gives a whole map one weight.", (m, g) => Mat.Make(m.GetLength(1), p => Math.Max(Mat.Sum(m.GetLength(0), k => g[k, p] * m[k, p]), 0))),
         ("The rectifier belongs behind the sum, not before it: maps may take away from one another.", (m, g) => Mat.Make(m.GetLength(1), p => Mat.Sum(m.GetLength(0), k => Math.Max(Mean(g, k) * m[k, p], 0)))),
         ("The weights were rectified; a map that speaks against the class counts too.", (m, g) => Mat.Make(m.GetLength(1), p => Math.Max(Mat.Sum(m.GetLength(0), k => Math.Max(Mean(g, k), 0) * m[k, p]), 0))),
         ("The sum over the maps is divided by their number; asked is the sum.", (m, g) => Cam(m, g, share: 1.0 / m.GetLength(0))),
         ("The map is divided by its largest number; asked is the sum itself.", (m, g) => Cam(m, g) is var cam && cam.Max() > 0 ? [.. cam.Select(v => v / cam.Max())] : cam),
         ("The mean of absolute values: a gradient below 0 says that the class dislikes the map.", (m, g) => Mat.Make(m.GetLength(1), p => Math.Max(Mat.Sum(m.GetLength(0), k => Mat.Row(g, k).Average(Math.Abs) * m[k, p]), 0))),
         ("The mean runs over the maps at one place; it belongs over the places of one map.", (m, g) => Mat.Make(m.GetLength(1), p => Math.Max(Mat.Sum(m.GetLength(0), k => g[k, p]) / m.GetLength(0) * Mat.Sum(m.GetLength(0), k => m[k, p]), 0)))]);

    private static Exercise Climb => Exercise.For<Func<double[], double, double[], double[]>>(
        "12-dream-step", "One step of a dream", 2, "DreamStep", "x rate gradient",
        """
        // x holds pixels between 0 and 1, gradient the derivative of what is to grow with respect to each.
        // Divide the gradient by the mean of its absolute values, go rate of that uphill, and keep every
        // pixel between 0 and 1. Return the new pixels.
        static double[] DreamStep(double[] x, double rate, double[] gradient)
        {
            throw new NotImplementedException();
        }
        """,
        ["Training goes downhill. Which way goes a dream?",
         "x + rate · g / mean|g|, then everything below 0 becomes 0 and everything above 1 becomes 1.",
         "double size = gradient.Average(Math.Abs); y[i] = Math.Clamp(x[i] + rate * gradient[i] / size, 0, 1);"],
        rng => new[] { 1, 2, 3, 6, 9 }.Select(n => new Case([Mat.Make(n, _ => rng.Next(11) / 10.0), 0.1 + rng.Next(4) / 10.0, Mat.Make(n, _ => 3 * Draw.Value(rng, 1))])),
        (x, rate, g) => Step(x, g, rate, Math.Abs),
        [("That goes downhill, as training does; a dream climbs.", (x, rate, g) => Step(x, g, -rate, Math.Abs)),
         ("The gradient is not divided by its mean size, so the step is as long as the gradient happens to be.", (x, rate, g) => Step(x, g, rate, null)),
         ("The mean of the gradient is not the mean of its absolute values: positive and negative numbers cancel.", (x, rate, g) => Step(x, g, rate, v => v)),
         ("Pixels must stay between 0 and 1.", (x, rate, g) => Step(x, g, rate, Math.Abs, clamp: false)),
         ("Only the gradient's sign is used; its size says which pixels matter more.", (x, rate, g) => Mat.Make(x.Length, i => Math.Clamp(x[i] + rate * Math.Sign(g[i]), 0, 1))),
         ("The absolute values are added up, not averaged.", (x, rate, g) => Step(x, g, rate / x.Length, Math.Abs)),
         ("The gradient is divided by the root of its sum of squares; asked is the mean of its absolute values.", (x, rate, g) => Step(x, g, rate / Math.Sqrt(g.Sum(v => v * v)), _ => 1)),
         ("The gradient is divided by its largest size; asked is the mean.", (x, rate, g) => Step(x, g, rate / g.Max(Math.Abs), _ => 1))]);

    private static Exercise Overlap => Exercise.For<Func<int[], int[], int, double>>(
        "12-iou", "Intersection over union", 2, "IoU", "predicted mask label",
        """
        // predicted and mask hold a class for each pixel, the network's and the true one. Return the
        // intersection over union of one class: pixels that have it in both, divided by pixels that have
        // it in at least one. If no pixel has it in either, return 1.
        static double IoU(int[] predicted, int[] mask, int label)
        {
            throw new NotImplementedException();
        }
        """,
        ["Count two numbers in one loop: both and either.",
         "A pixel counts for the union if predicted is the class, or mask is, or both; and then only once.",
         "if (a && b) both++; if (a || b) either++; with a = predicted[i] == label and b = mask[i] == label; return either == 0 ? 1 : (double)both / either;"],
        rng => new (int[] P, int[] M, int K)[] { ([1], [1], 1), ([0, 0], [0, 0], 1), ([1, 1, 0, 0], [1, 0, 1, 0], 1), (Classes(rng, 6, 2), Classes(rng, 6, 2), 0), (Classes(rng, 30, 3), Classes(rng, 30, 3), 2), (Classes(rng, 40, 3), Classes(rng, 40, 3), 1) }
            .Select(c => new Case([c.P, c.M, c.K])),
        (p, m, k) => Score(p, m, k, (both, either, _, _) => both / either),
        [("That is the share of right pixels; where nearly all is background it is high whatever the class's pixels are.", (p, m, _) => p.Zip(m, (a, b) => a == b ? 1.0 : 0).Average()),
         ("That is the share of the class's pixels that were found; pixels painted too much cost nothing there.", (p, m, k) => Score(p, m, k, (both, _, _, mine) => both / mine)),
         ("That is the share of the painted pixels that are right; pixels that were missed cost nothing there.", (p, m, k) => Score(p, m, k, (both, _, painted, _) => both / painted)),
         ("The union counts pixels of both twice: painted plus true minus both.", (p, m, k) => Score(p, m, k, (both, _, painted, mine) => both / (painted + mine))),
         ("That is Dice's score, 2 · both / (painted + true), which is larger.", (p, m, k) => Score(p, m, k, (both, _, painted, mine) => 2 * both / (painted + mine))),
         ("A whole number divided by a whole number is a whole number in C#; one of them must be a double.", (p, m, k) => Score(p, m, k, (both, either, _, _) => Math.Floor(both / either))),
         ("A class that occurs in neither was not missed: return 1.", (p, m, k) => p.Contains(k) || m.Contains(k) ? Score(p, m, k, (both, either, _, _) => both / either) : 0),
         ("Pixels that have the class in both are divided by all pixels; divide by those that have it in at least one.", (p, m, k) => Score(p, m, k, (both, _, _, _) => both / p.Length) is var s && (p.Contains(k) || m.Contains(k)) ? s : 0),
         ("Pixels of other classes that agree are counted as well; only this class is asked for.", (p, m, k) => Score(p, m, k, (_, either, _, _) => p.Zip(m).Count(t => t.First == t.Second) / either))]);

    // Row after row, and nothing is ever uncovered again.
    private static double[,] Staying(double[,] x, double[,] w, int side)
    {
        var image = (double[,])x.Clone();
        return Mat.Make(x.GetLength(0) - side + 1, x.GetLength(1) - side + 1, (r, c) =>
        {
            for (int p = 0; p < side * side; p++)
                image[r + p / side, c + p % side] = 0.5;
            return Whole(x, w) - Whole(image, w);
        });
    }

    private static double Whole(double[,] x, double[,] w) => Mat.Sum(x.GetLength(0), i => Mat.Sum(x.GetLength(1), j => x[i, j] * w[i, j]));

    private static double[,] Covered(double[,] x, double[,] w, int side, Func<double, double, double> lost) =>
        Mat.Make(x.GetLength(0) - side + 1, x.GetLength(1) - side + 1, (r, c) => Mat.Sum(side, i => Mat.Sum(side, j => lost(x[r + i, c + j], w[r + i, c + j]))));

    private static double Mean(double[,] g, int row) => Mat.Row(g, row).Average();

    private static double[] Cam(double[,] maps, double[,] gradients, double least = 0, double share = 1) =>
        Mat.Make(maps.GetLength(1), p => Math.Max(Mat.Sum(maps.GetLength(0), k => share * Mean(gradients, k) * maps[k, p]), least));

    private static double[] Step(double[] x, double[] g, double rate, Func<double, double>? size, bool clamp = true)
    {
        double by = size is null ? 1 : g.Average(size);
        return Mat.Make(x.Length, i => clamp ? Math.Clamp(x[i] + rate * g[i] / by, 0, 1) : x[i] + rate * g[i] / by);
    }

    private static int[] Classes(Rng rng, int count, int kinds) => [.. Enumerable.Range(0, count).Select(_ => rng.Next(kinds))];

    private static double Score(int[] p, int[] m, int k, Func<double, double, double, double, double> of)
    {
        double both = p.Zip(m).Count(t => t.First == k && t.Second == k), painted = p.Count(v => v == k), mine = m.Count(v => v == k);
        return painted + mine == 0 ? 1 : of(both, painted + mine - both, painted, mine);
    }
}
