using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DeepNotes.Notebooks.Export;

/// <summary>What the search of the site knows: a text per section of every page, written as a script, because a page from a disk may not fetch.</summary>
internal sealed partial class SearchIndex
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<string[]> _entries = [];

    /// <summary>Adds a page, cut at its headings.</summary>
    /// <param name="href">The page's address.</param>
    /// <param name="title">Its title.</param>
    /// <param name="html">Its body.</param>
    public void Add(string href, string title, string html)
    {
        string section = title, anchor = "";
        int from = 0;
        foreach (Match heading in Heading().Matches(html))
        {
            Add(href + anchor, title, section, html[from..heading.Index]);
            bool top = heading.Groups[1].Value == "1";
            (section, anchor) = (Plain(Anchor().Replace(heading.Groups[3].Value, "")), top ? "" : "#" + heading.Groups[2].Value);
            from = heading.Index + heading.Length;
        }
        Add(href + anchor, title, section, html[from..]);
    }

    /// <summary>Adds one place.</summary>
    public void Add(string href, string title, string section, string html)
    {
        string text = Plain(html);
        if (text.Length > 0) _entries.Add([href, title, section, text]);
    }

    /// <summary>The script: <c>siteSearch = [[address, page, section, text], …]</c>.</summary>
    public string ToScript() => $"window.siteSearch = {JsonSerializer.Serialize(_entries, s_json)};\n";

    // Words as they are read: no tags, no drawings, short formulas as TeX.
    private static string Plain(string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(Silent().Replace(Formula().Replace(html, m => m.Groups[1].Length < 40 ? m.Groups[1].Value : " "), " "), "")).Normalize(NormalizationForm.FormC), " ").Trim();

    [GeneratedRegex("<h([1-3])[^>]* id=\"([^\"]+)\"[^>]*>(.*?)</h\\1>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<a class=\"anchor\".*?</a>")]
    private static partial Regex Anchor();

    [GeneratedRegex("<math\\b[^>]*alttext=\"([^\"]*)\".*?</math>", RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex("<(math|svg|script|style|button|pre class=\"stream)\\b.*?</(math|svg|script|style|button|pre)>|</?(p|li|dd|dt|td|th|h[1-6]|div|summary|br)\\b[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Silent();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
