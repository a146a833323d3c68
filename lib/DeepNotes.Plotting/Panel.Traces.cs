namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    private const int MostCells = 256;

    private void DrawTrace(Svg svg, Trace trace)
    {
        switch (trace)
        {
            case XyTrace t: DrawXy(svg, t); break;
            case BandTrace t: DrawBand(svg, t); break;
            case BarTrace t: DrawBars(svg, t); break;
            case GridTrace { Z.Length: > 0 } t: DrawTable(svg, t); break;
        }
    }

    private List<(double X, double Y)> Pixels(double[] x, double[] y)
    {
        List<(double X, double Y)> all = [.. x.Zip(y, (a, b) => (_x.Map(a), _y.Map(b)))];
        if (all.Count < 2 * Plot.W)
            return all;
        return [.. Decimate.Line(all.Count, i => (int)Math.Clamp(double.IsNaN(all[i].X) ? 0 : all[i].X, -1e6, 1e6), i => all[i].X + all[i].Y is var s && double.IsFinite(s) ? all[i].Y : double.NaN)
            .Select(i => all[i])];
    }

    private void DrawXy(Svg svg, XyTrace t)
    {
        List<(double X, double Y)> points = Pixels(t.X, t.Y);
        if (t.Error is not null)
            DrawErrors(svg, t.X, t.Y, t.Error, t.Paint);
        if (t.Lines)
        {
            svg.Add($"<path fill='none' stroke='{t.Paint}' stroke-width='{t.Width}' stroke-linejoin='round'");
            if (Palette.DashArray(t.Dash) is string dash)
                svg.Add($" stroke-dasharray='{dash}'");
            svg.Add($" d='");
            svg.Points(points);
            svg.Add($"'/>");
        }
        bool lonely = t.Lines && !t.Markers;
        IEnumerable<(double X, double Y)> marked = !lonely ? Decimate.Markers(t.Lines ? points : t.X.Zip(t.Y, (a, b) => (_x.Map(a), _y.Map(b))), t.X.Length > 3000 ? 2 : 0.5)
            : points.Where((p, i) => double.IsFinite(p.X + p.Y) && !IsPoint(points, i - 1) && !IsPoint(points, i + 1));
        DrawMarkers(svg, t, [.. marked], t.Size);
        for (int i = 0; i < Math.Min(t.Labels?.Length ?? 0, t.X.Length); i++)
            PlaceLabel(svg, _x.Map(t.X[i]), _y.Map(t.Y[i]), t.Labels![i], t.Size / 2 + 4);
    }

    private static bool IsPoint(List<(double X, double Y)> points, int i) => (uint)i < (uint)points.Count && double.IsFinite(points[i].X + points[i].Y);

    /// <summary>All markers of a trace in one path: round and square ones are the caps of lines without length.</summary>
    private static void DrawMarkers(Svg svg, XyTrace t, List<(double X, double Y)> points, double size)
    {
        if (points.Count == 0)
            return;
        double r = size / 2;
        var step = new Svg();
        switch (t.Symbol)
        {
            case "circle" or "square": step.Add($"h0"); break;
            case "diamond": step.Add($"m0 {-1.3 * r}l{1.3 * r} {1.3 * r} {-1.3 * r} {1.3 * r} {-1.3 * r} {-1.3 * r}z"); break;
            case "triangle-up": step.Add($"m0 {-1.2 * r}l{1.15 * r} {2 * r}h{-2.3 * r}z"); break;
            case "triangle-down": step.Add($"m0 {1.2 * r}l{1.15 * r} {-2 * r}h{-2.3 * r}z"); break;
            case "x": step.Add($"m{-r} {-r}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"); break;
            case "cross": step.Add($"m0 {-1.2 * r}v{2.4 * r}m{-1.2 * r} {-1.2 * r}h{2.4 * r}"); break;
            default: throw new ArgumentException($"Scatter: the symbol \"{t.Symbol}\" is unknown; it is circle, square, diamond, triangle-up, triangle-down, x or cross.");
        }
        (bool cap, bool open) = (t.Symbol is "circle" or "square", t.Symbol is "x" or "cross");
        svg.Add($"<path d='");
        foreach ((double x, double y) in points)
            svg.Add($"M{x} {y}{step}");
        if (cap)
            svg.Add($"' stroke='{t.Paint}' stroke-width='{(t.Symbol == "square" ? size * 0.9 : size)}' stroke-linecap='{(t.Symbol == "square" ? "square" : "round")}'");
        else if (open)
            svg.Add($"' fill='none' stroke='{t.Paint}' stroke-width='2'");
        else
            svg.Add($"' fill='{t.Paint}'");
        svg.Add($" opacity='{t.Opacity:0.##}'/>");
    }
}
