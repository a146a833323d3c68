using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Running;

/// <summary>Runs notebooks from top to bottom, each in a process of its own.</summary>
/// <param name="options">Limits and what to do with the outputs.</param>
/// <param name="observer">Hears how the run goes on; may be null.</param>
public sealed class NotebookRunner(RunOptions options, IRunObserver? observer = null)
{
    private readonly Lock _telling = new();

    /// <summary>Runs the notebooks; one that fails does not stop the others.</summary>
    /// <param name="paths">The notebook files.</param>
    /// <param name="cancellation">Ends the workers.</param>
    public async Task<RunReport> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation = default)
    {
        int jobs = Math.Clamp(options.Jobs > 0 ? options.Jobs : Environment.ProcessorCount, 1, Math.Max(1, paths.Count));
        int cores = Math.Max(1, Environment.ProcessorCount / jobs);
        var reports = new NotebookReport[paths.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation };
        await Parallel.ForAsync(0, paths.Count, parallel, async (index, token) =>
        {
            reports[index] = await RunOneAsync(index, paths[index], cores, token).ConfigureAwait(false);
            Tell(o => o.NotebookFinished(index, reports[index]));
        }).ConfigureAwait(false);
        return new RunReport(reports);
    }

    private async Task<NotebookReport> RunOneAsync(int index, string path, int cores, CancellationToken cancellation)
    {
        try
        {
            var notebook = Notebook.Load(path);
            if (notebook.Language is not ("" or "c#" or "csharp"))
                throw new NotebookFormatException($"{path}: its language is {notebook.Language}, this host runs C#.");
            Tell(o => o.NotebookStarted(index, path, notebook.Cells.Count(c => c.Kind == CellKind.Code)));
            var report = await new NotebookRun(options, index, path, notebook, Tell).RunAsync(cores, cancellation).ConfigureAwait(false);
            if (options.Write && report.Ok) notebook.Save(path);
            return report;
        }
        catch (Exception error) when (error is NotebookFormatException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return new NotebookReport(path, false, 0, 0, 0, new RunError(0, 0, error.Message));
        }
    }

    private void Tell(Action<IRunObserver> news)
    {
        if (observer is null) return;
        lock (_telling) news(observer);
    }
}
