using System.Net;
using System.Text.RegularExpressions;

namespace DeepNotes.Notebooks.Export;

/// <summary>Turns the links of notebooks into links of the site: notebooks become pages, other files are copied beside them.</summary>
internal sealed partial class LinkResolver
{
    private readonly Dictionary<string, SiteSource> _pages;
    private readonly Dictionary<string, string> _copies = [];

    public LinkResolver(IEnumerable<SiteSource> sources) => _pages = sources.ToDictionary(s => Path.GetFullPath(s.Path), StringComparer.Ordinal);

    /// <summary>The address on the site; null when the target is a folder or a notebook that is not there.</summary>
    /// <param name="url">The address in the notebook.</param>
    /// <param name="from">The notebook.</param>
    /// <param name="image">Whether it will be fetched when the page opens, so that it must not be remote.</param>
    /// <exception cref="SiteException">The target does not exist, or is a remote image.</exception>
    public string? Resolve(string url, SiteSource from, bool image)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return url;
        if (Remote().IsMatch(url))
            return image ? throw new SiteException($"the image {url} needs a network; put the file beside the notebook") : url;
        int hash = url.IndexOf('#', StringComparison.Ordinal);
        string anchor = hash < 0 ? "" : "#" + Slug.Of(WebUtility.UrlDecode(url[(hash + 1)..]));
        string file = WebUtility.UrlDecode(hash < 0 ? url : url[..hash]);
        if (file.Length == 0) return anchor;
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from.Path))!, file));
        if (_pages.TryGetValue(target, out var page)) return Uri.EscapeDataString(page.PageName) + anchor;
        if (File.Exists(target)) return Copy(target);
        // A notebook that was carried here alone still makes a page, without the links to its neighbours.
        if (target.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)) return null;
        return Directory.Exists(target) ? null : throw new SiteException($"the link {url} leads to no file");
    }

    /// <summary>Every src and href of a piece of raw HTML, resolved.</summary>
    public string ResolveHtml(string html, SiteSource from) => Attribute().Replace(html, match =>
    {
        bool image = match.Groups[1].ValueSpan.Equals("src", StringComparison.OrdinalIgnoreCase);
        string? target = Resolve(WebUtility.HtmlDecode(match.Groups[3].Value), from, image);
        return target is null ? "" : $"{match.Groups[1].Value}=\"{WebUtility.HtmlEncode(target)}\"";
    });

    /// <summary>Copies the linked files into the site's folder.</summary>
    public void CopyTo(string folder)
    {
        foreach (var (source, name) in _copies)
        {
            string target = Path.Combine(folder, "files", name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target, overwrite: true);
        }
    }

    // Files keep their names; a second file of the same name gets a number.
    private string Copy(string target)
    {
        if (!_copies.TryGetValue(target, out string? name))
        {
            name = Path.GetFileName(target);
            for (int n = 2; _copies.ContainsValue(name); n++)
                name = $"{Path.GetFileNameWithoutExtension(target)}-{n}{Path.GetExtension(target)}";
            _copies[target] = name;
        }
        return "files/" + Uri.EscapeDataString(name);
    }

    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.-]*:|//)", RegexOptions.IgnoreCase)]
    private static partial Regex Remote();

    [GeneratedRegex("""\b(src|href)\s*=\s*(["'])(.*?)\2""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();
}
