using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Notebooks.Export.App;

/// <summary>
/// One name per declaration of the notebook. Cells may declare a name again, overload a function, and have a loop variable named like a
/// variable of another cell; statements of one program may not.
/// </summary>
internal sealed class AppNames
{
    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _members = [], _changed = [];

    public AppNames(IReadOnlyList<AppCell> cells)
    {
        var taken = new HashSet<string> { "args", "display", "HTML", "CSS", "Javascript", "Display", "DisplayAs", "Program", "NotebookHost", "NotebookApp" };
        foreach (var cell in cells) taken.UnionWith(cell.LocalNames());
        foreach (var cell in cells)
            foreach (var symbol in cell.Declared) Name(symbol, taken);
        foreach (var cell in cells)
            foreach (var type in cell.Root.Members.Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)) MoveUsed(type, cell, cells);
    }

    /// <summary>The name of a declaration of the notebook; null when the symbol is none, or keeps its own.</summary>
    public string? NewName(ISymbol? symbol) => symbol is not null && _names.TryGetValue(Key(symbol), out string? name) && name != Declaration(symbol).Name ? name : null;

    /// <summary>Whether any declaration of this name has another one in the app.</summary>
    public bool Changes(string name) => _changed.Contains(name);

    /// <summary>Whether a function or constant has to stand beside the types, because they use it.</summary>
    public bool IsMember(ISymbol symbol) => _members.Contains(Key(symbol));

    /// <summary>Whether the symbol is a declaration of some cell, outside every function and type.</summary>
    public static bool IsOfNotebook(ISymbol? symbol) => symbol is not null
        && Declaration(symbol) is IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } or INamedTypeSymbol && Declaration(symbol).ContainingType is { IsScriptClass: true };

    /// <summary>The same text for the same declaration, seen from whatever cell.</summary>
    public static string Key(ISymbol symbol)
    {
        var declaration = Declaration(symbol);
        return $"{declaration.ContainingAssembly?.Name} {declaration.Kind} {declaration.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}";
    }

    private void Name(ISymbol symbol, HashSet<string> taken)
    {
        string name = symbol.Name;
        for (int n = 2; !taken.Add(name); n++) name = symbol.Name + n.ToString(CultureInfo.InvariantCulture);
        // A type prints its own name: the second of a name keeps it, inside a class of another name.
        if (name != symbol.Name && symbol is INamedTypeSymbol) name = $"{name}.{symbol.Name}";
        _names.TryAdd(Key(symbol), name);
        if (name != symbol.Name) _changed.Add(symbol.Name);
    }

    // A constructor bears its type's name; a use of a generic or extension method is that of its declaration.
    private static ISymbol Declaration(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } made => made.ContainingType.OriginalDefinition,
        IMethodSymbol { ReducedFrom: { } whole } => whole.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    // What types use cannot be a statement's local: static functions and constants move beside them, with what those use in turn.
    private void MoveUsed(SyntaxNode node, AppCell cell, IReadOnlyList<AppCell> cells)
    {
        foreach (var name in node.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = cell.SymbolOf(name);
            if (symbol is not (IMethodSymbol or IFieldSymbol) || !IsOfNotebook(symbol) || Declaration(symbol) is INamedTypeSymbol || !_members.Add(Key(symbol))) continue;
            if (symbol is IFieldSymbol { IsConst: false })
                throw new AppException($"{cell.Place}: a type or a function that it uses needs the variable {symbol.Name}; hand it over as an argument.");
            var declared = Declaration(symbol).DeclaringSyntaxReferences[0].GetSyntax();
            MoveUsed(declared, cells.First(c => c.Root.SyntaxTree == declared.SyntaxTree), cells);
        }
    }
}
