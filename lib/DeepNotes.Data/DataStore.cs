using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace DeepNotes.Data;

/// <summary>The places where data may lie, and how each set is read from them.</summary>
/// <param name="userFolder">Files that the user put there (<c>DEEPNOTES_DATA</c>), or null.</param>
/// <param name="cache">Where downloads are kept, or empty for nowhere.</param>
/// <param name="bundled">The repository's <c>datasets/</c>, or null.</param>
public sealed class DataStore(string? userFolder, string cache, string? bundled)
{
    /// <summary>Where downloads are kept.</summary>
    public string Cache => cache;

    /// <inheritdoc cref="DataHub.Load"/>
    public LabelledData Load(string name, int train = -1, int test = -1)
    {
        var entry = DataCatalog.Find(name);
        if (entry.Classes.Count == 0)
            throw new ArgumentException($"Data: {entry.Name} is a text; read it with DataHub.LoadText.", nameof(name));
        if (entry.IsMade)
            return LoadMade(entry, train, test);
        foreach (var (folder, where) in Folders(entry))
        {
            var data = entry.Name == "cifar10" ? LoadCifar(entry, folder, train, test) : LoadIdx(entry, folder, DataCatalog.IdxNames, train, test);
            if (data is not null)
                return data with { Source = $"{entry.Title}, the original files, {where}" };
        }
        if (entry.Name == "cifar10")
            throw Missing(entry, entry.Files[0].Name);
        var standIn = LoadMade(DataCatalog.Find("digits"), train, test);
        return standIn with { Source = $"{standIn.Source}; in place of {entry.Title}, which is not on this machine (get it with: deepnotes data get {entry.Name})" };
    }

    /// <inheritdoc cref="DataHub.LoadText"/>
    public (string Text, string Source) LoadText(string name)
    {
        var entry = DataCatalog.Find(name);
        if (entry.Classes.Count > 0)
            throw new ArgumentException($"Data: {entry.Name} is not a text; read it with DataHub.Load.", nameof(name));
        return (File.ReadAllText(Path(name, entry.Files[0].Name)), $"{entry.Title}, the original file");
    }

    /// <inheritdoc cref="DataHub.Path"/>
    public string Path(string name, string file)
    {
        var entry = DataCatalog.Find(name);
        foreach (var (folder, _) in Folders(entry))
        {
            if (Existing(entry, folder, file) is { } path)
                return path;
        }
        throw Missing(entry, file);
    }

    /// <summary>Whether every file of a set is here, and where; null when it is not. Our own sets are always here.</summary>
    /// <param name="entry">The set.</param>
    public string? Find(DataEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsMade)
            return bundled is null ? "made when needed" : "datasets/";
        foreach (var (folder, where) in Folders(entry))
        {
            if (entry.Files.All(f => Existing(entry, folder, f.Name) is not null) || (entry.Name == "cifar10" && Batches(folder, "test_batch*.bin").Length > 0))
                return where;
        }
        return null;
    }

    /// <summary>Downloads what is missing of a set into the cache; a cached file that no longer has its hash is fetched again.</summary>
    /// <param name="entry">The set.</param>
    /// <param name="downloader">Fetches the files.</param>
    /// <param name="progress">Told how far each file is.</param>
    /// <param name="cancel">Stops; what has arrived is kept.</param>
    /// <returns>Where the set is, in words.</returns>
    public async Task<string> GetAsync(DataEntry entry, Downloader downloader, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(downloader);
        if (userFolder is not null && new DataStore(userFolder, "", null).Find(entry) is { } where)
            return where;
        foreach (var file in entry.Files)
        {
            string target = System.IO.Path.Combine(cache, entry.Name, file.Name);
            if (!File.Exists(target) || HashOf(target) != file.Sha256)
                await downloader.GetAsync(file, target, progress, cancel).ConfigureAwait(false);
        }
        return Find(entry)!;
    }

    private IEnumerable<(string Folder, string Where)> Folders(DataEntry entry)
    {
        if (userFolder is not null && !entry.IsMade)
            yield return (System.IO.Path.Combine(userFolder, entry.Folder), "found through DEEPNOTES_DATA");
        if (cache.Length > 0 && !entry.IsMade)
            yield return (System.IO.Path.Combine(cache, entry.Name), "downloaded and verified");
        if (bundled is not null)
            yield return (System.IO.Path.Combine(bundled, entry.Folder), "from datasets/");
    }

    private LabelledData LoadMade(DataEntry entry, int train, int test)
    {
        string[] files = DatasetWriter.FileNames(entry.Name);
        var data = bundled is null ? null : LoadIdx(entry, System.IO.Path.Combine(bundled, entry.Folder), files, train, test);
        if (data is not null)
            return data with { Source = $"{entry.Title}, made by DeepNotes, from datasets/{entry.Folder}" };
        data = DatasetWriter.Make(entry.Name);
        return data.Take(train < 0 ? int.MaxValue : train, test < 0 ? int.MaxValue : test);
    }

    private LabelledData? LoadIdx(DataEntry entry, string folder, string[] names, int train, int test)
    {
        string?[] paths = [.. names.Select(n => Existing(entry, folder, n))];
        if (Array.Exists(paths, p => p is null))
            return null;
        var (trainX, trainY) = ReadPair(entry, paths[0]!, paths[1]!, train);
        var (testX, testY) = ReadPair(entry, paths[2]!, paths[3]!, test);
        return new LabelledData(entry.Name, trainX, trainY, testX, testY, entry.Classes, "");
    }

    private static (Tensor X, int[] Y) ReadPair(DataEntry entry, string examples, string labels, int limit)
    {
        var x = Idx.Read(examples, limit);
        int[] y = Idx.Read(labels, limit).ToLabels();
        if (x.Shape[0] != y.Length || y.Any(label => (uint)label >= (uint)entry.Classes.Count))
            throw new InvalidDataException($"Data: {entry.Name} has {x.Shape[0]} examples and {y.Length} labels up to {y.DefaultIfEmpty().Max()}; there must be one label in 0 … {entry.Classes.Count - 1} each.");
        int[] shape = x.Shape.Length == 3 ? [x.Shape[0], 1, x.Shape[1], x.Shape[2]] : x.Shape;
        return (new IdxArray(x.Type, shape, x.Bytes).ToTensor(x.Type == IdxType.UInt8 ? 255 : 1), y);
    }

    private LabelledData? LoadCifar(DataEntry entry, string folder, int train, int test)
    {
        LabelledPoints trainSet, testSet;
        if (Existing(entry, folder, entry.Files[0].Name) is { } archive)
            (trainSet, testSet) = (FromArchive(archive, "data_batch_", train), FromArchive(archive, "test_batch", test));
        else if (Batches(folder, "data_batch_*.bin") is { Length: > 0 } trainFiles && Batches(folder, "test_batch*.bin") is { Length: > 0 } testFiles)
            (trainSet, testSet) = (FromFiles(trainFiles, train), FromFiles(testFiles, test));
        else
            return null;
        return new LabelledData(entry.Name, trainSet.X, trainSet.Y, testSet.X, testSet.Y, entry.Classes, "");
    }

    private static string[] Batches(string folder, string pattern)
    {
        string inner = System.IO.Path.Combine(folder, "cifar-10-batches-bin");
        string place = Directory.Exists(inner) ? inner : folder;
        return Directory.Exists(place) ? [.. Directory.GetFiles(place, pattern).Order(StringComparer.Ordinal)] : [];
    }

    private static LabelledPoints FromFiles(string[] files, int limit)
    {
        var streams = files.Select(f => (System.IO.Path.GetFileName(f), new FileInfo(f).Length, (Stream)File.OpenRead(f))).ToList();
        try
        {
            return Cifar.Read(streams, limit);
        }
        finally
        {
            streams.ForEach(s => s.Item3.Dispose());
        }
    }

    private static LabelledPoints FromArchive(string archive, string prefix, int limit)
    {
        using var unzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(unzip);
        return Cifar.Read(Members(tar, prefix), limit);
    }

    private static IEnumerable<(string Name, long Length, Stream Data)> Members(TarReader tar, string prefix)
    {
        while (tar.GetNextEntry() is { } member)
        {
            string name = member.Name[(member.Name.LastIndexOf('/') + 1)..];
            if (name.StartsWith(prefix, StringComparison.Ordinal) && member.DataStream is { } data)
                yield return (name, member.Length, data);
        }
    }

    // The file, packed or unpacked. What lies in the cache must still have the hash it was downloaded with.
    private string? Existing(DataEntry entry, string folder, string name)
    {
        string path = System.IO.Path.Combine(folder, name);
        if (!File.Exists(path))
            return name.EndsWith("-ubyte.gz", StringComparison.Ordinal) && File.Exists(path[..^3]) ? path[..^3] : null;
        if (cache.Length > 0 && folder.StartsWith(cache, StringComparison.Ordinal) && entry.Files.FirstOrDefault(f => f.Name == name) is { } known && HashOf(path) != known.Sha256)
            throw new InvalidDataException($"Data: {name} in the cache does not have its SHA-256; delete it and run: deepnotes data get {entry.Name}");
        return path;
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    /// <param name="path">The file.</param>
    internal static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static FileNotFoundException Missing(DataEntry entry, string file) => new(
        $"Data: {file} of {entry.Title} is not on this machine. Get it with: deepnotes data get {entry.Name} — or point DEEPNOTES_DATA at a folder that has {entry.Folder}/{file}.");
}
