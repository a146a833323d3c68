using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepNotes.Plotting;

namespace DeepNotes.Tests.Plotting;

public partial class SvgTests
{
    [Theory, MemberData(nameof(Specimens.Everything), MemberType = typeof(Specimens))]
    public void Every_kind_draws_every_data_as_well_formed_svg_of_finite_numbers(string kind, string data)
    {
        foreach (bool log in new[] { false, true })
        {
            string svg = Specimens.Make(kind, data, log).ToSvg();
            XElement root = XDocument.Parse(svg).Root!;
            Assert.Equal("img", root.Attribute("role")?.Value);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
            Assert.All(root.Descendants().Attributes("d"), d => Assert.Matches(PathData(), d.Value));
            Assert.Equal(svg, Specimens.Make(kind, data, log).ToSvg());
        }
    }

    [Fact]
    public void A_drawing_has_no_ids_scripts_links_or_styles_of_the_page()
    {
        foreach (string kind in Specimens.Kinds.Keys)
        {
            string svg = Specimens.Make(kind, "good").ToSvg();
            Assert.All(XDocument.Parse(svg).Descendants(), e => Assert.Contains(e.Name.LocalName, (string[])["svg", "title", "path", "text", "rect", "image", "g"]));
            Assert.DoesNotMatch(@"\sid=|\son\w+=|url\(|href='(?!data:image/png;base64,)", svg);
        }
    }

    [Fact]
    public void Labels_are_escaped_wherever_they_stand()
    {
        const string evil = "<script>alert('&\"')</script>";
        string svg = Figure.New(evil).XAxis(evil).YAxis(evil).Line([1, 2], [1, 2], evil).Scatter([1.0], [1.0], labels: [evil]).Annotate(1, 1, evil, 5, 5).HLine(1, evil).VLine(1, evil).ToSvg();
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        XElement root = XDocument.Parse(svg).Root!;
        Assert.True(root.Descendants().Count(e => e.Name.LocalName == "text" && e.Value == evil) >= 6);
        Assert.Contains("<script>", root.Attribute("aria-label")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", Table.Of(("<b>", (Series)new[] { "<b>" })).Caption("<b>").ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Forbidden_characters_and_lone_surrogates_do_not_break_the_markup()
    {
        string svg = Figure.New("a\0b\u0007c\ud800d").ToSvg();
        Assert.Contains("abc\ufffdd", XDocument.Parse(svg).Descendants().First(e => e.Name.LocalName == "text").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Korean_words_are_kept_and_their_width_is_reserved()
    {
        string svg = Figure.New("은닉층과 정확도").XAxis("에포크").Line([1, 2], [3, 4], "시그모이드").Line([1, 2], [3, 4], "렐루").ToSvg();
        Assert.Contains(">은닉층과 정확도</text>", svg, StringComparison.Ordinal);
        Assert.Contains("Noto Sans KR", svg, StringComparison.Ordinal);
        double[] x = [.. new[] { "시그모이드", "렐루" }.Select(n => X(svg, n))];
        Assert.True(x[1] - x[0] > 5 * 12, $"the second entry starts {x[1] - x[0]} after the first, which is five full-width letters long");
    }

    [Fact]
    public void A_culture_with_commas_writes_the_same_bytes()
    {
        string here = Specimens.Make("contour", "good").ToSvg();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(here, Specimens.Make("contour", "good").ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, InlineData(1, 1), InlineData(2, 4), InlineData(3, 7)]
    public void Panels_of_a_grid_do_not_overlap(int columns, int count)
    {
        Figure grid = Figure.Grid(columns, [.. Enumerable.Range(0, count).Select(i => Specimens.Make(Specimens.Kinds.Keys.ElementAt(i), "good"))]).WithTitle("all");
        var page = new Box(0, 0, grid.Width, grid.Height);
        Box[] boxes = [.. SvgFigure.Leaves(grid, page).Select(p => p.Box)];
        Panel[] panels = [.. SvgFigure.Leaves(grid, page).Select(p => new Panel(p.Figure, p.Box))];
        Assert.Equal(count, boxes.Length);
        for (int i = 0; i < count; i++)
        {
            Assert.InRange(boxes[i].X, 0, page.Right - boxes[i].W + 1e-6);
            Assert.InRange(boxes[i].Y, 29, page.Bottom - boxes[i].H + 1e-6);
            Assert.True(panels[i].Plot.X >= boxes[i].X && panels[i].Plot.Y >= boxes[i].Y && panels[i].Plot.Right <= boxes[i].Right && panels[i].Plot.Bottom <= boxes[i].Bottom);
            for (int j = 0; j < i; j++)
                Assert.Equal(0, Panel.Shared(boxes[i], boxes[j]), 6);
        }
    }

    [Fact]
    public void Values_that_are_not_finite_cut_a_line_but_take_no_neighbour_with_them()
    {
        string svg = Figure.New().Line([1, 2, double.NaN, 4, 5, double.PositiveInfinity, 2]).ToSvg();
        string path = XDocument.Parse(svg).Descendants().Single(e => e.Attribute("stroke-linejoin") is not null).Attribute("d")!.Value;
        Assert.Equal("MLMLM", string.Concat(path.Where(char.IsLetter)));
    }

    [Fact]
    public void The_legend_stands_above_the_plot()
    {
        Figure f = Figure.New("t");
        for (int i = 0; i < 12; i++)
            f.Line([0, 1], [0, i], "a rather long name " + i);
        var panel = new Panel(f, new(0, 0, f.Width, f.Height));
        string svg = f.ToSvg();
        foreach (XElement e in XDocument.Parse(svg).Descendants().Where(e => e.Value.StartsWith("a rather", StringComparison.Ordinal) && e.Name.LocalName == "text"))
            Assert.InRange(double.Parse(e.Attribute("y")!.Value, CultureInfo.InvariantCulture), 24, panel.Plot.Y);
    }

    [Fact]
    public void The_palette_has_three_to_one_contrast_on_light_and_dark()
    {
        for (int i = 0; i < Palette.Count; i++)
        {
            double l = Palette.Luminance(Palette.Color(i)), dark = Palette.Luminance("#1e1e1e");
            Assert.InRange(1.05 / (l + 0.05), 3, 21);
            Assert.InRange((l + 0.05) / (dark + 0.05), 3, 21);
        }
        Assert.Equal(Palette.Count, Enumerable.Range(0, Palette.Count).Select(i => (Palette.Dash(i), Palette.Symbol(i))).Distinct().Count());
    }

    [Fact]
    public void Columns_of_unequal_length_are_refused_by_name()
    {
        var e = Assert.Throws<ArgumentException>(() => Figure.New().Line([1, 2, 3], [1, 2]));
        Assert.Equal("Line: x has 3 values beside 2; they must be as many.", e.Message);
        Assert.Throws<ArgumentException>(() => Figure.New().Line([1], [1], color: "red' onload='x"));
    }

    private static double X(string svg, string text) => double.Parse(XDocument.Parse(svg).Descendants().First(e => e.Name.LocalName == "text" && e.Value == text).Attribute("x")!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([MLHVmlhvZz][-\d. ]*)*$")]
    private static partial Regex PathData();
}
