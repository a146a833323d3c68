using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeepNotes.Tests.Support;

/// <summary>A web server of a few lines on the loopback address, that can be told to misbehave.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public LoopbackServer()
    {
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>What it serves.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Whether it honours Range.</summary>
    public bool Resumes { get; set; } = true;

    /// <summary>How many bytes of each answer it sends before it hangs up.</summary>
    public int HangUpAfter { get; set; } = int.MaxValue;

    /// <summary>A status that it answers instead, or 0.</summary>
    public int Status { get; set; }

    /// <summary>Whether it takes the request and then says nothing.</summary>
    public bool Silent { get; set; }

    /// <summary>The Range headers it got, null where there was none.</summary>
    public List<string?> Ranges { get; } = [];

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/file";

    public void Dispose()
    {
        _stop.Cancel();   // its wait handle is never made, so there is nothing to dispose
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            string? range = null;
            for (string? line; (line = await reader.ReadLineAsync(_stop.Token)) is { Length: > 0 };)
            {
                if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase))
                    range = line[7..];
            }
            Ranges.Add(range);
            if (Silent)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            await AnswerAsync(stream, range);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string? range)
    {
        int from = Resumes && range is not null ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        string status = Status != 0 ? $"{Status} No" : from > 0 ? "206 Partial Content" : "200 OK";
        int length = Status != 0 ? 0 : Body.Length - from;
        string head = $"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n"
            + (from > 0 ? $"Content-Range: bytes {from}-{Body.Length - 1}/{Body.Length}\r\n" : "") + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(Body.AsMemory(from, Math.Min(length, HangUpAfter)), _stop.Token);
    }
}
