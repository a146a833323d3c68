using System.Diagnostics;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export.App;
using DeepNotes.Notebooks.Running;
using DeepNotes.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OutputKind = DeepNotes.Notebooks.Documents.OutputKind;

namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>Notebooks as file-based apps: they compile, run, and print what the notebook prints.</summary>
public sealed class AppExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // What scripts may do and programs may not, cell by cell.
    private static readonly string[] s_awkward =
    [
        "using System.Globalization;\nint n = 3;\ndouble half;\nn * 2",
        "double Twice(double x) => x * factor;\ndouble factor = 2;   // after the function that uses it\nTwice(n)",
        "for (int i = 0; i < 2; i++) Console.WriteLine($\"loop {i}\");",
        "int i = 40;\nint n = i + 2;   // both names again\nnew { n, i }",
        "string Twice(string s) => s + s;   // the name again, for another type\nTwice(\"ab\") + 1.5.ToString(CultureInfo.InvariantCulture)",
        "static int Square(int x) => x * x;\nconst int Limit = 7;\nrecord Point(int X, int Y) { public int Norm => Square(X) + Square(Y) + Limit; }\nnew Point(1, n).Norm",
        "record Point(double Z) { public Point() : this(0.5) { } }\nenum Side { Left, Right }\nvar (a, b) = (n, \"two\");\nif (int.TryParse(\"12\", out var parsed)) display(parsed + a);\n$\"{new Point()}{b}{Side.Right}\"",
        "int Counter = 0;\nvoid Count() { Counter++; int n = 99; Counter += n - n; }\nCount(); Count();\nint[] numbers = [.. from n2 in Enumerable.Range(0, 3) select n2 + Counter];\nnumbers",
        "int Local(int args) { return args + n; }\nint args = 5;\nawait Task.Yield();\nLocal(args) + half",
        "var f = (int n) => n + 1;   // a parameter named like a variable\nint Sum(params int[] all) { int s = 0; foreach (int i in all) s += i; return s; }\nSum(f(1), f(2))",
        "string note = \"\"\"\n  raw\n\n\n  text\n  \"\"\";\nConsole.WriteLine(note.Length)",
        "#!time\nstring s = null;\ns",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_app_prints_what_its_notebook_prints()
    {
        string path = NotebookOf(s_awkward);
        var options = new RunOptions { WorkerCommand = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "DeepNotes.Cli.dll"), "worker"] };
        var report = (await new NotebookRunner(options).RunAsync([path])).Notebooks.Single();
        Assert.True(report.Ok, report.Error?.Message);
        string expected = string.Concat(report.Notebook!.Cells.SelectMany(c => c.Outputs).Select(o => o.Kind == OutputKind.Stream ? o.Text : o.Mime("text/plain") + "\n"));
        string printed = Run(Write(path, "app.cs"));
        // The time of #!time stays with the notebook.
        Assert.Equal(Regex.Replace(expected, "Wall time: .*\n", ""), printed);
        Assert.Contains("Point { Z = 0.5 }twoRight", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_notebook_of_the_course_becomes_a_program_that_compiles()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Architecture.SourceTree.Root, "notebooks"), "*.ipynb"))
            Assert.Empty(Errors(Write(path, Path.GetFileNameWithoutExtension(path) + ".cs")));
    }

    [Fact]
    public void Names_change_only_where_they_must_and_comments_stay()
    {
        string text = File.ReadAllText(Write(NotebookOf("int k = 1;   // one\nint size = k;", "for (int size = 0; size < 2; size++) { }\nint k = 2;", "k + size"), "a.cs"));
        Assert.Contains("int k = 1;   // one\nint size2 = k;", text, StringComparison.Ordinal);
        Assert.Contains("for (int size = 0; size < 2; size++) { }\nint k2 = 2;", text, StringComparison.Ordinal);
        Assert.Contains("NotebookHost.Show(k2 + size2);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_becomes_a_file()
    {
        string text = File.ReadAllText(Write(NotebookOf("class Fig { public string ToSvg(bool standalone) => \"<svg/>\"; public override string ToString() => \"Figure: A line; y over x\"; }\nnew Fig()"), "fig.cs"));
        File.WriteAllText(_folder["fig.cs"], text);
        Assert.Equal("Figure: A line; y over x → fig.figures/01-a-line.svg\n", Run(_folder["fig.cs"]));
        Assert.Equal("<svg/>", File.ReadAllText(_folder["fig.figures/01-a-line.svg"]));
    }

    [Theory]
    [InlineData("int Size { get; set; }", "a program has no place for int Size")]
    [InlineData("static int Up(this int x) => x + 1;", "a program has no place for static int Up")]
    [InlineData("int n = 1 +;", "CS1525")]
    [InlineData("#r \"nuget: Some.Package, 1.0\"", "optional-nuget")]
    [InlineData("#!import other.csx", "#!import other.csx cannot be carried over")]
    [InlineData("static int seed = 1;\nstatic int Next() => seed++;\nclass Dice { public int Roll() => Next(); }", "needs the variable seed")]
    public void What_a_program_cannot_have_is_refused_with_its_cell(string code, string expected)
    {
        string message = Assert.Throws<AppException>(() => Write(NotebookOf("1", code), "x.cs")).Message;
        Assert.Contains("cell 2 (c1)", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_with_optional_packages_are_left_out_and_named()
    {
        var notebook = Notebook.CreateCSharp();
        notebook.Cells.Add(SiteFixture.Tagged(new Cell { Id = "extra", Kind = CellKind.Code, Source = "#r \"nuget: X, 1\"" }, "tags", new System.Text.Json.Nodes.JsonArray("optional-nuget")));
        notebook.Save(_folder["o.ipynb"]);
        Assert.Contains("// The cell extra is not part of this app: it is tagged optional-nuget.", File.ReadAllText(Write(_folder["o.ipynb"], "o.cs")), StringComparison.Ordinal);
    }

    private string NotebookOf(params string[] codes)
    {
        var notebook = Notebook.CreateCSharp();
        for (int i = 0; i < codes.Length; i++) notebook.Cells.Add(new Cell { Id = $"c{i}", Kind = CellKind.Code, Source = codes[i] });
        notebook.Save(_folder["n.ipynb"]);
        return _folder["n.ipynb"];
    }

    private string Write(string notebook, string name)
    {
        File.WriteAllText(_folder[name], AppExport.Convert(notebook, _folder[name]));
        return _folder[name];
    }

    private static IEnumerable<string> Errors(string file)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("FileBasedProgram", "true")]);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        return CSharpCompilation.Create("app", [CSharpSyntaxTree.ParseText(File.ReadAllText(file), parse, file)], references,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations))
            .GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
    }

    private static string Run(string file)
    {
        Assert.Empty(Errors(file));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", "Release", file])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(), Environment = { ["DOTNET_NOLOGO"] = "1" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, text + errors.Result);
        return text.ReplaceLineEndings("\n");
    }
}
