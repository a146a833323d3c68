namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    private const double NodePad = 10, NodeHeight = 28;
    private readonly List<Box> _taken = [];

    private void DrawMarks(Svg svg)
    {
        foreach (RuleMark r in _figure.Marks.OfType<RuleMark>())
            DrawRule(svg, r);
        foreach (ArrowMark a in _figure.Marks.OfType<ArrowMark>())
            DrawArrow(svg, a);
        foreach (TextMark t in _figure.Marks.OfType<TextMark>())
            DrawText(svg, t);
    }

    private void DrawRule(Svg svg, RuleMark r)
    {
        double at = (r.Vertical ? _x : _y).Map(r.Value);
        if (!double.IsFinite(at) || at < (r.Vertical ? Plot.X : Plot.Y) - 1 || at > (r.Vertical ? Plot.Right : Plot.Bottom) + 1)
            return;
        if (r.Vertical)
            svg.Line(at, Plot.Y, at, Plot.Bottom, width: 1.2, opacity: 0.7, dash: "5 3");
        else
            svg.Line(Plot.X, at, Plot.Right, at, width: 1.2, opacity: 0.7, dash: "5 3");
        if (string.IsNullOrEmpty(r.Label))
            return;
        double w = TextWidth.Of(r.Label, TickSize);
        if (!r.Vertical)
            Free(svg, r.Label, [.. Enumerable.Range(0, 20).Select(k => Plot.Right - w - 4 - k * (Plot.W - w) / 20).SelectMany(x => new Box[] { new(x, at - 17, w, 14), new(x, at + 3, w, 14) })]);
        else
            Free(svg, r.Label, [.. Enumerable.Range(0, 12).SelectMany(row => new Box[] { new(at + 5, Plot.Y + 2 + 16 * row, w, 14), new(at - w - 5, Plot.Y + 2 + 16 * row, w, 14) })]);
    }

    /// <summary>Writes words into that of some places inside the plot that covers least of other words and points; the first among equals.</summary>
    private void Free(Svg svg, string text, Box[] places)
    {
        Box[] inside = [.. places.Where(b => b.X >= Plot.X - 1 && b.Right <= Plot.Right + 1 && b.Y >= Plot.Y - 12 && b.Bottom <= Plot.Bottom + 4)];
        Box best = inside.Length == 0 ? places[0] : inside.MinBy(b => _taken.Sum(o => Shared(b, o)));
        _taken.Add(best);
        svg.Text(best.X, best.Y + 11.5, text, TickSize, opacity: 0.95);
    }

    /// <summary>Where a trace's ink lies: words keep clear of it.</summary>
    private IEnumerable<Box> Obstacles(Trace trace)
    {
        if (trace is XyTrace t)
        {
            List<(double X, double Y)> points = Pixels(t.X, t.Y);
            double r = t.Markers ? t.Size / 2 : 1.5;
            for (int i = 0; i < Math.Min(points.Count, 1000); i++)
                for (int k = 0, steps = t.Lines && IsPoint(points, i + 1) ? (int)Math.Min(Math.Abs(points[i + 1].X - points[i].X) / 6 + 1, 100) : 1; k < steps; k++)
                    if (IsPoint(points, i) && (k == 0 ? points[i] : Between(points[i], points[i + 1], (double)k / steps)) is var p)
                        yield return new(p.X - r, p.Y - r, 2 * r, 2 * r);
        }
        else if (trace is BarTrace bar)
        {
            (double width, double shift) = BarPlace(bar);
            for (int i = 0; i < Math.Min(bar.X.Length, 500); i++)
                if (Area(_x.Map(bar.X[i] + shift - width / 2), _x.Map(bar.X[i] + shift + width / 2), _y.Base, _y.Map(bar.Y[i])) is var b && double.IsFinite(b.X + b.Y + b.W + b.H))
                    yield return b;
        }

        static (double X, double Y) Between((double X, double Y) a, (double X, double Y) b, double s) => (a.X + s * (b.X - a.X), a.Y + s * (b.Y - a.Y));
    }

    private void PlaceLabel(Svg svg, double x, double y, string text, double away)
    {
        if (text.Length == 0 || !double.IsFinite(x + y))
            return;
        double w = TextWidth.Of(text, TickSize);
        Free(svg, text, [new(x + away, y - 7, w, 14), new(x - w / 2, y - away - 14, w, 14), new(x - w - away, y - 7, w, 14), new(x - w / 2, y + away, w, 14),
            new(x + away, y + away - 4, w, 14), new(x + away, y - away - 12, w, 14)]);
    }

    /// <summary>The area that two boxes share.</summary>
    internal static double Shared(Box a, Box b) => Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.X, b.X)) * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Y, b.Y));

    private void DrawArrow(Svg svg, ArrowMark a)
    {
        (double X, double Y) from = (_x.Map(a.X0), _y.Map(a.Y0)), to = (_x.Map(a.X1), _y.Map(a.Y1));
        if (!double.IsFinite(from.X + from.Y + to.X + to.Y))
            return;
        from = a.From is null ? from : Border(NodeBox(a.From), from, to);
        to = a.To is null ? to : Border(NodeBox(a.To), to, from);
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double length = Math.Sqrt(dx * dx + dy * dy), head = Math.Min(9, 0.45 * length);
        if (length < 0.5)
            return;
        (double ux, double uy) = (dx / length, dy / length);
        string color = a.Slot < 0 ? "currentColor" : Palette.Color(a.Slot);
        (double bx, double by) = (to.X - head * ux, to.Y - head * uy);
        svg.Line(from.X, from.Y, bx, by, color, a.Width, a.Slot < 0 ? 0.7 : 1);
        svg.Add($"<path d='M{to.X} {to.Y}L{bx - 0.4 * head * uy} {by + 0.4 * head * ux}L{bx + 0.4 * head * uy} {by - 0.4 * head * ux}Z' fill='{color}'/>");
        if (a.Label is null)
            return;
        double w = TextWidth.Of(a.Label, TickSize), x = (from.X + to.X) / 2, y = (from.Y + to.Y) / 2;
        Free(svg, a.Label, [new(x - w / 2, y - (Math.Abs(uy) < 0.2 ? 18 : 20), w, 14), new(x - w / 2, y + 5, w, 14), new(x + 8, y - 7, w, 14), new(x - w - 8, y - 7, w, 14)]);
    }

    private Box NodeBox(TextMark t)
    {
        double w = Math.Max(TextWidth.Of(t.Text, LabelSize) + 2 * NodePad, NodeHeight);
        return new(_x.Map(t.X) - w / 2, _y.Map(t.Y) - NodeHeight / 2, w, NodeHeight);
    }

    /// <summary>Where the line from the middle of a box with round ends towards another point leaves it.</summary>
    private static (double X, double Y) Border(Box box, (double X, double Y) middle, (double X, double Y) towards)
    {
        (double dx, double dy) = (towards.X - middle.X, towards.Y - middle.Y);
        double round = Math.Min(box.W, box.H) / 2, inX = box.W / 2 - round, inY = box.H / 2 - round, outside = 1, inside = 0;
        for (int i = 0; i < 24; i++)
        {
            double t = (inside + outside) / 2, ex = Math.Max(Math.Abs(t * dx) - inX, 0), ey = Math.Max(Math.Abs(t * dy) - inY, 0);
            (inside, outside) = ex * ex + ey * ey < (round + 2) * (round + 2) ? (t, outside) : (inside, t);
        }
        return (middle.X + outside * dx, middle.Y + outside * dy);
    }

    private void DrawText(Svg svg, TextMark t)
    {
        (double x, double y) = (_x.Map(t.X), _y.Map(t.Y));
        if (!double.IsFinite(x + y))
            return;
        if (t.Boxed)
        {
            Box b = NodeBox(t);
            string color = t.Slot < 0 ? "currentColor" : Palette.Color(t.Slot);
            svg.Add($"<rect x='{b.X}' y='{b.Y}' width='{b.W}' height='{b.H}' rx='{NodeHeight / 2}' fill='{color}' fill-opacity='.14' stroke='{color}' stroke-width='1.5'/>");
            svg.Text(x, y + 4.5, t.Text, LabelSize, "middle");
            return;
        }
        double w = TextWidth.Of(t.Text, t.Size), half = w / 2;
        (double tx, double ty) = (Math.Clamp(x + t.Dx, Box.X + half + 2, Math.Max(Box.Right - half - 2, Box.X + half + 2)), y + t.Dy);
        if (t.Dx != 0 || t.Dy != 0)
        {
            (double X, double Y) start = Border(new(tx - half - 2, ty - 8, w + 4, 16), (tx, ty), (x, y));
            double length = Math.Max(Math.Sqrt((x - start.X) * (x - start.X) + (y - start.Y) * (y - start.Y)), 1), ux = (x - start.X) / length, uy = (y - start.Y) / length;
            (double ex, double ey) = (x - 4 * ux, y - 4 * uy);
            svg.Line(start.X, start.Y, ex, ey, opacity: 0.7);
            svg.Add($"<path d='M{ex} {ey}l{-7 * ux - 3 * uy} {-7 * uy + 3 * ux}l{6 * uy} {-6 * ux}Z' fill='currentColor' fill-opacity='.8'/>");
        }
        _taken.Add(new(tx - half, ty - 8, w, 16));
        svg.Text(tx, ty + 4, t.Text, t.Size, "middle");
    }
}
