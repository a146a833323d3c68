namespace DeepNotes;

/// <summary>Writes files that appear whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file beside the target, flushes it to the disk, and renames it over the target.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="write">Writes the contents.</param>
    /// <remarks>A process killed at any moment leaves the old file or the new one, never half of one.</remarks>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = System.IO.Path.GetFullPath(path);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        foreach (string left in Directory.GetFiles(folder, System.IO.Path.GetFileName(full) + ".*.tmp"))
        {
            if (File.GetLastWriteTimeUtc(left) < DateTime.UtcNow.AddHours(-1))   // of a process that was killed; a younger one may be at work
                File.Delete(left);
        }
        string temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
