using DeepNotes.Exercises;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Export;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Cli;

/// <summary>The site of the course: its name, its parts, and which notebooks stand in it.</summary>
internal static class CourseSite
{
    /// <summary>Titles and parts of the contents page.</summary>
    public static SiteOptions Options { get; } = new(
        "DeepNotes",
        "Deep learning in C#, from one neuron up. Every figure is drawn by the code above it, every claim is a number that the run checks, every exercise says at once whether and why you are wrong.",
        [
            new("I · Artificial neurons", 0, 3),
            new("II · Backpropagation and vanishing gradients", 4, 8),
            new("III · Convolutional networks", 9, 12),
            new("IV · Recurrent networks", 13, 16),
            new("V · The ResNet family", 17, 18),
            new("VI · Distributed representations", 19, 20),
            new("VII · Unsupervised networks and the whole", 21, 23),
            new("The machine below", 24, 99),
        ])
    {
        Glossary = [.. Glossary.All.Select(t => new SiteTerm(t.English, t.Korean, t.Meaning, t.Notebooks, t.Api))],
    };

    /// <summary>A copy of plotly.js from npm, above the course or the current directory; null when there is none.</summary>
    /// <param name="course">The course.</param>
    public static string? FindPlotly(CourseFolder course)
    {
        foreach (string start in (string[])[course.Root ?? "", Directory.GetCurrentDirectory()])
            for (var folder = start.Length == 0 ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                foreach (string package in (string[])["plotly.js-dist-min/plotly.min.js", "plotly.js-cartesian-dist-min/plotly-cartesian.min.js"])
                    if (Path.Combine(folder.FullName, "node_modules", package) is var file && File.Exists(file)) return file;
        return null;
    }

    /// <summary>Writes the site: what was run with its fresh outputs, the rest of the course with its stored ones.</summary>
    /// <param name="report">The run.</param>
    /// <param name="course">The course.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="plotly">A copy of plotly.js; null for drawings only.</param>
    /// <returns>The path of index.html.</returns>
    public static string Write(RunReport report, CourseFolder course, string folder, string? plotly)
    {
        var sources = new List<SiteSource>();
        foreach (var ran in report.Notebooks.Where(n => n.Notebook is not null))
            sources.Add(new SiteSource(ran.Path, ran.Notebook!, ran.Seconds, ran.Ok ? null : RunSummary.Place(ran)));
        var done = report.Notebooks.Select(n => Path.GetFullPath(n.Path)).ToHashSet();
        bool ofCourse = course.All.Any(f => done.Contains(Path.GetFullPath(f)));
        foreach (string file in course.All.Where(f => ofCourse && !done.Contains(Path.GetFullPath(f))))
            sources.Add(new SiteSource(file, Notebook.Load(file)));
        return Site.Export([.. sources.OrderBy(s => s.Number ?? int.MaxValue).ThenBy(s => s.Path, StringComparer.Ordinal)], folder, Options with { PlotlyScript = plotly });
    }
}
