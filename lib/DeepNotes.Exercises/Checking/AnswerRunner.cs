using System.Diagnostics;
using System.Reflection;
using System.Runtime;

namespace DeepNotes.Exercises;

/// <summary>What the code under test did with one case: plain data, fit to be sent from a child process to a judge.</summary>
/// <param name="Value">What it returned.</param>
/// <param name="Error">What it threw.</param>
/// <param name="Line">The line of the answer's cell in which it threw; 0 when not known.</param>
/// <param name="TimedOut">Whether the time limit stopped it.</param>
/// <param name="ChangedInput">Whether it wrote into its arguments.</param>
/// <param name="Repeated">Whether a second call gave the same; null when there was none.</param>
public sealed record Attempt(
    object? Value, Exception? Error = null, int Line = 0, bool TimedOut = false, bool ChangedInput = false, bool? Repeated = null);

/// <summary>Runs an answer on copies of the cases, on a thread of its own, within a time limit.</summary>
public static class AnswerRunner
{
    private const int StackBytes = 64 << 20;

    /// <summary>Runs an answer.</summary>
    /// <param name="answer">The code under test.</param>
    /// <param name="cases">The inputs; it sees copies of the arguments only.</param>
    /// <param name="limit">Time for all cases together.</param>
    /// <param name="repeat">Whether to call twice on the first case and compare.</param>
    /// <returns>One attempt per case; after a time-out the rest is missing.</returns>
    public static IReadOnlyList<Attempt> Run(Delegate answer, IReadOnlyList<Case> cases, TimeSpan limit, bool repeat = true)
    {
        var attempts = new List<Attempt>();
        bool done = false;
        void Body()
        {
            foreach (var item in cases)
            {
                var attempt = Call(answer, item);
                lock (attempts)
                    attempts.Add(attempt);
            }
            if (repeat && attempts.Count > 0 && attempts[0].Error is null)
            {
                var second = Call(answer, cases[0]);
                lock (attempts)
                    attempts[0] = attempts[0] with { Repeated = second.Error is null && Difference.Same(attempts[0].Value, second.Value, 0) };
            }
            Volatile.Write(ref done, true);
        }
        RunWithin(Body, limit);
        lock (attempts)
        {
            List<Attempt> result = [.. attempts];
            if (!Volatile.Read(ref done) && result.Count < cases.Count)
                result.Add(new Attempt(null, TimedOut: true));
            return result;
        }
    }

    private static void RunWithin(Action body, TimeSpan limit)
    {
        using var stop = new CancellationTokenSource();
        var token = stop.Token;
        var thread = new Thread(() => Controlled(body, token), StackBytes) { IsBackground = true, Name = "answer" };
        thread.Start();
        if (thread.Join(limit))
            return;
        stop.Cancel();
        thread.Join(TimeSpan.FromSeconds(2));   // one that will not stop even so is left behind in the background
    }

    private static void Controlled(Action body, CancellationToken stop)
    {
        try
        {
#pragma warning disable SYSLIB0046 // the only way to stop a loop without end and keep the process
            ControlledExecution.Run(body, stop);
#pragma warning restore SYSLIB0046
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Stopped: the caller records a time-out. The abort may arrive wrapped by the reflection call that it struck, and an
            // exception that leaves this thread would end the whole process.
        }
    }

    private static Attempt Call(Delegate answer, Case item)
    {
        object?[] args = [.. item.Args.Select(Plain.Copy)];
        try
        {
            object? value = Plain.Copy(answer.DynamicInvoke(args));
            return new Attempt(value, ChangedInput: Changed(item.Args, args));
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } error and not ThreadAbortException)
        {
            return new Attempt(null, error, LineOf(error, answer.Method.Module.Assembly));
        }
    }

    private static bool Changed(object?[] before, object?[] after)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (!Difference.Same(before[i], after[i], 0))
                return true;
        }
        return false;
    }

    private static int LineOf(Exception error, Assembly answer)
    {
        foreach (var frame in new StackTrace(error, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly == answer && frame.GetFileLineNumber() > 0)
                return frame.GetFileLineNumber();
        }
        return 0;
    }
}
