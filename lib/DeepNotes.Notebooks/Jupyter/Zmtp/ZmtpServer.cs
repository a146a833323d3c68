using System.Net;
using System.Net.Sockets;

namespace DeepNotes.Notebooks.Jupyter.Zmtp;

/// <summary>A bound socket of a kind (ROUTER, PUB, REP): accepts peers and hands their messages on, each on its peer's own thread.</summary>
internal sealed class ZmtpServer : IDisposable
{
    private const int MaxPeers = 256;
    private readonly TcpListener _listener;
    private readonly string _type;
    private readonly Action<ZmtpPeer, byte[][]> _received;
    private readonly List<ZmtpPeer> _connected = [];
    private ZmtpPeer[] _peers = [];
    private volatile bool _closed;

    /// <summary>Binds, to this address and no other.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 = any that is free.</param>
    /// <param name="type">ROUTER, PUB or REP.</param>
    /// <param name="received">Takes a message. To a PUB socket they are subscriptions, which are noted before.</param>
    public ZmtpServer(IPAddress address, int port, string type, Action<ZmtpPeer, byte[][]> received)
    {
        (_type, _received) = (type, received);
        _listener = new TcpListener(address, port);
        _listener.Start();
        new Thread(Accept, 256 << 10) { IsBackground = true, Name = "zmtp " + type }.Start();
    }

    /// <summary>The port that was bound.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Who is connected.</summary>
    public IReadOnlyList<ZmtpPeer> Peers => Volatile.Read(ref _peers);

    /// <summary>Sends a message to everyone who wants its first frame.</summary>
    public void Publish(IReadOnlyList<byte[]> frames)
    {
        string topic = Convert.ToHexString(frames[0]);
        foreach (var peer in Peers)
            if (peer.Wants(topic)) peer.Send(frames);
    }

    /// <summary>Whether every peer has room for more.</summary>
    public bool HasRoom()
    {
        foreach (var peer in Peers)
            if (!peer.HasRoom()) return false;
        return true;
    }

    /// <summary>Lets what is queued leave.</summary>
    public void Drain(TimeSpan patience)
    {
        foreach (var peer in Peers) peer.Drain(patience);
    }

    public void Dispose()
    {
        _closed = true;
        _listener.Dispose();
        lock (_connected)
            foreach (var peer in _connected.ToList()) peer.Dispose();
    }

    private void Accept()
    {
        while (!_closed)
        {
            try
            {
                var peer = new ZmtpPeer(_listener.AcceptSocket(), _type, []);
                if (HasPlace(peer)) peer.Start(Receive, Join, Leave);
                else peer.Dispose();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or a caller who hung up before the answer: the next one may be there already.
                Thread.Sleep(10);
            }
        }
    }

    // Who never greets must not keep out who does: the oldest of them gives way.
    private bool HasPlace(ZmtpPeer peer)
    {
        lock (_connected)
        {
            if (_connected.Count >= MaxPeers)
            {
                if (_connected.Find(p => !Peers.Contains(p)) is not { } silent) return false;
                _connected.Remove(silent);
                silent.Dispose();
            }
            _connected.Add(peer);
            return true;
        }
    }

    private void Receive(ZmtpPeer peer, byte[][] frames)
    {
        if (_type != "PUB") _received(peer, frames);
        else if (frames.Length == 1 && peer.Subscribe(frames[0]) is { } topic) _received(peer, [topic]);
    }

    private void Join(ZmtpPeer peer)
    {
        lock (_connected) Volatile.Write(ref _peers, [.. _peers, peer]);
    }

    private void Leave(ZmtpPeer peer)
    {
        lock (_connected)
        {
            _connected.Remove(peer);
            Volatile.Write(ref _peers, [.. _peers.Where(p => p != peer)]);
        }
    }
}
