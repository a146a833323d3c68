using System.Text;
using DeepNotes.Cli;
using Spectre.Console;

Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.Build(AnsiConsole.Console).Parse(args).InvokeAsync();
