using System.Globalization;
using System.Xml.Linq;

namespace DeepNotes.Notebooks.Export.Tex;

internal sealed partial class TexParser
{
    private static readonly Dictionary<string, (string Open, string Close)> Fences = new()
    {
        ["matrix"] = ("", ""), ["smallmatrix"] = ("", ""), ["pmatrix"] = ("(", ")"), ["bmatrix"] = ("[", "]"), ["Bmatrix"] = ("{", "}"),
        ["vmatrix"] = ("|", "|"), ["Vmatrix"] = ("‖", "‖"), ["cases"] = ("{", ""), ["array"] = ("", ""),
        ["aligned"] = ("", ""), ["align"] = ("", ""), ["align*"] = ("", ""), ["split"] = ("", ""), ["alignedat"] = ("", ""),
        ["gathered"] = ("", ""), ["gather"] = ("", ""), ["gather*"] = ("", ""), ["equation"] = ("", ""), ["equation*"] = ("", ""),
    };

    private XElement Environment()
    {
        var start = _at;
        var name = RawArgument();
        if (!Fences.TryGetValue(name, out var fences)) { _at = start; throw Error($"\\begin{{{name}}} is not in the subset that the site sets"); }
        var columns = name is "array" or "alignedat" ? RawArgument() : "";
        var shown = IsAligned(name);
        var rows = WithDisplay(shown && _display, () => ParseRows(name));
        if (name.StartsWith("equation", StringComparison.Ordinal) && rows is [[var only]]) return only;
        var table = Table(rows, name, columns);
        return fences == ("", "") ? table : new XElement("mrow", Stretchy(fences.Open, "prefix"), table, Stretchy(fences.Close, "postfix"));
    }

    private static bool IsAligned(string name) => name is "aligned" or "align" or "align*" or "split" or "alignedat" || IsGathered(name);

    private static bool IsGathered(string name) => name is "gathered" or "gather" or "gather*" or "equation" or "equation*";

    private List<List<XElement>> ParseRows(string name)
    {
        var rows = new List<List<XElement>> { new() };
        while (true)
        {
            rows[^1].Add(ParseRow());
            if (Peek() == '&') { _at++; continue; }
            if (TryCommand("\\") || TryCommand("cr")) { SkipRowSpace(); rows.Add([]); continue; }
            if (!TryCommand("end")) throw Error(_at >= tex.Length ? $"\\begin{{{name}}} without \\end{{{name}}}" : $"`{Peek()}` without its partner");
            var end = RawArgument();
            if (end != name) throw Error($"\\begin{{{name}}} ends with \\end{{{end}}}");
            break;
        }
        if (rows.Count > 1 && rows[^1] is [{ HasElements: false, Value: "" }]) rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    // \\[4pt]: the extra space between rows is left to the page.
    private void SkipRowSpace()
    {
        if (Peek() == '[' && tex.IndexOf(']', _at) is var close and > 0) _at = close + 1;
        while (TryCommand("hline")) { }
    }

    private static XElement Table(List<List<XElement>> rows, string name, string columns = "")
    {
        var table = new XElement("mtable");
        if (IsAligned(name)) table.SetAttributeValue("displaystyle", "true");
        if (name == "smallmatrix") table.SetAttributeValue("scriptlevel", "1");
        var letters = columns.Where(c => c is 'l' or 'c' or 'r').ToArray();
        foreach (var row in rows)
            table.Add(new XElement("mtr", row.Select((cell, i) => new XElement("mtd", CellStyle(name, letters, i), cell))));
        return table;
    }

    private static XAttribute? CellStyle(string name, char[] letters, int column) => name switch
    {
        _ when IsGathered(name) => null,
        _ when IsAligned(name) => new XAttribute("style", column % 2 == 0
            ? column == 0 ? "text-align:right;padding-right:0;padding-left:0" : "text-align:right;padding-right:0;padding-left:2em"
            : "text-align:left;padding-left:0"),
        "cases" => new XAttribute("style", column == 0 ? "text-align:left;padding-left:.1em" : "text-align:left;padding-left:1em"),
        _ when column < letters.Length && letters[column] != 'c' => new XAttribute("style", letters[column] == 'l' ? "text-align:left" : "text-align:right"),
        _ => null,
    };

    private XElement Substack()
    {
        SkipSpace();
        if (Peek() != '{') throw Error("`{` is missing");
        _at++;
        var rows = new List<List<XElement>>();
        do rows.Add([ParseRow(stopAtCell: false)]);
        while (TryCommand("\\"));
        if (Peek() != '}') throw Error("`{` without `}`");
        _at++;
        return Table(rows, "matrix");
    }

    private XElement LeftRight()
    {
        var start = _at;
        var row = new XElement("mrow", Stretchy(Delimiter(), "prefix"));
        while (true)
        {
            row.Add(ParseRow(stopAtCell: false));
            if (TryCommand("middle")) { row.Add(Stretchy(Delimiter(), "infix")); continue; }
            if (TryCommand("right")) break;
            _at = start;
            throw Error("\\left without \\right");
        }
        row.Add(Stretchy(Delimiter(), "postfix"));
        return row;
    }

    private static XElement? Stretchy(string text, string form) => text.Length == 0 ? null
        : new XElement("mo", new XAttribute("form", form), new XAttribute("fence", "true"), new XAttribute("stretchy", "true"),
            new XAttribute("symmetric", "true"), text);

    private string Delimiter()
    {
        SkipSpace();
        if (PeekCommand() is { } name)
        {
            if (!TexSymbols.Delimiters.TryGetValue(name, out var named)) throw Error($"\\{name} is no delimiter");
            _at += name.Length + 1;
            return named;
        }
        if (Peek() is not ('(' or ')' or '[' or ']' or '|' or '/' or '.' or '<' or '>')) throw Error("a delimiter is missing");
        return tex[_at++] switch { '.' => "", '<' => "⟨", '>' => "⟩", var c => c.ToString() };
    }

    private XElement? BigDelimiter(string name)
    {
        var size = name.TrimEnd('l', 'r', 'm') switch { "big" => 1.2, "Big" => 1.8, "bigg" => 2.4, "Bigg" => 3.0, _ => 0 };
        if (size == 0) return null;
        var em = size.ToString(CultureInfo.InvariantCulture) + "em";
        return new XElement("mo", new XAttribute("stretchy", "true"), new XAttribute("symmetric", "true"),
            new XAttribute("minsize", em), new XAttribute("maxsize", em), Delimiter());
    }
}
