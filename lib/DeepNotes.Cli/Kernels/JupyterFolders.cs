namespace DeepNotes.Cli.Kernels;

/// <summary>Where Jupyter and VS Code look for kernels, and where ours are put.</summary>
/// <param name="kernels">The folder of kernelspecs that is written to.</param>
/// <param name="builds">The folder of our builds, one folder each.</param>
internal sealed class JupyterFolders(string kernels, string builds)
{
    /// <summary>The folder of kernelspecs that is written to.</summary>
    public string Kernels => kernels;

    /// <summary>The folder of our builds, one folder each.</summary>
    public string Builds => builds;

    /// <summary>The user's own folders.</summary>
    public static JupyterFolders User()
    {
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new(Path.Combine(UserData(), "kernels"), Path.Combine(local, "deepnotes", "kernels"));
    }

    /// <summary>Folders below a prefix, such as a Python environment.</summary>
    public static JupyterFolders Below(string prefix)
    {
        string share = Path.Combine(Path.GetFullPath(prefix), "share");
        return new(Path.Combine(share, "jupyter", "kernels"), Path.Combine(share, "deepnotes", "kernels"));
    }

    /// <summary>Every folder of kernelspecs, in the order Jupyter looks: the first kernel of a name wins.</summary>
    public static IReadOnlyList<string> SearchPath()
    {
        var folders = new List<string>();
        folders.AddRange((Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        folders.Add(UserData());
        foreach (string variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } prefix) folders.Add(Path.Combine(prefix, "share", "jupyter"));
        if (OperatingSystem.IsWindows()) folders.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter"));
        else folders.AddRange(["/usr/local/share/jupyter", "/usr/share/jupyter"]);
        return [.. folders.Select(f => Path.Combine(Path.GetFullPath(f), "kernels")).Distinct()];
    }

    private static string UserData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return chosen;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.Combine(data, "jupyter") : Path.Combine(home, ".local", "share", "jupyter");
    }
}
