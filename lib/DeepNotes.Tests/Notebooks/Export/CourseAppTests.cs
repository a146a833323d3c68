using System.Diagnostics;
using System.Text.RegularExpressions;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export.App;
using DeepNotes.Tests.Architecture;
using DeepNotes.Tests.Jupyter;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Notebooks.Export;

/// <summary>
/// The course's notebooks as programs print what the notebooks hold. Two of them in the suite; with DEEPNOTES_STRESS=1 all, which takes
/// a quarter of an hour.
/// </summary>
[Collection(nameof(EngineTests))]
public sealed class CourseAppTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_notebook_as_a_program_prints_the_same_numbers()
    {
        string[] names = StressTests.Long ? ["*"] : ["00*", "03*"];
        var notebooks = names.SelectMany(n => Directory.GetFiles(Path.Combine(SourceTree.Root, "notebooks"), n + ".ipynb")).Order(StringComparer.Ordinal).ToList();
        Assert.True(notebooks.Count >= names.Length);
        foreach (string path in notebooks)
        {
            string app = _folder[Path.GetFileNameWithoutExtension(path) + ".cs"];
            File.WriteAllText(app, AppExport.Convert(path, app));
            var (expected, printed) = (Lines(Committed(Notebook.Load(path))), Lines(Run(app)));
            // Times and speeds differ from run to run; only the notebook about speed has them.
            if (Path.GetFileName(path).StartsWith("24", StringComparison.Ordinal)) Assert.Equal(expected.Count, printed.Count);
            else Assert.Equal((path, string.Join('\n', expected)), (path, string.Join('\n', printed)));
            output.WriteLine($"{Path.GetFileName(app)}: {printed.Count} lines");
        }
    }

    private static string Committed(Notebook notebook) => string.Concat(
        from cell in notebook.Cells
        where !cell.HasTag("optional-nuget") && !cell.HasTag("skip-execution")
        from shown in cell.Outputs
        select shown.Kind == OutputKind.Stream ? shown.Text : shown.Mime("text/plain") + "\n");

    // A program names the files of its figures.
    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(l => Regex.Replace(l, @" → \S+\.(svg|html)$", "").TrimEnd()).Where(l => l.Length > 0)];

    private static string Run(string app)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", "Release", app])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(), Environment = { ["DOTNET_NOLOGO"] = "1", ["DEEPNOTES_DATA"] = "" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{app}: {text}{errors.Result}");
        return text.ReplaceLineEndings("\n");
    }
}
