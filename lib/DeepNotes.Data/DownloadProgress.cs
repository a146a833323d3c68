namespace DeepNotes.Data;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Done">Bytes here.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct DownloadProgress(string File, long Done, long Total);
