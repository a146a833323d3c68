using System.CommandLine;
using System.Text;
using DeepNotes.Notebooks.Export.App;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes export</c>: a notebook in another form.</summary>
internal sealed class ExportCommand
{
    private readonly Argument<string[]> _notebooks = RunCommand.Notebooks("Numbers (01 4) or paths of .ipynb files; all of the course when left out");
    private readonly Option<string> _to = new("--to") { Description = "The form: app, a file-based C# app for dotnet run", HelpName = "FORM", Required = true };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write, or the folder for several; beside you when left out", HelpName = "FILE" };

    /// <summary>The command.</summary>
    public static Command Build(IAnsiConsole console)
    {
        var self = new ExportCommand();
        self._to.AcceptOnlyFromAmong("app");
        var command = new Command("export", "Write a notebook as a C# app of one file that prints the same numbers; its figures become files") { self._notebooks, self._to, self._output };
        command.SetAction((parsed, _) => Guard.Async(console, () => Task.FromResult(self.Run(parsed, console))));
        CommandLine.Examples(command, """
            deepnotes export 04 --to app                 writes 04-vanishing-gradients.cs
            deepnotes export 04 --to app -o mine/four.cs
            dotnet run -c Release mine/four.cs           runs it
            """);
        return command;
    }

    private int Run(ParseResult parsed, IAnsiConsole console)
    {
        var paths = CourseFolder.Find().Resolve(parsed.GetValue(_notebooks)!);
        string? output = parsed.GetValue(_output);
        bool file = output?.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) == true;
        if (file && paths.Count > 1) throw new CommandException($"-o {output} is one file for {paths.Count} notebooks; name a folder.");
        foreach (string path in paths)
        {
            string target = file ? output! : Path.Combine(output ?? "", Path.GetFileNameWithoutExtension(path) + ".cs");
            string text = AppExport.Convert(path, target);
            if (Path.GetDirectoryName(target) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            File.WriteAllText(target, text, new UTF8Encoding(false));
            console.MarkupLineInterpolated($"wrote {target}; run it with: dotnet run -c Release {target}");
        }
        return 0;
    }
}
