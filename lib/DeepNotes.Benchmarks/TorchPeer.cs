using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepNotes.Benchmarks;

/// <summary>PyTorch in a child process that answers one line per request; operands and results pass through files.</summary>
internal sealed class TorchPeer : IPeer, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepnotes-").FullName;
    private readonly Process? _child;

    public TorchPeer()
    {
        string script = Path.Combine(_folder, "torch_peer.py");
        using (var source = typeof(TorchPeer).Assembly.GetManifestResourceStream("torch_peer.py")!)
        using (var file = File.Create(script))
            source.CopyTo(file);
        string python = Environment.GetEnvironmentVariable("DEEPNOTES_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");
        try
        {
            _child = Process.Start(new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true });
            Version = _child!.StandardOutput.ReadLine();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Version = null;   // no such interpreter
        }
    }

    public string Name => "PyTorch";
    public string? Version { get; }
    public void UseThreads(int count) => Ask($"threads {count}");

    /// <summary>Makes a case ready in the child, with these operands.</summary>
    public void Prepare(string name, params float[][] operands)
    {
        var files = new List<string>();
        foreach (float[] operand in operands)
        {
            files.Add(Path.Combine(_folder, $"in{files.Count}"));
            File.WriteAllBytes(files[^1], MemoryMarshal.AsBytes(operand.AsSpan()));
        }
        Ask($"prepare {name} {string.Join(' ', files)}");
    }

    /// <summary>Runs the prepared case and returns the seconds it took.</summary>
    public double Time(int runs) => double.Parse(Ask($"time {runs}"), CultureInfo.InvariantCulture);

    /// <summary>The result of the latest run.</summary>
    public float[] Result()
    {
        string file = Path.Combine(_folder, "out");
        Ask($"result {file}");
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
    }

    public void Dispose()
    {
        _child?.StandardInput.Close();
        _child?.WaitForExit(5000);
        _child?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Ask(string request)
    {
        _child!.StandardInput.WriteLine(request);
        _child.StandardInput.Flush();
        string? answer = _child.StandardOutput.ReadLine();
        return answer is not null && answer.StartsWith("ok ", StringComparison.Ordinal)
            ? answer[3..] : throw new InvalidOperationException($"PyTorch: {request}: {answer ?? "the process ended"}");
    }
}
