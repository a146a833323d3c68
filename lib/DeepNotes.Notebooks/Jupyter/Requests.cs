using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;
using DeepNotes.Notebooks.Jupyter.Language;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>What a kernel answers to each type of request. Shell and control call it from a thread each.</summary>
internal sealed class Requests(KernelSockets sockets, Execution execution, CSharpEngine engine, Action stop)
{
    private readonly LanguageService _language = new(engine);
    private readonly TaskCompletionSource _warm = new();
    private long _abortedUpTo = -1;
    private Request _running = Request.None;

    /// <summary>Loads compiler and language service while the user still types.</summary>
    public void WarmUp()
    {
        engine.WarmUp();
        // The first cell waits for the compiler alone.
        _warm.SetResult();
        _language.WarmUp();
    }

    /// <summary>Says something where the running cell's output is shown.</summary>
    public void Announce(string text) => sockets.Publish("stream", _running, new JsonObject { ["name"] = "stderr", ["text"] = text });

    /// <summary>Answers a request, between <c>busy</c> and <c>idle</c>.</summary>
    public void Handle(Request request)
    {
        Status(request, "busy");
        try
        {
            Answer(request);
        }
#pragma warning disable CA1031 // Whatever a message does, the kernel lives.
        catch (Exception error)
        {
            Reply(request, new JsonObject { ["status"] = "error", ["ename"] = error.GetType().Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray() });
        }
#pragma warning restore CA1031
        Status(request, "idle");
    }

    private void Answer(Request request)
    {
        switch (request.Type)
        {
            case "execute_request":
                Execute(request);
                break;
            case "interrupt_request":
                execution.Interrupt();
                Reply(request, Ok());
                break;
            case "shutdown_request":
                Shutdown(request);
                break;
            case "comm_open":
                // Nobody here speaks comms: the protocol's answer is to close.
                sockets.Publish("comm_close", request, new JsonObject { ["comm_id"] = request.Content.Text("comm_id"), ["data"] = new JsonObject() });
                break;
            case var type when type.EndsWith("_request", StringComparison.Ordinal):
                Reply(request, Look(request));
                break;
        }
    }

    // Requests that change nothing.
    private JsonObject Look(Request request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo.Reply(),
        "complete_request" => _language.Complete(request.Content.Text("code"), request.Content.Number("cursor_pos", int.MaxValue)),
        "inspect_request" => _language.Inspect(request.Content.Text("code"), request.Content.Number("cursor_pos", int.MaxValue)),
        "is_complete_request" => LanguageService.IsComplete(request.Content.Text("code")),
        "history_request" => HistoryReply.Of(execution.History, request.Content),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        _ => new JsonObject { ["status"] = "error", ["ename"] = "NotSupported", ["evalue"] = $"this kernel does not know {request.Type}", ["traceback"] = new JsonArray() },
    };

    private void Execute(Request request)
    {
        if (request.Order <= _abortedUpTo)
        {
            Reply(request, execution.Aborted());
            return;
        }
        // The first cell is no quicker for racing its own warm-up.
        _warm.Task.Wait();
        _running = request;
        var reply = execution.Run(request);
        // Cells that wait already were sent in the belief that this one would work.
        if (reply.Text("status") == "error" && request.Content.Flag("stop_on_error", true)) _abortedUpTo = sockets.LastOrder;
        Reply(request, reply);
    }

    private void Shutdown(Request request)
    {
        var content = new JsonObject { ["status"] = "ok", ["restart"] = request.Content.Flag("restart") };
        Reply(request, content);
        sockets.Publish("shutdown_reply", request, content.DeepClone().AsObject());
        execution.Interrupt();
        stop();
    }

    private void Reply(Request request, JsonObject content) => sockets.Reply(request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);

    private void Status(Request request, string state) => sockets.Publish("status", request, new JsonObject { ["execution_state"] = state });

    private static JsonObject Ok() => new() { ["status"] = "ok" };
}
