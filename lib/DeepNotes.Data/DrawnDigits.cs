namespace DeepNotes.Data;

/// <summary>Numerals drawn with a pen by program, in MNIST's own form: 28×28 grey levels, ink bright, ten classes.</summary>
/// <remarks>
/// Every numeral is one of several ways to write it, given by a few points per pen stroke (<see cref="Numerals"/>). The points are
/// jittered, joined by Catmull–Rom splines, bent by a smooth random field (elastic distortion, after Simard, Steinkraus and Platt
/// 2003), slanted, rotated and stretched, fitted into a 20×20 box, inked with a pen of random width and centred by mass, as
/// LeCun et al. (1998) did with the originals. Plain arithmetic only, so the bits are the same everywhere.
/// </remarks>
public static class DrawnDigits
{
    /// <summary>Width and height of an image.</summary>
    public const int Side = 28;
    private const int Box = 20;

    /// <summary>Makes a data set.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images.</param>
    /// <returns>X (N, 1, 28, 28) in [0, 1], ten classes, equally frequent.</returns>
    public static LabelledData Generate(Rng rng, int train = 8000, int test = 2000)
    {
        var (pixels, labels) = Draw(rng, train + test);
        Tensor All(int from, int count) =>
            new IdxArray(IdxType.UInt8, [count, 1, Side, Side], pixels[(from * Side * Side)..((from + count) * Side * Side)]).ToTensor(255);
        return new LabelledData("digits", All(0, train), labels[..train], All(train, test), labels[train..],
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], $"drawn digits, made by DeepNotes (seed {rng.Seed})");
    }

    /// <summary>Draws numerals in random order.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many; the classes are equally frequent.</param>
    /// <returns>Grey levels (count, 28, 28), 255 is ink, and the labels.</returns>
    public static (byte[] Pixels, int[] Labels) Draw(Rng rng, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pixels = new byte[count * Side * Side];
        int[] labels = new int[count], order = rng.Permutation(count);
        for (int i = 0; i < count; i++)
        {
            labels[order[i]] = i % 10;
            DrawOne(rng, i % 10, pixels.AsSpan(order[i] * Side * Side, Side * Side));
        }
        return (pixels, labels);
    }

    /// <summary>Draws one numeral.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="digit">0 … 9.</param>
    /// <param name="image">28×28 grey levels, overwritten.</param>
    public static void DrawOne(Rng rng, int digit, Span<byte> image)
    {
        var strokes = Numerals.Pick(rng, digit);
        Jitter(rng, strokes, 2.2);
        var lines = strokes.ConvertAll(Smooth);
        Bend(rng, lines, 7.5);
        Slant(rng, lines);
        double pen = 0.75 + 0.95 * rng.NextDouble();   // half the width, in pixels
        Fit(lines, Box - 2 * Math.Max(0, pen - 0.5));
        Ink(rng, lines, pen, image);
    }

    // Corners shared by two strokes move together.
    private static void Jitter(Rng rng, List<List<Pen>> strokes, double size)
    {
        var moved = new Dictionary<Pen, Pen>();
        foreach (var stroke in strokes)
        {
            for (int i = 0; i < stroke.Count; i++)
            {
                if (!moved.TryGetValue(stroke[i], out var to))
                    moved[stroke[i]] = to = new Pen(stroke[i].X + size * rng.NextNormal(), stroke[i].Y + size * rng.NextNormal());
                stroke[i] = to;
            }
        }
    }

    // Elastic distortion: every point moves by a random polynomial of degree three in its place, so lines stay smooth.
    private static void Bend(Rng rng, List<List<Pen>> lines, double size)
    {
        Span<double> a = stackalloc double[14];
        for (int i = 0; i < a.Length; i++)
            a[i] = size * rng.NextNormal();
        foreach (var line in lines)
        {
            for (int i = 0; i < line.Count; i++)
            {
                double u = line[i].X / 50 - 1, v = line[i].Y / 50 - 1;
                line[i] = new Pen(line[i].X + Warp(a[..7], u, v), line[i].Y + Warp(a[7..], u, v));
            }
        }
    }

    private static double Warp(ReadOnlySpan<double> a, double u, double v) =>
        u * u * (a[0] + a[1] * u + a[2] * v) + v * v * (a[3] + a[4] * u + a[5] * v) + a[6] * u * v;

    // The Catmull–Rom spline through the points, eight pieces between neighbours.
    private static List<Pen> Smooth(List<Pen> p)
    {
        var line = new List<Pen> { p[0] };
        if (p.Count == 2)
        {
            line.Add(p[1]);
            return line;
        }
        bool closed = p[0] == p[^1];
        for (int i = 0; i + 1 < p.Count; i++)
        {
            Pen before = i > 0 ? p[i - 1] : closed ? p[^2] : p[0], after = i + 2 < p.Count ? p[i + 2] : closed ? p[1] : p[^1];
            for (int k = 1; k <= 8; k++)
                line.Add(new Pen(Spline(before.X, p[i].X, p[i + 1].X, after.X, k / 8.0), Spline(before.Y, p[i].Y, p[i + 1].Y, after.Y, k / 8.0)));
        }
        return line;
    }

    private static double Spline(double a, double b, double c, double d, double t) =>
        0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));

    // Rotation by the rational parametrisation of the circle, then slant and stretch.
    private static void Slant(Rng rng, List<List<Pen>> lines)
    {
        double h = 0.09 * rng.NextNormal(), cos = (1 - h * h) / (1 + h * h), sin = 2 * h / (1 + h * h);
        double slant = -0.2 + 0.22 * rng.NextNormal(), wide = 0.72 + 0.42 * rng.NextDouble();
        foreach (var line in lines)
        {
            for (int i = 0; i < line.Count; i++)
            {
                double x = wide * line[i].X + slant * line[i].Y, y = line[i].Y;
                line[i] = new Pen(cos * x - sin * y, sin * x + cos * y);
            }
        }
    }

    private static void Fit(List<List<Pen>> lines, double box)
    {
        var all = lines.SelectMany(l => l).ToList();
        double left = all.Min(p => p.X), top = all.Min(p => p.Y), width = all.Max(p => p.X) - left, height = all.Max(p => p.Y) - top;
        double scale = box / Math.Max(width, height);
        foreach (var line in lines)
        {
            for (int i = 0; i < line.Count; i++)
                line[i] = new Pen((line[i].X - left - width / 2) * scale + Side / 2.0, (line[i].Y - top - height / 2) * scale + Side / 2.0);
        }
    }

    // A pixel's grey is how far the pen reaches over its centre; the pen presses harder in the middle of a stroke.
    private static void Ink(Rng rng, List<List<Pen>> lines, double pen, Span<byte> image)
    {
        Span<double> ink = stackalloc double[Side * Side];
        ink.Clear();
        foreach (var line in lines)
        {
            double thin = 0.3 * rng.NextDouble() * pen;
            for (int i = 0; i + 1 < line.Count; i++)
            {
                double along = 2.0 * i / (line.Count - 1) - 1;
                Stroke(line[i], line[i + 1], pen - thin * along * along, ink);
            }
        }
        double mass = 0, mx = 0, my = 0;
        for (int i = 0; i < ink.Length; i++)
            (mass, mx, my) = (mass + ink[i], mx + ink[i] * (i % Side), my + ink[i] * (i / Side));
        int dx = (int)Math.Floor(mx / mass - (Side - 1) / 2.0 + 0.5), dy = (int)Math.Floor(my / mass - (Side - 1) / 2.0 + 0.5);
        for (int i = 0; i < image.Length; i++)
        {
            int x = i % Side + dx, y = i / Side + dy;
            bool inside = (uint)x < Side && (uint)y < Side;
            image[i] = inside ? (byte)(255 * ink[y * Side + x] + 0.5) : (byte)0;
        }
    }

    private static void Stroke(Pen a, Pen b, double pen, Span<double> ink)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, squared = dx * dx + dy * dy, reach = pen + 1;
        int x0 = Math.Max(0, (int)(Math.Min(a.X, b.X) - reach)), x1 = Math.Min(Side - 1, (int)(Math.Max(a.X, b.X) + reach));
        int y0 = Math.Max(0, (int)(Math.Min(a.Y, b.Y) - reach)), y1 = Math.Min(Side - 1, (int)(Math.Max(a.Y, b.Y) + reach));
        for (int y = y0; y <= y1; y++)
        {
            for (int x = x0; x <= x1; x++)
            {
                double px = x + 0.5 - a.X, py = y + 0.5 - a.Y;
                double t = squared > 0 ? Math.Clamp((px * dx + py * dy) / squared, 0, 1) : 0;
                double distance = Math.Sqrt((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy));
                ink[y * Side + x] = Math.Max(ink[y * Side + x], Math.Clamp(0.5 + (pen - distance) / 1.2, 0, 1));
            }
        }
    }
}
