using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DeepNotes.Data;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Cli.Doctor;

/// <summary>The looks that <c>deepnotes doctor</c> takes at a machine, each independent of the others.</summary>
internal static class Examination
{
    /// <summary>All of them, in the order they are shown.</summary>
    public static IReadOnlyList<Func<CourseFolder, Task<Finding>>> All { get; } =
        [SdkAsync, FeedAsync, c => Task.FromResult(Course(c)), c => Task.FromResult(Library(c)), EngineAsync, .. KernelExamination.All, c => Task.FromResult(Data(c)), c => Task.FromResult(Processor(c)), c => Task.FromResult(Memory(c))];

    private static async Task<Finding> SdkAsync(CourseFolder course) => Sdk(await Shell.AskAsync("dotnet", "--version"));

    /// <summary>Whether the SDK is there and new enough.</summary>
    public static Finding Sdk(string? version)
    {
        bool good = version is not null && int.TryParse(version.Split('.')[0], out int major) && major >= 10;
        return Finding.When(good, Health.Fail, ".NET SDK", version ?? "not found on the PATH", "Install the .NET 10 SDK from https://dotnet.microsoft.com/download and open a new terminal.");
    }

    // Packages are needed once, for the first build, and by notebooks that write #r "nuget: …".
    private static async Task<Finding> FeedAsync(CourseFolder course)
    {
        string listing = await Shell.AskAsync("dotnet", "nuget list source --format short") ?? "";
        var sources = listing.Split('\n').Where(l => l.StartsWith("E ", StringComparison.Ordinal)).Select(l => l[2..].Trim()).ToList();
        var answers = await Task.WhenAll(sources.Select(async s => (Source: s, Reached: await ReachesAsync(s))));
        string mend = sources.Count == 0 ? "Add one with: dotnet nuget add source https://api.nuget.org/v3/index.json" : "Check the network or the proxy; `dotnet nuget list source` shows the feeds.";
        string found = sources.Count == 0 ? "none is enabled" : string.Join(", ", answers.Select(a => $"{Host(a.Source)} {(a.Reached ? "answers" : "does not answer")}"));
        return Finding.When(answers.Any(a => a.Reached), Health.Warn, "package feed", found, mend + " The course itself needs packages only for its first build.");
    }

    private static string Host(string source) => Uri.TryCreate(source, UriKind.Absolute, out var uri) && !uri.IsFile ? uri.Host : source;

    private static async Task<bool> ReachesAsync(string source)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var uri) || uri.IsFile) return Directory.Exists(source);
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(8) };
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static Finding Course(CourseFolder course) => Finding.When(course.All.Count > 0, Health.Fail, "course",
        course.All.Count > 0 ? $"{course.All.Count} notebooks in {Path.Combine(course.Root!, "notebooks")}" : "no folder notebooks/ here or above", "Go to the folder of the clone.");

    private static Finding Library(CourseFolder course)
    {
        string file = Path.Combine(course.Root ?? "", "lib", "bin", "DeepNotes.dll");
        bool there = course.Root is not null && File.Exists(file);
        return Finding.When(there, Health.Warn, "library", there ? $"lib/bin/DeepNotes.dll of {File.GetLastWriteTime(file).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}" : "lib/bin/DeepNotes.dll is not built",
            "Build what the notebooks load: dotnet build -c Release lib/DeepNotes.Exercises");
    }

    // The proof of a notebook host is a notebook.
    private static async Task<Finding> EngineAsync(CourseFolder course)
    {
        string folder = Directory.CreateTempSubdirectory("deepnotes-doctor").FullName;
        try
        {
            string file = Path.Combine(folder, "one.ipynb");
            var notebook = Notebook.CreateCSharp();
            notebook.Cells.Add(new Cell { Id = "one", Kind = CellKind.Code, Source = "Enumerable.Range(1, 4).Sum()" });
            notebook.Save(file);
            var clock = Stopwatch.StartNew();
            var report = await new NotebookRunner(new RunOptions { CellTimeout = TimeSpan.FromMinutes(1), NotebookTimeout = TimeSpan.FromMinutes(1) }).RunAsync([file]);
            bool good = report.Ok && report.Notebooks[0].Notebook?.Cells[0].Outputs.Any(o => o.Mime("text/plain") == "10") == true;
            string found = good ? string.Create(CultureInfo.InvariantCulture, $"a first cell ran in {clock.Elapsed.TotalSeconds:0.0} s") : "a cell with 1+2+3+4 failed: " + RunSummary.Place(report.Notebooks[0]);
            return Finding.When(good, Health.Fail, "C# engine", found, "Build again from clean: delete the bin and obj folders under lib, then dotnet build -c Release.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Finding Data(CourseFolder course)
    {
        string? chosen = Environment.GetEnvironmentVariable("DEEPNOTES_DATA");
        if (chosen is { Length: > 0 } && !Directory.Exists(chosen))
            return new Finding(Health.Fail, "data", $"DEEPNOTES_DATA is {chosen}, which is no folder", "Point it at a folder that exists, or unset it.");
        try
        {
            var here = DataCatalog.All.Where(e => !e.IsMade && DataHub.Store.Find(e) is not null).Select(e => e.Title).ToList();
            string found = $"{DataCatalog.All.Count(e => e.IsMade)} sets of our own{(here.Count > 0 ? ", " + string.Join(", ", here) : "")}";
            return Finding.When(DataHub.BundledFolder() is not null, Health.Warn, "data", found, "There is no datasets/ above this folder: our own sets are made again when they are needed, which takes some seconds.");
        }
        catch (InvalidDataException error)
        {
            return new Finding(Health.Fail, "data", error.Message, "Delete the damaged file and get it again with: deepnotes data get NAME");
        }
    }

    private static Finding Processor(CourseFolder course)
    {
        string vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported && Fma.IsSupported ? "AVX2 with FMA" : AdvSimd.IsSupported ? "NEON" : "no vector instructions the kernels use";
        bool good = Avx2.IsSupported || AdvSimd.IsSupported;
        return Finding.When(good, Health.Warn, "processor", $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, {vectors}", "Everything runs on the portable path, several times more slowly.");
    }

    private static Finding Memory(CourseFolder course)
    {
        double gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return Finding.When(gigabytes >= 2, Health.Warn, "memory", string.Create(CultureInfo.InvariantCulture, $"{gigabytes:0.0} GB for this process"), "Run one notebook at a time: deepnotes run --jobs 1");
    }
}
