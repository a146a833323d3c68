using System.CommandLine;
using System.Text.Json.Nodes;
using DeepNotes.Cli;
using DeepNotes.Cli.Commands;
using DeepNotes.Cli.Doctor;
using DeepNotes.Data;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Tests.Cli;

public class CommandLineTests
{
    private static (int Code, string Text) Invoke(params string[] arguments)
    {
        using var text = new StringWriter();
        var parsed = CommandLine.Build(Terminal.Plain(text)).Parse(arguments);
        parsed.InvocationConfiguration.Output = text;
        parsed.InvocationConfiguration.Error = text;
        return (parsed.Invoke(), text.ToString());
    }

    [Theory]
    [InlineData("run", "--jobs", "-1")]
    [InlineData("run", "--jobs", "many")]
    [InlineData("run", "--cell-timeout", "0")]
    [InlineData("run", "--cell-timeout", "NaN")]
    [InlineData("run", "--notebook-timeout", "-3")]
    [InlineData("run", "--frobnicate", "1")]
    [InlineData("data", "get", "")]
    [InlineData("frobnicate", "", "")]
    public void A_wrong_call_is_refused(params string[] arguments)
    {
        var (code, text) = Invoke([.. arguments.Where(a => a.Length > 0)]);
        Assert.NotEqual(0, code);
        Assert.NotEmpty(text);
    }

    [Theory]
    [InlineData("run 01 4 --jobs 2 --cell-timeout 1.5 --notebook-timeout 60 --write --site site --json report.json")]
    [InlineData("run")]
    [InlineData("run -j 1 -w notebooks/01-x.ipynb")]
    [InlineData("check 01")]
    [InlineData("data list")]
    [InlineData("data get mnist cifar10")]
    [InlineData("data where")]
    [InlineData("data make folder")]
    [InlineData("doctor")]
    [InlineData("worker")]
    public void A_right_call_is_understood(string line) =>
        Assert.Empty(CommandLine.Build(Terminal.Plain(TextWriter.Null)).Parse(line).Errors);

    [Fact]
    public void Help_speaks_of_deepnotes_shows_examples_and_hides_the_worker()
    {
        var (code, text) = Invoke("--help");
        Assert.Equal(0, code);
        Assert.Contains("deepnotes [command] [options]", text, StringComparison.Ordinal);
        Assert.Contains("deepnotes check 01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("worker", text, StringComparison.Ordinal);
        Assert.Contains("--cell-timeout <S>", Invoke("run", "--help").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_list_names_every_set() =>
        Assert.All(DataCatalog.All, entry => Assert.Contains(entry.Name, Invoke("data", "list").Text, StringComparison.Ordinal));

    [Fact]
    public void A_notebook_that_is_not_there_is_named()
    {
        var (code, text) = Invoke("run", "gone.ipynb");
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("gone.ipynb", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_paths_find_notebooks()
    {
        string root = Directory.CreateTempSubdirectory("deepnotes-course").FullName;
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(root, "notebooks")).FullName;
            foreach (string name in (string[])["04-d.ipynb", "01-a.ipynb", "draft.ipynb", "10-k.ipynb"]) File.WriteAllText(Path.Combine(folder, name), "");
            var course = new CourseFolder(root);
            Assert.Equal(["01-a", "04-d", "10-k"], course.Resolve([]).Select(Path.GetFileNameWithoutExtension));
            Assert.Equal(["04-d", "01-a"], course.Resolve(["4", "01", "04"]).Select(Path.GetFileNameWithoutExtension));
            Assert.Equal("draft", Path.GetFileNameWithoutExtension(Assert.Single(course.Resolve([Path.Combine(folder, "draft.ipynb")]))));
            Assert.Contains("01, 04, 10", Assert.Throws<CommandException>(() => course.Resolve(["7"])).Message, StringComparison.Ordinal);
            Assert.Throws<CommandException>(() => new CourseFolder(null).Resolve([]));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void A_failure_is_told_with_notebook_cell_line_and_error()
    {
        using var text = new StringWriter();
        var failed = new NotebookReport("02-b.ipynb", false, 1, 1, 3, new RunError(7, 2, "CS0103: no such name\nmore"));
        RunSummary.Write(Terminal.Plain(text), new RunReport([new("01-a.ipynb", true, 2, 3, 5, null) { Skipped = ["cell 4 needs a package"] }, failed]), TimeSpan.FromSeconds(3));
        Assert.Contains("FAILED 02-b.ipynb cell 7, line 2: CS0103: no such name", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("skipped 01-a.ipynb: cell 4 needs a package", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 2 notebooks ran, 8 cells (1 skipped), 3.0 s (4.0 s of processor time)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_progress_is_a_line_per_event()
    {
        using var text = new StringWriter();
        var progress = new PlainProgress(text, ["01-a.ipynb"]);
        var cell = new Cell { Id = "a", Kind = CellKind.Code };
        progress.NotebookStarted(0, "01-a.ipynb", 2);
        progress.CellFinished(0, 1, cell, 0.1);
        progress.CellFinished(0, 2, cell, 7.24);
        progress.NotebookFinished(0, new NotebookReport("01-a.ipynb", true, 8, 9, 2, null));
        Assert.Equal(["start  01-a.ipynb  2 code cells", "       01-a.ipynb  code cell 2 took 7.2 s", "ok     01-a.ipynb  2 cells, 8.0 s, 9.0 s of processor time"],
            text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')));
    }

    [Theory]
    [InlineData("✗ fail · 01-x · X", CommandLine.Failed, "1 right, 1 wrong, 1 to do")]
    [InlineData("✓ pass · 01-x · X", 0, "2 right, 0 wrong, 1 to do")]
    public void Check_counts_verdicts_and_fails_on_wrong_ones(string verdict, int code, string expected)
    {
        using var text = new StringWriter();
        var notebook = Notebook.CreateCSharp();
        string[] shown = ["✓ pass · 01-a · A · 1 point", "○ todo · 01-b · B", "not a verdict", verdict];
        notebook.Cells.Add(new Cell { Id = "a", Kind = CellKind.Code, Outputs = [.. shown.Select(s => Output.Result(new JsonObject { ["text/plain"] = s }, 1))] });
        Assert.Equal(code, CheckCommand.Write(Terminal.Plain(text), new RunReport([new("01.ipynb", true, 1, 1, 1, null) { Notebook = notebook }])));
        Assert.Contains(expected, text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_shows_mends_and_fails_only_when_the_course_cannot_run()
    {
        using var text = new StringWriter();
        Func<CourseFolder, Task<Finding>> look(Finding finding) => _ => Task.FromResult(finding);
        var warn = look(new Finding(Health.Warn, "kernel", "none", "install [one]"));
        Assert.Equal(0, await DoctorCommand.RunAsync(Terminal.Plain(text), [warn, look(new Finding(Health.Ok, "sdk", "10.0"))]));
        Assert.Contains("→ install [one]", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(CommandLine.Failed, await DoctorCommand.RunAsync(Terminal.Plain(text), [look(new Finding(Health.Fail, "sdk", "none", "get it"))]));
    }
}
