using System.Diagnostics;
using Spectre.Console;

namespace DeepNotes.Cli.Recipes;

/// <summary>A published experiment that <c>deepnotes train</c> repeats.</summary>
/// <param name="Name">What to type.</param>
/// <param name="About">One line.</param>
/// <param name="Seconds">CPU seconds when the user names none.</param>
/// <param name="Run">The experiment.</param>
internal sealed record Recipe(string Name, string About, double Seconds, Action<Run> Run)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        Shakespeare.Recipe, Adding.Recipe, StoryQuestions.Recipe, CopyTask.Copy, CopyTask.Sort, Captions.Recipe, Words.Recipe, Degradation.Recipe, Shapes.Recipe,
        VariationalDigits.Recipe, Pretraining.Recipe,
    ];
}

/// <summary>One run: where to write, the seed, and the processor time that is left.</summary>
internal sealed class Run(IAnsiConsole console, ulong seed, double seconds, string? save, CancellationToken cancellation)
{
    private readonly TimeSpan _start = Used();

    /// <summary>The seed of all randomness.</summary>
    public ulong Seed => seed;

    /// <summary>The budget in seconds of processor time, all threads together.</summary>
    public double Seconds => seconds;

    /// <summary>Processor time used so far, in seconds.</summary>
    public double Elapsed => (Used() - _start).TotalSeconds;

    /// <summary>Whether to go on.</summary>
    public bool Goes => Elapsed < seconds && !cancellation.IsCancellationRequested;

    /// <summary>Writes a line.</summary>
    public void Say(FormattableString line) => console.WriteLine(FormattableString.Invariant(line));

    /// <summary>Writes the weights where the user asked for them.</summary>
    public void Keep(Module model, IReadOnlyDictionary<string, string> metadata) =>
        Keep(path => Checkpoint.Save(path, model, metadata: metadata));

    /// <summary>Writes what was learned where the user asked for it, in a format of its own.</summary>
    public void Keep(Action<string> write)
    {
        if (save is null)
            return;
        write(save);
        Say($"saved: {save} ({new FileInfo(save).Length:N0} bytes)");
    }

    private static TimeSpan Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
