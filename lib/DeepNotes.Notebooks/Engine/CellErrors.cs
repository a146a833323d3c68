using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Errors in the words of the notebook: which cell, which line, which text.</summary>
internal static partial class CellErrors
{
    private const int MaxDiagnostics = 10, MaxFrames = 20;

    /// <exception cref="CellException">There is an error among the diagnostics.</exception>
    public static void ThrowOnErrors(ImmutableArray<Diagnostic> diagnostics, string cell)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        if (errors.Count == 0) return;
        var lines = errors.Take(MaxDiagnostics).SelectMany(d => Describe(d, cell)).ToList();
        if (errors.Count > MaxDiagnostics) lines.Add(string.Create(CultureInfo.InvariantCulture, $"... and {errors.Count - MaxDiagnostics} more errors"));
        lines.AddRange(errors.Take(MaxDiagnostics).Select(d => Hints.ForDiagnostic(d.Id, d.GetMessage(CultureInfo.InvariantCulture))).OfType<string>().Distinct().Take(2).Select(h => "Hint: " + h));
        var first = errors[0].Location.GetLineSpan();
        throw new CellException("CompilationError", first.Path == cell ? first.StartLinePosition.Line + 1 : 0, Text(errors[0]), lines);
    }

    /// <summary>An exception of the cell's own code, its stack trimmed to what the user wrote and called.</summary>
    public static CellError FromException(Exception error, string cell)
    {
        var lines = new List<string>();
        for (var e = error; e is not null; e = e.InnerException)
        {
            lines.Add($"{(e == error ? "" : "caused by ")}{e.GetType().FullName}: {e.Message}");
            lines.AddRange(Frames(e));
        }
        if (Hints.ForException(error) is { } hint) lines.Add("Hint: " + hint);
        return new(error.GetType().FullName!, error.Message, LineIn(error, cell), lines);
    }

    /// <summary>Where a stopped cell was.</summary>
    public static CellError FromInterrupt(Exception? stopped, string cell)
        => new("Interrupted", "the cell was stopped", stopped is null ? 0 : LineIn(stopped, cell),
            [$"{cell} was stopped", .. stopped is null ? [] : Frames(stopped)]);

    private static IEnumerable<string> Describe(Diagnostic error, string cell)
    {
        var span = error.Location.GetLineSpan();
        if (error.Location.SourceTree is not { } tree) return [$"{cell}: {Text(error)}"];
        var position = span.StartLinePosition;
        string line = tree.GetText().Lines[position.Line].ToString();
        string indent = new([.. line.Take(position.Character).Select(c => c == '\t' ? '\t' : ' ')]);
        int width = span.EndLinePosition.Line == position.Line ? Math.Max(1, span.EndLinePosition.Character - position.Character) : 1;
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(span.Path)}, line {position.Line + 1}, column {position.Character + 1}: {Text(error)}"),
            "    " + line,
            "    " + indent + new string('^', width),
        ];
    }

    private static string Text(Diagnostic error) => $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";

    private static int LineIn(Exception error, string cell)
    {
        for (var e = error; e is not null; e = e.InnerException)
            foreach (var frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
                if (Path.GetFileName(frame.GetFileName()) == Path.GetFileName(cell)) return frame.GetFileLineNumber();
        return 0;
    }

    private static List<string> Frames(Exception error)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames().Where(f => f.GetMethod() is { } m && !IsPlumbing(m)).ToList();
        // The compiler makes several methods of the top level: one line for all of them.
        var lines = frames.Take(MaxFrames).Select(Describe).Aggregate(new List<string>(), (all, line) => all.Count > 0 && (all[^1] == line || line == "   at top level") ? all : [.. all, line]);
        if (frames.Count > MaxFrames) lines.Add(string.Create(CultureInfo.InvariantCulture, $"   ... {frames.Count - MaxFrames} more"));
        return lines;
    }

    // What the compiler and the host put between the user's lines.
    private static bool IsPlumbing(MethodBase method)
        => method.Name is "<Factory>" || method.DeclaringType is not { } type || type.Assembly == typeof(CellErrors).Assembly
            || type.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices" or "System.Runtime";

    private static string Describe(StackFrame frame)
    {
        var method = frame.GetMethod()!;
        var type = method.DeclaringType!;
        string name = method.Name;
        if (name == "MoveNext" && type.Name.StartsWith('<')) (name, type) = (type.Name, type.DeclaringType ?? type);
        string parameters = string.Join(", ", method.GetParameters().Select(p => $"{p.ParameterType.Name} {p.Name}"));
        string place = frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0
            ? string.Create(CultureInfo.InvariantCulture, $" in {Path.GetFileName(file)}, line {frame.GetFileLineNumber()}") : "";
        string owner = type.FullName!.Replace('+', '.');
        // A cell's class is the compiler's word; the user knows only what is inside it.
        owner = Submission().Replace(owner, "");
        name = Readable(name);
        return name == "top level" ? $"   at top level{place}" : $"   at {(owner.Length > 0 ? owner + "." : "")}{name}({parameters}){place}";
    }

    private static string Readable(string name)
    {
        if (name.Contains("<Initialize>", StringComparison.Ordinal)) return "top level";
        if (Local().Match(name) is { Success: true } local) return local.Groups[1].Value;
        return Generated().Match(name) is { Success: true } generated ? generated.Groups[1].Value is "" ? "lambda" : generated.Groups[1].Value : name;
    }

    [GeneratedRegex(@"^Submission#\d+(\.<[^.]*)?\.?")]
    private static partial Regex Submission();

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex Local();

    [GeneratedRegex(@"^<+([^<>]*)>")]
    private static partial Regex Generated();
}
