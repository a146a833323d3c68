using AngleSharp.Html.Dom;

namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>What holds on every page of every site: names for everything, nothing fetched, no dead link. Each rule returns what breaks it.</summary>
internal static class PageRules
{
    public static IEnumerable<string> Broken(string folder) =>
        from path in Directory.GetFiles(folder, "*.html")
        let page = SiteFixture.Parse(path)
        from problem in Structure(page).Concat(Names(page)).Concat(Fetches(page)).Concat(DeadLinks(page, path))
        select $"{Path.GetFileName(path)}: {problem}";

    private static IEnumerable<string> Structure(IHtmlDocument page)
    {
        if (page.DocumentElement.GetAttribute("lang") is null) yield return "no language";
        if (string.IsNullOrWhiteSpace(page.Title)) yield return "no title";
        if (page.QuerySelector("meta[name=viewport]") is null) yield return "no viewport";
        foreach (string landmark in (string[])["header", "main", "footer"])
            if (page.QuerySelectorAll($"body {landmark}:not(article {landmark})").Length != 1) yield return $"not one {landmark}";
        if (page.QuerySelectorAll("h1").Length != 1) yield return $"{page.QuerySelectorAll("h1").Length} h1";
        foreach (var twice in page.All.Where(e => e.HasAttribute("id")).GroupBy(e => e.Id).Where(g => g.Count() > 1)) yield return $"the id {twice.Key} stands {twice.Count()} times";
        int level = 0;
        foreach (var heading in page.QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            if (heading.LocalName[1] - '0' > level + 1) yield return $"{heading.LocalName} after h{level}: {heading.TextContent}";
            level = heading.LocalName[1] - '0';
        }
        if (page.QuerySelector("a[href='#main']") is null || page.GetElementById("main") is null) yield return "no way past the bar";
    }

    private static IEnumerable<string> Names(IHtmlDocument page)
    {
        foreach (var image in page.Images.Where(i => !i.HasAttribute("alt"))) yield return $"an image without alt: {image.Source}";
        foreach (var svg in page.QuerySelectorAll("svg").Where(s => s.Closest("[aria-hidden=true]") is null && s.ParentElement?.Closest("svg") is null && s.Closest(".markdown-alert-title") is null))
            if (svg.GetAttribute("aria-label") is null && svg.QuerySelector("title") is null && svg.GetAttribute("aria-labelledby") is null) yield return "a figure without a name";
        foreach (var nav in page.QuerySelectorAll("nav").Where(n => n.GetAttribute("aria-label") is null)) yield return "a nav without a name";
        foreach (var button in page.QuerySelectorAll("button").Where(b => b.GetAttribute("aria-label") is null && b.TextContent.Trim().Length == 0)) yield return "a button without a name";
        foreach (var input in page.QuerySelectorAll("input, select, textarea").Where(i => i.GetAttribute("aria-label") is null && i.Closest("label") is null && i.GetAttribute("type") != "checkbox")) yield return "an input without a name";
        foreach (var link in page.Links.Where(l => l.TextContent.Trim().Length == 0 && l.GetAttribute("aria-label") is null && l.QuerySelector("img[alt]") is null)) yield return "a link without a text";
        foreach (var math in page.QuerySelectorAll("math").Where(m => string.IsNullOrEmpty(m.GetAttribute("alttext")))) yield return "a formula without its text";
    }

    private static IEnumerable<string> Fetches(IHtmlDocument page) =>
        from element in page.All
        where element.LocalName is not "a"
        from attribute in element.Attributes
        where attribute.LocalName is "src" or "href" or "srcset" or "poster" or "data" or "action" or "style" || attribute.Name == "xlink:href"
        where attribute.Value.Contains("//", StringComparison.Ordinal) && !attribute.Value.StartsWith("data:", StringComparison.Ordinal)
        select $"<{element.LocalName} {attribute.Name}> fetches {attribute.Value}";

    private static IEnumerable<string> DeadLinks(IHtmlDocument page, string path)
    {
        foreach (var element in page.QuerySelectorAll("a[href], img[src], script[src], link[href]"))
        {
            string target = element.GetAttribute("href") ?? element.GetAttribute("src")!;
            if (target.Contains(':', StringComparison.Ordinal) && !target.StartsWith('#')) continue;
            string[] parts = target.Split('#', 2);
            string file = parts[0].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, Uri.UnescapeDataString(parts[0]));
            if (!File.Exists(file)) yield return $"the link {target} leads nowhere";
            else if (parts.Length == 2 && (parts[0].Length == 0 ? page : SiteFixture.Parse(file)).GetElementById(Uri.UnescapeDataString(parts[1])) is null) yield return $"the link {target} has no anchor";
        }
    }
}
