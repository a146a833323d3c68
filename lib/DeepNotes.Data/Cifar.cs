namespace DeepNotes.Data;

/// <summary>Reads CIFAR-10's binary format: records of one label byte and 1,024 red, green and blue bytes.</summary>
/// <remarks>Krizhevsky (2009), "Learning multiple layers of features from tiny images".</remarks>
public static class Cifar
{
    private const int Pixels = 3 * 32 * 32, Record = 1 + Pixels;

    /// <summary>The ten classes by label.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads a batch file.</summary>
    /// <param name="path">Such as <c>data_batch_1.bin</c>.</param>
    /// <param name="limit">How many images to read at most; all when negative.</param>
    /// <returns>X (N, 3, 32, 32) in [0, 1], and N labels.</returns>
    /// <exception cref="InvalidDataException">Not a whole number of records, or a label above 9.</exception>
    public static LabelledPoints Read(string path, int limit = -1)
    {
        using var file = File.OpenRead(path);
        return Read([(path, file.Length, file)], limit);
    }

    /// <summary>Reads several batches one after the other.</summary>
    /// <param name="batches">Name, length in bytes and contents of each.</param>
    /// <param name="limit">How many images to read at most; all when negative.</param>
    internal static LabelledPoints Read(IEnumerable<(string Name, long Length, Stream Data)> batches, int limit)
    {
        var images = new List<byte[]>();
        foreach (var (name, length, data) in batches)
        {
            if (length == 0 || length % Record != 0)
                throw new InvalidDataException($"Cifar: {name} has {length:N0} bytes; a batch is a whole number of {Record}-byte records.");
            for (long i = 0; i < length / Record && (limit < 0 || images.Count < limit); i++)
            {
                var record = new byte[Record];
                if (data.ReadAtLeast(record, Record, throwOnEndOfStream: false) < Record)
                    throw new InvalidDataException($"Cifar: {name} ends within record {i}; it is cut off.");
                if (record[0] > 9)
                    throw new InvalidDataException($"Cifar: record {i} of {name} has label {record[0]}; labels are 0 to 9.");
                images.Add(record);
            }
        }
        var x = Tensor.Keep(Tensor.Empty(images.Count, 3, 32, 32));
        for (int n = 0; n < images.Count; n++)
            Idx.Divide(images[n].AsSpan(1), x.Data.Slice(n * Pixels, Pixels), 255);
        return new LabelledPoints(x, [.. images.Select(r => (int)r[0])]);
    }
}
