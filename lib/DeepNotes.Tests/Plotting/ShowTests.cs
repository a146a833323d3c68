using System.Reflection;
using System.Xml.Linq;
using DeepNotes.Plotting;

namespace DeepNotes.Tests.Plotting;

public class ShowTests
{
    /// <summary>Does what a notebook kernel does: finds the attribute by its simple name and the formatters by reflection.</summary>
    [Fact]
    public void Figures_tables_and_animations_show_themselves_by_convention()
    {
        foreach (object shown in new object[] { Figure.New("t").Line([1, 2]), Table.Of(("a", [1, 2])), Animation.Of([Figure.New("t").Line([1, 2])]) })
        {
            Attribute found = shown.GetType().GetCustomAttributes().Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
            var source = (Type)found.GetType().GetProperty("FormatterSourceType")!.GetValue(found)!;
            string[] preferred = (string[])found.GetType().GetProperty("PreferredMimeTypes")!.GetValue(found)!;
            object instance = source.GetConstructor(Type.EmptyTypes)!.Invoke(null);
            object[] formatters = [.. (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(instance, null)!];
            Assert.Equal([.. preferred, "application/vnd.plotly.v1+json"], formatters.Select(f => f.GetType().GetProperty("MimeType")!.GetValue(f)));
            foreach (object f in shown is Figure ? formatters : formatters[..^1])
            {
                MethodInfo format = f.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!;
                var writer = new StringWriter();
                Assert.True((bool)format.Invoke(f, [shown, writer])!);
                Assert.NotEmpty(writer.ToString());
                Assert.False((bool)format.Invoke(f, ["something else", writer])!);
            }
        }
    }

    [Fact]
    public void A_table_aligns_numbers_right_and_counts_korean_letters_twice()
    {
        var table = Table.Of(("이름", (Series)new[] { "시그모이드", "tanh" }), ("accuracy", (Series)new[] { 0.123456, 98 })).Caption("t");
        Assert.Equal("t\n이름        accuracy\n----------  --------\n시그모이드    0.1235\ntanh              98\n", table.ToPlainText());
        XElement root = XDocument.Parse(table.ToHtml()).Root!;
        Assert.Equal(["left", "right", "left", "right", "left", "right"], root.Descendants().Attributes("align").Select(a => a.Value));
    }

    [Fact]
    public void A_table_refuses_rows_that_do_not_fit_and_draws_nothing_as_nothing()
    {
        Assert.Equal("Table: row 1 has 1 cells under 2 headings; they must be as many. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => Table.Of(["a", "b"], [[1, 2], [3]])).Message);
        Assert.Contains("<tbody></tbody>", Table.Of(["a"], []).ToHtml(), StringComparison.Ordinal);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7), InlineData(500)]
    public void An_animation_shows_each_frame_in_its_turn_and_keeps_key_frames(int count)
    {
        var film = Animation.Of([.. Enumerable.Range(0, count).Select(i => Figure.New("frame").YAxis("y").Line([0, 1], [0, i]))]);
        XElement svg = XDocument.Parse(film.ToSvg()).Root!;
        XElement[] frames = [.. svg.Elements().Where(e => e.Name.LocalName == "g")];
        Assert.Equal(Math.Min(count, 60), frames.Length);
        Assert.Equal(count == 0 ? 0 : 1, frames.Count(f => f.Attribute("visibility")!.Value == "visible"));
        Assert.Equal(count < 2 ? 0 : frames.Length, svg.Descendants().Count(e => e.Name.LocalName == "animate"));
        Assert.Equal(Math.Min(count, 4), film.ToStill().Cells.Length);
        Assert.All(film.ToStill().Cells, c => Assert.Equal((film.ToStill().Cells[0].Y.Min, film.ToStill().Cells[0].Y.Max), (c.Y.Min, c.Y.Max)));
        Assert.Equal(film.ToHtml(), film.ToHtml());
    }

    [Fact]
    public void A_figure_is_described_for_readers_who_cannot_see_it()
    {
        Assert.Equal("Loss; loss over epoch; tanh, ReLU", Figure.New("Loss").XAxis("epoch").YAxis("loss").Line([1], "tanh").Line([2], "ReLU").AltText);
        Assert.Contains("aria-label='two lines'", Figure.New("Loss").Describe("two lines").ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_follows_the_readers_theme_but_a_page_keeps_its_own_colours()
    {
        Assert.Contains("prefers-color-scheme:dark", Figure.New().ToSvg(standalone: true), StringComparison.Ordinal);
        Assert.DoesNotContain("<style", Figure.New().ToHtml(), StringComparison.Ordinal);
    }
}
