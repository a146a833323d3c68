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

    /// <summary>The first word of a type's declaration behind its modifiers.</summary>
    public static SyntaxToken Keyword(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax t => t.Keyword,
        EnumDeclarationSyntax e => e.EnumKeyword,
        DelegateDeclarationSyntax d => d.DelegateKeyword,
        _ => type.GetFirstToken(),
    };

    /// <summary>The token that names what a node declares; types keep their names.</summary>
    public static SyntaxToken? DeclaredName(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax v => v.Identifier,
        SingleVariableDesignationSyntax v => v.Identifier,
        MethodDeclarationSyntax m => m.Identifier,
        _ => null,
    };
}
