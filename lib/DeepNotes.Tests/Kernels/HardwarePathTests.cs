using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;

namespace DeepNotes.Tests.Kernels;

/// <summary>Runs the kernel tests once more in child processes that have to do with less than this machine offers.</summary>
public partial class HardwarePathTests
{
    [Theory, InlineData("DOTNET_EnableAVX512"), InlineData("DOTNET_EnableAVX2"), InlineData("DOTNET_EnableHWIntrinsic")]
    public void The_kernel_tests_pass_without(string instructions)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HardwarePathTests).Assembly.Location, "-noLogo",
            "-class", typeof(EveryPathTests).FullName!, "-class", typeof(RecurrentTests).FullName!, "-class", typeof(ConvTests).FullName!,
            "-class", typeof(Ops.TorchOperationTests).FullName!, "-class", typeof(NN.TorchRecurrentTests).FullName!, "-class", typeof(HardwareInForce).FullName!])
        { RedirectStandardOutput = true };
        start.Environment[instructions] = "0";
        using var child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0 && int.Parse(Total().Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 21, output);
    }

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();
}

/// <summary>What was switched off is off, so that the runs above test what they say.</summary>
public class HardwareInForce
{
    [Fact]
    public void Nothing_switched_off_is_in_use()
    {
        Assert.False(Off("DOTNET_EnableAVX512") && Avx512F.IsSupported);
        Assert.False(Off("DOTNET_EnableAVX2") && Vector256.IsHardwareAccelerated);
        Assert.False(Off("DOTNET_EnableHWIntrinsic") && (Vector128.IsHardwareAccelerated || Sse41.IsSupported));
    }

    private static bool Off(string name) => Environment.GetEnvironmentVariable(name) == "0";
}
