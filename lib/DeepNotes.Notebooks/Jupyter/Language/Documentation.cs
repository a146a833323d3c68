using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis;

namespace DeepNotes.Notebooks.Jupyter.Language;

/// <summary>XML documentation as text: from the file beside a library, and for the framework from the SDK's reference pack.</summary>
internal static partial class Documentation
{
    private static readonly ConcurrentDictionary<string, string?> s_found = new();
    private static readonly Lazy<IReadOnlyList<string>> s_framework = new(() => FindPack(FrameworkReferences.Folder));

    /// <summary>The documentation of a symbol, ready to read; null when there is none.</summary>
    public static string? Of(ISymbol symbol, Compilation compilation)
    {
        symbol = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly) return null;
        string? file = (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath;
        return s_found.GetOrAdd($"{file} {id}", _ => Find(file, id));
    }

    private static string? Find(string? library, string id)
    {
        var files = new List<string>();
        if (library is not null && Path.ChangeExtension(library, ".xml") is var beside && File.Exists(beside)) files.Add(beside);
        // The framework's types live in other assemblies than their documentation says.
        else if (library is null || Path.GetDirectoryName(library) == FrameworkReferences.Folder) files.AddRange(s_framework.Value);
        return files.Select(f => Member(f, id)).FirstOrDefault(m => m is not null);
    }

    private static string? Member(string file, string id)
    {
        string text = File.ReadAllText(file);
        int at = text.IndexOf($"<member name=\"{id}\"", StringComparison.Ordinal);
        int end = at < 0 ? -1 : text.IndexOf("</member>", at, StringComparison.Ordinal);
        if (end < 0) return null;
        try
        {
            return Render(XElement.Parse(text[at..(end + 9)]));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Render(XElement member)
    {
        var text = new StringBuilder(Words(member.Element("summary")));
        foreach (var parameter in member.Elements().Where(e => e.Name.LocalName is "typeparam" or "param"))
            text.Append('\n').Append("  ").Append((string?)parameter.Attribute("name")).Append(": ").Append(Words(parameter));
        if (Words(member.Element("returns")) is { Length: > 0 } returns) text.Append("\nReturns: ").Append(returns);
        foreach (var thrown in member.Elements("exception"))
            text.Append("\nThrows ").Append(ShortName((string?)thrown.Attribute("cref"))).Append(": ").Append(Words(thrown));
        if (Words(member.Element("remarks")) is { Length: > 0 } remarks) text.Append("\n\n").Append(remarks);
        return text.Length == 0 ? null : text.ToString();
    }

    private static string Words(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference)
                text.Append((string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? ShortName((string?)reference.Attribute("cref")));
        }
        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    // M:System.Math.Max(System.Int32,System.Int32) → Math.Max
    private static string ShortName(string? cref)
    {
        string name = cref?.Split('(')[0] ?? "";
        string[] parts = (name.Length > 1 && name[1] == ':' ? name[2..] : name).Split('.');
        return string.Join('.', parts.TakeLast(name.StartsWith("T:", StringComparison.Ordinal) ? 1 : 2));
    }

    // …/shared/Microsoft.NETCore.App/10.0.1 → …/packs/Microsoft.NETCore.App.Ref/<newest>/ref/net10.0/*.xml
    private static IReadOnlyList<string> FindPack(string runtime)
    {
        var packs = new DirectoryInfo(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        return !packs.Exists ? []
            : [.. packs.EnumerateDirectories().OrderByDescending(d => d.CreationTimeUtc).Take(1)
                .SelectMany(d => Directory.EnumerateFiles(d.FullName, "*.xml", SearchOption.AllDirectories))
                .Where(f => !Path.GetFileName(f).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal))
                .OrderByDescending(f => Path.GetFileName(f) is "System.Runtime.xml" or "System.Collections.xml" or "System.Linq.xml" or "System.Console.xml")];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
