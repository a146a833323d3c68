using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DeepNotes.Cli.Kernels;
using DeepNotes.Notebooks.Jupyter.Zmtp;
using DeepNotes.Tests.Architecture;
using DeepNotes.Tests.Notebooks;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Jupyter;

/// <summary>Real clients: libzmq through pyzmq, and nbclient. Skipped, and said so, where Python does not have them.</summary>
[Collection(nameof(EngineTests))]
public sealed class PeerTests
{
    [Fact]
    public void Libzmq_understands_every_socket_in_both_directions_whole_and_in_pieces()
    {
        string python = Python("zmq");
        Assert.Contains("interoperable with libzmq", Talk(ports => Run(python, [Script("zmq_peer.py"), .. ports], [])), StringComparison.Ordinal);
    }

    // DEEPNOTES_NODE_MODULES: a node_modules folder with zeromq in it (npm install zeromq), which is no part of the repository.
    [Fact]
    public void Zeromq_of_npm_understands_them_in_pieces()
    {
        string? modules = Environment.GetEnvironmentVariable("DEEPNOTES_NODE_MODULES");
        Assert.SkipWhen(modules is null, "needs DEEPNOTES_NODE_MODULES, a folder with npm's zeromq: this peer was NOT tested");
        Assert.Contains("interoperable with zeromq.js", Talk(ports => Run("node", [Script("js_peer.cjs"), modules!, .. ports], [])), StringComparison.Ordinal);
    }

    private static string Talk(Func<IEnumerable<string>, string> peer)
    {
        ZmtpServer? pub = null;
        using var rep = new ZmtpServer(IPAddress.Loopback, 0, "REP", (peer, frames) => peer.Send(frames));
        using var router = new ZmtpServer(IPAddress.Loopback, 0, "ROUTER", (peer, frames) => Serve(peer, frames, pub!));
        using (pub = new ZmtpServer(IPAddress.Loopback, 0, "PUB", (peer, _) => peer.Send([.. new byte[][] { [.. "welcome"u8] }])))
            return peer(new[] { router, pub, rep }.Select(s => s.Port.ToString(CultureInfo.InvariantCulture)));
    }

    // Three notebooks in the suite; all but the appendix, whose packages may be out of reach, with DEEPNOTES_STRESS=1.
    [Fact]
    public void Nbclient_executes_notebooks_and_gets_the_outputs_that_are_committed()
    {
        string python = Python("nbclient");
        using var folder = new TempFolder();
        string kernels = Path.Combine(folder.Path, "kernels");
        string program = Path.Combine(AppContext.BaseDirectory, "DeepNotes.Cli.dll");
        new KernelSpec(Path.Combine(kernels, KernelSpec.Own), KernelBuild.Command(Path.GetDirectoryName(program)!), "test").Write("DeepNotes");
        string[] names = StressTests.Long ? ["0*", "1*", "2*"] : ["00*", "13*", "22*"];
        var notebooks = names.SelectMany(n => Directory.GetFiles(Path.Combine(SourceTree.Root, "notebooks"), n + ".ipynb")).Order(StringComparer.Ordinal).ToList();
        Assert.True(notebooks.Count >= names.Length);
        string said = Run(python, [Script("nbclient_peer.py"), KernelSpec.Own, .. notebooks], new() { ["JUPYTER_PATH"] = folder.Path, ["DEEPNOTES_DATA"] = "" });
        Assert.Equal(notebooks.Count, said.Split("executed ").Length - 1);
    }

    private static void Serve(ZmtpPeer peer, byte[][] frames, ZmtpServer pub)
    {
        switch (Encoding.ASCII.GetString(frames[0].AsSpan(0, Math.Min(8, frames[0].Length))))
        {
            case "publish":
                pub.Publish([[.. "topic.a"u8], [.. "1"u8]]);
                for (int i = 0; i < 64; i++)
                {
                    byte[] body = new byte[1 << 20];
                    Array.Fill(body, (byte)i);
                    pub.Publish([[.. "topic.b"u8], body]);
                }
                break;
            case "connect":
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(IPAddress.Loopback, int.Parse(Encoding.ASCII.GetString(frames[1]), CultureInfo.InvariantCulture));
                var ours = new ZmtpPeer(socket, "DEALER", [.. "ours"u8]);
                ours.Start((_, answer) => peer.Send(answer), joined => joined.Send([[.. "hello"u8], [], Encoding.ASCII.GetBytes(new string('h', 1000))]), _ => { });
                break;
            default:
                Assert.True(peer.Identity.Length == 0 || peer.Identity.AsSpan().SequenceEqual("me"u8));
                peer.Send(frames);
                break;
        }
    }

    private static string Script(string name) => Path.Combine(SourceTree.Root, "lib", "DeepNotes.Tests", "Jupyter", name);

    // The system's Python first: that is where apt puts its packages.
    private static string Python(string module)
    {
        string? found = ((string[])["/usr/bin/python3", "python3"]).FirstOrDefault(p =>
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(p, ["-c", "import " + module]) { RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        });
        Assert.SkipWhen(found is null, $"needs Python with {module} (apt-get install python3-zmq python3-nbclient): this peer was NOT tested");
        return found!;
    }

    private static string Run(string program, IReadOnlyList<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return output;
    }
}
