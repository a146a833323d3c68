using System.Text.RegularExpressions;

namespace DeepNotes.Cli;

/// <summary>The notebooks that a command names.</summary>
/// <param name="root">The repository's folder; null outside a clone.</param>
internal sealed partial class CourseFolder(string? root)
{
    /// <summary>The course around the current directory, otherwise the one this program was built in.</summary>
    public static CourseFolder Find() => new(Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory));

    /// <summary>The repository's folder; null outside a clone.</summary>
    public string? Root => root;

    /// <summary>All notebooks of the course, by number; appendices (A1, …) after them.</summary>
    public IReadOnlyList<string> All => root is null ? []
        : [.. Directory.GetFiles(Path.Combine(root, "notebooks"), "*.ipynb").Where(f => LabelOf(f) is not null).Order(StringComparer.Ordinal).Select(Shorten)];

    /// <summary>The files behind names such as <c>01</c>, <c>4</c>, <c>A1</c> or <c>work/mine.ipynb</c>; all of the course when there are none.</summary>
    /// <exception cref="CommandException">A name that no notebook has, or no notebooks at all.</exception>
    public IReadOnlyList<string> Resolve(IReadOnlyList<string> names)
    {
        if (names.Count > 0) return [.. names.SelectMany(Resolve).Distinct()];
        return All.Count > 0 ? All : throw new CommandException("There is no folder notebooks/ here or above. Go to the clone of the course, or name a notebook file.");
    }

    private IEnumerable<string> Resolve(string name)
    {
        if (LabelName().IsMatch(name))
        {
            string label = char.IsAsciiDigit(name[0]) ? name.PadLeft(2, '0') : name.ToUpperInvariant();
            var found = All.Where(f => LabelOf(f) == label).ToList();
            return found.Count > 0 ? found : throw new CommandException($"No notebook has the number {name}. There are {string.Join(", ", All.Select(LabelOf))}.");
        }
        if (File.Exists(name)) return [name];
        if (Directory.Exists(name) && Directory.GetFiles(name, "*.ipynb") is { Length: > 0 } inside) return inside.Order(StringComparer.Ordinal);
        throw new CommandException($"{name} is neither a number nor a notebook file.");
    }

    private static string? LabelOf(string path) => FileLabel().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups[1].Value : null;

    // What people read in messages: the short way from where they stand.
    private static string Shorten(string path)
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "notebooks")) && File.Exists(Path.Combine(folder.FullName, "DeepNotes.sln"))) return folder.FullName;
        return null;
    }

    [GeneratedRegex("^(?:[0-9]{1,2}|[Aa][0-9])$")]
    private static partial Regex LabelName();

    [GeneratedRegex("^([0-9]{2}|A[0-9])-")]
    private static partial Regex FileLabel();
}

/// <summary>A mistake in how a command was called: one line for the user, no stack.</summary>
internal sealed class CommandException(string message) : Exception(message);
