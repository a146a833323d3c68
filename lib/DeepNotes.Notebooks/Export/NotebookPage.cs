using System.Text;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export.Tex;

namespace DeepNotes.Notebooks.Export;

/// <summary>A notebook's cells as HTML, without the frame around them.</summary>
/// <param name="Body">The article.</param>
/// <param name="Headings">Its headings.</param>
/// <param name="Summary">The first paragraph, without links.</param>
/// <param name="Cover">A figure for the contents page, as SVG; null when there is none.</param>
/// <param name="Exercises">How many answers it asks for.</param>
/// <param name="Plots">The data of figures that a script can draw.</param>
internal sealed partial record NotebookPage(string Body, IReadOnlyList<Heading> Headings, string Summary, string? Cover, int Exercises, IReadOnlyList<string> Plots)
{
    /// <summary>Renders a notebook.</summary>
    /// <param name="source">The notebook.</param>
    /// <param name="links">Where its links lead.</param>
    /// <param name="interactive">Whether the site can draw figures by script.</param>
    /// <exception cref="SiteException">Names the notebook, the cell and what it cannot show.</exception>
    public static NotebookPage Render(SiteSource source, LinkResolver links, bool interactive)
    {
        List<string>? plots = interactive ? [] : null;
        var markdown = new MarkdownRenderer(source, links);
        var body = new StringBuilder();
        for (int i = 0; i < source.Notebook.Cells.Count; i++)
        {
            var cell = source.Notebook.Cells[i];
            try
            {
                body.Append(cell.Kind switch
                {
                    CellKind.Markdown => markdown.Render(cell.Source, cell),
                    CellKind.Code => CodeCell.Render(cell, markdown, plots),
                    _ => "",
                }).Append('\n');
            }
            catch (Exception error) when (error is TexException or SiteException)
            {
                throw new SiteException($"{source.Path}: cell {i + 1} ({cell.Id}): {error.Message}", error);
            }
        }
        return new NotebookPage(body.ToString(), markdown.Headings, markdown.Summary, CoverOf(source.Notebook), source.Notebook.Cells.Count(CodeCell.IsAnswer), plots ?? []);
    }

    /// <summary>Refuses links to headings that are not there, on this page or another.</summary>
    public static void CheckAnchors(IReadOnlyList<SiteSource> sources, IReadOnlyList<NotebookPage> pages)
    {
        var ids = sources.Zip(pages).ToDictionary(p => PageTemplate.Href(p.First), p => Id().Matches(p.Second.Body).Select(m => m.Groups[1].Value).ToHashSet());
        foreach (var (source, page) in sources.Zip(pages))
            foreach (Match link in Anchor().Matches(page.Body))
            {
                string target = link.Groups[1].Length > 0 ? link.Groups[1].Value : PageTemplate.Href(source);
                if (ids.TryGetValue(target, out var there) && !there.Contains(link.Groups[2].Value))
                    throw new SiteException($"{source.Path}: the link {target}#{link.Groups[2].Value} leads to no heading of that page");
            }
    }

    // The figure of the cell tagged "cover", otherwise the first one.
    private static string? CoverOf(Notebook notebook) => notebook.Cells.OrderBy(c => c.HasTag("cover") ? 0 : 1).SelectMany(c => c.Outputs)
        .Select(o => o.Mime("text/html") ?? o.Mime("image/svg+xml")).OfType<string>()
        .Select(FirstSvg).FirstOrDefault(svg => svg is { Length: < 200_000 });

    // Up to the end tag of the first figure; figures hold clipped parts as figures of their own.
    private static string? FirstSvg(string html)
    {
        int start = -1, depth = 0;
        foreach (Match tag in Svg().Matches(html))
        {
            if (start < 0) start = tag.Index;
            depth += tag.Value[1] == '/' ? -1 : 1;
            if (depth == 0) return html[start..(tag.Index + tag.Length)];
        }
        return null;
    }

    [GeneratedRegex("""\bid=["']([^"']+)["']""")]
    private static partial Regex Id();

    [GeneratedRegex("""<a\s[^>]*href=["']([^"'#:]*)#([^"']+)["']""")]
    private static partial Regex Anchor();

    [GeneratedRegex("<svg\\b|</svg>")]
    private static partial Regex Svg();
}
