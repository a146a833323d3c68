using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Why a cell ended early.</summary>
/// <param name="Name">The exception's type, or a word for what happened.</param>
/// <param name="Message">What happened.</param>
/// <param name="Line">The line of the cell, from 1; 0 when it is not known.</param>
/// <param name="Traceback">The lines a front end prints, naming cell and line.</param>
public sealed record CellError(string Name, string Message, int Line, IReadOnlyList<string> Traceback);

/// <summary>How a cell ended.</summary>
/// <param name="Result">The value of the last expression, one entry per mime type; null when there is none.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
/// <param name="Skipped">Why the cell was left out; null when it was not.</param>
public sealed record CellResult(JsonObject? Result = null, CellError? Error = null, string? Skipped = null);

/// <summary>A cell to run.</summary>
/// <param name="Name">What errors call it, for example <c>cell 3</c>.</param>
/// <param name="Source">Its text.</param>
/// <param name="Optional">Whether it is left out, not failed, when a package is not to be had.</param>
public sealed record CellRequest(string Name, string Source, bool Optional = false);

/// <summary>A cell that cannot go on, in the words the user is to read.</summary>
internal class CellException(string name, int line, string message, params IReadOnlyList<string> traceback) : Exception(message)
{
    public CellError ToError(string cell)
        => new(name, Message, line, traceback.Count > 0 ? traceback : [line > 0 ? $"{cell}, line {line}: {Message}" : $"{cell}: {Message}"]);
}

/// <summary>A package that the feed does not have or that cannot be reached.</summary>
internal sealed class PackageException(int line, string message) : CellException("PackageError", line, message);
