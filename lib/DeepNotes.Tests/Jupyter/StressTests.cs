using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>
/// Many and much at once: no reply lost, order kept, nothing left behind. The counts are small in the suite; with DEEPNOTES_STRESS=1
/// they are 10,000 cells in a row, 100 MB of text, 1,000 interrupts and 10,000 fuzzed messages.
/// </summary>
[Collection(nameof(EngineTests))]
public sealed class StressTests(KernelSession session, ITestOutputHelper output) : IClassFixture<KernelSession>
{
    /// <summary>Whether the big counts are asked for.</summary>
    internal static bool Long { get; } = Environment.GetEnvironmentVariable("DEEPNOTES_STRESS") == "1";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Cells_sent_in_a_row_are_all_answered_in_order()
    {
        int count = Long ? 10_000 : 200;
        int before = session.Run("int total = 0;").Number("execution_count");
        session.Published();
        var clock = Stopwatch.StartNew();
        var ids = Enumerable.Range(0, count).Select(i => session.Send($"total += {i}; total")).ToList();
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            // The very next reply and the very next outputs, not merely some that fit.
            Assert.True(session.Client.ShellMessages.TryTake(out var reply, s_patience));
            Assert.Equal((ids[i], "ok", before + 1 + i), (reply.ParentId, reply.Content.Text("status"), reply.Content.Number("execution_count")));
            string[] types = [.. Enumerable.Range(0, 4).Select(_ => Next(ids[i], i, ref sum))];
            Assert.Equal(["status", "execute_input", "execute_result", "status"], types);
        }
        Report($"{count} cells in a row", clock);
    }

    [Fact]
    public void Megabytes_of_console_text_arrive_whole()
    {
        int lines = Long ? 1_000_000 : 100_000;
        var clock = Stopwatch.StartNew();
        string id = session.Send($"for (int i = 0; i < {lines}; i++) Console.WriteLine(i.ToString(\"D9\") + new string((char)('a' + i % 26), 90));");
        long length = 0, line = 0;
        var rest = new System.Text.StringBuilder();
        foreach (var message in session.Stream(id).Where(m => m.Type == "stream"))
        {
            rest.Append(message.Content.Text("text"));
            length += message.Content.Text("text").Length;
            string text = rest.ToString();
            int at = 0;
            for (; at + 100 <= text.Length; at += 100, line++)
                if (int.Parse(text.AsSpan(at, 9), System.Globalization.CultureInfo.InvariantCulture) != line || text[at + 9] != 'a' + line % 26) Assert.Fail($"line {line} is {text.AsSpan(at, 100)}");
            rest.Clear().Append(text, at, text.Length - at);
        }
        Assert.Equal((100L * lines, (long)lines, 0), (length, line, rest.Length));
        Assert.Equal("ok", session.Wait(id).Text("status"));
        Report($"{lines / 10_000} MB of text", clock);
    }

    [Fact]
    public void A_display_of_fifty_megabytes_arrives_whole()
    {
        const int Size = 50_000_000;
        var clock = Stopwatch.StartNew();
        string id = session.Send($"display(HTML(new string('x', {Size} - 1) + 'y'));");
        string html = session.Stream(id).Single(m => m.Type == "display_data").Content.Object("data").Text("text/html");
        Assert.Equal((Size, 'y', Size - 1), (html.Length, html[^1], html.AsSpan().IndexOfAnyExcept('x')));
        Assert.Equal("ok", session.Wait(id).Text("status"));
        Report("50 MB display", clock);
    }

    // Cells of every kind, each interrupted after a moment of any length: while it compiles, runs, prints, sleeps, waits for the user, or has ended.
    [Fact]
    public void Interrupts_at_random_moments_lose_no_reply_and_no_state()
    {
        int count = Long ? 1_000 : 40;
        string[] kinds =
        [
            "while (true) { }", "while (true) Console.WriteLine(\"spam\");", "Thread.Sleep(-1);", "await Task.Delay(-1);", "Console.ReadLine();",
            "while (true) new int[1000].Sum();", "try { while (true) { } } finally { kept = 42; }", "while (true) display(1).Update(2);",
            "Parallel.For(0, 1 << 30, i => Math.Sqrt(i));", "kept + 0", "lock (kept.GetType()) while (true) { }",
        ];
        session.Run("using System.Threading; int kept = 42;");
        session.Published();
        int threads = Process.GetCurrentProcess().Threads.Count, interrupted = 0;
        var random = new Random(10);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            bool endless = i % kinds.Length != 9;
            string id = session.Send(kinds[i % kinds.Length], input: true);
            JsonObject? reply = null;
            for (int tries = 0; reply is null; tries++)
            {
                Assert.True(tries < 100, $"interrupt {i} of {kinds[i % kinds.Length]}");
                Thread.Sleep(random.Next(30));
                session.Interrupt();
                reply = KernelClient.Receive(session.Client.ShellMessages, id, TimeSpan.FromSeconds(1))?.Content;
            }
            Assert.Contains(reply.Text("ename"), endless ? ["Interrupted"] : (string[])["Interrupted", ""]);
            interrupted += reply.Text("status") == "error" ? 1 : 0;
            // What is still on its way to the kernel must not hit the next cell: the control channel is asked and has to answer.
            string asked = session.Client.Send(session.Client.Control, "kernel_info_request");
            Assert.NotNull(KernelClient.Receive(session.Client.ControlMessages, asked, s_patience));
            Assert.Equal("42", session.Value("kept"));
        }
        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 0, threads + 40);
        Report($"{count} interrupts, {interrupted} cells stopped", clock);
    }

    private string Next(string id, int index, ref long sum)
    {
        Assert.True(session.Client.IoPub.TryTake(out var message, s_patience));
        Assert.Equal(id, message.ParentId);
        if (message.Type == "execute_result") Assert.Equal((sum += index).ToString(System.Globalization.CultureInfo.InvariantCulture), message.Content.Object("data").Text("text/plain"));
        return message.Type;
    }

    private void Report(string what, Stopwatch clock)
    {
        using var process = Process.GetCurrentProcess();
        output.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.0} s, {process.WorkingSet64 >> 20} MB, heap {GC.GetTotalMemory(true) >> 20} MB, {process.Threads.Count} threads");
    }
}
