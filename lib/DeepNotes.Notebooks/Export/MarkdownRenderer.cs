using System.Net;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export.Tex;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DeepNotes.Notebooks.Export;

/// <summary>A heading of a page.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Id">Its anchor.</param>
/// <param name="Html">Its text, formulas included.</param>
internal sealed record Heading(int Level, string Id, string Html);

/// <summary>The Markdown of one notebook as HTML: formulas as MathML, C# coloured, links to pages of the site, anchors unique in the page.</summary>
internal sealed partial class MarkdownRenderer(SiteSource source, LinkResolver links)
{
    /// <summary>CommonMark with what Jupyter and GitHub add to it.</summary>
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UseMathematics().UsePipeTables().UseAlertBlocks().UseFootnotes().UseTaskLists().UseDefinitionLists().UseEmphasisExtras().Build();

    private readonly HashSet<string> _ids = [];
    private readonly List<Heading> _headings = [];

    /// <summary>The headings so far, top to bottom.</summary>
    public IReadOnlyList<Heading> Headings => _headings;

    /// <summary>The first paragraph of some length, without links; empty when there is none.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Renders one piece of Markdown.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="cell">The cell it comes from: its attachments are the images <c>attachment:name</c>.</param>
    public string Render(string markdown, Cell cell)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>()) Resolve(link, cell);
        foreach (var heading in document.Descendants<HeadingBlock>()) Identify(heading);
        if (Summary.Length == 0 && document.OfType<ParagraphBlock>().FirstOrDefault(p => p.Span.Length > 60) is { } paragraph)
            Summary = string.Concat(paragraph.Inline!.AsEnumerable().Select(Unlinked));
        return Decorate(Html(document), cell);
    }

    // Sections can be linked to; a Korean title under the English one is marked as Korean; footnotes are numbered per cell.
    private static string Decorate(string html, Cell cell)
    {
        html = SectionHeading().Replace(html, "<h$1 id=\"$2\">$3 <a class=\"anchor\" href=\"#$2\" aria-label=\"Link to this section\">#</a></h$1>");
        html = TitleNumber().Replace(html, "$1");
        html = KoreanTitle().Replace(html, m => $" <span class=\"native\" lang=\"ko\">{(m.Groups[1].Success ? m.Groups[1] : m.Groups[2]).Value}</span></h1>");
        return Footnote().Replace(html, $"$1$2-{cell.Id}:");
    }

    private string Html(MarkdownObject node)
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineMath());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockMath());
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new Code());
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new Link());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new RawBlock(Raw));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlInlineRenderer>(new RawInline(Raw));
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Extensions.Tables.HtmlTableRenderer>(new ScrollingTable());
        renderer.Render(node);
        return text.ToString();
    }

    // Headings and summaries stand inside links of their own.
    private string Unlinked(Inline inline) => inline is LinkInline link ? string.Concat(link.AsEnumerable().Select(Unlinked)) : Html(inline);

    private string Raw(string html) => links.ResolveHtml(html, source);

    private void Identify(HeadingBlock heading)
    {
        using var plain = new StringWriter();
        foreach (var literal in heading.Inline!.Descendants())
            plain.Write(literal switch { LiteralInline t => t.Content.ToString(), CodeInline c => c.Content, MathInline m => m.Content.ToString(), _ => "" });
        string id = Slug.Of(plain.ToString());
        for (int n = 2; !_ids.Add(id); n++) id = $"{Slug.Of(plain.ToString())}-{n}";
        heading.GetAttributes().Id = id;
        string inner = string.Concat(heading.Inline!.AsEnumerable().Select(Unlinked));
        _headings.Add(new Heading(heading.Level, id, inner));
    }

    private void Resolve(LinkInline link, Cell cell)
    {
        string url = link.Url ?? "";
        if (url.StartsWith("attachment:", StringComparison.Ordinal)) link.Url = Attachment(cell, WebUtility.UrlDecode(url[11..]));
        else if (links.Resolve(url, source, link.IsImage) is { } target) link.Url = target;
        else link.SetData(typeof(Link), "unlinked");
    }

    private static string Attachment(Cell cell, string name)
    {
        if (cell.Attachments?[name] is not System.Text.Json.Nodes.JsonObject bundle || bundle.Count == 0)
            throw new SiteException($"the cell has no attachment {name}");
        var (mime, value) = bundle.First();
        return mime == "image/svg+xml" ? "data:image/svg+xml," + Uri.EscapeDataString(value!.GetValue<string>())
            : $"data:{mime};base64,{value!.GetValue<string>().ReplaceLineEndings("")}";
    }

    /// <summary>A formula with its number beside it.</summary>
    public static string Math(string tex, bool display)
    {
        var formula = TexConverter.Convert(tex, display);
        if (!display) return formula.MathMl;
        string tag = formula.Tag is null ? "" : $"<span class=\"tag\">({WebUtility.HtmlEncode(formula.Tag)})</span>";
        return $"<span class=\"equation\">{formula.MathMl}{tag}</span>";
    }

    [GeneratedRegex("<h([23]) id=\"([^\"]+)\">(.*?)</h\\1>", RegexOptions.Singleline)]
    private static partial Regex SectionHeading();

    [GeneratedRegex("(<h1[^>]*>)A?[0-9]+ *[·.:–-] *")]
    private static partial Regex TitleNumber();

    [GeneratedRegex(@"\s*(?:·\s*([^<·()]*\p{IsHangulSyllables}[^<·()]*)|\(([^<()]*\p{IsHangulSyllables}[^<()]*)\))\s*</h1>")]
    private static partial Regex KoreanTitle();

    [GeneratedRegex("((?:id=\"|href=\"#))(fn|fnref):")]
    private static partial Regex Footnote();

    private sealed class InlineMath : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math) => renderer.Write(Math(math.Content.ToString(), math.DelimiterCount > 1));
    }

    private sealed class BlockMath : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) => renderer.Write("<p>").Write(Math(math.Lines.ToString(), true)).WriteLine("</p>");
    }

    private sealed class Code : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            string text = block.Lines.ToString();
            bool csharp = block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" };
            renderer.Write(csharp ? "<pre class=\"listing wraps\"><code>" : "<pre class=\"listing\"><code>");
            renderer.Write(csharp ? CSharpHighlighter.ToLines(text) : WebUtility.HtmlEncode(text)).WriteLine("</code></pre>");
        }
    }

    private sealed class Link : LinkInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link)
        {
            if (link.GetData(typeof(Link)) is null) base.Write(renderer, link);
            else renderer.WriteChildren(link);
        }
    }

    private sealed class RawBlock(Func<string, string> resolve) : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock block) => renderer.WriteLine(resolve(block.Lines.ToString()));
    }

    private sealed class RawInline(Func<string, string> resolve) : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(resolve(inline.Tag));
    }

    // A wide table scrolls by itself, so that the page never does.
    private sealed class ScrollingTable : Markdig.Extensions.Tables.HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Tables.Table table)
        {
            renderer.Write("<div class=\"scroll\">");
            base.Write(renderer, table);
            renderer.Write("</div>");
        }
    }
}
