using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepNotes.Benchmarks;

/// <summary>Seconds on the wall, or of this thread's own work.</summary>
internal static partial class Clock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Whether time in which other programs had the processor is left out.</summary>
    public static bool CountThreadOnly { get; set; }

    public static double Seconds()
    {
        if (!CountThreadOnly)
            return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        _ = GetTime(ThreadCpuTime, out var time);
        return time.Seconds + 1e-9 * time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Instant time);

    private readonly struct Instant
    {
        public readonly long Seconds, Nanoseconds;
    }
}
