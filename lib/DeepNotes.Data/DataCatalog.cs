namespace DeepNotes.Data;

/// <summary>A file that can be downloaded: what it is called, how long it is, its SHA-256, and where it lies.</summary>
/// <param name="Name">File name in the cache.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">SHA-256 of the file as downloaded, lower-case hexadecimal.</param>
/// <param name="Mirrors">Addresses of the same bytes, tried in order.</param>
public sealed record DataFile(string Name, long Length, string Sha256, IReadOnlyList<string> Mirrors);

/// <summary>A data set that <see cref="DataHub"/> knows.</summary>
/// <param name="Name">What <see cref="DataHub.Load"/> and <c>deepnotes data get</c> call it.</param>
/// <param name="Title">Its name in prose.</param>
/// <param name="About">What it holds.</param>
/// <param name="Licence">Under which terms.</param>
/// <param name="Folder">Its folder in <c>DEEPNOTES_DATA</c> or in <c>datasets/</c>.</param>
/// <param name="Files">What to download; none for a set made by our own generator.</param>
/// <param name="Classes">Class names by label; none for a text.</param>
public sealed record DataEntry(
    string Name, string Title, string About, string Licence, string Folder, IReadOnlyList<DataFile> Files, IReadOnlyList<string> Classes)
{
    /// <summary>Whether our own generator makes it, so that it is always there.</summary>
    public bool IsMade => Files.Count == 0;
}

/// <summary>The data sets of the course: those made by our own generators, and the public ones.</summary>
/// <remarks>Every hash is the SHA-256 of the original file as its authors publish it.</remarks>
public static class DataCatalog
{
    /// <summary>MNIST's four files: training images and labels, test images and labels.</summary>
    internal static readonly string[] IdxNames = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];

    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    private const string Ours = "CC0 1.0, made by this project";

    /// <summary>Every data set, our own first.</summary>
    public static IReadOnlyList<DataEntry> All { get; } =
    [
        new("mnist1d", "MNIST-1D", "40-point signals, ten classes, 4,000 + 1,000 (recipe of Greydanus 2020)", Ours, "mnist1d", [], Digits),
        new("digits", "drawn digits", "pen-drawn numerals, 28×28, ten classes, 8,000 + 2,000, MNIST's format", Ours, "digits", [], Digits),
        new("moons", "two moons", "two interleaved half circles, 800 + 200 points", Ours, "moons", [], ["upper", "lower"]),
        new("spirals", "spirals", "two spiral arms, 800 + 200 points", Ours, "spirals", [], ["first", "second"]),
        new("xor", "XOR", "four clouds at (±1, ±1), 800 + 200 points", Ours, "xor", [], ["same", "different"]),
        new("blobs", "blobs", "three round clouds, 800 + 200 points", Ours, "blobs", [], ["first", "second", "third"]),
        new("mnist", "MNIST", "handwritten digits, 28×28, 60,000 + 10,000 (LeCun, Cortes, Burges 1998)", "as published by its authors; often given as CC BY-SA 3.0", "mnist",
            Idx4(["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
                (9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                (28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                (1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                (4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")), Digits),
        new("fashion-mnist", "Fashion-MNIST", "articles of clothing, 28×28, 60,000 + 10,000 (Xiao, Rasul, Vollgraf 2017)", "MIT", "fashion-mnist",
            Idx4(["https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/", "https://fashion-mnist.s3.eu-central-1.amazonaws.com/"],
                (26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                (29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                (4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                (5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
            ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]),
        new("cifar10", "CIFAR-10", "colour photographs, 32×32, 50,000 + 10,000 (Krizhevsky 2009)", "none stated; cite the report", "cifar10",
            [new("cifar-10-binary.tar.gz", 170052171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz"])],
            Cifar.Classes),
        new("tinyshakespeare", "tiny Shakespeare", "1,115,394 characters of plays (Karpathy 2015)", "public domain", "text",
            [new("tinyshakespeare.txt", 1115394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                ["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
                    "https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt"])], []),
    ];

    /// <summary>The data set of a name.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <exception cref="ArgumentException">No such data set; the message lists those there are.</exception>
    public static DataEntry Find(string name) =>
        All.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Data: '{name}' is not a data set; there are {string.Join(", ", All.Select(e => e.Name))}.", nameof(name));

    private static DataFile[] Idx4(string[] mirrors, params (long Length, string Sha256)[] files) =>
        [.. files.Select((f, i) => new DataFile(IdxNames[i], f.Length, f.Sha256, [.. mirrors.Select(m => m + IdxNames[i])]))];
}
