using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Runs C# cells one after the other; each sees what the ones before declared.</summary>
public sealed class CSharpEngine : IDisposable
{
    private readonly string _folder;
    private readonly LibraryFolders _libraries = new();
    private readonly CellCompiler _compiler;
    private readonly List<string> _sources = [];
    private object?[] _states = new object?[16];
    private string? _missingPackage;

    /// <summary>An engine without cells.</summary>
    /// <param name="folder">The notebook's folder, which relative paths start from.</param>
    /// <param name="interactive">Whether there is a user who may stop a cell: its loops then look out for that.</param>
    public CSharpEngine(string folder, bool interactive = false)
    {
        _folder = Path.GetFullPath(folder);
        _compiler = new CellCompiler(_folder, _libraries, interactive);
    }

    /// <summary>Runs a cell and waits for its end.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="sink">Receives what the cell shows while it runs.</param>
    /// <param name="interrupt">Stops the cell, whatever it does; what earlier cells made stays.</param>
    public CellResult Run(CellRequest cell, ICellSink sink, CancellationToken interrupt = default)
    {
        ConsoleCapture.Install();
        StopGate.Open();
        ActiveCell.Sink = sink;
        using var abort = new CancellationTokenSource();
        using var stopping = interrupt.Register(() => StopGate.Stop(abort.Cancel));
        // Without a token that can be cancelled the cell need not be made stoppable.
        var stop = interrupt.CanBeCanceled ? new StopTokens(interrupt, abort.Token) : default;
        try
        {
            // Without what an earlier cell was to bring, a cell that brings nothing itself cannot run.
            return cell.Optional && _missingPackage is not null && !cell.Source.Contains("#r \"nuget:", StringComparison.Ordinal) ? new(Skipped: _missingPackage) : RunParts(cell, stop);
        }
        catch (PackageException error) when (cell.Optional)
        {
            _missingPackage = "Skipped: " + error.Message;
            return new(Skipped: _missingPackage);
        }
        catch (CellException error)
        {
            return new(Error: error.ToError(cell.Name));
        }
        finally
        {
            ActiveCell.Sink = null;
            StopGate.End();
            if (interrupt.IsCancellationRequested) ConsoleCapture.Renew();
        }
    }

    /// <summary>Loads the compiler before it is needed: the first cell then takes no longer than the others.</summary>
    public void WarmUp()
    {
        var start = new CellCompiler(_folder, _libraries).Compile("int x = 1; $\"{x}\"", "warm-up", []).Start!;
        CellThread.Run(() => start(new object?[2]), "warm-up", default);
    }

    /// <summary>The notebook's folder.</summary>
    internal string Folder => _folder;

    /// <summary>A cell as it is being typed, for questions about it; nothing runs.</summary>
    internal CSharpCompilation Sketch(string code) => _compiler.Sketch(code);

    /// <summary>Removes the copies of the notebook's libraries.</summary>
    public void Dispose() => _libraries.Dispose();

    private CellResult RunParts(CellRequest cell, StopTokens interrupt)
    {
        long start = Stopwatch.GetTimestamp();
        var source = CellSource.Parse(cell.Source);
        var references = Resolve(source);
        var result = new CellResult();
        foreach (var part in source.Parts)
        {
            if (result.Result is { } shown) ActiveCell.Sink?.Display(ActiveCell.NextDisplayId(), shown);
            result = part.Kind switch
            {
                PartKind.CSharp => RunCode(part.Text, cell.Name, references, interrupt),
                PartKind.Import => Import(part, interrupt),
                _ => new(new JsonObject { [part.Kind == PartKind.Html ? "text/html" : "text/markdown"] = part.Text }),
            };
            references = [];
            if (result.Error is not null) return result;
        }
        // Directives alone: the references still have to reach the cells that follow.
        if (references.Count > 0) RunCode("", cell.Name, references, interrupt);
        if (!source.Timed) return result;
        string time = string.Create(CultureInfo.InvariantCulture, $"Wall time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
        ActiveCell.Sink?.Display(ActiveCell.NextDisplayId(), Formatter.Format(time));
        return result;
    }

    private CellResult RunCode(string text, string name, IReadOnlyList<MetadataReference> references, StopTokens interrupt)
    {
        var compiled = _compiler.Compile(text, name, references);
        _compiler.Accept(compiled);
        if (compiled.Start is not { } start) return new();
        if (_states.Length <= _compiler.Count) Array.Resize(ref _states, _states.Length * 2);
        return CellThread.Run(() => start(_states), name, interrupt);
    }

    private CellResult Import(CellPart part, StopTokens interrupt)
    {
        string path = Path.GetFullPath(part.Text, _folder);
        if (!File.Exists(path)) throw new CellException("ImportError", part.Line, $"#!import {part.Text}: there is no such file in {_folder}.");
        bool notebook = Path.GetExtension(path) == ".ipynb";
        var sources = notebook ? [.. Notebook.Load(path).Cells.Where(c => c.Kind == CellKind.Code).Select(c => c.Source)] : new List<string> { File.ReadAllText(path) };
        var result = new CellResult();
        foreach (string source in sources)
        {
            result = RunParts(new(part.Text, source), interrupt);
            if (result.Error is { } error) return new(Error: error with { Message = $"{part.Text}, line {error.Line}: {error.Message}", Line = part.Line });
        }
        return result;
    }

    private List<MetadataReference> Resolve(CellSource source)
    {
        _sources.AddRange(source.Sources);
        var packages = source.References.Where(r => r.IsPackage).ToList();
        var found = new List<MetadataReference>();
        if (packages.Count > 0) found.AddRange(new PackageRestore(_folder, _sources).Restore(packages, _libraries));
        foreach (var reference in source.References.Where(r => !r.IsPackage))
        {
            string path = Path.GetFullPath(reference.Value, _folder);
            if (!File.Exists(path))
                throw new CellException("ReferenceError", reference.Line, $"#r \"{reference.Value}\": there is no file {path}; is the library built?");
            found.Add(_libraries.Add(path));
        }
        return found;
    }
}
