using System.Globalization;
using DeepNotes.Notebooks.Running;
using Spectre.Console;

namespace DeepNotes.Cli;

/// <summary>What stands on the screen when a run is over.</summary>
internal static class RunSummary
{
    /// <summary>Where a notebook failed, in words: <c>cell 7, line 3: …</c>.</summary>
    public static string Place(NotebookReport notebook)
    {
        if (notebook.Error is not { } error) return "";
        string first = error.Message.ReplaceLineEndings("\n").Split('\n', 2)[0];
        string line = error.Line > 0 ? $", line {error.Line}" : "";
        return error.Cell > 0 ? $"cell {error.Cell}{line}: {first}" : first;
    }

    /// <summary>Writes skips, failures with their place, and one line of totals.</summary>
    public static void Write(IAnsiConsole console, RunReport report, TimeSpan wall)
    {
        foreach (var notebook in report.Notebooks)
            foreach (string line in notebook.Skipped)
                console.MarkupLineInterpolated($"[yellow]skipped[/] {notebook.Path}: {line}");
        foreach (var notebook in report.Notebooks.Where(n => !n.Ok))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[red bold]FAILED[/] [bold]{notebook.Path}[/] {Place(notebook)}");
            foreach (string line in (notebook.Error?.Message ?? "").ReplaceLineEndings("\n").Split('\n').Skip(1).Take(20))
                console.WriteLine("       " + line);
        }
        int failed = report.Notebooks.Count(n => !n.Ok), cells = report.Notebooks.Sum(n => n.Cells), skipped = report.Notebooks.Sum(n => n.Skipped.Count);
        console.WriteLine();
        string totals = string.Create(CultureInfo.InvariantCulture,
            $"{report.Notebooks.Count - failed} of {report.Notebooks.Count} notebooks ran, {cells} cells{(skipped > 0 ? $" ({skipped} skipped)" : "")}, {wall.TotalSeconds:0.0} s ({report.Notebooks.Sum(n => n.CpuSeconds):0.0} s of processor time)");
        console.MarkupLine(failed == 0 ? $"[green]✓[/] {totals}" : $"[red]✗[/] {totals}");
    }
}
