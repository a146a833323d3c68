using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Tests.Architecture;

/// <summary>The library stays small enough to read.</summary>
public class BudgetTests
{
    [Fact]
    public void Files_have_at_most_250_lines() =>
        Assert.Empty(SourceTree.Files("lib").Where(f => f.Lines > 250).Select(f => $"{f.Path}: {f.Lines}"));

    [Fact]
    public void Methods_have_at_most_40_lines() =>
        Assert.Empty(
            from file in SourceTree.Files("lib")
            from body in file.Syntax.DescendantNodes().Where(n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
            let span = body.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > 40
            select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines");

    [Fact]
    public void The_library_has_at_most_10000_lines() =>
        Assert.InRange(SourceTree.Files("lib/DeepNotes").Sum(f => f.Lines), 1, 10_000);
}
