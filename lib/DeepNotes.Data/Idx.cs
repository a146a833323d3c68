using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepNotes.Data;

/// <summary>The element type of an IDX file: the third byte of its magic number.</summary>
public enum IdxType
{
    /// <summary>Unsigned byte: images and labels of MNIST.</summary>
    UInt8 = 0x08,
    /// <summary>Signed byte.</summary>
    Int8 = 0x09,
    /// <summary>16-bit integer.</summary>
    Int16 = 0x0B,
    /// <summary>32-bit integer.</summary>
    Int32 = 0x0C,
    /// <summary>32-bit float.</summary>
    Float32 = 0x0D,
    /// <summary>64-bit float.</summary>
    Float64 = 0x0E,
}

/// <summary>The contents of an IDX file.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Axis lengths, outermost first.</param>
/// <param name="Bytes">The elements as in the file: row-major, big-endian.</param>
public sealed record IdxArray(IdxType Type, int[] Shape, byte[] Bytes)
{
    /// <summary>The elements as floats, each divided by <paramref name="divisor"/> (255 turns pixels into [0, 1]).</summary>
    /// <param name="divisor">What to divide by.</param>
    public Tensor ToTensor(float divisor = 1f)
    {
        var t = Tensor.Keep(Tensor.Empty(Shape));
        Span<float> y = t.Data;
        if (Type == IdxType.UInt8)
        {
            Idx.Divide(Bytes, y, divisor);
            return t;
        }
        int size = Idx.SizeOf(Type);
        for (int i = 0; i < y.Length; i++)
            y[i] = (float)Element(Bytes.AsSpan(i * size)) / divisor;
        return t;
    }

    /// <summary>The elements as whole numbers: class labels.</summary>
    /// <exception cref="InvalidDataException">The file has more than one axis or holds floats.</exception>
    public int[] ToLabels()
    {
        if (Shape.Length != 1 || Type is IdxType.Float32 or IdxType.Float64)
            throw new InvalidDataException($"Idx: {Type} of shape {DeepNotes.Shape.Text(Shape)} cannot be labels; labels are whole numbers on one axis.");
        var labels = new int[Shape[0]];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = (int)Element(Bytes.AsSpan(i * Idx.SizeOf(Type)));
        return labels;
    }

    private double Element(ReadOnlySpan<byte> at) => Type switch
    {
        IdxType.UInt8 => at[0],
        IdxType.Int8 => (sbyte)at[0],
        IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(at),
        IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(at),
        IdxType.Float32 => BinaryPrimitives.ReadSingleBigEndian(at),
        _ => BinaryPrimitives.ReadDoubleBigEndian(at),
    };
}

/// <summary>Reads and writes IDX, the format of MNIST: big-endian, plain or gzip-compressed, any number of axes.</summary>
/// <remarks>
/// LeCun's format: bytes 0 0 type rank, one 32-bit length per axis, the elements. The header is not believed: a file must hold
/// exactly what its header promises, and memory is taken only for bytes that are there.
/// </remarks>
public static class Idx
{
    private const int MaxRank = 8, MaxDeflateRatio = 1032;   // deflate cannot shrink further: 258 bytes from two bits

    /// <summary>Reads a file; gzip is recognised by its first bytes, not by its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How many entries of the first axis to read at most; all when negative.</param>
    /// <exception cref="InvalidDataException">Not IDX, cut off, with bytes left over, or larger than an array.</exception>
    public static IdxArray Read(string path, int limit = -1)
    {
        using var file = File.OpenRead(path);
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!gzip)
            return Read(file, path, file.Length, limit);
        using var unzip = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            var array = Read(unzip, path, file.Length * MaxDeflateRatio, limit);
            if (limit < 0)
                CheckTrailer(file, path, 4 + 4 * array.Shape.Length + array.Bytes.Length);
            return array;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith("Idx:", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"Idx: {path} is damaged or cut off ({e.Message}); fetch it again.", e);
        }
    }

    /// <summary>Writes a file, gzip-compressed if its name ends in <c>.gz</c>; it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">What to write.</param>
    public static void Write(string path, IdxArray array) => AtomicFile.Write(path, stream =>
    {
        using var zip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true) : null;
        Stream target = zip ?? stream;
        target.Write(Header(array));
        target.Write(array.Bytes);
    });

    /// <summary>The header of an array: magic number and axis lengths.</summary>
    /// <param name="array">The array.</param>
    internal static byte[] Header(IdxArray array)
    {
        var header = new byte[4 + 4 * array.Shape.Length];
        (header[2], header[3]) = ((byte)array.Type, (byte)array.Shape.Length);
        for (int i = 0; i < array.Shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), array.Shape[i]);
        return header;
    }

    /// <summary>A tensor as 32-bit float elements.</summary>
    /// <param name="x">The tensor.</param>
    public static IdxArray Floats(Tensor x)
    {
        var bytes = new byte[4 * x.Length];
        for (int i = 0; i < x.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4 * i), x.Data[i]);
        return new IdxArray(IdxType.Float32, x.Shape.ToArray(), bytes);
    }

    /// <summary>Class labels as unsigned bytes.</summary>
    /// <param name="labels">Numbers in 0 … 255.</param>
    public static IdxArray Labels(ReadOnlySpan<int> labels)
    {
        var bytes = new byte[labels.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = checked((byte)labels[i]);
        return new IdxArray(IdxType.UInt8, [bytes.Length], bytes);
    }

    /// <summary>Bytes to floats, y = x / divisor, by table: a byte has only 256 quotients.</summary>
    internal static void Divide(ReadOnlySpan<byte> x, Span<float> y, float divisor)
    {
        Span<float> quotients = stackalloc float[256];
        for (int i = 0; i < quotients.Length; i++)
            quotients[i] = i / divisor;
        for (int i = 0; i < x.Length; i++)
            y[i] = quotients[x[i]];
    }

    internal static int SizeOf(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Float32 => 4,
        _ => 8,
    };

    private static IdxArray Read(Stream stream, string path, long available, int limit)
    {
        Span<byte> magic = stackalloc byte[4];
        Fill(stream, magic, path);
        if (magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined((IdxType)magic[2]) || magic[3] is 0 or > MaxRank)
            throw new InvalidDataException($"Idx: {path} begins with {Convert.ToHexString(magic)}; IDX begins with 00 00, a type (08 09 0B 0C 0D 0E) and 1 to {MaxRank} axes.");
        var type = (IdxType)magic[2];
        Span<byte> axes = stackalloc byte[4 * magic[3]];
        Fill(stream, axes, path);
        int[] shape = new int[magic[3]];
        UInt128 total = (UInt128)SizeOf(type);
        for (int i = 0; i < shape.Length; i++)
        {
            uint axis = BinaryPrimitives.ReadUInt32BigEndian(axes[(4 * i)..]);
            total = axis > int.MaxValue ? UInt128.MaxValue / 2 : total == 0 ? 0 : total > ulong.MaxValue ? total : total * axis;
            shape[i] = (int)axis;
        }
        long header = 4 + 4 * shape.Length;
        if (total > (UInt128)Array.MaxLength || (long)total > available - header)
            throw new InvalidDataException($"Idx: {path} promises {Promise(axes)} elements of {SizeOf(type)} bytes; it cannot hold more than {Math.Max(0, available - header):N0} bytes.");
        int keep = limit < 0 ? shape[0] : Math.Min(limit, shape[0]);
        long bytes = shape[0] == 0 ? 0 : (long)total / shape[0] * keep;
        byte[] data = ReadGrowing(stream, (int)bytes, path);
        if (keep == shape[0] && stream.ReadByte() >= 0)
            throw new InvalidDataException($"Idx: {path} goes on after the {Promise(axes)} elements that its header promises.");
        shape[0] = keep;
        return new IdxArray(type, shape, data);
    }

    // GZipStream takes a file whose last bytes are missing; gzip ends in the length of what was packed.
    private static void CheckTrailer(FileStream file, string path, long unpacked)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)unpacked)
            throw new InvalidDataException($"Idx: {path} does not end in the length of its contents, {unpacked:N0}; it is cut off.");
    }

    private static string Promise(ReadOnlySpan<byte> axes)
    {
        var parts = new List<string>();
        for (int i = 0; i < axes.Length; i += 4)
            parts.Add(BinaryPrimitives.ReadUInt32BigEndian(axes[i..]).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join("×", parts);
    }

    // Memory follows the bytes that arrive: a header cannot make the reader allocate more than double what is there.
    private static byte[] ReadGrowing(Stream stream, int length, string path)
    {
        var data = new byte[Math.Min(length, 1 << 20)];
        for (int done = 0; ;)
        {
            Fill(stream, data.AsSpan(done), path);
            done = data.Length;
            if (done == length)
                return data;
            Array.Resize(ref data, (int)Math.Min(length, 2L * done));
        }
    }

    private static void Fill(Stream stream, Span<byte> target, string path)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw new InvalidDataException($"Idx: {path} ends before the data that its header promises; it is cut off.");
    }
}
