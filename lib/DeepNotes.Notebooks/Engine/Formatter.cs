using System.Text.Json;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Scripting;

namespace DeepNotes.Notebooks.Engine;

/// <summary>A value → what front ends show of it: one entry per mime type.</summary>
internal static class Formatter
{
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The types wanted; empty = those of the value.</param>
    public static JsonObject Format(object? value, params IReadOnlyList<string> mimeTypes)
    {
        var data = value switch
        {
            MimeText text => Bundle(text.MimeType, text.Content),
            null => Bundle("text/plain", "<null>"),
            _ => Convention.Format(value) ?? Bundle("text/plain", PlainText.Of(value)),
        };
        if (mimeTypes.Count == 0) return data;
        var wanted = new JsonObject();
        foreach (string mime in mimeTypes) Set(wanted, mime, Text(data, mime) ?? PlainText.Of(value));
        return wanted;
    }

    /// <summary>Adds one entry; the text of a JSON type as JSON when it is valid.</summary>
    public static void Set(JsonObject data, string mime, string text)
        => data[mime] = mime.EndsWith("json", StringComparison.Ordinal) && Parse(text) is { } json ? json : text;

    private static JsonObject Bundle(string mime, string text)
    {
        var data = new JsonObject();
        Set(data, mime, text);
        return data;
    }

    private static string? Text(JsonObject data, string mime)
        => data[mime] is { } node ? node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString() : null;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
