using System.Diagnostics;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>Starts a kernel as a front end does and waits for its first answer.</summary>
public static class KernelProbe
{
    /// <summary>The time from start to answer; the kernel is shut down again.</summary>
    /// <param name="command">A kernelspec's command, with <c>{connection_file}</c> in it.</param>
    /// <param name="patience">The longest to wait.</param>
    /// <exception cref="IOException">The kernel ended or does not answer.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">Its ports cannot be reached.</exception>
    public static TimeSpan Ask(IReadOnlyList<string> command, TimeSpan patience)
    {
        string text = KernelClient.NewConnection(), file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var clock = Stopwatch.StartNew();
        try
        {
            var start = new ProcessStartInfo(command[0], command.Skip(1).Select(a => a.Replace("{connection_file}", file, StringComparison.Ordinal)))
            {
                WorkingDirectory = Path.GetTempPath(),
                RedirectStandardError = true,
            };
            using var process = Process.Start(start) ?? throw new IOException("the kernel did not start.");
            try
            {
                using var client = new KernelClient(ConnectionFile.Parse(text), patience);
                string id = client.Send(client.Shell, "kernel_info_request");
                if (KernelClient.Receive(client.ShellMessages, id, patience) is null) throw new IOException("the kernel does not answer.");
                var time = clock.Elapsed;
                id = client.Send(client.Control, "shutdown_request");
                KernelClient.Receive(client.ControlMessages, id, TimeSpan.FromSeconds(2));
                process.WaitForExit(2000);
                return time;
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
