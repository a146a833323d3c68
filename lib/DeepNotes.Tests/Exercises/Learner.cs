using System.Runtime.Loader;
using DeepNotes.Exercises;
using DeepNotes.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepNotes.Tests.Exercises;

/// <summary>One part of a solutions file: the text of an answer cell.</summary>
/// <param name="Id">The exercise.</param>
/// <param name="Wrong">Words of the diagnosis it must get; null for the right answer.</param>
/// <param name="Code">The cell.</param>
internal sealed record SolutionPart(string Id, string? Wrong, string Code);

/// <summary>Plays a learner: writes text into cells, compiles each as a script on top of those before, runs it.</summary>
internal sealed class Learner
{
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "DeepNotes", "DeepNotes.Data", "DeepNotes.Exercises",
    ];

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) && File.Exists(p))
        .Append(typeof(Tensor).Assembly.Location).Append(typeof(Course).Assembly.Location)
        .Select(p => MetadataReference.CreateFromFile(p))];

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private readonly AssemblyLoadContext _context = new("learner");
    private readonly object?[] _states = new object?[16];
    private CSharpCompilation? _previous;
    private int _count;

    /// <summary>The parts of all solutions files.</summary>
    public static IReadOnlyList<SolutionPart> Solutions { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "notebooks", "solutions"), "*.csx").Order(StringComparer.Ordinal).SelectMany(Parts)];

    /// <summary>Runs an answer cell and its check cell in a session of their own.</summary>
    public static async Task<Verdict> CheckAsync(Exercise exercise, string cell)
    {
        var learner = new Learner();
        await learner.RunAsync(cell);
        return (Verdict)(await learner.RunAsync(exercise.CheckCell))!;
    }

    /// <summary>Runs a cell; returns the value of its last expression.</summary>
    public async Task<object?> RunAsync(string cell)
    {
        string name = $"learner-{++_count}";
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Usings, optimizationLevel: OptimizationLevel.Release)
            .WithScriptClassName($"Submission#{_count}");
        var compilation = CSharpCompilation.CreateScriptCompilation(name, CSharpSyntaxTree.ParseText(cell, Parse), _previous is null ? References : [],
            options, _previous, typeof(object));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, $"{string.Join("\n", emitted.Diagnostics)}\n{cell}");
        image.Position = 0;
        _previous = compilation;
        var entry = compilation.GetEntryPoint(default)!;
        var factory = _context.LoadFromStream(image).GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!;
        return await factory.CreateDelegate<Func<object?[], Task<object?>>>()(_states);
    }

    private static IEnumerable<SolutionPart> Parts(string path)
    {
        foreach (string part in File.ReadAllText(path).ReplaceLineEndings("\n").Split("// %% ")[1..])
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            string[] head = part[..end].Split(' ', 3);
            yield return new SolutionPart(head[0], head[1] == "answer" ? null : head[2], part[(end + 1)..]);
        }
    }
}
