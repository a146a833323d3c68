using System.Buffers;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>nbformat's text values: one string in memory, an array of lines in the file.</summary>
internal static class MultiLine
{
    // The line ends of Python's str.splitlines, which Jupyter cuts by.
    private static readonly SearchValues<char> s_ends = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <summary>The lines of a text, each with its line end; none for an empty text.</summary>
    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int end = text.AsSpan(start).IndexOfAny(s_ends);
            end = end < 0 ? text.Length : start + end + 1;
            if (end < text.Length && text[end - 1] == '\r' && text[end] == '\n') end++;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>The text of a string or of an array of strings; null when it is something else.</summary>
    public static string? Join(JsonNode? node)
    {
        if (node is JsonValue value) return value.TryGetValue(out string? text) ? text : null;
        if (node is not JsonArray lines) return null;
        var parts = lines.Select(Join).ToList();
        return parts.Contains(null) ? null : string.Concat(parts);
    }

    /// <summary>A mime bundle in memory: the lines of its text joined.</summary>
    public static JsonObject JoinBundle(JsonObject data)
    {
        var joined = new JsonObject();
        foreach (var (mime, value) in data)
            joined[mime] = !IsJson(mime) && value is JsonArray && Join(value) is { } text ? text : value?.DeepClone();
        return joined;
    }

    /// <summary>A mime bundle in the file: the text types cut into lines, as Jupyter does.</summary>
    public static JsonObject SplitBundle(JsonObject data)
    {
        var split = new JsonObject();
        foreach (var (mime, value) in data)
            split[mime] = IsText(mime) && value is JsonValue v && v.TryGetValue(out string? text) ? Split(text) : value?.DeepClone();
        return split;
    }

    private static bool IsText(string mime)
        => mime.StartsWith("text/", StringComparison.Ordinal) || mime is "application/javascript" or "image/svg+xml";

    private static bool IsJson(string mime)
        => mime == "application/json"
            || (mime.StartsWith("application/", StringComparison.Ordinal) && mime.EndsWith("+json", StringComparison.Ordinal));
}
