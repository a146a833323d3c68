using System.CommandLine;
using DeepNotes.Notebooks.Running;

// The runner's child: before any command line parsing, because every notebook waits for it.
if (args is ["worker", ..]) return await Worker.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput());

var root = new RootCommand("The DeepNotes course: run the notebooks, check answers, get data.");
return await root.Parse(args).InvokeAsync();
