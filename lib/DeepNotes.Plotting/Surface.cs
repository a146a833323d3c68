namespace DeepNotes.Plotting;

/// <summary>A table of heights read as a surface: values between the nodes, and lines of equal height.</summary>
internal static class Surface
{
    /// <summary>The bilinear height at (x, y); NaN outside.</summary>
    public static double At(GridTrace g, double x, double y)
    {
        (double c, double r) = (Index(g.X, x), Index(g.Y, y));
        if (double.IsNaN(c + r))
            return double.NaN;
        (int i, int j) = ((int)r, (int)c);
        (int i1, int j1) = (Math.Min(i + 1, g.Rows - 1), Math.Min(j + 1, g.Columns - 1));
        (double a, double b) = (r - i, c - j);
        return (1 - a) * ((1 - b) * g.Z[i, j] + b * g.Z[i, j1]) + a * ((1 - b) * g.Z[i1, j] + b * g.Z[i1, j1]);
    }

    /// <summary>Marching squares: the segments of {z = level}; a cell with a missing corner has none.</summary>
    public static IEnumerable<(double X0, double Y0, double X1, double Y1)> Segments(GridTrace g, double level)
    {
        for (int r = 0; r + 1 < g.Rows; r++)
            for (int c = 0; c + 1 < g.Columns; c++)
            {
                var cuts = new List<(double X, double Y)>(4);
                Cut(cuts, g, level, r, c, r, c + 1);
                Cut(cuts, g, level, r, c + 1, r + 1, c + 1);
                Cut(cuts, g, level, r + 1, c + 1, r + 1, c);
                Cut(cuts, g, level, r + 1, c, r, c);
                if (!double.IsFinite(g.Z[r, c] + g.Z[r, c + 1] + g.Z[r + 1, c] + g.Z[r + 1, c + 1]) || cuts.Count < 2)
                    continue;
                // Four cuts are a saddle: the middle decides which corners are joined.
                bool turn = cuts.Count == 4 && ((g.Z[r, c] + g.Z[r, c + 1] + g.Z[r + 1, c] + g.Z[r + 1, c + 1]) / 4 > level) == g.Z[r, c] > level;
                int first = turn ? 1 : 0;
                for (int k = 0; k + 1 < cuts.Count; k += 2)
                    yield return (cuts[(first + k - 1 + cuts.Count) % cuts.Count].X, cuts[(first + k - 1 + cuts.Count) % cuts.Count].Y, cuts[(first + k) % cuts.Count].X, cuts[(first + k) % cuts.Count].Y);
            }
    }

    /// <summary>Joins segments that share an end into polylines, so that the drawing stays small and dashes run on.</summary>
    public static List<List<(double X, double Y)>> Chain(IEnumerable<(double X0, double Y0, double X1, double Y1)> segments)
    {
        var ends = new Dictionary<(long, long), List<(double X, double Y)>>();
        var lines = new List<List<(double X, double Y)>>();
        foreach ((double x0, double y0, double x1, double y1) in segments)
        {
            List<(double X, double Y)> line = [(x0, y0), (x1, y1)];
            foreach (bool head in new[] { true, false })
                if (ends.Remove(Key(head ? line[0] : line[^1]), out var other) && other != line)
                {
                    lines.Remove(other);
                    ends.Remove(Key(other[0]));
                    ends.Remove(Key(other[^1]));
                    if ((Key(other[0]) == Key(head ? line[0] : line[^1])) == head)
                        other.Reverse();
                    line = head ? [.. other, .. line.Skip(1)] : [.. line, .. other.Skip(1)];
                }
            lines.Add(line);
            ends[Key(line[0])] = line;
            ends[Key(line[^1])] = line;
        }
        return lines;

        static (long, long) Key((double X, double Y) p) => ((long)Math.Round(p.X * 64), (long)Math.Round(p.Y * 64));
    }

    private static void Cut(List<(double X, double Y)> cuts, GridTrace g, double level, int r0, int c0, int r1, int c1)
    {
        (double a, double b) = (g.Z[r0, c0], g.Z[r1, c1]);
        if (a > level == b > level)
            return;
        double t = (level - a) / (b - a);
        cuts.Add((g.X[c0] + t * (g.X[c1] - g.X[c0]), g.Y[r0] + t * (g.Y[r1] - g.Y[r0])));
    }

    private static double Index(double[] at, double v)
    {
        bool rising = at[^1] >= at[0];
        if (at.Length < 2 || v < Math.Min(at[0], at[^1]) || v > Math.Max(at[0], at[^1]))
            return at.Length == 1 ? 0 : double.NaN;
        int i = Array.BinarySearch(at, v, rising ? Comparer<double>.Default : Comparer<double>.Create((a, b) => b.CompareTo(a)));
        if (i >= 0)
            return i;
        i = Math.Clamp(~i - 1, 0, at.Length - 2);
        return i + (v - at[i]) / (at[i + 1] - at[i]);
    }
}
