using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeepNotes.Plotting;

public sealed partial class Figure
{
    /// <summary>The figure in Plotly's schema: <c>{"data": […], "layout": {…}}</c>, the same ranges, ticks and places as the SVG.</summary>
    public string ToPlotlyJson() => PlotlyJson.Render(this);
}

/// <summary>Writes a figure for plotly.js. Every panel of a grid becomes a pair of axes with its own domain.</summary>
internal sealed partial class PlotlyJson
{
    private const int MostPoints = 10_000;
    private readonly Figure _figure;
    private readonly Utf8JsonWriter _json;
    private readonly List<(Panel Panel, Figure Figure, string Id)> _panels = [];
    private readonly HashSet<(string, string)> _named = [];

    private PlotlyJson(Figure figure, Utf8JsonWriter json)
    {
        (_figure, _json) = (figure, json);
        foreach ((Figure f, Box b) in SvgFigure.Leaves(figure, new(0, 0, figure.Width, figure.Height)))
            _panels.Add((new Panel(f, b), f, _panels.Count == 0 ? "" : (_panels.Count + 1).ToString(CultureInfo.InvariantCulture)));
    }

    public static string Render(Figure figure)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var to = new PlotlyJson(figure, json);
            to.Object(null, () =>
            {
                to.Array("data", () => to._panels.ForEach(p => p.Figure.Traces.ForEach(t => to.WriteTrace(p.Panel, t, p.Id))));
                to.Object("layout", to.WriteLayout);
            });
        }
        // A page may hold this inside a script element.
        return Encoding.UTF8.GetString(buffer.ToArray()).Replace("</", "<\\/", StringComparison.Ordinal);
    }

    private void WriteLayout()
    {
        if (_figure.Title.Length > 0)
            Object("title", () =>
            {
                Put("text", _figure.Title);
                Put("x", 10 / _figure.Width);
                Put("xanchor", "left");
                Put("y", 1 - 14 / _figure.Height);
                Put("yanchor", "middle");
            });
        Put("width", _figure.Width);
        Put("height", _figure.Height);
        Object("margin", () => System.Array.ForEach(["l", "r", "t", "b"], side => Put(side, 0)));
        Put("barmode", "overlay");
        Put("paper_bgcolor", "rgba(0,0,0,0)");
        Put("plot_bgcolor", "rgba(0,0,0,0)");
        Object("font", () =>
        {
            Put("family", Svg.Fonts);
            Put("color", "#808080");
        });
        Object("legend", () =>
        {
            Put("orientation", "h");
            bool alone = _panels.Count == 1;
            Put("x", alone ? Across(_panels[0].Panel.Plot.X) : 1);
            Put("xanchor", alone ? "left" : "right");
            Put("y", alone ? Up(_panels[0].Panel.Plot.Y) : 1);
            Put("yanchor", alone ? "bottom" : "top");
        });
        foreach ((Panel panel, Figure f, string id) in _panels)
        {
            WriteAxis("xaxis" + id, "y" + id, f.X, panel.XScale, panel.XTicks, Across(panel.Plot.X), Across(panel.Plot.Right));
            WriteAxis("yaxis" + id, "x" + id, f.Y, panel.YScale, panel.YTicks, Up(panel.Plot.Bottom), Up(panel.Plot.Y));
        }
        Array("shapes", () => _panels.ForEach(p => p.Figure.Marks.OfType<RuleMark>().ToList().ForEach(r => WriteRule(r, p.Id))));
        Array("annotations", WriteNotes);
    }

    private double Across(double x) => Math.Clamp(x / _figure.Width, 0, 1);
    private double Up(double y) => Math.Clamp(1 - y / _figure.Height, 0, 1);

    private void WriteAxis(string name, string anchor, Axis axis, Scale scale, Tick[] ticks, double from, double to) => Object(name, () =>
    {
        Put("anchor", anchor);
        Numbers("domain", [from, to]);
        Put("type", axis.Log ? "log" : "linear");
        double[] range = axis.Log ? [Math.Log10(scale.Lo), Math.Log10(scale.Hi)] : [scale.Lo, scale.Hi];
        Numbers("range", axis.Reversed ? [range[1], range[0]] : range);
        if (axis.Title.Length > 0)
            Object("title", () => Put("text", axis.Title));
        _json.WriteBoolean("visible", !axis.Hidden);
        _json.WriteBoolean("zeroline", false);
        if (axis.Categories.Count == 0)
            return;
        Put("tickmode", "array");
        Numbers("tickvals", [.. ticks.Select(t => t.Value)]);
        Array("ticktext", () => System.Array.ForEach(ticks, t => _json.WriteStringValue(Words(t.Label))));
    });

    private void WriteRule(RuleMark r, string id) => Object(null, () =>
    {
        Put("type", "line");
        Put("xref", r.Vertical ? "x" + id : "x" + id + " domain");
        Put("yref", r.Vertical ? "y" + id + " domain" : "y" + id);
        (double x0, double x1, double y0, double y1) = r.Vertical ? (r.Value, r.Value, 0.0, 1.0) : (0.0, 1.0, r.Value, r.Value);
        Put("x0", x0);
        Put("x1", x1);
        Put("y0", y0);
        Put("y1", y1);
        Object("line", () =>
        {
            Put("dash", "dash");
            Put("width", 1.2);
            Put("color", "#808080");
        });
    });

    private void WriteNotes()
    {
        foreach ((Panel _, Figure f, string id) in _panels)
        {
            if (f != _figure && f.Title.Length > 0)
                WriteNote($"x{id} domain", $"y{id} domain", 0, 1, f.Title, () =>
                {
                    Put("xanchor", "left");
                    Put("yanchor", "bottom");
                });
            foreach (Mark mark in f.Marks)
                WriteMark(f, mark, id);
        }
    }

    private void WriteMark(Figure f, Mark mark, string id)
    {
        switch (mark)
        {
            case RuleMark { Label: string label } r when r.Vertical:
                WriteNote("x" + id, $"y{id} domain", At(f.X, r.Value), 1, label, () => Put("xanchor", "left"));
                break;
            case RuleMark { Label: string label } r:
                WriteNote($"x{id} domain", "y" + id, 1, At(f.Y, r.Value), label, () => Put("yanchor", "bottom"));
                break;
            case TextMark t:
                WriteNote("x" + id, "y" + id, At(f.X, t.X), At(f.Y, t.Y), t.Text, () => WriteTextLook(t), arrow: t.Dx != 0 || t.Dy != 0);
                break;
            case ArrowMark a:
                WriteNote("x" + id, "y" + id, At(f.X, a.X1), At(f.Y, a.Y1), "", () => WriteArrowLook(f, a, id), arrow: true);
                if (a.Label is not null)
                    WriteNote("x" + id, "y" + id, (At(f.X, a.X0) + At(f.X, a.X1)) / 2, (At(f.Y, a.Y0) + At(f.Y, a.Y1)) / 2, a.Label, () => { });
                break;
        }
    }

    /// <summary>Plotly wants the logarithm of an annotation's place on a logarithmic axis, but the value itself for shapes.</summary>
    private static double At(Axis axis, double v) => axis.Log ? Math.Log10(v > 0 ? v : double.NaN) : v;

    private void WriteNote(string xref, string yref, double x, double y, string text, Action more, bool arrow = false)
    {
        if (!double.IsFinite(x + y))
            return;
        Object(null, () =>
        {
            Put("xref", xref);
            Put("yref", yref);
            Put("x", x);
            Put("y", y);
            Put("text", text);
            _json.WriteBoolean("showarrow", arrow);
            more();
        });
    }

    private void WriteTextLook(TextMark t)
    {
        if (t.Dx != 0 || t.Dy != 0)
        {
            Put("ax", t.Dx);
            Put("ay", t.Dy);
        }
        if (!t.Boxed)
            return;
        Put("bordercolor", t.Slot < 0 ? "#808080" : Palette.Color(t.Slot));
        Put("borderwidth", 1.5);
        Put("borderpad", 6);
    }

    private void WriteArrowLook(Figure f, ArrowMark a, string id)
    {
        Put("ax", At(f.X, a.X0));
        Put("ay", At(f.Y, a.Y0));
        Put("axref", "x" + id);
        Put("ayref", "y" + id);
        Put("arrowhead", 2);
        Put("arrowwidth", a.Width);
        Put("arrowcolor", a.Slot < 0 ? "#808080" : Palette.Color(a.Slot));
        Put("standoff", a.To is null ? 0 : 18);
        Put("startstandoff", a.From is null ? 0 : 18);
    }
}
