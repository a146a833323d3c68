using System.CommandLine;
using DeepNotes.Cli.Doctor;
using DeepNotes.Cli.Kernels;
using DeepNotes.Notebooks.Jupyter;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes kernel</c>: the Jupyter kernel.</summary>
internal static class KernelCommand
{
    public static Command Build(IAnsiConsole console)
    {
        var file = new Argument<string>("connection_file") { Description = "The file that the front end wrote" };
        var run = new Command("run", "Run a kernel; front ends do this by themselves") { file };
        run.SetAction(parsed => Run(parsed.GetValue(file)!));
        var user = new Option<bool>("--user") { Description = "For this user; the default" };
        var prefix = new Option<string?>("--prefix") { Description = "For a Python environment or another folder, below its share/", HelpName = "P" };
        var install = new Command("install", "Build the kernel and register it with VS Code and Jupyter") { user, prefix };
        install.SetAction((parsed, _) => Guard.Async(console, () => InstallAsync(console, Folders(parsed.GetValue(prefix)))));
        var uninstall = new Command("uninstall", "Take away everything that install made") { user, prefix };
        uninstall.SetAction((parsed, _) => Guard.Async(console, () => Task.FromResult(Say(console, KernelInstall.Unregister(Folders(parsed.GetValue(prefix)))))));
        var doctor = new Command("doctor", "Look at the kernel: registered once, up to date, answering");
        doctor.SetAction((_, _) => Guard.Async(console, () => DoctorCommand.RunAsync(console, KernelExamination.All)));
        var command = new Command("kernel", "The Jupyter kernel for VS Code, JupyterLab and Jupyter Notebook") { install, uninstall, doctor, run };
        CommandLine.Examples(command, """
            deepnotes kernel install             for you, from these sources
            deepnotes kernel install --prefix P  for a Python environment
            deepnotes kernel doctor              is it there, up to date, does it answer?
            """);
        return command;
    }

    /// <summary>Runs a kernel for a front end.</summary>
    public static int Run(string connectionFile)
    {
        using var held = KernelBuild.Hold();
        return Kernel.Run(connectionFile);
    }

    private static JupyterFolders Folders(string? prefix) => prefix is null ? JupyterFolders.User() : JupyterFolders.Below(prefix);

    private static async Task<int> InstallAsync(IAnsiConsole console, JupyterFolders folders)
    {
        string? repository = CourseFolder.Find().Root;
        console.WriteLine("Building the kernel; this takes a minute or two ...");
        string place = await KernelBuild.PlaceAsync(folders.Builds, repository, console.WriteLine);
        return Say(console, KernelInstall.Register(folders, place, KernelBuild.Stamp(repository), JupyterFolders.SearchPath()));
    }

    private static int Say(IAnsiConsole console, IReadOnlyList<string> lines)
    {
        foreach (string line in lines) console.WriteLine(line);
        return 0;
    }
}
