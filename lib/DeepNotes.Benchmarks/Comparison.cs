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
    }

    private static readonly List<string> Lines = [];

    /// <summary>Returns 0 when every result agreed with its peer's, 1 otherwise; a missed bar is reported, not an error.</summary>
    public static int Run(string filter, int[] threads, double seconds, int passes, string jsonFile, string markdownFile)
    {
        using var torch = new TorchPeer();
        var peers = new Peers(new OpenBlas(), torch, new OneThread());
        double flops = Machine.PeakFlops(), triad = Machine.Triad();
        Print($"# {Machine.Cpu()}\n");
        Print($"{DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
        foreach (var peer in (IPeer[])[peers.Blas, peers.Torch])
            Print($"- {peer.Name}: {peer.Version ?? "not on this machine, its cases are left out"}");
        Print($"- one thread at most: {flops / 1e9:F1} GFLOP/s multiply-add on registers, {triad / 1e9:F1} GB/s triad\n");
        Print($"Ratio = the peer's time / ours, best of many, turn by turn, {seconds} s a case in each of {passes} passes; above 1 ours is faster.\n");
        Print($"| case | threads | peer | ours ms | peer ms | ratio | bar | ours, of one thread's peak | agrees |\n|---|---|---|---|---|---|---|---|---|");
        var cases = Families.All(peers).Where(c => c.Peer.Version is not null && c.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        var rows = (from count in threads from c in cases where count > 1 || c.Peer != peers.Self select new Row(c, count, double.MaxValue, double.MaxValue, true)).ToArray();
        for (int pass = 1; pass <= passes; pass++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = Again(rows[i], seconds);
                if (pass == passes)
                    Print(rows[i], rows[i].Case.Unit == "B" ? triad : flops);
            }
        }
        Print($"\n| group | threads | cases | geometric mean | bar | smallest |\n|---|---|---|---|---|---|");
        foreach (var group in rows.GroupBy(r => (r.Case.Group, r.Threads)))
        {
            double mean = Math.Exp(group.Average(r => Math.Log(r.Ratio))), bar = group.Key.Group.GeoMean;
            string verdict = bar == 0 ? "" : Text($"{bar:F2}{(mean < bar ? " below" : "")}");
            Print($"| {group.Key.Group.Name} | {group.Key.Threads} | {group.Count()} | {mean:F2} | {verdict} | {group.Min(r => r.Ratio):F2} |");
        }
        if (jsonFile.Length > 0)
            File.WriteAllText(jsonFile, Json(rows));
        if (markdownFile.Length > 0)
            File.WriteAllText(markdownFile, string.Join('\n', Lines) + "\n");
        return Array.TrueForAll(rows, r => r.Agrees) ? 0 : 1;
    }

    private static void Print(Row row, double peak)
    {
        var c = row.Case;
        double rate = c.Work / row.Ours;
        Print($"| {c.Name} | {row.Threads} | {c.Peer.Name} | {row.Ours * 1e3:G4} | {row.Theirs * 1e3:G4} | {row.Ratio:F2} | {c.Bar:F2}{(row.Ratio < c.Bar ? " below" : "")} | {rate / 1e9:F1} G{c.Unit}/s, {100 * rate / peak:F0} % | {(row.Agrees ? "yes" : "NO")} |");
    }

    // A machine that is slow for some seconds, as shared ones are, is not slow in every pass.
    private static Row Again(Row before, double seconds)
    {
        Workers.Count = before.Threads;
        Machine.UseCores(before.Threads);
        before.Case.Peer.UseThreads(before.Threads);
        var trial = before.Case.Prepare();
        // Both sides run until the JIT has tiered up, then in batches of at least a millisecond, turn by turn.
        int runs = 1;
        double ours = Time(trial.Ours, 3), theirs = trial.Theirs(3);
        for (double start = Clock.Seconds(); Clock.Seconds() - start < 0.3;)
            trial.Ours();
        while ((ours = Time(trial.Ours, runs)) < 1e-3 && runs < 1 << 16)
            runs *= 2;
        (ours, theirs) = (double.MaxValue, double.MaxValue);
        var clock = Stopwatch.StartNew();
        for (int turn = 0; turn < 8 || clock.Elapsed.TotalSeconds < seconds; turn++)
        {
            ours = Math.Min(ours, Time(trial.Ours, runs) / runs);
            theirs = Math.Min(theirs, trial.Theirs(runs) / runs);
        }
        return before with { Ours = Math.Min(ours, before.Ours), Theirs = Math.Min(theirs, before.Theirs), Agrees = before.Agrees && trial.Difference() <= trial.Tolerance };
    }

    private static double Time(Action run, int runs)
    {
        double start = Clock.Seconds();
        for (int i = 0; i < runs; i++)
            run();
        return Clock.Seconds() - start;
    }

    private static string Json(Row[] rows)
    {
        var items = rows.Select(r => new Dictionary<string, object>
        {
            ["case"] = r.Case.Name, ["threads"] = r.Threads, ["peer"] = r.Case.Peer.Name, ["ours_seconds"] = r.Ours,
            ["peer_seconds"] = r.Theirs, ["ratio"] = r.Ratio, ["bar"] = r.Case.Bar, ["agrees"] = r.Agrees,
        });
        return JsonSerializer.Serialize(items) + "\n";
    }

    private static void Print(FormattableString text)
    {
        Lines.Add(Text(text));
        Console.WriteLine(Lines[^1]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
