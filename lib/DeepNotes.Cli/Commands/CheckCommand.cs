using System.CommandLine;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes check</c>: replays a learner's notebooks and prints what their checks say.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _notebooks = RunCommand.Notebooks("Numbers (01 4) or paths of .ipynb files; all of the course when left out");
    private readonly Option<double> _cellTimeout = RunCommand.Seconds("--cell-timeout", "The longest one cell may run", 300);

    /// <summary>The command.</summary>
    public static Command Build(IAnsiConsole console)
    {
        var self = new CheckCommand();
        var command = new Command("check", "Judge the answers in your notebooks: todo, pass, or the smallest failing case with its likely cause")
        {
            self._notebooks, self._cellTimeout,
        };
        command.SetAction((parsed, cancellation) => Guard.Async(console, () => self.RunAsync(parsed, console, cancellation)));
        CommandLine.Examples(command, """
            deepnotes check       every exercise of the course
            deepnotes check 01    the exercises of notebook 01; the file itself is not changed
            """);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, IAnsiConsole console, CancellationToken cancellation)
    {
        var paths = CourseFolder.Find().Resolve(parsed.GetValue(_notebooks)!);
        var options = new RunOptions { CellTimeout = TimeSpan.FromSeconds(parsed.GetValue(_cellTimeout)) };
        var report = await RunCommand.RunAsync(paths, options, console, cancellation);
        return Write(console, report);
    }

    /// <summary>Prints verdicts per notebook and their count.</summary>
    /// <returns>0 when nothing is wrong; what is still to do is not wrong.</returns>
    public static int Write(IAnsiConsole console, RunReport report)
    {
        int pass = 0, fail = 0, todo = 0;
        foreach (var notebook in report.Notebooks)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{notebook.Path}[/]");
            foreach (string verdict in Verdicts(notebook.Notebook))
            {
                _ = verdict[0] switch { '✓' => pass++, '✗' => fail++, _ => todo++ };
                string colour = verdict[0] switch { '✓' => "green", '✗' => "red", _ => "grey" };
                console.MarkupLine($"  [{colour}]{Markup.Escape(verdict.Replace("\n", "\n  ", StringComparison.Ordinal))}[/]");
            }
            if (!notebook.Ok) console.MarkupLineInterpolated($"  [red]stopped at {RunSummary.Place(notebook)}[/]");
        }
        console.WriteLine();
        console.WriteLine($"{pass} right, {fail} wrong, {todo} to do");
        return fail == 0 && report.Ok ? 0 : CommandLine.Failed;
    }

    // A verdict's plain text opens with its mark; quizzes and predictions show themselves in other words.
    private static IEnumerable<string> Verdicts(Notebook? notebook) => (notebook?.Cells ?? []).SelectMany(c => c.Outputs)
        .Select(o => o.Mime("text/plain")).OfType<string>()
        .Where(t => t.StartsWith("✓ pass ·", StringComparison.Ordinal) || t.StartsWith("✗ fail ·", StringComparison.Ordinal) || t.StartsWith("○ todo ·", StringComparison.Ordinal));
}
