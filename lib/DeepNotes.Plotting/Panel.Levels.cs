namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    /// <summary>Lines of equal height: thin and white over colours, else in the text's colour with their height written into a gap.</summary>
    private void DrawLevels(Svg svg, GridTrace t, double[] levels)
    {
        foreach (double level in levels.Where(double.IsFinite))
        {
            List<List<(double X, double Y)>> lines = LevelLines(t, level);
            if (lines.Count == 0)
                continue;
            if (!t.Filled && levels.Length > 1)
                NameLevel(svg, lines, Ticks.Short(level, 3));
            svg.Add($"<path stroke='{(t.Filled ? "#ffffff" : "currentColor")}' stroke-width='{(t.Filled ? 0.8 : 1.2)}' stroke-opacity='.6' d='");
            foreach (var line in lines)
                svg.Points(line);
            svg.Add($"'/>");
        }
    }

    /// <summary>The lines of one height, in pixels.</summary>
    internal List<List<(double X, double Y)>> LevelLines(GridTrace t, double level) =>
        Surface.Chain(Surface.Segments(t, level).Select(s => (_x.Map(s.X0), _y.Map(s.Y0), _x.Map(s.X1), _y.Map(s.Y1))).Where(s => double.IsFinite(s.Item1 + s.Item2 + s.Item3 + s.Item4)));

    /// <summary>Writes the height where it is clear of other heights, and lifts the pen there.</summary>
    private void NameLevel(Svg svg, List<List<(double X, double Y)>> lines, string text)
    {
        List<(double X, double Y)> line = lines.MaxBy(l => l.Count)!;
        double w = TextWidth.Of(text, 11) + 4;
        Box[] places = [.. Enumerable.Range(1, 15).Select(k => line[line.Count * (k * 7 % 16) / 16]).Select(p => new Box(p.X - w / 2, p.Y - 7, w, 14))
            .Where(b => b.X > Plot.X && b.Right < Plot.Right && b.Y > Plot.Y && b.Bottom < Plot.Bottom)];
        if (places.Length == 0 || line.Count < 12)
            return;
        Box best = places.MinBy(b => _taken.Sum(o => Shared(b, o)));
        _taken.Add(best);
        for (int i = 0; i < line.Count; i++)
            if (line[i].X > best.X && line[i].X < best.Right && line[i].Y > best.Y && line[i].Y < best.Bottom)
                line[i] = (double.NaN, double.NaN);
        svg.Text(best.X + w / 2, best.Y + 11, text, 11, "middle", 0.85);
    }
}
