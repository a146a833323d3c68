namespace DeepNotes.Notebooks.Engine;

/// <summary>
/// Keeps a cell from being aborted while it is inside the host: an abort may strike between any two instructions, finally blocks
/// included, and would leave a lock taken for ever. So whoever stops a cell first closes this gate, waits until nobody is inside,
/// and only then aborts. One per process, like the running cell.
/// </summary>
internal static class StopGate
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static int s_inside;
    private static volatile bool s_closed;

    /// <summary>Enters the host from a cell; false when the cell is being stopped, and what it wanted is dropped.</summary>
    public static bool TryEnter()
    {
        Interlocked.Increment(ref s_inside);
        if (!s_closed) return true;
        Interlocked.Decrement(ref s_inside);
        // An abort that finds the thread asleep does no harm; in the middle of the console's locks it can end the process.
        Thread.Sleep(100);
        return false;
    }

    /// <summary>Leaves the host.</summary>
    public static void Leave() => Interlocked.Decrement(ref s_inside);

    /// <summary>Aborts the cell when it is not inside the host.</summary>
    public static void Stop(Action abort)
    {
        s_closed = true;
        Interlocked.MemoryBarrier();
        SpinWait.SpinUntil(() => Volatile.Read(ref s_inside) <= 0, s_patience);
        abort();
    }

    /// <summary>Opens for the next cell. An abort just after the gate's own first line may have left it miscounted.</summary>
    public static void Open()
    {
        Volatile.Write(ref s_inside, 0);
        s_closed = false;
    }
}
