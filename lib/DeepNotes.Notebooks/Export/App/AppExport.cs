using System.Text;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepNotes.Notebooks.Export.App;

/// <summary>
/// A notebook as a file-based C# app: <c>dotnet run NN-name.cs</c> does what the notebook does, with figures as files.
/// Cells become top-level statements; a name that a later cell declares again gets a number.
/// </summary>
public static class AppExport
{
    private static readonly string[] s_usings = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];
    private static readonly string[] s_left = ["skip-execution", "optional-nuget"];

    /// <summary>The text of the app.</summary>
    /// <param name="path">The notebook file; its libraries must be built.</param>
    /// <param name="target">The .cs file that the text is for: paths in it start there.</param>
    /// <exception cref="AppException">A cell that cannot be carried over.</exception>
    public static string Convert(string path, string target)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, home = Path.GetDirectoryName(Path.GetFullPath(target))!;
        var notebook = Notebook.Load(path);
        using var libraries = new LibraryFolders();
        var compiler = new CellCompiler(folder, libraries);
        var cells = new List<AppCell>();
        var projects = new List<string>();
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            if (cell.Kind != CellKind.Code || s_left.Any(cell.HasTag)) continue;
            var app = new AppCell(cell, $"{path}: cell {i + 1} ({cell.Id})", compiler, libraries, folder);
            projects.AddRange(app.Libraries.Select(dll => ProjectOf(dll, app.Place)));
            cells.Add(app);
        }
        var text = new StringBuilder(Head(projects.Distinct().Select(p => Relative(home, p))));
        string[] usings = [.. s_usings.Select(u => $"using {u};").Concat(cells.SelectMany(c => c.Usings)).Append("using NotebookApp;").Append("using static NotebookApp.NotebookHost;").Distinct()];
        text.Append(string.Join('\n', usings)).Append("\n\n#pragma warning disable // The notebook's code as it is.\n\n");
        text.Append($"NotebookHost.Start({Quote(Relative(home, folder))}, {Quote(Path.GetFileNameWithoutExtension(target) + ".figures")});\n");
        Body(text, notebook, cells);
        return text.Append(Host()).ToString().ReplaceLineEndings("\n");
    }

    private static void Body(StringBuilder text, Notebook notebook, List<AppCell> cells)
    {
        var names = new AppNames(cells);
        var members = new StringBuilder();
        foreach (var cell in notebook.Cells)
        {
            if (cell.Kind == CellKind.Markdown) text.Append(Headings(cell.Source));
            else if (cells.Find(c => c.Cell == cell) is { } app) text.Append(app.Write(names, members) is { Length: > 1 } code ? "\n" + code : "");
            else if (cell.Kind == CellKind.Code) text.Append($"\n// The cell {cell.Id} is not part of this app: it is tagged {string.Join(", ", s_left.Where(cell.HasTag))}.\n");
        }
        if (members.Length > 0) text.Append("\npartial class Program\n{\n").Append(members).Append("}\n");
    }

    // The library's own project stands beside the folder of built libraries: lib/bin/X.dll is built by lib/X/X.csproj.
    private static string ProjectOf(string dll, string place)
    {
        string name = Path.GetFileNameWithoutExtension(dll);
        for (var folder = Directory.GetParent(dll); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, name, name + ".csproj") is var project && File.Exists(project)) return project;
        throw new AppException($"{place}: no project {name}/{name}.csproj stands above {dll}; a file-based app refers to projects and packages, not to DLLs.");
    }

    private static string Relative(string from, string to) => Path.GetRelativePath(from, to).Replace('\\', '/');

    private static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Head(IEnumerable<string> projects) => string.Concat(projects.Select(p => $"#:project {p}\n").Prepend("#!/usr/bin/env dotnet\n")) + """
        #:property LangVersion=14
        #:property Nullable=annotations
        #:property ImplicitUsings=disable
        #:property InvariantGlobalization=true
        #:property AllowUnsafeBlocks=true
        #:property PublishAot=false

        // Run with: dotnet run -c Release FILE.cs
        // It prints what the notebook prints; figures become files in a folder beside this file.


        """;

    // The text between the cells stays in the notebook; its headings tell where one is.
    private static string Headings(string markdown) =>
        string.Concat(markdown.Split('\n').Where(l => l.StartsWith('#') && l.TrimStart('#').StartsWith(' ')).Select(l => $"\n// {l.Trim()}\n"));

    private static string Host() => $$"""

        // What the notebook's host does for a cell: showing values.
        namespace NotebookApp
        {
            using System.Globalization;
            using System.IO;
            using System.Reflection;

        {{Part("NotebookHost.cs")}}

        {{Part("PlainText.cs")}}
        }

        """;

    // The host's own source: what a notebook prints and what its app prints cannot differ.
    private static string Part(string name)
    {
        using var stream = typeof(AppExport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Where(l => !l.StartsWith("using ", StringComparison.Ordinal) && !l.StartsWith("namespace ", StringComparison.Ordinal));
        return "    " + string.Join('\n', lines.Select(l => l.Length == 0 ? l : "    " + l)).Trim();
    }
}
