using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Notebooks.Jupyter.Zmtp;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Whatever comes over the wire and however much, the kernel answers, in order, and lives.</summary>
[Collection(nameof(EngineTests))]
public sealed class RobustnessTests(KernelSession session) : IClassFixture<KernelSession>
{
    // The full numbers take minutes: DEEPNOTES_SOAK=1.
    private static readonly int s_scale = Environment.GetEnvironmentVariable("DEEPNOTES_SOAK") == "1" ? 10 : 1;

    [Fact]
    public void A_message_with_a_wrong_signature_is_dropped()
    {
        using var forger = new KernelClient(ConnectionFile.Parse(new JsonObject
        {
            ["key"] = "another key", ["shell_port"] = session.Connection.Shell, ["iopub_port"] = session.Connection.IoPub,
            ["stdin_port"] = session.Connection.Stdin, ["control_port"] = session.Connection.Control, ["hb_port"] = session.Connection.Heartbeat,
        }.ToJsonString()), TimeSpan.FromSeconds(10));
        forger.Send(forger.Shell, "execute_request", new JsonObject { ["code"] = "int forged = 1;" });
        forger.Send(forger.Control, "shutdown_request");
        Assert.Equal("CompilationError", session.Run("forged").Text("ename"));
    }

    [Fact]
    public void Fuzzed_messages_are_refused_or_dropped()
    {
        var random = new Random(7);
        var messages = new Messages(session.Connection.Key);
        string[] types = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_open", "comm_msg", "input_reply", "kernel_info_request", "x"];
        for (int i = 0; i < 300 * s_scale * (s_scale > 1 ? 3 : 1); i++)
        {
            var content = new JsonObject();
            foreach (string key in (string[])["silent", "allow_stdin", "cursor_pos", "n", "hist_access_type", "pattern", "user_expressions", "comm_id"])
                if (random.Next(3) == 0) content[key] = Junk(random, 0);
            var frames = messages.Build([], types[random.Next(types.Length)], Request.None, content, out _);
            if (random.Next(4) > 0) Damage(random, frames);
            session.Client.Shell.Send(frames);
        }
        while (session.Client.ShellMessages.TryTake(out _)) { }
        Assert.Equal("2", session.Value("1 + 1"));
    }

    [Fact]
    public void Fuzzed_bytes_close_their_connection_only()
    {
        var random = new Random(8);
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, .. "NULL"u8, .. new byte[48]];
        for (int i = 0; i < 300; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, random.Next(2) == 0 ? session.Connection.Shell : session.Connection.IoPub);
            byte[] junk = new byte[random.Next(200)];
            random.NextBytes(junk);
            socket.Send(random.Next(2) == 0 ? junk : [.. greeting[..random.Next(65)], .. junk]);
        }
        Assert.Equal("2", session.Value("1 + 1"));
    }

    [Fact]
    public void Requests_in_a_row_are_answered_in_order_and_leave_nothing_behind()
    {
        int count = 1000 * s_scale;
        session.Run("int n = 0;");
        // The first hundred pay for what is made once.
        session.Wait(Enumerable.Range(0, 100).Select(_ => session.Send("n++;", store: false)).ToList()[^1]);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        string[] ids = [.. Enumerable.Range(101, count - 100).Select(i => session.Send(i % 50 == 0 ? $"n++; Console.Write({i}); " : "n++;", store: false))];
        foreach (string id in ids) Assert.Equal("ok", session.Wait(id).Text("status"));
        Assert.Equal(count.ToString(null as IFormatProvider), session.Value("n"));
        while (session.Client.IoPub.TryTake(out _)) { }
        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / ids.Length;
        Assert.InRange(each, long.MinValue, 16_384);
    }

    [Fact]
    public void A_hundred_megabytes_of_text_and_fifty_of_display_arrive_whole_and_in_order()
    {
        string id = session.Send("""
            string line = new string('x', 99);
            for (int i = 0; i < 1_000_000; i++) Console.WriteLine(line);
            display(new string('y', 50_000_000));
            Console.Write("end");
            """);
        long text = 0, shown = 0;
        string last = "";
        foreach (var message in Live(id))
        {
            if (message.Type == "stream") text += (last = message.Content.Text("text")).Length;
            if (message.Type == "display_data") shown += message.Content.Object("data").Text("text/plain").Length;
        }
        Assert.Equal((100_000_003L, 50_000_000L), (text, shown));
        Assert.EndsWith("end", last, StringComparison.Ordinal);
        Assert.Equal("ok", session.Wait(id).Text("status"));
    }

    [Fact]
    public void Interrupts_at_random_moments_lose_no_reply_and_no_state()
    {
        var random = new Random(9);
        session.Run("int stays = 7; string[] work = [\"a\", \"b\"];");
        for (int i = 0; i < 20 * s_scale * (s_scale > 1 ? 5 : 1); i++)
        {
            string id = session.Send((i % 4) switch
            {
                0 => "for (int i = 0; i < 2_000_000_000; i++) { }",
                1 => "while (true) Console.WriteLine(\"spam\");",
                2 => "while (true) display(work.Length);",
                _ => "await Task.Delay(60_000);",
            });
            if (random.Next(2) == 0) Thread.Sleep(random.Next(20));
            while (!session.Client.ShellMessages.Any(m => m.ParentId == id))
            {
                session.Interrupt();
                Thread.Sleep(random.Next(1, 30));
            }
            Assert.Contains(session.Wait(id).Text("status"), (string[])["error", "ok"]);
            while (session.Client.IoPub.TryTake(out _)) { }
        }
        Thread.Sleep(50);
        Assert.Equal("ok", session.Wait(session.Send("stays")).Text("status"));
        Assert.Equal("7", session.Value("stays"));
    }

    private IEnumerable<Request> Live(string id)
    {
        while (KernelClient.Receive(session.Client.IoPub, id, TimeSpan.FromSeconds(60)) is { } message)
        {
            if (message.Type == "status" && message.Content.Text("execution_state") == "idle") yield break;
            yield return message;
        }
        throw new TimeoutException("no idle status");
    }

    private static JsonNode? Junk(Random random, int depth) => random.Next(depth > 3 ? 6 : 8) switch
    {
        0 => null,
        1 => random.Next() - random.Next(),
        2 => random.NextDouble() * 1e300,
        3 => random.Next(2) == 0,
        4 => "",
        5 => new string((char)random.Next(1, 0xD7FF), random.Next(40)),
        6 => new JsonArray(Junk(random, depth + 1), Junk(random, depth + 1)),
        _ => new JsonObject { ["a"] = Junk(random, depth + 1) },
    };

    private static void Damage(Random random, List<byte[]> frames)
    {
        int at = random.Next(frames.Count);
        switch (random.Next(5))
        {
            case 0:
                frames.RemoveAt(at);
                break;
            case 1:
                frames[at] = frames[at][..random.Next(frames[at].Length + 1)];
                break;
            case 2:
                frames.Insert(at, Encoding.UTF8.GetBytes(new string('[', 200)));
                break;
            case 3 when frames[at].Length > 0:
                frames[at][random.Next(frames[at].Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                frames.Clear();
                frames.Add([]);
                break;
        }
    }
}
