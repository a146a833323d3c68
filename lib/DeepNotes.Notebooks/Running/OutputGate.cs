using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Notebooks.Running;

/// <summary>
/// Between a cell and whoever shows its outputs: gathers small writes, keeps only the last of many updates, and bounds what one
/// cell can send. Of a long console text the beginning goes out live and the end when the cell ends.
/// </summary>
internal sealed class OutputGate(int limit, Action<JsonObject> send, long displayLimit = 32 << 20) : ICellSink
{
    private const int ChunkSize = 8192;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ConsoleText> _texts = [];
    private readonly Dictionary<string, JsonObject> _updates = [];
    private readonly StringBuilder _pending = new();
    private string _pendingName = "stdout";
    private long _displayed;
    private int _notDisplayed;

    /// <summary>Called before a cell's text or value is taken, without the lock: the place to wait for slow readers.</summary>
    public Action? BeforeWriting { get; init; }

    /// <summary>Asks the user for a line; null when there is nobody.</summary>
    public Func<string, bool, string?>? Asking { get; init; }

    public void Write(string name, ReadOnlySpan<char> text)
    {
        BeforeWriting?.Invoke();
        if (!StopGate.TryEnter()) return;
        try
        {
            Take(name, text);
        }
        finally
        {
            StopGate.Leave();
        }
    }

    public void Display(string id, JsonObject data)
    {
        BeforeWriting?.Invoke();
        Inside(() => SendData("display", id, data), flush: true);
    }

    public void Clear(bool wait) => Inside(() => send(new JsonObject { ["op"] = "clear", ["wait"] = wait }), flush: true);

    public void Update(string id, JsonObject data) => Inside(() => _updates[id] = data, flush: false);

    public string? ReadLine(string prompt, bool password)
    {
        if (Asking is null) return null;
        Inside(() => { }, flush: true);
        return Asking(prompt, password);
    }

    private void Inside(Action action, bool flush)
    {
        if (!StopGate.TryEnter()) return;
        try
        {
            lock (_lock)
            {
                if (flush) FlushText();
                action();
            }
        }
        finally
        {
            StopGate.Leave();
        }
    }

    private void Take(string name, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (!_texts.TryGetValue(name, out var kept)) _texts[name] = kept = new(limit);
            var live = kept.Take(text);
            if (live.IsEmpty) return;
            if (_pendingName != name) FlushText();
            _pendingName = name;
            _pending.Append(live);
            if (_pending.Length >= ChunkSize) FlushText();
        }
    }

    /// <summary>Sends what waits; called a few times a second, so that outputs are seen while the cell runs.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            FlushText();
            foreach (var (id, data) in _updates) SendData("update", id, data);
            _updates.Clear();
        }
    }

    /// <summary>Sends the rest of a cell's outputs and starts afresh.</summary>
    public void EndCell()
    {
        lock (_lock)
        {
            Flush();
            foreach (var (name, kept) in _texts)
                if (kept.Rest() is { Length: > 0 } rest) SendText(name, rest);
            if (_notDisplayed > 0)
                SendText("stderr", string.Create(CultureInfo.InvariantCulture, $"{_notDisplayed} outputs left out: a cell may show {displayLimit >> 20} MB.\n"));
            _texts.Clear();
            (_displayed, _notDisplayed) = (0, 0);
        }
    }

    private void FlushText()
    {
        if (_pending.Length == 0) return;
        SendText(_pendingName, _pending.ToString());
        _pending.Clear();
    }

    private void SendText(string name, string text) => send(new JsonObject { ["op"] = "stream", ["name"] = name, ["text"] = text });

    private void SendData(string op, string id, JsonObject data)
    {
        // An update replaces what was counted; only its own size has to be bearable.
        long size = data.Sum(d => d.Value is JsonValue v && v.TryGetValue(out string? s) ? s.Length : d.Value?.ToJsonString().Length ?? 0);
        if ((op == "display" ? _displayed += size : size) > displayLimit) _notDisplayed++;
        else send(new JsonObject { ["op"] = op, ["id"] = id, ["data"] = data });
    }
}

/// <summary>The console text of one cell: the first part passes, of the rest only the end is kept.</summary>
internal sealed class ConsoleText(int limit)
{
    private readonly int _tailSize = limit / 4;
    private int _room = limit - limit / 4;
    private char[]? _tail;
    private long _held;

    /// <summary>Takes a text and returns the part of it that passes.</summary>
    public ReadOnlySpan<char> Take(ReadOnlySpan<char> text)
    {
        int passing = Math.Min(text.Length, _room);
        if (passing > 0 && passing < text.Length && char.IsHighSurrogate(text[passing - 1])) passing--;
        _room = passing < text.Length ? 0 : _room - passing;
        Keep(text[passing..]);
        return text[..passing];
    }

    /// <summary>What is to be sent after the part that passed: the end, and before it how much is missing.</summary>
    public string Rest()
    {
        if (_held == 0 || _tail is null) return "";
        int kept = (int)Math.Min(_held, _tailSize), start = (int)(_held % _tailSize);
        string end = _held <= _tailSize ? new(_tail, 0, kept) : string.Concat(_tail.AsSpan(start), _tail.AsSpan(0, start));
        if (_held == kept) return end;
        // The end begins with a whole line where it can.
        int line = end.IndexOf('\n', StringComparison.Ordinal);
        if (line >= 0 && line < end.Length - 1) end = end[(line + 1)..];
        else if (char.IsLowSurrogate(end[0])) end = end[1..];
        return string.Create(CultureInfo.InvariantCulture, $"\n... {_held - end.Length:n0} characters left out ...\n{end}");
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        _tail ??= new char[_tailSize];
        if (text.Length > _tailSize)
        {
            _held += text.Length - _tailSize;
            text = text[^_tailSize..];
        }
        int start = (int)(_held % _tailSize), first = Math.Min(text.Length, _tailSize - start);
        text[..first].CopyTo(_tail.AsSpan(start));
        text[first..].CopyTo(_tail);
        _held += text.Length;
    }
}
