using System.Globalization;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Cli;

/// <summary>Progress as lines, for logs and pipes: one when a notebook starts, one for each slow cell, one when it ends.</summary>
internal sealed class PlainProgress(TextWriter output, IReadOnlyList<string> paths) : IRunObserver
{
    private const double SlowSeconds = 5;
    private readonly int _width = paths.Max(p => p.Length);

    public void NotebookStarted(int notebook, string path, int codeCells) => Line("start", notebook, $"{codeCells} code cells");

    public void CellStarted(int notebook, int number, Cell cell)
    {
    }

    public void CellOutput(int notebook, Cell cell, Output output)
    {
    }

    public void CellFinished(int notebook, int number, Cell cell, double seconds)
    {
        if (seconds >= SlowSeconds) Line("", notebook, string.Create(CultureInfo.InvariantCulture, $"code cell {number} took {seconds:0.0} s"));
    }

    public void NotebookFinished(int notebook, NotebookReport report) => Line(report.Ok ? "ok" : "FAILED", notebook, string.Create(CultureInfo.InvariantCulture,
        $"{report.Cells} cells, {report.Seconds:0.0} s, {report.CpuSeconds:0.0} s of processor time{(report.Ok ? "" : ": " + RunSummary.Place(report))}"));

    private void Line(string word, int notebook, string text) => output.WriteLine($"{word,-6} {paths[notebook].PadRight(_width)}  {text}");
}
