using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;

namespace DeepNotes.Tests.Jupyter;

/// <summary>A kernel inside this process and a front end that talks to it over its sockets.</summary>
public sealed class KernelSession : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("kernel").FullName;
    private readonly Kernel _kernel;
    private string _last = "";

    public KernelSession()
    {
        Connection = ConnectionFile.Parse(KernelClient.NewConnection());
        _kernel = Kernel.Start(Connection, _folder);
        Client = new KernelClient(Connection, s_patience);
        // A subscription takes effect when its welcome comes back.
        Assert.True(Client.IoPub.TryTake(out var welcome, s_patience));
        Assert.Equal("iopub_welcome", welcome.Type);
    }

    internal ConnectionFile Connection { get; }

    internal KernelClient Client { get; }

    public string Folder => _folder;

    /// <summary>Sends a request on the shell and waits for the reply.</summary>
    public JsonObject Ask(string type, JsonObject? content = null) => Wait(Client.Send(Client.Shell, type, content));

    /// <summary>Sends a cell without waiting.</summary>
    public string Send(string code, bool stopOnError = true, bool silent = false, bool store = true, bool input = false) => _last = Client.Send(Client.Shell, "execute_request", new JsonObject
    {
        ["code"] = code, ["silent"] = silent, ["store_history"] = store, ["stop_on_error"] = stopOnError, ["allow_stdin"] = input, ["user_expressions"] = new JsonObject(),
    });

    /// <summary>The reply to a request that was sent on the shell.</summary>
    public JsonObject Wait(string id) => KernelClient.Receive(Client.ShellMessages, id, s_patience)?.Content ?? throw new TimeoutException("no reply");

    public JsonObject Run(string code) => Wait(Send(code));

    /// <summary>What was published about the last cell, up to its idle status, without the statuses.</summary>
    internal IReadOnlyList<Request> Published(string? id = null) => [.. Stream(id ?? _last)];

    /// <summary>The same, each message when it comes.</summary>
    internal IEnumerable<Request> Stream(string id)
    {
        while (KernelClient.Receive(Client.IoPub, id, s_patience) is { } message)
        {
            if (message.Type == "status" && message.Content.Text("execution_state") == "idle") yield break;
            if (message.Type != "status") yield return message;
        }
        throw new TimeoutException("no idle status");
    }

    /// <summary>The value of an expression as text.</summary>
    public string Value(string code)
    {
        var reply = Run(code);
        Assert.Equal("ok", reply.Text("status"));
        return Published().LastOrDefault(m => m.Type == "execute_result")?.Content.Object("data").Text("text/plain") ?? "";
    }

    /// <summary>Asks the kernel to stop the running cell.</summary>
    public void Interrupt() => Client.Send(Client.Control, "interrupt_request");

    public void Dispose()
    {
        Client.Dispose();
        _kernel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal static string Text(IEnumerable<Request> messages, string name = "stdout")
        => messages.Where(m => m.Type == "stream" && m.Content.Text("name") == name).Aggregate(new StringBuilder(), (t, m) => t.Append(m.Content.Text("text"))).ToString();
}
