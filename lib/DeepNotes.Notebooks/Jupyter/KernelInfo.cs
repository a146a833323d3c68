using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>What the kernel says about itself.</summary>
internal static class KernelInfo
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? "";

    public static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = "5.4",
        ["implementation"] = "deepnotes",
        ["implementation_version"] = Version,
        ["banner"] = $"DeepNotes {Version}, C# 14 on .NET {Environment.Version}",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C# reference", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
    };
}

/// <summary>Answers to <c>history_request</c>; this run of the kernel is the only session there is.</summary>
internal static class HistoryReply
{
    public static JsonObject Of(IReadOnlyList<string> inputs, JsonObject asked)
    {
        bool output = asked.Flag("output");
        var entries = inputs.ToArray().Select((text, i) => (Line: i + 1, Text: text));
        int most = Math.Max(0, asked.Number("n", int.MaxValue));
        entries = asked.Text("hist_access_type") switch
        {
            "range" => entries.Where(e => e.Line >= asked.Number("start") && e.Line < asked.Number("stop", int.MaxValue)),
            "search" => Search(entries, asked).TakeLast(most),
            _ => entries.TakeLast(most),
        };
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. entries.Select(e => (JsonNode)new JsonArray(0, e.Line, output ? new JsonArray(e.Text, null) : e.Text))]),
        };
    }

    private static IEnumerable<(int Line, string Text)> Search(IEnumerable<(int Line, string Text)> entries, JsonObject asked)
    {
        string pattern = Regex.Escape(asked.Text("pattern", "*")).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        var glob = new Regex($"^{pattern}$", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var found = entries.Where(e => glob.IsMatch(e.Text));
        return asked.Flag("unique") ? found.GroupBy(e => e.Text).Select(g => g.Last()).OrderBy(e => e.Line) : found;
    }
}
