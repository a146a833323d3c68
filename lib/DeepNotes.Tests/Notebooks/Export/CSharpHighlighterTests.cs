using System.Net;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Export;

namespace DeepNotes.Tests.Notebooks.Export;

public class CSharpHighlighterTests
{
    [Theory]
    [InlineData("var x = 1.5e-3f;", "<span class=\"k\">var</span> x = <span class=\"n\">1.5e-3f</span>;")]
    [InlineData("// text", "<span class=\"c\">// text</span>")]
    [InlineData("#r \"../lib/bin/DeepNotes.dll\"", "<span class=\"p\">#r &quot;../lib/bin/DeepNotes.dll&quot;</span>")]
    [InlineData("new Linear(2, 1)", "<span class=\"t\">Linear</span>")]
    [InlineData("F.Softmax(x)", ".<span class=\"f\">Softmax</span>(x)")]
    [InlineData("'\\''", "<span class=\"s\">&#39;\\&#39;&#39;</span>")]
    [InlineData("@\"a\"\"b\"", "<span class=\"s\">@&quot;a&quot;&quot;b&quot;</span>")]
    [InlineData("0..5", "<span class=\"n\">0</span>..<span class=\"n\">5</span>")]
    [InlineData("set.Add(1)", "set.<span class=\"f\">Add</span>")]
    [InlineData("// the end.\nvar x", "<span class=\"k\">var</span>")]
    [InlineData("x.\n  Add(1)", "<span class=\"f\">Add</span>")]
    [InlineData("/* a\nb */", "<span class=\"c\">/* a</span>\n<span class=\"c\">b */</span>")]
    [InlineData("from x in y select z", "<span class=\"k\">from</span>")]
    public void A_token_gets_its_colour(string code, string expected) =>
        Assert.Contains(expected, CSharpHighlighter.ToHtml(code), StringComparison.Ordinal);

    [Fact]
    public void The_holes_of_an_interpolated_string_are_code()
    {
        string html = CSharpHighlighter.ToHtml("$\"loss {(ok ? 1 : 2):F2} of {{n}}\"");
        Assert.Contains("<span class=\"n\">1</span>", html, StringComparison.Ordinal);
        Assert.Contains(" of {{n}}&quot;</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_after_a_raw_string_is_code_again() =>
        Assert.EndsWith("<span class=\"k\">return</span>;", CSharpHighlighter.ToHtml("var s = \"\"\"\n a \"quoted\" word\n\"\"\"; return;"), StringComparison.Ordinal);

    // The tags come and go, the text stays: over this project's own sources and over every prefix of awkward ones.
    [Fact]
    public void The_text_is_never_changed()
    {
        foreach (var file in Architecture.SourceTree.Files("lib/DeepNotes.Notebooks")) AssertSame(file.Text);
        string awkward = "$@\"{a:0.#}\" \"\\\" $$\"\"\"{{x}} {y}\"\"\" /* '\" */ 1.ToString() 0xFF_e+1 #not 'x 가나다 \ud83d\ude00 $\"{f(\"a\")} {new[]{1}[0]}\"";
        for (int length = 0; length <= awkward.Length; length++)
            if (length == 0 || !char.IsHighSurrogate(awkward[length - 1])) AssertSame(awkward[..length]);
    }

    private static void AssertSame(string code)
    {
        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(CSharpHighlighter.ToHtml(code), "</?span[^>]*>", "")));
        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(CSharpHighlighter.ToLines(code), "</?span[^>]*>", "")));
    }

    [Fact]
    public void Every_line_is_a_block_with_its_indentation() =>
        Assert.Equal("<span class=\"l\">{\n</span><span class=\"l\" style=\"--i:2\">  <span class=\"n\">1</span>\n</span><span class=\"l\">}</span>", CSharpHighlighter.ToLines("{\n  1\n}"));
}
