namespace DeepNotes.Exercises;

/// <summary>Plain matrix arithmetic in double for reference answers; an index out of range throws, as a learner's would.</summary>
internal static class Mat
{
    public static double[] Row(double[,] x, int i) => Make(x.GetLength(1), k => x[i, k]);

    public static double[] Make(int n, Func<int, double> of)
    {
        var y = new double[n];
        for (int i = 0; i < n; i++)
            y[i] = of(i);
        return y;
    }

    public static double[,] Make(int rows, int cols, Func<int, int, double> of)
    {
        var y = new double[rows, cols];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < cols; c++)
                y[r, c] = of(r, c);
        }
        return y;
    }

    public static double[,] Product(double[,] a, double[,] b) =>
        Make(a.GetLength(0), b.GetLength(1), (r, c) => Sum(a.GetLength(1), k => a[r, k] * b[k, c]));

    public static double[] Times(double[,] a, double[] x) => Make(a.GetLength(0), r => Sum(a.GetLength(1), k => a[r, k] * x[k]));

    public static double[,] Transpose(double[,] a) => Make(a.GetLength(1), a.GetLength(0), (r, c) => a[c, r]);

    public static double[] Add(double[] a, double[] b) => Make(a.Length, i => a[i] + b[i]);

    public static double Sum(int n, Func<int, double> of)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += of(i);
        return sum;
    }
}
