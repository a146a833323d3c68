using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Notebooks.Export.App;

/// <summary>Declarations under one roof: Roslyn has a method for each.</summary>
internal static class AppSyntax
{
    /// <summary>What a node declares; null when it declares nothing.</summary>
    public static ISymbol? GetDeclaredSymbolOf(this SemanticModel model, SyntaxNode node) => node switch
    {
        QueryClauseSyntax clause => model.GetDeclaredSymbol(clause),
        ForEachStatementSyntax loop => model.GetDeclaredSymbol(loop),
        CatchDeclarationSyntax caught => model.GetDeclaredSymbol(caught),
        _ => model.GetDeclaredSymbol(node),
    };

    /// <summary>The token that names what a node declares.</summary>
    public static SyntaxToken? DeclaredName(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax v => v.Identifier,
        SingleVariableDesignationSyntax v => v.Identifier,
        MethodDeclarationSyntax m => m.Identifier,
        BaseTypeDeclarationSyntax t => t.Identifier,
        DelegateDeclarationSyntax d => d.Identifier,
        ConstructorDeclarationSyntax c => c.Identifier,
        _ => null,
    };
}
