namespace DeepNotes.Data;

/// <summary>Images with the class of every pixel.</summary>
/// <param name="X">Images, (N, 3, 32, 32) in [0, 1].</param>
/// <param name="Y">N labels: the class of the shape in front.</param>
/// <param name="Mask">N · 1,024 pixels, image by image, row by row: 0 is background, k + 1 a pixel of class k.</param>
public sealed record MaskedImages(Tensor X, int[] Y, int[] Mask)
{
    /// <summary>A run of the images, sharing their storage, with their labels and masks.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    public MaskedImages Slice(int start, int count)
    {
        int pixels = Mask.Length / Math.Max(1, Y.Length);
        return new(F.Slice(X, start, count), Y[start..(start + count)], Mask[(start * pixels)..((start + count) * pixels)]);
    }

    /// <summary>Chosen images, copied, with their labels and masks: a mini-batch.</summary>
    /// <param name="rows">Which.</param>
    public MaskedImages Pick(int[] rows)
    {
        int pixels = Mask.Length / Math.Max(1, Y.Length);
        return new(F.IndexSelect(X, rows), [.. rows.Select(r => Y[r])], [.. rows.SelectMany(r => Mask[(r * pixels)..((r + 1) * pixels)])]);
    }
}

/// <summary>Geometric shapes on coloured, noisy ground, in CIFAR's form: 32×32 pixels of red, green and blue, ten classes, and a mask.</summary>
/// <remarks>
/// A shape has a random place, size, turn and colour; ground and shape differ in brightness or hue. Plain arithmetic only, so the bits
/// are the same everywhere.
/// </remarks>
public static class ShapeScenes
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 32;
    private const int Pixels = Side * Side, Fine = 2;   // a pixel is looked at in Fine × Fine places

    private static readonly (double X, double Y)[] Triangle = Polygon(3, 1, 1), Hexagon = Polygon(6, 1, 1), Star = Polygon(10, 1, 0.42);

    /// <summary>The classes' names, by label.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["disc", "square", "triangle", "plus", "ring", "star", "frame", "diamond", "hexagon", "crescent"];

    /// <summary>A classification set: one shape per image.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images.</param>
    /// <param name="classes">The first so many classes, 2 … 10.</param>
    public static LabelledData Generate(Rng rng, int train = 2000, int test = 500, int classes = 10)
    {
        var all = Draw(rng, train + test, classes, shapes: 1);
        return new LabelledData("shapes", F.Slice(all.X, 0, train), all.Y[..train], F.Slice(all.X, train, test), all.Y[train..],
            [.. Classes.Take(classes)], $"geometric shapes, made by DeepNotes (seed {rng.Seed})");
    }

    /// <summary>Images with masks.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many.</param>
    /// <param name="classes">The first so many classes, 2 … 10; they are equally frequent in front.</param>
    /// <param name="shapes">Shapes per image, at least 1; later ones lie over earlier ones.</param>
    public static MaskedImages Draw(Rng rng, int count, int classes = 10, int shapes = 3)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(shapes, 1);
        if (classes < 2 || classes > Classes.Count)
            throw new ArgumentOutOfRangeException(nameof(classes), $"ShapeScenes: {classes} classes; there must be 2 … {Classes.Count}.");
        var bytes = new byte[count * 3 * Pixels];
        int[] labels = new int[count], mask = new int[count * Pixels], order = rng.Permutation(count);
        for (int i = 0; i < count; i++)
        {
            int at = order[i];
            labels[at] = i % classes;
            var scene = new Scene(rng);
            for (int s = 0; s < shapes; s++)
                scene.Add(s == shapes - 1 ? labels[at] : rng.Next(classes), shapes);
            scene.Write(bytes.AsSpan(at * 3 * Pixels, 3 * Pixels), mask.AsSpan(at * Pixels, Pixels));
        }
        var x = Tensor.Keep(Tensor.Empty(count, 3, Side, Side));
        Idx.Divide(bytes, x.Data, 255);
        return new MaskedImages(x, labels, mask);
    }

    /// <summary>Writes images as CIFAR-10's binary records, which <see cref="Cifar.Read(string, int)"/> reads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The images; their masks are not part of that format.</param>
    public static void WriteCifar(string path, MaskedImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var bytes = new byte[images.Y.Length * (1 + 3 * Pixels)];
        for (int i = 0; i < bytes.Length; i++)
        {
            int image = i / (1 + 3 * Pixels), place = i % (1 + 3 * Pixels) - 1;
            bytes[i] = place < 0 ? (byte)images.Y[image] : (byte)MathF.Round(255 * images.X.Data[image * 3 * Pixels + place]);
        }
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Whether a point lies in a shape of radius 1 around the origin.</summary>
    /// <param name="label">The class.</param>
    /// <param name="x">To the right.</param>
    /// <param name="y">Down.</param>
    internal static bool Inside(int label, double x, double y)
    {
        double r2 = x * x + y * y, far = Math.Max(Math.Abs(x), Math.Abs(y)), near = Math.Min(Math.Abs(x), Math.Abs(y));
        return label switch
        {
            0 => r2 < 0.9,
            1 => far < 0.78,
            2 => Within(Triangle, x, y),
            3 => near < 0.27 && far < 0.95,
            4 => r2 is > 0.33 and < 0.95,
            5 => Within(Star, x, y),
            6 => far is > 0.46 and < 0.82,
            7 => Math.Abs(x) / 0.58 + Math.Abs(y) < 1,
            8 => Within(Hexagon, x, y),
            _ => r2 < 0.95 && (x - 0.5) * (x - 0.5) + y * y > 0.6,
        };
    }

    private static (double X, double Y)[] Polygon(int corners, double outer, double inner)
    {
        var points = new (double X, double Y)[corners];
        for (int i = 0; i < corners; i++)
        {
            var (sin, cos) = PortableMath.SinCos(2 * Math.PI * i / corners);
            double r = i % 2 == 0 ? outer : inner;
            points[i] = (r * sin, -r * cos);
        }
        return points;
    }

    // Even-odd rule: a ray to the right crosses the border of what it is in an odd number of times.
    private static bool Within((double X, double Y)[] polygon, double x, double y)
    {
        bool inside = false;
        for (int i = 0, j = polygon.Length - 1; i < polygon.Length; j = i++)
        {
            var (a, b) = (polygon[i], polygon[j]);
            if (a.Y > y != b.Y > y && x < (b.X - a.X) * (y - a.Y) / (b.Y - a.Y) + a.X)
                inside = !inside;
        }
        return inside;
    }

    private sealed class Scene
    {
        private readonly Rng _rng;
        private readonly double[] _ground, _slope;
        private readonly double[,] _colour = new double[Pixels, 3];
        private readonly int[] _mask = new int[Pixels];

        public Scene(Rng rng)
        {
            _rng = rng;
            _ground = [Random(0.15, 0.85), Random(0.15, 0.85), Random(0.15, 0.85)];
            _slope = [Random(-0.2, 0.2), Random(-0.2, 0.2)];
            for (int i = 0; i < Pixels; i++)
            {
                double light = _slope[0] * (i % Side - 15.5) / Side + _slope[1] * (i / Side - 15.5) / Side;
                for (int c = 0; c < 3; c++)
                    _colour[i, c] = _ground[c] + light;
            }
        }

        public void Add(int label, int shapes)
        {
            double radius = shapes == 1 ? Random(7, 13) : Random(5, 10), room = Math.Max(0, 15 - radius);
            double cx = 15.5 + Random(-room, room), cy = 15.5 + Random(-room, room);
            var (sin, cos) = PortableMath.SinCos(Random(-0.4, 0.4));   // a turned diamond is not to be taken for a square
            double[] ink = Ink();
            for (int i = 0; i < Pixels; i++)
            {
                int hits = 0;
                for (int k = 0; k < Fine * Fine; k++)
                {
                    double x = (i % Side - cx + (k % Fine + 0.5) / Fine - 0.5) / radius, y = (i / Side - cy + (k / Fine + 0.5) / Fine - 0.5) / radius;
                    if (Inside(label, cos * x + sin * y, cos * y - sin * x))
                        hits++;
                }
                double share = (double)hits / (Fine * Fine);
                for (int c = 0; c < 3; c++)
                    _colour[i, c] += share * (ink[c] - _colour[i, c]);
                if (share >= 0.5)
                    _mask[i] = label + 1;
            }
        }

        public void Write(Span<byte> image, Span<int> mask)
        {
            _mask.CopyTo(mask);
            double noise = Random(0.02, 0.08);
            for (int c = 0; c < 3; c++)
            {
                for (int i = 0; i < Pixels; i++)
                    image[c * Pixels + i] = (byte)Math.Clamp(255 * (_colour[i, c] + noise * _rng.NextNormal()) + 0.5, 0, 255);
            }
        }

        // A colour that can be told from the ground.
        private double[] Ink()
        {
            while (true)
            {
                double[] ink = [_rng.NextDouble(), _rng.NextDouble(), _rng.NextDouble()];
                double apart = 0;
                for (int c = 0; c < 3; c++)
                    apart += (ink[c] - _ground[c]) * (ink[c] - _ground[c]);
                if (apart > 0.12)
                    return ink;
            }
        }

        private double Random(double low, double high) => low + (high - low) * _rng.NextDouble();
    }
}
