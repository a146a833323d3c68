using System.Globalization;

namespace DeepNotes.Plotting;

/// <summary>Figures shown one after the other, without a script; below them a strip of key frames for paper and for pages that allow no motion.</summary>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Animation : IShow
{
    private const int MostFrames = 60, KeyFrames = 4;
    private readonly Figure[] _frames;
    private readonly string[] _labels;
    private readonly double _seconds;

    private Animation(Figure[] frames, string[] labels, double seconds) => (_frames, _labels, _seconds) = (frames, labels, seconds);

    /// <summary>How many frames are kept; long films are thinned evenly, first and last stay.</summary>
    public int Count => _frames.Length;

    /// <summary>An animation of figures that share the ranges of their axes.</summary>
    /// <param name="frames">The frames in order; axes that a frame does not fix get the union of all frames.</param>
    /// <param name="labels">Words under each frame; its number by default.</param><param name="secondsPerFrame">How long each is shown.</param>
    public static Animation Of(IReadOnlyList<Figure> frames, IReadOnlyList<string>? labels = null, double secondsPerFrame = 0.5)
    {
        if (labels is not null && labels.Count != frames.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Animation: {labels.Count} labels for {frames.Count} frames; they must be as many."), nameof(labels));
        int[] kept = Spread(frames.Count, MostFrames);
        Figure[] chosen = [.. kept.Select(i => frames[i])];
        ShareAxes(chosen);
        return new(chosen, [.. kept.Select(i => labels?[i] ?? (i + 1).ToString(CultureInfo.InvariantCulture))], Math.Clamp(secondsPerFrame, 0.02, 60));
    }

    /// <summary>The moving picture: every frame a group that is visible in its turn; without motion the last one stays.</summary>
    public string ToSvg(bool standalone = false)
    {
        (double width, double height) = (_frames.Select(f => f.Width).DefaultIfEmpty(200).Max(), _frames.Select(f => f.Height).DefaultIfEmpty(100).Max() + 26);
        var svg = new Svg();
        SvgFigure.Open(svg, width, height, ToPlainText(), standalone);
        for (int i = 0; i < _frames.Length; i++)
        {
            svg.Add($"<g visibility='{(i == _frames.Length - 1 ? "visible" : "hidden")}'>");
            SvgFigure.Draw(svg, _frames[i], new(0, 0, _frames[i].Width, _frames[i].Height));
            double bar = (width - 40) * (i + 1) / _frames.Length, end = height - 22;
            svg.Line(20, end, width - 20, end, width: 3, opacity: 0.15);
            svg.Line(20, end, 20 + bar, end, Palette.Color(0), 3);
            svg.Text(width / 2, height - 6, _labels[i], 12.5, "middle");
            if (_frames.Length > 1)
                svg.Add($"<animate attributeName='visibility' calcMode='discrete' repeatCount='indefinite' dur='{_frames.Length * _seconds + 1:0.###}s' {Turn(i)}/>");
            svg.Add($"</g>");
        }
        svg.Add($"</svg>");
        return svg.ToString();
    }

    /// <summary>The moving picture and, below it, its key frames side by side.</summary>
    public string ToHtml() => $"<div style='overflow-x:auto'>{ToSvg()}</div>{(_frames.Length > 1 ? ToStill().ToHtml() : "")}";

    /// <summary>Key frames side by side, two in a row when they have panels themselves: the first, the last and evenly spaced ones between.</summary>
    public Figure ToStill()
    {
        int[] keys = Spread(_frames.Length, KeyFrames);
        return Figure.Grid(_frames.Any(f => f.Cells.Length > 1) ? 2 : Math.Max(1, keys.Length), [.. keys.Select(i => _frames[i].Copy(_labels[i]))]);
    }

    /// <summary>One line of words.</summary>
    public string ToPlainText() => string.Create(CultureInfo.InvariantCulture, $"Animation of {Count} frames: {_frames.Select(f => f.AltText).FirstOrDefault("empty")}");

    /// <inheritdoc/>
    public override string ToString() => ToPlainText();

    /// <summary>Key times of frame i: hidden, visible, hidden; the last frame rests one second longer.</summary>
    private Svg Turn(int i)
    {
        double total = _frames.Length * _seconds + 1, on = i * _seconds / total, off = (i + 1) * _seconds / total;
        var times = new Svg();
        if (i == 0)
            times.Add($"values='visible;hidden' keyTimes='0;{off:0.#####}'");
        else if (i == _frames.Length - 1)
            times.Add($"values='hidden;visible' keyTimes='0;{on:0.#####}'");
        else
            times.Add($"values='hidden;visible;hidden' keyTimes='0;{on:0.#####};{off:0.#####}'");
        return times;
    }

    private static int[] Spread(int count, int most) =>
        count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round(i * (count - 1.0) / (most - 1)))];

    private static void ShareAxes(Figure[] frames)
    {
        Figure[] single = [.. frames.Where(f => f.Cells.Length == 0)];
        foreach (int k in Enumerable.Range(0, frames.Select(f => f.Cells.Length).DefaultIfEmpty(0).Min()))
            ShareAxes([.. frames.Select(f => f.Cells[k])]);
        if (single.Length != frames.Length || frames.Length == 0)
            return;
        Panel[] panels = [.. frames.Select(f => new Panel(f, new(0, 0, f.Width, f.Height)))];
        (double x0, double x1) = (panels.Min(p => p.XScale.Lo), panels.Max(p => p.XScale.Hi));
        (double y0, double y1) = (panels.Min(p => p.YScale.Lo), panels.Max(p => p.YScale.Hi));
        foreach (Figure f in frames)
        {
            f.X = f.X with { Min = f.X.Min ?? x0, Max = f.X.Max ?? x1 };
            f.Y = f.Y with { Min = f.Y.Min ?? y0, Max = f.Y.Max ?? y1 };
        }
    }
}
