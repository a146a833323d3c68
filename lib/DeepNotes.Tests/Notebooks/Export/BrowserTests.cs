using System.Text.Json.Nodes;
using DeepNotes.Cli;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>The course's site in a real browser, from the file system.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Url(string page) => new Uri(_folder[page]).AbsoluteUri;

    private string[] ExportCourse()
    {
        var files = Directory.GetFiles(Path.Combine(Architecture.SourceTree.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal);
        Site.Export([.. files.Select(f => new SiteSource(f, Notebook.Load(f)))], _folder.Path, CourseSite.Options);
        return [.. Directory.GetFiles(_folder.Path, "*.html").Select(f => Path.GetFileName(f))];
    }

    [Fact]
    public async Task No_page_asks_for_anything_outside_the_site_or_scrolls_sideways_on_a_phone()
    {
        await using var browser = await Chromium.StartAsync(390, 844);
        foreach (string page in ExportCourse())
        {
            await browser.GoAsync(Url(page));
            var wide = await browser.EvaluateAsync("[document.documentElement.scrollWidth, [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 391 && !e.closest('.rich, pre, .scroll, .equation, .skip')).map(e => e.outerHTML.slice(0, 80)).slice(0, 3).join(' | ')]");
            Assert.Equal((page, "390", ""), (page, wide![0]!.ToString(), wide[1]!.ToString()));
        }
        Assert.NotEmpty(browser.Requests);
        Assert.All(browser.Requests, url => Assert.True(url.StartsWith(new Uri(_folder.Path).AbsoluteUri, StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_word_and_label_stands_out_from_its_ground(string scheme)
    {
        await using var browser = await Chromium.StartAsync(1280, 800);
        await browser.PreferAsync(scheme);
        foreach (string page in ExportCourse())
        {
            await browser.GoAsync(Url(page));
            var poor = (await browser.EvaluateAsync(PageContrast.Poor))!.AsArray();
            Assert.True(poor.Count == 0, $"{page}, {scheme}: {string.Join(" | ", poor.Take(3))}");
        }
    }

    [Fact]
    public async Task The_search_opens_with_a_key_and_finds_korean_words_with_and_without_their_particles()
    {
        await using var browser = await Chromium.StartAsync(1280, 800);
        ExportCourse();
        await browser.GoAsync(Url("index.html"));
        await browser.PressAsync("/", "/");
        await browser.UntilAsync("document.querySelector('dialog.search')?.open && document.activeElement.id === 'search-words'");
        foreach (string query in (string[])["역전파", "역전파는", "backprop"])
        {
            await browser.EvaluateAsync($"(w => {{ w.value = '{query}'; w.dispatchEvent(new Event('input')); }})(document.getElementById('search-words'))");
            await browser.UntilAsync("[...document.querySelectorAll('dialog.search a')].some(a => a.href.includes('03-backprop-by-hand')) && [...document.querySelectorAll('dialog.search a')].some(a => a.href.includes('glossary.html#term-backprop'))");
        }
        await browser.EvaluateAsync("(w => { w.value = 'zzqqxx'; w.dispatchEvent(new Event('input')); })(document.getElementById('search-words'))");
        await browser.UntilAsync("document.querySelector('dialog.search [role=status]').textContent === 'Nothing found.'");
        await browser.PressAsync("Escape");
        await browser.UntilAsync("!document.querySelector('dialog.search').open && document.activeElement.id === 'search'");
        Assert.Empty(browser.Errors);
    }

    // A stand-in for plotly.js, which is not in the repository: the page has to load it once and hand over the figure as it was.
    [Fact]
    public async Task A_figure_comes_alive_on_demand_and_goes_back()
    {
        await using var browser = await Chromium.StartAsync(800, 600);
        using var site = new SiteFixture();
        site.File("plotly.js", "window.Plotly = { newPlot: async (box, data, layout) => { box.textContent = 'drawn ' + data[0].y.join(','); } };");
        var figure = Output.Display(new JsonObject { ["text/html"] = "<svg role='img' aria-label='a line'></svg>" });
        figure.Unsaved[Site.PlotlyMime] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["type"] = "scatter", ["y"] = new JsonArray(1, 2) }), ["layout"] = new JsonObject() };
        site.Add("01-a.ipynb", SiteFixture.Markdown("# A"), SiteFixture.Code("figure", figure));
        site.Export(Path.Combine(site.Folder, "plotly.js"));
        await browser.GoAsync(new Uri(Path.Combine(site.SiteFolder, "01-a.html")).AbsoluteUri);
        Assert.DoesNotContain(browser.Requests, r => r.Contains("plotly", StringComparison.Ordinal));
        await browser.EvaluateAsync("document.querySelector('.interact button').click()");
        await browser.UntilAsync("document.querySelector('.plot')?.textContent === 'drawn 1,2' && document.querySelector('.rich').hidden");
        await browser.UntilAsync("!document.querySelector('.interact button').disabled");
        await browser.EvaluateAsync("document.querySelector('.interact button').click()");
        await browser.UntilAsync("document.querySelector('.plot').hidden && !document.querySelector('.rich').hidden");
        Assert.Empty(browser.Errors);
    }
}
