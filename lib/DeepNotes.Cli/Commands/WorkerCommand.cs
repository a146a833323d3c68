using System.CommandLine;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes worker</c>: the child's side of a run; the runner starts it, people do not.</summary>
internal static class WorkerCommand
{
    public static Command Build()
    {
        var command = new Command("worker", "Run cells that arrive as JSON lines") { Hidden = true };
        command.SetAction((_, _) => Worker.RunAsync());
        return command;
    }
}
