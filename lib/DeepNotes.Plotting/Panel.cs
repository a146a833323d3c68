namespace DeepNotes.Plotting;

/// <summary>One pair of axes within a box: its layout first, so that nothing overlaps, then its drawing.</summary>
internal sealed partial class Panel
{
    private const double TickSize = 12, LabelSize = 13, TitleSize = 15, LegendSize = 12.5, RowHeight = 19, Sample = 26, LongestSlanted = 140;
    private readonly Figure _figure;
    private readonly Scale _x, _y;
    private readonly Tick[] _xTicks, _yTicks;
    private readonly bool _slanted, _empty;
    private readonly double _wrapWidth, _bottom;
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
        _bar = figure.Traces.OfType<GridTrace>().LastOrDefault(g => g is { Bar: true, Filled: true, Z.Length: > 0 });
        _titleLines = figure.Title.Length > 0 ? TextWidth.Wrap(figure.Title, TitleSize * 1.06, box.W - 24) : [];

        double roughHeight = box.H - _titleLines.Count * 20 - 60;
        _yTicks = ay.Hidden ? [] : AxisTicks(ay, y0, y1, (int)Math.Clamp(roughHeight / 42, 2, 9), ey.Whole, (int)(roughHeight / 15));
        double left = ay.Hidden ? 8 : 11 + Widest(_yTicks) + (ay.Title.Length > 0 ? 22 : 3), right = _bar is null ? 14 : BarWidth(_bar);
        double width = Math.Max(20, box.W - left - right);
        _xTicks = ax.Hidden ? [] : AxisTicks(ax, x0, x1, (int)Math.Clamp(width / 75, 2, 10), ex.Whole, (int)(width / 16));
        double slot = width / Math.Max(_xTicks.Length, 1);
        if (!ax.Hidden && ax.Categories.Count == 0)
            _xTicks = AxisTicks(ax, x0, x1, (int)Math.Clamp(width / (Widest(_xTicks) + 32), 2, 11), ex.Whole, 0);
        int lines = ax.Categories.Count == 0 ? 1 : _xTicks.Select(t => TextWidth.Wrap(t.Label, TickSize, slot - 4)).Select(w => w.Exists(l => TextWidth.Of(l, TickSize) > slot) ? 9 : w.Count).DefaultIfEmpty(1).Max();
        (_slanted, _wrapWidth) = (lines > 3, slot - 4);
        if (_xTicks.Length > 0 && !_slanted && _bar is null)
            right = Math.Max(right, TextWidth.Of(_xTicks[^1].Label, TickSize) / 2 + 3);
        double bottom = ax.Hidden ? 8 : 8 + (_slanted ? Math.Min(Widest(_xTicks), LongestSlanted) * 0.62 + 14 : 2 + 15 * lines) + (ax.Title.Length > 0 ? 20 : 0);
        double top = 8 + _titleLines.Count * 20 + (_titleLines.Count > 0 ? 4 : 0);
        top += LayOutLegend(box.X + left, box.Y + top, box.W - left - 8);
        (Plot, _bottom) = (box.Inset(left, top, right, bottom), bottom);
        if (figure.Equal && figure.Traces.Exists(t => t is GridTrace))
            Plot = Fit(Plot, (x1 - x0) / (y1 - y0));
        else if (figure.Equal && !ax.Log && !ay.Log)
        {
            ((x0, x1), (y0, y1)) = Widen(Plot, (x0, x1), (y0, y1));
            (_xTicks, _yTicks) = (AxisTicks(ax, x0, x1, (int)(Plot.W / 60) + 1, ex.Whole, 99), AxisTicks(ay, y0, y1, (int)(Plot.H / 45) + 1, ey.Whole, 99));
        }
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

    private static double Widest(Tick[] ticks) => ticks.Select(t => TextWidth.Of(t.Label, TickSize)).DefaultIfEmpty(0).Max();

    /// <summary>Shows more of one axis so that a unit is as long as on the other.</summary>
    private static ((double, double) X, (double, double) Y) Widen(Box plot, (double Lo, double Hi) x, (double Lo, double Hi) y)
    {
        double unit = Math.Max((x.Hi - x.Lo) / plot.W, (y.Hi - y.Lo) / plot.H), dx = (unit * plot.W - (x.Hi - x.Lo)) / 2, dy = (unit * plot.H - (y.Hi - y.Lo)) / 2;
        return ((x.Lo - dx, x.Hi + dx), (y.Lo - dy, y.Hi + dy));
    }

    private static Box Fit(Box plot, double aspect)
    {
        (double w, double h) = plot.W / plot.H > aspect ? (plot.H * aspect, plot.H) : (plot.W, plot.W / aspect);
        return new(plot.X, plot.Y, Math.Max(w, 1), Math.Max(h, 1));
    }

    /// <summary>Rows of samples and names between title and plot, where no data can lie. Returns their height.</summary>
    private double LayOutLegend(double x0, double y0, double width)
    {
        if (!_figure.ShowLegend)
            return 0;
        (double x, double y) = (x0, y0 + RowHeight / 2);
        foreach (Trace t in _figure.Traces.Where(t => t.Name is not null and not "" && t is not GridTrace).DistinctBy(t => (t.Name, t.Paint)))
        {
            double w = SampleWidth(t) + 6 + TextWidth.Of(t.Name!, LegendSize);
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
        bool table = _figure.Traces.Exists(t => t is GridTrace), padX = !table && _figure.X.Categories.Count == 0, padY = !table && _figure.Y.Categories.Count == 0;
        foreach (Trace t in _figure.Traces)
            Extend(t, x, y, padX, padY);
        foreach (Mark m in _figure.Marks)
            if (m is RuleMark r)
                (r.Vertical ? x : y).Add(r.Value, r.Vertical ? padX : padY);
            else if (m is TextMark t)
                Both(t.X, t.Y);
            else if (m is ArrowMark a)
            {
                Both(a.X0, a.Y0);
                Both(a.X1, a.Y1);
            }
        for (int i = 0; i < 2; i++)
            if ((i == 0 ? _figure.X : _figure.Y).Categories.Count is > 0 and int n)
                (i == 0 ? x : y).AddEdges([-0.5, n - 0.5]);
        return (x, y);

        void Both(double px, double py)
        {
            x.Add(px, padX);
            y.Add(py, padY);
        }
    }

    private void Extend(Trace trace, Extent x, Extent y, bool padX, bool padY)
    {
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
                x.Add(t.X, pad: false);
                x.AddEdges(t.X.SelectMany(v => new[] { v - half, v + half }));
                y.Add(t.Y.Concat(t.Error is null ? [] : t.Y.Zip(t.Error, (v, e) => v + e).Concat(t.Y.Zip(t.Error, (v, e) => v - e))), padY);
                y.AddZero();
                break;
            case GridTrace { Levels: null } t:
                x.AddEdges(Edges(t.X));
                y.AddEdges(Edges(t.Y));
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
