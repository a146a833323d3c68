namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    private const double NodePad = 10, NodeHeight = 28, NoteSize = 12.5;
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
            Free(svg, r.Label, [new(Plot.Right - w - 4, at - 17, w, 14), new(Plot.Right - w - 4, at + 3, w, 14), new(Plot.X + 5, at - 17, w, 14), new(Plot.X + 5, at + 3, w, 14)]);
        else
            Free(svg, r.Label, [.. Enumerable.Range(0, 6).SelectMany(row => new Box[] { new(at + 5, Plot.Y + 2 + 16 * row, w, 14), new(at - w - 5, Plot.Y + 2 + 16 * row, w, 14) })]);
    }

    /// <summary>Writes words into the first of some places that is inside the plot and clear of other words; else into the first inside.</summary>
    private void Free(Svg svg, string text, Box[] places)
    {
        Box[] inside = [.. places.Where(b => b.X >= Plot.X - 1 && b.Right <= Plot.Right + 1 && b.Y >= Plot.Y - 12 && b.Bottom <= Plot.Bottom + 4)];
        Box best = inside.FirstOrDefault(b => !_taken.Exists(o => Overlap(b, o)), inside.FirstOrDefault(places[0]));
        _taken.Add(best);
        svg.Text(best.X, best.Y + 11.5, text, TickSize, opacity: 0.95);
    }

    private void PlaceLabel(Svg svg, double x, double y, string text, double away)
    {
        if (text.Length == 0 || !double.IsFinite(x + y))
            return;
        double w = TextWidth.Of(text, TickSize);
        Free(svg, text, [new(x + away, y - 7, w, 14), new(x - w / 2, y - away - 14, w, 14), new(x - w - away, y - 7, w, 14), new(x - w / 2, y + away, w, 14),
            new(x + away, y + away - 4, w, 14), new(x + away, y - away - 12, w, 14)]);
    }

    internal static bool Overlap(Box a, Box b) => a.X < b.Right && b.X < a.Right && a.Y < b.Bottom && b.Y < a.Bottom;

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

    /// <summary>Where the line from a box's middle towards another point leaves the box.</summary>
    private static (double X, double Y) Border(Box box, (double X, double Y) middle, (double X, double Y) towards)
    {
        (double dx, double dy) = (towards.X - middle.X, towards.Y - middle.Y);
        double t = Math.Min(Math.Abs(dx) < 1e-9 ? double.MaxValue : (box.W / 2 + 2) / Math.Abs(dx), Math.Abs(dy) < 1e-9 ? double.MaxValue : (box.H / 2 + 2) / Math.Abs(dy));
        return t >= 1 ? middle : (middle.X + t * dx, middle.Y + t * dy);
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
            svg.Text(x, y + 4.5, t.Text, LabelSize, t.Anchor);
            return;
        }
        double w = TextWidth.Of(t.Text, NoteSize), half = w / 2;
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
        svg.Text(tx, ty + 4, t.Text, NoteSize, "middle");
    }
}
