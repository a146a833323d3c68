using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// The libraries a notebook names with <c>#r</c>: their folders are copied before use, so that a rebuild is never blocked by an
/// open notebook, and a library's neighbours are found for the compiler and at run time.
/// </summary>
internal sealed class LibraryFolders : IDisposable
{
    private const string Prefix = "deepnotes-";
    private readonly string _root = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}"));
    private readonly Dictionary<string, string> _copies = [];
    private readonly Dictionary<string, string> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _native = [];
    private readonly Dictionary<string, PortableExecutableReference> _references = [];

    public LibraryFolders() => RemoveAbandoned();

    /// <summary>The shared reference of a library after its folder was copied; the folder's other libraries are found from now on.</summary>
    public PortableExecutableReference Add(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!_copies.TryGetValue(folder, out string? copy))
        {
            _copies[folder] = copy = Path.Combine(_root, _copies.Count.ToString(CultureInfo.InvariantCulture));
            Copy(folder, copy);
            foreach (string dll in Directory.EnumerateFiles(copy, "*.dll")) _assemblies.TryAdd(Path.GetFileNameWithoutExtension(dll), dll);
            _native.Add(copy);
        }
        return ReferenceTo(Path.Combine(copy, Path.GetFileName(path)));
    }

    /// <summary>A library of a restored package, used where it lies: the package cache does not change.</summary>
    public PortableExecutableReference AddPackageFile(string path)
    {
        _assemblies.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return ReferenceTo(path);
    }

    /// <summary>A folder with native libraries.</summary>
    public void AddNative(string folder) => _native.Add(folder);

    /// <summary>The file of an assembly by its simple name; null when no named folder has it.</summary>
    public string? Find(string name) => _assemblies.GetValueOrDefault(name);

    /// <summary>The file of a native library; null when no named folder has it.</summary>
    public string? FindNative(string name)
        => (from folder in _native
            from file in (string[])[name, name + ".dll", name + ".so", $"lib{name}.so", name + ".dylib", $"lib{name}.dylib"]
            select Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>The shared reference to a file.</summary>
    public PortableExecutableReference ReferenceTo(string path)
    {
        if (!_references.TryGetValue(path, out var reference))
            _references[path] = reference = AssemblyMetadata.CreateFromImage(File.ReadAllBytes(path)).GetReference(filePath: path);
        return reference;
    }

    public void Dispose() => Delete(_root);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            if (Path.GetExtension(file) is ".dll" or ".pdb" or ".xml" or ".so" or ".dylib") File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // A process that was killed leaves its copies behind.
    private static void RemoveAbandoned()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            string[] parts = Path.GetFileName(folder).Split('-');
            if (parts.Length == 3 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int id) && !IsAlive(id)) Delete(folder);
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use (Windows keeps loaded libraries): the next host removes it.
        }
    }
}

/// <summary>Where cells and the notebook's libraries live, apart from the host's own.</summary>
internal sealed class CellLoadContext(LibraryFolders libraries) : AssemblyLoadContext("notebook")
{
    private readonly Dictionary<string, Assembly> _cells = [];

    public Assembly LoadCell(string name, Stream image, Stream symbols) => _cells[name] = LoadFromStream(image, symbols);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string name = assemblyName.Name!;
        if (_cells.TryGetValue(name, out var cell)) return cell;
        if (name == FrameworkReferences.Host || File.Exists(Path.Combine(FrameworkReferences.Folder, name + ".dll"))) return null;
        return libraries.Find(name) is { } path ? Stoppable(LoadFromAssemblyPath(path)) : null;
    }

    // Known by name, since the host has no reference to the library: its calculations, too, look whether the cell is to stop.
    private static Assembly Stoppable(Assembly library)
    {
        library.GetType("DeepNotes.Interruption")?.GetProperty("Look")?.SetValue(null, (Action)Scripting.StopPoint.Pass);
        return library;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => libraries.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
