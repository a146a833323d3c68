using System.Runtime.CompilerServices;
using DeepNotes.Notebooks.Engine;
using DeepNotes.Notebooks.Scripting;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Notebooks;

/// <summary>Two compilations that began at once once made symbols of their own, and <c>display(…)</c> was ambiguous in the second cell.</summary>
[Collection(nameof(EngineTests))]
public sealed class SharedSymbolsTests
{
    [Fact]
    public void All_cells_share_the_symbols_of_the_host()
    {
        using var folder = new TempFolder();
        var kept = Host(folder.Path);
        GC.Collect();
        Assert.True(kept.IsAlive);
        Assert.Same(kept.Target, Host(folder.Path).Target);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Host(string folder)
    {
        using var engine = new CSharpEngine(folder);
        return new(engine.Sketch("").GetTypeByMetadataName(typeof(NotebookGlobals).FullName!)!.ContainingAssembly);
    }
}
