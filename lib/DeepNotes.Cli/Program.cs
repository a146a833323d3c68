using System.Text;
using DeepNotes.Cli;
using DeepNotes.Notebooks.Running;

// The runner's child, before anything else is loaded: every notebook waits for it.
if (args is ["worker"]) return await Worker.RunAsync();

Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.Build(Terminal.Open()).Parse(args).InvokeAsync();
