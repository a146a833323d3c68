using System.Xml.Linq;

namespace DeepNotes.Notebooks.Export.Tex;

/// <summary>A formula ready for a page: the math element and the number that \tag gave it.</summary>
public readonly record struct MathFormula(string MathMl, string? Tag);

/// <summary>
/// TeX mathematics to MathML, which browsers draw by themselves: a page needs no script and no network. The subset is what a
/// deep-learning course writes; anything else is refused by name rather than shown wrongly.
/// </summary>
public static class TexConverter
{
    /// <summary>Converts one formula.</summary>
    /// <param name="tex">The formula without its dollar signs.</param>
    /// <param name="display">True for a formula on a line of its own.</param>
    /// <exception cref="TexException">A command outside the subset, or braces, environments or delimiters that do not match.</exception>
    public static MathFormula Convert(string tex, bool display)
    {
        var parser = new TexParser(tex, display);
        var content = parser.ParseAll();
        var math = new XElement("math", content);
        if (display) math.SetAttributeValue("display", "block");
        math.SetAttributeValue("alttext", string.Join(' ', tex.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return new MathFormula(math.ToString(SaveOptions.DisableFormatting), parser.Tag);
    }
}
