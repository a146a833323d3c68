using System.Globalization;

namespace DeepNotes.Plotting;

/// <summary>
/// A figure: traces and a layout in Plotly's terms, built step by step, drawn as static SVG by our own code.
/// As the last expression of a cell it shows itself.
/// </summary>
/// <remarks>Missing and infinite values leave gaps, empty data an empty panel; only columns of unequal length are refused.</remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class Figure : IShow
{
    private int _slot;
    private double _height = 380;
    private bool _natural, _sized;

    private Figure(string title) => Title = title;

    /// <summary>The heading.</summary>
    public string Title { get; private set; }

    /// <summary>Width in pixels at full size; front ends scale the figure down to fit.</summary>
    public double Width { get; private set; } = 640;

    /// <summary>Height in pixels at full size.</summary>
    public double Height => _height + (_natural && Title.Length > 0 ? 26 : 0);

    internal string? Description { get; private set; }
    internal List<Trace> Traces { get; } = [];
    internal List<Mark> Marks { get; } = [];
    internal Axis X { get; set; } = new();
    internal Axis Y { get; set; } = new();
    internal bool Equal { get; private set; }
    internal bool ShowLegend { get; private set; } = true;
    internal Figure[] Cells { get; private init; } = [];
    internal int Columns { get; private init; }

    /// <summary>A new, empty figure.</summary>
    public static Figure New(string title = "") => new(title);

    /// <summary>Sets the size in pixels.</summary>
    public Figure Size(double width, double height) => With(() => (Width, _height, _natural, _sized) = (Math.Clamp(width, 80, 4000), Math.Clamp(height, 40, 8000), false, true));

    /// <summary>Sets the heading.</summary>
    public Figure WithTitle(string title) => With(() => Title = title);

    /// <summary>What a reader who cannot see the figure should be told; made from titles and traces when not given.</summary>
    public Figure Describe(string text) => With(() => Description = text);

    /// <summary>Shows or hides the legend.</summary>
    public Figure Legend(bool show) => With(() => ShowLegend = show);

    /// <summary>The horizontal axis.</summary>
    public Figure XAxis(string title = "", bool log = false, double? min = null, double? max = null, bool reversed = false, bool hidden = false) =>
        With(() => X = X with { Title = title, Log = log, Min = Finite(min), Max = Finite(max), Reversed = reversed, Hidden = hidden });

    /// <summary>The vertical axis.</summary>
    public Figure YAxis(string title = "", bool log = false, double? min = null, double? max = null, bool reversed = false, bool hidden = false) =>
        With(() => Y = Y with { Title = title, Log = log, Min = Finite(min), Max = Finite(max), Reversed = reversed, Hidden = hidden });

    /// <summary>One unit of x as long as one unit of y.</summary>
    public Figure EqualAspect() => With(() => Equal = true);

    /// <summary>A line through (x, y); dashes follow the palette so that lines differ without colour too.</summary>
    /// <param name="x">Positions, numbers or names.</param><param name="y">Heights, as many.</param><param name="name">The legend's words.</param>
    /// <param name="color">"#rrggbb" instead of the next of the palette.</param><param name="dash">solid, dash, dot, dashdot, longdash or longdashdot.</param>
    /// <param name="width">Line width in pixels.</param><param name="markers">Whether to mark the points too.</param><param name="error">Half lengths of error bars.</param>
    public Figure Line(Series x, Series y, string? name = null, string? color = null, string? dash = null, double width = 2, bool markers = false, Series error = default)
    {
        int slot = Next(color);
        return Add(new XyTrace(Xs(x, y, nameof(Line)), Ys(y))
        {
            Lines = true, Markers = markers, Name = name, Slot = slot, Color = Checked(color), Dash = dash ?? Palette.Dash(slot), Width = width,
            Symbol = Palette.Symbol(slot), Error = Column(error, y, nameof(error)),
        });
    }

    /// <summary>A line through (0, y₀), (1, y₁), …</summary>
    public Figure Line(Series y, string? name = null, string? color = null) => Line(Series.Index(y.Count), y, name, color);

    /// <summary>The curve y = f(x) on [from, to].</summary>
    public Figure Line(Func<double, double> f, double from, double to, string? name = null, string? color = null, string? dash = null, int points = 300)
    {
        double[] x = Series.Linspace(from, to, points);
        return Line(x, Array.ConvertAll(x, v => f(v)), name, color, dash);
    }

    /// <summary>Markers at (x, y).</summary>
    /// <param name="x">Positions.</param><param name="y">Heights.</param><param name="name">The legend's words.</param><param name="color">"#rrggbb".</param>
    /// <param name="symbol">circle, square, diamond, triangle-up, triangle-down, x or cross.</param><param name="size">Diameter in pixels.</param>
    /// <param name="labels">Words beside each point.</param><param name="opacity">0 … 1.</param><param name="error">Half lengths of error bars.</param>
    public Figure Scatter(Series x, Series y, string? name = null, string? color = null, string? symbol = null, double size = 7,
        string[]? labels = null, double opacity = 0.85, Series error = default)
    {
        int slot = Next(color);
        return Add(new XyTrace(Xs(x, y, nameof(Scatter)), Ys(y))
        {
            Markers = true, Name = name, Slot = slot, Color = Checked(color), Symbol = symbol ?? Palette.Symbol(slot), Size = size, Opacity = opacity,
            Labels = labels, Error = Column(error, y, nameof(error)),
        });
    }

    /// <summary>Markers coloured and shaped by class.</summary>
    /// <param name="x">Positions.</param><param name="y">Heights.</param><param name="group">The class of each point.</param><param name="names">The classes' names, by number.</param>
    /// <param name="size">Diameter in pixels.</param>
    public Figure Scatter(Series x, Series y, int[] group, string[]? names = null, double size = 7)
    {
        (double[] xs, double[] ys) = (Xs(x, y, nameof(Scatter)), Ys(y));
        if (group.Length != ys.Length)
            throw Unequal(nameof(Scatter), "group", group.Length, ys.Length);
        foreach (int g in group.Distinct().Order())
        {
            int[] members = [.. Enumerable.Range(0, ys.Length).Where(i => group[i] == g)];
            string name = names is not null && (uint)g < (uint)names.Length ? names[g] : g.ToString(CultureInfo.InvariantCulture);
            Scatter(members.Select(i => xs[i]).ToArray(), members.Select(i => ys[i]).ToArray(), name, size: size);
        }
        return this;
    }

    /// <summary>Bars; several calls with the same names stand side by side.</summary>
    public Figure Bar(Series x, Series y, string? name = null, string? color = null, Series error = default) =>
        Add(new BarTrace(Xs(x, y, nameof(Bar)), Ys(y)) { Name = name, Slot = Next(color), Color = Checked(color), Error = Column(error, y, nameof(error)) });

    /// <summary>Bars over names written as a collection expression.</summary>
    public Figure Bar(string[] x, Series y, string? name = null, string? color = null, Series error = default) => Bar((Series)x, y, name, color, error);

    /// <summary>Counts of values in equal bins; several calls lie over each other, translucent.</summary>
    /// <param name="values">The sample; what is not finite is left out.</param><param name="bins">How many bins.</param><param name="name">The legend's words.</param>
    /// <param name="density">Whether areas sum to 1 instead of heights to the count.</param><param name="min">Left edge of the first bin.</param>
    /// <param name="max">Right edge of the last bin.</param><param name="color">"#rrggbb".</param>
    public Figure Histogram(Series values, int bins = 40, string? name = null, bool density = false, double? min = null, double? max = null, string? color = null)
    {
        double[] v = [.. values.Values.Where(double.IsFinite)];
        double lo = min ?? v.DefaultIfEmpty(0).Min(), hi = max ?? v.DefaultIfEmpty(1).Max();
        if (!(hi > lo))
            (lo, hi) = (lo - 0.5, lo + 0.5);
        bins = Math.Clamp(bins, 1, 2000);
        double width = hi / bins - lo / bins;
        double[] counts = new double[bins];
        int inside = 0;
        foreach (double x in v.Where(x => x >= lo && x <= hi))
        {
            counts[Math.Clamp((int)((x - lo) / width), 0, bins - 1)]++;
            inside++;
        }
        double scale = density && inside > 0 ? 1 / (inside * width) : 1;
        return Add(new BarTrace([.. counts.Select((_, i) => lo + (i + 0.5) * width)], [.. counts.Select(c => c * scale)])
        { Name = name, Slot = Next(color), Color = Checked(color), Span = width });
    }

    /// <summary>The area between two curves; without a name it takes the colour of the line drawn before it.</summary>
    public Figure Band(Series x, Series low, Series high, string? name = null, string? color = null)
    {
        if (low.Count != high.Count)
            throw Unequal(nameof(Band), "low", low.Count, high.Count);
        Trace? owner = name is null && color is null ? Traces.LastOrDefault() : null;
        return Add(new BandTrace(Xs(x, low, nameof(Band)), low.Values, high.Values)
        { Name = name, Slot = owner?.Slot ?? Next(color), Color = owner?.Color ?? Checked(color) });
    }

    /// <summary>A table as colours. Rows run downwards, unless <paramref name="y"/> gives numbers: then y grows upwards.</summary>
    /// <param name="z">(rows, columns); missing values stay transparent.</param><param name="x">Column centres or names.</param><param name="y">Row centres or names.</param>
    /// <param name="name">The colour bar's words.</param><param name="scale">The colours; <see cref="ColorScale.Viridis"/> by default.</param>
    /// <param name="numbers">Whether to write each value into its cell.</param><param name="min">The value of the first colour.</param><param name="max">The value of the last.</param>
    /// <param name="colorBar">Whether a bar beside the panel explains the colours.</param>
    public Figure HeatMap(Matrix z, Series x = default, Series y = default, string? name = null, ColorScale? scale = null, bool numbers = false, double? min = null, double? max = null,
        bool colorBar = true)
    {
        if (!y.IsGiven || y.Names is not null)
            Y = Y with { Reversed = true };
        return Add(NewGrid(z, x, y, nameof(HeatMap), name, scale, min, max) with { Numbers = numbers, Bar = colorBar });
    }

    /// <summary>Lines of equal height over a table of values; y grows upwards.</summary>
    /// <param name="z">(rows, columns), z at (y[row], x[column]).</param><param name="x">Column positions.</param><param name="y">Row positions.</param>
    /// <param name="levels">The heights; about ten round ones by default.</param><param name="filled">Whether colours lie under the lines.</param>
    /// <param name="name">The colour bar's words.</param><param name="scale">The colours.</param><param name="min">The value of the first colour.</param><param name="max">The value of the last.</param>
    public Figure Contour(Matrix z, Series x = default, Series y = default, Series levels = default, bool filled = true, string? name = null,
        ColorScale? scale = null, double? min = null, double? max = null)
    {
        GridTrace g = NewGrid(z, x, y, nameof(Contour), name, scale, min, max);
        return Add(g with { Filled = filled, Levels = levels.IsGiven ? levels.Values : [.. Ticks.Linear(g.ZMin, g.ZMax, 14).Select(t => t.Value)] });
    }

    private GridTrace NewGrid(Matrix z, Series x, Series y, string op, string? name, ColorScale? scale, double? min, double? max)
    {
        double[,] v = z.Values;
        double[] finite = [.. v.Cast<double>().Where(double.IsFinite)];
        double lo = min ?? finite.DefaultIfEmpty(0).Min(), hi = max ?? finite.DefaultIfEmpty(1).Max();
        if (scale?.IsDiverging == true && min is null && max is null)
            (lo, hi) = (-Math.Max(Math.Abs(lo), Math.Abs(hi)), Math.Max(Math.Abs(lo), Math.Abs(hi)));
        if (!(hi > lo))
            (lo, hi) = (lo - 0.5, lo + 0.5);
        if (x.IsGiven && x.Count != v.GetLength(1))
            throw Unequal(op, "x", x.Count, v.GetLength(1));
        if (y.IsGiven && y.Count != v.GetLength(0))
            throw Unequal(op, "y", y.Count, v.GetLength(0));
        X = Register(X, x, out double[] xs);
        Y = Register(Y, y, out double[] ys);
        return new GridTrace(v, x.IsGiven ? xs : Series.Index(v.GetLength(1)).Values, y.IsGiven ? ys : Series.Index(v.GetLength(0)).Values)
        { Name = name, ZMin = lo, ZMax = hi, Scale = scale ?? ColorScale.Viridis };
    }
}
