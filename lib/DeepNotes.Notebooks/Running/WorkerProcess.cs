using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Running;

/// <summary>The parent's side of a worker: starts it, talks to it, watches its memory, says why it died.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(200);
    private readonly RunOptions _options;
    private readonly Process _process;
    private readonly LineReader _lines;
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;
    private readonly Timer _watchdog;
    private string? _killedFor;
    private bool _disposed;

    public WorkerProcess(RunOptions options, string folder, int cores)
    {
        _options = options;
        _process = Process.Start(StartInfo(options, folder, cores)) ?? throw new InvalidOperationException("The worker did not start.");
        _lines = new LineReader(_process.StandardOutput.BaseStream);
        _reading = ReadErrorsAsync();
        _watchdog = new Timer(_ => Watch(), null, s_watch, s_watch);
    }

    /// <summary>Processor time of the worker so far, in seconds.</summary>
    public double CpuSeconds { get; private set; }

    /// <summary>The largest working set seen, in bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Sends a request; a worker that is gone is found out when its answer is read.</summary>
    public async Task SendAsync(JsonObject request)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(request.ToJsonString()).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The next message; null when the worker has ended. Text that is no message comes as a stream message.</summary>
    public async Task<JsonObject?> ReceiveAsync(CancellationToken cancellation)
    {
        if (await _lines.ReadAsync(cancellation).ConfigureAwait(false) is not { } message) return null;
        if (message["cpu"] is { } cpu) CpuSeconds = (double)cpu;
        if (message["memory"] is { } memory) PeakMemory = Math.Max(PeakMemory, (long)memory);
        return message;
    }

    /// <summary>Ends the worker at once.</summary>
    /// <param name="why">What the user is to read.</param>
    public void Kill(string why)
    {
        Interlocked.CompareExchange(ref _killedFor, why, null);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Why the worker ended, in the user's words.</summary>
    public async Task<string> ExplainEndAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        if (_killedFor is { } reason) return reason;
        string errors = _errors.ToString();
        int code = _process.ExitCode;
        if (errors.Contains("Stack overflow", StringComparison.Ordinal))
            return "the process died of a stack overflow: a recursion does not end" + Recursion(errors) + ".";
        if (LineAfter(errors, "Process terminated.") is { } failed) return $"the process was ended by Environment.FailFast: {failed}";
        if (errors.Contains("Out of memory", StringComparison.Ordinal)) return OutOfMemory();
        if (LineAfter(errors, "Unhandled exception.") is { } unhandled) return $"an exception that nobody caught ended the process: {unhandled}";
        string signal = code > 128 ? string.Create(CultureInfo.InvariantCulture, $" (signal {code - 128})") : " (Environment.Exit?)";
        return string.Create(CultureInfo.InvariantCulture, $"the process ended with exit code {code}{signal} while the cell ran.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _watchdog.DisposeAsync().ConfigureAwait(false);
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            while (await ReceiveAsync(patience.Token).ConfigureAwait(false) is not null) { }
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill("");
        }
        _lines.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(RunOptions options, string folder, int cores)
    {
        var start = new ProcessStartInfo(options.WorkerCommand[0], options.WorkerCommand.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = Encoding.UTF8,
        };
        // A notebook runs for seconds to minutes: code that is good soon beats code that is best late.
        start.Environment["DOTNET_gcServer"] = "0";
        // Most of a run is code that runs once: counting how it runs costs more than it brings (0.3 to 0.5 s at the start).
        start.Environment["DOTNET_TieredPGO"] = "0";
        // 64 MB (hexadecimal) before the first collection: compiling then collects hardly ever.
        start.Environment["DOTNET_GCgen0size"] = "4000000";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = cores.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // Below the watchdog's limit, so that managed code gets an exception that knows its line.
        start.Environment["DOTNET_GCHeapHardLimit"] = (options.MemoryLimit / 10 * 8).ToString("X", CultureInfo.InvariantCulture);
        return start;
    }

    private void Watch()
    {
        try
        {
            _process.Refresh();
            if (_process.HasExited) return;
            CpuSeconds = Math.Max(CpuSeconds, _process.TotalProcessorTime.TotalSeconds);
            long used = _process.WorkingSet64;
            PeakMemory = Math.Max(PeakMemory, used);
            if (used > _options.MemoryLimit) Kill(OutOfMemory());
        }
        catch (InvalidOperationException)
        {
            // It ended between two looks.
        }
    }

    private string OutOfMemory()
        => string.Create(CultureInfo.InvariantCulture, $"out of memory: the notebook's process may use {_options.MemoryLimit >> 20} MB.");

    // The runtime's last words can be megabytes of one frame; their beginning says it all.
    private async Task ReadErrorsAsync()
    {
        char[] buffer = new char[4096];
        while (await _process.StandardError.ReadAsync(buffer).ConfigureAwait(false) is > 0 and int count)
            if (_errors.Length < 32768) _errors.Append(buffer, 0, count);
    }

    private static string? LineAfter(string text, string mark)
    {
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + mark.Length)..].Trim().Split('\n')[0].Trim();
    }

    private static string Recursion(string errors)
    {
        string? frame = errors.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("at ", StringComparison.Ordinal));
        int member = frame?.LastIndexOf('.') ?? -1;
        return member < 0 ? "" : " (in " + frame![(member + 1)..] + ")";
    }
}
