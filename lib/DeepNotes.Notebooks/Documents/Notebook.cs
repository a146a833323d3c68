using System.Text;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>A Jupyter notebook, nbformat 4.5: metadata and a list of cells. What this program does not know is kept as it was.</summary>
public sealed class Notebook
{
    /// <summary>The notebook's metadata (kernelspec, language_info and whatever else the file holds).</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>The cells, top to bottom.</summary>
    public IList<Cell> Cells { get; init; } = [];

    /// <summary>Top-level members that nbformat does not define; kept on saving.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>The minor format version that is written; at least 5, the first with cell ids.</summary>
    public int Minor { get; init; } = 5;

    /// <summary>The kernel's language in lower case; empty when the notebook does not say.</summary>
    public string Language
        => ((Text(Metadata["kernelspec"], "language") ?? Text(Metadata["language_info"], "name")) ?? "").ToLowerInvariant();

    /// <summary>The first Markdown heading of the notebook, without its marks; null when there is none.</summary>
    public string? Title
        => Cells.Where(c => c.Kind == CellKind.Markdown).SelectMany(c => c.Source.Split('\n'))
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>An empty C# notebook with the metadata that .NET Interactive writes.</summary>
    public static Notebook CreateCSharp() => new()
    {
        Metadata = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = new JsonObject { ["name"] = "C#" },
        },
    };

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NotebookFormatException">The file is not a notebook of format 4; the message says why.</exception>
    public static Notebook Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'), path);
        }
        catch (DecoderFallbackException error)
        {
            throw new NotebookFormatException($"{path}: byte {error.Index} is not UTF-8, a notebook is a UTF-8 JSON file.", error);
        }
    }

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NotebookFormatException">The text is not a notebook of format 4; the message says why.</exception>
    public static Notebook Parse(string json, string name = "notebook")
    {
        try
        {
            return NotebookReader.Read(json, name);
        }
        catch (InvalidOperationException error)
        {
            // The JSON library decodes a text when it is asked for, and half a surrogate pair has no text.
            throw new NotebookFormatException($"{name}: a text holds half of a surrogate pair, which is no character.", error);
        }
    }

    /// <summary>The file's text, byte for byte as Jupyter writes it.</summary>
    public string ToJson() => NotebookWriter.Write(this);

    /// <summary>Writes the notebook to a temporary file beside the target and renames it: never half a file.</summary>
    /// <param name="path">The target; left alone when it already holds these bytes.</param>
    public void Save(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ToJson());
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
        string temporary = path + $".{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(temporary, FileMode.Create))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static string? Text(JsonNode? node, string key)
        => node is JsonObject o && o[key] is JsonValue v && v.TryGetValue(out string? text) ? text : null;
}
