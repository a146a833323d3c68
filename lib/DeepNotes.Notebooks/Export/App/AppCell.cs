using System.Text;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepNotes.Notebooks.Export.App;

/// <summary>A code cell on its way from script to program: what it declares, and its text with the few edits that statements need.</summary>
internal sealed class AppCell
{
    private readonly SemanticModel _model;
    private readonly SourceText _text;

    /// <exception cref="AppException">The cell does not compile, or has what a program cannot have.</exception>
    public AppCell(Cell cell, string place, CellCompiler compiler, LibraryFolders libraries, string folder)
    {
        (Cell, Place) = (cell, place);
        try
        {
            var source = CellSource.Parse(cell.Source);
            string code = CodeOf(source);
            Libraries = [.. source.References.Where(r => !r.IsPackage).Select(r => Path.GetFullPath(r.Value, folder))];
            if (Libraries.FirstOrDefault(l => !File.Exists(l)) is { } missing) throw new AppException($"{place}: there is no file {missing}; is the library built?");
            var compilation = compiler.Analyse(code, cell.Id, Libraries.Select(libraries.Add));
            CellErrors.ThrowOnErrors(compilation.GetDiagnostics(), cell.Id);
            compiler.Accept(compilation);
            var tree = compilation.SyntaxTrees.Single(t => t.FilePath == cell.Id);
            (_model, _text, Root) = (compilation.GetSemanticModel(tree), tree.GetText(), tree.GetCompilationUnitRoot());
        }
        catch (CellException error)
        {
            throw new AppException($"{place}: {error.Message}");
        }
        if (Root.Members.FirstOrDefault(m => m is BasePropertyDeclarationSyntax or EventFieldDeclarationSyntax || (m is MethodDeclarationSyntax f && IsExtension(f))) is { } member)
            throw new AppException($"{place}: a program has no place for {member.ToString().Split('\n')[0].Trim()}; write it as a function or inside a type.");
        Declared = [.. Root.Members.SelectMany(DeclaredBy)];
    }

    public Cell Cell { get; }

    /// <summary>For messages: the notebook, the number and the name of the cell.</summary>
    public string Place { get; }

    public CompilationUnitSyntax Root { get; }

    /// <summary>The DLLs that it refers to.</summary>
    public IReadOnlyList<string> Libraries { get; }

    public IEnumerable<string> Usings => Root.Usings.Select(u => u.WithoutTrivia().NormalizeWhitespace().ToFullString());

    /// <summary>What later cells can see of it.</summary>
    public IReadOnlyList<ISymbol> Declared { get; }

    /// <summary>What a name means; of several overloads the first.</summary>
    public ISymbol? SymbolOf(SyntaxNode name) => _model.GetSymbolInfo(name) is var info && info.Symbol is { } symbol ? symbol : info.CandidateSymbols.FirstOrDefault();

    /// <summary>Names of loop variables and the like, outside functions: in a program no variable around them may be called the same.</summary>
    public IEnumerable<string> LocalNames() => Root.Members.Where(m => m is not BaseTypeDeclarationSyntax).SelectMany(s => s.DescendantNodes())
        .Where(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax or QueryClauseSyntax or LocalFunctionStatementSyntax)
        .Where(n => n is QueryClauseSyntax || !n.Ancestors().Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax))
        .Select(_model.GetDeclaredSymbolOf).OfType<ISymbol>().Where(s => s.Kind != SymbolKind.Field).Select(s => s.Name);

    /// <summary>The cell as statements; its types and what they use go to <paramref name="members"/>.</summary>
    public string Write(AppNames names, StringBuilder members)
    {
        var edits = Renamings(names).ToList();
        StringBuilder statements = new(), functions = new();
        foreach (var member in Root.Members)
        {
            var symbols = DeclaredBy(member).ToList();
            bool moved = member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax || symbols.Any(names.IsMember);
            edits.AddRange(Edits(member, moved, names));
            string text = Lines(Apply(member.FullSpan, edits));
            if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && names.NewName(symbols[0]) is { } name)
                text = $"static class {name.Split('.')[0]}\n{{\n{text.Trim('\n')}\n}}\n";
            if (moved) members.Append(text.Length == 0 ? "" : string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l => l.Length == 0 ? l : "    " + l)) + "\n\n");
            else if (member is MethodDeclarationSyntax && NeedsLaterVariable(member)) functions.Append(text);
            else statements.Append(text);
        }
        string rest = Lines(Root.EndOfFileToken.LeadingTrivia.ToFullString());
        return Guarded($"{statements}{functions}{(string.IsNullOrWhiteSpace(rest) ? "" : rest)}".Trim('\n')) + "\n";
    }

    private string Guarded(string text)
    {
        if (!Cell.HasTag("raises-exception")) return text;
        if (Declared.Count > 0) throw new AppException($"{Place}: a cell tagged raises-exception that declares something; move the declarations into a cell before it.");
        return $"try\n{{\n{text}\n}}\ncatch (Exception error)\n{{\n    Console.WriteLine($\"{{error.GetType().FullName}}: {{error.Message}}\");\n}}";
    }

    private static string CodeOf(CellSource source)
    {
        if (source.Parts.Find(p => p.Kind == PartKind.Import) is { } import) throw new CellException("Import", import.Line, $"#!import {import.Text} cannot be carried over; put the code into the notebook.");
        if (source.References.Find(r => r.IsPackage) is { } package) throw new CellException("Package", package.Line, $"#r \"{package.Value}\" stands in a cell without the tag optional-nuget.");
        var code = source.Parts.Where(p => p.Kind == PartKind.CSharp).ToList();
        return code.Count <= 1 ? code.FirstOrDefault()?.Text ?? "" : throw new CellException("Languages", 1, "a cell that comes back to C# after another language cannot be carried over; divide it.");
    }

    private IEnumerable<ISymbol> DeclaredBy(MemberDeclarationSyntax member) => (member is GlobalStatementSyntax or FieldDeclarationSyntax
            ? member.DescendantNodes().Where(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax) : [member])
        .Select(_model.GetDeclaredSymbolOf).OfType<ISymbol>().Where(AppNames.IsOfNotebook);

    private static bool IsExtension(MethodDeclarationSyntax f) => f.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;

    // A function may come before the variables it uses in a script, where they are fields; in a program it has to follow them.
    private bool NeedsLaterVariable(MemberDeclarationSyntax function)
    {
        var later = Root.Members.Where(m => m.SpanStart > function.SpanStart).SelectMany(DeclaredBy).Where(s => s is IFieldSymbol).Select(AppNames.Key).ToHashSet();
        return later.Count > 0 && function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => SymbolOf(n) is IFieldSymbol field && later.Contains(AppNames.Key(field)));
    }

    private IEnumerable<TextChange> Edits(MemberDeclarationSyntax member, bool moved, AppNames names)
    {
        if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var value } })
        {
            bool nothing = _model.GetTypeInfo(value).Type is null or { SpecialType: SpecialType.System_Void };
            if (!nothing) yield return new(new(value.SpanStart, 0), "NotebookHost.Show(");
            yield return new(new(value.Span.End, 0), nothing ? ";" : ");");
        }
        // Inside the class of another name it would be private.
        if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && !member.Modifiers.Any(SyntaxKind.PublicKeyword) && names.NewName(DeclaredBy(member).First()) is not null)
            yield return new(new((member.Modifiers.Count > 0 ? member.Modifiers[0] : AppSyntax.Keyword(member)).SpanStart, 0), "public ");
        if (member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.ConstKeyword))
            foreach (var variable in field.Declaration.Variables.Where(v => v.Initializer is null)) yield return new(new(variable.Span.End, 0), " = default");
        if (member is not (FieldDeclarationSyntax or MethodDeclarationSyntax)) yield break;
        bool capturing = member is MethodDeclarationSyntax && member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => SymbolOf(n) is IFieldSymbol { IsConst: false } f && AppNames.IsOfNotebook(f));
        foreach (var word in member.Modifiers)
            if (word.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ReadOnlyKeyword
                || (word.IsKind(SyntaxKind.StaticKeyword) && (member is FieldDeclarationSyntax || (capturing && !moved)))) yield return new(word.FullSpan, word.LeadingTrivia.ToFullString());
    }

    private IEnumerable<TextChange> Renamings(AppNames names)
    {
        foreach (var node in Root.DescendantNodes())
        {
            if (node is SimpleNameSyntax use && names.Changes(use.Identifier.ValueText) && names.NewName(SymbolOf(use)) is { } name)
            {
                // The member of an anonymous object or tuple that takes its name from the variable keeps it.
                string kept = use.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } ? $"{use.Identifier.ValueText} = "
                    : use.Parent is ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax } ? $"{use.Identifier.ValueText}: " : "";
                yield return new(use.Identifier.Span, kept + name);
            }
            else if (AppSyntax.DeclaredName(node) is { } token && names.Changes(token.ValueText) && names.NewName(_model.GetDeclaredSymbolOf(node)) is { } own)
                yield return new(token.Span, own);
        }
    }

    private string Apply(TextSpan span, IEnumerable<TextChange> edits)
    {
        var inside = edits.Where(e => span.Contains(e.Span) || (e.Span.IsEmpty && e.Span.Start == span.End)).Distinct().OrderBy(e => e.Span.Start)
            .Select(e => new TextChange(new(e.Span.Start - span.Start, e.Span.Length), e.NewText!));
        return _text.GetSubText(span).WithChanges(inside).ToString();
    }

    // Lines of directives were left blank.
    private static string Lines(string text)
    {
        string trimmed = text.ReplaceLineEndings("\n").TrimEnd();
        int blank = 0;
        while (blank < trimmed.Length && trimmed[blank] == '\n') blank++;
        return trimmed.Length == 0 ? "" : (blank > 0 ? "\n" : "") + trimmed[blank..] + "\n";
    }
}
