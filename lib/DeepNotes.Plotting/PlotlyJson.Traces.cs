namespace DeepNotes.Plotting;

internal sealed partial class PlotlyJson
{
    private void WriteTrace(Panel panel, Trace trace, string id)
    {
        if (trace is GridTrace { Levels: double[] levels } g && !Even(levels))
        {
            // Plotly's levels are evenly spaced: others become lines of their own over the colours.
            if (g.Filled)
                WriteOne(panel, g with { Levels = null }, id);
            foreach (var line in levels.Where(double.IsFinite).SelectMany(level => panel.LevelLines(g, level)))
                WriteOne(panel, new XyTrace([.. line.Select(p => panel.XScale.Unmap(p.X))], [.. line.Select(p => panel.YScale.Unmap(p.Y))]) { Lines = true, Width = 1, Color = "#808080" }, id);
            return;
        }
        WriteOne(panel, trace, id);
    }

    private static bool Even(double[] v) => v.Zip(v.Skip(1), (a, b) => b - a).All(d => Math.Abs(d - (v[1] - v[0])) < 1e-9 * Math.Abs(v[^1] - v[0]));

    private void WriteOne(Panel panel, Trace trace, string id) => Object(null, () =>
    {
        Put("type", trace switch { BarTrace => "bar", GridTrace { Levels: null } => "heatmap", GridTrace => "contour", _ => "scatter" });
        Put("xaxis", "x" + id);
        Put("yaxis", "y" + id);
        if (trace.Name is not null)
            Put("name", trace.Name);
        if (trace is not GridTrace)
            _json.WriteBoolean("showlegend", !string.IsNullOrEmpty(trace.Name) && _named.Add((trace.Name, trace.Paint)));
        switch (trace)
        {
            case XyTrace t: WriteXy(t); break;
            case BandTrace t: WriteBand(t); break;
            case BarTrace t: WriteBar(panel, t); break;
            case GridTrace t: WriteGrid(panel, t); break;
        }
    });

    private void WriteXy(XyTrace t)
    {
        int n = t.X.Length;
        List<int> kept = n <= MostPoints ? [.. Enumerable.Range(0, n)]
            : t.Lines ? Decimate.Line(n, i => (int)((long)i * (MostPoints / 4) / n), i => t.Y[i]) : [.. Enumerable.Range(0, MostPoints).Select(i => (int)((long)i * n / MostPoints))];
        Put("mode", string.Join("+", new[] { t.Lines ? "lines" : "", t.Markers ? "markers" : "", t.Labels is null ? "" : "text" }.Where(m => m.Length > 0)));
        Numbers("x", kept.Select(i => t.X[i]));
        Numbers("y", kept.Select(i => t.Y[i]));
        if (t.Lines)
            Object("line", () =>
            {
                Put("color", t.Paint);
                Put("width", t.Width);
                Put("dash", t.Dash);
            });
        if (t.Markers)
            Object("marker", () =>
            {
                Put("color", t.Paint);
                Put("size", t.Size);
                Put("symbol", t.Symbol);
                Put("opacity", t.Opacity);
            });
        if (t.Labels is not null)
        {
            Array("text", () => kept.ForEach(i => _json.WriteStringValue(Words(i < t.Labels.Length ? t.Labels[i] : ""))));
            Put("textposition", "middle right");
        }
        WriteErrors(t.Error is null ? null : kept.Select(i => t.Error[i]));
    }

    private void WriteErrors(IEnumerable<double>? error)
    {
        if (error is not null)
            Object("error_y", () =>
            {
                Put("type", "data");
                Numbers("array", error);
            });
    }

    private void WriteBand(BandTrace t)
    {
        int[] kept = [.. Enumerable.Range(0, t.X.Length).Where(i => double.IsFinite(t.X[i] + t.Low[i] + t.High[i]))];
        int stride = Math.Max(1, kept.Length / MostPoints);
        kept = [.. kept.Where((_, i) => i % stride == 0 || i == kept.Length - 1)];
        int[] back = [.. kept.Reverse()];
        Put("mode", "lines");
        Put("fill", "toself");
        Put("fillcolor", t.Paint + "38");
        Put("hoverinfo", "skip");
        Object("line", () => Put("width", 0));
        Numbers("x", kept.Concat(back).Select(i => t.X[i]));
        Numbers("y", kept.Select(i => t.High[i]).Concat(back.Select(i => t.Low[i])));
    }

    private void WriteBar(Panel panel, BarTrace t)
    {
        (double width, double shift) = panel.BarPlace(t);
        Numbers("x", t.X);
        Numbers("y", t.Y);
        Put("width", width);
        Put("offset", shift - width / 2);
        Object("marker", () => Put("color", t.Paint));
        Put("opacity", t.Span is null ? 0.9 : 0.6);
        WriteErrors(t.Error);
    }

    private void WriteGrid(Panel panel, GridTrace t)
    {
        Numbers("x", t.X);
        Numbers("y", t.Y);
        int digits = (int)Math.Clamp(4 - Math.Log10(Math.Max(t.ZMax - t.ZMin, 1e-300)), 0, 15);
        Array("z", () =>
        {
            for (int r = 0; r < t.Rows; r++)
                Numbers(null, Enumerable.Range(0, t.Columns).Select(c => Math.Round(t.Z[r, c], digits)));
        });
        Put("zmin", t.ZMin);
        Put("zmax", t.ZMax);
        Array("colorscale", () => t.Scale.Stops.ToList().ForEach(s => Array(null, () =>
        {
            _json.WriteNumberValue(s.At);
            _json.WriteStringValue(s.Color);
        })));
        _json.WriteBoolean("showscale", t.Bar && t.Filled);
        if (t.Bar && t.Filled)
            Object("colorbar", () => WriteColorBar(panel, t));
        if (t.Levels is not null)
            Object("contours", () => WriteLevels(t, t.Levels));
        else if (t.Numbers)
            Put("texttemplate", "%{z:.3~g}");
    }

    private void WriteColorBar(Panel panel, GridTrace t)
    {
        Put("x", Across(panel.Plot.Right + 8));
        Put("y", (Up(panel.Plot.Y) + Up(panel.Plot.Bottom)) / 2);
        Put("len", Up(panel.Plot.Y) - Up(panel.Plot.Bottom));
        Put("thickness", 12);
        if (t.Name is not null)
            Object("title", () =>
            {
                Put("text", t.Name);
                Put("side", "right");
            });
    }

    private void WriteLevels(GridTrace t, double[] levels)
    {
        Put("coloring", t.Filled ? "heatmap" : "none");
        _json.WriteBoolean("showlabels", !t.Filled);
        if (levels.Length == 0)
            return;
        Put("start", levels[0]);
        Put("end", levels[^1]);
        Put("size", levels.Length > 1 ? levels[1] - levels[0] : 1);
    }

    private void Object(string? name, Action body)
    {
        if (name is not null)
            _json.WritePropertyName(name);
        _json.WriteStartObject();
        body();
        _json.WriteEndObject();
    }

    private void Array(string? name, Action body)
    {
        if (name is not null)
            _json.WritePropertyName(name);
        _json.WriteStartArray();
        body();
        _json.WriteEndArray();
    }

    private void Put(string name, string value) => _json.WriteString(name, Words(value));
    private void Put(string name, double value) => _json.WriteNumber(name, double.IsFinite(value) ? value : 0);

    /// <summary>Numbers as an array; what is not finite becomes null, a gap.</summary>
    private void Numbers(string? name, IEnumerable<double> values) => Array(name, () =>
    {
        foreach (double v in values)
            if (double.IsFinite(v))
                _json.WriteNumberValue(v);
            else
                _json.WriteNullValue();
    });

    /// <summary>Plotly reads words as a little HTML: what could open a tag is escaped.</summary>
    private static string Words(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
