using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// Puts a look at the stop flag into the loops of a cell, on the line where the body begins, so that line numbers stay. Aborting a
/// thread is the last resort: one that is aborted while it allocates can take the process with it (dotnet/runtime, seen once in some
/// hundred aborts on .NET 10). Loops of plain arithmetic, and those of a method with [MethodImpl], which is there to be fast, are left
/// alone; they are safe to abort.
/// </summary>
internal static class StopPoints
{
    private const string Look = " global::DeepNotes.Notebooks.Scripting.StopPoint.Pass(); ";
    private static readonly HashSet<string> s_arithmetic =
        ["Math", "MathF", "Vector", "Vector128", "Vector256", "Vector512", "Avx", "Avx2", "Avx512F", "Fma", "Sse", "Unsafe", "MemoryMarshal", "BitOperations", "TensorPrimitives"];

    /// <summary>The same text when there is nothing to add.</summary>
    public static string Insert(SyntaxTree tree)
    {
        var changes = new List<TextChange>();
        foreach (var loop in tree.GetRoot().DescendantNodes().OfType<StatementSyntax>())
        {
            if (BodyOf(loop) is not { } body || loop.ContainsDiagnostics || !loop.DescendantNodes().Any(LeavesTheLoop) || loop.Ancestors().Any(IsTuned)) continue;
            if (body is BlockSyntax block) changes.Add(new(new(block.OpenBraceToken.Span.End, 0), Look));
            else changes.AddRange([new(new(body.SpanStart, 0), "{" + Look), new(new(body.Span.End, 0), " }")]);
        }
        foreach (var body in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsParallel).SelectMany(c => c.ArgumentList.Arguments)
            .Select(a => (a.Expression as LambdaExpressionSyntax)?.Body).OfType<CSharpSyntaxNode>())
        {
            if (body is BlockSyntax block) changes.Add(new(new(block.OpenBraceToken.Span.End, 0), Look));
            else if (body is InvocationExpressionSyntax or AssignmentExpressionSyntax) changes.AddRange([new(new(body.SpanStart, 0), "{" + Look), new(new(body.Span.End, 0), "; }")]);
        }
        // Two loops may begin or end at the same place: the outer one's brace comes first, and last.
        return changes.Count == 0 ? tree.ToString() : Apply(tree.ToString(), changes);
    }

    private static string Apply(string text, List<TextChange> changes)
    {
        var result = new System.Text.StringBuilder();
        int at = 0;
        foreach (var change in changes.OrderBy(c => c.Span.Start))
        {
            result.Append(text, at, change.Span.Start - at).Append(change.NewText);
            at = change.Span.Start;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    // The loops of Parallel, whose bodies are lambdas.
    private static bool IsParallel(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Parallel" } };

    private static bool IsTuned(SyntaxNode node) => (node switch
    {
        LocalFunctionStatementSyntax f => f.AttributeLists,
        BaseMethodDeclarationSyntax m => m.AttributeLists,
        _ => [],
    }).SelectMany(l => l.Attributes).Any(a => a.Name.ToString().EndsWith("MethodImpl", StringComparison.Ordinal));

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax w => w.Statement,
        DoStatementSyntax d => d.Statement,
        ForStatementSyntax f => f.Statement,
        CommonForEachStatementSyntax f => f.Statement,
        _ => null,
    };

    private static bool LeavesTheLoop(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } } => !s_arithmetic.Contains(type.Identifier.ValueText),
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InterpolatedStringExpressionSyntax
            or CollectionExpressionSyntax or AnonymousObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or CommonForEachStatementSyntax
            or TryStatementSyntax or AwaitExpressionSyntax or LockStatementSyntax or WithExpressionSyntax => true,
        _ => false,
    };
}
