using System.Xml.Linq;

namespace DeepNotes.Notebooks.Export.Tex;

internal sealed partial class TexParser
{
    private Atom ParseCommand()
    {
        var start = _at;
        var name = PeekCommand()!;
        if (name.Length == 0) throw Error("a backslash at the end");
        _at += name.Length + 1;
        if (Symbol(name) is { Element: not null } symbol) return symbol;
        if (TexSymbols.Ignored.Contains(name)) return default;
        if (MathAlphabets.Has(name)) return new(Recase(WithDisplay(_display, ParseArgument), name));
        if (TexSymbols.Accents.TryGetValue(name, out var mark)) return new(Accent(name, mark));
        if (Structure(name) is { } structure) return structure;
        if (BigDelimiter(name) is { } big) return new(big);
        _at = start;
        throw Error($"\\{name} is not in the subset that the site sets");
    }

    private static Atom Symbol(string name)
    {
        if (TexSymbols.Identifiers.TryGetValue(name, out var letter)) return new(char.IsAsciiLetterUpper(name[0]) || letter is "∞" or "∂" or "∇" or "⊤" or "⊥" ? Upright(letter) : new XElement("mi", letter));
        if (TexSymbols.Operators.TryGetValue(name, out var op)) return new(new XElement("mo", op));
        if (TexSymbols.Large.TryGetValue(name, out var large)) return new(new XElement("mo", new XAttribute("movablelimits", "false"), large), Limits: true);
        if (TexSymbols.Integrals.TryGetValue(name, out var integral)) return new(new XElement("mo", integral));
        if (TexSymbols.Delimiters.TryGetValue(name, out var fence)) return new(Fence(fence));
        if (TexSymbols.Spaces.TryGetValue(name, out var width)) return new(Space(width));
        if (TexSymbols.Functions.Contains(name)) return new(Function(name));
        if (TexSymbols.LimitFunctions.Contains(name)) return new(Function(name), Limits: true);
        return name switch
        {
            "%" or "#" or "$" or "&" or "_" => new(new XElement("mo", name)),
            " " => new(new XElement("mtext", "\u00A0")),
            "mid" => new(Spaced("|", "0.2778em")),
            "bmod" => new(Spaced("mod", "0.2222em")),
            _ => default,
        };
    }

    private static XElement Upright(string text) => new("mi", new XAttribute("mathvariant", "normal"), text);

    // A name of several letters is upright by itself; one letter must be told so.
    private static XElement Function(string name) => name switch
    {
        "limsup" => new XElement("mi", "lim sup"),
        "liminf" => new XElement("mi", "lim inf"),
        { Length: 1 } => Upright(name),
        _ => new XElement("mi", name),
    };

    private static XElement Spaced(string text, string space) =>
        new("mo", new XAttribute("stretchy", "false"), new XAttribute("lspace", space), new XAttribute("rspace", space), text);

    private Atom? Structure(string name) => name switch
    {
        "frac" => new(Fraction(false)),
        "tfrac" => new(Styled(false, () => Fraction(false))),
        "dfrac" or "cfrac" => new(Styled(true, () => Fraction(false))),
        "binom" => new(new XElement("mrow", new XElement("mo", "("), Fraction(true), new XElement("mo", ")"))),
        "sqrt" => new(Root()),
        "text" or "textrm" or "mbox" or "textnormal" => new(Text(RawArgument())),
        "textbf" => new(Text(RawArgument(), "font-weight:bold")),
        "textit" or "emph" => new(Text(RawArgument(), "font-style:italic")),
        "texttt" => new(Text(RawArgument(), "font-family:monospace")),
        "mathrm" or "rm" => new(Uprighted(ParseArgument())),
        "operatorname" => Operator(),
        "left" => new(LeftRight()),
        "begin" => new(Environment()),
        "overset" or "stackrel" => new(Stack("mover")),
        "underset" => new(Stack("munder")),
        "underbrace" => new(Brace("munder", "⏟"), Limits: true),
        "overbrace" => new(Brace("mover", "⏞"), Limits: true),
        "underline" => new(Brace("munder", "_")),
        "substack" => new(Substack()),
        "xrightarrow" => new(new XElement("mover", new XElement("mo", new XAttribute("stretchy", "true"), "→"), Padded(Script()))),
        "boxed" => new(new XElement("mrow", new XAttribute("style", "border:1px solid;padding:.25em .4em"), ParseArgument())),
        "phantom" => new(new XElement("mphantom", ParseArgument())),
        "not" => new(Negated()),
        "pmod" => new(new XElement("mrow", Space("0.4em"), Fence("("), new XElement("mi", "mod"), Space("0.3em"), ParseArgument(), Fence(")"))),
        "tag" => Tagged(),
        "label" => Dropped(RawArgument()),
        _ => null,
    };

    private XElement Styled(bool shown, Func<XElement> content) =>
        new("mstyle", new XAttribute("displaystyle", shown ? "true" : "false"), WithDisplay(shown, content));

    private XElement Fraction(bool binomial) => WithDisplay(false, () =>
        new XElement("mfrac", binomial ? new XAttribute("linethickness", "0") : null, ParseArgument(), ParseArgument()));

    private XElement Root()
    {
        SkipSpace();
        if (Peek() != '[') return new XElement("msqrt", ParseArgument());
        var close = tex.IndexOf(']', _at);
        if (close < 0) throw Error("`[` without `]`");
        var degree = new TexParser(tex[(_at + 1)..close], false).ParseAll();
        _at = close + 1;
        return new XElement("mroot", ParseArgument(), degree);
    }

    // MathML trims the spaces at the ends of a text, TeX keeps them.
    private static XElement Text(string raw, string? style = null)
    {
        var text = raw.Replace("\\%", "%", StringComparison.Ordinal).Replace("\\_", "_", StringComparison.Ordinal)
            .Replace("\\&", "&", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
        var pieces = text.Split('$');
        if (pieces.Length % 2 == 0) throw new TexException("a `$` without its partner in \\text", raw, 0);
        var parts = pieces.Select((piece, i) => i % 2 == 1
            ? new TexParser(piece, false).ParseAll()
            : new XElement("mtext", style is null ? null : new XAttribute("style", style), piece.Replace(' ', '\u00A0')));
        return pieces.Length == 1 ? parts.First() : new XElement("mrow", parts);
    }

    private Atom Operator()
    {
        var limits = Peek() == '*';
        if (limits) _at++;
        var raw = RawArgument().Replace("\\,", "\u2009", StringComparison.Ordinal);
        if (raw.Contains('\\')) throw Error("\\operatorname takes plain letters");
        return new(Function(raw), limits);
    }

    /// <summary>\mathbf{W}: letters and digits exchanged throughout the argument.</summary>
    private static XElement Recase(XElement argument, string alphabet)
    {
        foreach (var leaf in argument.DescendantsAndSelf().Where(e => e.Name.LocalName is "mi" or "mn" or "mo"))
        {
            leaf.Value = MathAlphabets.Map(alphabet, leaf.Value);
            if (alphabet is not ("boldsymbol" or "bm")) leaf.SetAttributeValue("mathvariant", null);
        }
        return argument;
    }

    /// <summary>\mathrm{MSE}: neighbouring letters join into one upright name.</summary>
    private static XElement Uprighted(XElement argument)
    {
        if (argument.Name.LocalName == "mi") return Upright(argument.Value);
        if (argument.Elements().Any() && argument.Elements().All(e => e.Name.LocalName is "mi" or "mn")) return Function(argument.Value);
        foreach (var letter in argument.Descendants("mi").Where(e => e.Value.Length == 1)) letter.SetAttributeValue("mathvariant", "normal");
        return argument;
    }

    private XElement Accent(string name, string mark)
    {
        var wide = name.StartsWith("wide", StringComparison.Ordinal) || name.StartsWith("over", StringComparison.Ordinal);
        return new XElement("mover", new XAttribute("accent", "true"), ParseArgument(),
            new XElement("mo", new XAttribute("stretchy", wide ? "true" : "false"), mark));
    }

    private XElement Stack(string element)
    {
        var above = Script();
        return new XElement(element, ParseArgument(), above);
    }

    private XElement Brace(string element, string brace) =>
        new(element, ParseArgument(), new XElement("mo", new XAttribute("stretchy", "true"), brace));

    private static XElement Padded(XElement label) => new("mrow", Space("0.5em"), label, Space("0.5em"));

    private XElement Negated() => ParseArgument() switch
    {
        { Value: "=" } => new XElement("mo", "≠"),
        { Value: "∈" } => new XElement("mo", "∉"),
        { Name.LocalName: "mo" } op => new XElement("mo", op.Value + "\u0338"),
        _ => throw Error("\\not wants a relation"),
    };

    private Atom Tagged()
    {
        if (Tag is not null) throw Error("two \\tag");
        Tag = RawArgument();
        return default;
    }

    private static Atom Dropped(string argument)
    {
        _ = argument;
        return default;
    }
}
