using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;
using DeepNotes.Notebooks.Jupyter.Zmtp;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>The five sockets of a kernel. The heartbeat answers on threads of its own, whatever a cell does.</summary>
internal sealed class KernelSockets : IDisposable
{
    private readonly Messages _messages;
    private readonly ZmtpServer _shell, _control, _stdin, _heartbeat, _iopub;
    private long _order;

    /// <summary>Binds all five.</summary>
    /// <param name="file">Where, and the key.</param>
    /// <param name="shell">Takes the shell's messages.</param>
    /// <param name="control">Takes the control channel's messages.</param>
    /// <param name="input">Takes what users typed.</param>
    /// <exception cref="SocketException">A port is in use.</exception>
    public KernelSockets(ConnectionFile file, Action<Request> shell, Action<Request> control, Action<Request> input)
    {
        _messages = new Messages(file.Key);
        _iopub = new ZmtpServer(file.Address, file.IoPub, "PUB", Welcome);
        _heartbeat = new ZmtpServer(file.Address, file.Heartbeat, "REP", (peer, frames) => peer.Send(frames));
        _stdin = Router(file, file.Stdin, input);
        _control = Router(file, file.Control, control);
        _shell = Router(file, file.Shell, shell);
    }

    /// <summary>The ports: shell, iopub, stdin, control, heartbeat.</summary>
    public IReadOnlyList<int> Ports => [_shell.Port, _iopub.Port, _stdin.Port, _control.Port, _heartbeat.Port];

    /// <summary>The order of the last message that came in.</summary>
    public long LastOrder => Interlocked.Read(ref _order);

    /// <summary>Tells everyone who listens.</summary>
    public void Publish(string type, Request parent, JsonObject content)
        => _iopub.Publish(_messages.Build([Encoding.UTF8.GetBytes($"kernel.{_messages.Session}.{type}")], type, parent, content, out _));

    /// <summary>Answers.</summary>
    public void Reply(Request request, string type, JsonObject content) => request.Peer?.Send(_messages.Build(request.Route, type, request, content, out _));

    /// <summary>Asks the user who sent a request: on the stdin connection of the same name, or the only one.</summary>
    /// <returns>The question's id, or null when nobody can be asked.</returns>
    public string? Ask(Request request, string prompt, bool password)
    {
        var peers = _stdin.Peers;
        var peer = peers.LastOrDefault(p => p.Identity.Length > 0 && p.Identity.AsSpan().SequenceEqual(request.Peer?.Identity)) ?? (peers.Count == 1 ? peers[0] : null);
        if (peer is null) return null;
        peer.Send(_messages.Build(request.Route, "input_request", request, new JsonObject { ["prompt"] = prompt, ["password"] = password }, out string id));
        return id;
    }

    /// <summary>Holds a cell up while front ends read more slowly than it writes; it can be stopped meanwhile.</summary>
    public void WaitForRoom()
    {
        while (StopGate.TryEnter())
        {
            bool room;
            try
            {
                room = _iopub.HasRoom();
            }
            finally
            {
                StopGate.Leave();
            }
            if (room) return;
            Thread.Sleep(2);
        }
    }

    /// <summary>Lets the last words leave.</summary>
    public void Drain(TimeSpan patience)
    {
        foreach (var server in (ZmtpServer[])[_iopub, _shell, _control]) server.Drain(patience);
    }

    public void Dispose()
    {
        foreach (var server in (ZmtpServer[])[_shell, _control, _stdin, _heartbeat, _iopub]) server.Dispose();
    }

    private ZmtpServer Router(ConnectionFile file, int port, Action<Request> take) => new(file.Address, port, "ROUTER", (peer, frames) =>
    {
        if (_messages.Parse(peer, frames) is { } request) take(request with { Order = Interlocked.Increment(ref _order) });
    });

    // Protocol 5.4: who subscribes learns that the subscription has arrived.
    private void Welcome(ZmtpPeer peer, byte[][] topic)
        => peer.Send(_messages.Build([topic[0]], "iopub_welcome", Request.None, new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic[0]) }, out _));
}
