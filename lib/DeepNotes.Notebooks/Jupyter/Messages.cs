using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter.Zmtp;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>A message that came in.</summary>
/// <param name="Peer">Who sent it.</param>
/// <param name="Route">The frames before the delimiter, which the answer repeats.</param>
/// <param name="Header">The header as it came, for the answers' parent.</param>
/// <param name="Type">The message's type.</param>
/// <param name="ParentId">The message that this one answers; empty when it answers none.</param>
/// <param name="Content">The content.</param>
internal sealed record Request(ZmtpPeer? Peer, IReadOnlyList<byte[]> Route, byte[] Header, string Type, string ParentId, JsonObject Content)
{
    /// <summary>When it came, counted per channel.</summary>
    public long Order { get; init; }

    /// <summary>What is not an answer to anything.</summary>
    public static Request None { get; } = new(null, [], "{}"u8.ToArray(), "", "", []);
}

/// <summary>Jupyter's messages as frames, signed with HMAC-SHA256 over header, parent header, metadata and content.</summary>
internal sealed class Messages(string key)
{
    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray(), s_empty = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly string _session = Guid.NewGuid().ToString();
    private long _count;

    /// <summary>Names this run of the kernel.</summary>
    public string Session => _session;

    /// <summary>Frames → message; null when they are none, or when the signature is wrong.</summary>
    public Request? Parse(ZmtpPeer? peer, byte[][] frames)
    {
        int at = Array.FindIndex(frames, f => f.AsSpan().SequenceEqual(s_delimiter));
        if (at < 0 || frames.Length < at + 6 || !IsSigned(frames[at + 1], frames.AsSpan(at + 2, 4))) return null;
        try
        {
            if (Json(frames[at + 2]) is not { } header || Json(frames[at + 3]) is not { } parent || Json(frames[at + 5]) is not { } content) return null;
            string type = header.Text("msg_type");
            return type.Length == 0 ? null : new Request(peer, frames[..at], frames[at + 2], type, parent.Text("msg_id"), content);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A message as frames.</summary>
    /// <param name="route">The frames before the delimiter.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="parent">What it answers.</param>
    /// <param name="content">The content.</param>
    /// <param name="id">The id it got.</param>
    public List<byte[]> Build(IReadOnlyList<byte[]> route, string type, Request parent, JsonObject content, out string id)
    {
        id = string.Create(CultureInfo.InvariantCulture, $"{_session}_{Interlocked.Increment(ref _count)}");
        var header = new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = "5.4",
        };
        byte[][] parts = [Bytes(header), parent.Header, s_empty, Bytes(content)];
        return [.. route, s_delimiter, Sign(parts), .. parts];
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, s_plain);

    private static JsonObject? Json(byte[] bytes) => JsonNode.Parse(bytes, documentOptions: s_strict) as JsonObject;

    private bool IsSigned(byte[] signature, ReadOnlySpan<byte[]> parts) => _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));

    private byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        if (_key.Length == 0) return [];
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] part in parts) mac.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(mac.GetHashAndReset()));
    }
}
