using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Notebooks.Jupyter.Language;

/// <summary>Help on what stands at the cursor: its signature and its documentation.</summary>
internal static class Inspection
{
    private const int MaxOverloads = 8;
    private static readonly SymbolDisplayFormat s_signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeModifiers)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Plain text; null when there is nothing to say.</summary>
    public static string? Describe(CSharpCompilation compilation, int position)
    {
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var symbols = At(model, tree.GetRoot(), position);
        if (symbols.Count == 0) return null;
        var lines = symbols.Take(MaxOverloads).Select(Signature).ToList();
        if (symbols.Count > MaxOverloads) lines.Add(string.Create(CultureInfo.InvariantCulture, $"... and {symbols.Count - MaxOverloads} more overloads"));
        foreach (var symbol in symbols)
        {
            if (Documentation.Of(symbol, compilation) is not { } text) continue;
            lines.Add("");
            lines.Add(text);
            break;
        }
        return string.Join('\n', lines);
    }

    /// <summary>The methods that a call may mean, the best first.</summary>
    public static IEnumerable<IMethodSymbol> Callees(SemanticModel model, SyntaxNode call)
    {
        if (call is InvocationExpressionSyntax invocation)
        {
            var group = model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>();
            return model.GetSymbolInfo(call).Symbol is IMethodSymbol chosen ? group.Prepend(chosen).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default) : group;
        }
        return model.GetTypeInfo(call).Type is INamedTypeSymbol type ? type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public) : [];
    }

    private static List<ISymbol> At(SemanticModel model, SyntaxNode root, int position)
    {
        var token = root.FindToken(Math.Min(position, root.FullSpan.End));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && position > 0)
        {
            var before = root.FindToken(position - 1);
            if (before.Span.End >= position || !token.Span.Contains(position)) token = before;
        }
        if (token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is PredefinedTypeSyntax)
        {
            var found = Named(model, token);
            if (found.Count > 0) return found;
        }
        // Between the parentheses of a call, or just after the opening one: the function that is called.
        return token.Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>().FirstOrDefault()?.Parent is { } call ? [.. Callees(model, call)] : [];
    }

    private static List<ISymbol> Named(SemanticModel model, SyntaxToken token)
    {
        var node = token.Parent!;
        if (model.GetDeclaredSymbol(node) is { } declared) return [declared];
        if (node.Parent is ObjectCreationExpressionSyntax creation && creation.Type == node && Callees(model, creation).ToList<ISymbol>() is { Count: > 0 } constructors)
            return [model.GetTypeInfo(creation).Type!, .. constructors];
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is { } symbol)
            return symbol is IMethodSymbol ? [symbol, .. model.GetMemberGroup(node).Where(m => !SymbolEqualityComparer.Default.Equals(m, symbol))] : [symbol];
        var group = model.GetMemberGroup(node);
        return group.Length > 0 ? [.. group] : [.. info.CandidateSymbols];
    }

    private static string Signature(ISymbol symbol)
    {
        string text = symbol.ToDisplayString(s_signature);
        // A cell's variables are fields of a class that the user never wrote.
        return symbol.ContainingType?.IsScriptClass == true ? text.Replace(symbol.ContainingType.ToDisplayString(s_signature).Replace("class ", "", StringComparison.Ordinal) + ".", "", StringComparison.Ordinal) : text;
    }
}
