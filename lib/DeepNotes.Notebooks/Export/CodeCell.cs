using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Export;

/// <summary>A code cell: its text coloured, its outputs as the front end would show them.</summary>
internal static partial class CodeCell
{
    private const int LongOutput = 40, LargestPlot = 4_000_000;
    // Many verdicts of one name on a page are groups, not landmarks.
    private const string Group = "<section role=\"group\" aria-label=";
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the cell is a learner's to fill in (nbgrader's word is <c>solution</c>).</summary>
    public static bool IsAnswer(Cell cell) => cell.Metadata["nbgrader"] is JsonObject grading && grading["solution"] is JsonValue v && v.TryGetValue(out bool yes) && yes;

    /// <summary>Renders the cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="markdown">For outputs in Markdown.</param>
    /// <param name="plots">Takes the data of figures that can be drawn by a script; null when the site has none.</param>
    public static string Render(Cell cell, MarkdownRenderer markdown, List<string>? plots = null)
    {
        if (cell.HasTag("remove-cell") || (cell.Source.Length == 0 && cell.Outputs.Count == 0)) return "";
        var html = new StringBuilder($"<div class=\"cell{(IsAnswer(cell) ? " answer" : "")}\" id=\"cell-{cell.Id}\">");
        string number = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? " ";
        string code = $"<pre class=\"code\" data-count=\"{number}\"><code>{CSharpHighlighter.ToLines(cell.Source.TrimEnd())}</code></pre>";
        if (HidesSource(cell) is { } why) html.Append($"<details class=\"hidden-code\"><summary>{why}</summary>{code}</details>");
        else html.Append(IsAnswer(cell) ? $"<div class=\"answer-label\">Your answer <code>{Encode(AnswerId(cell))}</code></div>{code}" : code);
        if (cell.Outputs.Count > 0)
        {
            html.Append("<div class=\"out\">");
            foreach (var output in cell.Outputs) html.Append(Output(output, cell, markdown)).Append(Interactive(output, plots));
            html.Append("</div>");
        }
        return html.Append("</div>").ToString();
    }

    private static string AnswerId(Cell cell) => (cell.Metadata["nbgrader"] as JsonObject)?["grade_id"]?.ToString() ?? "";

    // References and namespaces are the same on every page; code that a notebook hides stays hidden, one click away.
    private static string? HidesSource(Cell cell)
    {
        if (cell.HasTag("hide-input") || cell.HasTag("hide-cell") || (cell.Metadata["jupyter"] as JsonObject)?["source_hidden"]?.GetValueKind() == JsonValueKind.True)
            return "Show the code";
        var lines = cell.Source.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 && lines.All(l => l.StartsWith("#r ", StringComparison.Ordinal) || l.StartsWith("//", StringComparison.Ordinal)
            || (l.StartsWith("using ", StringComparison.Ordinal) && l.EndsWith(';') && !l.Contains('('))) ? "Setup: references and namespaces" : null;
    }

    private static string Output(Output output, Cell cell, MarkdownRenderer markdown) => output.Kind switch
    {
        OutputKind.Stream => Console(output.Text, output.Name == "stderr" ? "stream stderr" : "stream"),
        OutputKind.Error => Error(output),
        _ => Rich(output, cell, markdown),
    };

    private static string Console(string text, string style)
    {
        string shown = Encode(AnsiCode().Replace(text, "").TrimEnd('\n'));
        string size = shown.AsSpan().Count('\n') > LongOutput ? " long" : "";
        return shown.Length == 0 ? "" : $"<pre class=\"{style}{size}\">{shown}</pre>";
    }

    private static string Error(Output output)
    {
        string trace = Console(string.Join('\n', output.Traceback), "stream");
        return $"<div class=\"error\"><p><strong>{Encode(output.ErrorName)}</strong> {Encode(AnsiCode().Replace(output.ErrorValue, ""))}</p>"
            + (trace.Length == 0 ? "" : $"<details><summary>Where</summary>{trace}</details>") + "</div>";
    }

    private static string Rich(Output output, Cell cell, MarkdownRenderer markdown)
    {
        if (output.Mime("text/html") is { } html) return $"<div class=\"rich\">{html.Replace("<section aria-label=", Group, StringComparison.Ordinal)}</div>";
        if (output.Mime("image/svg+xml") is { } svg) return $"<div class=\"rich\">{svg[Math.Max(0, svg.IndexOf("<svg", StringComparison.Ordinal))..]}</div>";
        foreach (string mime in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
            if (output.Mime(mime) is { } data) return $"<img src=\"data:{mime};base64,{data.ReplaceLineEndings("")}\" alt=\"{Encode(Alt(output))}\">";
        if (output.Mime("text/markdown") is { } text) return $"<div class=\"rich\">{markdown.Render(text, cell)}</div>";
        if (output.Mime("text/latex") is { } tex) return MarkdownRenderer.Math(tex.Trim().Trim('$'), display: true);
        if (output.Mime("text/plain") is { } plain) return Console(plain, "stream value");
        return output.Data.Select(d => Console(d.Value?.ToJsonString() ?? "", "stream value")).FirstOrDefault() ?? "";
    }

    // The figure stands on the page as a drawing; its data is fetched from a file of the site when the reader asks.
    private static string Interactive(Output output, List<string>? plots)
    {
        if (plots is null || output.Unsaved[Site.PlotlyMime] is not JsonObject figure) return "";
        // Pictures made of pixels have nothing to point at.
        if (figure["data"] is not JsonArray traces || traces.All(t => (string?)t?["type"] == "image")) return "";
        string json = figure.ToJsonString(s_json);
        if (json.Length > LargestPlot) return "";
        plots.Add(json);
        return $"<p class=\"interact\" hidden><button type=\"button\" aria-pressed=\"false\" data-plot=\"{plots.Count - 1}\">Interactive</button></p>";
    }

    private static string Alt(Output output) => output.Mime("text/plain") is { Length: > 0 and < 300 } text ? text : "Picture drawn by the code above";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex AnsiCode();
}
