using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Running;

/// <summary>One notebook on its way through one worker.</summary>
internal sealed class NotebookRun(RunOptions options, int index, string path, Notebook notebook, Action<Action<IRunObserver>> tell)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3), s_startLimit = TimeSpan.FromMinutes(2);
    private readonly CellRecorder _recorder = new(options.OutputLimit, options.ExtraMimeTypes, (cell, output) => tell(o => o.CellOutput(index, cell, output)));
    private readonly List<string> _skipped = [];
    private readonly Stopwatch _whole = Stopwatch.StartNew(), _clock = new();
    private int _count;

    public async Task<NotebookReport> RunAsync(int cores, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var worker = new WorkerProcess(options, folder, cores);
        await using (worker.ConfigureAwait(false))
        {
            var error = await StartAsync(worker, folder, cancellation).ConfigureAwait(false);
            _clock.Start();
            int number = 0;
            for (int i = 0; i < notebook.Cells.Count; i++)
            {
                var cell = notebook.Cells[i];
                if (cell.Kind != CellKind.Code) continue;
                number++;
                if (error is null && Skip(cell, i) is { } why) _skipped.Add(why);
                else if (error is null) error = await RunCellAsync(worker, cell, i + 1, number, cancellation).ConfigureAwait(false);
                else Clear(cell);
            }
            await worker.DisposeAsync().ConfigureAwait(false);
            return new NotebookReport(path, error is null, _whole.Elapsed.TotalSeconds, worker.CpuSeconds, _count, error)
            {
                Notebook = notebook,
                Skipped = _skipped,
                PeakMemory = worker.PeakMemory,
            };
        }
    }

    // Loading the compiler is not the notebook's fault: its time starts when the worker is ready.
    private async Task<RunError?> StartAsync(WorkerProcess worker, string folder, CancellationToken cancellation)
    {
        using var cancel = cancellation.Register(() => worker.Kill("the run was cancelled"));
        using var kill = new Timer(_ => worker.Kill("the worker did not start in time."), null, s_startLimit, Timeout.InfiniteTimeSpan);
        await worker.SendAsync(new JsonObject
        {
            ["op"] = "open",
            ["folder"] = folder,
            ["limit"] = options.OutputLimit,
            ["extra"] = new JsonArray([.. options.ExtraMimeTypes.Select(m => (JsonNode)m)]),
        }).ConfigureAwait(false);
        while (await worker.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
            if ((string?)message["op"] == "ready") return null;
        cancellation.ThrowIfCancellationRequested();
        return new RunError(0, 0, "the worker did not start: " + await worker.ExplainEndAsync().ConfigureAwait(false));
    }

    // Jupyter's word for a cell that is shown and not run.
    private static string? Skip(Cell cell, int i)
        => cell.HasTag("skip-execution") ? string.Create(CultureInfo.InvariantCulture, $"cell {i + 1}: tagged skip-execution") : null;

    private async Task<RunError?> RunCellAsync(WorkerProcess worker, Cell cell, int position, int number, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        tell(o => o.CellStarted(index, number, cell));
        var before = cell.Outputs.ToList();
        _recorder.Begin(cell);
        cell.ExecutionCount = _count + 1;
        await worker.SendAsync(new JsonObject
        {
            ["op"] = "run",
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"cell {position}"),
            ["source"] = Source(cell),
            ["optional"] = cell.HasTag("optional-nuget"),
        }).ConfigureAwait(false);
        var (answer, late) = await AnswerAsync(worker, cancellation).ConfigureAwait(false);
        _recorder.End();
        var error = await ConcludeAsync(worker, answer, late, cell, position, before).ConfigureAwait(false);
        tell(o => o.CellFinished(index, number, cell, Stopwatch.GetElapsedTime(start).TotalSeconds));
        return error;
    }

    // The messages of a cell up to its last; first asked to stop, then killed, when it takes too long.
    private async Task<(JsonObject? Answer, string? Late)> AnswerAsync(WorkerProcess worker, CancellationToken cancellation)
    {
        var left = options.NotebookTimeout - _clock.Elapsed;
        bool whole = left < options.CellTimeout;
        var limit = whole ? left : options.CellTimeout;
        string late = string.Create(CultureInfo.InvariantCulture,
            $"stopped after {(whole ? options.NotebookTimeout : options.CellTimeout).TotalSeconds:0.###} s, the time limit of a {(whole ? "notebook" : "cell")}");
        bool asked = false;
        using var stop = new Timer(_ =>
        {
            asked = true;
            _ = worker.SendAsync(new JsonObject { ["op"] = "interrupt" });
        }, null, limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        using var kill = new Timer(_ => worker.Kill(late), null, (limit > TimeSpan.Zero ? limit : TimeSpan.Zero) + s_grace, Timeout.InfiniteTimeSpan);
        using var cancel = cancellation.Register(() => worker.Kill("the run was cancelled"));
        JsonObject? crash = null;
        while (await worker.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
        {
            if ((string?)message["op"] == "done") return (message, asked ? late : null);
            if ((string?)message["op"] == "crash") crash = message;
            else _recorder.Record(message);
        }
        cancellation.ThrowIfCancellationRequested();
        return (crash, null);
    }

    private async Task<RunError?> ConcludeAsync(WorkerProcess worker, JsonObject? answer, string? late, Cell cell, int position, List<Output> before)
    {
        if (answer is null)
        {
            string end = await worker.ExplainEndAsync().ConfigureAwait(false);
            _recorder.Add(Output.Error("ProcessEnded", end, $"cell {position}: {end}"));
            return new RunError(position, 0, end);
        }
        if (answer["skipped"] is { } skipped)
        {
            _skipped.Add(string.Create(CultureInfo.InvariantCulture, $"cell {position}: {skipped}"));
            cell.ExecutionCount = null;
            // Where the package is missing, outputs from where it is not are the better ones.
            foreach (var output in before) cell.Outputs.Add(output);
            if (before.Count == 0) _recorder.Add(Output.Stream("stdout", $"{skipped}\n"));
            return null;
        }
        if (answer["error"] is not JsonObject error)
        {
            if (answer["data"] is not null) _recorder.AddResult(answer);
            _count++;
            return null;
        }
        return Fail(error, (string?)answer["op"] == "crash", late, cell, position);
    }

    private RunError? Fail(JsonObject error, bool crashed, string? late, Cell cell, int position)
    {
        string name = (string)error["name"]!, message = (string)error["message"]!;
        bool stopped = late is not null && name == "Interrupted";
        if (stopped) message = late!;
        _recorder.Add(Output.Error(name, message, [.. error["traceback"]!.AsArray().Select(l => (string)l!)]));
        if (cell.HasTag("raises-exception") && !crashed && !stopped)
        {
            _count++;
            return null;
        }
        if (crashed) message = $"an exception that nobody caught on another thread ended the process: {name}: {message}";
        else if (name is not ("CompilationError" or "Interrupted")) message = $"{name}: {message}";
        return new RunError(position, (int)error["line"]!, message);
    }

    // Polyglot notebooks name a cell's language beside it; the engine takes it as a directive.
    private static string Source(Cell cell)
    {
        string? language = (string?)(cell.Metadata["polyglot_notebook"]?["kernelName"] ?? cell.Metadata["dotnet_interactive"]?["language"]);
        return language is null or "csharp" ? cell.Source : $"#!{language}\n{cell.Source}";
    }

    private static void Clear(Cell cell)
    {
        cell.Outputs.Clear();
        cell.ExecutionCount = null;
    }
}
