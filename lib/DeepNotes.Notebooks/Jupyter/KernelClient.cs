using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter.Zmtp;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>A front end in a few lines, to see that a kernel answers.</summary>
internal sealed class KernelClient : IDisposable
{
    private readonly Messages _messages;
    private readonly List<ZmtpPeer> _peers = [];

    /// <summary>Connects to all five ports; a kernel that is still starting has so much time.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public KernelClient(ConnectionFile file, TimeSpan patience)
    {
        _messages = new Messages(file.Key);
        byte[] name = Encoding.ASCII.GetBytes(_messages.Session);
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        IoPubPeer = Connect(file, file.IoPub, "SUB", [], IoPub, end);
        IoPubPeer.Send([[1]]);
        Shell = Connect(file, file.Shell, "DEALER", name, ShellMessages, end);
        Control = Connect(file, file.Control, "DEALER", name, ControlMessages, end);
        Stdin = Connect(file, file.Stdin, "DEALER", name, Questions, end);
        Heartbeat = Connect(file, file.Heartbeat, "REQ", [], null, end);
    }

    public ZmtpPeer Shell { get; }
    public ZmtpPeer Control { get; }
    public ZmtpPeer Stdin { get; }
    public ZmtpPeer Heartbeat { get; }
    public ZmtpPeer IoPubPeer { get; }
    public BlockingCollection<Request> ShellMessages { get; } = [];
    public BlockingCollection<Request> ControlMessages { get; } = [];
    public BlockingCollection<Request> IoPub { get; } = [];
    public BlockingCollection<Request> Questions { get; } = [];
    public BlockingCollection<byte[][]> Beats { get; } = [];

    /// <summary>A connection to a kernel on free ports of this machine, and the file that says so.</summary>
    public static string NewConnection()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Dispose());
        return new JsonObject
        {
            ["transport"] = "tcp", ["ip"] = "127.0.0.1", ["signature_scheme"] = "hmac-sha256", ["key"] = Guid.NewGuid().ToString(),
            ["shell_port"] = ports[0], ["iopub_port"] = ports[1], ["stdin_port"] = ports[2], ["control_port"] = ports[3], ["hb_port"] = ports[4],
        }.ToJsonString();
    }

    /// <summary>Sends a request.</summary>
    /// <returns>Its id, which the answers name as their parent.</returns>
    public string Send(ZmtpPeer channel, string type, JsonObject? content = null, Request? parent = null)
    {
        channel.Send(_messages.Build([], type, parent ?? Request.None, content ?? [], out string id));
        return id;
    }

    /// <summary>The next message that answers a request; null when none comes in time.</summary>
    public static Request? Receive(BlockingCollection<Request> channel, string id, TimeSpan patience)
    {
        while (channel.TryTake(out var message, patience))
            if (message.ParentId == id) return message;
        return null;
    }

    public void Dispose() => _peers.ForEach(p => p.Dispose());

    private ZmtpPeer Connect(ConnectionFile file, int port, string type, byte[] identity, BlockingCollection<Request>? messages, long end)
    {
        using var joined = new ManualResetEventSlim();
        var peer = new ZmtpPeer(Open(file.Address, port, end), type, identity);
        _peers.Add(peer);
        peer.Start((_, frames) => Take(messages, frames), _ => joined.Set(), _ => { });
        return joined.Wait(TimeSpan.FromSeconds(10)) ? peer : throw new SocketException((int)SocketError.TimedOut);
    }

    private void Take(BlockingCollection<Request>? messages, byte[][] frames)
    {
        if (messages is null) Beats.Add(frames);
        else if (_messages.Parse(null, frames) is { } message) messages.Add(message);
    }

    private static Socket Open(IPAddress address, int port, long end)
    {
        while (true)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(address, port);
                return socket;
            }
            catch (SocketException) when (Environment.TickCount64 < end)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }
}
