using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Engine;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>A Jupyter kernel for C#: messaging protocol 5.4, one engine, one front end or several.</summary>
public sealed class Kernel : IDisposable
{
    private readonly KernelSockets _sockets;
    private readonly CSharpEngine _engine;
    private readonly Execution _execution;
    private readonly Requests _requests;
    private readonly BlockingCollection<Request> _shell = new(20_000), _control = new(1_000);
    private readonly ManualResetEventSlim _stop = new();

    private Kernel(ConnectionFile file, string folder)
    {
        _engine = new CSharpEngine(folder, interactive: true);
        _sockets = new KernelSockets(file, r => Queue(_shell, r), r => Queue(_control, r), r => _execution!.Answer(r));
        _execution = new Execution(_sockets, _engine);
        _requests = new Requests(_sockets, _execution, _engine, _stop.Set);
    }

    /// <summary>The ports that were bound: shell, iopub, stdin, control, heartbeat.</summary>
    internal IReadOnlyList<int> Ports => _sockets.Ports;

    /// <summary>Runs a kernel until a front end shuts it down; the process should end then.</summary>
    /// <param name="connectionFile">The file that a front end wrote: addresses, ports, key.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string connectionFile)
    {
        try
        {
            using var kernel = new Kernel(ConnectionFile.Load(connectionFile), Directory.GetCurrentDirectory());
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                kernel._execution.Interrupt();
            });
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                kernel._stop.Set();
            });
            AppDomain.CurrentDomain.UnhandledException += (_, e) => kernel.Crash((Exception)e.ExceptionObject);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => kernel.LastWords();
            using var orphan = new Timer(_ => kernel.LeaveWithParent(), null, 2000, 2000);
            kernel.Start();
            kernel._stop.Wait();
            kernel.LastWords();
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"deepnotes kernel: {error.Message}");
            return 1;
        }
    }

    /// <summary>A kernel inside this process, for tests.</summary>
    internal static Kernel Start(ConnectionFile file, string folder)
    {
        var kernel = new Kernel(file, folder);
        kernel.Start();
        return kernel;
    }

    /// <summary>Closes the sockets and removes the copies of the notebook's libraries.</summary>
    public void Dispose()
    {
        _shell.CompleteAdding();
        _control.CompleteAdding();
        _sockets.Dispose();
        _execution.Interrupt();
        _execution.Dispose();
        _engine.Dispose();
        _stop.Dispose();
    }

    private void Start()
    {
        _sockets.Publish("status", Request.None, new JsonObject { ["execution_state"] = "starting" });
        new Thread(() => Serve(_control)) { IsBackground = true, Name = "control" }.Start();
        new Thread(() => Serve(_shell), 16 << 20) { IsBackground = true, Name = "shell" }.Start();
        new Thread(_requests.WarmUp, 16 << 20) { IsBackground = true, Name = "warm-up" }.Start();
    }

    private void Serve(BlockingCollection<Request> requests)
    {
        foreach (var request in requests.GetConsumingEnumerable()) _requests.Handle(request);
    }

    private static void Queue(BlockingCollection<Request> queue, Request request)
    {
        // Full: the peer waits. Closed: InvalidOperationException ends the connection.
        queue.Add(request);
    }

    private void LastWords()
    {
        _execution.Flush();
        _sockets.Drain(TimeSpan.FromSeconds(1));
    }

    // The runtime ends the process after this.
    private void Crash(Exception error)
    {
        _execution.Flush();
        string text = string.Join('\n', CellErrors.FromException(error, "").Traceback);
        _requests.Announce($"An exception that nobody caught on another thread ends the kernel:\n{text}\n");
        _sockets.Drain(TimeSpan.FromSeconds(1));
    }

    // A front end that was killed cannot shut its kernels down.
    private void LeaveWithParent()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out int id) || id <= 1) return;
        try
        {
            using var parent = Process.GetProcessById(id);
            if (parent.HasExited) _stop.Set();
        }
        catch (ArgumentException)
        {
            _stop.Set();
        }
    }
}
