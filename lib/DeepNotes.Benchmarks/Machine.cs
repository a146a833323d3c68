using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Benchmarks;

/// <summary>What one thread of this machine can do at most, measured.</summary>
internal static unsafe class Machine
{
    public static string Cpu()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        string vectors = Avx512F.IsSupported ? "512-bit" : Vector256.IsHardwareAccelerated ? "256-bit" : "128-bit";
        return $"{line?.Split(':')[1].Trim() ?? "unknown processor"}, {Environment.ProcessorCount} threads, {vectors} vectors";
    }

    private static nint s_cores;

    /// <summary>One thread stays on the first core, where the peer's one thread stays too: cores that others share are not equally fast.</summary>
    /// <param name="threads">How many threads the next case uses.</param>
    public static void UseCores(int threads)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return;
        using var self = Process.GetCurrentProcess();
        if (s_cores == 0)
            s_cores = self.ProcessorAffinity;
        self.ProcessorAffinity = threads == 1 ? s_cores & -s_cores : s_cores;
    }

    /// <summary>Independent multiply-adds on registers, FLOP/s.</summary>
    public static double PeakFlops()
    {
        double best = 0;
        for (int round = 0; round < 40; round++)
        {
            const int Steps = 100_000;
            double start = Clock.Seconds();
            int lanes = Avx512F.IsSupported ? Chain512(Steps) : Chain256(Steps);
            best = Math.Max(best, 2.0 * 12 * lanes * Steps / (Clock.Seconds() - start));
        }
        return best;
    }

    /// <summary>a = b + s · c over arrays far larger than the caches, B/s of what is read and written (McCalpin 1995).</summary>
    public static double Triad()
    {
        const int Length = 1 << 24;
        float[] a = new float[Length], b = Data.Random(1, Length), c = Data.Random(2, Length);
        double best = 0;
        for (int round = 0; round < 10; round++)
        {
            double start = Clock.Seconds();
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(c, 3f, b, a);
            best = Math.Max(best, 12.0 * Length / (Clock.Seconds() - start));
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Chain512(int steps)
    {
        Vector512<float> f = Vector512.Create(0.999f), g = Vector512.Create(0.001f);
        Vector512<float> a = g, b = g, c = g, d = g, e = g, h = g, i = g, j = g, k = g, l = g, m = g, n = g;
        for (; steps > 0; steps--)
        {
            (a, b, c) = (Avx512F.FusedMultiplyAdd(a, f, g), Avx512F.FusedMultiplyAdd(b, f, g), Avx512F.FusedMultiplyAdd(c, f, g));
            (d, e, h) = (Avx512F.FusedMultiplyAdd(d, f, g), Avx512F.FusedMultiplyAdd(e, f, g), Avx512F.FusedMultiplyAdd(h, f, g));
            (i, j, k) = (Avx512F.FusedMultiplyAdd(i, f, g), Avx512F.FusedMultiplyAdd(j, f, g), Avx512F.FusedMultiplyAdd(k, f, g));
            (l, m, n) = (Avx512F.FusedMultiplyAdd(l, f, g), Avx512F.FusedMultiplyAdd(m, f, g), Avx512F.FusedMultiplyAdd(n, f, g));
        }
        var sum = a + b + c + d + e + h + i + j + k + l + m + n;
        return float.IsNaN(sum[0]) ? 0 : 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Chain256(int steps)
    {
        Vector256<float> f = Vector256.Create(0.999f), g = Vector256.Create(0.001f);
        Vector256<float> a = g, b = g, c = g, d = g, e = g, h = g, i = g, j = g, k = g, l = g, m = g, n = g;
        for (; steps > 0; steps--)
        {
            (a, b, c) = (Vector256.MultiplyAddEstimate(a, f, g), Vector256.MultiplyAddEstimate(b, f, g), Vector256.MultiplyAddEstimate(c, f, g));
            (d, e, h) = (Vector256.MultiplyAddEstimate(d, f, g), Vector256.MultiplyAddEstimate(e, f, g), Vector256.MultiplyAddEstimate(h, f, g));
            (i, j, k) = (Vector256.MultiplyAddEstimate(i, f, g), Vector256.MultiplyAddEstimate(j, f, g), Vector256.MultiplyAddEstimate(k, f, g));
            (l, m, n) = (Vector256.MultiplyAddEstimate(l, f, g), Vector256.MultiplyAddEstimate(m, f, g), Vector256.MultiplyAddEstimate(n, f, g));
        }
        var sum = a + b + c + d + e + h + i + j + k + l + m + n;
        return float.IsNaN(sum[0]) ? 0 : 8;
    }
}
