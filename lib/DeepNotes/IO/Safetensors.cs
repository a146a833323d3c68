using System.Buffers.Binary;
using System.Text.Json;

namespace DeepNotes;

/// <summary>Reads and writes tensors by name in the safetensors format, which PyTorch and others share.</summary>
/// <remarks>
/// A 64-bit little-endian header length, a JSON header (name → dtype, shape, data_offsets), then the numbers. The header is not
/// believed: tensors must lie within the file, one after the other, without overlap or gap, and be as long as their shape says.
/// Nothing is allocated before that is checked. Numbers are written as F32; F16, BF16, F64, I64 and I32 are converted on reading.
/// </remarks>
public static class Safetensors
{
    private const long MaxHeader = 100_000_000;   // the limit of the reference implementation
    private const string MetadataKey = "__metadata__";

    private readonly record struct Entry(string Name, string Type, int[] Shape, int Count, long Begin, long End);

    /// <summary>Writes a file: temporary file, flush to disk, rename, so it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Tensors by name; order is kept.</param>
    /// <param name="metadata">Text by name, stored in the header.</param>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.ContainsKey(MetadataKey))
            throw new ArgumentException($"Safetensors: a tensor cannot be called {MetadataKey}; the format keeps that name for text.", nameof(tensors));
        byte[] header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            var chunk = new byte[1 << 16];
            foreach (var (_, tensor) in tensors)
            {
                for (ReadOnlySpan<float> rest = tensor.Data; !rest.IsEmpty;)
                {
                    int count = Math.Min(chunk.Length / 4, rest.Length);
                    for (int i = 0; i < count; i++)
                        BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(4 * i), rest[i]);
                    stream.Write(chunk, 0, 4 * count);
                    rest = rest[count..];
                }
            }
        });
    }

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">Not safetensors, or its header does not fit the file.</exception>
    public static Dictionary<string, Tensor> Load(string path)
    {
        using var file = File.OpenRead(path);
        var (entries, start) = ReadHeader(file, path, (header, start) => (Entries(header, path, file.Length - start), start));
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in entries)
        {
            var tensor = Tensor.Keep(Tensor.Empty(entry.Shape));
            file.Position = start + entry.Begin;
            ReadNumbers(file, path, entry, tensor.Data);
            tensors.Add(entry.Name, tensor);
        }
        return tensors;
    }

    /// <summary>The text that was saved beside the tensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">Not safetensors.</exception>
    public static Dictionary<string, string> LoadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return ReadHeader(file, path, (header, _) =>
        {
            if (!header.TryGetProperty(MetadataKey, out var metadata))
                return [];
            if (metadata.ValueKind != JsonValueKind.Object || metadata.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
                throw Bad(path, $"{MetadataKey} is not a table of text");
            return metadata.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        });
    }

    private static byte[] Header(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", [.. tensor.Shape.ToArray()]);
                WriteNumbers(json, "data_offsets", [offset, offset += 4L * tensor.Length]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)   // spaces, so that the numbers are aligned
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static T ReadHeader<T>(FileStream file, string path, Func<JsonElement, long, T> use)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Bad(path, $"it has {file.Length} bytes, too few for the length of a header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeader || (long)length > file.Length - 8)
            throw Bad(path, $"its header is said to have {length:N0} bytes, the file has {file.Length:N0} and {MaxHeader:N0} is the limit");
        var text = new byte[length];
        file.ReadExactly(text);
        try
        {
            using var header = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (header.RootElement.ValueKind != JsonValueKind.Object)
                throw Bad(path, "its header is not a JSON object");
            return use(header.RootElement, 8 + (long)length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter for text that is not Unicode
        {
            throw Bad(path, $"its header is not JSON with distinct names ({e.Message})", e);
        }
    }

    // All entries in file order, each checked against its shape, the one before, and the file.
    private static List<Entry> Entries(JsonElement header, string path, long available)
    {
        var entries = header.EnumerateObject().Where(p => p.Name != MetadataKey).Select(p => Parse(p, path)).ToList();
        long expected = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != expected)
                throw Bad(path, $"{entry.Name} begins at {entry.Begin:N0}, {(entry.Begin < expected ? "within the tensor before it, which ends" : "leaving a gap after the tensor before it, which ends")} at {expected:N0}");
            if (entry.End > available)
                throw Bad(path, $"{entry.Name} is said to end at {entry.End:N0}, the file has {available:N0} bytes of numbers");
            expected = entry.End;
        }
        if (expected != available)
            throw Bad(path, $"its tensors end at {expected:N0}, the file has {available:N0} bytes of numbers");
        return entries;
    }

    private static Entry Parse(JsonProperty item, string path)
    {
        string type = item.Value.ValueKind == JsonValueKind.Object && item.Value.TryGetProperty("dtype", out var dtype) && dtype.ValueKind == JsonValueKind.String
            ? dtype.GetString()! : throw Bad(path, $"{item.Name} has no dtype");
        int size = SizeOf(type);
        if (size == 0)
            throw Bad(path, $"{item.Name} has dtype {type}; F32, F16, BF16, F64, I64 and I32 can be read");
        long[] shape = Numbers(item, "shape", path), offsets = Numbers(item, "data_offsets", path);
        UInt128 count = 1;
        foreach (long axis in shape)
            count = axis > int.MaxValue || count > int.MaxValue ? throw TooLarge(item.Name, shape, path) : count * (ulong)axis;
        if (count > (UInt128)Array.MaxLength)
            throw TooLarge(item.Name, shape, path);
        if (offsets.Length != 2 || offsets[1] < offsets[0] || (UInt128)(ulong)(offsets[1] - offsets[0]) != count * (ulong)size)
            throw Bad(path, $"{item.Name} of shape [{string.Join(", ", shape)}] needs {count * (ulong)size} bytes, its offsets are [{string.Join(", ", offsets)}]");
        return new Entry(item.Name, type, [.. shape.Select(a => (int)a)], (int)count, offsets[0], offsets[1]);
    }

    private static long[] Numbers(JsonProperty item, string key, string path)
    {
        if (!item.Value.TryGetProperty(key, out var array) || array.ValueKind != JsonValueKind.Array)
            throw Bad(path, $"{item.Name} has no {key}");
        return [.. array.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out long n) && n >= 0 ? n
            : throw Bad(path, $"{item.Name} has {e} in {key}; whole numbers of 0 or more belong there"))];
    }

    private static int SizeOf(string type) => type switch { "F32" or "I32" => 4, "F16" or "BF16" => 2, "F64" or "I64" => 8, _ => 0 };

    private static void ReadNumbers(FileStream file, string path, Entry entry, Span<float> y)
    {
        int size = SizeOf(entry.Type);
        var chunk = new byte[Math.Min(1 << 16, size * (long)y.Length)];
        for (int done = 0; done < y.Length;)
        {
            int count = Math.Min(chunk.Length / size, y.Length - done);
            if (file.ReadAtLeast(chunk.AsSpan(0, count * size), count * size, throwOnEndOfStream: false) < count * size)
                throw Bad(path, $"it ends within {entry.Name}");
            for (int i = 0; i < count; i++)
                y[done + i] = Number(entry.Type, chunk.AsSpan(i * size));
            done += count;
        }
    }

    private static float Number(string type, ReadOnlySpan<byte> at) => type switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(at),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(at),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(at),
        _ => BinaryPrimitives.ReadInt32LittleEndian(at),
    };

    private static InvalidDataException TooLarge(string name, long[] shape, string path) =>
        Bad(path, $"{name} has shape [{string.Join(", ", shape)}], more than a tensor holds");

    private static InvalidDataException Bad(string path, string what, Exception? cause = null) =>
        new($"Safetensors: {Path.GetFileName(path)}: {what}.", cause);
}
