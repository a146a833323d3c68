using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Running;

/// <summary>
/// Messages of a worker, with bounded memory whatever comes: a line that is too long is thrown away, and text that a cell wrote
/// past the console (native code, a raw stream) is handed on as console text.
/// </summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private const int MaxLine = 256 << 20, MaxRaw = 16384;
    private static readonly byte[] s_start = "{\"op\":"u8.ToArray();
    private readonly byte[] _buffer = new byte[65536];
    private readonly MemoryStream _line = new();
    private int _position, _count;

    /// <summary>The next message; null at the end.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_position == _count)
            {
                (_position, _count) = (0, await stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
                if (_count == 0) return _line.Length > 0 ? Take() : null;
            }
            int end = Array.IndexOf(_buffer, (byte)'\n', _position, _count - _position);
            int length = (end < 0 ? _count : end + 1) - _position;
            if (_line.Length < MaxLine) _line.Write(_buffer, _position, length);
            _position += length;
            if (end >= 0 || (_line.Length > MaxRaw && !IsMessage())) return Take();
        }
    }

    public void Dispose() => _line.Dispose();

    private bool IsMessage() => _line.GetBuffer().AsSpan(0, (int)_line.Length).StartsWith(s_start);

    private JsonObject Take()
    {
        var bytes = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        JsonObject? message = null;
        try
        {
            if (IsMessage()) message = JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            // Begins like a message and is none: text.
        }
        message ??= new JsonObject { ["op"] = "raw", ["text"] = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxRaw * 4)]) };
        _line.SetLength(0);
        if (_line.Capacity > 1 << 20) _line.Capacity = 0;
        return message;
    }
}
