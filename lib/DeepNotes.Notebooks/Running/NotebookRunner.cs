namespace DeepNotes.Notebooks.Running;

/// <summary>Runs notebooks from top to bottom, each in a process of its own.</summary>
/// <param name="options">Limits and what to do with the outputs.</param>
/// <param name="observer">Hears how the run goes on; may be null.</param>
public sealed class NotebookRunner(RunOptions options, IRunObserver? observer = null)
{
    /// <summary>Runs the notebooks; one that fails does not stop the others.</summary>
    /// <param name="paths">The notebook files.</param>
    /// <param name="cancellation">Ends the workers.</param>
    public Task<RunReport> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation = default)
        => throw new NotImplementedException($"{options} {observer} {paths.Count} {cancellation.IsCancellationRequested}");
}
