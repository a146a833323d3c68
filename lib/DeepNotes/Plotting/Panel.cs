namespace DeepNotes.Plotting;

/// <summary>One pair of axes within a box: its layout first, so that nothing overlaps, then its drawing.</summary>
internal sealed partial class Panel
{
    private const double TickSize = 12, LabelSize = 13, TitleSize = 15, LegendSize = 12.5, RowHeight = 19, Sample = 26;
    private readonly Figure _figure;
    private readonly Scale _x, _y;
    private readonly Tick[] _xTicks, _yTicks;
    private readonly bool _slanted, _empty;
    private readonly List<string> _titleLines;
    private readonly List<(Trace Trace, double X, double Y)> _legend = [];
    private readonly GridTrace? _bar;

    public Panel(Figure figure, Box box)
    {
        _figure = figure;
        Box = box;
        Axis ax = figure.X, ay = figure.Y;
        (Extent ex, Extent ey) = Extents();
        (double x0, double x1) = ex.Range(ax, 0.03);
        (double y0, double y1) = ey.Range(ay, 0.05);
        _empty = figure.Traces.Count > 0 && figure.Marks.Count == 0 && (ex.IsEmpty || ey.IsEmpty);
        _bar = figure.Traces.OfType<GridTrace>().LastOrDefault(g => g.Bar && g.Z.Length > 0);
        _titleLines = figure.Title.Length > 0 ? TextWidth.Wrap(figure.Title, TitleSize * 1.06, box.W - 24) : [];

        double roughHeight = box.H - _titleLines.Count * 20 - 60;
        _yTicks = ay.Hidden ? [] : AxisTicks(ay, y0, y1, (int)Math.Clamp(roughHeight / 42, 2, 9), ey.Whole, (int)(roughHeight / 15));
        double left = ay.Hidden ? 8 : 10 + _yTicks.Select(t => TextWidth.Of(t.Label, TickSize)).DefaultIfEmpty(0).Max() + (ay.Title.Length > 0 ? 21 : 3);
        double right = _bar is null ? 14 : BarWidth(_bar);
        double width = Math.Max(20, box.W - left - right);
        _xTicks = ax.Hidden ? [] : AxisTicks(ax, x0, x1, (int)Math.Clamp(width / 75, 2, 10), ex.Whole, (int)(width / 16));
        double widest = _xTicks.Select(t => TextWidth.Of(t.Label, TickSize)).DefaultIfEmpty(0).Max();
        _slanted = ax.Categories.Count > 0 && widest + 6 > width / Math.Max(ax.Categories.Count, 1);
        if (_xTicks.Length > 0 && !_slanted && _bar is null)
            right = Math.Max(right, TextWidth.Of(_xTicks[^1].Label, TickSize) / 2 + 3);
        double bottom = ax.Hidden ? 8 : 8 + (_slanted ? Math.Min(widest, 150) * 0.62 + 14 : 17) + (ax.Title.Length > 0 ? 20 : 0);
        double top = 8 + _titleLines.Count * 20 + (_titleLines.Count > 0 ? 4 : 0);
        top += LayOutLegend(box.X + left, box.Y + top, box.W - left - 8);
        Plot = box.Inset(left, top, right, bottom);
        if (figure.Equal)
            Plot = Fit(Plot, (x1 - x0) / (y1 - y0));
        (_x, _y) = (new(x0, x1, ax.Log, Plot.X, Plot.Right), new(y0, y1, ay.Log, Plot.Bottom, Plot.Y));
        _x = ax.Reversed ? _x with { P0 = Plot.Right, P1 = Plot.X } : _x;
        _y = ay.Reversed ? _y with { P0 = Plot.Y, P1 = Plot.Bottom } : _y;
    }

    public Box Box { get; }

    /// <summary>The rectangle between the axes.</summary>
    public Box Plot { get; }

    public Scale XScale => _x;
    public Scale YScale => _y;
    public Tick[] XTicks => _xTicks;
    public Tick[] YTicks => _yTicks;

    private static Tick[] AxisTicks(Axis axis, double lo, double hi, int target, bool whole, int mostNames) =>
        axis.Categories.Count > 0 ? Ticks.Category(axis.Categories, mostNames)
        : axis.Log ? Ticks.Log(lo, hi, target) : Ticks.Linear(lo, hi, target, whole);

    private static Box Fit(Box plot, double aspect)
    {
        (double w, double h) = plot.W / plot.H > aspect ? (plot.H * aspect, plot.H) : (plot.W, plot.W / aspect);
        return new(plot.X + (plot.W - w) / 2, plot.Y + (plot.H - h) / 2, Math.Max(w, 1), Math.Max(h, 1));
    }

    /// <summary>Rows of samples and names between title and plot, where no data can lie. Returns their height.</summary>
    private double LayOutLegend(double x0, double y0, double width)
    {
        if (!_figure.ShowLegend)
            return 0;
        (double x, double y) = (x0, y0 + RowHeight / 2);
        foreach (Trace t in _figure.Traces.Where(t => t.Name is not null and not "" && t is not GridTrace).DistinctBy(t => (t.Name, t.Paint)))
        {
            double w = Sample + 6 + TextWidth.Of(t.Name!, LegendSize);
            if (x > x0 && x + w > x0 + width)
                (x, y) = (x0, y + RowHeight);
            _legend.Add((t, x, y));
            x += w + 18;
        }
        return _legend.Count == 0 ? 0 : y - y0 + RowHeight / 2 + 6;
    }

    private (Extent X, Extent Y) Extents()
    {
        (Extent x, Extent y) = (new(_figure.X.Log), new(_figure.Y.Log));
        foreach (Trace t in _figure.Traces)
            Extend(t, x, y);
        foreach (Mark m in _figure.Marks)
            if (m is RuleMark r)
                (r.Vertical ? x : y).Add(r.Value);
            else if (m is TextMark t)
                (_, _) = (Both(x, t.X), Both(y, t.Y));
            else if (m is ArrowMark a)
                (_, _) = (Both(x, a.X0, a.X1), Both(y, a.Y0, a.Y1));
        for (int i = 0; i < 2; i++)
            if ((i == 0 ? _figure.X : _figure.Y).Categories.Count is > 0 and int n)
                (i == 0 ? x : y).Add([-0.5, n - 0.5], pad: false);
        return (x, y);

        static int Both(Extent e, params ReadOnlySpan<double> values)
        {
            foreach (double v in values)
                e.Add(v);
            return values.Length;
        }
    }

    private void Extend(Trace trace, Extent x, Extent y)
    {
        bool padX = _figure.X.Categories.Count == 0 && !_figure.Traces.Exists(t => t is GridTrace), padY = _figure.Y.Categories.Count == 0 && !_figure.Traces.Exists(t => t is GridTrace);
        switch (trace)
        {
            case XyTrace t:
                x.Add(t.X, padX);
                y.Add(t.Y, padY);
                y.Add(t.Error is null ? [] : t.Y.Zip(t.Error, (v, e) => v + e).Concat(t.Y.Zip(t.Error, (v, e) => v - e)), padY);
                break;
            case BandTrace t:
                x.Add(t.X, padX);
                y.Add(t.Low.Concat(t.High), padY);
                break;
            case BarTrace t:
                double half = (t.Span ?? BarSlot()) / 2;
                bool whole = t.Span is null && t.X.All(v => v == Math.Floor(v));
                x.Add(t.X.SelectMany(v => whole ? new[] { Math.Floor(v - half), Math.Ceiling(v + half) } : [v - half, v + half]), pad: padX && !whole);
                y.Add(t.Y.Concat(t.Error is null ? [] : t.Y.Zip(t.Error, (v, e) => v + e).Concat(t.Y.Zip(t.Error, (v, e) => v - e))), padY);
                y.AddZero();
                break;
            case GridTrace { Levels: null } t:
                x.Add(Edges(t.X), pad: false);
                y.Add(Edges(t.Y), pad: false);
                break;
            case GridTrace t:
                x.Add(t.X, pad: false);
                y.Add(t.Y, pad: false);
                break;
        }
    }

    /// <summary>The width that all bars at one place share: the smallest distance between places.</summary>
    private double BarSlot()
    {
        double[] at = [.. _figure.Traces.OfType<BarTrace>().Where(b => b.Span is null).SelectMany(b => b.X).Where(double.IsFinite).Distinct().Order()];
        return at.Length < 2 ? 1 : at.Zip(at.Skip(1), (a, b) => b - a).Min();
    }

    /// <summary>The width of a trace's bars and how far their middles stand from x.</summary>
    internal (double Width, double Shift) BarPlace(BarTrace bar)
    {
        if (bar.Span is double span)
            return (span, 0);
        List<BarTrace> group = [.. _figure.Traces.OfType<BarTrace>().Where(b => b.Span is null)];
        double width = BarSlot() * 0.8 / group.Count;
        return (width, (group.IndexOf(bar) - (group.Count - 1) / 2.0) * width);
    }

    /// <summary>The borders between cells whose centres are given.</summary>
    private static double[] Edges(double[] centres)
    {
        int n = centres.Length;
        if (n < 2)
            return n == 0 ? [] : [centres[0] - 0.5, centres[0] + 0.5];
        double[] edges = new double[n + 1];
        for (int i = 1; i < n; i++)
            edges[i] = (centres[i - 1] + centres[i]) / 2;
        (edges[0], edges[n]) = (1.5 * centres[0] - 0.5 * centres[1], 1.5 * centres[n - 1] - 0.5 * centres[n - 2]);
        return edges;
    }
}
