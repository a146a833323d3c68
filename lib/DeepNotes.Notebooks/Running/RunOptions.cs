using System.Reflection;

namespace DeepNotes.Notebooks.Running;

/// <summary>How notebooks are run.</summary>
public sealed record RunOptions
{
    /// <summary>Notebooks that run at the same time; the cores are shared out between them. 0 = one per two cores.</summary>
    public int Jobs { get; init; }

    /// <summary>The longest a cell may run.</summary>
    public TimeSpan CellTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest a notebook may run.</summary>
    public TimeSpan NotebookTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Memory that one notebook's process may use, in bytes.</summary>
    public long MemoryLimit { get; init; } = 4L << 30;

    /// <summary>Console characters kept per cell; of a longer text the beginning and the end are kept.</summary>
    public int OutputLimit { get; init; } = 1 << 20;

    /// <summary>Whether outputs are written back into the notebook file (only when it ran to the end without an error).</summary>
    public bool Write { get; init; }

    /// <summary>Mime types wanted beside those that front ends get, of values that have them; kept with the outputs of this run, never written.</summary>
    public IReadOnlyList<string> ExtraMimeTypes { get; init; } = [];

    /// <summary>The command that starts one worker: a program and its arguments.</summary>
    public IReadOnlyList<string> WorkerCommand { get; init; } = DefaultWorkerCommand();

    // The worker is this very program again, whether started by its own executable or through dotnet.
    private static string[] DefaultWorkerCommand()
    {
        string program = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, "exec", Assembly.GetEntryAssembly()?.Location ?? "", "worker"]
            : [program, "worker"];
    }
}
