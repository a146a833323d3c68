using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Tests.Notebooks;

/// <summary>The runner on notebooks made to break it: each is named with its cell, the others still run, memory stays bounded.</summary>
public sealed class RunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runner").FullName;
    private readonly RunOptions _options = new()
    {
        Jobs = 2,
        CellTimeout = TimeSpan.FromMinutes(2),
        OutputLimit = 20_000,
        MemoryLimit = 512 << 20,
        WorkerCommand = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "DeepNotes.Cli.dll"), "worker"],
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cells_that_break_are_named_and_the_other_notebooks_still_run()
    {
        (string Code, string Message, int Line)[] cases =
        [
            ("throw new InvalidOperationException(\"broken\");", "System.InvalidOperationException: broken", 1),
            ("\nint x = nothing;", "CS0103: The name 'nothing' does not exist in the current context", 2),
            ("Environment.Exit(0);", "exit code 0", 0),
            ("Environment.FailFast(\"enough\");", "Environment.FailFast: enough", 0),
            ("int Deep(int n) => Deep(n + 1) + 1; Deep(0)", "stack overflow: a recursion does not end (in Deep(Int32))", 0),
            ("new System.Threading.Thread(() => throw new Exception(\"astray\")).Start(); System.Threading.Thread.Sleep(9000);", "another thread ended the process: System.Exception: astray", 1),
            ("var all = new List<byte[]>(); while (true) all.Add(new byte[10_000_000]);", "OutOfMemoryException", 1),
            ("unsafe { while (true) new Span<byte>(System.Runtime.InteropServices.NativeMemory.Alloc(50_000_000), 50_000_000).Fill(1); }", "out of memory: the notebook's process may use 512 MB", 0),
        ];
        string good = File("good", "1 + 1");
        var reports = await RunAsync(_options, [.. cases.Select((c, i) => File($"bad{i}", "Console.Write(\"before\");", c.Code, "Console.Write(\"after\");")), good]);
        Assert.True(reports[^1].Ok);
        foreach (var (report, expected) in reports.Zip(cases))
        {
            Assert.Equal((false, 1, 3, expected.Line), (report.Ok, report.Cells, report.Error!.Cell, report.Error.Line));
            Assert.Contains(expected.Message, report.Error.Message, StringComparison.Ordinal);
            var cells = report.Notebook!.Cells;
            Assert.Equal("before", cells[1].Outputs.Single().Text);
            Assert.Equal(OutputKind.Error, cells[2].Outputs[^1].Kind);
            Assert.Empty(cells[3].Outputs);
        }
    }

    [Fact]
    public async Task Extra_mime_types_reach_the_outputs_and_never_the_file()
    {
        const string Plotly = "application/vnd.plotly.v1+json";
        string library = Path.Combine(AppContext.BaseDirectory, "DeepNotes.Plotting.dll");
        string file = File("figure", $"#r \"{library}\"\nusing DeepNotes.Plotting;\nvar figure = Figure.New(\"f\").Line([1.0, 2.0]);\ndisplay(figure);\nfigure", "\"text\"");
        var report = (await RunAsync(_options with { ExtraMimeTypes = [Plotly], Write = true }, file));
        Assert.True(report.Ok, report.Error?.Message);
        var cells = report.Notebook!.Cells;
        Assert.All(cells[1].Outputs, o => Assert.Equal("scatter", (string?)o.Unsaved[Plotly]!["data"]![0]!["type"]));
        Assert.Equal(2, cells[1].Outputs.Count);
        Assert.Empty(cells[2].Outputs.Single().Unsaved);
        Assert.DoesNotContain("vnd.plotly", System.IO.File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("<svg", System.IO.File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_without_end_are_stopped()
    {
        string[] codes =
        [
            "while (true) { }", "await Task.Delay(-1);",
            "while (true) try { System.Threading.Thread.Sleep(10); } catch (Exception) { }", "await Task.Yield(); while (true) { }",
        ];
        var reports = await RunAsync(_options with { Jobs = 4, CellTimeout = TimeSpan.FromSeconds(5) }, [.. codes.Select((c, i) => File($"endless{i}", "1", c))]);
        Assert.All(reports, r => Assert.Equal((3, "stopped after 5 s, the time limit of a cell"), (r.Error!.Cell, r.Error.Message)));
        Assert.Equal(1, reports[0].Error!.Line);
    }

    [Fact]
    public async Task A_notebook_has_a_time_limit_of_its_own()
    {
        string[] cells = [.. Enumerable.Repeat("System.Threading.Thread.Sleep(700);", 9)];
        var report = await RunAsync(_options with { NotebookTimeout = TimeSpan.FromSeconds(3) }, File("slow", cells));
        Assert.Equal("stopped after 3 s, the time limit of a notebook", report.Error!.Message);
        Assert.InRange(report.Error.Cell, 2, 6);
    }

    [Theory]
    [InlineData("var line = new string('x', 99); for (int i = 0; i < 10_000_000; i++) Console.WriteLine(line); Console.WriteLine(\"the end\");")]
    [InlineData("var raw = Console.OpenStandardOutput(); var block = new byte[1 << 20]; Array.Fill(block, (byte)'x'); for (int i = 0; i < 1000; i++) raw.Write(block); raw.Write(\"\\nthe end\\n\"u8);")]
    public async Task A_gigabyte_of_output_keeps_its_beginning_and_its_end(string code)
    {
        var report = await RunAsync(_options, File("talkative", code, "2"));
        Assert.True(report.Ok, report.Error?.Message);
        string text = string.Concat(report.Notebook!.Cells[1].Outputs.Select(o => o.Text));
        Assert.StartsWith("xxx", text, StringComparison.Ordinal);
        Assert.Contains("characters left out", text, StringComparison.Ordinal);
        Assert.EndsWith("the end\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 10_000, 21_000);
        Assert.InRange(report.PeakMemory, 1 << 20, 300 << 20);
        Assert.InRange(PeakOfTheRunner(File("talkative", code, "2")), 1 << 20, 200 << 20);
    }

    // In a process of its own: what other tests allocate meanwhile does not count.
    private static long PeakOfTheRunner(string notebook)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "DeepNotes.Cli.dll"), "run", notebook])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["DOTNET_NOLOGO"] = "1" },
        })!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        long peak = 0;
        while (!process.WaitForExit(50))
        {
            process.Refresh();
            try { peak = Math.Max(peak, process.PeakWorkingSet64); }
            catch (InvalidOperationException) when (process.HasExited) { }
        }
        Assert.True(process.ExitCode == 0, text.Result + errors.Result);
        return peak;
    }

    [Fact]
    public async Task Broken_files_do_not_stop_the_others()
    {
        string good = File("good", "1 + 1"), truncated = Path.Combine(_folder, "truncated.ipynb"), old = Path.Combine(_folder, "old.ipynb"), empty = Path.Combine(_folder, "empty.ipynb");
        await System.IO.File.WriteAllTextAsync(truncated, (await System.IO.File.ReadAllTextAsync(good))[..^40]);
        await System.IO.File.WriteAllTextAsync(old, "{\"nbformat\": 3, \"worksheets\": []}");
        await System.IO.File.WriteAllTextAsync(empty, "");
        var report = await new NotebookRunner(_options).RunAsync([truncated, old, empty, Path.Combine(_folder, "gone.ipynb"), good]);
        Assert.Equal([false, false, false, false, true], report.Notebooks.Select(n => n.Ok));
        string[] messages = [.. report.Notebooks.Take(4).Select(n => n.Error!.Message)];
        Assert.Collection(messages,
            m => Assert.Contains("truncated", m, StringComparison.Ordinal), m => Assert.Contains("nbformat is 3", m, StringComparison.Ordinal),
            m => Assert.Contains("is empty", m, StringComparison.Ordinal), m => Assert.Contains("gone.ipynb", m, StringComparison.Ordinal));
        var json = JsonNode.Parse(report.ToJson())!["notebooks"]!.AsArray();
        Assert.Equal(["path", "ok", "seconds", "cpu_seconds", "cells", "error"], json[0]!.AsObject().Select(p => p.Key));
        Assert.Equal(["cell", "line", "message"], json[0]!["error"]!.AsObject().Select(p => p.Key));
        Assert.True((double)json[4]!["cpu_seconds"]! > 0 && json[4]!["error"] is null);
    }

    [Fact]
    public async Task Outputs_are_the_same_in_every_run_and_written_only_on_request()
    {
        string path = File("outputs", "Console.WriteLine(\"a\"); Console.WriteLine(\"b\");", "var d = display(1); d.Update(2); 3", "x", "4");
        var notebook = Notebook.Load(path);
        notebook.Cells[3].Metadata["tags"] = new JsonArray("raises-exception");
        notebook.Save(path);
        byte[] before = await System.IO.File.ReadAllBytesAsync(path);
        Assert.True((await RunAsync(_options, path)).Ok);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(path));
        Assert.True((await RunAsync(_options with { Write = true }, path)).Ok);
        byte[] written = await System.IO.File.ReadAllBytesAsync(path);
        Assert.True((await RunAsync(_options with { Write = true }, path)).Ok);
        Assert.Equal(written, await System.IO.File.ReadAllBytesAsync(path));
        var cells = Notebook.Load(path).Cells;
        Assert.Equal([1, 2, 3, 4], cells.Skip(1).Select(c => c.ExecutionCount!.Value));
        Assert.Equal("a\nb\n", cells[1].Outputs.Single().Text);
        Assert.Equal(["2", "3"], cells[2].Outputs.Select(o => o.Mime("text/plain")!));
        Assert.Equal("CompilationError", cells[3].Outputs.Single().ErrorName);
    }

    private static async Task<NotebookReport> RunAsync(RunOptions options, string path) => (await RunAsync(options, [path]))[0];

    private static async Task<IReadOnlyList<NotebookReport>> RunAsync(RunOptions options, string[] paths)
        => (await new NotebookRunner(options).RunAsync(paths)).Notebooks;

    private string File(string name, params string[] cells)
    {
        var notebook = Notebook.CreateCSharp();
        notebook.Cells.Add(new Cell { Id = "title", Kind = CellKind.Markdown, Source = "# Title" });
        for (int i = 0; i < cells.Length; i++) notebook.Cells.Add(new Cell { Id = $"c{i}", Kind = CellKind.Code, Source = cells[i] });
        string path = Path.Combine(_folder, name + ".ipynb");
        notebook.Save(path);
        return path;
    }
}
