namespace DeepNotes.Data;

/// <summary>Finds the course's data: on this machine if it is here, otherwise a set of our own in its place, and says which.</summary>
/// <remarks>
/// Looked at in turn: the folder named by the environment variable <c>DEEPNOTES_DATA</c>, the user's cache (filled by
/// <c>deepnotes data get NAME</c>), the repository's <c>datasets/</c>. Loading never touches the network.
/// </remarks>
public static class DataHub
{
    private static readonly Lazy<DataStore> Default = new(() => new DataStore(
        Environment.GetEnvironmentVariable("DEEPNOTES_DATA") is { Length: > 0 } folder ? folder : null, CacheFolder, BundledFolder()));

    /// <summary>Where downloads are kept: one folder per user, or that of the variable <c>DEEPNOTES_CACHE</c>.</summary>
    public static string CacheFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DEEPNOTES_CACHE") is { Length: > 0 } chosen)
                return chosen;
            string user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return System.IO.Path.Combine(user.Length > 0 ? user : System.IO.Path.GetTempPath(), "DeepNotes", "data");
        }
    }

    /// <summary>The places that this process looks at.</summary>
    public static DataStore Store => Default.Value;

    /// <summary>Loads a classification set.</summary>
    /// <param name="name"><c>mnist1d</c>, <c>digits</c>, <c>moons</c>, <c>spirals</c>, <c>xor</c>, <c>blobs</c>, <c>mnist</c>, <c>fashion-mnist</c> or <c>cifar10</c>.</param>
    /// <param name="train">How many training examples at most; all when negative.</param>
    /// <param name="test">How many test examples at most; all when negative.</param>
    /// <returns>The data; <see cref="LabelledData.Source"/> says which was used.</returns>
    /// <exception cref="ArgumentException">No such set.</exception>
    /// <exception cref="FileNotFoundException">It is not on this machine and nothing can stand in for it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static LabelledData Load(string name, int train = -1, int test = -1) => Store.Load(name, train, test);

    /// <summary>Reads a text.</summary>
    /// <param name="name"><c>tinyshakespeare</c>.</param>
    /// <returns>The text and which data was used.</returns>
    /// <exception cref="FileNotFoundException">It is not on this machine.</exception>
    public static (string Text, string Source) LoadText(string name) => Store.LoadText(name);

    /// <summary>The full path of one file of a data set, wherever it is on this machine.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="file">The file's name.</param>
    /// <exception cref="FileNotFoundException">It is not on this machine.</exception>
    public static string Path(string name, string file) => Store.Path(name, file);

    /// <summary>Downloads a public data set into the user's cache, resuming what was begun; files already here are left alone.</summary>
    /// <param name="name">Such as <c>mnist</c>.</param>
    /// <param name="progress">Told how far each file is.</param>
    /// <param name="cancel">Stops; what has arrived is kept for the next time.</param>
    /// <returns>Where the set is, in words.</returns>
    /// <exception cref="IOException">No mirror gave the right bytes.</exception>
    public static async Task<string> GetAsync(string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DeepNotes");
        return await Store.GetAsync(DataCatalog.Find(name), new Downloader(http), progress, cancel).ConfigureAwait(false);
    }

    /// <summary>The nearest folder <c>datasets/</c> above the current directory or above the program, or null.</summary>
    public static string? BundledFolder() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory);

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "datasets");
            if (File.Exists(System.IO.Path.Combine(candidate, "mnist1d", "README.md")))
                return candidate;
        }
        return null;
    }
}
