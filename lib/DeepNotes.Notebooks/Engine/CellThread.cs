using System.Runtime;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Engine;

/// <summary>What stops a cell.</summary>
/// <param name="Asked">The user wants it to stop.</param>
/// <param name="Abort">It did not: its thread is to be aborted.</param>
internal readonly record struct StopTokens(CancellationToken Asked, CancellationToken Abort);

/// <summary>Runs a cell's code on a thread that can be stopped.</summary>
internal static class CellThread
{
    // The same everywhere, so that a recursion goes as deep on every system.
    private const int StackSize = 16 << 20;

    public static CellResult Run(Func<Task<object?>> start, string cell, StopTokens stop)
    {
        var result = new CellResult();
        var thread = new Thread(() => result = Execute(start, cell, stop), StackSize) { Name = cell, IsBackground = true };
        thread.Start();
        WaitFor(thread, stop.Asked);
        return result;
    }

    // What sleeps or waits neither looks nor can be aborted: it is woken, and then stops.
    private static void WaitFor(Thread thread, CancellationToken asked)
    {
        int asleep = 0;
        while (!thread.Join(asked.CanBeCanceled ? 20 : Timeout.Infinite))
        {
            bool waits = asked.IsCancellationRequested && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;
            asleep = waits ? asleep + 1 : 0;
            // Not at once: what waits for a moment only stops by itself.
            if (asleep >= 8) thread.Interrupt();
        }
    }

    private static CellResult Execute(Func<Task<object?>> start, string cell, StopTokens stop)
    {
        Exception? stopped = null;
        StopGate.EnterCell();
        try
        {
            Task<object?>? task = null;
            JsonObject? data = null;
            Guard(() => task = start(), stop.Abort, ref stopped);
            WaitFor(task!, stop.Asked);
            // A value's own ToString or formatter is the user's code too.
            Guard(() => data = task!.GetAwaiter().GetResult() is { } value ? Formatter.Format(value) : null, stop.Abort, ref stopped);
            return new(data);
        }
        // Whatever form the stop took on its way out: a parallel loop wraps it, a constructor too.
        catch (Exception error) when (stop.Asked.IsCancellationRequested && IsStop(error))
        {
            return new(Error: CellErrors.FromInterrupt(stopped ?? error, cell));
        }
#pragma warning disable CA1031 // Whatever a cell throws is the cell's error, not the host's.
        catch (Exception error)
        {
            return new(Error: CellErrors.FromException(error, cell));
        }
#pragma warning restore CA1031
    }

    private static bool IsStop(Exception? error) => error is OperationCanceledException or ThreadInterruptedException
        || (error is AggregateException all ? all.InnerExceptions.Any(IsStop) : error?.InnerException is { } inner && IsStop(inner));

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
