using System.Text.RegularExpressions;

namespace DeepNotes.Notebooks.Jupyter.Language;

/// <summary>Files and folders in <c>#r</c>, <c>#load</c> and <c>#!import</c> lines.</summary>
internal static partial class PathCompletion
{
    /// <summary>The entries of the folder that is being typed; null when the cursor is in no such line.</summary>
    public static (int Start, IReadOnlyList<CompletionItem> Items)? Find(string code, int position, string folder)
    {
        int line = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        if (Line().Match(code[line..position]) is not { Success: true } match) return null;
        string typed = match.Groups[2].Value.Replace('\\', '/');
        if (typed.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase)) return (position, []);
        int slash = typed.LastIndexOf('/');
        string place = Path.GetFullPath(typed[..(slash + 1)], folder), prefix = typed[(slash + 1)..];
        string[] wanted = match.Groups[1].Value switch { "r" => [".dll"], "load" => [".csx", ".cs"], _ => [".csx", ".cs", ".ipynb"] };
        var items = new List<CompletionItem>();
        if (Directory.Exists(place))
        {
            var options = new EnumerationOptions { IgnoreInaccessible = true };
            items.AddRange(Directory.EnumerateDirectories(place, "*", options).Select(d => new CompletionItem(Path.GetFileName(d) + "/", "folder")));
            items.AddRange(Directory.EnumerateFiles(place, "*", options).Where(f => wanted.Contains(Path.GetExtension(f))).Select(f => new CompletionItem(Path.GetFileName(f), "file")));
        }
        return (position - prefix.Length, [.. items.Where(i => i.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (prefix.Length > 0 || i.Text[0] != '.')).OrderBy(i => i.Text, StringComparer.Ordinal)]);
    }

    [GeneratedRegex("""^#(r|load|!import)\s*"?([^"]*)$""")]
    private static partial Regex Line();
}
