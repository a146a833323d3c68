using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;
using DeepNotes.Notebooks.Running;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>Runs cells for a front end: numbers them, streams what they show, asks for input, stops them.</summary>
internal sealed class Execution : IDisposable
{
    private readonly KernelSockets _sockets;
    private readonly CSharpEngine _engine;
    private readonly OutputGate _gate;
    private readonly Timer _timer;
    private readonly ConcurrentQueue<Request> _answers = [];
    private readonly List<string> _history = [];
    private CancellationTokenSource? _interrupt;
    private Request _request = Request.None;
    private int _count;

    public Execution(KernelSockets sockets, CSharpEngine engine)
    {
        (_sockets, _engine) = (sockets, engine);
        _gate = new OutputGate(int.MaxValue, Show, long.MaxValue) { BeforeWriting = sockets.WaitForRoom, Asking = Ask };
        _timer = new Timer(_ => _gate.Flush(), null, 50, 50);
    }

    /// <summary>The inputs so far, oldest first.</summary>
    public IReadOnlyList<string> History => _history;

    /// <summary>Whether a cell runs now.</summary>
    public bool Running => Volatile.Read(ref _interrupt) is not null;

    /// <summary>Runs a cell.</summary>
    /// <returns>The content of the reply.</returns>
    public JsonObject Run(Request request)
    {
        string code = request.Content.Text("code");
        bool silent = request.Content.Flag("silent"), store = !silent && request.Content.Flag("store_history", true);
        if (store)
        {
            _count++;
            _history.Add(code);
        }
        if (!silent) _sockets.Publish("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = _count });
        var result = RunCell(request, code);
        if (result.Error is { } error)
        {
            if (!silent) _sockets.Publish("error", request, Error(error, Coloured));
            var reply = Error(error);
            (reply["status"], reply["execution_count"]) = ("error", _count);
            return reply;
        }
        if (!silent && result.Result is { } data)
            _sockets.Publish("execute_result", request, new JsonObject { ["execution_count"] = _count, ["data"] = data, ["metadata"] = new JsonObject() });
        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = _count,
            ["payload"] = new JsonArray(),
            ["user_expressions"] = Evaluate(request),
        };
    }

    /// <summary>The reply to a cell that is not run because one before it failed.</summary>
    public JsonObject Aborted() => new() { ["status"] = "aborted", ["execution_count"] = _count };

    /// <summary>Stops the running cell; between cells nothing happens.</summary>
    public void Interrupt()
    {
        if (Volatile.Read(ref _interrupt) is not { } running) return;
        // Cancelling waits until the cell's thread can be stopped, and a front end must not wait for that.
        new Thread(running.Cancel) { IsBackground = true, Name = "interrupt" }.Start();
    }

    /// <summary>Takes what the user typed.</summary>
    public void Answer(Request reply) => _answers.Enqueue(reply);

    /// <summary>Sends what a cell has written so far.</summary>
    public void Flush() => _gate.EndCell();

    public void Dispose() => _timer.Dispose();

    private CellResult RunCell(Request request, string code)
    {
        // Not disposed: an interrupt may be on its way.
        var interrupt = new CancellationTokenSource();
        _request = request;
        Volatile.Write(ref _interrupt, interrupt);
        try
        {
            return _engine.Run(new(string.Create(CultureInfo.InvariantCulture, $"cell {_count}"), code), _gate, interrupt.Token);
        }
        finally
        {
            Volatile.Write(ref _interrupt, null);
            _gate.EndCell();
        }
    }

    private JsonObject Evaluate(Request request)
    {
        var answers = new JsonObject();
        foreach (var (name, expression) in request.Content.Object("user_expressions"))
        {
            var result = RunCell(request, expression is JsonValue value && value.TryGetValue(out string? text) ? text : "");
            if (result.Error is { } error) (answers[name] = Error(error)).AsObject()["status"] = "error";
            else answers[name] = new JsonObject { ["status"] = "ok", ["data"] = result.Result ?? [], ["metadata"] = new JsonObject() };
        }
        return answers;
    }

    private void Show(JsonObject message)
    {
        string op = message.Text("op");
        if (op == "stream") _sockets.Publish("stream", _request, new JsonObject { ["name"] = message.Text("name"), ["text"] = message.Text("text") });
        else if (op == "clear") _sockets.Publish("clear_output", _request, new JsonObject { ["wait"] = message.Flag("wait") });
        else
        {
            var data = message["data"];
            message.Remove("data");
            _sockets.Publish(op == "display" ? "display_data" : "update_display_data", _request, new JsonObject
            {
                ["data"] = data,
                ["metadata"] = new JsonObject(),
                ["transient"] = new JsonObject { ["display_id"] = message.Text("id") },
            });
        }
    }

    // Runs on the cell's own thread, which may be aborted between any two instructions outside the gate; so it waits by looking again.
    private string? Ask(string prompt, bool password)
    {
        if (!_request.Content.Flag("allow_stdin")) return null;
        string? id = null;
        for (bool asked = false; StopGate.TryEnter(); Thread.Sleep(10))
        {
            try
            {
                if (!asked && (id = _sockets.Ask(_request, prompt, password)) is null) return null;
                asked = true;
                // Answers to questions that were given up are still on their way.
                while (_answers.TryDequeue(out var answer))
                    if (answer.ParentId.Length == 0 || answer.ParentId == id) return answer.Content.Text("value");
            }
            finally
            {
                StopGate.Leave();
            }
        }
        // The abort is on its way.
        Thread.Sleep(1000);
        return null;
    }

    // Front ends show these colours in a traceback: red for what happened, blue for what to do.
    private static string Coloured(string line, int index) => index == 0 || line.TrimStart().StartsWith('^') ? $"\e[31m{line}\e[0m"
        : line.StartsWith("Hint:", StringComparison.Ordinal) ? $"\e[34m{line}\e[0m" : line;

    private static JsonObject Error(CellError error, Func<string, int, string>? dress = null) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select((l, i) => (JsonNode)(dress?.Invoke(l, i) ?? l))]),
    };
}
