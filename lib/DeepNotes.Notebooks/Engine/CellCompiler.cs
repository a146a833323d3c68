using System.Reflection;
using System.Globalization;
using System.Text;
using DeepNotes.Notebooks.Scripting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace DeepNotes.Notebooks.Engine;

/// <summary>A compiled cell.</summary>
/// <param name="compilation">What later cells build on.</param>
/// <param name="start">Runs the cell against the cells before it; null when there is nothing to run.</param>
/// <param name="declares">Whether later cells can see anything of it.</param>
internal sealed class CompiledCell(CSharpCompilation compilation, Func<object?[], Task<object?>>? start, bool declares)
{
    public bool Declares => declares;
    public CSharpCompilation Compilation => compilation;
    public Func<object?[], Task<object?>>? Start => start;
}

/// <summary>C# script text → code, each cell on top of the ones before. Optimized, with symbols, so that errors know their line.</summary>
internal sealed class CellCompiler
{
    /// <summary>How cells are read.</summary>
    public static CSharpParseOptions Parsing { get; } = new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly EmitOptions s_emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
    private static readonly string[] s_usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(NotebookGlobals).Namespace!, typeof(NotebookGlobals).FullName!,
    ];

    // Compilations share the symbols of an assembly as long as one of them lives; cells that do not share them take each other's names for two.
    private static readonly CSharpCompilation s_symbols = Bound();
    private const int MaxDepth = 250;
    private const int MaxArrows = 32;
    private readonly CSharpCompilationOptions _options;
    private readonly CellLoadContext _context;
    private CSharpCompilation? _previous;
    private int _count, _compiled;

    private readonly bool _interactive;
    private readonly Overloads _overloads = new();

    public CellCompiler(string folder, LibraryFolders libraries, bool interactive = false)
    {
        GC.KeepAlive(s_symbols);
        _interactive = interactive;
        _context = new CellLoadContext(libraries);
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: s_usings, optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true, deterministic: true, metadataImportOptions: MetadataImportOptions.Public,
            sourceReferenceResolver: new SourceFileResolver([], folder), metadataReferenceResolver: new LibraryResolver(folder, libraries));
    }

    /// <summary>Cells that later ones build on, which is the room their states need, with one more for the cell that runs.</summary>
    public int Count => _count + 1;

    /// <exception cref="CellException">The cell does not compile.</exception>
    public CompiledCell Compile(string text, string name, IEnumerable<MetadataReference> added)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{++_compiled}");
        string stoppable = _interactive ? StopPoints.Insert(Parse(text, name)) : text;
        var compilation = Create(stoppable, name, id, added);
        // Errors are told in the user's own text.
        if (stoppable != text && compilation.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error)) compilation = Create(text, name, id, added);
        if (!compilation.SyntaxTrees.Any(t => t.GetCompilationUnitRoot().Members.Count > 0))
        {
            CellErrors.ThrowOnErrors(compilation.GetDiagnostics(), name);
            return new(compilation, null, true);
        }
        using MemoryStream image = new(), symbols = new();
        CellErrors.ThrowOnErrors(compilation.Emit(image, symbols, options: s_emit).Diagnostics, name);
        _overloads.Check(compilation, name);
        image.Position = symbols.Position = 0;
        var entry = compilation.GetEntryPoint(default)!;
        var method = _context.LoadCell($"cell-{id}", image, symbols).GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return new(compilation, method.CreateDelegate<Func<object?[], Task<object?>>>(), added.Any() || Declares(compilation));
    }

    /// <summary>Text → syntax.</summary>
    /// <exception cref="CellException">Brackets within brackets so deep that the compiler's own recursion would end the process, or last for ever.</exception>
    public static SyntaxTree Parse(string text, string name)
    {
        int depth = 0, types = 0, arrows = 0;
        char last = ' ';
        foreach (char c in text)
        {
            if (c is '(' or '[' or '{') depth++;
            else if (depth > 0 && c is ')' or ']' or '}') depth--;
            // List<List<List<: names and angles only, else it is a comparison.
            types = c == '<' ? types + 1 : char.IsLetterOrDigit(c) ? types : 0;
            // x => x => x => : how deep the compiler follows depends on the stack, and each level may double its work.
            arrows = c is ';' or ',' or ')' or '}' ? 0 : last == '=' && c == '>' ? arrows + 1 : arrows;
            last = c;
            if (arrows > MaxArrows) throw new CellException("CompilationError", 0, $"the cell has more than {MaxArrows} lambdas (=>) within each other.");
            if (Math.Max(depth, types) > MaxDepth) throw new CellException("CompilationError", 0, $"the cell has brackets more than {MaxDepth} deep; a closing one is missing.");
        }
        return CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Parsing, name);
    }

    /// <summary>A cell as it is being typed, on top of the cells that were accepted.</summary>
    public CSharpCompilation Sketch(string text) => Create(text, "sketch", "0", []);

    /// <summary>A cell on top of the ones before, for looking at, not for running.</summary>
    public CSharpCompilation Analyse(string text, string name, IEnumerable<MetadataReference> added) =>
        Create(text, name, (++_compiled).ToString(CultureInfo.InvariantCulture), added);

    /// <summary>Makes a compiled cell the one that later cells build on.</summary>
    public void Accept(CompiledCell cell)
    {
        // A chain that grows with every statement makes the ten thousandth cell slow.
        if (!cell.Declares) return;
        (_previous, _count) = (cell.Compilation, _count + 1);
        _overloads.Note(cell.Compilation, _count);
    }

    /// <summary>Makes an analysed cell the one that later cells build on.</summary>
    public void Accept(CSharpCompilation cell) => (_previous, _count) = (cell, _count + 1);

    private static bool Declares(CSharpCompilation compilation) => compilation.SyntaxTrees.Select(t => t.GetCompilationUnitRoot()).Any(root =>
        root.Usings.Count > 0 || root.Externs.Count > 0 || root.ContainsDirectives
        || root.Members.Any(m => m is not GlobalStatementSyntax || m.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax)));

    private static CSharpCompilation Bound()
    {
        var compilation = CSharpCompilation.Create("symbols", references: FrameworkReferences.All,
            options: new(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.Public));
        compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    }

    private CSharpCompilation Create(string text, string name, string id, IEnumerable<MetadataReference> added)
    {
        var tree = Parse(text, name);
        var references = _previous is null ? FrameworkReferences.All.Concat(added) : added;
        return CSharpCompilation.CreateScriptCompilation($"cell-{id}", tree, references,
            _options.WithScriptClassName($"Submission#{id}"), _previous, typeof(object));
    }
}

/// <summary>Finds the libraries that <c>#r</c> names in loaded files, and the neighbours that libraries need.</summary>
internal sealed class LibraryResolver(string folder, LibraryFolders libraries) : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
        => libraries.Find(referenceIdentity.Name) is { } path ? libraries.ReferenceTo(path) : null;

    public override System.Collections.Immutable.ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string start = baseFilePath is not null && Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        string path = Path.GetFullPath(reference, start);
        return File.Exists(path) ? [libraries.Add(path)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
