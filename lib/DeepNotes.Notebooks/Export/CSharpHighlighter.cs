using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace DeepNotes.Notebooks.Export;

/// <summary>
/// C# (and the kernel's #r, #load and #! lines) as HTML spans: k keyword, t type, f method, s string, n number, c comment, p directive.
/// A lexer is enough to colour a page; names are judged by their case and by what follows.
/// </summary>
internal sealed class CSharpHighlighter
{
    private static readonly FrozenSet<string> Keywords = ("abstract as async await base bool break byte case catch char checked class const continue decimal default "
        + "delegate do double else enum event explicit extern false finally fixed float for foreach from get global goto if implicit in init int interface internal "
        + "is let lock long nameof namespace new not null object operator or and orderby out override params partial private protected public readonly record ref "
        + "required return sbyte scoped sealed select set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked "
        + "unsafe ushort using var virtual void volatile when where while with yield").Split(' ').ToFrozenSet();

    // Words that are keywords only in their place: a variable may bear the name when a dot, a bracket or an assignment follows.
    private static readonly FrozenSet<string> Contextual = "and async from get global init let not or orderby partial record required scoped select set when where with"
        .Split(' ').ToFrozenSet();

    private readonly string _code;
    private readonly StringBuilder _html = new();
    private int _at;
    private string _before = "";   // the last piece that is neither space nor comment

    private CSharpHighlighter(string code) => _code = code;

    /// <summary>Colours a piece of C#; the text between the tags is the input, escaped and nothing else.</summary>
    /// <param name="code">Any text; what is not C# passes through.</param>
    public static string ToHtml(string code)
    {
        var highlighter = new CSharpHighlighter(code);
        while (highlighter._at < code.Length) highlighter.Next();
        return highlighter._html.ToString();
    }

    /// <summary>Colours a piece of C#, each line a block that wraps under its own indentation; the text is still the input.</summary>
    /// <param name="code">Any text; what is not C# passes through.</param>
    public static string ToLines(string code) => string.Join('\n', ToHtml(code.ReplaceLineEndings("\n")).Split('\n').Select(line =>
    {
        int text = line.StartsWith("<span", StringComparison.Ordinal) ? line.IndexOf('>', StringComparison.Ordinal) + 1 : 0;
        int indent = line.AsSpan(text).IndexOfAnyExcept(' ');
        return $"<span class=\"l\"{(indent > 0 ? $" style=\"--i:{indent}\"" : "")}>{line}";
    })).Replace("\n", "\n</span>", StringComparison.Ordinal) + "</span>";

    private char Char(int ahead = 0) => _at + ahead < _code.Length ? _code[_at + ahead] : '\0';

    private bool Ahead(string text) => string.CompareOrdinal(_code, _at, text, 0, text.Length) == 0;

    private void Next()
    {
        char c = Char();
        if (c == '#' && AtLineStart()) Emit("p", LineEnd());
        else if (Ahead("//")) Emit("c", LineEnd());
        else if (Ahead("/*")) Emit("c", After("*/", _at + 2));
        else if (IsStringStart(out int prefix)) EmitString(prefix);
        else if (c == '\'') Emit("s", QuotedEnd(_at + 1, '\'', escapes: true));
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Char(1)) && !PreviousIsDot())) Emit("n", NumberEnd());
        else if (char.IsLetter(c) || c is '_' or '@') EmitWord();
        else Emit(null, _at + 1);
    }

    private void Emit(string? style, int end)
    {
        end = Math.Min(end, _code.Length);
        string piece = _code[_at..end], text = WebUtility.HtmlEncode(piece);
        // A span ends with its line, so that every line of the result stands by itself.
        _ = style is null ? _html.Append(text) : _html.Append($"<span class=\"{style}\">{text.Replace("\n", $"</span>\n<span class=\"{style}\">", StringComparison.Ordinal)}</span>");
        if (style != "c" && !string.IsNullOrWhiteSpace(piece)) _before = piece == "." && _before == "." ? ".." : piece;
        _at = end;
    }

    private bool AtLineStart()
    {
        int i = _at - 1;
        while (i >= 0 && _code[i] is ' ' or '\t') i--;
        return i < 0 || _code[i] == '\n';
    }

    private int LineEnd() => _code.IndexOf('\n', _at) is var end and >= 0 ? end : _code.Length;

    private int After(string mark, int from)
    {
        int found = from <= _code.Length ? _code.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return found < 0 ? _code.Length : found + mark.Length;
    }

    private int QuotedEnd(int i, char quote, bool escapes)
    {
        for (; i < _code.Length; i++)
        {
            if (escapes && _code[i] == '\\') i++;
            else if (_code[i] == '\n' && escapes) return i;
            else if (_code[i] == quote && (escapes || i + 1 == _code.Length || _code[i + 1] != quote)) return i + 1;
            else if (_code[i] == quote) i++;
        }
        return _code.Length;
    }

    private int NumberEnd()
    {
        int i = _at;
        bool hex = Char() == '0' && Char(1) is 'x' or 'X';
        for (; i < _code.Length; i++)
        {
            bool sign = _code[i] is '+' or '-' && !hex && _code[i - 1] is 'e' or 'E' && i > _at;
            bool point = _code[i] == '.' && i + 1 < _code.Length && char.IsAsciiDigit(_code[i + 1]);
            if (!char.IsAsciiLetterOrDigit(_code[i]) && _code[i] != '_' && !sign && !point) break;
        }
        return i;
    }

    private void EmitWord()
    {
        int end = _at + 1;
        while (end < _code.Length && (char.IsLetterOrDigit(_code[end]) || _code[end] == '_')) end++;
        string word = _code[_at..end];
        int next = end;
        while (next < _code.Length && _code[next] is ' ' or '\t') next++;
        char follows = next < _code.Length ? _code[next] : '\0';
        bool member = PreviousIsDot();
        if (!member && Keywords.Contains(word) && !(Contextual.Contains(word) && follows is '.' or ')' or ',' or '=' or '[' or '+' or '-' or '*'))
            Emit("k", end);
        else if (follows == '(' && !PreviousWordIs("new")) Emit("f", end);
        else if (char.IsUpper(word[0]) && word.Length > 1 && !member) Emit("t", end);
        else if (char.IsUpper(word[0]) && follows == '<' && !member) Emit("t", end);
        else if (PreviousWordIs("new")) Emit("t", end);
        else Emit(null, end);
    }

    private bool PreviousIsDot() => _before == ".";

    private bool PreviousWordIs(string word) => _before == word;

    private bool IsStringStart(out int prefix)
    {
        prefix = 0;
        while (prefix < 12 && Char(prefix) is '$' or '@') prefix++;
        return Char(prefix) == '"';
    }

    private void EmitString(int prefix)
    {
        int dollars = _code.AsSpan(_at, prefix).Count('$');
        bool verbatim = _code.AsSpan(_at, prefix).Contains('@');
        int quotes = 0;
        while (Char(prefix + quotes) == '"') quotes++;
        bool raw = quotes >= 3 && !verbatim;
        if (dollars > 0) EmitInterpolated(prefix, raw ? quotes : 1, raw ? dollars : 1, raw, verbatim);
        else Emit("s", raw ? After(new string('"', quotes), _at + prefix + quotes) : QuotedEnd(_at + prefix + 1, '"', !verbatim));
    }

    // Text in the string's colour, holes as code.
    private void EmitInterpolated(int prefix, int quotes, int braces, bool raw, bool verbatim)
    {
        string open = new('{', braces), close = new('"', quotes);
        int i = _at + prefix + quotes;
        while (i < _code.Length)
        {
            bool here(string mark) => string.CompareOrdinal(_code, i, mark, 0, mark.Length) == 0;
            if (!raw && (here("{{") || here("}}") || (verbatim ? here("\"\"") : _code[i] == '\\'))) i += 2;
            else if (here(close)) { i += quotes; break; }
            else if (!raw && !verbatim && _code[i] == '\n') break;
            else if (here(open)) { Emit("s", i); EmitHole(braces); i = _at; }
            else i++;
        }
        if (i > _at) Emit("s", i);
    }

    private void EmitHole(int braces)
    {
        Emit("p", _at + braces);
        for (int depth = 0; _at < _code.Length && !(depth == 0 && Char() == '}');)
        {
            if (Char() is '(' or '[' or '{') depth++;
            else if (Char() is ')' or ']' or '}') depth--;
            if (Char() == '\n' && braces == 1 && depth < 0) return;
            if (depth == 0 && Char() == ':' && Char(1) != ':') { Emit("p", Math.Max(_at + 1, _code.IndexOf('}', _at))); break; }
            Next();
        }
        if (_at < _code.Length) Emit("p", _at + braces);
    }
}
