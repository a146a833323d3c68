namespace DeepNotes.Cli.Kernels;

/// <summary>Registers the kernel with Jupyter and VS Code, and takes it away again.</summary>
internal static class KernelInstall
{
    private const string Title = "DeepNotes (C#)", InteractiveTitle = ".NET (C#), by DeepNotes";

    /// <summary>Registers a build: our own name always, .NET Interactive's where nobody has it.</summary>
    /// <param name="folders">Where to.</param>
    /// <param name="place">The build.</param>
    /// <param name="stamp">The state of its sources.</param>
    /// <param name="search">The folders in which a foreign kernel of .NET Interactive's name counts.</param>
    /// <returns>What was done, in lines.</returns>
    public static IReadOnlyList<string> Register(JupyterFolders folders, string place, string stamp, IReadOnlyList<string> search)
    {
        var lines = new List<string>();
        var command = KernelBuild.Command(place);
        if (KernelSpec.Read(folders.Kernels, KernelSpec.Own) is { IsOurs: false } taken) throw new CommandException($"{taken.Folder} holds a kernel that is not ours; move it away first.");
        new KernelSpec(Path.Combine(folders.Kernels, KernelSpec.Own), command, stamp).Write(Title);
        lines.Add($"kernel {KernelSpec.Own} in {folders.Kernels}");
        var foreign = search.Append(folders.Kernels).Select(f => KernelSpec.Read(f, KernelSpec.Interactive)).FirstOrDefault(s => s is { IsOurs: false });
        if (foreign is null)
        {
            new KernelSpec(Path.Combine(folders.Kernels, KernelSpec.Interactive), command, stamp).Write(InteractiveTitle);
            lines.Add($"kernel {KernelSpec.Interactive}, which the notebooks ask for, in the same folder");
        }
        else
        {
            // Ours would shadow it, or stand beside it under the same name.
            Remove(folders.Kernels, KernelSpec.Interactive);
            lines.Add($"kernel {KernelSpec.Interactive} is left to {foreign.Folder}");
        }
        lines.AddRange(KernelBuild.Clean(folders.Builds, place).Select(b => $"an open notebook still runs from {b}; the next install removes it"));
        return lines;
    }

    /// <summary>Takes everything away that an install made.</summary>
    /// <returns>What was done, in lines.</returns>
    public static IReadOnlyList<string> Unregister(JupyterFolders folders)
    {
        var lines = new List<string>();
        foreach (string name in (string[])[KernelSpec.Own, KernelSpec.Interactive])
            if (Remove(folders.Kernels, name)) lines.Add($"kernel {name} removed from {folders.Kernels}");
        lines.AddRange(KernelBuild.Clean(folders.Builds, null).Select(b => $"an open notebook still runs from {b}; close it and uninstall again"));
        if (lines.Count == 0) lines.Add("There was nothing to remove.");
        return lines;
    }

    // Only what we wrote.
    private static bool Remove(string kernels, string name)
    {
        if (KernelSpec.Read(kernels, name) is not { IsOurs: true } spec) return false;
        Directory.Delete(spec.Folder, recursive: true);
        return true;
    }
}
