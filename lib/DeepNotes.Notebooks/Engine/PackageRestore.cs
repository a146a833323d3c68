using System.Diagnostics;
using System.Security;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace DeepNotes.Notebooks.Engine;

/// <summary><c>#r "nuget: Name, 1.0"</c>: packages restored by the .NET SDK through a project made for the purpose.</summary>
internal sealed class PackageRestore(string folder, IReadOnlyList<string> sources)
{
    // A feed that answers writes lines; one that says nothing for this long is out of reach.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    /// <exception cref="PackageException">The packages are not to be had.</exception>
    public List<MetadataReference> Restore(IReadOnlyList<Reference> packages, LibraryFolders libraries)
    {
        string project = Directory.CreateTempSubdirectory("deepnotes-restore").FullName;
        try
        {
            File.WriteAllText(Path.Combine(project, "cell.csproj"), ProjectText(packages));
            CopyFeedSettings(project);
            var (code, log) = RunRestore(project);
            if (code != 0) throw new PackageException(packages[0].Line, Explain(packages, code, log));
            using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "obj", "project.assets.json")));
            return AddAssets(assets.RootElement, libraries);
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
    }

    private string ProjectText(IReadOnlyList<Reference> packages)
    {
        var items = packages.Select(p => p.Value[6..].Split(',', StringSplitOptions.TrimEntries))
            .Select(p => $"""<PackageReference Include="{SecurityElement.Escape(p[0])}" Version="{SecurityElement.Escape(p.ElementAtOrDefault(1) ?? "*")}" />""");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', sources.Select(s => Path.Exists(Path.Combine(folder, s)) ? Path.GetFullPath(s, folder) : s)))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>{string.Join("", items)}</ItemGroup>
            </Project>
            """;
    }

    // The notebook's own feed settings count, not those of the temporary folder.
    private void CopyFeedSettings(string project)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            string? settings = Directory.EnumerateFiles(place.FullName).FirstOrDefault(f => Path.GetFileName(f).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));
            if (settings is null) continue;
            File.Copy(settings, Path.Combine(project, "nuget.config"));
            return;
        }
    }

    private static ProcessStartInfo Restore(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "--nologo", "-v", "normal", "-nodeReuse:false"])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1" },
        };
        // Limits meant for the notebook's own process must not reach the SDK.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        return start;
    }

    private static (int Code, string Log) RunRestore(string project)
    {
        var log = new System.Text.StringBuilder();
        long heard = Stopwatch.GetTimestamp();
        bool asked = false;   // the feed; until then the SDK itself is slow, as on a busy machine
        using var process = new Process { StartInfo = Restore(project) };
        var ends = new CountdownEvent(2);
        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                ends.Signal();
                return;
            }
            if (line.Data.Contains(" GET ", StringComparison.Ordinal)) Volatile.Write(ref asked, true);
            else Interlocked.Exchange(ref heard, Stopwatch.GetTimestamp());
            lock (log) log.AppendLine(line.Data);
        }
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(100))
        {
            if (Stopwatch.GetElapsedTime(Interlocked.Read(ref heard)) < (Volatile.Read(ref asked) ? s_silence : 6 * s_silence)) continue;
            process.Kill(entireProcessTree: true);
            lock (log) return (-1, log.ToString());
        }
        // Not for ever: a build server that the SDK starts may hold the pipes open.
        ends.Wait(TimeSpan.FromSeconds(1));
        lock (log) return (process.ExitCode, log.ToString());
    }

    private static string Explain(IReadOnlyList<Reference> packages, int code, string log)
    {
        string names = string.Join("; ", packages.Select(p => p.Value[6..].Trim()));
        string why = code == -1 ? "the feed does not answer"
            : log.Contains("NU1301", StringComparison.Ordinal) ? "the feed cannot be reached"
            : log.Contains("NU1101", StringComparison.Ordinal) ? "the feed has no such package"
            : log.Contains("NU1102", StringComparison.Ordinal) || log.Contains("NU1103", StringComparison.Ordinal) ? "the feed has no such version"
            : log.Split(": error ").ElementAtOrDefault(1)?.Split('\n')[0].Trim() ?? "the restore failed";
        return $"package {names} is not available here: {why.TrimEnd('.')}.";
    }

    private static List<MetadataReference> AddAssets(JsonElement assets, LibraryFolders libraries)
    {
        var references = new List<MetadataReference>();
        string[] roots = [.. assets.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        // The last target is the one of this runtime.
        foreach (var package in assets.GetProperty("targets").EnumerateObject().Last().Value.EnumerateObject())
        {
            string relative = assets.GetProperty("libraries").GetProperty(package.Name).GetProperty("path").GetString()!;
            string root = roots.Select(r => Path.Combine(r, relative)).FirstOrDefault(Directory.Exists) ?? "";
            foreach (string file in Files(package.Value, "runtime")) libraries.AddPackageFile(Path.Combine(root, file));
            foreach (string file in Files(package.Value, "native")) libraries.AddNative(Path.GetDirectoryName(Path.Combine(root, file))!);
            references.AddRange(Files(package.Value, "compile").Select(file => libraries.ReferenceTo(Path.Combine(root, file))));
        }
        return references;
    }

    private static IEnumerable<string> Files(JsonElement package, string kind)
        => package.TryGetProperty(kind, out var files) ? files.EnumerateObject().Select(f => f.Name).Where(f => !f.EndsWith("_._", StringComparison.Ordinal)) : [];
}
