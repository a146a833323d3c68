using System.Diagnostics;
using System.Globalization;
using DeepNotes.Kernels;
using DeepNotes.Models;

namespace DeepNotes.Benchmarks;

/// <summary>How much memory the training step of the CIFAR ResNet-20 (batch 64, momentum) takes.</summary>
internal static class Memory
{
    private const int Steps = 100;

    /// <summary>Both sides, one thread, each in a process that does nothing else.</summary>
    public static int Compare()
    {
        Console.WriteLine(Machine.Cpu());
        using (var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Memory).Assembly.Location, "memory-of-ours"]))!)
            child.WaitForExit();
        using var torch = new TorchPeer();
        if (torch.Version is null)
        {
            Console.WriteLine("PyTorch is not on this machine.");
            return 0;
        }
        torch.UseThreads(1);
        long before = torch.PeakMemory();
        torch.Prepare("resnet20", [], Net().Operands);
        torch.Time(Steps);
        Report($"PyTorch {torch.Version}", before, torch.PeakMemory());
        return 0;
    }

    /// <summary>Our side.</summary>
    public static int Ours()
    {
        Workers.Count = 1;
        long before = Peak();
        var step = Net().Step;
        for (int i = 0; i < Steps; i++)
            step();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(2);
        for (int i = 0; i < Steps; i++)
            step();
        Report("DeepNotes", before, Peak());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  a step allocates {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0 / Steps:F1} KB of managed memory; {GC.CollectionCount(2) - collections} gen-2 collections in {Steps} steps"));
        return 0;
    }

    private static (Tensor[] Operands, Action Step, Func<float[]> Result) Net() => ImageCases.Step(new CifarResNet(20, new Rng(1)), 32, 3);

    private static void Report(string who, long before, long peak) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who}: {peak / 1e6:F0} MB at most, {before / 1e6:F0} MB of it before the net was made"));

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
