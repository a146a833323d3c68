using System.Globalization;
using DeepNotes.Cli.Kernels;
using DeepNotes.Notebooks.Jupyter;

namespace DeepNotes.Cli.Doctor;

/// <summary>The looks at the Jupyter kernel.</summary>
internal static class KernelExamination
{
    private const string Install = "deepnotes kernel install";

    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<Func<CourseFolder, Task<Finding>>> All { get; } =
        [_ => FrontEndAsync(), _ => Task.FromResult(Names(JupyterFolders.SearchPath())), c => Task.FromResult(Build(c.Root, JupyterFolders.SearchPath())), _ => AnswerAsync(JupyterFolders.SearchPath(), TimeSpan.FromSeconds(30))];

    private static async Task<Finding> FrontEndAsync()
    {
        string? jupyter = await Shell.AskAsync("jupyter", "--version", 20) ?? await Shell.AskAsync("jupyter-notebook", "--version", 20);
        return FrontEnd(jupyter, await Shell.AskAsync("code", "--version", 20));
    }

    /// <summary>Whether there is a program that opens notebooks.</summary>
    public static Finding FrontEnd(string? jupyter, string? code)
    {
        string found = string.Join(", ", new[] { jupyter is null ? null : "Jupyter", code is null ? null : "VS Code" }.OfType<string>());
        return Finding.When(found.Length > 0, Health.Warn, "front end", found.Length > 0 ? found : "neither Jupyter nor VS Code is on the PATH",
            "Only to work in notebooks: install VS Code with its Jupyter extension, or Jupyter (pip install notebook). `deepnotes run` and the site need neither.");
    }

    /// <summary>Two kernels of one name: the first that Jupyter finds hides the other.</summary>
    public static Finding Names(IReadOnlyList<string> search)
    {
        foreach (string name in (string[])[KernelSpec.Own, KernelSpec.Interactive])
        {
            var same = search.Select(f => KernelSpec.Read(f, name)).OfType<KernelSpec>().ToList();
            if (same.Count > 1)
                return new Finding(Health.Warn, "kernel names", $"{same.Count} kernels are called {name}; {same[0].Folder} hides {string.Join(", ", same.Skip(1).Select(s => s.Folder))}", "Delete the folder that you do not want.");
        }
        return search.Select(f => KernelSpec.Read(f, KernelSpec.Interactive)).OfType<KernelSpec>().FirstOrDefault() is { IsOurs: false } foreign
            ? new Finding(Health.Ok, "kernel names", $"{KernelSpec.Interactive} is another kernel, {foreign.Folder}; choose DeepNotes (C#) to use ours")
            : new Finding(Health.Ok, "kernel names", "each kernel has its own");
    }

    /// <summary>Whether the registered kernel exists, has a runtime, and is built from the sources as they are.</summary>
    public static Finding Build(string? repository, IReadOnlyList<string> search)
    {
        if (Registered(search) is not { } spec) return new Finding(Health.Warn, "kernel build", "the kernel is not installed", $"For VS Code and Jupyter: {Install}");
        if (KernelBuild.PlaceOf(spec.Command) is not { } place || !Directory.Exists(place)) return new Finding(Health.Fail, "kernel build", $"{spec.Folder} starts a build that is gone", Install);
        string dotnet = spec.Command[0];
        string runtimes = Path.Combine(Path.GetDirectoryName(dotnet) ?? "", "shared", "Microsoft.NETCore.App");
        bool wrong = Path.IsPathRooted(dotnet) && !(File.Exists(dotnet) && Directory.Exists(runtimes) && Directory.EnumerateDirectories(runtimes, $"{Environment.Version.Major}.*").Any());
        if (wrong) return new Finding(Health.Fail, "kernel build", $"{dotnet} has no .NET {Environment.Version.Major} runtime", $"Install the .NET {Environment.Version.Major} SDK, then: {Install}");
        bool stale = repository is not null && spec.Stamp != KernelBuild.Stamp(repository);
        return Finding.When(!stale, Health.Warn, "kernel build", stale ? "older than these sources" : $"{Path.GetFileName(place)}, up to date", $"{Install}, then restart the kernels of open notebooks");
    }

    /// <summary>Whether the registered kernel answers.</summary>
    // The proof of a kernel is an answer; a firewall or a proxy that blocks local ports shows here too.
    public static async Task<Finding> AnswerAsync(IReadOnlyList<string> search, TimeSpan patience)
    {
        if (Registered(search) is not { } spec) return new Finding(Health.Ok, "kernel answer", "not asked: no kernel is installed");
        try
        {
            var time = await Task.Run(() => KernelProbe.Ask(spec.Command, patience));
            return new Finding(Health.Ok, "kernel answer", string.Create(CultureInfo.InvariantCulture, $"ready in {time.TotalSeconds:0.0} s"));
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or System.ComponentModel.Win32Exception)
        {
            return new Finding(Health.Fail, "kernel answer", $"none: {error.Message}", "Let programs of this machine talk to each other on 127.0.0.1 (firewall, proxy), or install again: " + Install);
        }
    }

    private static KernelSpec? Registered(IReadOnlyList<string> search) => search.Select(f => KernelSpec.Read(f, KernelSpec.Own)).OfType<KernelSpec>().FirstOrDefault(s => s.IsOurs);
}
