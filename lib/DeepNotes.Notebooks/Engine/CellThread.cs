using System.Runtime;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Runs a cell's code on a thread that can be stopped.</summary>
internal static class CellThread
{
    // The same everywhere, so that a recursion goes as deep on every system.
    private const int StackSize = 16 << 20;

    public static CellResult Run(Func<Task<object?>> start, string cell, CancellationToken interrupt)
    {
        var result = new CellResult();
        var thread = new Thread(() => result = Execute(start, cell, interrupt), StackSize) { Name = cell, IsBackground = true };
        thread.Start();
        WaitFor(thread, interrupt);
        return result;
    }

    // An abort does not reach a thread that sleeps or waits: it is woken, and then stops.
    private static void WaitFor(Thread thread, CancellationToken interrupt)
    {
        int asleep = 0;
        while (!thread.Join(interrupt.CanBeCanceled ? 100 : Timeout.Infinite))
        {
            bool waits = interrupt.IsCancellationRequested && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;
            asleep = waits ? asleep + 1 : 0;
            // Not at once: what waits for a moment only stops by itself.
            if (asleep >= 5) thread.Interrupt();
        }
    }

    private static CellResult Execute(Func<Task<object?>> start, string cell, CancellationToken interrupt)
    {
        Exception? stopped = null;
        try
        {
            Task<object?>? task = null;
            JsonObject? data = null;
            Guard(() => task = start(), interrupt, ref stopped);
            WaitFor(task!, interrupt);
            // A value's own ToString or formatter is the user's code too.
            Guard(() => data = task!.GetAwaiter().GetResult() is { } value ? Formatter.Format(value) : null, interrupt, ref stopped);
            return new(data);
        }
        catch (Exception error) when (error is OperationCanceledException or ThreadInterruptedException && interrupt.IsCancellationRequested)
        {
            return new(Error: CellErrors.FromInterrupt(stopped ?? error as ThreadInterruptedException, cell));
        }
#pragma warning disable CA1031 // Whatever a cell throws is the cell's error, not the host's.
        catch (Exception error)
        {
            return new(Error: CellErrors.FromException(error, cell));
        }
#pragma warning restore CA1031
    }

    private static void Guard(Action action, CancellationToken interrupt, ref Exception? stopped)
    {
        if (!interrupt.CanBeCanceled)
        {
            // Nothing can stop it, and ControlledExecution waits for ever for a token that cannot be cancelled.
            action();
            return;
        }
        Exception? abort = null;
#pragma warning disable SYSLIB0046 // The one way to stop code that does not look at a token; the docs name scripting hosts as its use.
        try
        {
            ControlledExecution.Run(() =>
            {
                try
                {
                    action();
                }
                catch (ThreadAbortException error)
                {
                    // Knows the line that ran; the abort goes on by itself.
                    abort = error;
                }
            }, interrupt);
        }
        finally
        {
            stopped ??= abort;
        }
#pragma warning restore SYSLIB0046
    }

    private static void WaitFor(Task task, CancellationToken interrupt)
    {
        try
        {
            task.Wait(interrupt);
        }
        catch (AggregateException)
        {
            // Thrown again, unwrapped and with its own stack, when the result is asked for.
        }
    }
}
