using System.CommandLine;
using DeepNotes.Data;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes data</c>: what the course can use, where it lies, and how to get more.</summary>
internal static class DataCommand
{
    public static Command Build(IAnsiConsole console)
    {
        var list = new Command("list", "Show every data set and whether it is on this machine");
        list.SetAction(_ => List(console));
        var where = new Command("where", "Show the folders that are looked at, first to last");
        where.SetAction(_ => Where(console));
        var folder = new Argument<string?>("DIR") { Description = "Where to; the clone's datasets/ when left out", Arity = ArgumentArity.ZeroOrOne };
        var make = new Command("make", "Make our own data sets again from their generators") { folder };
        make.SetAction((parsed, _) => Guard.Async(console, () => Task.FromResult(Make(console, parsed.GetValue(folder)))));
        var command = new Command("data", "List, download and make data sets; the course runs without any download") { list, DataGetCommand.Build(console), make, where };
        CommandLine.Examples(command, """
            deepnotes data list
            deepnotes data get mnist fashion-mnist
            DEEPNOTES_DATA=/data deepnotes run 04     use files that are there already
            """);
        return command;
    }

    private static int List(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "here", "what", "licence");
        foreach (var entry in DataCatalog.All)
            table.AddRow(Markup.Escape(entry.Name), Here(entry), Markup.Escape($"{entry.Title}: {entry.About}"), Markup.Escape(entry.Licence));
        console.Write(table);
        return 0;
    }

    private static string Here(DataEntry entry)
    {
        try
        {
            return DataHub.Store.Find(entry) is { } place ? $"[green]yes[/], {Markup.Escape(place)}" : $"no ({Megabytes(entry)} MB)";
        }
        catch (InvalidDataException)
        {
            return "[red]damaged[/]";
        }
    }

    private static long Megabytes(DataEntry entry) => Math.Max(1, entry.Files.Sum(f => f.Length) / 1_000_000);

    private static int Where(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"1. DEEPNOTES_DATA  {Environment.GetEnvironmentVariable("DEEPNOTES_DATA") ?? "(not set)"}");
        console.MarkupLineInterpolated($"2. downloads       {DataHub.CacheFolder}");
        console.MarkupLineInterpolated($"3. datasets/       {DataHub.BundledFolder() ?? "(not found above this folder)"}");
        return 0;
    }

    private static int Make(IAnsiConsole console, string? folder)
    {
        string target = folder ?? DataHub.BundledFolder() ?? throw new CommandException("There is no datasets/ above this folder; say where to with: deepnotes data make DIR");
        long bytes = DatasetWriter.Write(target, new Said(name => console.MarkupLineInterpolated($"[green]made[/] {name}")));
        console.MarkupLineInterpolated($"{bytes / 1e6:0.0} MB in {target}");
        return 0;
    }

    // Progress<T> posts to a thread pool and comes late; this reports at once.
    private sealed class Said(Action<string> say) : IProgress<string>
    {
        public void Report(string value) => say(value);
    }
}
