using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Program text, with outputs.</summary>
    Code,
    /// <summary>Markdown.</summary>
    Markdown,
    /// <summary>Text that nobody interprets.</summary>
    Raw,
}

/// <summary>One cell of a notebook.</summary>
public sealed class Cell
{
    /// <summary>Identity within the notebook: 1–64 characters of letters, digits, - and _.</summary>
    public required string Id { get; init; }

    /// <summary>Code, Markdown or raw.</summary>
    public required CellKind Kind { get; init; }

    /// <summary>The text, lines joined.</summary>
    public string Source { get; set; } = "";

    /// <summary>The cell's metadata, known and unknown.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What the cell showed when it last ran; code cells only.</summary>
    public IList<Output> Outputs { get; init; } = [];

    /// <summary>The number in the cell's bracket; null when it has not run.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>Files pasted into a Markdown or raw cell, by name; null when there are none.</summary>
    public JsonObject? Attachments { get; init; }

    /// <summary>Members that nbformat does not define; kept on saving.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>The tags in the cell's metadata.</summary>
    public IReadOnlyList<string> Tags
        => Metadata["tags"] is JsonArray tags ? [.. tags.OfType<JsonValue>().Select(t => t.ToString())] : [];

    /// <summary>Whether the metadata carries this tag.</summary>
    /// <param name="tag">The tag, compared exactly.</param>
    public bool HasTag(string tag) => Tags.Contains(tag);
}
