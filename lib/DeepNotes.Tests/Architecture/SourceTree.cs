using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Tests.Architecture;

/// <summary>The repository's C# files, parsed.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public sealed record SourceFile(string Path, string Text, CompilationUnitSyntax Syntax)
    {
        public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);
    }

    public static IEnumerable<SourceFile> Files(string folder) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        orderby relative
        let text = File.ReadAllText(path)
        select new SourceFile(relative, text, CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot());

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DeepNotes.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("No folder above the test assembly holds DeepNotes.sln.");
    }
}
