namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// How a running cell is stopped. First it is asked: its loops and whatever it shows look at the gate and leave by an exception, and
/// what sleeps is woken. Only a cell that does not look is aborted, and never while it is inside the host: an abort may strike between
/// any two instructions, finally blocks included, and would leave a lock taken for ever. One per process, like the running cell.
/// </summary>
internal static class StopGate
{
    private const int Asked = 400;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly ManualResetEventSlim s_ended = new(true);
    private static int s_inside;
    private static volatile bool s_closed;
    [ThreadStatic] private static bool s_isCell;

    /// <summary>Whether the cell is to stop.</summary>
    public static bool Closed => s_closed;

    /// <summary>Marks this thread as the cell's own.</summary>
    public static void EnterCell() => s_isCell = true;

    /// <summary>Ends the cell where the exception has somebody to catch it: on the cell's own thread and in tasks.</summary>
    /// <exception cref="OperationCanceledException">The cell is being stopped.</exception>
    public static void LeaveCell()
    {
        if (s_isCell || Task.CurrentId is not null) throw new OperationCanceledException("the cell was stopped");
        // Any other thread has nobody; slowed down it does no harm.
        Thread.Sleep(100);
    }

    /// <summary>Enters the host from a cell; false when the cell is being stopped, and what it wanted is dropped.</summary>
    /// <exception cref="OperationCanceledException">The cell is being stopped.</exception>
    public static bool TryEnter()
    {
        Interlocked.Increment(ref s_inside);
        if (!s_closed) return true;
        Interlocked.Decrement(ref s_inside);
        LeaveCell();
        return false;
    }

    /// <summary>Leaves the host.</summary>
    public static void Leave() => Interlocked.Decrement(ref s_inside);

    /// <summary>Stops the cell; returns when it has ended or is being aborted.</summary>
    public static void Stop(Action abort)
    {
        s_closed = true;
        if (s_ended.Wait(Asked)) return;
        SpinWait.SpinUntil(() => Volatile.Read(ref s_inside) <= 0, s_patience);
        abort();
    }

    /// <summary>Opens for the next cell. An abort just after the gate's own first line may have left it miscounted.</summary>
    public static void Open()
    {
        Volatile.Write(ref s_inside, 0);
        s_ended.Reset();
        s_closed = false;
    }

    /// <summary>The cell has ended: nobody need wait for it.</summary>
    public static void End() => s_ended.Set();
}
