using System.Net;
using System.Net.Sockets;
using System.Text;
using DeepNotes.Notebooks.Jupyter.Zmtp;

namespace DeepNotes.Tests.Jupyter;

/// <summary>The wire protocol against the bytes of its specification (37/ZMTP), and what must be refused.</summary>
[Collection(nameof(Notebooks.EngineTests))]   // one of them counts the memory of the process
public sealed class ZmtpTests : IDisposable
{
    private readonly List<byte[][]> _received = [];
    private readonly ZmtpServer _server;
    private readonly Socket _socket;

    public ZmtpTests()
    {
        _server = new ZmtpServer(IPAddress.Loopback, 0, "ROUTER", (peer, frames) =>
        {
            lock (_received) _received.Add(frames);
            peer.Send(frames);
        });
        _socket = Open(_server.Port);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _server.Dispose();
    }

    private static byte[] Greeting => [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, .. "NULL"u8, .. new byte[16], 0, .. new byte[31]];

    private static byte[] Ready => [4, 27, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 5, .. "DEALE"u8];

    private static byte[] Dealer => [4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8];

    [Fact]
    public void Greeting_and_ready_are_those_of_the_specification()
    {
        _socket.Send([.. Greeting, .. Dealer]);
        byte[] answer = Read(64 + 2 + 6 + 1 + 11 + 4 + 6 + 1 + 8 + 4);
        Assert.Equal((0xFF, 0x7F, 3, 1), (answer[0], answer[9], answer[10], answer[11]));
        Assert.Equal("NULL", Encoding.ASCII.GetString(answer, 12, 4));
        Assert.Equal([.. "\u0005READY\vSocket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8], answer[66..94]);
    }

    [Fact]
    public void Messages_survive_arriving_byte_by_byte()
    {
        byte[] big = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        byte[] all = [.. Greeting, .. Dealer, 1, 2, 7, 8, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 44, .. big];
        foreach (byte b in all) _socket.Send([b]);
        Read(64 + 43);
        Assert.Equal([1, 2, 7, 8, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 44, .. big], Read(15 + 300));
        Assert.Equal([[7, 8], [], big], Assert.Single(_received));
    }

    [Fact]
    public void A_ping_is_answered_with_its_context()
    {
        _socket.Send([.. Greeting, .. Dealer, 4, 9, 4, .. "PING"u8, 0, 10, 42, 43]);
        Read(64 + 43);
        Assert.Equal([4, 7, 4, .. "PONG"u8, 42, 43], Read(9));
    }

    [Fact]
    public void A_ping_between_the_frames_of_a_message_is_answered_and_the_message_stays_whole()
    {
        _socket.Send([.. Greeting, .. Dealer, 1, 1, 65, 4, 7, 4, .. "PING"u8, 0, 10, 0, 1, 66]);
        Read(64 + 43);
        Assert.Equal([4, 5, 4, .. "PONG"u8, 1, 1, 65, 0, 1, 66], Read(7 + 6));
        Assert.Equal([[65], [66]], Assert.Single(_received));
    }

    public static TheoryData<string, byte[]> Refused() => new()
    {
        { "not ZMTP", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + new string(' ', 64)) },
        { "version 2", [.. Greeting[..10], 1, .. new byte[60]] },
        { "another mechanism", [.. Greeting[..12], .. "CURVE"u8, .. new byte[47]] },
        { "no READY", [.. Greeting, 0, 1, 65] },
        { "wrong socket type", [.. Greeting, .. Ready] },
        { "malformed metadata", [.. Greeting, 4, 8, 5, .. "READY"u8, 200, 1] },
        { "command name beyond its end", [.. Greeting, .. Dealer, 4, 2, 90, 1] },
        { "unknown flags", [.. Greeting, .. Dealer, 64, 1, 1] },
        { "a command inside a message", [.. Greeting, .. Dealer, 1, 1, 65, 4, 6, 5, .. "HELLO"u8] },
        { "a command with more", [.. Greeting, .. Dealer, 5, 1, 1] },
        { "9 exabytes", [.. Greeting, .. Dealer, 2, 127, 255, 255, 255, 255, 255, 255, 255] },
        { "negative length", [.. Greeting, .. Dealer, 2, 255, 255, 255, 255, 255, 255, 255, 255] },
        { "more than a message may have", [.. Greeting, .. Dealer, 2, 0, 0, 0, 0, 8, 0, 0, 1, 0] },
        { "frames without end", [.. Greeting, .. Dealer, .. Enumerable.Repeat<byte[]>([1, 0], 2000).SelectMany(f => f)] },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_breaks_the_protocol_is_disconnected_and_the_server_lives(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        try
        {
            _socket.Send(bytes);
            while (_socket.Receive(new byte[4096]) > 0) { }
        }
        catch (SocketException error)
        {
            Assert.NotEqual(SocketError.TimedOut, error.SocketErrorCode);
        }
        using var next = Open(_server.Port);
        next.Send([.. Greeting, .. Dealer, 0, 1, 65]);
        byte[] answer = new byte[64 + 43 + 3];
        for (int n = 0; n < answer.Length;) n += next.Receive(answer.AsSpan(n)) is > 0 and var got ? got : throw new EndOfStreamException();
        Assert.Equal([0, 1, 65], answer[^3..]);
    }

    [Fact]
    public void A_claimed_length_takes_no_memory_before_its_bytes_arrive()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var sockets = Enumerable.Range(0, 20).Select(_ => Open(_server.Port)).ToList();
        foreach (var s in sockets) s.Send([.. Greeting, .. Dealer, 2, 0, 0, 0, 0, 7, 0, 0, 0, 1, 2, 3]);
        SpinWait.SpinUntil(() => _server.Peers.Count >= 20, 10_000);
        Thread.Sleep(100);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 << 20);
        sockets.ForEach(s => s.Dispose());
        Assert.True(SpinWait.SpinUntil(() => _server.Peers.Count <= 1, 10_000));
    }

    [Fact]
    public void Only_the_given_address_is_bound()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux, where 127.0.0.2 is this machine too");
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => other.Connect(IPAddress.Parse("127.0.0.2"), _server.Port)).SocketErrorCode);
    }

    [Fact]
    public void A_subscriber_gets_what_begins_with_its_topic_and_one_that_does_not_read_delays_nobody()
    {
        using var server = new ZmtpServer(IPAddress.Loopback, 0, "PUB", (_, _) => { });
        using Socket lazy = Open(server.Port), keen = Open(server.Port);
        byte[] subscriber = [.. Greeting, 4, 25, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 3, .. "SUB"u8];
        lazy.Send([.. subscriber, 0, 1, 1]);
        keen.Send([.. subscriber, 4, 12, 9, .. "SUBSCRIBE"u8, .. "ab"u8]);
        Assert.True(SpinWait.SpinUntil(() => server.Peers.Count(p => p.Wants("6162")) == 2, 10_000));
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 20; i++) server.Publish([[.. "zz"u8], megabyte]);
        server.Publish([[.. "abc"u8]]);
        byte[] answer = new byte[64 + 40 + 5];
        for (int n = 0; n < answer.Length;) n += keen.Receive(answer.AsSpan(n)) is > 0 and var got ? got : throw new EndOfStreamException();
        Assert.Equal([0, 3, .. "abc"u8], answer[^5..]);
    }

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private byte[] Read(int count)
    {
        byte[] bytes = new byte[count];
        for (int n = 0; n < count;) n += _socket.Receive(bytes.AsSpan(n)) is > 0 and var got ? got : throw new EndOfStreamException();
        return bytes;
    }
}
