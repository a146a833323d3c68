using System.Text.Json;
using DeepNotes.Plotting;

namespace DeepNotes.Tests.Plotting;

/// <summary>The part of Plotly's schema (version 3) that the figures use: which attributes exist where, and what they hold.</summary>
public class PlotlyJsonTests
{
    private const string Grid = "x y z name xaxis yaxis zmin zmax colorscale showscale colorbar";
    private static readonly Dictionary<string, HashSet<string>> Traces = new()
    {
        ["scatter"] = Words("x y name xaxis yaxis mode line marker text textposition showlegend error_y fill fillcolor hoverinfo"),
        ["bar"] = Words("x y name xaxis yaxis width offset marker opacity showlegend error_y"),
        ["heatmap"] = Words(Grid + " texttemplate"),
        ["contour"] = Words(Grid + " contours"),
    };

    private static readonly Dictionary<string, HashSet<string>> Objects = new()
    {
        ["line"] = Words("color width dash"),
        ["marker"] = Words("color size symbol opacity"),
        ["error_y"] = Words("type array"),
        ["colorbar"] = Words("x y len thickness title"),
        ["contours"] = Words("coloring showlabels start end size"),
        ["title"] = Words("text side x y xanchor yanchor"),
        ["layout"] = Words("title width height margin barmode paper_bgcolor plot_bgcolor font legend shapes annotations"),
        ["xaxis"] = Words("anchor domain type range title visible zeroline tickmode tickvals ticktext"),
        ["shapes"] = Words("type xref yref x0 x1 y0 y1 line"),
        ["annotations"] = Words("xref yref x y text showarrow xanchor yanchor ax ay axref ayref arrowhead arrowwidth arrowcolor standoff startstandoff bordercolor borderwidth borderpad"),
        ["margin"] = Words("l r t b"),
        ["font"] = Words("family color"),
        ["legend"] = Words("orientation x y xanchor yanchor"),
    };

    private static readonly Dictionary<string, HashSet<string>> Enumerations = new()
    {
        ["mode"] = Words("lines markers text lines+markers markers+text"),
        ["dash"] = Words("solid dash dot dashdot longdash longdashdot"),
        ["symbol"] = Words("circle square diamond triangle-up triangle-down x cross"),
        ["coloring"] = Words("heatmap none"),
        ["tickmode"] = Words("array"),
        ["fill"] = Words("toself"),
    };

    [Theory, MemberData(nameof(Specimens.Everything), MemberType = typeof(Specimens))]
    public void Every_kind_writes_every_data_within_the_schema(string kind, string data)
    {
        foreach (bool log in new[] { false, true })
            Check(Figure.Grid(2, Specimens.Make(kind, data, log).WithTitle("panel"), Figure.New("other").Line([1, 2], [3, 4])));
    }

    [Fact]
    public void Every_panel_has_axes_of_its_own_in_domains_that_do_not_overlap()
    {
        JsonElement layout = Check(Figure.Grid(2, Figure.New("a").Line([1, 2], [3, 4]), Figure.New("b").Bar(["u", "v"], [1, 2]), Figure.New("c").HeatMap(new double[,] { { 1, double.NaN } }))).GetProperty("layout");
        (double From, double To)[] x = [Domain("xaxis"), Domain("xaxis2"), Domain("xaxis3")], y = [Domain("yaxis"), Domain("yaxis2"), Domain("yaxis3")];
        Assert.True(x[0].To < x[1].From && y[2].To < y[0].From);
        Assert.Equal("y2", layout.GetProperty("xaxis2").GetProperty("anchor").GetString());
        Assert.Equal("v", layout.GetProperty("xaxis2").GetProperty("ticktext")[1].GetString());

        (double, double) Domain(string axis) => (layout.GetProperty(axis).GetProperty("domain")[0].GetDouble(), layout.GetProperty(axis).GetProperty("domain")[1].GetDouble());
    }

    [Fact]
    public void Logarithmic_axes_get_logarithms_for_ranges_and_annotations_but_values_for_shapes()
    {
        JsonElement layout = Check(Figure.New().YAxis(log: true, min: 0.01, max: 1000).Line([1, 2], [1, 100]).Annotate(1, 100, "here").HLine(10)).GetProperty("layout");
        Assert.Equal([-2, 3], layout.GetProperty("yaxis").GetProperty("range").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(2, layout.GetProperty("annotations")[0].GetProperty("y").GetDouble());
        Assert.Equal(10, layout.GetProperty("shapes")[0].GetProperty("y0").GetDouble());
    }

    [Fact]
    public void Missing_values_are_null_and_words_cannot_open_tags_or_end_a_script()
    {
        string json = Figure.New("</script><b>").Line([1, double.NaN, double.PositiveInfinity], "a < b").ToPlotlyJson();
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Null], parsed.RootElement.GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(v => v.ValueKind));
        Assert.DoesNotContain("</", json, StringComparison.Ordinal);
        Assert.Contains("a &lt; b", json, StringComparison.Ordinal);
        Assert.Contains("역전파", Figure.New("역전파").ToPlotlyJson(), StringComparison.Ordinal);
    }

    private static JsonElement Check(Figure figure)
    {
        string json = figure.ToPlotlyJson();
        Assert.Equal(json, figure.ToPlotlyJson());
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(["data", "layout"], root.EnumerateObject().Select(p => p.Name));
        foreach (JsonElement trace in root.GetProperty("data").EnumerateArray())
        {
            string type = trace.GetProperty("type").GetString()!;
            Walk(trace, Traces[type], "type");
            foreach (string axis in new[] { "xaxis", "yaxis" })
                Assert.True(root.GetProperty("layout").TryGetProperty(axis + trace.GetProperty(axis).GetString()![1..], out _));
            if (type != "heatmap" && type != "contour")
                Assert.Equal(trace.GetProperty("x").GetArrayLength(), trace.GetProperty("y").GetArrayLength());
        }
        Walk(root.GetProperty("layout"), Objects["layout"]);
        return root;
    }

    private static void Walk(JsonElement at, HashSet<string> allowed, string extra = "")
    {
        foreach (JsonProperty p in at.EnumerateObject())
        {
            string name = p.Name.TrimEnd([.. "0123456789"]) is "xaxis" or "yaxis" && p.Value.ValueKind == JsonValueKind.Object ? "xaxis" : p.Name;
            Assert.True(name == "xaxis" || allowed.Contains(name) || name == extra, $"\"{p.Name}\" is no attribute there");
            if (p.Value.ValueKind == JsonValueKind.Object)
                Walk(p.Value, Objects[name]);
            else if (p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0 && p.Value[0].ValueKind == JsonValueKind.Object)
                Assert.All(p.Value.EnumerateArray(), item => Walk(item, Objects[name]));
            if (Enumerations.TryGetValue(name, out HashSet<string>? values))
                Assert.Contains(p.Value.GetString()!, values);
            if (name.EndsWith("color", StringComparison.Ordinal))
                Assert.Matches("^(#[0-9a-f]{6}([0-9a-f]{2})?|rgba\\(0,0,0,0\\))$", p.Value.GetString());
        }
    }

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];
}
