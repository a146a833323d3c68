using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Notebooks.Scripting;

/// <summary>Where the loops of an interactive cell look whether the user wants them to stop.</summary>
public static class StopPoint
{
    /// <summary>Goes on, or ends the cell.</summary>
    /// <exception cref="OperationCanceledException">The cell is being stopped.</exception>
    public static void Pass()
    {
        if (StopGate.Closed) StopGate.LeaveCell();
    }
}
