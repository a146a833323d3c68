using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace DeepNotes.Notebooks.Export.Tex;

/// <summary>Recursive descent over the formula's characters; every method leaves the position behind what it read.</summary>
internal sealed partial class TexParser(string tex, bool display)
{
    private const int MaxDepth = 200;
    private int _at;
    private int _depth;
    private bool _display = display;

    /// <summary>The text of \tag{…}, when there was one.</summary>
    public string? Tag { get; private set; }

    /// <summary>The whole formula; lines separated by \\ become a table.</summary>
    public XElement ParseAll()
    {
        var rows = new List<List<XElement>>();
        do rows.Add([ParseRow(stopAtCell: false)]);
        while (TryCommand("\\"));
        if (_at < tex.Length) throw Error(Peek() == '&' ? "`&` outside an environment" : $"`{Peek()}` without its partner");
        return rows.Count == 1 ? rows[0][0] : Table(rows, "gathered");
    }

    private TexException Error(string problem) => new(problem, tex, Math.Min(_at, tex.Length));

    private char Peek() => _at < tex.Length ? tex[_at] : '\0';

    private void SkipSpace()
    {
        while (_at < tex.Length && (char.IsWhiteSpace(tex[_at]) || tex[_at] == '%'))
        {
            if (tex[_at] == '%') while (_at < tex.Length && tex[_at] != '\n') _at++;
            else _at++;
        }
    }

    /// <summary>The command at the position, without moving: letters, or the one character behind the backslash.</summary>
    private string? PeekCommand()
    {
        if (Peek() != '\\') return null;
        var end = _at + 1;
        while (end < tex.Length && char.IsAsciiLetter(tex[end])) end++;
        if (end == _at + 1 && end < tex.Length) end++;
        return tex[(_at + 1)..end];
    }

    private bool TryCommand(string name)
    {
        SkipSpace();
        if (PeekCommand() != name) return false;
        _at += name.Length + 1;
        return true;
    }

    /// <summary>Atoms up to the end of the group, cell, row or \right.</summary>
    private XElement ParseRow(bool stopAtCell = true)
    {
        if (++_depth > MaxDepth) throw Error($"more than {MaxDepth} groups inside each other");
        var row = new XElement("mrow");
        while (true)
        {
            SkipSpace();
            if (_at >= tex.Length || Peek() == '}' || (Peek() == '&' && (stopAtCell || _depth == 1))) break;
            if (PeekCommand() is "\\" or "cr" or "end" or "right" or "middle") break;
            if (PeekCommand() is "displaystyle" or "textstyle") { row.Add(ParseStyled()); break; }
            AddAtom(row);
        }
        _depth--;
        return row.Elements().Count() == 1 ? row.Elements().First() : row;
    }

    private XElement ParseStyled()
    {
        var shown = PeekCommand() == "displaystyle";
        _at += PeekCommand()!.Length + 1;
        return new XElement("mstyle", new XAttribute("displaystyle", shown ? "true" : "false"), WithDisplay(shown, () => ParseRow()));
    }

    private T WithDisplay<T>(bool shown, Func<T> parse)
    {
        var before = _display;
        _display = shown;
        try { return parse(); }
        finally { _display = before; }
    }

    private void AddAtom(XElement row)
    {
        var name = FunctionName(PeekCommand());
        var atom = ParseScripted();
        if (atom is null) return;
        if (name && row.LastNode is XElement { Name.LocalName: not ("mo" or "mspace") }) row.Add(Space("0.1667em"));
        row.Add(atom);
        SkipSpace();
        if (name && StartsOperand()) row.Add(Space("0.1667em"));
    }

    private static bool FunctionName(string? command) => command is not null
        && (TexSymbols.Functions.Contains(command) || TexSymbols.LimitFunctions.Contains(command) || command == "operatorname");

    // TeX sets a thin space between a function's name and its operand unless a parenthesis separates them already.
    private bool StartsOperand() => char.IsLetterOrDigit(Peek()) || Peek() is '{' or '|'
        || (PeekCommand() is { } command && !TexSymbols.Operators.ContainsKey(command) && !TexSymbols.Delimiters.ContainsKey(command)
            && !TexSymbols.Spaces.ContainsKey(command) && !command.StartsWith("big", StringComparison.OrdinalIgnoreCase)
            && command is not ("left" or "right" or "middle" or "\\" or "end" or "cr" or "mid" or " "));

    /// <summary>One atom with its subscript, superscript and primes, in any order.</summary>
    private XElement? ParseScripted()
    {
        var atom = Peek() is '_' or '^' or '\'' ? new Atom(new XElement("mrow")) : ParseAtom();
        if (atom.Element is null) return null;
        XElement? sub = null, sup = null;
        var limits = atom.Limits && _display;
        while (true)
        {
            SkipSpace();
            if (TryCommand("limits")) limits = true;
            else if (TryCommand("nolimits")) limits = false;
            else if (Peek() == '\'') sup = sup is null ? Primes() : throw Error("a prime behind a superscript");
            else if (Peek() == '_') { if (sub is not null) throw Error("two subscripts"); _at++; sub = Script(); }
            else if (Peek() == '^')
            {
                _at++;
                if (sup is { Name.LocalName: "mo" } primes) sup = new XElement("mrow", primes, Script());
                else if (sup is not null) throw Error("two superscripts");
                else sup = Script();
            }
            else break;
        }
        return Scripted(atom.Element, sub, sup, limits);
    }

    private static XElement Scripted(XElement core, XElement? sub, XElement? sup, bool limits) => (sub, sup) switch
    {
        (null, null) => core,
        (not null, null) => new XElement(limits ? "munder" : "msub", core, sub),
        (null, not null) => new XElement(limits ? "mover" : "msup", core, sup),
        _ => new XElement(limits ? "munderover" : "msubsup", core, sub, sup),
    };

    private XElement Primes()
    {
        var count = 0;
        for (; Peek() == '\''; _at++) count++;
        return new XElement("mo", new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), new string('′', count));
    }

    private XElement Script() => WithDisplay(false, ParseArgument);

    /// <summary>A braced group or one atom, as TeX reads an argument.</summary>
    private XElement ParseArgument()
    {
        SkipSpace();
        if (_at >= tex.Length || Peek() is '}' or '&' or '_' or '^') throw Error("an argument is missing");
        if (Peek() == '{') return ParseGroup();
        if (char.IsAsciiDigit(Peek())) return new XElement("mn", tex[_at++]);
        return ParseAtom().Element ?? throw Error("an argument is missing");
    }

    private XElement ParseGroup()
    {
        var open = _at++;
        var row = ParseRow(stopAtCell: false);
        if (Peek() != '}') { if (_at >= tex.Length) _at = open; throw Error("`{` without `}`"); }
        _at++;
        return row;
    }

    /// <summary>The raw text of a braced argument, for \text, \operatorname, \begin and \tag.</summary>
    private string RawArgument()
    {
        SkipSpace();
        if (Peek() != '{') throw Error("`{` is missing");
        int start = _at + 1, depth = 0;
        for (; _at < tex.Length; _at++)
        {
            if (tex[_at] == '\\') _at++;
            else if (tex[_at] == '{') depth++;
            else if (tex[_at] == '}' && --depth == 0) return tex[start.._at++];
        }
        _at = start - 1;
        throw Error("`{` without `}`");
    }

    private Atom ParseAtom()
    {
        var c = Peek();
        if (c == '\\') return ParseCommand();
        if (c == '{') return new(ParseGroup());
        if (c == '&') throw Error("`&` inside a group");
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < tex.Length && char.IsAsciiDigit(tex[_at + 1]))) return new(Number());
        var rune = Rune.GetRuneAt(tex, _at);
        _at += rune.Utf16SequenceLength;
        return new(Character(rune));
    }

    private XElement Number()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()) || (Peek() is '.' or ',' && _at > start && _at + 1 < tex.Length && IsGrouped())) _at++;
        return new XElement("mn", tex[start.._at]);
    }

    // 3.14 and 60,000 are one number; in x_{1,2} and (1,2) the comma separates two.
    private bool IsGrouped() => Peek() == '.'
        ? char.IsAsciiDigit(tex[_at + 1])
        : _at + 3 < tex.Length && tex.AsSpan(_at + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0
            && (_at + 4 == tex.Length || !char.IsAsciiDigit(tex[_at + 4]));

    private static XElement Character(Rune rune)
    {
        var text = rune.ToString();
        return text switch
        {
            "-" => new XElement("mo", "−"),
            "*" => new XElement("mo", "∗"),
            "~" => new XElement("mtext", "\u00A0"),
            "(" or ")" or "[" or "]" or "|" => Fence(text),
            "/" => new XElement("mo", new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), text),
            ":" => new XElement("mo", text),
            _ when Rune.IsLetter(rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter
                ? new XElement("mtext", text) : new XElement("mi", text),
            _ => new XElement("mo", text),
        };
    }

    private static XElement Fence(string text) => new("mo", new XAttribute("stretchy", "false"),
        text is "|" or "‖" ? new[] { new XAttribute("lspace", "0"), new XAttribute("rspace", "0") } : null, text);

    private static XElement Space(string width) => new("mspace", new XAttribute("width", width));

    /// <summary>An element and whether its scripts are limits in a displayed formula; null when the command leaves nothing.</summary>
    private readonly record struct Atom(XElement? Element, bool Limits = false);
}
