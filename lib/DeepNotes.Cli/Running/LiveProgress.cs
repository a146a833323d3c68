using System.Diagnostics;
using System.Globalization;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DeepNotes.Cli;

/// <summary>Progress as a table that redraws itself: a row per notebook with its cells, the code that runs now, and the time.</summary>
internal sealed class LiveProgress(IReadOnlyList<string> paths) : IRunObserver
{
    private const int BarWidth = 16;
    private static readonly string[] Frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private readonly Lock _lock = new();
    private readonly Row[] _rows = [.. paths.Select(p => new Row { Name = Path.GetFileNameWithoutExtension(p) })];
    private int _frame;

    /// <summary>Draws until the run is over.</summary>
    public async Task<RunReport> ShowAsync(IAnsiConsole console, Func<Task<RunReport>> run)
    {
        RunReport? report = null;
        await console.Live(Draw()).AutoClear(false).StartAsync(async context =>
        {
            var running = run();
            while (await Task.WhenAny(running, Task.Delay(120)) != running)
            {
                _frame++;
                context.UpdateTarget(Draw());
            }
            report = await running;
            context.UpdateTarget(Draw());
        });
        return report!;
    }

    public void NotebookStarted(int notebook, string path, int codeCells) => Change(notebook, row => (row.Cells, row.Clock) = (codeCells, Stopwatch.StartNew()));

    public void CellStarted(int notebook, int number, Cell cell) => Change(notebook, row => (row.Done, row.Now) = (number - 1, FirstLine(cell.Source)));

    public void CellOutput(int notebook, Cell cell, Output output)
    {
    }

    public void CellFinished(int notebook, int number, Cell cell, double seconds) => Change(notebook, row => row.Done = number);

    public void NotebookFinished(int notebook, NotebookReport report) => Change(notebook, row => (row.Report, row.Now) = (report, report.Ok ? "" : RunSummary.Place(report)));

    private void Change(int notebook, Action<Row> change)
    {
        lock (_lock) change(_rows[notebook]);
    }

    // The line that says what a cell is about: its first comment or statement, not its references.
    private static string FirstLine(string source) => source.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault(l => !l.StartsWith('#') && !l.StartsWith("using ", StringComparison.Ordinal)) ?? "";

    private Table Draw()
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns(
            new TableColumn("").NoWrap(), new TableColumn("").NoWrap(), new TableColumn("").NoWrap(), new TableColumn("").RightAligned().NoWrap(), new TableColumn("").NoWrap());
        lock (_lock)
            foreach (var row in _rows) table.AddRow(Render(row));
        return table;
    }

    private IRenderable[] Render(Row row)
    {
        string mark = row.Report is { } done ? (done.Ok ? "[green]✓[/]" : "[red]✗[/]") : row.Clock is null ? "[grey]·[/]" : $"[blue]{Frames[_frame % Frames.Length]}[/]";
        int filled = row.Cells == 0 ? 0 : BarWidth * row.Done / row.Cells;
        string bar = row.Clock is null ? "" : $"[blue]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {row.Done,3}/{row.Cells}";
        double? seconds = row.Report?.Seconds ?? row.Clock?.Elapsed.TotalSeconds;
        string time = seconds is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s") : "";
        string now = row.Now.Length <= 48 ? row.Now : row.Now[..47] + "…";
        return [new Markup(mark), new Markup(Markup.Escape(row.Name)), new Markup(bar), new Markup(time), new Markup($"[grey]{Markup.Escape(now)}[/]")];
    }

    private sealed class Row
    {
        public required string Name { get; init; }
        public int Cells { get; set; }
        public int Done { get; set; }
        public string Now { get; set; } = "";
        public Stopwatch? Clock { get; set; }
        public NotebookReport? Report { get; set; }
    }
}
