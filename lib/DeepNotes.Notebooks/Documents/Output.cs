using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>What an output of a code cell is.</summary>
public enum OutputKind
{
    /// <summary>Console text.</summary>
    Stream,
    /// <summary>A displayed value.</summary>
    DisplayData,
    /// <summary>The value of the last expression.</summary>
    ExecuteResult,
    /// <summary>An error that ended the cell.</summary>
    Error,
}

/// <summary>One output of a code cell. Which members mean something depends on <see cref="Kind"/>.</summary>
public sealed class Output
{
    /// <summary>What this output is.</summary>
    public required OutputKind Kind { get; init; }

    /// <summary>Stream: <c>stdout</c> or <c>stderr</c>.</summary>
    public string Name { get; init; } = "stdout";

    /// <summary>Stream: the text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Display and result: one value per mime type; text as one joined string, JSON types as JSON.</summary>
    public JsonObject Data { get; set; } = [];

    /// <summary>Display and result: metadata of the values.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Result: the number of the cell.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>Error: the exception's type, or a word for what happened.</summary>
    public string ErrorName { get; init; } = "";

    /// <summary>Error: the message.</summary>
    public string ErrorValue { get; init; } = "";

    /// <summary>Error: the lines a front end prints.</summary>
    public IReadOnlyList<string> Traceback { get; init; } = [];

    /// <summary>Members that nbformat does not define; kept on saving.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>Values of mime types that a run was asked for beside the usual ones; never saved.</summary>
    public JsonObject Unsaved { get; init; } = [];

    /// <summary>The text of one mime type; null when it is absent or not text.</summary>
    /// <param name="mime">For example <c>text/html</c>.</param>
    public string? Mime(string mime) => Data[mime] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Console text.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    public static Output Stream(string name, string text) => new() { Kind = OutputKind.Stream, Name = name, Text = text };

    /// <summary>A displayed value.</summary>
    /// <param name="data">One value per mime type.</param>
    public static Output Display(JsonObject data) => new() { Kind = OutputKind.DisplayData, Data = data };

    /// <summary>The value of the last expression.</summary>
    /// <param name="data">One value per mime type.</param>
    /// <param name="executionCount">The number of the cell.</param>
    public static Output Result(JsonObject data, int? executionCount)
        => new() { Kind = OutputKind.ExecuteResult, Data = data, ExecutionCount = executionCount };

    /// <summary>An error.</summary>
    /// <param name="name">The exception's type.</param>
    /// <param name="value">The message.</param>
    /// <param name="traceback">The lines a front end prints.</param>
    public static Output Error(string name, string value, params IReadOnlyList<string> traceback)
        => new() { Kind = OutputKind.Error, ErrorName = name, ErrorValue = value, Traceback = traceback };
}
