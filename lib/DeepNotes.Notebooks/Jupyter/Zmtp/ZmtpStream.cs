using System.Buffers.Binary;
using System.Text;

namespace DeepNotes.Notebooks.Jupyter.Zmtp;

/// <summary>A peer that breaks the protocol; its connection is closed.</summary>
internal sealed class ZmtpException(string message) : Exception(message);

/// <summary>
/// ZMTP 3.1 with the NULL mechanism over a byte stream (rfc.zeromq.org, 37/ZMTP): a greeting of 64 bytes, a READY command each way,
/// then frames of flags, length and body. Reading and writing may go on at the same time.
/// </summary>
internal sealed class ZmtpStream(Stream stream, string socketType, byte[] identity) : IDisposable
{
    private const byte More = 1, Long = 2, Command = 4;
    private const int GreetingSize = 64, MaxFrames = 1024, Chunk = 1 << 20;
    private static readonly string[][] s_pairs = [["ROUTER", "DEALER", "REQ", "ROUTER"], ["DEALER", "ROUTER", "REP", "DEALER"], ["PUB", "SUB", "XSUB"], ["SUB", "PUB", "XPUB"], ["REP", "REQ", "DEALER"], ["REQ", "REP", "ROUTER"]];
    private readonly BufferedStream _input = new(stream, 65536);
    private readonly MemoryStream _output = new();

    /// <summary>The largest message that is taken, in bytes.</summary>
    public const long MaxMessage = 128L << 20;

    /// <summary>The name the peer gave itself; empty when it gave none.</summary>
    public byte[] PeerIdentity { get; private set; } = [];

    /// <summary>Greets the peer and agrees on the kinds of socket.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public void Handshake()
    {
        byte[] greeting = new byte[GreetingSize];
        (greeting[0], greeting[9], greeting[10], greeting[11]) = (0xFF, 0x7F, 3, 1);
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        stream.Write(greeting);
        byte[] theirs = new byte[GreetingSize];
        _input.ReadExactly(theirs, 0, 11);
        if (theirs[0] != 0xFF || (theirs[9] & 1) == 0 || theirs[10] < 3) throw new ZmtpException("ZMTP: not a greeting of version 3.");
        _input.ReadExactly(theirs, 11, GreetingSize - 11);
        if (!theirs.AsSpan(12, 20).SequenceEqual(greeting.AsSpan(12, 20))) throw new ZmtpException("ZMTP: the mechanism is not NULL.");
        WriteCommand("READY", [.. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType)), .. Property("Identity", identity)]);
        var (flags, body) = ReadFrame(4096) ?? throw new EndOfStreamException();
        if ((flags & Command) == 0 || !Split(body, out string name, out var data) || name != "READY") throw new ZmtpException("ZMTP: READY was expected.");
        Agree(data);
    }

    /// <summary>The next message; null at the end of the stream. A subscription comes as one frame: 1 or 0, then the topic.</summary>
    /// <exception cref="ZmtpException">The peer breaks the protocol.</exception>
    public byte[][]? Read(Action<byte[]> pong)
    {
        var frames = new List<byte[]>();
        long room = MaxMessage;
        while (ReadFrame(room) is var (flags, body))
        {
            if ((flags & Command) != 0)
            {
                if (!Split(body, out string name, out var data)) throw new ZmtpException("ZMTP: a malformed command.");
                if (name == "PING" && data.Length >= 2) pong(CommandBody("PONG", data.AsSpan(2)));
                // The specification has commands between messages only; libzmq's heartbeat comes between frames too.
                else if (frames.Count > 0 && name != "PONG") throw new ZmtpException("ZMTP: a command inside a message.");
                else if (name is "SUBSCRIBE" or "CANCEL") return [[(byte)(name == "SUBSCRIBE" ? 1 : 0), .. data]];
                else if (name == "ERROR") throw new ZmtpException("ZMTP: the peer reports an error.");
                continue;
            }
            frames.Add(body);
            room -= body.Length;
            if ((flags & More) == 0) return [.. frames];
            if (frames.Count == MaxFrames) throw new ZmtpException("ZMTP: too many frames in one message.");
        }
        return null;
    }

    /// <summary>Writes a message at once.</summary>
    public void Write(IReadOnlyList<byte[]> frames)
    {
        for (int i = 0; i < frames.Count; i++) AddFrame(i < frames.Count - 1 ? More : (byte)0, frames[i]);
        Flush();
    }

    /// <summary>Writes a command whose name and data are put together already.</summary>
    public void WriteCommand(byte[] body)
    {
        AddFrame(Command, body);
        Flush();
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }

    private void WriteCommand(string name, ReadOnlySpan<byte> data) => WriteCommand(CommandBody(name, data));

    private static byte[] CommandBody(string name, ReadOnlySpan<byte> data) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];

    private void AddFrame(byte flags, byte[] body)
    {
        Span<byte> header = stackalloc byte[9];
        bool wide = body.Length > 255;
        header[0] = wide ? (byte)(flags | Long) : flags;
        if (wide) BinaryPrimitives.WriteInt64BigEndian(header[1..], body.Length);
        else header[1] = (byte)body.Length;
        _output.Write(header[..(wide ? 9 : 2)]);
        if (body.Length > 65536) Flush();
        if (body.Length > 65536) stream.Write(body);
        else _output.Write(body);
    }

    private void Flush()
    {
        stream.Write(_output.GetBuffer(), 0, (int)_output.Length);
        _output.SetLength(0);
    }

    private (byte Flags, byte[] Body)? ReadFrame(long room)
    {
        int flags = _input.ReadByte();
        if (flags < 0) return null;
        if ((flags & ~(More | Long | Command)) != 0 || (flags & (More | Command)) == (More | Command)) throw new ZmtpException("ZMTP: unknown flags.");
        Span<byte> size = stackalloc byte[8];
        size.Clear();
        _input.ReadExactly((flags & Long) != 0 ? size : size[7..]);
        ulong length = BinaryPrimitives.ReadUInt64BigEndian(size);
        if (length > (ulong)room) throw new ZmtpException("ZMTP: the message is too long.");
        return ((byte)flags, ReadBody((int)length));
    }

    // A length is a promise: memory is given as the bytes arrive.
    private byte[] ReadBody(int length)
    {
        byte[] body = new byte[Math.Min(length, Chunk)];
        _input.ReadExactly(body);
        while (body.Length < length)
        {
            int had = body.Length;
            Array.Resize(ref body, (int)Math.Min(length, had * 2L));
            _input.ReadExactly(body.AsSpan(had));
        }
        return body;
    }

    private static byte[] Property(string name, byte[] value)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [.. CommandBody(name, length), .. value];
    }

    private static bool Split(byte[] body, out string name, out byte[] data)
    {
        bool good = body.Length > 0 && body[0] > 0 && body[0] < body.Length;
        name = good ? Encoding.ASCII.GetString(body, 1, body[0]) : "";
        data = good ? body[(1 + body[0])..] : [];
        return good;
    }

    private void Agree(ReadOnlySpan<byte> metadata)
    {
        string theirs = "";
        while (metadata.Length > 0)
        {
            int name = metadata[0] + 1;
            if (metadata.Length < name + 4) throw new ZmtpException("ZMTP: malformed metadata.");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(metadata[name..]);
            if (length > metadata.Length - name - 4) throw new ZmtpException("ZMTP: malformed metadata.");
            string key = Encoding.ASCII.GetString(metadata[1..name]);
            var value = metadata.Slice(name + 4, (int)length);
            if (key.Equals("Socket-Type", StringComparison.OrdinalIgnoreCase)) theirs = Encoding.ASCII.GetString(value);
            else if (key.Equals("Identity", StringComparison.OrdinalIgnoreCase)) PeerIdentity = value.ToArray();
            metadata = metadata[(name + 4 + (int)length)..];
        }
        if (s_pairs.Any(p => p[0] == socketType && p.AsSpan(1).Contains(theirs))) return;
        const string Reason = "Invalid socket type";
        WriteCommand("ERROR", [(byte)Reason.Length, .. Encoding.ASCII.GetBytes(Reason)]);
        throw new ZmtpException($"ZMTP: a {socketType} socket does not talk to a {theirs} socket.");
    }
}
