using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using DeepNotes.Cli.Commands;
using Spectre.Console;

namespace DeepNotes.Cli;

/// <summary>The commands and what --help says about them.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a run, check or look that found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>Builds the root command.</summary>
    /// <param name="console">Where commands write.</param>
    public static RootCommand Build(IAnsiConsole console)
    {
        var root = new RootCommand("A deep-learning course in C#: run the notebooks, check your answers, get the data.")
        {
            RunCommand.Build(console),
            CheckCommand.Build(console),
            ExportCommand.Build(console),
            DataCommand.Build(console),
            ModelCommand.Build(console),
            TrainCommand.Build(console),
            KernelCommand.Build(console),
            DoctorCommand.Build(console),
            WorkerCommand.Build(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Examples(root, """
            deepnotes run                      run every notebook, with progress
            deepnotes run 01 04 --site site    run two, and write pages to read
            deepnotes run mine.ipynb --write   run any C# notebook and store its outputs
            deepnotes check 01                 judge the answers you wrote in notebook 01
            deepnotes export 04 --to app       write notebook 04 as a C# app of one file
            deepnotes model resnet50           layers, shapes, parameters of a published network
            deepnotes data get mnist           fetch a data set, verified by its hash
            deepnotes train adding             repeat a published experiment
            deepnotes doctor                   look at this machine, say what is missing

            In a clone, deepnotes is: dotnet run -c Release --project lib/DeepNotes.Cli --
            """);
        return root;
    }

    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command a section of examples under its help.</summary>
    /// <param name="command">The command.</param>
    /// <param name="examples">Lines: what to type, what it does.</param>
    public static void Examples(Command command, string examples) => Texts.AddOrUpdate(command, examples);

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            // The assembly is called DeepNotes.Cli, the command deepnotes.
            var output = parseResult.InvocationConfiguration.Output;
            using var text = new StringWriter();
            parseResult.InvocationConfiguration.Output = text;
            int code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output = output;
            output.Write(text.ToString().Replace(parseResult.RootCommandResult.Command.Name, "deepnotes", StringComparison.Ordinal));
            if (Texts.TryGetValue(parseResult.CommandResult.Command, out string? examples))
                output.WriteLine(string.Join('\n', examples.ReplaceLineEndings("\n").Split('\n').Select(l => l.Length == 0 ? l : "  " + l).Prepend("Examples:")) + "\n");
            return code;
        }
    }
}
