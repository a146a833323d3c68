using Spectre.Console;

namespace DeepNotes.Cli;

/// <summary>The console that commands write to.</summary>
internal static class Terminal
{
    /// <summary>Colours and redrawing on a terminal; in a pipe or a log plain text whose lines are not broken.</summary>
    public static IAnsiConsole Open() => Console.IsOutputRedirected ? Plain(Console.Out) : AnsiConsole.Console;

    /// <summary>Plain text into a writer.</summary>
    public static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 4000;
        return console;
    }
}
