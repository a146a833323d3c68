namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    /// <summary>Draws the panel: grid, data, axes, words, in this order.</summary>
    public void Draw(Svg svg)
    {
        for (int i = 0; i < _titleLines.Count; i++)
            svg.Text(Box.X + 10, Box.Y + 20 + i * 20, _titleLines[i], TitleSize, bold: true);
        DrawGridLines(svg);
        foreach (Trace t in _figure.Traces)
            _taken.AddRange(Obstacles(t));
        bool clip = _figure.X.Min is not null || _figure.X.Max is not null || _figure.Y.Min is not null || _figure.Y.Max is not null;
        Box seen = Plot.Inset(-3, -3, -3, -3);      // a line or marker on the border is shown whole
        if (clip)
            svg.Add($"<svg x='{seen.X}' y='{seen.Y}' width='{seen.W}' height='{seen.H}' viewBox='{seen.X} {seen.Y} {seen.W} {seen.H}' overflow='hidden'>");
        foreach (Trace t in _figure.Traces.OrderBy(t => t switch { GridTrace => 0, BandTrace => 1, BarTrace => 2, _ => 3 }))
            DrawTrace(svg, t);
        if (clip)
            svg.Add($"</svg>");
        DrawAxes(svg);
        DrawMarks(svg);
        if (_bar is not null)
            DrawColorBar(svg, _bar);
        foreach ((Trace t, double x, double y) in _legend)
            DrawSample(svg, t, x, y);
        if (_empty)
            svg.Text(Plot.X + Plot.W / 2, Plot.Y + Plot.H / 2 + 4, "no data", LabelSize, "middle", 0.6);
    }

    private void DrawGridLines(Svg svg)
    {
        if (_figure.Traces.Exists(t => t is GridTrace { Filled: true }))
            return;
        foreach (Tick t in _yTicks.Where(_ => _figure.Y.Categories.Count == 0))
            svg.Line(Plot.X, _y.Map(t.Value), Plot.Right, _y.Map(t.Value), opacity: t.Minor ? 0.06 : 0.14);
        foreach (Tick t in _xTicks.Where(_ => _figure.X.Categories.Count == 0))
            svg.Line(_x.Map(t.Value), Plot.Y, _x.Map(t.Value), Plot.Bottom, opacity: t.Minor ? 0.06 : 0.14);
    }

    private void DrawAxes(Svg svg)
    {
        (Axis ax, Axis ay) = (_figure.X, _figure.Y);
        if (!ay.Hidden)
        {
            svg.Line(Plot.X, Plot.Y, Plot.X, Plot.Bottom, opacity: 0.6);
            foreach (Tick t in _yTicks)
            {
                svg.Line(Plot.X - (t.Minor ? 3 : 5), _y.Map(t.Value), Plot.X, _y.Map(t.Value), opacity: 0.6);
                if (!t.Minor)
                    svg.Text(Plot.X - 8, _y.Map(t.Value) + 4, t.Label, TickSize, "end", 0.85);
            }
            if (ay.Title.Length > 0)
                svg.Text(Box.X + 14, Plot.Y + Plot.H / 2, ay.Title, LabelSize, "middle", angle: -90);
        }
        if (ax.Hidden)
            return;
        svg.Line(Plot.X, Plot.Bottom, Plot.Right, Plot.Bottom, opacity: 0.6);
        foreach (Tick t in _xTicks)
        {
            double x = _x.Map(t.Value);
            svg.Line(x, Plot.Bottom, x, Plot.Bottom + (t.Minor ? 3 : 5), opacity: 0.6);
            if (!t.Minor)
                DrawXLabel(svg, x, t.Label);
        }
        if (ax.Title.Length > 0)
            svg.Text(Plot.X + Plot.W / 2, Plot.Bottom + _bottom - 8, ax.Title, LabelSize, "middle");
    }

    private void DrawXLabel(Svg svg, double x, string label)
    {
        if (_slanted)
        {
            string cut = label;
            while (cut.Length > 1 && TextWidth.Of(cut, TickSize) > Math.Min(LongestSlanted, (x - Box.X) / 0.79))
                cut = cut[..^(cut[^1] == '…' ? 2 : 1)] + "…";
            svg.Text(x + 4, Plot.Bottom + 18, cut, TickSize, "end", 0.85, -38);
            return;
        }
        List<string> lines = _figure.X.Categories.Count > 0 ? TextWidth.Wrap(label, TickSize, _wrapWidth) : [label];
        for (int i = 0; i < lines.Count; i++)
            svg.Text(x, Plot.Bottom + 18 + 15 * i, lines[i], TickSize, "middle", 0.85);
    }

    private static Tick[] BarTicks(GridTrace g) => Ticks.Linear(g.ZMin, g.ZMax, 5);

    private static double BarWidth(GridTrace g) => 37 + BarTicks(g).Select(t => TextWidth.Of(t.Label, TickSize)).DefaultIfEmpty(0).Max() + (g.Name is null ? 0 : 18);

    private void DrawColorBar(Svg svg, GridTrace g)
    {
        var scale = new Scale(g.ZMin, g.ZMax, false, Plot.Bottom, Plot.Y);
        double x = Plot.Right + 14;
        Raster.Draw(svg, new(x, Plot.Y, 12, Plot.H), 1, 128, g.Scale, (_, row) => 1 - (row + 0.5) / 128, smooth: true);
        foreach (Tick t in BarTicks(g))
        {
            svg.Line(x + 12, scale.Map(t.Value), x + 16, scale.Map(t.Value), opacity: 0.6);
            svg.Text(x + 19, scale.Map(t.Value) + 4, t.Label, TickSize, opacity: 0.85);
        }
        if (g.Name is not null)
            svg.Text(Plot.Right + BarWidth(g) - 6, Plot.Y + Plot.H / 2, g.Name, LabelSize, "middle", angle: -90);
    }

    private static double SampleWidth(Trace t) => t is XyTrace { Lines: true } or BandTrace ? Sample : 14;

    private static void DrawSample(Svg svg, Trace t, double x, double y)
    {
        double w = SampleWidth(t);
        if (t is XyTrace { Lines: true } line)
            svg.Line(x, y, x + w, y, t.Paint, line.Width, dash: Palette.DashArray(line.Dash));
        if (t is XyTrace { Markers: true } marks)
            DrawMarkers(svg, marks, [(x + w / 2, y)], Math.Clamp(marks.Size, 6, 9));
        if (t is not XyTrace)
            svg.Add($"<rect x='{x}' y='{y - 6}' width='{w}' height='12' fill='{t.Paint}' fill-opacity='{(t is BandTrace ? 0.3 : 0.9):0.##}'/>");
        svg.Text(x + w + 6, y + 4, t.Name!, LegendSize);
    }
}
