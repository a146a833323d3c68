using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>Runs the cases, ours and the peer's in turn, and reports how many times faster ours are.</summary>
internal static class Comparison
{
    private sealed record Row(Case Case, int Threads, double Ours, double Theirs, bool Agrees)
    {
        public double Ratio => Theirs / Ours;
        public string Group => Case.Name.Split(' ')[0] + (Case.Name.Contains('x', StringComparison.Ordinal) && Case.Bar < 0.9 ? " small" : "");
    }

    /// <summary>Returns 0 when every result agreed with its peer's, 1 otherwise; a missed bar is reported, not an error.</summary>
    public static int Run(string filter, int[] threads, double seconds, string jsonFile)
    {
        var blas = new OpenBlas();
        using var torch = new TorchPeer();
        double flops = Machine.PeakFlops(), triad = Machine.Triad();
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd} {Machine.Cpu()}; .NET {Environment.Version}");
        foreach (var peer in (IPeer[])[blas, torch])
            Console.WriteLine($"{peer.Name}: {peer.Version ?? "not on this machine, its cases are left out"}");
        Console.WriteLine(Text($"One thread: {flops / 1e9:F1} GFLOP/s multiply-add, {triad / 1e9:F1} GB/s triad. Ratio = peer's time / ours, best of many, in turn, {(Clock.CountThreadOnly ? "thread" : "wall")} clock.\n"));
        var rows = new List<Row>();
        var cases = GemmCases.All(blas).Concat(TorchCases.All(torch)).Where(c => c.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        Console.WriteLine("| case | threads | ours ms | peer ms | ratio | bar | ours, of one thread's peak | agrees |\n|---|---|---|---|---|---|---|---|");
        foreach (int count in threads)
        {
            foreach (var c in cases.Where(c => c.Peer.Version is not null && (!Clock.CountThreadOnly || c.Peer == blas)))
            {
                Workers.Count = count;
                c.Peer.UseThreads(count);
                var row = Measure(c, count, seconds);
                rows.Add(row);
                double rate = c.Work / row.Ours, peak = c.Unit == "B" ? triad : flops;
                string mark = row.Ratio < c.Bar ? " below" : "";
                Console.WriteLine(Text($"| {c.Name} | {count} | {row.Ours * 1e3:G4} | {row.Theirs * 1e3:G4} | {row.Ratio:F2} | {c.Bar:F2}{mark} | {rate / 1e9:F1} G{c.Unit}/s, {rate / peak:P0} | {(row.Agrees ? "yes" : "NO")} |"));
            }
        }
        foreach (var group in rows.GroupBy(r => (r.Group, r.Threads)))
            Console.WriteLine(Text($"geo-mean {group.Key.Group}, {group.Key.Threads} thread(s): {Math.Exp(group.Average(r => Math.Log(r.Ratio))):F3} of {group.Count()}"));
        if (jsonFile.Length > 0)
            File.WriteAllText(jsonFile, Json(rows));
        return rows.All(r => r.Agrees) ? 0 : 1;
    }

    private static Row Measure(Case c, int threads, double seconds)
    {
        var trial = c.Prepare();
        // Both sides run until the JIT has tiered up, then in batches of at least a millisecond, turn by turn.
        int runs = 1;
        double ours = Time(trial.Ours, c.Work > 1e9 ? 4 : 40), theirs = trial.Theirs(3);
        while ((ours = Time(trial.Ours, runs)) < 1e-3 && runs < 1 << 16)
            runs *= 2;
        (ours, theirs) = (double.MaxValue, double.MaxValue);
        var clock = Stopwatch.StartNew();
        for (int turn = 0; turn < 8 || clock.Elapsed.TotalSeconds < seconds; turn++)
        {
            ours = Math.Min(ours, Time(trial.Ours, runs) / runs);
            theirs = Math.Min(theirs, trial.Theirs(runs) / runs);
        }
        return new Row(c, threads, ours, theirs, trial.Difference() <= trial.Tolerance);
    }

    private static double Time(Action run, int runs)
    {
        double start = Clock.Seconds();
        for (int i = 0; i < runs; i++)
            run();
        return Clock.Seconds() - start;
    }

    private static string Json(List<Row> rows)
    {
        var items = rows.Select(r => new Dictionary<string, object>
        {
            ["case"] = r.Case.Name, ["threads"] = r.Threads, ["peer"] = r.Case.Peer.Name, ["ours_seconds"] = r.Ours,
            ["peer_seconds"] = r.Theirs, ["ratio"] = r.Ratio, ["bar"] = r.Case.Bar, ["agrees"] = r.Agrees,
        });
        return JsonSerializer.Serialize(items) + "\n";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
