using System.Globalization;
using System.Text;

namespace DeepNotes.Notebooks.Export;

/// <summary>The contents page: the notebooks in their groups, each with a figure and its first sentences.</summary>
internal static class IndexPage
{
    public static string Render(PageTemplate template, IReadOnlyList<NotebookPage> pages)
    {
        var html = new StringBuilder();
        var entries = template.Sources.Zip(pages).ToList();
        var groups = entries.GroupBy(e => template.PartOf(e.First)).OrderBy(g => g.Key is null ? int.MaxValue : g.Key.First).ToList();
        foreach (var group in groups)
        {
            string title = group.Key?.Title ?? (groups.Count == 1 ? "Notebooks" : group.All(e => e.First.Label.StartsWith('A')) ? "Appendix" : "More");
            html.Append(CultureInfo.InvariantCulture, $"<section class=\"part\"><h2>{PageTemplate.Encode(title)}</h2><ol class=\"cards\">");
            foreach (var (source, page) in group) html.Append(Card(source, page));
            html.Append("</ol></section>\n");
        }
        return template.Frame(template.Options.Title, -1, $"""
            <main id="main" class="home">
            <div class="hero"><h1>{PageTemplate.Encode(template.Options.Title)}</h1><p>{PageTemplate.Encode(template.Options.Tagline)}</p>{Start(template)}</div>
            {html}</main>
            """);
    }

    private static string Korean(SiteSource source) => source.KoreanTitle.Length == 0 ? "" : $" <span class=\"native\" lang=\"ko\">{PageTemplate.Encode(source.KoreanTitle)}</span>";

    private static string Start(PageTemplate template) => template.Sources.Count == 0 ? ""
        : $"<p class=\"ways\"><a class=\"start\" href=\"{PageTemplate.Href(template.Sources[0])}\">Start reading</a>{Terms(template)}</p>";

    private static string Terms(PageTemplate template) => template.Options.Glossary.Count == 0 ? ""
        : $" <a class=\"second\" href=\"{GlossaryPage.Name}\">Glossary <span lang=\"ko\">용어집</span></a>";

    private static string Card(SiteSource source, NotebookPage page)
    {
        string cover = page.Cover is null ? "<span class=\"cover plain\" aria-hidden=\"true\">∂</span>" : $"<span class=\"cover\" aria-hidden=\"true\">{page.Cover}</span>";
        var facts = new List<string>();
        if (page.Exercises > 0) facts.Add(page.Exercises == 1 ? "1 exercise" : $"{page.Exercises} exercises");
        if (source.Seconds is { } seconds) facts.Add(string.Create(CultureInfo.InvariantCulture, $"runs in {seconds:0.#} s"));
        if (source.Failure is not null) facts.Add("this run failed");
        return $"""
            <li class="card"><div class="card-text"><h3><a href="{PageTemplate.Href(source)}"><span class="number">{source.Label}</span> <span>{PageTemplate.Encode(source.Title)}{Korean(source)}</span></a></h3>
            <p class="summary">{page.Summary}</p><p class="facts">{string.Join(" · ", facts)}</p></div>{cover}</li>

            """;
    }
}
