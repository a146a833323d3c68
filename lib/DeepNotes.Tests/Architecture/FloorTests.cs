using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepNotes.Tests.Architecture;

/// <summary>Dependencies point one way: Training → NN, Optim, Data, IO → Ops → Core → Kernels.</summary>
public class FloorTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["Kernels"] = 0, ["Core"] = 1, ["Ops"] = 2, ["NN"] = 3, ["Optim"] = 3, ["Data"] = 3, ["IO"] = 3,
        ["Training"] = 4,
    };

    [Fact]
    public void No_file_names_a_type_of_a_higher_floor()
    {
        var files = SourceTree.Files("lib/DeepNotes").ToList();
        Assert.All(files, f => Assert.Contains(FolderOf(f), Floors.Keys));
        var floorOf = new Dictionary<string, int>();
        foreach (var file in files)
        {
            // A partial type (Tensor, F) belongs to the lowest floor that declares it.
            foreach (var type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(t => t.Parent is not TypeDeclarationSyntax))
            {
                string name = type.Identifier.Text;
                floorOf[name] = Math.Min(floorOf.GetValueOrDefault(name, int.MaxValue), Floors[FolderOf(file)]);
            }
        }
        Assert.Empty(
            from file in files
            from token in file.Syntax.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && IsTypeUse(t))
            where floorOf.TryGetValue(token.Text, out int floor) && floor > Floors[FolderOf(file)]
            select $"{file.Path}:{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1} uses {token.Text} of floor {floorOf[token.Text]}");
    }

    [Theory]
    [InlineData("DeepNotes.Notebooks")]
    public void The_host_does_not_reference_the_library(string project) =>
        Assert.DoesNotContain("DeepNotes.csproj", File.ReadAllText(Path.Combine(SourceTree.Root, "lib", project, project + ".csproj")), StringComparison.Ordinal);

    [Fact]
    public void The_library_knows_neither_figures_nor_the_sources_of_data() =>
        Assert.Empty(System.Xml.Linq.XDocument.Load(Path.Combine(SourceTree.Root, "lib/DeepNotes/DeepNotes.csproj")).Descendants("ProjectReference"));

    [Fact]
    public void The_library_depends_on_one_package() =>
        Assert.Equal(["System.Numerics.Tensors"], System.Xml.Linq.XDocument.Load(Path.Combine(SourceTree.Root, "lib/DeepNotes/DeepNotes.csproj"))
            .Descendants("PackageReference").Select(p => (string?)p.Attribute("Include")));

    private static string FolderOf(SourceTree.SourceFile file) => file.Path.Split('/')[2];

    // A name that stands as a type, or in front of a dot: not a member, a parameter or a declaration of the same name.
    private static bool IsTypeUse(SyntaxToken token) => token.Parent is SimpleNameSyntax name && !IsTypeParameter(token)
        && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        && (name.Parent is MemberAccessExpressionSyntax or ObjectCreationExpressionSyntax or ParameterSyntax or VariableDeclarationSyntax
            or BaseTypeSyntax or TypeArgumentListSyntax or CastExpressionSyntax or NullableTypeSyntax or ArrayTypeSyntax or MethodDeclarationSyntax
            or PropertyDeclarationSyntax or TypeOfExpressionSyntax or IsPatternExpressionSyntax or DeclarationPatternSyntax);

    private static bool IsTypeParameter(SyntaxToken token) => token.Parent!.Ancestors()
        .SelectMany(a => a.ChildNodes().OfType<TypeParameterListSyntax>())
        .Any(list => list.Parameters.Any(p => p.Identifier.Text == token.Text));
}
