namespace DeepNotes.Plotting;

internal sealed partial class Panel
{
    /// <summary>Lines of equal height; over colours they are white and named where there is room, without colours they carry the scale's.</summary>
    private void DrawLevels(Svg svg, GridTrace t, double[] levels)
    {
        foreach (double level in levels.Where(double.IsFinite))
        {
            List<List<(double X, double Y)>> lines = Surface.Chain(Surface.Segments(t, level).Select(s => (_x.Map(s.X0), _y.Map(s.Y0), _x.Map(s.X1), _y.Map(s.Y1)))
                .Where(s => double.IsFinite(s.Item1 + s.Item2 + s.Item3 + s.Item4)));
            if (lines.Count == 0)
                continue;
            string color = t.Filled ? "#ffffff" : ColorScale.Hex(t.Scale.At(0.1 + 0.75 * Share(t, level)));
            svg.Add($"<path fill='none' stroke='{color}' stroke-width='{(t.Filled ? 0.8 : 1.4)}' stroke-opacity='{(t.Filled ? 0.65 : 1):0.##}' d='");
            foreach (var line in lines)
                svg.Points(line);
            svg.Add($"'/>");
        }
    }
}
