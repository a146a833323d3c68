using System.CommandLine;
using DeepNotes.Cli.Doctor;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes doctor</c>: what this machine has, what it lacks, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Build(IAnsiConsole console)
    {
        var command = new Command("doctor", "Look at this machine: SDK, feed, engine, kernel, data, processor; each with a mend where something is missing");
        command.SetAction((_, _) => Guard.Async(console, () => RunAsync(console, Examination.All)));
        return command;
    }

    /// <summary>Takes every look and writes a line for each, with its mend under it.</summary>
    /// <returns>0 unless something keeps the course from running.</returns>
    public static async Task<int> RunAsync(IAnsiConsole console, IReadOnlyList<Func<CourseFolder, Task<Finding>>> looks)
    {
        var course = CourseFolder.Find();
        var worst = Health.Ok;
        foreach (var look in looks)
        {
            var finding = await look(course);
            worst = (Health)Math.Max((int)worst, (int)finding.Health);
            string word = finding.Health switch { Health.Ok => "[green]ok  [/]", Health.Warn => "[yellow]warn[/]", _ => "[red]fail[/]" };
            console.MarkupLine($"{word}  {Markup.Escape(finding.Subject),-14}  {Markup.Escape(finding.Found)}");
            if (finding.Mend is not null) console.MarkupLineInterpolated($"      {"",-14}  [grey]→ {finding.Mend}[/]");
        }
        console.WriteLine();
        console.WriteLine(worst switch { Health.Ok => "Everything is in place.", Health.Warn => "The course runs; see the arrows for the rest.", _ => "The course does not run yet; follow the arrows." });
        return worst == Health.Fail ? CommandLine.Failed : 0;
    }
}
