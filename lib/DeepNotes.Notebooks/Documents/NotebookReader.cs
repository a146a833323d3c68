using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>JSON text → <see cref="Notebook"/>, refusing what is not a notebook of format 4 with the place and the rule.</summary>
internal sealed class NotebookReader(string name)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };
    private readonly HashSet<string> _ids = [];

    public static Notebook Read(string json, string name) => new NotebookReader(name).Read(json);

    private Notebook Read(string json)
    {
        if (string.IsNullOrWhiteSpace(json)) throw Refuse("the file is empty, a notebook is a JSON object");
        if (ParseStrictly(json) is not JsonObject root) throw Refuse("the JSON is not an object, so this is not a notebook");
        int minor = CheckVersion(root);
        if (root["cells"] is not JsonArray cells) throw Refuse("there is no list \"cells\", so this is not a notebook");
        return new Notebook
        {
            Metadata = Without(Object(root, "metadata", "the notebook"), "orig_nbformat", "orig_nbformat_minor", "signature"),
            Minor = Math.Max(5, minor),
            Cells = [.. cells.Select(ReadCell)],
            Extra = Without(root, "cells", "metadata", "nbformat", "nbformat_minor"),
        };
    }

    private JsonNode? ParseStrictly(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: s_strict);
        }
        catch (JsonException error)
        {
            string where = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            string what = IsTruncated(json) ? $"the file ends in the middle of the JSON ({where}); is it truncated?"
                : $"not valid JSON at {where}: {error.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.')}";
            throw new NotebookFormatException($"{name}: {what}.", error);
        }
    }

    // With more text to come an incomplete value is no error yet: only then was the file cut off.
    private static bool IsTruncated(string json)
    {
        var options = new JsonReaderOptions { MaxDepth = s_strict.MaxDepth };
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), isFinalBlock: false, new JsonReaderState(options));
        try
        {
            while (reader.Read()) { }
            return reader.CurrentDepth > 0 || reader.BytesConsumed < Encoding.UTF8.GetByteCount(json.TrimEnd());
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private int CheckVersion(JsonObject root)
    {
        if (Number(root["nbformat"]) is not { } major)
            throw Refuse("there is no number \"nbformat\", so this is not a notebook");
        if (major != 4)
            throw Refuse($"nbformat is {major}, this program reads 4; convert it with: jupyter nbconvert --to notebook");
        return Number(root["nbformat_minor"]) ?? 0;
    }

    private Cell ReadCell(JsonNode? node, int index)
    {
        string place = $"cell {index + 1}";
        if (node is not JsonObject o) throw Refuse($"{place} is not an object");
        var kind = MultiLine.Join(o["cell_type"]) switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw Refuse($"{place} has cell_type {other ?? "nothing"}, it must be code, markdown or raw"),
        };
        string source = MultiLine.Join(o["source"]) ?? throw Refuse($"{place} has no \"source\" of text");
        bool code = kind == CellKind.Code;
        return new Cell
        {
            Id = Identify(MultiLine.Join(o["id"]), $"{index}\n{source}"),
            Kind = kind,
            Source = source,
            Metadata = Without(Object(o, "metadata", place), "trusted"),
            Outputs = code ? [.. List(o, "outputs", place).Select(x => ReadOutput(x, place))] : [],
            ExecutionCount = code ? Number(o["execution_count"]) : null,
            Attachments = o["attachments"] is JsonObject files ? Attachments(files) : null,
            Extra = Without(o, "id", "cell_type", "source", "metadata", "outputs", "execution_count", "attachments"),
        };
    }

    private Output ReadOutput(JsonNode? node, string place)
    {
        if (node is not JsonObject o) throw Refuse($"{place} has an output that is not an object");
        var kind = MultiLine.Join(o["output_type"]) switch
        {
            "stream" => OutputKind.Stream,
            "display_data" => OutputKind.DisplayData,
            "execute_result" => OutputKind.ExecuteResult,
            "error" => OutputKind.Error,
            var other => throw Refuse($"{place} has an output of type {other ?? "nothing"}, which nbformat 4 does not know"),
        };
        return new Output
        {
            Kind = kind,
            Name = MultiLine.Join(o["name"]) ?? "stdout",
            Text = MultiLine.Join(o["text"]) ?? "",
            Data = MultiLine.JoinBundle(Object(o, "data", place)),
            Metadata = Without(Object(o, "metadata", place)),
            ExecutionCount = Number(o["execution_count"]),
            ErrorName = MultiLine.Join(o["ename"]) ?? "",
            ErrorValue = MultiLine.Join(o["evalue"]) ?? "",
            Traceback = [.. List(o, "traceback", place).Select(line => MultiLine.Join(line) ?? "")],
            Extra = Without(o, "output_type", "name", "text", "data", "metadata", "execution_count", "ename", "evalue", "traceback"),
        };
    }

    // A missing, malformed or repeated id is replaced by one made from the cell's place and text, so that it stays the same from run to run.
    private string Identify(string? id, string seed)
    {
        bool valid = id is { Length: >= 1 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        for (int attempt = 0; !valid || !_ids.Add(id!); attempt++, valid = true)
            id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{attempt}\n{seed}")))[..8];
        return id!;
    }

    private static JsonObject Attachments(JsonObject files)
        => new(files.Select(f => KeyValuePair.Create(f.Key, f.Value is JsonObject bundle ? MultiLine.JoinBundle(bundle) : f.Value?.DeepClone())));

    private JsonObject Object(JsonObject parent, string key, string place)
        => parent[key] switch
        {
            null => [],
            JsonObject o => o,
            _ => throw Refuse($"\"{key}\" of {place} is not an object"),
        };

    private JsonArray List(JsonObject parent, string key, string place)
        => parent[key] switch
        {
            null => [],
            JsonArray a => a,
            _ => throw Refuse($"\"{key}\" of {place} is not a list"),
        };

    private static JsonObject Without(JsonObject source, params ReadOnlySpan<string> keys)
    {
        var kept = (JsonObject)source.DeepClone();
        foreach (string key in keys) kept.Remove(key);
        return kept;
    }

    private static int? Number(JsonNode? node) => node is JsonValue v && v.TryGetValue(out int number) ? number : null;

    private NotebookFormatException Refuse(string what) => new($"{name}: {what}.");
}
