using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using DeepNotes.Cli.Kernels;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Tests.Architecture;
using DeepNotes.Tests.Notebooks;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Jupyter Notebook in a browser, as a user has it. Skipped, and said so, without jupyter-notebook or Chromium.</summary>
[Collection(nameof(EngineTests))]
public sealed class JupyterNotebookTests
{
    private static readonly string[] s_cells =
    [
        "#r \"LIB/DeepNotes.dll\"\n#r \"LIB/DeepNotes.Data.dll\"\n#r \"LIB/DeepNotes.Plotting.dll\"\nusing DeepNotes;\nusing DeepNotes.Data;\nusing DeepNotes.Plotting;\nvar layer = new Linear(2, 3, new Rng(1));",
        "T Slowly<T>(T batch) { System.Threading.Thread.Sleep(60); return batch; }\nvar loader = DataLoader.Of(new Rng(2).Uniform(1f, 40, 2), new int[40], 4, new Rng(3));\nnew Trainer(layer, new Sgd(layer.Parameters(), 0.1f)).Fit(loader.Select(b => Slowly(b)), 3, new ProgressBar());",
        "Figure.New(\"Loss\").Line(x => Math.Exp(-x), 0, 5)",
    ];

    // The last cell's source and what stands below it.
    private const string Last = "(c => [c.get_text(), c.output_area.outputs])(Jupyter.notebook.get_cell(Jupyter.notebook.ncells() - 1))";
    private const string Idle = "!Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells().every(c => c.input_prompt_number !== '*')";

    [Fact]
    public async Task A_user_runs_a_notebook_sees_it_move_completes_asks_interrupts_and_restarts()
    {
        using var folder = new TempFolder();
        using var server = Serve(folder, out string url);
        try
        {
            await using var browser = await Chromium.StartAsync(1100, 1000);
            await OpenAsync(browser, url);
            await RunAllAsync(browser);
            await CompleteAsync(browser);
            await StopAsync(browser);
            await browser.EvaluateAsync("new Promise(done => { Jupyter.notebook.events.one('kernel_ready.Kernel', done); Jupyter.notebook.kernel.restart(); })");
            Assert.Contains("CS0103", await RunAsync(browser, "kept"), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task RunAllAsync(Chromium browser)
    {
        var seen = new HashSet<string>();
        await browser.EvaluateAsync("Jupyter.notebook.execute_all_cells()");
        var clock = Stopwatch.StartNew();
        for (bool busy = true; busy && clock.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            string? bar = (string?)await browser.EvaluateAsync("document.querySelectorAll('.output_area').length === 0 ? '' : [...document.querySelectorAll('.output_area')].map(o => o.textContent.match(/[█░]{16} +(\\d+) %/)?.[1]).find(m => m) ?? ''");
            if (!string.IsNullOrEmpty(bar)) seen.Add(bar);
            busy = (bool?)await browser.EvaluateAsync($"!({Idle} && document.querySelector('.output_area svg'))") == true;
        }
        Assert.Equal("", ((string?)await browser.EvaluateAsync("[...document.querySelectorAll('.output_error')].map(e => e.textContent).join()"))!);
        Assert.True(seen.Count >= 3 && seen.Contains("100"), "the bar was seen at " + string.Join(", ", seen));
        var size = await browser.EvaluateAsync("(b => [b.width, b.height])(document.querySelector('.output_area svg').getBoundingClientRect())");
        Assert.InRange((double)size![0]!, 400, 900);
        Assert.InRange((double)size[1]!, 200, 600);
    }

    private static async Task CompleteAsync(Chromium browser)
    {
        await AddAsync(browser, "layer.Forw");
        await browser.PressAsync("Tab", code: 9);
        await browser.UntilAsync($"{Last}[0] === 'layer.Forward'");
        await AddAsync(browser, "new Linear(");
        await browser.PressAsync("Tab", code: 9, modifiers: 8);
        await browser.UntilAsync("document.querySelector('#tooltip .tooltiptext')?.textContent.includes('int outFeatures')");
        await browser.PressAsync("Escape", code: 27);
    }

    private static async Task StopAsync(Chromium browser)
    {
        await AddAsync(browser, "int kept = 42; while (true) { }");
        await browser.EvaluateAsync("Jupyter.notebook.execute_cell()");
        await browser.UntilAsync("Jupyter.notebook.kernel_busy");
        await Task.Delay(300);
        await browser.EvaluateAsync("Jupyter.notebook.kernel.interrupt()");
        await browser.UntilAsync(Idle);
        Assert.Contains("Interrupted", (await browser.EvaluateAsync(Last))!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"44\"", await RunAsync(browser, "kept + layer.Weight.Shape.Length"), StringComparison.Ordinal);
    }

    private static async Task OpenAsync(Chromium browser, string url)
    {
        await browser.GoAsync(url);
        await browser.UntilAsync("window.Jupyter?.notebook?.kernel?.is_connected?.() === true && !Jupyter.notebook.kernel_busy");
        // No question about the kernel stood in the way.
        Assert.Equal((KernelSpec.Interactive, "0"), ((string?)await browser.EvaluateAsync("Jupyter.notebook.kernel.name"), (await browser.EvaluateAsync("document.querySelectorAll('.modal.in').length"))!.ToString()));
    }

    private static Task<JsonNode?> AddAsync(Chromium browser, string code) => browser.EvaluateAsync($$"""
        (c => { c.set_text({{JsonValue.Create(code).ToJsonString()}}); Jupyter.notebook.select(Jupyter.notebook.ncells() - 1); Jupyter.notebook.edit_mode(); c.code_mirror.focus(); c.code_mirror.execCommand('goDocEnd'); return 1; })(Jupyter.notebook.insert_cell_at_bottom('code'))
        """);

    private static async Task<string> RunAsync(Chromium browser, string code)
    {
        await AddAsync(browser, code);
        await browser.EvaluateAsync("Jupyter.notebook.execute_cell()");
        await browser.UntilAsync($"{Idle} && {Last}[1].length > 0");
        return (await browser.EvaluateAsync(Last))!.ToJsonString();
    }

    private static Process Serve(TempFolder folder, out string url)
    {
        string program = "/usr/bin/jupyter-notebook";
        Assert.SkipUnless(File.Exists(program), "needs Jupyter Notebook (apt-get install jupyter-notebook): the kernel was NOT tried in it");
        string kernels = Path.Combine(folder.Path, "kernels");
        new KernelSpec(Path.Combine(kernels, KernelSpec.Interactive), KernelBuild.Command(AppContext.BaseDirectory), "test").Write("DeepNotes");
        var notebook = Notebook.CreateCSharp();
        string library = Path.Combine(SourceTree.Root, "lib", "bin");
        foreach (string cell in s_cells) notebook.Cells.Add(new Cell { Id = $"c{notebook.Cells.Count}", Kind = CellKind.Code, Source = cell.Replace("LIB", library, StringComparison.Ordinal) });
        notebook.Save(folder["trial.ipynb"]);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string port = ((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        free.Stop();
        url = $"http://127.0.0.1:{port}/notebooks/trial.ipynb";
        var start = new ProcessStartInfo(program, ["--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={folder.Path}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["JUPYTER_PATH"] = folder.Path, ["JUPYTER_CONFIG_DIR"] = folder["config"], ["JUPYTER_RUNTIME_DIR"] = folder["runtime"], ["JUPYTER_DATA_DIR"] = folder["data"], ["IPYTHONDIR"] = folder["ipython"] },
        };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (int i = 0; i < 600 && !Answers(int.Parse(port, CultureInfo.InvariantCulture)); i++) Thread.Sleep(50);
        return process;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
