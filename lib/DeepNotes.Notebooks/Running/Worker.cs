namespace DeepNotes.Notebooks.Running;

/// <summary>The child's side of a run: cells in, outputs out, as JSON lines.</summary>
public static class Worker
{
    /// <summary>Runs the cells that arrive until the input ends.</summary>
    /// <param name="input">Requests, one JSON object per line.</param>
    /// <param name="output">Answers, one JSON object per line.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Stream input, Stream output)
        => throw new NotImplementedException($"{input} {output}");
}
