using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Whatever comes over the wire, the kernel lives.</summary>
[Collection(nameof(EngineTests))]
public sealed class RobustnessTests(KernelSession session) : IClassFixture<KernelSession>
{
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
}
