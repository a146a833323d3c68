using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Notebooks.Jupyter.Language;

/// <summary>One way to go on.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Kind">What it is, in Jupyter's words.</param>
/// <param name="Signature">The parameters of a function.</param>
internal sealed record CompletionItem(string Text, string Kind, string Signature = "");

/// <summary>Completions from the semantic model: the cell with a placeholder at the cursor, on top of the cells that ran.</summary>
internal static class Completion
{
    private const string Placeholder = "Placeholder__";
    private const int Most = 400;
    private static readonly string[] s_keywords = [.. SyntaxFacts.GetKeywordKinds().Concat([SyntaxKind.VarKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.RecordKeyword, SyntaxKind.WhenKeyword, SyntaxKind.NotKeyword, SyntaxKind.AndKeyword, SyntaxKind.OrKeyword])
        .Select(SyntaxFacts.GetText).Where(k => k.Length > 1 && char.IsAsciiLetterLower(k[0]) && !k.StartsWith("__", StringComparison.Ordinal)).Distinct()];

    public static (int Start, IReadOnlyList<CompletionItem> Items) Find(CSharpEngine engine, string code, int position)
    {
        int start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        int end = position;
        while (end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end])) end++;
        string prefix = code[start..position];
        if (prefix.Length > 0 && char.IsAsciiDigit(prefix[0])) return (position, []);
        // A statement that stops at the cursor must not swallow the next line.
        string rest = code[end..];
        string close = rest.Length == 0 || rest[0] is '\n' or '\r' ? ";" : "";
        var compilation = engine.Sketch(code[..start] + Placeholder + close + rest);
        var tree = compilation.SyntaxTrees.Last();
        var token = tree.GetRoot().FindToken(start);
        if (token.ValueText != Placeholder || token.Parent is not SimpleNameSyntax name) return (position, []);
        var model = compilation.GetSemanticModel(tree);
        var found = Candidates(model, name, start).Where(i => i.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).DistinctBy(i => i.Text);
        return (start, [.. found.OrderBy(i => !i.Text.StartsWith(prefix, StringComparison.Ordinal)).Take(Most)]);
    }

    private static IEnumerable<CompletionItem> Candidates(SemanticModel model, SimpleNameSyntax name, int position) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => Members(model, access.Expression, position),
        QualifiedNameSyntax qualified when qualified.Right == name => Members(model, qualified.Left, position),
        MemberBindingExpressionSyntax { Parent: var parent } => parent?.AncestorsAndSelf().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault() is { } conditional
            ? Members(model, conditional.Expression, position) : [],
        UsingDirectiveSyntax => Namespaces(model, position),
        _ => Properties(model, name).Concat(Arguments(model, name)).Concat(Names(model, position)),
    };

    private static IEnumerable<CompletionItem> Members(SemanticModel model, ExpressionSyntax left, int position)
    {
        // What looks like a type while it is typed may be a variable: bind it as an expression too.
        var expression = SyntaxFactory.ParseExpression(left.ToString());
        var symbol = model.GetSpeculativeSymbolInfo(left.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Symbol ?? model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceSymbol space) return Sorted(model.LookupSymbols(position, space));
        if (symbol is ITypeSymbol named) return Sorted(model.LookupSymbols(position, named).Where(s => s.IsStatic || s is ITypeSymbol));
        var type = model.GetSpeculativeTypeInfo(left.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type ?? model.GetTypeInfo(left).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && left.Parent is ConditionalAccessExpressionSyntax) type = nullable.TypeArguments[0];
        if (type is null or IErrorTypeSymbol) return [];
        return Sorted(model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(s => !s.IsStatic && s is not ITypeSymbol), type);
    }

    private static IEnumerable<CompletionItem> Namespaces(SemanticModel model, int position)
        => model.LookupNamespacesAndTypes(position).OfType<INamespaceSymbol>().OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Select(Item);

    private static IEnumerable<CompletionItem> Names(SemanticModel model, int position)
        => Sorted(model.LookupSymbols(position)).Concat(s_keywords.Order(StringComparer.Ordinal).Select(k => new CompletionItem(k, "keyword")));

    // new Options { | }
    private static IEnumerable<CompletionItem> Properties(SemanticModel model, SimpleNameSyntax name)
    {
        SyntaxNode node = name.Parent is AssignmentExpressionSyntax set && set.Left == name ? set : name;
        if (node.Parent is not InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression or (int)SyntaxKind.CollectionInitializerExpression, Parent: { } creation }) return [];
        return model.GetTypeInfo(creation).Type is not { } type ? []
            : model.LookupSymbols(name.SpanStart, type).Where(s => s is IPropertySymbol { IsIndexer: false, SetMethod: not null } or IFieldSymbol { IsReadOnly: false, IsStatic: false }).Select(Item);
    }

    // f(|) → the names of f's parameters that are not given yet.
    private static IEnumerable<CompletionItem> Arguments(SemanticModel model, SimpleNameSyntax name)
    {
        if (name.Parent is not ArgumentSyntax { NameColon: null, Parent: ArgumentListSyntax { Parent: { } call } list }) return [];
        var given = list.Arguments.Select(a => a.NameColon?.Name.Identifier.ValueText).ToHashSet();
        return Inspection.Callees(model, call).SelectMany(m => m.Parameters).Where(p => !given.Contains(p.Name))
            .Select(p => new CompletionItem(p.Name + ":", "param", p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }

    private static IEnumerable<CompletionItem> Sorted(IEnumerable<ISymbol> symbols, ITypeSymbol? owner = null) => symbols
        .Where(s => s.CanBeReferencedByName && !s.IsImplicitlyDeclared && !IsHidden(s))
        .OrderBy(s => Rank(s, owner)).ThenBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Select(Item);

    // What the user wrote first, what everything has last.
    private static int Rank(ISymbol symbol, ITypeSymbol? owner) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => 0,
        { ContainingType.IsScriptClass: true } => 1,
        { ContainingType.SpecialType: SpecialType.System_Object } => 7,
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } => 5,
        INamespaceSymbol => 6,
        ITypeSymbol => symbol.Locations.Any(l => l.IsInSource) ? 1 : 4,
        _ => owner is null || SymbolEqualityComparer.Default.Equals(symbol.ContainingType, owner) ? 2 : 3,
    };

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(a => a.AttributeClass?.Name == "EditorBrowsableAttribute"
        && a.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    private static CompletionItem Item(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => new(symbol.Name, "function", $"({string.Join(", ", method.Parameters.Select(p => p.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})"),
        INamespaceSymbol => new(symbol.Name, "module"),
        ITypeSymbol => new(symbol.Name, "class"),
        IPropertySymbol => new(symbol.Name, "property"),
        _ => new(symbol.Name, "instance"),
    };
}
