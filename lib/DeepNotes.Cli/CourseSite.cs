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
        ]);

    /// <summary>Writes the site: what was run with its fresh outputs, the rest of the course with its stored ones.</summary>
    /// <returns>The path of index.html.</returns>
    public static string Write(RunReport report, CourseFolder course, string folder)
    {
        var sources = new List<SiteSource>();
        foreach (var ran in report.Notebooks.Where(n => n.Notebook is not null))
            sources.Add(new SiteSource(ran.Path, ran.Notebook!, ran.Seconds, ran.Ok ? null : RunSummary.Place(ran)));
        var done = report.Notebooks.Select(n => Path.GetFullPath(n.Path)).ToHashSet();
        bool ofCourse = course.All.Any(f => done.Contains(Path.GetFullPath(f)));
        foreach (string file in course.All.Where(f => ofCourse && !done.Contains(Path.GetFullPath(f))))
            sources.Add(new SiteSource(file, Notebook.Load(file)));
        return Site.Export([.. sources.OrderBy(s => s.Number ?? int.MaxValue).ThenBy(s => s.Path, StringComparer.Ordinal)], folder, Options);
    }
}
