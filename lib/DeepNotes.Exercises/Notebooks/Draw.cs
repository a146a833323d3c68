namespace DeepNotes.Exercises;

/// <summary>Random inputs with few digits, so that a failing case can be checked by hand.</summary>
internal static class Draw
{
    /// <summary>A number in ±<paramref name="size"/> in steps of 0.1, never 0: zeros hide mistakes.</summary>
    public static double Value(Rng rng, double size)
    {
        int steps = (int)Math.Round(size * 10);
        int k = rng.Next(2 * steps) - steps;
        return (k >= 0 ? k + 1 : k) / 10.0;
    }

    public static double[] Vector(Rng rng, int n, double size)
    {
        var x = new double[n];
        for (int i = 0; i < n; i++)
            x[i] = Value(rng, size);
        return x;
    }

    public static double[,] Matrix(Rng rng, int rows, int cols, double size)
    {
        var x = new double[rows, cols];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < cols; c++)
                x[r, c] = Value(rng, size);
        }
        return x;
    }
}
