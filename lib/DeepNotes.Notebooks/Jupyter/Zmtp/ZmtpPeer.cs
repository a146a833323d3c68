using System.Net.Sockets;

namespace DeepNotes.Notebooks.Jupyter.Zmtp;

/// <summary>
/// One connection: a thread that reads, and a thread that writes what is queued, so that a slow reader delays nobody else and a
/// busy thread pool delays neither.
/// </summary>
internal sealed class ZmtpPeer : IDisposable
{
    private const int StackSize = 256 << 10;
    private const long Full = 32L << 20, Stall = 30_000;
    private static readonly TimeSpan s_handshakeLimit = TimeSpan.FromSeconds(10);
    private readonly Socket _socket;
    private readonly ZmtpStream _wire;
    private readonly Queue<(IReadOnlyList<byte[]> Frames, bool Command)> _queue = [];
    private readonly HashSet<string> _topics = [];
    private readonly object _lock = new();
    private long _queued, _progress = Environment.TickCount64;
    private bool _closed, _writing;

    /// <summary>A connection whose handshake is still to come.</summary>
    public ZmtpPeer(Socket socket, string type, byte[] identity)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _wire = new ZmtpStream(new NetworkStream(socket, ownsSocket: false), type, identity);
    }

    /// <summary>The name the peer gave itself.</summary>
    public byte[] Identity => _wire.PeerIdentity;

    /// <summary>Greets, then hands every message on until the peer leaves; never throws.</summary>
    public void Start(Action<ZmtpPeer, byte[][]> received, Action<ZmtpPeer> joined, Action<ZmtpPeer> left)
        => new Thread(() => Live(received, joined, left), StackSize) { IsBackground = true, Name = "zmtp reader" }.Start();

    /// <summary>Queues a message.</summary>
    public void Send(IReadOnlyList<byte[]> frames) => Enqueue(frames, command: false);

    /// <summary>Takes note of a subscription (1, topic) or its end (0, topic).</summary>
    /// <returns>The new topic; null when there is none.</returns>
    public byte[]? Subscribe(byte[] frame)
    {
        if (frame.Length == 0 || frame[0] > 1) return null;
        string topic = Convert.ToHexString(frame.AsSpan(1));
        lock (_lock)
        {
            if (frame[0] == 1) return _topics.Count < 1024 && _topics.Add(topic) ? frame[1..] : null;
            _topics.Remove(topic);
            return null;
        }
    }

    /// <summary>Whether the peer wants messages of a topic, given as hexadecimal digits.</summary>
    public bool Wants(string topic)
    {
        lock (_lock) return _topics.Any(t => topic.StartsWith(t, StringComparison.Ordinal));
    }

    /// <summary>Whether more may be queued. A peer that takes nothing for half a minute is given up.</summary>
    public bool HasRoom()
    {
        lock (_lock)
        {
            if (_queued <= Full || _closed) return true;
            if (Environment.TickCount64 - _progress < Stall) return false;
        }
        Dispose();
        return true;
    }

    /// <summary>Waits until all that was queued has left.</summary>
    public void Drain(TimeSpan patience)
    {
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_lock)
            while ((_queue.Count > 0 || _writing) && !_closed && Environment.TickCount64 < end)
                Monitor.Wait(_lock, 50);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
        _socket.Dispose();
    }

    private void Enqueue(IReadOnlyList<byte[]> frames, bool command)
    {
        lock (_lock)
        {
            if (_closed) return;
            if (_queued == 0) _progress = Environment.TickCount64;
            _queue.Enqueue((frames, command));
            _queued += frames.Sum(f => (long)f.Length);
            Monitor.PulseAll(_lock);
        }
    }

    private void Live(Action<ZmtpPeer, byte[][]> received, Action<ZmtpPeer> joined, Action<ZmtpPeer> left)
    {
        try
        {
            using (new Timer(_ => _socket.Dispose(), null, s_handshakeLimit, Timeout.InfiniteTimeSpan)) _wire.Handshake();
            new Thread(Write, StackSize) { IsBackground = true, Name = "zmtp writer" }.Start();
            joined(this);
            while (_wire.Read(pong => Enqueue([pong], command: true)) is { } frames) received(this, frames);
        }
        catch (Exception error) when (error is ZmtpException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever breaks the protocol or goes away is forgotten.
        }
        finally
        {
            Dispose();
            _wire.Dispose();
            left(this);
        }
    }

    private void Write()
    {
        try
        {
            while (Next() is var (frames, command))
            {
                if (command) _wire.WriteCommand(frames[0]);
                else _wire.Write(frames);
                lock (_lock)
                {
                    _queued -= frames.Sum(f => (long)f.Length);
                    _writing = false;
                    _progress = Environment.TickCount64;
                    Monitor.PulseAll(_lock);
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    private (IReadOnlyList<byte[]> Frames, bool Command)? Next()
    {
        lock (_lock)
        {
            while (_queue.Count == 0 && !_closed) Monitor.Wait(_lock);
            _writing = !_closed;
            return _closed ? null : _queue.Dequeue();
        }
    }
}
