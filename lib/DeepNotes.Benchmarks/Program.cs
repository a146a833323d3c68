using DeepNotes.Benchmarks;

const string Usage = """
    dotnet run -c Release --project lib/DeepNotes.Benchmarks -- compare [--filter TEXT] [--threads 1,2] [--json FILE] [--seconds S] [--clock wall|cpu]

    Runs each case here and in its peer, turn by turn, and prints peer's time / ours: above 1 the library is faster.
    Peers: OpenBLAS (libopenblas.so.0) and PyTorch (python3 with torch; DEEPNOTES_PYTHON names another interpreter).
    --clock cpu counts the time of this thread alone, for a machine that others keep busy: OpenBLAS cases with one thread only (Linux).
    Without AVX-512 on both sides: DOTNET_EnableAVX512=0 OPENBLAS_CORETYPE=Haswell before the command.
    """;
if (args is not ["compare", .. var rest])
{
    Console.WriteLine(Usage);
    return args.Length == 0 ? 0 : 2;
}
var options = new Dictionary<string, string> { ["--filter"] = "", ["--threads"] = "1", ["--json"] = "", ["--seconds"] = "0.5", ["--clock"] = "wall" };
for (int i = 0; i < rest.Length; i += 2)
{
    if (i + 1 == rest.Length || !options.ContainsKey(rest[i]))
    {
        Console.WriteLine(Usage);
        return 2;
    }
    options[rest[i]] = rest[i + 1];
}
var culture = System.Globalization.CultureInfo.InvariantCulture;
int[] threads = [.. options["--threads"].Split(',').Select(t => int.Parse(t, culture))];
Clock.CountThreadOnly = options["--clock"] == "cpu";
return Comparison.Run(options["--filter"], threads, double.Parse(options["--seconds"], culture), options["--json"]);
