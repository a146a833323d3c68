using System.Formats.Tar;
using System.IO.Compression;
using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public sealed class DataStoreTests : IDisposable
{
    private static readonly string Datasets = Path.Combine(Architecture.SourceTree.Root, "datasets");
    private readonly TempFolder _user = new(), _cache = new();

    public void Dispose()
    {
        _user.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Our_own_sets_are_the_same_from_files_and_made_on_the_spot()
    {
        foreach (var entry in DataCatalog.All.Where(e => e.IsMade))
        {
            var file = new DataStore(null, _cache.Path, Datasets).Load(entry.Name);
            var made = new DataStore(null, _cache.Path, null).Load(entry.Name);
            Assert.Contains("datasets/", file.Source, StringComparison.Ordinal);
            Assert.Contains("made by DeepNotes (seed", made.Source, StringComparison.Ordinal);
            Assert.Equal(made.TrainX.Shape.ToArray(), file.TrainX.Shape.ToArray());
            Assert.Equal(made.TrainX.Data.ToArray(), file.TrainX.Data.ToArray());
            Assert.Equal(made.TestX.Data.ToArray(), file.TestX.Data.ToArray());
            Assert.Equal(made.TrainY.Concat(made.TestY), file.TrainY.Concat(file.TestY));
        }
    }

    [Theory]
    [InlineData("mnist", "in place of MNIST")]
    [InlineData("fashion-mnist", "in place of Fashion-MNIST")]
    public void Offline_the_drawn_digits_stand_in_and_say_so(string name, string source)
    {
        var data = new DataStore(null, _cache.Path, Datasets).Load(name, train: 30, test: 20);
        Assert.Equal("digits", data.Name);
        Assert.Contains(source, data.Source, StringComparison.Ordinal);
        Assert.Contains($"deepnotes data get {name}", data.Source, StringComparison.Ordinal);
        Assert.Equal([30, 1, 28, 28], data.TrainX.Shape.ToArray());
        Assert.Equal([20, 784], data.Flat().TestX.Shape.ToArray());
    }

    [Fact]
    public void What_cannot_be_replaced_says_how_to_get_it()
    {
        var store = new DataStore(_user.Path, _cache.Path, Datasets);
        Assert.Contains("deepnotes data get cifar10", Assert.Throws<FileNotFoundException>(() => store.Load("cifar10")).Message, StringComparison.Ordinal);
        Assert.Contains("text/tinyshakespeare.txt", Assert.Throws<FileNotFoundException>(() => store.LoadText("tinyshakespeare")).Message, StringComparison.Ordinal);
        Assert.Contains("there are mnist1d", Assert.Throws<ArgumentException>(() => store.Load("nonesuch")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => store.Load("tinyshakespeare"));
        Assert.Throws<ArgumentException>(() => store.LoadText("mnist"));
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData("")]
    public void Users_files_come_first_packed_or_not(string ending)
    {
        PutIdx(4, 4, ending);
        var data = new DataStore(_user.Path, _cache.Path, Datasets).Load("mnist");
        Assert.Equal(("mnist", 4, 2), (data.Name, data.TrainY.Length, data.TestY.Length));
        Assert.Contains("DEEPNOTES_DATA", data.Source, StringComparison.Ordinal);
        Assert.DoesNotContain(_user.Path, data.Source, StringComparison.Ordinal);
        Assert.Equal(1f, data.TrainX.Data[0]);
    }

    [Fact]
    public void Images_without_labels_of_their_own_are_refused()
    {
        PutIdx(4, 3, ".gz");
        Assert.Throws<InvalidDataException>(() => new DataStore(_user.Path, _cache.Path, null).Load("mnist"));
    }

    [Fact]
    public void A_damaged_cache_is_refused()
    {
        foreach (string name in DataCatalog.IdxNames)
            _cache.Write($"mnist/{name}", new byte[9]);
        var error = Assert.Throws<InvalidDataException>(() => new DataStore(null, _cache.Path, Datasets).Load("mnist"));
        Assert.Contains("deepnotes data get mnist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CIFAR_is_read_from_the_archive_and_from_batches()
    {
        byte[] train = new byte[3 * 3073], test = new byte[2 * 3073];
        (train[0], train[3073], test[0]) = (5, 6, 7);
        _user.Write("cifar10/cifar-10-batches-bin/data_batch_1.bin", train);
        _user.Write("cifar10/cifar-10-batches-bin/test_batch.bin", test);
        var store = new DataStore(_user.Path, _cache.Path, null);
        var files = store.Load("cifar10");
        using (var zip = new GZipStream(File.Create(_user["cifar10/cifar-10-binary.tar.gz"]), CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(_user["cifar10/cifar-10-batches-bin"], zip, includeBaseDirectory: true);
        Directory.Delete(_user["cifar10/cifar-10-batches-bin"], recursive: true);
        foreach (var data in new[] { files, store.Load("cifar10") })
        {
            Assert.Equal([5, 6, 0], data.TrainY);
            Assert.Equal([7, 0], data.TestY);
        }
        Assert.Equal([5, 6], store.Load("cifar10", train: 2).TrainY);
    }

    [Fact]
    public void The_real_files_load()
    {
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(RealData.Path("mnist/train-images-idx3-ubyte.gz")))!;
        var store = new DataStore(folder, _cache.Path, null);
        var mnist = store.Load("mnist", train: 100);
        Assert.Equal((100, 10_000), (mnist.TrainY.Length, mnist.TestY.Length));
        Assert.Equal([5, 0, 4, 1, 9], mnist.TrainY[..5]);
        Assert.Equal((4000, 1000), (store.Load("cifar10").TrainY.Length, store.Load("cifar10").TestY.Length));
        Assert.Equal(65, store.LoadText("tinyshakespeare").Text.Distinct().Count());
        foreach (string name in new[] { "mnist", "tinyshakespeare" })
        {
            foreach (var file in DataCatalog.Find(name).Files)
            {
                string path = store.Path(name, file.Name);
                Assert.Equal((file.Length, file.Sha256), (new FileInfo(path).Length, DataStore.HashOf(path)));
            }
        }
    }

    [Fact]
    public void Every_public_file_has_two_mirrors_and_a_hash() =>
        Assert.All(DataCatalog.All.SelectMany(e => e.Files), f =>
        {
            Assert.Equal(2, f.Mirrors.Select(m => new Uri(m).Host).Distinct().Count());
            Assert.Matches("^[0-9a-f]{64}$", f.Sha256);
            Assert.All(f.Mirrors, m => Assert.StartsWith("https://", m, StringComparison.Ordinal));
        });

    private void PutIdx(int images, int labels, string ending)
    {
        byte[] pixels = new byte[images * 784];
        pixels[0] = 255;
        string[] names = [.. DataCatalog.IdxNames.Select(n => _user["mnist/" + n[..^3] + ending])];
        Idx.Write(names[0], new IdxArray(IdxType.UInt8, [images, 28, 28], pixels));
        Idx.Write(names[1], Idx.Labels(new int[labels]));
        Idx.Write(names[2], new IdxArray(IdxType.UInt8, [2, 28, 28], pixels[..(2 * 784)]));
        Idx.Write(names[3], Idx.Labels(new int[2]));
    }
}
