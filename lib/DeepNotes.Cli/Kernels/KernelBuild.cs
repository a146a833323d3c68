using System.Security.Cryptography;
using System.Text;
using DeepNotes.Cli.Doctor;
using DeepNotes.Notebooks.Jupyter;

namespace DeepNotes.Cli.Kernels;

/// <summary>
/// Builds of this program that kernels run from, one folder each, named by version and content. They lie outside the repository,
/// which can be rebuilt while notebooks are open.
/// </summary>
internal static class KernelBuild
{
    private const string Program = "DeepNotes.Cli.dll", InUse = "in-use", Staging = "new-";

    /// <summary>Publishes the repository's sources, or copies this very program where there is no repository.</summary>
    /// <returns>The build's folder.</returns>
    /// <exception cref="CommandException">The sources do not build.</exception>
    public static async Task<string> PlaceAsync(string builds, string? repository, Action<string> say)
    {
        Directory.CreateDirectory(builds);
        string staging = Path.Combine(builds, Staging + Guid.NewGuid().ToString("N"));
        try
        {
            if (repository is null) Copy(AppContext.BaseDirectory, staging);
            else await PublishAsync(repository, staging, say);
            await File.WriteAllTextAsync(Path.Combine(staging, InUse), "");
            string place = Path.Combine(builds, $"{KernelInfo.Version}-{Digest(Directory.EnumerateFiles(staging, "*.dll"), staging)[..12]}");
            if (!Directory.Exists(place)) Directory.Move(staging, place);
            return place;
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>The command that starts a kernel from a build.</summary>
    public static IReadOnlyList<string> Command(string place) => [DotnetPath(), "exec", Path.Combine(place, Program), "kernel", "run", "{connection_file}"];

    /// <summary>The build that a command starts; null when it starts something else.</summary>
    public static string? PlaceOf(IReadOnlyList<string> command) => command.FirstOrDefault(w => Path.GetFileName(w) == Program) is { } file ? Path.GetDirectoryName(file) : null;

    /// <summary>Removes builds that no kernel needs any more.</summary>
    /// <param name="builds">Their folder.</param>
    /// <param name="keep">The one that stays; null = none.</param>
    /// <returns>Those that open notebooks still run from.</returns>
    public static IReadOnlyList<string> Clean(string builds, string? keep)
    {
        var busy = new List<string>();
        if (!Directory.Exists(builds)) return busy;
        foreach (string place in Directory.EnumerateDirectories(builds).Where(p => keep is null || Path.GetFileName(p) != Path.GetFileName(keep)))
        {
            if (IsInUse(place)) busy.Add(place);
            else Directory.Delete(place, recursive: true);
        }
        foreach (string folder in (string[])[builds, Path.GetDirectoryName(builds)!])
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        return busy;
    }

    /// <summary>Marks the build that this process runs from, until the process ends, however it ends.</summary>
    public static IDisposable? Hold()
    {
        string mark = Path.Combine(AppContext.BaseDirectory, InUse);
        return File.Exists(mark) ? new FileStream(mark, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    /// <summary>The state of the sources that a kernel is built from.</summary>
    public static string Stamp(string? repository)
    {
        if (repository is null) return "installed";
        string lib = Path.Combine(repository, "lib");
        var files = ((string[])["DeepNotes.Notebooks", "DeepNotes.Cli"]).SelectMany(p => Directory.EnumerateFiles(Path.Combine(lib, p), "*", SearchOption.AllDirectories))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        return Digest(files.Append(Path.Combine(lib, "Directory.Packages.props")), lib);
    }

    /// <summary>The dotnet that runs this program.</summary>
    public static string DotnetPath()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return File.Exists(Path.Combine(root, name)) ? Path.Combine(root, name) : "dotnet";
    }

    private static bool IsInUse(string place)
    {
        string mark = Path.Combine(place, InUse);
        if (!File.Exists(mark)) return false;
        try
        {
            using var alone = new FileStream(mark, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // Everything that the build makes goes into one folder outside the repository.
    private static async Task PublishAsync(string repository, string staging, Action<string> say)
    {
        string artifacts = Directory.CreateTempSubdirectory("deepnotes-kernel").FullName;
        try
        {
            string project = Path.Combine(repository, "lib", "DeepNotes.Cli");
            string arguments = $"publish \"{project}\" -c Release --nologo -v quiet --use-current-runtime --self-contained false --artifacts-path \"{artifacts}\" -p:RunAnalyzers=false -nodeReuse:false -o \"{staging}\"";
            if (await Shell.AskAsync(DotnetPath(), arguments + " -p:PublishReadyToRun=true", 900) is not null) return;
            say("The compiler for ready-to-run code is not to be had; the kernel will start more slowly.");
            if (await Shell.AskAsync(DotnetPath(), arguments, 900) is null)
                throw new CommandException("The kernel's sources do not build. See why with: dotnet build -c Release lib/DeepNotes.Cli");
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Digest(IEnumerable<string> files, string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file).Replace('\\', '/')));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
