using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Export;

/// <summary>A group of notebooks on the contents page.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="First">The number of its first notebook.</param>
/// <param name="Last">The number of its last notebook.</param>
public sealed record SitePart(string Title, int First, int Last);

/// <summary>What the site says about itself.</summary>
/// <param name="Title">The name in the header of every page.</param>
/// <param name="Tagline">One or two sentences under the title of the contents page.</param>
/// <param name="Parts">Groups of notebooks by number; notebooks outside them come last.</param>
public sealed record SiteOptions(string Title, string Tagline, IReadOnlyList<SitePart> Parts)
{
    /// <summary>Terms of the glossary page; no page when there are none.</summary>
    public IReadOnlyList<SiteTerm> Glossary { get; init; } = [];

    /// <summary>A copy of plotly.js to put into the site; null when there is none, then figures stay drawings.</summary>
    public string? PlotlyScript { get; init; }
}

/// <summary>A notebook that becomes a page.</summary>
/// <param name="Path">Its file: the page's name, and where its links start from.</param>
/// <param name="Notebook">Its cells with the outputs to show.</param>
/// <param name="Seconds">How long the run took; null when it was not run.</param>
/// <param name="Failure">Why the run failed; null when it did not.</param>
public sealed partial record SiteSource(string Path, Notebook Notebook, double? Seconds = null, string? Failure = null)
{
    /// <summary>The page's file name.</summary>
    public string PageName => System.IO.Path.GetFileNameWithoutExtension(Path) + ".html";

    /// <summary>The leading number of the file name; null when it has none.</summary>
    public int? Number => PageName.TakeWhile(char.IsAsciiDigit).ToArray() is { Length: > 0 and < 6 } digits ? int.Parse(digits, null) : null;

    /// <summary>How the notebook is called for short: 01, A1; empty when the file name has no such beginning.</summary>
    public string Label => ShortName().Match(PageName).Groups[1].Value;

    /// <summary>The notebook's heading without its number and its Korean half, or the file name.</summary>
    public string Title => Parts.Groups[1].Value;

    /// <summary>The Korean half of the heading, behind a dot or in brackets; empty when there is none.</summary>
    public string KoreanTitle => Parts.Groups[2].Success ? Parts.Groups[2].Value : Parts.Groups[3].Value;

    private Match Parts => Halves().Match(Notebook.Title is { Length: > 0 } title
        ? Markdig.Markdown.ToPlainText(title, MarkdownRenderer.Pipeline).Trim().ReplaceLineEndings(" ") : System.IO.Path.GetFileNameWithoutExtension(Path));

    [GeneratedRegex("^([0-9]{2,5}|A[0-9]+)-")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^(?:A?[0-9]+ *[·.:–-] *)?(.*?)\s*(?:·\s*([^·()]*\p{IsHangulSyllables}[^·()]*)|\(([^()]*\p{IsHangulSyllables}[^()]*)\))?$")]
    private static partial Regex Halves();
}

/// <summary>Writes notebooks as a folder of plain pages that open from a disk: no server, no network, nothing fetched.</summary>
public static class Site
{
    /// <summary>The mime type under which a run may hand over a figure's data for plotly.js.</summary>
    public const string PlotlyMime = "application/vnd.plotly.v1+json";

    private const string Assets = "DeepNotes.Notebooks.Export.Assets.";

    /// <summary>Writes index.html, a page per notebook, the style sheet, the script, and the files that pages link to.</summary>
    /// <param name="sources">The notebooks, in reading order.</param>
    /// <param name="folder">Where to; made when missing, pages of the same name are replaced.</param>
    /// <param name="options">Titles and groups.</param>
    /// <returns>The path of index.html.</returns>
    /// <exception cref="SiteException">A formula, link or image that a page cannot show, or two notebooks of the same name.</exception>
    /// <exception cref="IOException">The folder cannot be written, or there is no such copy of plotly.js.</exception>
    public static string Export(IReadOnlyList<SiteSource> sources, string folder, SiteOptions options)
    {
        if (sources.GroupBy(s => s.PageName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SiteException($"Site: {string.Join(" and ", twice.Select(s => s.Path))} would both become {twice.Key}; rename one.");
        var files = new LinkResolver(sources);
        var pages = sources.Select(source => NotebookPage.Render(source, files, options.PlotlyScript is not null)).ToList();
        NotebookPage.CheckAnchors(sources, pages);
        Directory.CreateDirectory(Path.Combine(folder, "assets"));
        void write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        var template = new PageTemplate(options, sources);
        for (int i = 0; i < pages.Count; i++)
        {
            write(sources[i].PageName, template.Page(i, pages[i]));
            if (pages[i].Plots.Count > 0) write(PageTemplate.PlotsFile(sources[i]), $"window.sitePlots = [{string.Join(",\n", pages[i].Plots)}];\n");
        }
        foreach (string asset in (string[])["site.css", "site.js", "search.js"]) write("assets/" + asset, Asset(asset));
        write("assets/search-index.js", Index(sources, pages, options).ToScript());
        if (options.PlotlyScript is { } plotly && pages.Any(p => p.Plots.Count > 0)) File.Copy(plotly, Path.Combine(folder, "assets", "plotly.min.js"), overwrite: true);
        if (options.Glossary.Count > 0) write(GlossaryPage.Name, GlossaryPage.Render(template));
        files.CopyTo(folder);
        write("index.html", IndexPage.Render(template, pages));
        return Path.Combine(folder, "index.html");
    }

    private static SearchIndex Index(IReadOnlyList<SiteSource> sources, List<NotebookPage> pages, SiteOptions options)
    {
        var index = new SearchIndex();
        for (int i = 0; i < pages.Count; i++)
            index.Add(PageTemplate.Href(sources[i]), $"{sources[i].Label} {sources[i].Title} {sources[i].KoreanTitle}".Trim(), pages[i].Body);
        GlossaryPage.AddTo(index, options.Glossary);
        return index;
    }

    internal static string Asset(string name)
    {
        using var stream = typeof(Site).Assembly.GetManifestResourceStream(Assets + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
