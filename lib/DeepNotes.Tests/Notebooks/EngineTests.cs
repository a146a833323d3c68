using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Tests.Notebooks;

/// <summary>The console is one per process: these tests run when no other does.</summary>
[CollectionDefinition(nameof(EngineTests), DisableParallelization = true)]
public class EngineCollection;

/// <summary>What a cell can do, one engine per test.</summary>
[Collection(nameof(EngineTests))]
public sealed class EngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine").FullName;
    private readonly CSharpEngine _engine;
    private readonly Sink _sink = new();
    private int _count;

    public EngineTests() => _engine = new CSharpEngine(_folder);

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Later_cells_see_and_redeclare_what_earlier_ones_declared()
    {
        Assert.Equal("", Value("using System.Globalization; int x = 20; int Twice(int n) => 2 * n;"));
        Assert.Equal("41", Value("Twice(x) + 1"));
        Assert.Equal("a 1.5", Value("var x = 1.5; \"a \" + x.ToString(CultureInfo.InvariantCulture)"));
        Assert.Equal("1.5", Value("x"));
        Assert.Equal("P { X = 1 }", Value("record P(int X); new P(1)"));
    }

    // Left to itself the compiler would call it on the wrong cell's variables and return what lies there in memory.
    [Fact]
    public void A_call_that_only_an_earlier_cells_overload_fits_is_refused_with_what_to_do()
    {
        Value("int k = 5; int Scale(int x) => x * k; int Other(int x) => x + k;");
        Assert.Equal("ab!", Value("string Scale(string s) => s + \"!\";\nScale(\"a\" + \"b\")"));
        Assert.Equal(("OverloadError", 2), Run("Other(1);\nScale(2)").Error is { } error ? (error.Name, error.Line) : default);
        Assert.Equal("OverloadError", Run("double Other(double x) => x;\nFunc<int, int> f = Other;").Error?.Name);
        Assert.Equal("20", Value("int Scale(int x) => x * k; string Scale(string s) => s; Scale(4)"));
    }

    [Fact]
    public void Await_unsafe_spans_in_functions_and_new_syntax_work()
    {
        Assert.Equal("7", Value("await Task.Delay(1); await Task.FromResult(7)"));
        Assert.Equal("3", Value("unsafe { int n = 3; int* p = &n; Console.Write(*p); }", printed: true));
        Assert.Equal("6", Value("int Sum(ReadOnlySpan<int> s) { int t = 0; foreach (int i in s) t += i; return t; } Sum([1, 2, 3])"));
    }

    [Fact]
    public void The_code_is_optimized()
        => Assert.Equal("False", Value("""
            class Probe { }
            ((System.Diagnostics.DebuggableAttribute?)Attribute.GetCustomAttribute(typeof(Probe).Assembly, typeof(System.Diagnostics.DebuggableAttribute)))?.IsJITOptimizerDisabled ?? false
            """));

    [Theory]
    [InlineData("null", "")]
    [InlineData("1.5f", "1.5")]
    [InlineData("\"text\"", "text")]
    [InlineData("new[] { 1, 2, 3 }", "[ 1, 2, 3 ]")]
    [InlineData("new List<string>()", "[]")]
    [InlineData("Enumerable.Range(0, 100).ToArray()", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ... (80 more) ]")]
    [InlineData("new Dictionary<string, int> { [\"a\"] = 1 }", "[ [a, 1] ]")]
    [InlineData("new float[,] { { 1, 2 }, { 3, 4 } }", "[ [ 1, 2 ], [ 3, 4 ] ]")]
    [InlineData("(1, \"b\")", "(1, b)")]
    [InlineData("new { A = 1 }", "{ A = 1 }")]
    [InlineData("class Q { public int A => 1; public string B = \"b\"; } new Q()", "Q { A = 1, B = b }")]
    [InlineData("(object)new ArgumentException(\"bad\")", "System.ArgumentException: bad")]
    public void Values_are_shown_as_text(string code, string expected) => Assert.Equal(expected, Value(code));

    [Fact]
    public void A_formatter_is_found_by_the_simple_name_of_its_attribute()
    {
        Run("""
            [AttributeUsage(AttributeTargets.Class)]
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type t) => FormatterSourceType = t;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            public class Source { public IEnumerable<object> CreateTypeFormatters() { yield return new Html(); } }
            public class Html
            {
                public string MimeType => "text/html";
                public bool Format(object value, System.IO.TextWriter writer) { writer.Write($"<b>{((Base)value).N}</b>"); return true; }
            }
            [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
            class Base { public int N = 5; public override string ToString() => "plain"; }
            class Derived : Base { }
            """);
        var data = Run("new Derived()").Result!;
        Assert.Equal(["text/html", "text/plain"], data.Select(d => d.Key));
        Assert.Equal(("<b>5</b>", "plain"), ((string?)data["text/html"], (string?)data["text/plain"]));
    }

    [Fact]
    public void Displays_and_updates_reach_the_sink_in_order()
    {
        Run("Console.WriteLine(1); var d = display(\"two\"); \"# three\".DisplayAs(\"text/markdown\"); d.Update(HTML(\"<i>4</i>\")); 5.Display();");
        Assert.Equal(["stdout:1\n", "display:text/plain=two", "display:text/markdown=# three", "update:text/html=<i>4</i>", "display:text/plain=5"], _sink.Seen);
    }

    [Fact]
    public void Threads_print_into_the_cell_and_reading_the_console_finds_its_end()
    {
        Run("var t = new System.Threading.Thread(() => Console.Error.WriteLine(\"from a thread\")); t.Start(); t.Join(); Console.Write(Console.ReadLine() ?? \"end\");");
        Assert.Equal(["stderr:from a thread\n", "stdout:end"], _sink.Seen);
    }

    [Fact]
    public void A_compile_error_names_line_and_place()
    {
        var error = Run("int a = 1;\n  int b = nothing;").Error!;
        Assert.Equal((2, "CompilationError"), (error.Line, error.Name));
        Assert.Equal(["cell 1, line 2, column 11: CS0103: The name 'nothing' does not exist in the current context", "      int b = nothing;", "              ^^^^^^^"], error.Traceback.Take(3));
        Assert.Equal("3", Value("3"));
    }

    [Fact]
    public void An_exception_names_its_lines_and_keeps_what_was_declared()
    {
        Run("int Fail(int n)\n{\n    if (n > 0) throw new InvalidOperationException(\"too big\");\n    return n;\n}");
        var error = Run("int kept = 4;\n\nFail(kept);").Error!;
        Assert.Equal(("System.InvalidOperationException", "too big", 3), (error.Name, error.Message, error.Line));
        Assert.Equal(["System.InvalidOperationException: too big", "   at Fail(Int32 n) in cell 1, line 3", "   at top level in cell 2, line 3"], error.Traceback);
        Assert.Equal("4", Value("kept"));
        Assert.Equal(2, Run("async Task F()\n{ await Task.Yield(); throw new Exception(); }\nawait F();").Error!.Line);
    }

    [Fact]
    public void An_endless_loop_is_stopped_with_its_line_and_the_state_stays()
    {
        Run("int kept = 4;");
        using var stop = new CancellationTokenSource();
        _sink.Written = () => stop.CancelAfter(100);
        var error = Run("int n = 0; Console.Write(n);\nwhile (true)\n    n++;", stop.Token).Error!;
        Assert.Equal("Interrupted", error.Name);
        Assert.InRange(error.Line, 2, 3);
        Assert.Equal("True", Value("kept == 4 && n > 0"));
    }

    [Fact]
    public void A_library_call_without_end_is_asked_to_stop_and_not_aborted()
    {
        string lib = AppContext.BaseDirectory.Replace('\\', '/');
        Assert.Null(Run($"#r \"{lib}DeepNotes.dll\"\n#r \"{lib}DeepNotes.Data.dll\"\nusing DeepNotes;\nusing DeepNotes.Data;\n"
            + "var net = new Linear(2, 2, new Rng(1)); bool asked = false; var trainer = new Trainer(net, new Sgd(net.Parameters(), 0.1f));").Error);
        using var stop = new CancellationTokenSource();
        _sink.Written = () => stop.CancelAfter(100);
        var error = Run("Console.Write(1);\ntry { trainer.Fit(DataLoader.Of(new Rng(2).Uniform(1f, 8, 2), new int[8], 4), int.MaxValue); }\ncatch (OperationCanceledException) { asked = true; throw; }", stop.Token).Error!;
        Assert.Equal("Interrupted", error.Name);
        Assert.Equal("True", Value("asked"));
    }

    [Fact]
    public void Directives_are_obeyed_and_unknown_ones_named()
    {
        File.WriteAllText(Path.Combine(_folder, "setup.csx"), "int fromFile = 8;\n");
        File.WriteAllText(Path.Combine(_folder, "usings.csx"), "using System.Globalization;\nint imported = 9;\n");
        Assert.Equal("8", Value("#load \"setup.csx\"\nfromFile"));
        Assert.Equal("9", Value("#!import usings.csx\nimported.ToString(CultureInfo.InvariantCulture)"));
        Assert.Equal("# head", (string?)Run("#!markdown\n# head").Result!["text/markdown"]);
        Assert.Equal("<p>", (string?)Run("#!html\n<p>").Result!["text/html"]);
        Assert.Equal(4, Run("#!markdown\ntext\n#!csharp\nthrow new Exception();").Error!.Line);
        Assert.StartsWith("Wall time: ", (string?)Displayed("#!time\nint q = 1;")["text/plain"], StringComparison.Ordinal);
        Assert.Contains("#!fsharp", Run("#!fsharp\n1").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("gone.csx", Run("\n#!import gone.csx").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_is_copied_before_use_and_brings_its_neighbours()
    {
        string library = Path.Combine(_folder, "lib");
        Directory.CreateDirectory(library);
        foreach (string name in new[] { "DeepNotes.dll", "DeepNotes.Exercises.dll", "System.Numerics.Tensors.dll" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(library, name));
        Assert.Equal("", Value("#r \"lib/DeepNotes.Exercises.dll\"\n"));
        string[] used = Value("typeof(DeepNotes.Exercises.Course).Assembly.Location + \"|\" + System.Reflection.Assembly.Load(\"DeepNotes\").Location").Split('|');
        Assert.All(used, path => Assert.False(path.StartsWith(_folder, StringComparison.Ordinal) || path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal), path));
        Assert.Equal(Path.GetDirectoryName(used[0]), Path.GetDirectoryName(used[1]));
        var missing = Run("\n#r \"lib/Gone.dll\"").Error!;
        Assert.Equal(2, missing.Line);
        Assert.Contains("is the library built?", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_package_fails_the_cell_or_skips_it_where_it_is_optional()
    {
        // A folder as the only feed: nothing is asked of a network.
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"<configuration><packageSources><clear /><add key=\"here\" value=\"{_folder}\" /></packageSources></configuration>");
        var error = Run("#r \"nuget: No.Such.Package.Anywhere, 1.0\"\n1").Error!;
        Assert.Equal("package No.Such.Package.Anywhere, 1.0 is not available here: the feed has no such package.", error.Message);
        string? skipped = _engine.Run(new("cell 9", "#r \"nuget: No.Such.Package.Anywhere, 1.0\"", Optional: true), _sink).Skipped;
        Assert.Equal("Skipped: " + error.Message, skipped);
        Assert.Equal(skipped, _engine.Run(new("cell 10", "No.Such.Thing()", Optional: true), _sink).Skipped);
    }

    private CellResult Run(string source, CancellationToken interrupt = default) => _engine.Run(new($"cell {++_count}", source), _sink, interrupt);

    private JsonObject Displayed(string source)
    {
        Run(source);
        return _sink.Last!;
    }

    private string Value(string source, bool printed = false)
    {
        var result = Run(source);
        Assert.True(result.Error is null, string.Join('\n', result.Error?.Traceback ?? []));
        return printed ? _sink.Seen[^1].Split(':')[1] : (string?)result.Result?["text/plain"] ?? "";
    }

    private sealed class Sink : ICellSink
    {
        public List<string> Seen { get; } = [];
        public JsonObject? Last { get; private set; }
        public Action Written { get; set; } = () => { };

        public void Write(string name, ReadOnlySpan<char> text)
        {
            if (Seen.Count > 0 && Seen[^1].StartsWith(name, StringComparison.Ordinal)) Seen[^1] += text.ToString();
            else Seen.Add($"{name}:{text}");
            Written();
        }

        public void Display(string id, JsonObject data) => Add("display", data);
        public void Update(string id, JsonObject data) => Add("update", data);

        private void Add(string what, JsonObject data)
        {
            Last = data;
            Seen.Add($"{what}:{string.Join(',', data.Select(d => $"{d.Key}={d.Value}"))}");
        }
    }
}
