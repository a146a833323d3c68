namespace DeepNotes.Plotting;

/// <summary>The root of a drawing. It has no ids, so figures on one page cannot disturb each other, and no scripts or links.</summary>
internal static class SvgFigure
{
    public static string Render(Figure figure, bool standalone)
    {
        var svg = new Svg();
        Open(svg, figure.Width, figure.Height, figure.AltText, standalone);
        Draw(svg, figure, new(0, 0, figure.Width, figure.Height));
        svg.Add($"</svg>");
        return svg.ToString();
    }

    public static void Open(Svg svg, double width, double height, string alt, bool standalone)
    {
        svg.Add($"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}' role='img' aria-label='{alt}'");
        svg.Add($" fill='none' font-family='{Svg.Fonts}' style='max-width:100%;height:auto;min-width:{Math.Min(0.55 * width, 480)}px'>");
        svg.Add($"<title>{alt}</title>");
        if (standalone)
            svg.Add($"<style>svg{{color:#1f2328}}@media(prefers-color-scheme:dark){{svg{{color:#e6edf3}}}}</style>");
    }

    public static void Draw(Svg svg, Figure figure, Box box)
    {
        if (figure.Cells.Length == 0)
        {
            new Panel(figure, box).Draw(svg);
            return;
        }
        if (figure.Title.Length > 0)
            svg.Text(box.X + 10, box.Y + 22, figure.Title, 16, bold: true);
        foreach ((Figure cell, Box place) in Places(figure, box))
            Draw(svg, cell, place);
    }

    /// <summary>The box of every panel of a grid: equal columns, rows in proportion to what their figures want.</summary>
    public static IEnumerable<(Figure Figure, Box Box)> Places(Figure grid, Box box)
    {
        Box inner = grid.Title.Length > 0 ? box.Inset(0, 30, 0, 0) : box;
        Figure[][] rows = [.. grid.Cells.Chunk(grid.Columns)];
        double total = rows.Sum(r => r.Max(f => f.HeightAt(inner.W / grid.Columns))), y = inner.Y;
        foreach (Figure[] row in rows)
        {
            double h = inner.H * row.Max(f => f.HeightAt(inner.W / grid.Columns)) / total, w = inner.W / grid.Columns;
            for (int c = 0; c < row.Length; c++)
                yield return (row[c], new(inner.X + c * w, y, w, h));
            y += h;
        }
    }

    /// <summary>Every pair of axes of a figure with its box.</summary>
    public static IEnumerable<(Figure Figure, Box Box)> Leaves(Figure figure, Box box) =>
        figure.Cells.Length == 0 ? [(figure, box)] : Places(figure, box).SelectMany(p => Leaves(p.Figure, p.Box));
}
