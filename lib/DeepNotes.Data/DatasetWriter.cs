using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DeepNotes.Data;

/// <summary>Makes the folder <c>datasets/</c>: every set of our own generators as IDX files with a README.</summary>
/// <remarks>
/// Seeds are fixed and the generators use plain arithmetic, so any machine makes the same contents. The SHA-256 values are of the
/// uncompressed contents, because gzip's bytes depend on the compressor's version.
/// </remarks>
public static class DatasetWriter
{
    private const ulong Seed = 20200101;

    /// <summary>The sets by name and what makes them.</summary>
    private static readonly Dictionary<string, Func<LabelledData>> Makers = new()
    {
        ["mnist1d"] = () => Mnist1D.Generate(new Rng(Seed)),
        ["digits"] = () => DrawnDigits.Generate(new Rng(Seed)),
        ["moons"] = () => Split("moons", Toy.TwoMoons(new Rng(Seed), 1000)),
        ["spirals"] = () => Split("spirals", Toy.Spirals(new Rng(Seed), 1000)),
        ["xor"] = () => Split("xor", Toy.Xor(new Rng(Seed), 1000)),
        ["blobs"] = () => Split("blobs", Toy.Blobs(new Rng(Seed), 1000)),
    };

    /// <summary>Makes one set in memory, the same numbers as in its files.</summary>
    /// <param name="name">One of our own sets.</param>
    public static LabelledData Make(string name) => Makers[DataCatalog.Find(name).Name]();

    /// <summary>The files of a set: name and contents.</summary>
    /// <param name="name">One of our own sets.</param>
    public static IReadOnlyList<(string File, IdxArray Content)> Files(string name)
    {
        var data = Make(name);
        string[] files = FileNames(name);
        return [(files[0], Examples(data.TrainX)), (files[1], Idx.Labels(data.TrainY)), (files[2], Examples(data.TestX)), (files[3], Idx.Labels(data.TestY))];
    }

    /// <summary>Writes every set into a folder of its own, and one README over all.</summary>
    /// <param name="root">The folder <c>datasets/</c>.</param>
    /// <param name="progress">Told the name of each set as it is done.</param>
    /// <returns>Bytes written in all.</returns>
    public static long Write(string root, IProgress<string>? progress = null)
    {
        long total = 0;
        foreach (var entry in DataCatalog.All.Where(e => e.IsMade))
        {
            string folder = Path.Combine(root, entry.Folder);
            var files = Files(entry.Name);
            foreach (var (file, content) in files)
                Idx.Write(Path.Combine(folder, file), content);
            WriteText(Path.Combine(folder, "README.md"), Readme(entry, files));
            total += Directory.GetFiles(folder).Sum(f => new FileInfo(f).Length);
            progress?.Report(entry.Name);
        }
        WriteText(Path.Combine(root, "README.md"), Overview());
        return total;
    }

    /// <summary>SHA-256 of a file's uncompressed contents.</summary>
    /// <param name="content">Header and elements.</param>
    public static string Sha256(IdxArray content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Idx.Header(content));
        hash.AppendData(content.Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The four file names of a set: training examples and labels, test examples and labels.</summary>
    /// <param name="name">One of our own sets.</param>
    internal static string[] FileNames(string name) => name == "digits" ? DataCatalog.IdxNames
        : ["train-points-idx2-float.gz", "train-labels-idx1-ubyte.gz", "test-points-idx2-float.gz", "test-labels-idx1-ubyte.gz"];

    // Images go back to bytes, (N, 28, 28) as in MNIST; signals and points stay floats.
    private static IdxArray Examples(Tensor x)
    {
        if (x.Rank != 4)
            return Idx.Floats(x);
        var bytes = new byte[x.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(x.Data[i] * 255 + 0.5f);
        return new IdxArray(IdxType.UInt8, [x.Dim(0), x.Dim(2), x.Dim(3)], bytes);
    }

    private static LabelledData Split(string name, LabelledPoints points)
    {
        var entry = DataCatalog.Find(name);
        int train = points.Y.Length * 4 / 5;
        Tensor Rows(int from, int to) => Tensor.Keep(Tensor.From(points.X.Data[(2 * from)..(2 * to)], to - from, 2));
        return new LabelledData(name, Rows(0, train), points.Y[..train], Rows(train, points.Y.Length), points.Y[train..],
            entry.Classes, $"{entry.Title}, made by DeepNotes (seed {Seed})");
    }

    private static string Readme(DataEntry entry, IReadOnlyList<(string File, IdxArray Content)> files)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {entry.Title}\n\n{entry.About}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Made by `deepnotes data make` (lib/DeepNotes.Data, seed {Seed}); `DataHub.Load(\"{entry.Name}\")` reads it.\n");
        text.Append(CultureInfo.InvariantCulture, $"- Licence: {entry.Licence}. Nothing in it was taken from another data set.\n");
        text.Append(CultureInfo.InvariantCulture, $"- Classes: {string.Join(", ", entry.Classes)}.\n\n");
        text.Append("| file (IDX, big-endian, gzip) | elements | shape | SHA-256 of the uncompressed contents |\n|---|---|---|---|\n");
        foreach (var (file, content) in files)
            text.Append(CultureInfo.InvariantCulture, $"| `{file}` | {content.Type} | {DeepNotes.Shape.Text(content.Shape)} | `{Sha256(content)}` |\n");
        return text.ToString();
    }

    private static string Overview()
    {
        var text = new StringBuilder("# Data made by this project\n\nSmall sets with which the whole course runs offline. `deepnotes data make` makes them again, bit for bit; a test compares.\n\n| folder | what | licence |\n|---|---|---|\n");
        foreach (var entry in DataCatalog.All.Where(e => e.IsMade))
            text.Append(CultureInfo.InvariantCulture, $"| [{entry.Folder}]({entry.Folder}/README.md) | {entry.About} | {entry.Licence} |\n");
        return text.ToString();
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, s => s.Write(Encoding.UTF8.GetBytes(text)));
}
