using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Running;

/// <summary>Hears how a run goes on. Calls come one at a time, from any thread; <c>notebook</c> is the index in the list of paths.</summary>
public interface IRunObserver
{
    /// <summary>A worker was started for a notebook.</summary>
    /// <param name="notebook">Which notebook.</param>
    /// <param name="path">Its file.</param>
    /// <param name="codeCells">How many code cells it has.</param>
    void NotebookStarted(int notebook, string path, int codeCells);

    /// <summary>A code cell starts.</summary>
    /// <param name="notebook">Which notebook.</param>
    /// <param name="number">The code cell, counted from 1 over the code cells.</param>
    /// <param name="cell">The cell.</param>
    void CellStarted(int notebook, int number, Cell cell);

    /// <summary>A code cell showed something while it ran.</summary>
    /// <param name="notebook">Which notebook.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="output">What it showed.</param>
    void CellOutput(int notebook, Cell cell, Output output);

    /// <summary>A code cell ended.</summary>
    /// <param name="notebook">Which notebook.</param>
    /// <param name="number">The code cell, counted from 1 over the code cells.</param>
    /// <param name="cell">The cell, with its outputs.</param>
    /// <param name="seconds">How long it took.</param>
    void CellFinished(int notebook, int number, Cell cell, double seconds);

    /// <summary>A notebook ended, well or not.</summary>
    /// <param name="notebook">Which notebook.</param>
    /// <param name="report">How it fared.</param>
    void NotebookFinished(int notebook, NotebookReport report);
}
