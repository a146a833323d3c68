using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepNotes.Plotting;

/// <summary>A rectangle in pixels, y downwards.</summary>
internal readonly record struct Box(double X, double Y, double W, double H)
{
    public double Right => X + W;
    public double Bottom => Y + H;
    public Box Inset(double left, double top, double right, double bottom) =>
        new(X + left, Y + top, Math.Max(1, W - left - right), Math.Max(1, H - top - bottom));
}

/// <summary>Writes SVG: in an interpolated text numbers come out short and invariant, strings escaped; there is no other way in.</summary>
internal sealed class Svg
{
    public const string Fonts = "system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans KR','Noto Sans CJK KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif";
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    /// <summary>Appends markup; the handler has already written it when this is reached.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] Markup markup) => markup.AssertInto(_text);

    /// <summary>A text element; the anchor is start, middle or end, the angle in degrees around (x, y).</summary>
    public void Text(double x, double y, string text, double size = 12, string anchor = "start", double opacity = 1, double angle = 0, bool bold = false, string color = "currentColor")
    {
        Add($"<text x='{x}' y='{y}' font-size='{size}' fill='{color}'");
        if (anchor != "start")
            Add($" text-anchor='{anchor}'");
        if (opacity < 1)
            Add($" fill-opacity='{opacity:0.##}'");
        if (bold)
            Add($" font-weight='600'");
        if (angle != 0)
            Add($" transform='rotate({angle} {x} {y})'");
        Add($">{text}</text>");
    }

    public void Line(double x1, double y1, double x2, double y2, string color = "currentColor", double width = 1, double opacity = 1, string? dash = null)
    {
        Add($"<path d='M{x1} {y1}L{x2} {y2}' stroke='{color}'");
        if (width != 1)
            Add($" stroke-width='{width}'");
        if (opacity < 1)
            Add($" stroke-opacity='{opacity:0.##}'");
        if (dash is not null)
            Add($" stroke-dasharray='{dash}'");
        Add($"/>");
    }

    /// <summary>The path data of a polyline; a point that is not a number lifts the pen.</summary>
    public void Points(IReadOnlyList<(double X, double Y)> points)
    {
        for (int i = 0, from = -1; i < points.Count; i++)
        {
            if (!double.IsFinite(points[i].X + points[i].Y))
                from = -1;
            else if (from < 0 || i + 1 >= points.Count || i - from > 40 || !Straight(points, from, i + 1))
            {
                Add($"{(from < 0 ? "M" : "L")}{points[i].X} {points[i].Y}");
                from = i;
            }
        }
    }

    /// <summary>Whether all points between two lie within a fifth of a pixel of the line that joins them.</summary>
    private static bool Straight(IReadOnlyList<(double X, double Y)> p, int from, int to)
    {
        (double dx, double dy) = (p[to].X - p[from].X, p[to].Y - p[from].Y);
        double length = Math.Sqrt(dx * dx + dy * dy);
        if (!double.IsFinite(length))
            return false;
        for (int i = from + 1; i < to; i++)
        {
            (double ex, double ey) = (p[i].X - p[from].X, p[i].Y - p[from].Y);
            if (!(Math.Abs(ex * dy - ey * dx) <= 0.2 * length) || ex * dx + ey * dy < 0 || ex * dx + ey * dy > length * length)
                return false;
        }
        return true;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Text safe in element content and in quoted attributes; characters that XML forbids are dropped.</summary>
    public static string Escape(string? text)
    {
        var s = new StringBuilder();
        foreach (Rune r in (text ?? "").EnumerateRunes())
            _ = r.Value switch
            {
                '&' => s.Append("&amp;"),
                '<' => s.Append("&lt;"),
                '>' => s.Append("&gt;"),
                '\'' => s.Append("&#39;"),
                '"' => s.Append("&quot;"),
                < ' ' and not '\t' and not '\n' or 0xFFFE or 0xFFFF => s,
                _ => s.Append(r.ToString()),
            };
        return s.ToString();
    }

    /// <summary>The interpolated-string handler that formats and escapes.</summary>
    [InterpolatedStringHandler]
    public readonly struct Markup
    {
        private readonly StringBuilder _to;
        public Markup(int literalLength, int formattedCount, Svg svg) => _to = svg._text;
        public void AssertInto(StringBuilder text) => Debug.Assert(ReferenceEquals(text, _to));
        public void AppendLiteral(string s) => _to.Append(s);
        public void AppendFormatted(string? s) => _to.Append(Escape(s));
        public void AppendFormatted(int v) => _to.Append(CultureInfo.InvariantCulture, $"{v}");
        public void AppendFormatted(Svg inner) => _to.Append(inner._text);
        public void AppendFormatted(double v, string format = "0.#")
        {
            string s = Math.Clamp(double.IsNaN(v) ? 0 : v, -1e6, 1e6).ToString(format, CultureInfo.InvariantCulture);
            _to.Append(s == "-0" ? "0" : s);
        }
    }
}

/// <summary>How wide a text will be: typical advance widths of sans-serif fonts, in parts of the font size.</summary>
internal static class TextWidth
{
    public static double Of(string text, double size) => 1.06 * size * text.EnumerateRunes().Sum(r => Em(r.Value));

    private static double Em(int c) => c switch
    {
        'm' or 'M' or 'W' or '@' or '%' or 'w' or '—' => 0.86,
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.28,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' or '\\' or '-' or '"' => 0.37,
        >= 'A' and <= 'Z' => 0.66,
        >= 0x300 and < 0x370 or 0x200B or 0x200D => 0,
        >= 0x2070 and < 0x20A0 or 0xB2 or 0xB3 or 0xB9 => 0.38,
        >= 0x1100 and < 0x1200 or >= 0x2E80 and < 0xD7B0 or >= 0xF900 and < 0xFB00 or >= 0xFE30 and < 0xFF61 or >= 0x1F000 => 1,
        _ => 0.57,
    };

    /// <summary>Splits at spaces into lines no wider than <paramref name="width"/>; a single longer word stays whole.</summary>
    public static List<string> Wrap(string text, double size, double width)
    {
        var lines = new List<string>();
        foreach (string paragraph in text.Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' '))
            {
                string longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && Of(longer, size) > width)
                {
                    lines.Add(line);
                    longer = word;
                }
                line = longer;
            }
            lines.Add(line);
        }
        return lines;
    }
}
