namespace DeepNotes.Data;

/// <summary>Small two-dimensional problems, made on the spot: the same points from the same <see cref="Rng"/> on every platform.</summary>
public static class Toy
{
    /// <summary>Four clouds at (±1, ±1); the label is 1 where the signs differ: exclusive or.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many points; the corners take turns.</param>
    /// <param name="noise">Standard deviation of a cloud; 0 gives the four corners themselves.</param>
    /// <returns>X (count, 2), labels 0 or 1.</returns>
    public static LabelledPoints Xor(Rng rng, int count, double noise = 0.25) => Make(rng, count, noise, static (i, _) =>
    {
        int a = i & 1, b = (i >> 1) & 1;
        return (2 * a - 1, 2 * b - 1, a ^ b);
    });

    /// <summary>Two interleaved half circles of radius 1: the upper one around (0, 0), the lower one around (1, ½).</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many points; the moons take turns.</param>
    /// <param name="noise">Standard deviation added to both coordinates.</param>
    /// <returns>X (count, 2), labels 0 or 1.</returns>
    public static LabelledPoints TwoMoons(Rng rng, int count, double noise = 0.15) => Make(rng, count, noise, static (i, rng) =>
    {
        var (sin, cos) = PortableMath.SinCos(Math.PI * rng.NextDouble());
        return (i & 1) == 0 ? (cos, sin, 0) : (1 - cos, 0.5 - sin, 1);
    });

    /// <summary>Spiral arms around the origin: radius t in (0, 1], angle 2π (turns · t + class / classes).</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many points; the arms take turns.</param>
    /// <param name="noise">Standard deviation added to both coordinates.</param>
    /// <param name="classes">How many arms.</param>
    /// <param name="turns">Turns of one arm from the centre to its end.</param>
    /// <returns>X (count, 2), labels 0 … classes − 1.</returns>
    public static LabelledPoints Spirals(Rng rng, int count, double noise = 0.03, int classes = 2, double turns = 1.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return Make(rng, count, noise, (i, rng) =>
        {
            int arm = i % classes;
            double t = Math.Sqrt(0.002 + 0.998 * rng.NextDouble());   // the root spreads the points evenly over the disc
            var (sin, cos) = PortableMath.SinCos(2 * Math.PI * (turns * t + (double)arm / classes));
            return (t * cos, t * sin, arm);
        });
    }

    /// <summary>Round Gaussian clouds whose centres stand evenly on a circle of radius 2.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many points; the clouds take turns.</param>
    /// <param name="noise">Standard deviation of a cloud.</param>
    /// <param name="classes">How many clouds.</param>
    /// <returns>X (count, 2), labels 0 … classes − 1.</returns>
    public static LabelledPoints Blobs(Rng rng, int count, double noise = 0.5, int classes = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return Make(rng, count, noise, (i, _) =>
        {
            var (sin, cos) = PortableMath.SinCos(2 * Math.PI * (0.25 + (double)(i % classes) / classes));
            return (2 * cos, 2 * sin, i % classes);
        });
    }

    private static LabelledPoints Make(Rng rng, int count, double noise, Func<int, Rng, (double X, double Y, int Label)> place)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        var x = Tensor.Empty(count, 2);
        int[] labels = new int[count], order = rng.Permutation(count);
        for (int i = 0; i < count; i++)
        {
            var (px, py, label) = place(i, rng);
            int row = order[i];
            x.Data[2 * row] = (float)(px + noise * rng.NextNormal());
            x.Data[2 * row + 1] = (float)(py + noise * rng.NextNormal());
            labels[row] = label;
        }
        return new LabelledPoints(x, labels);
    }
}
