using System.Text;
using System.Text.RegularExpressions;

namespace DeepNotes.Notebooks.Engine;

/// <summary>What a part of a cell is.</summary>
internal enum PartKind { CSharp, Markdown, Html, Import }

/// <summary>A part of a cell in one language.</summary>
/// <param name="Kind">The language, or a file to import.</param>
/// <param name="Text">C#: the whole cell with every other line blank, so that line numbers stay. Else the text or the file.</param>
/// <param name="Line">The line it starts at, from 1.</param>
internal sealed record CellPart(PartKind Kind, string Text, int Line);

/// <summary>A <c>#r</c> or <c>#i</c> line.</summary>
/// <param name="Value">What stands between the quotes.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record Reference(string Value, int Line)
{
    public bool IsPackage => Value.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A cell cut at its directives: <c>#r</c>, <c>#i</c>, <c>#!import</c>, <c>#!time</c>, <c>#!markdown</c>, <c>#!html</c>, <c>#!csharp</c>.</summary>
internal sealed partial class CellSource
{
    private readonly StringBuilder _text = new();
    private PartKind _kind = PartKind.CSharp;
    private int _start = 1;

    public List<CellPart> Parts { get; } = [];
    public List<Reference> References { get; } = [];
    public List<string> Sources { get; } = [];
    public bool Timed { get; private set; }

    /// <exception cref="CellException">A directive that this host does not know.</exception>
    public static CellSource Parse(string source)
    {
        var cell = new CellSource();
        string[] lines = source.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!cell.Directive(lines[i], i + 1)) cell._text.Append(lines[i]);
            cell._text.Append('\n');
        }
        cell.Close();
        return cell;
    }

    // Only at the start of a line: what is indented may stand in a string.
    private bool Directive(string line, int number)
    {
        if (!line.StartsWith('#')) return false;
        bool code = _kind == PartKind.CSharp;
        if (code && Quoted().Match(line) is { Success: true } quoted)
        {
            string value = quoted.Groups[2].Value.Trim();
            if (quoted.Groups[1].Value == "r") References.Add(new(value, number));
            else Sources.Add(value.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase) ? value[6..].Trim() : value);
            return true;
        }
        return line.StartsWith("#!", StringComparison.Ordinal) && Magic(line, number, code);
    }

    private bool Magic(string line, int number, bool code)
    {
        string[] words = line[2..].Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        switch (words.FirstOrDefault())
        {
            case "csharp" or "c#" or "C#":
                Switch(PartKind.CSharp, number);
                return true;
            case "markdown" or "md":
                Switch(PartKind.Markdown, number);
                return true;
            case "html":
                Switch(PartKind.Html, number);
                return true;
            case "time" when code:
                return Timed = true;
            case "import" when code && words.Length == 2:
                Switch(PartKind.CSharp, number);
                Parts.Add(new(PartKind.Import, words[1].Trim('"'), number));
                return true;
            case var word when code:
                throw new CellException("UnknownDirective", number,
                    $"#!{word} is not a directive of this host; it knows #!csharp, #!html, #!import FILE, #!markdown and #!time.");
            default:
                return false;
        }
    }

    private void Switch(PartKind kind, int line)
    {
        Close();
        (_kind, _start) = (kind, line + 1);
        // C# keeps its line numbers; the current line's own end is appended by the caller.
        if (kind == PartKind.CSharp) _text.Append('\n', line - 1);
    }

    private void Close()
    {
        string text = _text.ToString();
        if (!string.IsNullOrWhiteSpace(text)) Parts.Add(new(_kind, _kind == PartKind.CSharp ? text : text.Trim('\n'), _start));
        _text.Clear();
    }

    [GeneratedRegex("""^#([ri])\s*"([^"]+)"\s*(//.*)?$""")]
    private static partial Regex Quoted();
}
