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
internal sealed partial record NotebookPage(string Body, IReadOnlyList<Heading> Headings, string Summary, string? Cover, int Exercises)
{
    /// <summary>Renders a notebook.</summary>
    /// <exception cref="SiteException">Names the notebook, the cell and what it cannot show.</exception>
    public static NotebookPage Render(SiteSource source, LinkResolver links)
    {
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
                    CellKind.Code => CodeCell.Render(cell, markdown),
                    _ => "",
                }).Append('\n');
            }
            catch (Exception error) when (error is TexException or SiteException)
            {
                throw new SiteException($"{source.Path}: cell {i + 1} ({cell.Id}): {error.Message}", error);
            }
        }
        string html = body.ToString();
        CheckAnchors(html, source);
        return new NotebookPage(html, markdown.Headings, markdown.Summary, CoverOf(source.Notebook), source.Notebook.Cells.Count(CodeCell.IsAnswer));
    }

    private static void CheckAnchors(string html, SiteSource source)
    {
        var ids = Id().Matches(html).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (Match link in Anchor().Matches(html))
            if (!ids.Contains(link.Groups[1].Value)) throw new SiteException($"{source.Path}: the link #{link.Groups[1].Value} leads to no heading of the page");
    }

    // The figure of the cell tagged "cover", otherwise the first one.
    private static string? CoverOf(Notebook notebook) => notebook.Cells.OrderBy(c => c.HasTag("cover") ? 0 : 1).SelectMany(c => c.Outputs)
        .Select(o => o.Mime("text/html") ?? o.Mime("image/svg+xml")).OfType<string>()
        .Select(html => Svg().Match(html)).FirstOrDefault(m => m.Success && m.Length < 200_000)?.Value;

    [GeneratedRegex("""\bid=["']([^"']+)["']""")]
    private static partial Regex Id();

    [GeneratedRegex("""<a\s[^>]*href=["']#([^"']+)["']""")]
    private static partial Regex Anchor();

    [GeneratedRegex("<svg\\b.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
