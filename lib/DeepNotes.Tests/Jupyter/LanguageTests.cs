using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Notebooks.Jupyter.Language;
using DeepNotes.Tests.Architecture;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Completion and help, on top of cells that ran; | is the cursor.</summary>
[Collection(nameof(EngineTests))]
public sealed class LanguageTests(LanguageTests.Cells cells) : IClassFixture<LanguageTests.Cells>
{
    private readonly CSharpEngine _engine = cells.Engine;
    private readonly LanguageService _language = new(cells.Engine);

    [Theory]
    [InlineData("layer.|", "Forward", "StaticOnly")]
    [InlineData("layer.Fo|", "Forward", "Weight")]
    [InlineData("layer.Fo|rward(null)", "Forward", "Weight")]
    [InlineData("name.Sub|", "Substring", "Trim")]
    [InlineData("name.|\nint z = 1;", "Length", "IsNullOrEmpty")]
    [InlineData("string.|", "Join", "Length")]
    [InlineData("maybe?.|", "CompareTo", "HasValue")]
    [InlineData("lay|", "layer", "name")]
    [InlineData("int local = 1; loc|", "local", "layer")]
    [InlineData("foreach (var item in new[] { \"a\" }) { item.|", "Length", "Rank")]
    [InlineData("new Linear(|", "inFeatures:", "x:")]
    [InlineData("new Linear(inFeatures: 2, ou|", "outFeatures:", "inFeatures:")]
    [InlineData("new Trainer(null, null) { Aft| }", "AfterBackward", "Fit")]
    [InlineData("using System.Col|", "Collections", "Console")]
    [InlineData("whi|", "while", "layer")]
    [InlineData("/* 𝒜 */ Math.Ma|", "Max", "Abs")]
    [InlineData("$\"{name.Le|}\"", "Length", "Trim")]
    [InlineData("#r \"../li|", "lib/", "notebooks/")]
    [InlineData("#!import solutions/|", "00-start-here.csx", "README.md")]
    public void Completions_fit_the_cursor(string code, string wanted, string unwanted)
    {
        var reply = Complete(code);
        var matches = reply["matches"]!.AsArray().Select(m => m!.ToString()).ToList();
        Assert.Contains(wanted, matches);
        Assert.DoesNotContain(unwanted, matches);
    }

    [Theory]
    [InlineData("// lay|")]
    [InlineData("\"lay|\"")]
    [InlineData("nowhere.|")]
    public void Nothing_is_offered_where_nothing_fits(string code) => Assert.Empty(Complete(code)["matches"]!.AsArray());

    [Fact]
    public void Positions_are_code_points()
    {
        var reply = Complete("/* 𝒜 */ Math.Ma|");
        Assert.Equal((13, 15), (reply.Number("cursor_start"), reply.Number("cursor_end")));
    }

    [Theory]
    [InlineData("layer.Forw|ard(null)", "Tensor Linear.Forward(Tensor x)", "(…, in_features)")]
    [InlineData("layer.Forward(|", "Tensor Linear.Forward(Tensor x)", "(…, out_features)")]
    [InlineData("new Linear(|2", "Linear(int inFeatures, int outFeatures", "inFeatures:")]
    [InlineData("Lin|ear q;", "class Linear", "")]
    [InlineData("na|me", "string name", "")]
    public void Help_shows_signature_and_documentation(string code, string signature, string documentation)
    {
        int cursor = code.IndexOf('|', StringComparison.Ordinal);
        var reply = _language.Inspect(code.Remove(cursor, 1), cursor);
        Assert.True(reply.Flag("found"));
        string text = reply.Object("data").Text("text/plain");
        Assert.Contains(signature, text, StringComparison.Ordinal);
        Assert.Contains(documentation, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_nothing_no_help_is_found() => Assert.False(_language.Inspect("1 + 1", 2).Flag("found"));

    [Theory]
    [InlineData("int n = 1\nn", "semicolon")]
    [InlineData("float f = 1.5;", "1.5f")]
    [InlineData("float f = Math.Sqrt(2);", "(float)")]
    [InlineData("laier", "run the cell")]
    [InlineData("for (int i = 0; i < 3; i++) {", "brace")]
    [InlineData("layer.Forward(Tensor.From([1f, 2f, 3f], 1, 3))", "Shape")]
    public void Errors_of_beginners_come_with_a_hint(string code, string hint)
        => Assert.Contains(_engine.Run(new("cell", code), new Silent()).Error!.Traceback, l => l.StartsWith("Hint:", StringComparison.Ordinal) && l.Contains(hint, StringComparison.Ordinal));

    private JsonObject Complete(string code)
    {
        int cursor = code.IndexOf('|', StringComparison.Ordinal);
        int points = code[..cursor].EnumerateRunes().Count();
        return _language.Complete(code.Remove(cursor, 1), points);
    }

    public sealed class Cells : IDisposable
    {
        internal CSharpEngine Engine { get; } = new(Path.Combine(SourceTree.Root, "notebooks"));

        public Cells() => Assert.Null(Engine.Run(new("cell", "#r \"../lib/bin/DeepNotes.dll\"\nusing DeepNotes;\nvar layer = new Linear(2, 3, new Rng(1)); string name = \"\"; int? maybe = 1;"), new Silent()).Error);

        public void Dispose() => Engine.Dispose();
    }

    private sealed class Silent : ICellSink
    {
        public void Write(string name, ReadOnlySpan<char> text)
        {
        }

        public void Display(string id, JsonObject data)
        {
        }

        public void Update(string id, JsonObject data)
        {
        }
    }
}
