using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Running;

/// <summary>What went wrong in a notebook.</summary>
/// <param name="Cell">The cell, counted from 1 over all cells; 0 when the file itself is wrong.</param>
/// <param name="Line">The line within the cell, counted from 1; 0 when it is not known.</param>
/// <param name="Message">What happened, in one or more lines.</param>
public sealed record RunError(int Cell, int Line, string Message);

/// <summary>How one notebook fared.</summary>
/// <param name="Path">The file, as it was asked for.</param>
/// <param name="Ok">Whether every cell ran.</param>
/// <param name="Seconds">Wall time, with the start of the worker.</param>
/// <param name="CpuSeconds">Processor time of the worker.</param>
/// <param name="Cells">Code cells that were run to their end.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record NotebookReport(string Path, bool Ok, double Seconds, double CpuSeconds, int Cells, RunError? Error)
{
    /// <summary>The notebook with the outputs of this run; null when the file could not be read.</summary>
    [JsonIgnore]
    public Notebook? Notebook { get; init; }

    /// <summary>Cells that were skipped, each with one line that says why.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>The largest working set of the worker seen, in bytes.</summary>
    [JsonIgnore]
    public long PeakMemory { get; init; }
}

/// <summary>How a run of several notebooks fared, in the order they were asked for.</summary>
/// <param name="Notebooks">One entry per notebook.</param>
public sealed record RunReport(IReadOnlyList<NotebookReport> Notebooks)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Whether every notebook ran without an error.</summary>
    [JsonIgnore]
    public bool Ok => Notebooks.All(n => n.Ok);

    /// <summary>The machine-readable report.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json) + "\n";
}
