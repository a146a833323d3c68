namespace DeepNotes.Tests.Support;

/// <summary>Real data for the tests that want it; they are skipped, and say so, where it is missing.</summary>
public static class RealData
{
    /// <summary>The full path of a file below DEEPNOTES_DATA; skips the test when there is none.</summary>
    public static string Path(string file)
    {
        string? folder = Environment.GetEnvironmentVariable("DEEPNOTES_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"needs real data: set DEEPNOTES_DATA to a folder that has {file}");
        string path = System.IO.Path.Combine(folder!, file);
        Assert.SkipUnless(File.Exists(path), $"needs real data: DEEPNOTES_DATA has no {file}");
        return path;
    }
}
