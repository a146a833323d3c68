using System.Diagnostics;

namespace DeepNotes.Benchmarks;

internal static class Clock
{
    public static double Seconds() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}
