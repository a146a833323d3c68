using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export;

namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>Notebooks written into a temporary folder and the site made of them.</summary>
internal sealed class SiteFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("deepnotes-site").FullName;

    public string SiteFolder => Path.Combine(Folder, "site");

    private readonly List<SiteSource> _sources = [];

    public static SiteOptions Options { get; } = new("The course", "A tagline with <signs> & such.", [new("Part I", 0, 1), new("Part II", 2, 9)])
    {
        Glossary =
        [
            new("weight", "가중치", "What training <changes>.", ["01", "02"], "Linear.Weight"), new("bias", "편향", "A constant.", ["07"], ""),
            new("bias!", "치우침", "Another of the same anchor.", [], ""),
        ],
    };

    public void Add(string name, params Cell[] cells) => Add(name, null, cells);

    public void Add(string name, string? failure, params Cell[] cells)
    {
        var notebook = Notebook.CreateCSharp();
        foreach (var cell in cells) notebook.Cells.Add(cell);
        string path = Path.Combine(Folder, name);
        notebook.Save(path);
        _sources.Add(new SiteSource(path, notebook, 1.25, failure));
    }

    public void File(string name, string text = "text") => System.IO.File.WriteAllText(Path.Combine(Folder, name), text);

    public void Export(string? plotly = null) => Site.Export(_sources, SiteFolder, Options with { PlotlyScript = plotly });

    public IHtmlDocument Page(string name) => Parse(Path.Combine(SiteFolder, name));

    public static IHtmlDocument Parse(string path) => new HtmlParser().ParseDocument(System.IO.File.ReadAllText(path));

    public static Cell Markdown(string text, JsonObject? attachments = null) =>
        new() { Id = Id(), Kind = CellKind.Markdown, Source = text, Attachments = attachments };

    public static Cell Code(string text, params Output[] outputs) =>
        new() { Id = Id(), Kind = CellKind.Code, Source = text, Outputs = [.. outputs], ExecutionCount = 1 };

    public static Cell Tagged(Cell cell, string key, JsonNode value)
    {
        cell.Metadata[key] = value;
        return cell;
    }

    private static int s_next;

    private static string Id() => $"c{Interlocked.Increment(ref s_next)}";

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
