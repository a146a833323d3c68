using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;
using Microsoft.Win32.SafeHandles;

namespace DeepNotes.Notebooks.Running;

/// <summary>The child's side of a run: cells in, outputs out, as JSON lines.</summary>
public sealed class Worker : IDisposable
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Stream _output;
    private readonly BlockingCollection<JsonObject> _requests = [];
    private readonly Lock _sending = new();
    private CancellationTokenSource _interrupt = new();
    private OutputGate? _gate;
    private string? _cell;

    private Worker(Stream output) => _output = output;

    /// <summary>Runs the cells that arrive on the standard input until it ends; answers go to the standard output.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync() => RunAsync(Console.OpenStandardInput(), StandardOutput());

    /// <summary>Runs the cells that arrive until the input ends.</summary>
    /// <param name="input">Requests, one JSON object per line.</param>
    /// <param name="output">Answers, one JSON object per line.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Stream input, Stream output)
    {
        using var worker = new Worker(output);
        new Thread(() => worker.Listen(input)) { IsBackground = true, Name = "requests" }.Start();
        AppDomain.CurrentDomain.UnhandledException += (_, e) => worker.Crash((Exception)e.ExceptionObject);
        // Environment.Exit in a cell: what was printed before it is still shown.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => worker._gate?.EndCell();
        worker.Serve();
        return Task.FromResult(0);
    }

    /// <summary>Frees what a run needed.</summary>
    public void Dispose()
    {
        _requests.Dispose();
        _interrupt.Dispose();
    }

    // Outside Windows the console's own stream takes the lock of Console.Out for every write. A cell that prints holds that lock
    // when it comes for the gate's; a flush holds the gate's when it writes: each would wait for the other.
    private static Stream StandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    private void Listen(Stream input)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false));
        while (reader.ReadLine() is { } line && JsonNode.Parse(line) is JsonObject request)
        {
            if (Text(request, "op") == "interrupt") Volatile.Read(ref _interrupt).Cancel();
            else _requests.Add(request);
        }
        _requests.CompleteAdding();
        // Nobody waits for the cell that runs: the parent is gone.
        if (Volatile.Read(ref _cell) is not null) Environment.Exit(1);
    }

    private void Serve()
    {
        var open = _requests.Take();
        using var engine = new CSharpEngine(Text(open, "folder"));
        var gate = _gate = new OutputGate((int)open["limit"]!, Send);
        Convention.Extra = [.. open["extra"]!.AsArray().Select(m => (string)m!)];
        engine.WarmUp();
        Send(Times(new JsonObject { ["op"] = "ready" }));
        using var timer = new Timer(_ => gate.Flush(), null, 50, 50);
        foreach (var request in _requests.GetConsumingEnumerable()) RunCell(engine, gate, request);
        Send(Times(new JsonObject { ["op"] = "bye" }));
    }

    private void RunCell(CSharpEngine engine, OutputGate gate, JsonObject request)
    {
        var cell = new CellRequest(Text(request, "name"), Text(request, "source"), (bool)request["optional"]!);
        using var interrupt = new CancellationTokenSource();
        Volatile.Write(ref _interrupt, interrupt);
        Volatile.Write(ref _cell, cell.Name);
        var result = engine.Run(cell, gate, interrupt.Token);
        Volatile.Write(ref _cell, null);
        Volatile.Write(ref _interrupt, new CancellationTokenSource());
        gate.EndCell();
        var answer = Times(new JsonObject { ["op"] = "done" });
        if (result.Result is { } value) answer["data"] = value;
        if (result.Error is { } error) answer["error"] = ToJson(error);
        if (result.Skipped is { } why) answer["skipped"] = why;
        Send(answer);
    }

    // The last words before the runtime ends the process.
    private void Crash(Exception error)
    {
        _gate?.EndCell();
        Send(new JsonObject { ["op"] = "crash", ["error"] = ToJson(CellErrors.FromException(error, _cell ?? "")) });
    }

    private void Send(JsonObject message)
    {
        string line = message.ToJsonString(s_plain);
        lock (_sending)
        {
            _output.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _output.Flush();
        }
    }

    private static JsonObject ToJson(CellError error) => new()
    {
        ["name"] = error.Name,
        ["message"] = error.Message,
        ["line"] = error.Line,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(t => (JsonNode)t)]),
    };

    private static JsonObject Times(JsonObject message)
    {
        using var self = Process.GetCurrentProcess();
        message["cpu"] = self.TotalProcessorTime.TotalSeconds;
        message["memory"] = self.PeakWorkingSet64;
        return message;
    }

    private static string Text(JsonObject o, string key) => (string?)o[key] ?? "";
}
