using System.Globalization;

namespace DeepNotes.Plotting;

public sealed partial class Figure
{
    /// <summary>Words at a point of the data; with an offset in pixels an arrow leads from the words to the point.</summary>
    public Figure Annotate(double x, double y, string text, double dx = 0, double dy = 0) => Add(new TextMark(x, y, text) { Dx = dx, Dy = dy });

    /// <summary>A horizontal line across the panel.</summary>
    public Figure HLine(double y, string? label = null) => Add(new RuleMark(y, Vertical: false, label));

    /// <summary>A vertical line across the panel.</summary>
    public Figure VLine(double x, string? label = null) => Add(new RuleMark(x, Vertical: true, label));

    /// <summary>An arrow from (x₀, y₀) to (x₁, y₁).</summary>
    public Figure Arrow(double x0, double y0, double x1, double y1, string? label = null) => Add(new ArrowMark(x0, y0, x1, y1) { Label = label });

    /// <summary>A trajectory: a thin line with its points marked, an arrow at its end.</summary>
    public Figure Path(Series x, Series y, string? name = null, string? color = null)
    {
        Line(x, y, name, color, dash: "solid", width: 1.5, markers: x.Count <= 60);
        (double[] xs, double[] ys) = (((XyTrace)Traces[^1]).X, y.Values);
        int slot = Traces[^1].Slot;
        for (int i = ys.Length - 1; i > 0; i--)
            if (double.IsFinite(xs[i] + ys[i] + xs[i - 1] + ys[i - 1]) && (xs[i], ys[i]) != (xs[i - 1], ys[i - 1]))
                return Add(new ArrowMark(xs[i - 1], ys[i - 1], xs[i], ys[i]) { Slot = slot });
        return this;
    }

    /// <summary>A vector field: an arrow (u, v) from every (x, y).</summary>
    /// <param name="x">Feet.</param><param name="y">Feet.</param><param name="u">Components along x.</param><param name="v">Components along y.</param>
    /// <param name="scale">Data units per unit of the vectors; by default the longest spans a grid cell.</param>
    public Figure Quiver(Series x, Series y, Series u, Series v, double? scale = null)
    {
        double[] xs = Xs(x, y, nameof(Quiver)), ys = Ys(y), us = Column(u, y, nameof(u)) ?? [], vs = Column(v, y, nameof(v)) ?? [];
        double longest = us.Zip(vs, (a, b) => Math.Sqrt(a * a + b * b)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double cell = Math.Max(Spread(xs), Spread(ys)) / Math.Max(Math.Sqrt(xs.Length) - 1, 1);
        double k = scale ?? (longest > 0 ? 0.9 * cell / longest : 1);
        int slot = Next(null);
        for (int i = 0; i < xs.Length && i < vs.Length; i++)
            if (double.IsFinite(xs[i] + ys[i] + us[i] + vs[i]))
                Add(new ArrowMark(xs[i], ys[i], xs[i] + k * us[i], ys[i] + k * vs[i]) { Slot = slot });
        return this;
    }

    private static double Spread(double[] v) => v.Where(double.IsFinite).DefaultIfEmpty(0).Max() - v.Where(double.IsFinite).DefaultIfEmpty(0).Min();

    private Figure Add(Trace trace) => With(() => Traces.Add(trace));
    private Figure Add(Mark mark) => With(() => Marks.Add(mark));

    private Figure With(Action change)
    {
        change();
        return this;
    }

    private int Next(string? color) => color is null ? _slot++ : _slot;

    private static double? Finite(double? v) => v is double d && double.IsFinite(d) ? d : null;

    private static string? Checked(string? color) => color is null || color.Length == 7 && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit) ? color
        : throw new ArgumentException($"Color: \"{color}\" is not of the form #rrggbb.", nameof(color));

    private double[] Xs(Series x, Series y, string op)
    {
        if (x.Count != y.Count)
            throw Unequal(op, "x", x.Count, y.Count);
        X = Register(X, x, out double[] values);
        return values;
    }

    private double[] Ys(Series y)
    {
        Y = Register(Y, y, out double[] values);
        return values;
    }

    private static double[]? Column(Series c, Series y, string name) => !c.IsGiven ? null : c.Count == y.Count ? c.Values : throw Unequal("Figure", name, c.Count, y.Count);

    private static Axis Register(Axis axis, Series s, out double[] values)
    {
        if (s.Names is null)
        {
            values = s.Values;
            return axis;
        }
        List<string> all = [.. axis.Categories];
        all.AddRange(s.Names.Distinct().Where(n => !axis.Categories.Contains(n)));
        values = Array.ConvertAll(s.Names, n => (double)all.IndexOf(n));
        return axis with { Categories = all };
    }

    private static ArgumentException Unequal(string op, string what, int found, int wanted) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{op}: {what} has {found} values beside {wanted}; they must be as many."));
}
