using System.Text;
using DeepNotes.Cli;
using DeepNotes.Cli.Commands;
using DeepNotes.Notebooks.Running;

// The runner's child, before anything else is loaded: every notebook waits for it.
if (args is ["worker"]) return await Worker.RunAsync();
// A kernel likewise: a user waits for it. Threads that a cell has left behind must not keep it alive.
if (args is ["kernel", "run", var connectionFile]) Environment.Exit(KernelCommand.Run(connectionFile));

Console.OutputEncoding = new UTF8Encoding(false);
return await CommandLine.Build(Terminal.Open()).Parse(args).InvokeAsync();
