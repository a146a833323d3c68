using System.Xml.Linq;
using DeepNotes.Notebooks.Export.Tex;

namespace DeepNotes.Tests.Notebooks.Export;

public class TexConverterTests
{
    /// <summary>One formula of each kind that the course writes, with what must stand in its MathML.</summary>
    public static TheoryData<string, string> Constructs => new()
    {
        { @"\frac{1}{N}", "<mfrac><mn>1</mn><mi>N</mi></mfrac>" },
        { @"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>" },
        { @"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>" },
        { @"x^2_i", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>" },
        { @"f'(x)", "<msup><mi>f</mi><mo lspace=\"0\" rspace=\"0\">′</mo></msup>" },
        { @"f''", ">′′</mo>" },
        { @"\sigma \Sigma", "<mi>σ</mi><mi mathvariant=\"normal\">Σ</mi>" },
        { @"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>" },
        { @"\sqrt{x}", "<msqrt><mi>x</mi></msqrt>" },
        { @"\mathbf{W}", "<mi>𝐖</mi>" },
        { @"\mathbb{R}^n", "<msup><mi>ℝ</mi><mi>n</mi></msup>" },
        { @"\mathcal L", "<mi>ℒ</mi>" },
        { @"\boldsymbol{\theta}", "<mi>𝜽</mi>" },
        { @"\mathrm{MSE}", "<mi>MSE</mi>" },
        { @"\text{if } x", "<mtext>if\u00A0</mtext>" },
        { @"\operatorname{softmax}(x)", "<mi>softmax</mi><mo stretchy=\"false\">(</mo>" },
        { @"\log x", "<mi>log</mi><mspace width=\"0.1667em\" /><mi>x</mi>" },
        { @"\hat y", "<mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover>" },
        { @"\widehat{xy}", "<mo stretchy=\"true\">^</mo>" },
        { @"a \odot b \le c", "<mo>⊙</mo><mi>b</mi><mo>≤</mo>" },
        { @"W^\top", "<mi mathvariant=\"normal\">⊤</mi>" },
        { @"\lVert w \rVert", "‖" },
        { @"\not= \not\in", "<mo>≠</mo><mo>∉</mo>" },
        { @"60,000", "<mn>60,000</mn>" },
        { @"x_{1,2}", "<mn>1</mn><mo>,</mo><mn>2</mn>" },
        { @"a - b", "<mo>−</mo>" },
        { @"\underbrace{a+b}_{n}", "⏟" },
        { @"\{1\}", "<mo stretchy=\"false\">{</mo>" },
        { @"\Bigl( x \Bigr)", "minsize=\"1.8em\"" },
        { @"\boxed{x}", "border:1px solid" },
        { @"a % comment", "<mi>a</mi></math>" },
    };

    [Theory, MemberData(nameof(Constructs))]
    public void A_construct_becomes_its_MathML(string tex, string expected) => Assert.Contains(expected, Inline(tex), StringComparison.Ordinal);

    [Fact]
    public void Limits_stand_above_and_below_only_on_a_line_of_their_own()
    {
        Assert.Contains("<munderover>", Display(@"\sum_{i=1}^n x_i"), StringComparison.Ordinal);
        Assert.Contains("<msubsup>", Inline(@"\sum_{i=1}^n x_i"), StringComparison.Ordinal);
        Assert.Contains("<munder><mi>max</mi>", Display(@"\max_x f"), StringComparison.Ordinal);
        Assert.Contains("<munder><mi>arg max</mi>", Display(@"\operatorname*{arg max}_x f"), StringComparison.Ordinal);
        Assert.DoesNotContain("<munder", Display(@"\frac{\sum_i x}{2}"), StringComparison.Ordinal);
        Assert.Contains("<msubsup>", Display(@"\int_0^1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bmatrix", "[", "]")]
    [InlineData("pmatrix", "(", ")")]
    [InlineData("vmatrix", "|", "|")]
    public void A_matrix_has_its_rows_cells_and_fences(string name, string open, string close)
    {
        var math = XElement.Parse(Display($@"\begin{{{name}}} 1 & 2 \\ 3 & 4 \end{{{name}}}"));
        Assert.Equal(2, math.Descendants("mtr").Count());
        Assert.Equal(["1", "2", "3", "4"], math.Descendants("mtd").Select(c => c.Value));
        Assert.Equal([open, close], math.Descendants("mo").Where(o => (string?)o.Attribute("fence") == "true").Select(o => o.Value));
    }

    [Fact]
    public void Cases_and_aligned_lines_keep_their_columns()
    {
        var cases = XElement.Parse(Display(@"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}"));
        Assert.Equal(4, cases.Descendants("mtd").Count());
        var aligned = XElement.Parse(Display(@"\begin{aligned} a &= b \\[4pt] &= c \\ \end{aligned}"));
        Assert.Equal(2, aligned.Descendants("mtr").Count());
        Assert.Equal("true", (string?)aligned.Descendants("mtable").Single().Attribute("displaystyle"));
        Assert.Equal(["a", "=b", "", "=c"], aligned.Descendants("mtd").Select(c => c.Value));
    }

    [Fact]
    public void A_tag_is_handed_out_and_leaves_the_formula()
    {
        var formula = TexConverter.Convert(@"\delta = W^\top \delta \tag{BP2}", true);
        Assert.Equal("BP2", formula.Tag);
        Assert.DoesNotContain("BP", XElement.Parse(formula.MathMl).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\frobnicate x", "\\frobnicate")]
    [InlineData(@"\frac{1}", "an argument is missing")]
    [InlineData(@"{a", "without `}`")]
    [InlineData(@"a}", "without its partner")]
    [InlineData(@"\left( x", "\\left without \\right")]
    [InlineData(@"x \right)", "without its partner")]
    [InlineData(@"\begin{bmatrix} 1", "without \\end{bmatrix}")]
    [InlineData(@"\begin{bmatrix} 1 \end{pmatrix}", "ends with \\end{pmatrix}")]
    [InlineData(@"\begin{tikzpicture}\end{tikzpicture}", "tikzpicture")]
    [InlineData(@"x_1_2", "two subscripts")]
    [InlineData(@"x^1^2", "two superscripts")]
    [InlineData(@"a & b", "outside an environment")]
    [InlineData(@"\text{a", "without `}`")]
    [InlineData(@"x \", "a backslash at the end")]
    public void What_cannot_be_set_is_refused_by_name(string tex, string expected) =>
        Assert.Contains(expected, Assert.Throws<TexException>(() => TexConverter.Convert(tex, true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_not_a_stack_overflow() =>
        Assert.Contains("groups inside each other",
            Assert.Throws<TexException>(() => TexConverter.Convert(new string('{', 100_000), true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_symbol_of_the_tables_is_well_formed()
    {
        foreach (var names in (IEnumerable<string>[])[TexSymbols.Identifiers.Keys, TexSymbols.Operators.Keys, TexSymbols.Large.Keys, TexSymbols.Integrals.Keys, TexSymbols.Delimiters.Keys, TexSymbols.Functions, TexSymbols.LimitFunctions, TexSymbols.Spaces.Keys])
            Assert.All(names, name => Assert.NotEmpty(XElement.Parse(Inline($@"\{name} x")).Descendants()));
        Assert.All(TexSymbols.Accents.Keys, name => Assert.NotEmpty(XElement.Parse(Inline($@"\{name}{{x}}")).Descendants("mover")));
    }

    // Random strings over the characters of TeX either convert to well-formed XML or are refused; nothing else.
    [Fact]
    public void Any_text_is_converted_or_refused()
    {
        string[] pieces = ["\\frac", "{", "}", "_", "^", "'", "&", "\\\\", "x", "1", "\\left(", "\\right)", "\\begin{cases}", "\\end{cases}", " ", "<", "\\text{a}", "\\sum", "\\sqrt", "[", "]", "\\hat", "%", "$", "\\mathbf"];
        var rng = new Rng(11);
        int converted = 0;
        for (int i = 0; i < 3000; i++)
        {
            string tex = string.Concat(Enumerable.Range(0, 1 + (int)(rng.NextUInt32() % 8)).Select(_ => pieces[rng.NextUInt32() % (uint)pieces.Length]));
            try
            {
                XElement.Parse(TexConverter.Convert(tex, i % 2 == 0).MathMl);
                converted++;
            }
            catch (TexException)
            {
            }
        }
        Assert.InRange(converted, 300, 2999);
    }

    private static string Inline(string tex) => Checked(TexConverter.Convert(tex, false).MathMl);

    private static string Display(string tex) => Checked(TexConverter.Convert(tex, true).MathMl);

    private static string Checked(string mathMl)
    {
        Assert.Equal("math", XElement.Parse(mathMl).Name.LocalName);
        return mathMl;
    }
}
