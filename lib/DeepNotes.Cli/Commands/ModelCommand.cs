using System.CommandLine;
using System.Globalization;
using DeepNotes.Models;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes model</c>: a published network's layers, shapes, parameters and multiply-adds.</summary>
internal static class ModelCommand
{
    public static Command Build(IAnsiConsole console)
    {
        var name = new Argument<string?>("NAME") { Description = "The network, such as resnet50; all names when left out", Arity = ArgumentArity.ZeroOrOne };
        var input = new Option<string?>("--input") { Description = "The shape of one example, such as 3,224,224; the published one when left out" };
        var json = new Option<bool>("--json") { Description = "JSON instead of a table" };
        var command = new Command("model", "Print a published network: layers, output shapes, parameters, multiply-adds, memory; nothing is computed") { name, input, json };
        command.SetAction((parsed, _) => Guard.Async(console, () => Task.FromResult(
            Write(console, parsed.GetValue(name), parsed.GetValue(input), parsed.GetValue(json)))));
        CommandLine.Examples(command, """
            deepnotes model                             the names
            deepnotes model resnet50                    the table
            deepnotes model vgg16 --input 3,64,64       with smaller images
            deepnotes model efficientnetb0 --json       for programs
            """);
        return command;
    }

    private static int Write(IAnsiConsole console, string? name, string? input, bool json)
    {
        if (name is null)
        {
            foreach (string known in Zoo.Names)
                console.WriteLine($"{known,-20} {string.Join(',', Zoo.Input(known))}");
            return 0;
        }
        var summary = ModelSummary.Of(name, Axes(input));
        console.WriteLine(json ? summary.ToJson() : summary.ToString());
        return 0;
    }

    private static int[] Axes(string? input) => input is null ? [] : [.. input.Split(',').Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int axis) && axis > 0 ? axis
            : throw new CommandException($"--input {input}: {part} is not a length; write axes of 1 or more with commas, such as 3,224,224."))];
}
