using System.Globalization;
using System.Text;

namespace DeepNotes.Notebooks.Export;

/// <summary>A term of the site's glossary.</summary>
/// <param name="English">The English term.</param>
/// <param name="Korean">The Korean term.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Notebooks">Numbers of the notebooks that use it.</param>
/// <param name="Api">The library's name for it; empty where it has none.</param>
public sealed record SiteTerm(string English, string Korean, string Meaning, IReadOnlyList<string> Notebooks, string Api);

/// <summary>The glossary: every term in both languages, in the order of either.</summary>
internal static class GlossaryPage
{
    /// <summary>The page's file name.</summary>
    public const string Name = "glossary.html";

    public static string Render(PageTemplate template)
    {
        var terms = template.Options.Glossary;
        var html = new StringBuilder();
        foreach (var (term, id) in Identified(terms)) html.Append(Entry(term, id, template.Sources));
        string count = terms.Count.ToString(CultureInfo.InvariantCulture);
        return template.Frame($"Glossary · {template.Options.Title}", -1, $"""
            <main id="main" class="glossary">
            <h1>Glossary <span class="native" lang="ko">용어집</span></h1>
            <p>{count} terms of the course, each with the notebooks that use it and its name in the library.</p>
            <p class="sort" id="sort" hidden><button type="button" data-by="en" aria-pressed="true">English A–Z</button> <button type="button" data-by="ko" aria-pressed="false" lang="ko">한국어 가나다순</button></p>
            <dl class="terms" id="terms">
            {html}</dl>
            </main>
            """);
    }

    /// <summary>Adds every term to what can be searched.</summary>
    public static void AddTo(SearchIndex index, IReadOnlyList<SiteTerm> terms)
    {
        foreach (var (term, id) in Identified(terms))
            index.Add($"{Name}#{id}", "Glossary", $"{term.English} · {term.Korean}", PageTemplate.Encode($"{term.Meaning} {term.Api}"));
    }

    private static IEnumerable<(SiteTerm Term, string Id)> Identified(IReadOnlyList<SiteTerm> terms)
    {
        var seen = new Dictionary<string, int>();
        foreach (var term in terms.OrderBy(t => t.English, StringComparer.OrdinalIgnoreCase))
        {
            string id = "term-" + Slug.Of(term.English);
            int times = seen[id] = seen.GetValueOrDefault(id) + 1;
            yield return (term, times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{times}"));
        }
    }

    private static string Entry(SiteTerm term, string id, IReadOnlyList<SiteSource> sources)
    {
        var links = sources.Where(s => s.Label.Length > 0 && term.Notebooks.Contains(s.Label))
            .Select(s => $"<a href=\"{PageTemplate.Href(s)}\" title=\"{PageTemplate.Encode(s.Title)}\">{s.Label}</a>").ToList();
        var facts = new List<string>();
        if (links.Count > 0) facts.Add($"{(links.Count == 1 ? "notebook" : "notebooks")} {string.Join(", ", links)}");
        if (term.Api.Length > 0) facts.Add($"<code>{PageTemplate.Encode(term.Api)}</code>");
        string last = facts.Count == 0 ? "" : $"<dd class=\"facts\">{string.Join(" · ", facts)}</dd>";
        return $"<div id=\"{id}\"><dt>{PageTemplate.Encode(term.English)} <span lang=\"ko\">{PageTemplate.Encode(term.Korean)}</span></dt><dd>{PageTemplate.Encode(term.Meaning)}</dd>{last}</div>\n";
    }
}
