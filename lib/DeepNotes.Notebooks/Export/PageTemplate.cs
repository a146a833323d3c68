using System.Globalization;
using System.Net;
using System.Text;

namespace DeepNotes.Notebooks.Export;

/// <summary>The frame around every page: head, bar with the list of notebooks, foot.</summary>
internal sealed class PageTemplate(SiteOptions options, IReadOnlyList<SiteSource> sources)
{
    public SiteOptions Options => options;

    public IReadOnlyList<SiteSource> Sources => sources;

    /// <summary>A notebook's page.</summary>
    public string Page(int index, NotebookPage page)
    {
        var source = sources[index];
        string toc = Contents(page.Headings);
        string banner = source.Failure is null ? "" : $"<div class=\"error\" role=\"note\"><p><strong>This run failed.</strong> {Encode(source.Failure)}</p></div>";
        string aside = toc.Length == 0 ? "" : $"<nav class=\"toc\" aria-label=\"On this page\"><p class=\"toc-title\">On this page</p>{toc}</nav>";
        string folded = toc.Length == 0 ? "" : $"<details class=\"toc-folded\"><summary>On this page</summary>{toc}</details>";
        return Frame($"{source.Title} · {options.Title}", index, $"""
            <div class="page">{aside}
            <main id="main"{(page.Plots.Count > 0 ? $" data-plots=\"{Encode(PlotsFile(source))}\"" : "")}><article>
            <p class="eyebrow">{Eyebrow(source)}</p>
            {banner}{WithContents(page.Body, folded)}
            </article>
            {Neighbours(index)}</main></div>
            """);
    }

    /// <summary>A whole document around some content.</summary>
    /// <param name="title">The title in the browser's tab.</param>
    /// <param name="current">The notebook shown; -1 for the contents page.</param>
    /// <param name="content">The page between the bar and the foot.</param>
    public string Frame(string title, int current, string content) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Encode(title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="assets/site.css">
        <script src="assets/site.js"></script>
        <script src="assets/search.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the text</a>
        <header class="bar"><div class="bar-inner">
        <a class="brand" href="index.html">{Encode(options.Title)}</a>
        <button type="button" class="tool" id="search" aria-keyshortcuts="/" hidden>Search</button>
        {GlossaryLink("tool wide-only")}
        <details class="menu"><summary>Contents</summary><nav aria-label="Notebooks">{List(current)}{GlossaryLink("more")}</nav></details>
        <button type="button" class="tool" id="theme" aria-label="Change between light and dark"><span aria-hidden="true">◐</span></button>
        </div></header>
        {content}
        <footer class="foot"><p>{Encode(options.Title)}. Every figure on these pages was drawn by the code above it.</p></footer>
        </body>
        </html>

        """;

    /// <summary>The line above a title: number, group, time of the run.</summary>
    public string Eyebrow(SiteSource source)
    {
        var parts = new List<string>();
        if (source.Label.Length > 0) parts.Add(source.Label[0] == 'A' ? $"Appendix {source.Label}" : $"Notebook {source.Label}");
        if (PartOf(source) is { } part) parts.Add(part.Title);
        if (source.Seconds is { } seconds) parts.Add(string.Create(CultureInfo.InvariantCulture, $"runs in {seconds:0.#} s"));
        return string.Join(" <span aria-hidden=\"true\">·</span> ", parts.Select(p => $"<span class=\"fact\">{Encode(p)}</span>"));
    }

    /// <summary>The group that a notebook belongs to.</summary>
    public SitePart? PartOf(SiteSource source) => options.Parts.FirstOrDefault(p => source.Number >= p.First && source.Number <= p.Last);

    /// <summary>The file with the data of a page's figures.</summary>
    public static string PlotsFile(SiteSource source) => $"assets/{Path.GetFileNameWithoutExtension(source.PageName)}.plots.js";

    private string GlossaryLink(string style) => options.Glossary.Count == 0 ? "" : $"<a class=\"{style}\" href=\"{GlossaryPage.Name}\">Glossary</a>";

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private string List(int current)
    {
        var html = new StringBuilder("<ol>");
        for (int i = 0; i < sources.Count; i++)
        {
            string mark = i == current ? " aria-current=\"page\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Href(sources[i])}\"{mark}><span class=\"number\">{sources[i].Label}</span> {Encode(sources[i].Title)}</a></li>");
        }
        return html.Append("</ol>").ToString();
    }

    // Two levels are a table of contents; the title itself and the small print are not.
    private static string Contents(IReadOnlyList<Heading> headings)
    {
        var shown = headings.Where(h => h.Level is 2 or 3).ToList();
        if (shown.Count < 2) return "";
        var html = new StringBuilder("<ul>");
        foreach (var heading in shown) html.Append(CultureInfo.InvariantCulture, $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{heading.Html}</a></li>");
        return html.Append("</ul>").ToString();
    }

    // On a narrow page the table of contents stands under the title.
    private static string WithContents(string body, string folded)
    {
        int title = body.IndexOf("</h1>", StringComparison.Ordinal);
        return title < 0 ? folded + body : body.Insert(title + 5, folded);
    }

    private string Neighbours(int index)
    {
        var html = new StringBuilder("<nav class=\"neighbours\" aria-label=\"Previous and next\">");
        html.Append(index > 0 ? Neighbour(sources[index - 1], "prev", "Previous") : "<span></span>");
        html.Append(index + 1 < sources.Count ? Neighbour(sources[index + 1], "next", "Next") : "<a class=\"next\" href=\"index.html\"><small>Back to</small>Contents</a>");
        return html.Append("</nav>").ToString();
    }

    private static string Neighbour(SiteSource source, string rel, string word) =>
        $"<a class=\"{rel}\" rel=\"{rel}\" href=\"{Href(source)}\"><small>{word}</small>{Encode(source.Title)}</a>";

    /// <summary>The address of a notebook's page.</summary>
    public static string Href(SiteSource source) => Uri.EscapeDataString(source.PageName);
}
