using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepNotes.Benchmarks;

/// <summary>PyTorch in a child process that answers one line per request; operands and results pass through files.</summary>
internal sealed class TorchPeer : IPeer, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepnotes-").FullName;
    private readonly Process? _child;

    public TorchPeer()
    {
        foreach (string name in typeof(TorchPeer).Assembly.GetManifestResourceNames())
        {
            using var source = typeof(TorchPeer).Assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(Path.Combine(_folder, name));
            source.CopyTo(file);
        }
        string script = Path.Combine(_folder, "torch_peer.py");
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

    /// <summary>Makes a case ready in the child: calls the function of that name in one of the scripts with these numbers and operands.</summary>
    public void Prepare(string name, int[] numbers, params Tensor[] operands)
    {
        var request = new StringBuilder($"prepare {name} [{string.Join(',', numbers)}]");
        for (int i = 0; i < operands.Length; i++)
        {
            string file = Path.Combine(_folder, $"in{i}");
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(operands[i].Data));
            request.Append(CultureInfo.InvariantCulture, $" {file} [{string.Join(',', operands[i].Shape.ToArray())}]");
        }
        Ask(request.ToString());
    }

    /// <summary>Runs the prepared case and returns the seconds it took.</summary>
    public double Time(int runs) => double.Parse(Ask($"time {runs}"), CultureInfo.InvariantCulture);

    /// <summary>The largest resident memory that the child had so far, in bytes.</summary>
    public long PeakMemory() => long.Parse(Ask("memory"), CultureInfo.InvariantCulture);

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
