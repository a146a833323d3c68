using System.ComponentModel;
using System.Diagnostics;

namespace DeepNotes.Cli.Doctor;

/// <summary>Asks other programs.</summary>
internal static class Shell
{
    /// <summary>The standard output of a program; null when it is not installed, fails, or takes longer than the limit.</summary>
    public static async Task<string?> AskAsync(string program, string arguments, double seconds = 20)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            try
            {
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await errors;
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? output.Trim() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
