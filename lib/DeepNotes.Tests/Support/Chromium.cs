using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepNotes.Tests.Support;

/// <summary>A page in a headless Chromium, driven through its DevTools socket; tests that want it are skipped where there is none.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly TempFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private Process _process = null!;
    private int _next;

    /// <summary>The addresses that pages asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors of scripts.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Starts a browser with one empty page of the given size.</summary>
    public static async Task<Chromium> StartAsync(int width, int height)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "needs Chromium on the path");
        var browser = new Chromium();
        try
        {
            await browser.OpenAsync(program!, width, height);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    private async Task OpenAsync(string program, int width, int height)
    {
        _process = Process.Start(new ProcessStartInfo(program,
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}", "about:blank"])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        string port = _profile["DevToolsActivePort"];
        for (int i = 0; i < 600 && !(File.Exists(port) && (await File.ReadAllLinesAsync(port)).Length == 2); i++) await Task.Delay(50);
        string[] lines = await File.ReadAllLinesAsync(port);
        using var http = new HttpClient();
        var pages = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{lines[0]}/json"))!.AsArray();
        await _socket.ConnectAsync(new Uri((string)pages.First(p => (string?)p!["type"] == "page")!["webSocketDebuggerUrl"]!), default);
        foreach (string domain in (string[])["Page.enable", "Network.enable", "Runtime.enable"]) await SendAsync(domain);
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
    }

    /// <summary>Goes to a page and waits until it is ready.</summary>
    public async Task GoAsync(string url)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = url });
        // The old page may still answer; its address tells.
        await UntilAsync($"decodeURI(location.href) === decodeURI({JsonValue.Create(url).ToJsonString()}) && document.readyState === 'complete'");
    }

    /// <summary>What the user's system prefers: "light" or "dark".</summary>
    public Task PreferAsync(string scheme) => SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    /// <summary>Waits until a JavaScript condition holds.</summary>
    public async Task UntilAsync(string condition)
    {
        for (int i = 0; i < 400; i++)
        {
            if ((await EvaluateAsync(condition))?.GetValueKind() == System.Text.Json.JsonValueKind.True) return;
            await Task.Delay(50);
        }
        Assert.Fail($"Chromium: {condition} did not come true; {string.Join("; ", Errors)}");
    }

    /// <summary>The value of a JavaScript expression; promises are awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["result"]?["value"];
    }

    /// <summary>Presses a key as a user does.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="text">What it types.</param>
    /// <param name="code">Its number, which some pages ask for.</param>
    /// <param name="modifiers">1 = Alt, 2 = Control, 8 = Shift.</param>
    public async Task PressAsync(string key, string? text = null, int code = 0, int modifiers = 0)
    {
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            var press = new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["modifiers"] = modifiers };
            if (text is not null && type == "keyDown") press["text"] = text;
            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = ++_next;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] }.ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            var heard = await ReceiveAsync(limit.Token);
            if ((string?)heard["method"] == "Network.requestWillBeSent") Requests.Add((string)heard["params"]!["request"]!["url"]!);
            if ((string?)heard["method"] == "Runtime.exceptionThrown") Errors.Add(heard["params"]!["exceptionDetails"]!.ToJsonString());
            if ((int?)heard["id"] == id) return heard["result"] ?? throw new InvalidOperationException(heard.ToJsonString());
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        // The browser's helpers may still be writing into the profile for a moment.
        for (int i = 0; ; i++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (i < 50)
            {
                await Task.Delay(100);
            }
        }
    }
}
