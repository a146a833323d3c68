using System.CommandLine;
using System.Diagnostics;
using DeepNotes.Notebooks.Export;
using DeepNotes.Notebooks.Running;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes run</c>: notebooks from top to bottom, each in a process of its own.</summary>
internal sealed class RunCommand
{
    private readonly Argument<string[]> _notebooks = Notebooks("Numbers (01 4) or paths of .ipynb files; all of the course when left out");
    private readonly Option<int> _jobs = new("--jobs", "-j") { Description = "Notebooks at the same time; 0 shares the cores out by itself", HelpName = "N" };
    private readonly Option<double> _cellTimeout = Seconds("--cell-timeout", "The longest one cell may run", 300);
    private readonly Option<double> _notebookTimeout = Seconds("--notebook-timeout", "The longest one notebook may run", 1200);
    private readonly Option<bool> _write = new("--write", "-w") { Description = "Store the outputs in the notebook files (only of notebooks that ran to the end)" };
    private readonly Option<string?> _site = new("--site") { Description = "Write a site to read into this folder", HelpName = "DIR" };
    private readonly Option<string?> _plotly = new("--plotly")
    {
        Description = "A copy of plotly.js for figures that answer the pointer on the site; found by itself after npm install plotly.js-dist-min",
        HelpName = "FILE",
    };
    private readonly Option<string?> _json = new("--json") { Description = "Write a machine-readable report into this file", HelpName = "FILE" };

    /// <summary>The command.</summary>
    public static Command Build(IAnsiConsole console)
    {
        var self = new RunCommand();
        var command = new Command("run", "Run notebooks from top to bottom and report every failure with its cell and line")
        {
            self._notebooks, self._jobs, self._cellTimeout, self._notebookTimeout, self._write, self._site, self._plotly, self._json,
        };
        self._jobs.Validators.Add(result => { if (result.Tokens is [{ Value: ['-', ..] }]) result.AddError("--jobs is a number of notebooks, 0 or more."); });
        command.SetAction((parsed, cancellation) => Guard.Async(console, () => self.RunAsync(parsed, console, cancellation)));
        CommandLine.Examples(command, """
            deepnotes run                                 the whole course
            deepnotes run 03 --write                      one notebook, its outputs stored
            deepnotes run --site site --json report.json  pages to read and a report to parse
            """);
        return command;
    }

    /// <summary>The argument that names notebooks.</summary>
    public static Argument<string[]> Notebooks(string description) =>
        new("NN") { Description = description, Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };

    /// <summary>An option in seconds, more than zero.</summary>
    public static Option<double> Seconds(string name, string description, double usual)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "S", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out double s) && s is not (> 0 and <= 1e6))
                result.AddError($"{name} is a time in seconds, more than 0 and at most 1,000,000.");
        });
        return option;
    }

    private async Task<int> RunAsync(ParseResult parsed, IAnsiConsole console, CancellationToken cancellation)
    {
        var course = CourseFolder.Find();
        var paths = course.Resolve(parsed.GetValue(_notebooks)!);
        string? site = parsed.GetValue(_site), plotly = site is null ? null : parsed.GetValue(_plotly) ?? CourseSite.FindPlotly(course);
        if (plotly is not null && !File.Exists(plotly)) throw new CommandException($"--plotly {plotly}: there is no such file.");
        var options = new RunOptions
        {
            Jobs = parsed.GetValue(_jobs),
            CellTimeout = TimeSpan.FromSeconds(parsed.GetValue(_cellTimeout)),
            NotebookTimeout = TimeSpan.FromSeconds(parsed.GetValue(_notebookTimeout)),
            Write = parsed.GetValue(_write),
            ExtraMimeTypes = plotly is null ? [] : [Site.PlotlyMime],
        };
        var clock = Stopwatch.StartNew();
        var report = await RunAsync(paths, options, console, cancellation);
        if (parsed.GetValue(_json) is { } json) await File.WriteAllTextAsync(json, report.ToJson(), CancellationToken.None);
        RunSummary.Write(console, report, clock.Elapsed);
        if (site is not null)
        {
            string index = CourseSite.Write(report, course, site, plotly);
            console.MarkupLineInterpolated($"Read the course: [link={new Uri(Path.GetFullPath(index))}]{index}[/]");
        }
        return report.Ok ? 0 : CommandLine.Failed;
    }

    /// <summary>Runs notebooks with whatever progress the console can show.</summary>
    public static Task<RunReport> RunAsync(IReadOnlyList<string> paths, RunOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        if (!console.Profile.Capabilities.Ansi)
            return new NotebookRunner(options, new PlainProgress(console.Profile.Out.Writer, paths)).RunAsync(paths, cancellation);
        var live = new LiveProgress(paths);
        return live.ShowAsync(console, () => new NotebookRunner(options, live).RunAsync(paths, cancellation));
    }
}

/// <summary>Turns foreseeable trouble into one line and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> Async(IAnsiConsole console, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException)
        {
            console.MarkupLine("[yellow]stopped[/]");
            return 130;
        }
        catch (Exception error) when (error is CommandException or SiteException or IOException or UnauthorizedAccessException or ArgumentException
            or InvalidDataException or Notebooks.Documents.NotebookFormatException or Notebooks.Export.App.AppException)
        {
            console.MarkupLineInterpolated($"[red]error[/] {error.Message}");
            return CommandLine.Failed;
        }
    }
}
