using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export;
using static DeepNotes.Tests.Notebooks.Export.SiteFixture;

namespace DeepNotes.Tests.Notebooks.Export;

public class SiteTests
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static SiteFixture Sample()
    {
        var site = new SiteFixture();
        site.File("notes.txt");
        site.Add("01-one.ipynb",
            Markdown("# 01 · One · 하나\n\nThe first notebook, with a sentence long enough to be a summary and $x^2$ in it, [linked](02-two.ipynb).\n\n## A part\n\n[two](02-two.ipynb#the-end) [part](#A-part) [notes](notes.txt) [paper](https://example.org/a.pdf)\n\n> [!NOTE]\n> Careful.[^1]\n\n[^1]: A footnote."),
            Markdown("## A part\n\nIt costs $5 and $6.\n\n$$a = b \\tag{1}$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nA second note.[^1]\n\n[^1]: Another footnote.\n\n![dot](attachment:dot.png)",
                new JsonObject { ["dot.png"] = new JsonObject { ["image/png"] = Picture } }),
            Code("#r \"x.dll\"\nusing System;"),
            Code("Console.WriteLine(\"<b>\");", Output.Stream("stdout", "<b>\u001b[31mred\u001b[0m\n"), Output.Stream("stderr", "careful\n")),
            Code("picture", Output.Display(new JsonObject { ["image/png"] = Picture, ["text/plain"] = "a red dot" })),
            Code("figure", Output.Result(new JsonObject { ["text/html"] = "<div><svg width='700' role='img' aria-label='a line'><svg x='1'></svg><path d='M0 0L1 1'/></svg></div>", ["text/plain"] = "Figure" }, 3)),
            Tagged(Code("throw null;"), "nbgrader", new JsonObject { ["solution"] = true, ["grade_id"] = "01-x" }),
            Code("boom", Output.Error("System.Exception", "it <broke>", "at line 3")));
        site.Add("02-two.ipynb", "cell 3, line 1: boom", Markdown("# 2. Two (둘)\n\n## The end\n\nback to [one](01-one.ipynb), on to [nine](09-nine.ipynb)"));
        site.Export();
        return site;
    }

    [Fact]
    public void Every_page_is_named_fetches_nothing_and_has_no_dead_link()
    {
        using var site = Sample();
        Assert.Empty(PageRules.Broken(site.SiteFolder));
        Assert.DoesNotMatch("@import|url\\(|https?:", File.ReadAllText(Path.Combine(site.SiteFolder, "assets/site.css")));
        foreach (string script in (string[])["site.js", "search.js"])
            Assert.DoesNotMatch("fetch\\(|https?:|import |XMLHttp", File.ReadAllText(Path.Combine(site.SiteFolder, "assets", script)));
        Assert.False(File.Exists(Path.Combine(site.SiteFolder, "assets/plotly.min.js")));
    }

    [Fact]
    public void Cells_and_outputs_appear_as_a_front_end_shows_them()
    {
        using var site = Sample();
        var page = site.Page("01-one.html");
        Assert.Equal("<b>red", page.QuerySelector("pre.stream")!.TextContent);
        Assert.Equal("careful", page.QuerySelector("pre.stderr")!.TextContent);
        Assert.Equal("a red dot", page.QuerySelector(".out > img")!.GetAttribute("alt"));
        Assert.NotNull(page.QuerySelector(".rich svg path"));
        Assert.Contains("it <broke>", page.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("01-x", page.QuerySelector(".answer .answer-label code")!.TextContent);
        Assert.Equal("Setup: references and namespaces", page.QuerySelector(".hidden-code summary")!.TextContent);
        Assert.Equal("(1)", page.QuerySelector(".equation .tag")!.TextContent);
        Assert.Equal("하나", page.QuerySelector("h1 [lang=ko]")!.TextContent);
        Assert.Contains("It costs $5 and $6.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("data:image/png;base64,", page.QuerySelector("p img")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".markdown-alert-note"));
        Assert.NotNull(page.QuerySelector(".scroll table"));
    }

    [Fact]
    public void Pages_lead_to_each_other_and_to_their_sections()
    {
        using var site = Sample();
        var page = site.Page("01-one.html");
        Assert.Equal("02-two.html", page.QuerySelector(".neighbours .next")!.GetAttribute("href"));
        Assert.Equal(["#a-part", "#a-part-2"], page.QuerySelectorAll("nav.toc a").Select(a => a.GetAttribute("href")));
        Assert.Equal("01-one.html", page.QuerySelector("nav [aria-current=page]")!.GetAttribute("href"));
        Assert.Equal("Two 둘", site.Page("02-two.html").QuerySelector("h1")!.TextContent);
        Assert.Contains("boom", site.Page("02-two.html").QuerySelector("[role=note]")!.TextContent, StringComparison.Ordinal);
        var index = site.Page("index.html");
        Assert.Equal(["Part I", "Part II"], index.QuerySelectorAll(".part > h2").Select(h => h.TextContent));
        Assert.Contains("A tagline with <signs> & such.", index.QuerySelector(".hero")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(index.QuerySelector(".card .cover > svg > path"));
        Assert.NotNull(index.QuerySelector(".card .summary math"));
        Assert.Equal("01 One 하나", index.QuerySelector(".card h3")!.TextContent);
        Assert.True(File.Exists(Path.Combine(site.SiteFolder, "files/notes.txt")));
    }

    [Theory]
    [InlineData("text\n\n$\\frobnicate$", "\\frobnicate")]
    [InlineData("[gone](gone.md)", "gone.md")]
    [InlineData("![far](https://example.org/a.png)", "needs a network")]
    [InlineData("<img src='https://example.org/a.png' alt=''>", "needs a network")]
    [InlineData("[here](#nowhere)", "nowhere")]
    [InlineData("![x](attachment:x.png)", "no attachment x.png")]
    public void What_a_page_cannot_show_is_refused_with_its_notebook(string markdown, string expected)
    {
        using var site = new SiteFixture();
        site.Add("03-bad.ipynb", Code("1"), Markdown("# Bad\n\n" + markdown));
        string message = Assert.Throws<SiteException>(() => site.Export()).Message;
        Assert.Contains("03-bad.ipynb", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cell_of_a_bad_formula_is_named()
    {
        using var site = new SiteFixture();
        site.Add("03-bad.ipynb", Code("1"), Markdown("$\\frobnicate$"));
        Assert.Contains("cell 2", Assert.Throws<SiteException>(() => site.Export()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_notebooks_of_one_name_are_refused()
    {
        using var site = new SiteFixture();
        site.Add("01-a.ipynb", Markdown("# A"));
        site.Add("01-A.ipynb", Markdown("# A"));
        Assert.Contains("rename one", Assert.Throws<SiteException>(() => site.Export()).Message, StringComparison.Ordinal);
    }

    // WCAG 2: text needs 4.5 : 1 against what it stands on, in light and in dark.
    [Fact]
    public void Every_text_colour_has_enough_contrast()
    {
        var colors = Regex.Matches(Site.Asset("site.css"), @"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
            .ToDictionary(m => m.Groups[1].Value, m => (string[])[m.Groups[2].Value, m.Groups[3].Value]);
        string[] grounds = ["paper", "raised", "sunken"];
        string[] code = ["keyword", "type", "function", "string", "number", "comment"];
        string[] texts = ["ink", "quiet", "accent", "note", "tip", "important", "warning", "caution", .. code];
        Assert.Empty(
            from theme in (int[])[0, 1]
            from text in texts
            from ground in grounds
            let contrast = Contrast(colors[text][theme], colors[ground][theme])
            where contrast < 4.5
            select $"{text} on {ground} in {(theme == 0 ? "light" : "dark")}: {contrast:0.00}");
        // Pressed buttons, the page one is on, a term that was linked to, a button in the colours of ink.
        (string Text, string Ground)[] pairs = [("accent", "accent-soft"), ("ink", "accent-soft"), ("quiet", "accent-soft"), ("paper", "ink"), ("paper", "accent")];
        Assert.All(pairs, p => Assert.All((int[])[0, 1], theme => Assert.True(Contrast(colors[p.Text][theme], colors[p.Ground][theme]) >= 4.5, $"{p.Text} on {p.Ground}, {theme}")));
    }

    [Fact]
    public void The_search_knows_every_section_and_every_term_in_both_languages()
    {
        using var site = Sample();
        var entries = Entries(site.SiteFolder);
        Assert.Contains(entries, e => e is ["01-one.html#a-part-2", "01 One 하나", "A part", _] && e[3].Contains("It costs $5 and $6.", StringComparison.Ordinal));
        Assert.Contains(entries, e => e[0] == "01-one.html" && e[3].Contains("long enough to be a summary and x^2 in it", StringComparison.Ordinal));
        Assert.Contains(entries, e => e[3].Contains("Console.WriteLine(\"<b>\");", StringComparison.Ordinal));
        Assert.Contains(entries, e => e is ["glossary.html#term-weight", "Glossary", "weight · 가중치", "What training <changes>. Linear.Weight"]);
        Assert.DoesNotContain(entries, e => e[3].Contains("M0 0L1 1", StringComparison.Ordinal) || e[3].Contains("</", StringComparison.Ordinal));
    }

    [Fact]
    public void The_glossary_links_the_notebooks_that_use_a_term()
    {
        using var site = Sample();
        var page = site.Page("glossary.html");
        Assert.Equal(["term-bias", "term-bias-2", "term-weight"], page.QuerySelectorAll(".terms > div").Select(d => d.Id));
        var weight = page.GetElementById("term-weight")!;
        Assert.Equal("가중치", weight.QuerySelector("dt [lang=ko]")!.TextContent);
        Assert.Equal(["01-one.html", "02-two.html"], weight.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Linear.Weight", weight.QuerySelector("code")!.TextContent);
        Assert.Empty(page.GetElementById("term-bias")!.QuerySelectorAll("a"));
        Assert.NotNull(site.Page("index.html").QuerySelector(".bar a[href='glossary.html']"));
    }

    private static List<string[]> Entries(string folder)
    {
        string script = File.ReadAllText(Path.Combine(folder, "assets/search-index.js"));
        Assert.StartsWith("window.siteSearch = ", script, StringComparison.Ordinal);
        return System.Text.Json.JsonSerializer.Deserialize<List<string[]>>(script[20..].TrimEnd('\n', ';'))!;
    }

    // The course itself: as it lies in the repository, every formula is set, every link leads somewhere, every figure has a name.
    [Fact]
    public void The_notebooks_of_the_course_make_a_site()
    {
        var files = Directory.GetFiles(Path.Combine(Architecture.SourceTree.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        string folder = Directory.CreateTempSubdirectory("deepnotes-course").FullName;
        try
        {
            Site.Export([.. files.Select(f => new SiteSource(f, Notebook.Load(f)))], folder, DeepNotes.Cli.CourseSite.Options);
            Assert.Empty(PageRules.Broken(folder));
            var found = Entries(folder);
            Assert.All(DeepNotes.Exercises.Glossary.All, term => Assert.Contains(found, e => e[1] == "Glossary" && e[2] == $"{term.English} · {term.Korean}"));
            Assert.Contains(found, e => e[0].StartsWith("03-", StringComparison.Ordinal) && e[3].Contains("역전파", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Contrast(string a, string b)
    {
        double x = Luminance(a), y = Luminance(b);
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string color)
    {
        double channel(int at)
        {
            double v = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    }
}
