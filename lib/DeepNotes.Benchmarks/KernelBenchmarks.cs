using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>Single kernels under BenchmarkDotNet: times with their spread, and that nothing is allocated.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Length = 1 << 20, N = 512;
    private readonly float[] _x = Data.Random(1, Length, 6f), _w = Data.Random(2, Length), _y = new float[Length];
    private readonly Adam _adam = NewAdam();

#pragma warning disable CS1591 // Their names say all there is to say.
    [Benchmark] public void GemmNN() => Gemm.Multiply(false, false, N, N, N, _x, N, _w, N, _y, N, accumulate: false);
    [Benchmark] public void GemmTT() => Gemm.Multiply(true, true, N, N, N, _x, N, _w, N, _y, N, accumulate: false);
    [Benchmark] public void Exp() => VectorMath.Exp(_x, _y);
    [Benchmark] public void Tanh() => VectorMath.Tanh(_x, _y);
    [Benchmark] public void Gelu() => GeluKernels.Forward(_x, _y);
    [Benchmark] public void Softmax() => SoftmaxKernels.Forward(_x, _y, 4096);
    [Benchmark] public double Sum() => ReductionKernels.Total(_x);
    [Benchmark] public void Adam() => _adam.Step();
#pragma warning restore CS1591

    private static Adam NewAdam()
    {
        var w = new Rng(1).Uniform(1f, Length);
        w.RequiresGrad = true;
        new Rng(2).FillUniform(w.Grad);
        return new Adam([w], 1e-6f);
    }

    internal static int Run(string[] args)
    {
        // In this process: one thread, the settings of this program, and no project to build.
        Workers.Count = 1;
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        return BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config).Any() ? 0 : 1;
    }
}
