using System.CommandLine;
using DeepNotes.Cli.Recipes;
using DeepNotes.Kernels;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes train</c>: repeats a published experiment that is too long for a notebook.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Build(IAnsiConsole console)
    {
        var name = new Argument<string?>("NAME") { Description = "Which experiment; without it, the list", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<double?>("--seconds") { Description = "Processor seconds to train for, all threads together" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of weights and data", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads of the kernels", DefaultValueFactory = _ => 1 };
        var save = new Option<string?>("--save") { Description = "Write the trained weights to this .safetensors file; words: a word2vec text file, or a binary one if it ends in .bin" };
        var command = new Command("train", "Repeat a published experiment that is too long for a notebook") { name, seconds, seed, threads, save };
        command.SetAction((parsed, cancellation) => Guard.Async(console, () => Task.Run(() =>
        {
            if (parsed.GetValue(name) is not { } chosen)
                return List(console);
            var recipe = Recipe.All.FirstOrDefault(r => r.Name == chosen)
                ?? throw new ArgumentException($"train: there is no '{chosen}'; there are {string.Join(", ", Recipe.All.Select(r => r.Name))}.");
            Workers.Count = parsed.GetValue(threads);
            recipe.Run(new Run(console, parsed.GetValue(seed), parsed.GetValue(seconds) ?? recipe.Seconds, parsed.GetValue(save), cancellation));
            return 0;
        }, cancellation)));
        CommandLine.Examples(command, """
            deepnotes train                                       what there is
            deepnotes train adding --seed 2                       one seed of the adding problem
            deepnotes train shakespeare --seconds 600 --threads 2
            """);
        return command;
    }

    private static int List(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "CPU seconds", "what");
        foreach (var recipe in Recipe.All)
            table.AddRow(Markup.Escape(recipe.Name), $"{recipe.Seconds:F0}", Markup.Escape(recipe.About));
        console.Write(table);
        return 0;
    }
}
