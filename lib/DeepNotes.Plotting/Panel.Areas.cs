namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    private void DrawErrors(Svg svg, double[] x, double[] y, double[] error, string color)
    {
        svg.Add($"<path fill='none' stroke='{color}' stroke-width='1.5' d='");
        for (int i = 0; i < y.Length; i++)
        {
            (double px, double high, double low) = (_x.Map(x[i]), _y.Map(y[i] + error[i]), _y.Map(y[i] - error[i]));
            low = double.IsNaN(low) && _y.Log ? _y.P0 : low;
            if (double.IsFinite(px + low + high) && error[i] != 0)
                svg.Add($"M{px - 4} {high}h8M{px} {high}V{low}M{px - 4} {low}h8");
        }
        svg.Add($"'/>");
    }

    /// <summary>One closed area per run without gaps.</summary>
    private void DrawBand(Svg svg, BandTrace t)
    {
        List<(double X, double Y)> high = Pixels(t.X, t.High), low = Pixels(t.X, _y.Log ? Array.ConvertAll(t.Low, v => v > 0 ? v : _y.Lo) : t.Low);
        svg.Add($"<path fill='{t.Paint}' fill-opacity='.22' d='");
        foreach (var run in Runs(high).Zip(Runs(low)))
        {
            svg.Points([.. run.First, .. Enumerable.Reverse(run.Second).Select((p, i) => p)]);
            svg.Add($"Z");
        }
        svg.Add($"'/>");

        static IEnumerable<List<(double X, double Y)>> Runs(List<(double X, double Y)> points)
        {
            var run = new List<(double X, double Y)>();
            foreach ((double X, double Y) p in points.Append((double.NaN, 0)))
                if (double.IsFinite(p.X + p.Y))
                    run.Add(p);
                else if (run.Count > 0)
                {
                    yield return run;
                    run = [];
                }
        }
    }

    private void DrawBars(Svg svg, BarTrace t)
    {
        bool overlaid = t.Span is not null && _figure.Traces.OfType<BarTrace>().Count(b => b.Span is not null) > 1;
        (double slot, double shift) = BarPlace(t);
        double[] centres = Array.ConvertAll(t.X, v => v + shift);
        svg.Add($"<path fill='{t.Paint}' fill-opacity='{(overlaid ? 0.6 : 0.9):0.##}' d='");
        for (int i = 0; i < t.Y.Length; i++)
        {
            (double left, double right, double top) = (_x.Map(centres[i] - slot / 2), _x.Map(centres[i] + slot / 2), _y.Map(t.Y[i]));
            double gap = Math.Abs(right - left) > 4 ? 0.5 : 0;
            if (double.IsFinite(left + right + top) && t.Y[i] != 0)
                svg.Add($"M{Math.Min(left, right) + gap} {_y.Base}V{top}H{Math.Max(left, right) - gap}V{_y.Base}Z");
        }
        svg.Add($"'/>");
        if (t.Error is not null)
            DrawErrors(svg, centres, t.Y, t.Error, "currentColor");
    }

    private void DrawTable(Svg svg, GridTrace t)
    {
        double[] across = t.Levels is null ? Edges(t.X) : t.X, down = t.Levels is null ? Edges(t.Y) : t.Y;
        Box area = Clip(Area(_x.Map(across[0]), _x.Map(across[^1]), _y.Map(down[0]), _y.Map(down[^1])), Plot);
        if (!double.IsFinite(area.X + area.Y + area.W + area.H))
            return;
        if (t.Levels is not null)
        {
            if (t.Filled)
                Raster.Draw(svg, area, (int)(area.W / 2) + 1, (int)(area.H / 2) + 1, t.Scale, (c, r) => Share(t, Surface.At(t, _x.Unmap(area.X + 2 * c), _y.Unmap(area.Y + 2 * r))), smooth: true);
            DrawLevels(svg, t, t.Levels);
            return;
        }
        if (t.Z.Length <= MostCells)
            DrawCells(svg, t, across, down);
        else
            DrawPixels(svg, t, area, across, down);
        if (t.Numbers)
            DrawNumbers(svg, t);
    }

    private static Box Clip(Box a, Box b) => Area(Math.Clamp(a.X, b.X, b.Right), Math.Clamp(a.Right, b.X, b.Right), Math.Clamp(a.Y, b.Y, b.Bottom), Math.Clamp(a.Bottom, b.Y, b.Bottom));

    private static Box Area(double x0, double x1, double y0, double y1) => new(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0));

    private static double Share(GridTrace t, double z) => double.IsFinite(z) ? (z - t.ZMin) / (t.ZMax - t.ZMin) : double.NaN;

    private void DrawCells(Svg svg, GridTrace t, double[] across, double[] down)
    {
        for (int r = 0; r < t.Rows; r++)
            for (int c = 0; c < t.Columns; c++)
                if (Area(_x.Map(across[c]), _x.Map(across[c + 1]), _y.Map(down[r]), _y.Map(down[r + 1])) is var b && double.IsFinite(Share(t, t.Z[r, c])))
                    svg.Add($"<rect x='{b.X}' y='{b.Y}' width='{b.W + 0.4}' height='{b.H + 0.4}' fill='{ColorScale.Hex(t.Scale.At(Share(t, t.Z[r, c])))}'/>");
    }

    /// <summary>As many whole pixels per cell as fit when cells are even; one per screen pixel when they are not.</summary>
    private void DrawPixels(Svg svg, GridTrace t, Box area, double[] across, double[] down)
    {
        bool even = _figure.X.Min is null && _figure.X.Max is null && _figure.Y.Min is null && _figure.Y.Max is null && Even(across) && Even(down) && !_x.Log && !_y.Log;
        (int w, int h) = even ? (t.Columns, t.Rows) : ((int)area.W + 1, (int)area.H + 1);
        if (even && Math.Max(area.W / w, area.H / h) is var zoom and > 1)
            (w, h) = (w * Math.Max(1, Math.Min((int)Math.Ceiling(zoom), 1600 / w)), h * Math.Max(1, Math.Min((int)Math.Ceiling(zoom), 1600 / h)));
        (w, h) = (Math.Min(w, 1600), Math.Min(h, 1600));
        int[] columns = Cells(w, i => _x.Unmap(area.X + (i + 0.5) * area.W / w), across), rows = Cells(h, i => _y.Unmap(area.Y + (i + 0.5) * area.H / h), down);
        Raster.Draw(svg, area, w, h, t.Scale, (c, r) => Share(t, t.Z[rows[r], columns[c]]), smooth: false);

        static bool Even(double[] e) => e.Zip(e.Skip(1), (a, b) => b - a).All(d => Math.Abs(d - (e[1] - e[0])) < 1e-6 * Math.Abs(e[1] - e[0]));
        static int[] Cells(int n, Func<int, double> at, double[] edges)
        {
            bool rising = edges[^1] >= edges[0];
            return [.. Enumerable.Range(0, n).Select(at).Select(v => Math.Clamp(edges.Count(e => rising ? e <= v : e >= v) - 1, 0, edges.Length - 2))];
        }
    }

    private void DrawNumbers(Svg svg, GridTrace t)
    {
        double cell = Math.Abs(Plot.W / t.Columns), size = Math.Clamp(Math.Min(cell / 3.2, Math.Abs(Plot.H / t.Rows) / 1.6), 6, 13);
        for (int r = 0; r < t.Rows; r++)
            for (int c = 0; c < t.Columns; c++)
                if (double.IsFinite(t.Z[r, c]))
                    svg.Text(_x.Map(t.X[c]), _y.Map(t.Y[r]) + size * 0.35, Ticks.Short(t.Z[r, c], 3), size, "middle",
                        color: Palette.Luminance(ColorScale.Hex(t.Scale.At(Share(t, t.Z[r, c])))) > 0.179 ? "#000000" : "#ffffff");
    }
}
