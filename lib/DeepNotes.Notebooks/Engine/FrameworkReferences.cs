using System.IO.MemoryMappedFiles;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// The runtime's assemblies as metadata, made once per process and shared by every cell. The files are mapped, not read:
/// only the pages that a compilation looks at cost memory.
/// </summary>
internal static class FrameworkReferences
{
    // The mappings live as long as the process: Roslyn keeps pointers into them.
    private static readonly List<MemoryMappedFile> s_mapped = [];

    public static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The assembly that holds what a cell may call; its types must be the host's own.</summary>
    public static string Host { get; } = typeof(FrameworkReferences).Assembly.GetName().Name!;

    public static IReadOnlyList<MetadataReference> All { get; } = Map();

    private static List<MetadataReference> Map()
    {
        var references = new List<MetadataReference>();
        foreach (string path in Directory.EnumerateFiles(Folder, "*.dll").Append(typeof(FrameworkReferences).Assembly.Location).Order(StringComparer.Ordinal))
        {
            if (!IsWanted(Path.GetFileNameWithoutExtension(path))) continue;
            if (TryMap(path) is { } reference) references.Add(reference);
        }
        return references;
    }

    private static bool IsWanted(string name)
        => name is "mscorlib" or "netstandard" or "Microsoft.CSharp" || name == Host || name.StartsWith("System", StringComparison.Ordinal);

    private static unsafe PortableExecutableReference? TryMap(string path)
    {
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        using var image = new PEReader(start, (int)new FileInfo(path).Length);
        if (!image.HasMetadata)
        {
            view.Dispose();
            file.Dispose();
            return null;
        }
        s_mapped.Add(file);
        var metadata = image.GetMetadata();
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)metadata.Pointer, metadata.Length)).GetReference(filePath: path);
    }
}
