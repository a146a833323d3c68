using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// Functions of one name in several cells. Roslyn's scripting resolves a call to the right overload and then hands it the newest cell
/// as its <c>this</c>: the variables that the function reads are those of another class, and the result is whatever lies there. So
/// such a call is refused, with what to do about it.
/// </summary>
internal sealed class Overloads
{
    private readonly Dictionary<string, int> _declaredBy = [];
    private readonly HashSet<string> _several = [];

    /// <summary>Takes note of the functions that an accepted cell declares.</summary>
    public void Note(CSharpCompilation cell, int number)
    {
        foreach (var method in cell.SyntaxTrees.SelectMany(t => t.GetCompilationUnitRoot().Members).OfType<MethodDeclarationSyntax>())
        {
            string name = method.Identifier.ValueText;
            if (_declaredBy.TryGetValue(name, out int first) && first != number) _several.Add(name);
            _declaredBy[name] = number;
        }
    }

    /// <exception cref="CellException">The cell calls an overload that a later cell's function of the same name has come to stand before.</exception>
    public void Check(CSharpCompilation cell, string place)
    {
        foreach (var tree in cell.SyntaxTrees)
        {
            var own = tree.GetCompilationUnitRoot().Members.OfType<MethodDeclarationSyntax>().Select(m => m.Identifier.ValueText).Where(_declaredBy.ContainsKey).ToHashSet();
            if (_several.Count == 0 && own.Count == 0) continue;
            var model = cell.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (!_several.Contains(name.Identifier.ValueText) && !own.Contains(name.Identifier.ValueText)) continue;
                if (model.GetSymbolInfo(name).Symbol is not IMethodSymbol { IsStatic: false, ContainingType.IsScriptClass: true } called) continue;
                if (model.GetMemberGroup(name).FirstOrDefault()?.ContainingType is not { } newest || SymbolEqualityComparer.Default.Equals(newest, called.ContainingType)) continue;
                int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                throw new CellException("OverloadError", line, $"{called.Name} is declared in two cells; a call can reach only the newer one's. Declare both overloads in one cell, or give one another name.",
                    [$"{place}, line {line}: {called.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} stands in an earlier cell than another {called.Name}.", "Hint: declare both overloads in one cell, or give one another name."]);
            }
        }
    }
}
