using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>This library on one thread: the peer of the cases that ask what more threads gain.</summary>
internal sealed class OneThread : IPeer
{
    public string Name => "one thread";
    public string? Version => Environment.Version.ToString();
    public void UseThreads(int count) { }

    /// <summary>Runs on one thread and returns the seconds that took.</summary>
    public static double Time(Action run, int runs)
    {
        int before = Workers.Count;
        Workers.Count = 1;
        double start = Clock.Seconds();
        for (int i = 0; i < runs; i++)
            run();
        double seconds = Clock.Seconds() - start;
        Workers.Count = before;
        return seconds;
    }
}
