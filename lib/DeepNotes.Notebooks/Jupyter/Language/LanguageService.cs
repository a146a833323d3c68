using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepNotes.Notebooks.Jupyter.Language;

/// <summary>What a front end asks about code that is being typed: completions, help, whether it is complete. Positions are code points.</summary>
internal sealed partial class LanguageService(CSharpEngine engine)
{
    private readonly Lock _lock = new();

    /// <summary>The first question takes no longer than the others after this.</summary>
    public void WarmUp()
    {
        Complete("Math.M", 6);
        Inspect("Math.Max(1, 2)", 6);
    }

    /// <summary>The content of a <c>complete_reply</c>.</summary>
    public JsonObject Complete(string code, int cursor)
    {
        int position = FromCodePoints(code, cursor);
        var (start, items) = PathCompletion.Find(code, position, engine.Folder) ?? CodeItems(code, position);
        int first = ToCodePoints(code, start), last = ToCodePoints(code, position);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = first,
            ["cursor_end"] = last,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(i => (JsonNode)new JsonObject
                {
                    ["text"] = i.Text,
                    ["type"] = i.Kind,
                    ["signature"] = i.Signature,
                    ["start"] = first,
                    ["end"] = last,
                })]),
            },
        };
    }

    /// <summary>The content of an <c>inspect_reply</c>.</summary>
    public JsonObject Inspect(string code, int cursor)
    {
        string? help;
        lock (_lock) help = Inspection.Describe(engine.Sketch(Blank(code)), FromCodePoints(code, cursor));
        var data = new JsonObject();
        if (help is not null) data["text/plain"] = help;
        return new JsonObject { ["status"] = "ok", ["found"] = help is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    /// <summary>The content of an <c>is_complete_reply</c>: whether Enter should run the code or begin another line.</summary>
    public static JsonObject IsComplete(string code)
    {
        var tree = CellCompiler.Parse(Blank(code), "");
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            int depth = tree.GetRoot().DescendantTokens().Sum(t => t.IsMissing ? 0 : t.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            });
            return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', 4 * Math.Clamp(depth, 0, 16)) };
        }
        bool wrong = tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
        return new JsonObject { ["status"] = wrong ? "invalid" : "complete" };
    }

    private (int Start, IReadOnlyList<CompletionItem> Items) CodeItems(string code, int position)
    {
        lock (_lock) return Completion.Find(engine, Blank(code), position);
    }

    // Lines that only this host understands, as spaces: every other character keeps its place.
    private static string Blank(string code) => Directive().Replace(code, line => new string(' ', line.Length));

    private static int FromCodePoints(string code, int points)
    {
        int at = 0;
        for (; points > 0 && at < code.Length; points--) at += char.IsHighSurrogate(code[at]) && at + 1 < code.Length ? 2 : 1;
        return at;
    }

    private static int ToCodePoints(string code, int at)
    {
        int points = at;
        for (int i = 1; i < at; i++)
            if (char.IsSurrogatePair(code[i - 1], code[i])) points--;
        return points;
    }

    [GeneratedRegex("""^#(!|i\b|r\s*"nuget:).*$""", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
