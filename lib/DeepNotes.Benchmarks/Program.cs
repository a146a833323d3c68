using System.Globalization;
using DeepNotes.Benchmarks;

const string Usage = """
    dotnet run -c Release --project lib/DeepNotes.Benchmarks -- COMMAND

    compare [--filter TEXT] [--threads 1,2] [--seconds S] [--passes N] [--json FILE] [--markdown FILE]
        Runs each case here and in its peer, turn by turn, and prints peer's time / ours: above 1 the library is faster.
        Each case takes S seconds in each of N passes through all of them; the best of either side counts.
        Peers: OpenBLAS (libopenblas.so.0) and PyTorch (python3 with torch; DEEPNOTES_PYTHON names another interpreter).
        Without AVX-512 on both sides: DOTNET_EnableAVX512=0 OPENBLAS_CORETYPE=Haswell before the command.
    memory
        Peak resident memory of the ResNet-20 training step, here and in PyTorch, each in a process of its own, and what a step allocates.
    kernels [BenchmarkDotNet's arguments, such as --filter *Exp*]
        Times single kernels and what they allocate.
    """;
var options = new Dictionary<string, string> { ["--filter"] = "", ["--threads"] = "1", ["--seconds"] = "0.5", ["--passes"] = "1", ["--json"] = "", ["--markdown"] = "" };
switch (args)
{
    case ["kernels", .. var rest]:
        return KernelBenchmarks.Run(rest);
    case ["memory"]:
        return Memory.Compare();
    case ["memory-of-ours"]:
        return Memory.Ours();
    case ["compare", .. var rest] when Read(rest):
        var culture = CultureInfo.InvariantCulture;
        int[] threads = [.. options["--threads"].Split(',').Select(t => int.Parse(t, culture))];
        return Comparison.Run(options["--filter"], threads, double.Parse(options["--seconds"], culture), Math.Max(1, int.Parse(options["--passes"], culture)), options["--json"], options["--markdown"]);
    default:
        Console.WriteLine(Usage);
        return args.Length == 0 ? 0 : 2;
}

bool Read(string[] rest)
{
    for (int i = 0; i + 1 < rest.Length && options.ContainsKey(rest[i]); i += 2)
        options[rest[i]] = rest[i + 1];
    return rest.Length % 2 == 0 && rest.Where((_, i) => i % 2 == 0).All(options.ContainsKey);
}
