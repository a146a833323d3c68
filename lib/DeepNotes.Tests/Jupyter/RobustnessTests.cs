using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Whatever comes over the wire is refused or dropped, and the kernel lives with what it knew.</summary>
[Collection(nameof(EngineTests))]
public sealed class RobustnessTests(KernelSession session) : IClassFixture<KernelSession>
{
    private static readonly byte[] s_greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, .. "NULL"u8, .. new byte[48]];
    private static readonly byte[] s_dealer = [4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8];
    private static readonly string[] s_types =
        ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_open", "comm_msg", "comm_info_request", "kernel_info_request", "input_reply", "debug_request", "interrupt_request"];

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
    public void Fuzzed_bytes_close_their_connection_only()
    {
        var random = new Random(8);
        for (int i = 0; i < 300; i++)
        {
            using var socket = Open(random.Next(2) == 0 ? session.Connection.Shell : session.Connection.IoPub);
            byte[] junk = new byte[random.Next(200)];
            random.NextBytes(junk);
            byte[] start = random.Next(3) switch { 0 => [], 1 => s_greeting[..random.Next(65)], _ => [.. s_greeting, .. s_dealer] };
            socket.Send([.. start, .. junk]);
        }
        Assert.Equal("2", session.Value("1 + 1"));
    }

    // More than a socket takes, each silent after part of its greeting: the oldest give way.
    [Theory, InlineData(0), InlineData(11), InlineData(64)]
    public void Connections_that_never_greet_keep_nobody_out(int greeted)
    {
        var silent = Enumerable.Range(0, 300).Select(_ => Open(session.Connection.Shell)).ToList();
        silent.ForEach(s => SendIfOpen(s, s_greeting[..greeted]));
        using var next = new KernelClient(session.Connection, TimeSpan.FromSeconds(5));
        string id = next.Send(next.Shell, "kernel_info_request");
        Assert.NotNull(KernelClient.Receive(next.ShellMessages, id, TimeSpan.FromSeconds(5)));
        Assert.Equal("3", session.Value("1 + 2"));
        silent.ForEach(s => s.Dispose());
    }

    // Signed as they should be, so that what is inside is looked at: frames missing or too many, JSON cut off, values of the wrong kind.
    [Fact]
    public void Fuzzed_messages_are_dropped_or_answered()
    {
        session.Run("int kept = 7;");
        var random = new Random(9);
        for (int i = 0; i < (StressTests.Long ? 10_000 : 1_500); i++)
            (random.Next(8) == 0 ? session.Client.Control : session.Client.Shell).Send(Fuzzed(random));
        // Interrupts that wait on the other channel are over when it answers.
        string id = session.Client.Send(session.Client.Control, "kernel_info_request");
        Assert.NotNull(KernelClient.Receive(session.Client.ControlMessages, id, TimeSpan.FromSeconds(60)));
        id = session.Send("kept + 1");
        // Cells that fail take those that wait behind them along.
        while (session.Wait(id).Text("status") == "aborted") id = session.Send("kept + 1");
        Assert.Equal("8", session.Published(id)[^1].Content.Object("data").Text("text/plain"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{ if (true) ")]
    [InlineData("x => ")]
    [InlineData("List<")]
    [InlineData("$\"{")]
    public void Code_nested_too_deep_is_an_answer_not_an_end(string part)
    {
        string code = string.Concat(Enumerable.Repeat(part, 20_000));
        foreach (string type in (string[])["is_complete_request", "complete_request", "inspect_request"])
            Assert.NotEmpty(session.Ask(type, new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }).Text("status"));
        Assert.Equal("error", session.Run(code).Text("status"));
        Assert.Equal("4", session.Value("2 + 2"));
    }

    private List<byte[]> Fuzzed(Random random)
    {
        string type = s_types[random.Next(20) == 0 ? 0 : random.Next(1, s_types.Length)];
        var header = new JsonObject { ["msg_id"] = random.Next(4) == 0 ? Junk(random, 2) : $"f{random.Next()}", ["msg_type"] = random.Next(50) == 0 ? Junk(random, 2) : type };
        string[] keys = ["code", "cursor_pos", "silent", "store_history", "allow_stdin", "user_expressions", "hist_access_type", "n", "pattern", "comm_id", "value"];
        var content = new JsonObject();
        foreach (string key in keys.Where(_ => random.Next(2) == 0)) content[key] = Junk(random, 3);
        byte[][] parts = [.. ((JsonNode[])[header, new JsonObject(), new JsonObject(), content]).Select(j => Encoding.UTF8.GetBytes(j.ToJsonString()))];
        int damage = random.Next(8), which = random.Next(4);
        if (damage == 0) parts[which] = parts[which][..random.Next(parts[which].Length + 1)];
        if (damage == 1) parts[which] = RandomNumberGenerator.GetBytes(random.Next(40));
        if (damage == 2) parts[which] = Encoding.UTF8.GetBytes(new string('[', random.Next(200)));
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(session.Connection.Key));
        foreach (byte[] part in parts) mac.AppendData(part);
        List<byte[]> frames = [[.. "<IDS|MSG>"u8], Encoding.ASCII.GetBytes(Convert.ToHexStringLower(mac.GetHashAndReset())), .. parts];
        if (damage == 3) frames.RemoveAt(random.Next(frames.Count));
        if (damage == 4) frames.Insert(random.Next(frames.Count), RandomNumberGenerator.GetBytes(random.Next(40)));
        return frames;
    }

    private static JsonNode? Junk(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 1000),
        3 => 1e300,
        4 => ")]}\" 'x' #r \"x\" <IDS|MSG> \0 \u202E 𝒜",
        5 => "kep",
        6 => new JsonArray(Junk(random, depth - 1), Junk(random, depth - 1)),
        _ => new JsonObject { ["code"] = Junk(random, depth - 1), [""] = Junk(random, depth - 1) },
    };

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void SendIfOpen(Socket socket, byte[] bytes)
    {
        try
        {
            socket.Send(bytes);
        }
        catch (SocketException)
        {
            // It had to give way already.
        }
    }
}
