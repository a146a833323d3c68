using DeepNotes.Notebooks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepNotes.Tests.Notebooks;

/// <summary>Which loops of a cell look whether the user wants them to stop.</summary>
public sealed class StopPointTests
{
    private const string Loop = "static void Work() { for (int i = 0; i < 9; i++) Load(i); }";

    [Theory]
    [InlineData(Loop, true)]
    [InlineData("[Obsolete] " + Loop, true)]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]\n" + Loop, false)]
    [InlineData("class Kernels { [System.Runtime.CompilerServices.MethodImpl(512)] public " + Loop + " }", false)]
    [InlineData("for (int i = 0; i < 9; i++) sum += x[i] * Math.Sqrt(y[i]);", false)]
    public void Loops_that_call_others_look_unless_their_method_is_marked_as_tuned(string code, bool looks)
    {
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script));
        string text = StopPoints.Insert(tree);
        if (looks) Assert.Contains("StopPoint.Pass()", text, StringComparison.Ordinal);
        else Assert.Equal(code, text);
    }
}
