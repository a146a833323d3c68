using System.CommandLine;

var root = new RootCommand("The DeepNotes course: run the notebooks, check answers, get data.");
return await root.Parse(args).InvokeAsync();
