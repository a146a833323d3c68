namespace DeepNotes.Exercises;

/// <summary>Notebook 09, the convolution by hand.</summary>
internal static class N09
{
    public static IReadOnlyList<Exercise> All => [OutputSize, Convolve, ReceptiveField, Backward, Pool, Transposed];

    private static Exercise OutputSize => Exercise.For<Func<double, double, double, double, double, double>>(
        "09-output-size", "How many places a kernel has", 1, "OutputSize", "input kernel stride padding dilation",
        """
        // All five are whole numbers: input pixels in a row, kernel length, stride, zeros at either end,
        // and the distance between neighbouring kernel places (1 is an ordinary kernel).
        // Return the number of outputs in the row.
        static double OutputSize(
            double input, double kernel, double stride, double padding, double dilation)
        {
            throw new NotImplementedException();
        }
        """,
        ["How long is the row with its padding, and how many pixels does the spread kernel cover?",
         "The kernel covers dilation · (kernel − 1) + 1 pixels. It can start at 0, stride, 2 · stride, … while it still fits.",
         "return Math.Floor((input + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;"],
        rng => new[] { (5.0, 3.0, 1.0, 0.0, 1.0), (28, 5, 1, 2, 1), (224, 7, 2, 3, 1), (9, 3, 2, 0, 1), (11, 3, 1, 0, 2), (12, 3, 3, 1, 3), (20 + rng.Next(9), 4, 3, 2, 2) }
            .Select(c => new Case([c.Item1, c.Item2, c.Item3, c.Item4, c.Item5])),
        (n, k, s, p, d) => Places(n, k, s, p, d),
        [("The padding is counted once; there are zeros at either end.", (n, k, s, p, d) => Places(n, k, s, p / 2, d)),
         ("One short: a kernel as long as the row has one place, not none.", (n, k, s, p, d) => Places(n, k, s, p, d) - 1),
         ("The dilation is missing: the spread kernel covers dilation · (kernel − 1) + 1 pixels.", (n, k, s, p, d) => Places(n, k, s, p, 1)),
         ("The dilated kernel covers dilation · (kernel − 1) + 1 pixels, not dilation · kernel.", (n, k, s, p, d) => Math.Floor((n + 2 * p - d * k) / s) + 1),
         ("The quotient is rounded up; a last place that sticks out does not count, so round down.", (n, k, s, p, d) => Math.Ceiling((n + 2 * p - d * (k - 1) - 1) / s) + 1),
         ("The stride is missing: the kernel moves by that many pixels at a time.", (n, k, s, p, d) => Places(n, k, 1, p, d)),
         ("The padding is missing.", (n, k, s, p, d) => Places(n, k, s, 0, d))],
        new() { Tolerance = 1e-9 });

    private static Exercise Convolve => Exercise.For<Func<double[,], double[,], int, int, double[,]>>(
        "09-conv", "Slide a kernel over an image", 3, "Convolve", "x w stride padding",
        """
        // x is an image, w a kernel; around x there are `padding` rows and columns of zeros on each side.
        // y[i, j] is the sum of w[r, s] times the pixel under it when the kernel's upper left corner
        // lies at (i·stride, j·stride) of the padded image. Do not flip the kernel. Return y.
        static double[,] Convolve(double[,] x, double[,] w, int stride, int padding)
        {
            throw new NotImplementedException();
        }
        """,
        ["Start with four loops: over i and j of the output, over r and s of the kernel.",
         "The pixel under w[r, s] is x[i·stride + r − padding, j·stride + s − padding]; where that lies outside of x it is 0.",
         "The output has (H + 2·padding − R) / stride + 1 rows (whole-number division), and likewise columns."],
        rng => new (int H, int W, int R, int S, int Stride, int Pad)[] { (2, 2, 1, 1, 1, 0), (3, 4, 2, 2, 1, 0), (4, 5, 3, 2, 1, 1), (5, 7, 3, 3, 2, 0), (6, 5, 2, 3, 3, 2) }
            .Select(c => new Case([Draw.Matrix(rng, c.H, c.W, 2), Draw.Matrix(rng, c.R, c.S, 1), c.Stride, c.Pad])),
        (x, w, stride, pad) => Slide(x, w, stride, pad),
        [("The kernel is flipped. Mathematics calls that convolution; networks do not flip.", (x, w, stride, pad) => Slide(x, Flip(w), stride, pad)),
         ("Rows and columns of the kernel are exchanged.", (x, w, stride, pad) => Mat.Make(Rows(x, w, stride, pad), Columns(x, w, stride, pad), (i, j) => Sum(w, (r, s) => w[r, s] * Pixel(x, i * stride + s - pad, j * stride + r - pad)))),
         ("The stride moves the output, not the kernel: use i·stride and j·stride for the pixel.", (x, w, stride, pad) => Mat.Make(Rows(x, w, stride, pad), Columns(x, w, stride, pad), (i, j) => Sum(w, (r, s) => w[r, s] * Pixel(x, i + r - pad, j + s - pad)))),
         ("The padding is missing in the pixel's place: subtract it from row and column.", (x, w, stride, pad) => Mat.Make(Rows(x, w, stride, pad), Columns(x, w, stride, pad), (i, j) => Sum(w, (r, s) => w[r, s] * Pixel(x, i * stride + r, j * stride + s)))),
         ("Beyond the edge the nearest pixel is repeated; the padding is zeros.", (x, w, stride, pad) => Mat.Make(Rows(x, w, stride, pad), Columns(x, w, stride, pad), (i, j) => Sum(w, (r, s) =>
            w[r, s] * x[Math.Clamp(i * stride + r - pad, 0, x.GetLength(0) - 1), Math.Clamp(j * stride + s - pad, 0, x.GetLength(1) - 1)]))),
         ("The output is one row and one column short.", (x, w, stride, pad) => Slide(x, w, stride, pad) is var y ? Mat.Make(y.GetLength(0) - 1, y.GetLength(1) - 1, (i, j) => y[i, j]) : y)]);

    private static Exercise ReceptiveField => Exercise.For<Func<int[,], double>>(
        "09-receptive-field", "How far a unit sees", 2, "ReceptiveField", "layers",
        """
        // One row per layer, first layer first: kernel length, stride, dilation. A pooling layer is a row
        // like any other. Return how many pixels, in one direction, a unit of the last layer can see.
        static double ReceptiveField(int[,] layers)
        {
            throw new NotImplementedException();
        }
        """,
        ["A unit of the input sees one pixel. What does one layer add?",
         "A kernel reaches dilation · (kernel − 1) steps further, and a step of its input is as many pixels as the strides before it multiply to.",
         "double field = 1, step = 1; per layer: field += layers[l, 2] * (layers[l, 0] - 1) * step; step *= layers[l, 1];"],
        rng => new[]
        {
            new[,] { { 3, 1, 1 } }, new[,] { { 3, 1, 1 }, { 3, 1, 1 } }, new[,] { { 5, 2, 1 }, { 3, 1, 1 } }, new[,] { { 3, 1, 2 }, { 2, 2, 1 }, { 3, 1, 4 } },
            new[,] { { 7, 2, 1 }, { 3, 2, 1 }, { 3, 1, 1 }, { 1 + rng.Next(5), 2, 1 + rng.Next(3) }, { 3, 1, 2 } },
        }.Select(l => new Case([l])),
        layers => Field(layers),
        [("The stride of a layer is used for its own kernel; it widens only what comes after.", layers => Field(layers, ownStride: true)),
         ("The dilation is missing: a dilated kernel reaches dilation · (kernel − 1) steps.", layers => Field(layers, dilate: false)),
         ("The strides are missing: after a stride of 2 a step of the next layer is two pixels.", layers => Field(layers, stride: false)),
         ("One too few: begin with the one pixel that a unit of the input sees.", layers => Field(layers) - 1),
         ("A kernel adds kernel − 1, since neighbouring units share the rest; this adds the whole kernel.", layers => Field(layers, less: 0)),
         ("The kernels are multiplied; overlapping windows grow by sums.", layers => Enumerable.Range(0, layers.GetLength(0)).Aggregate(1.0, (p, l) => p * layers[l, 0]))],
        new() { Tolerance = 1e-9 });

    private static Exercise Backward => Exercise.For<Func<double[,], double[,], double[,], (double[,], double[,])>>(
        "09-conv-backward", "A convolution, backwards", 3, "ConvBackward", "x w dy",
        """
        // The forward pass was y[i, j] = Σ_r Σ_s w[r, s] · x[i + r, j + s]: stride 1, no padding, one
        // channel.
        // dy holds the gradient of the loss with respect to y. Return those with respect to x and w.
        static (double[,] Dx, double[,] Dw) ConvBackward(
            double[,] x, double[,] w, double[,] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["One product w[r, s] · x[i + r, j + s] stands in y[i, j]. To which two gradients does dy[i, j] go through it?",
         "Through that product dy[i, j] · w[r, s] arrives at pixel (i + r, j + s), and dy[i, j] · x[i + r, j + s] at weight (r, s).",
         "Four loops over i, j, r, s: dx[i + r, j + s] += dy[i, j] * w[r, s]; dw[r, s] += dy[i, j] * x[i + r, j + s];"],
        rng => new (int H, int W, int R, int S)[] { (1, 1, 1, 1), (2, 3, 1, 2), (3, 3, 2, 2), (4, 5, 2, 3), (5, 4, 3, 3) }.Select(c => new Case(
            [Draw.Matrix(rng, c.H, c.W, 2), Draw.Matrix(rng, c.R, c.S, 1), Draw.Matrix(rng, c.H - c.R + 1, c.W - c.S + 1, 1)])),
        (x, w, dy) => (Dx(x, w, dy), Slide(x, dy, 1, 0)),
        [("Dx is flipped: the pixel (i + r, j + s) gets w[r, s], so the full convolution uses the kernel turned round.", (x, w, dy) => (Dx(x, Flip(w), dy), Slide(x, dy, 1, 0))),
         ("Dw is flipped: it is x slid under dy, not turned round.", (x, w, dy) => (Dx(x, w, dy), Flip(Slide(x, dy, 1, 0)))),
         ("Dx is overwritten: a pixel lies under several places of the kernel, so its parts add up (+=).", (x, w, dy) => (LastDx(x, w, dy), Slide(x, dy, 1, 0))),
         ("Dw is overwritten: a weight is used at every place, so its parts add up (+=).", (x, w, dy) => (Dx(x, w, dy), Mat.Make(w.GetLength(0), w.GetLength(1), (r, s) =>
            dy[dy.GetLength(0) - 1, dy.GetLength(1) - 1] * x[dy.GetLength(0) - 1 + r, dy.GetLength(1) - 1 + s]))),
         ("Dw is a mean over the places; it is a sum.", (x, w, dy) => (Dx(x, w, dy), Mat.Make(w.GetLength(0), w.GetLength(1), (r, s) => Slide(x, dy, 1, 0)[r, s] / dy.Length)))],
        new() { Results = ["Dx", "Dw"] });

    private static Exercise Pool => Exercise.For<Func<double[,], int, double[,], (double[,], double[,])>>(
        "09-pool", "Max pooling, there and back", 2, "MaxPool", "x window dy",
        """
        // Cut x into blocks of window × window pixels that do not overlap (its sides are multiples of
        // window). Y holds the largest number of each block. dy holds the gradient of the loss with respect
        // to Y. Return Y and the gradient with respect to x.
        static (double[,] Y, double[,] Dx) MaxPool(double[,] x, int window, double[,] dy)
        {
            throw new NotImplementedException();
        }
        """,
        ["Which pixel of a block has any influence on its maximum?",
         "Dx is 0 everywhere but at each block's largest pixel; there it is the block's dy.",
         "Per block: remember row and column of the largest pixel so far, beginning with the block's first; then y[i, j] = x[row, column] and dx[row, column] = dy[i, j]."],
        rng => new (int H, int W, int K)[] { (1, 1, 1), (2, 2, 2), (2, 4, 2), (6, 3, 3), (4, 6, 2) }.Select((c, n) =>
        {
            // No two pixels alike and none 0; in the second case all are negative.
            int[] order = rng.Permutation(c.H * c.W);
            int below = n == 1 ? 9 : c.H * c.W / 2;
            return new Case([Mat.Make(c.H, c.W, (i, j) => (order[i * c.W + j] - below + (order[i * c.W + j] < below ? 0 : 1)) / 10.0), c.K, Draw.Matrix(rng, c.H / c.K, c.W / c.K, 1)]);
        }),
        (x, k, dy) => (Blocks(x, k, b => b.Max()), Spread(x, k, dy, (v, most, _) => v == most ? 1 : 0)),
        [("Every pixel of a block gets its gradient; only the largest had a say.", (x, k, dy) => (Blocks(x, k, b => b.Max()), Spread(x, k, dy, (_, _, _) => 1))),
         ("The gradient is shared out, as a mean would do; the maximum hands all of it to one pixel.", (x, k, dy) => (Blocks(x, k, b => b.Max()), Spread(x, k, dy, (_, _, _) => 1.0 / (k * k)))),
         ("Y holds means; asked is the largest number of each block.", (x, k, dy) => (Blocks(x, k, b => b.Average()), Spread(x, k, dy, (v, most, _) => v == most ? 1 : 0))),
         ("A block of negative numbers has a negative maximum: begin with the block's first number, not with 0.", (x, k, dy) => (Blocks(x, k, b => Math.Max(b.Max(), 0)), Spread(x, k, dy, (v, most, _) => v == most && v > 0 ? 1 : 0))),
         ("The largest pixel gets 1; it gets the dy of its block.", (x, k, dy) => (Blocks(x, k, b => b.Max()), Spread(x, k, dy, (v, most, g) => v == most ? 1 / g : 0))),
         ("The gradient goes to the first pixel of each block; it belongs to the largest.", (x, k, dy) => (Blocks(x, k, b => b.Max()), Mat.Make(x.GetLength(0), x.GetLength(1), (i, j) => i % k == 0 && j % k == 0 ? dy[i / k, j / k] : 0))),
         ("Y is never below 0: begin each block with its own first number, not with 0.", (x, k, dy) => (Blocks(x, k, b => Math.Max(b.Max(), 0)), Spread(x, k, dy, (v, most, _) => v == most ? 1 : 0))),
         ("The largest pixel gets dy times its value; its own value has no part in its gradient.", (x, k, dy) => (Blocks(x, k, b => b.Max()), Spread(x, k, dy, (v, most, _) => v == most ? v : 0)))],
        new() { Results = ["Y", "Dx"] });

    private static Exercise Transposed => Exercise.For<Func<double[,], double[,], int, double[,]>>(
        "09-transposed", "The way up: transposed convolution", 2, "Transposed", "x w stride",
        """
        // Each number of x stamps the kernel w, times itself, into the output; the stamp of x[i, j] has its
        // upper left corner at (i·stride, j·stride). Stamps that overlap add up. Return the output, which
        // is just large enough for all stamps.
        static double[,] Transposed(double[,] x, double[,] w, int stride)
        {
            throw new NotImplementedException();
        }
        """,
        ["How far down does the stamp of the last row of x reach?",
         "The output has (H − 1) · stride + R rows and (W − 1) · stride + S columns.",
         "Four loops over i, j, r, s: y[i * stride + r, j * stride + s] += x[i, j] * w[r, s];"],
        rng => new (int H, int W, int R, int S, int Stride)[] { (1, 1, 2, 2, 1), (2, 2, 2, 2, 1), (2, 3, 2, 3, 2), (3, 2, 3, 3, 2), (2, 3, 4, 2, 3) }
            .Select(c => new Case([Draw.Matrix(rng, c.H, c.W, 2), Draw.Matrix(rng, c.R, c.S, 1), c.Stride])),
        (x, w, stride) => Stamp(x, w, stride, add: true),
        [("Overlapping stamps replace each other; they add up (+=).", (x, w, stride) => Stamp(x, w, stride, add: false)),
         ("The stamp is turned round; w[r, s] goes to (i·stride + r, j·stride + s).", (x, w, stride) => Stamp(x, Flip(w), stride, add: true)),
         ("The output has H·stride rows; the last stamp needs (H − 1)·stride + R.", (x, w, stride) => Mat.Make(x.GetLength(0) * stride, x.GetLength(1) * stride, (i, j) => Pixel(Stamp(x, w, stride, add: true), i, j))),
         ("The stride is missing: neighbouring stamps lie `stride` apart.", (x, w, stride) => Stamp(x, w, 1, add: true)),
         ("The output is cut to the size of x; it is larger.", (x, w, stride) => Mat.Make(x.GetLength(0), x.GetLength(1), (i, j) => Stamp(x, w, stride, add: true)[i, j]))]);

    private static IEnumerable<double> Block(double[,] x, int k, int row, int column) =>
        Enumerable.Range(0, k * k).Select(p => x[row * k + p / k, column * k + p % k]);

    private static double[,] Blocks(double[,] x, int k, Func<IEnumerable<double>, double> of) =>
        Mat.Make(x.GetLength(0) / k, x.GetLength(1) / k, (i, j) => of(Block(x, k, i, j)));

    private static double[,] Spread(double[,] x, int k, double[,] dy, Func<double, double, double, double> share) =>
        Mat.Make(x.GetLength(0), x.GetLength(1), (i, j) => dy[i / k, j / k] * share(x[i, j], Block(x, k, i / k, j / k).Max(), dy[i / k, j / k]));

    private static double Places(double n, double k, double s, double p, double d) => Math.Floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;

    private static int Rows(double[,] x, double[,] w, int stride, int pad) => (x.GetLength(0) + 2 * pad - w.GetLength(0)) / stride + 1;

    private static int Columns(double[,] x, double[,] w, int stride, int pad) => (x.GetLength(1) + 2 * pad - w.GetLength(1)) / stride + 1;

    private static double Pixel(double[,] x, int i, int j) => i >= 0 && j >= 0 && i < x.GetLength(0) && j < x.GetLength(1) ? x[i, j] : 0;

    private static double Sum(double[,] w, Func<int, int, double> of) => Mat.Sum(w.GetLength(0), r => Mat.Sum(w.GetLength(1), s => of(r, s)));

    private static double[,] Slide(double[,] x, double[,] w, int stride, int pad) =>
        Mat.Make(Rows(x, w, stride, pad), Columns(x, w, stride, pad), (i, j) => Sum(w, (r, s) => w[r, s] * Pixel(x, i * stride + r - pad, j * stride + s - pad)));

    private static double[,] Flip(double[,] w) => Mat.Make(w.GetLength(0), w.GetLength(1), (r, s) => w[w.GetLength(0) - 1 - r, w.GetLength(1) - 1 - s]);

    private static double[,] Dx(double[,] x, double[,] w, double[,] dy) => Mat.Make(x.GetLength(0), x.GetLength(1), (a, b) => Sum(w, (r, s) => w[r, s] * Pixel(dy, a - r, b - s)));

    private static double[,] LastDx(double[,] x, double[,] w, double[,] dy) => Paint(new double[x.GetLength(0), x.GetLength(1)], dy, w, 1, add: false);

    private static double[,] Stamp(double[,] x, double[,] w, int stride, bool add) =>
        Paint(new double[(x.GetLength(0) - 1) * stride + w.GetLength(0), (x.GetLength(1) - 1) * stride + w.GetLength(1)], x, w, stride, add);

    private static double[,] Paint(double[,] y, double[,] x, double[,] w, int stride, bool add)
    {
        for (int place = 0; place < x.Length; place++)
        {
            (int i, int j) = (place / x.GetLength(1), place % x.GetLength(1));
            for (int k = 0; k < w.Length; k++)
            {
                (int r, int s) = (k / w.GetLength(1), k % w.GetLength(1));
                y[i * stride + r, j * stride + s] = (add ? y[i * stride + r, j * stride + s] : 0) + x[i, j] * w[r, s];
            }
        }
        return y;
    }

    private static double Field(int[,] layers, bool ownStride = false, bool dilate = true, bool stride = true, int less = 1)
    {
        double field = 1, step = 1;
        for (int l = 0; l < layers.GetLength(0); l++)
        {
            double after = stride ? step * layers[l, 1] : 1;
            field += (dilate ? layers[l, 2] : 1) * (layers[l, 0] - less) * (ownStride ? after : step);
            step = after;
        }
        return field;
    }
}
