using System.Buffers.Binary;
using System.IO.Compression;
using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<IdxType, int[], bool> Kinds()
    {
        var data = new TheoryData<IdxType, int[], bool>();
        foreach (var type in Enum.GetValues<IdxType>())
        {
            foreach (int[] shape in new int[][] { [0], [7], [3, 4], [2, 3, 4], [1, 2, 3, 4] })
            {
                data.Add(type, shape, false);
                data.Add(type, shape, true);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_written_is_read(IdxType type, int[] shape, bool gzip)
    {
        var bytes = new byte[shape.Aggregate(1, (a, b) => a * b) * Idx.SizeOf(type)];
        new Random(1).NextBytes(bytes);
        string path = _folder[gzip ? "x.gz" : "x"];
        Idx.Write(path, new IdxArray(type, shape, bytes));
        var back = Idx.Read(path);
        Assert.Equal((type, gzip), (back.Type, File.ReadAllBytes(path)[0] == 0x1F));
        Assert.Equal(shape, back.Shape);
        Assert.Equal(bytes, back.Bytes);
    }

    [Fact]
    public void Every_element_type_becomes_floats()
    {
        Assert.Equal([255f, 1f], Values(IdxType.UInt8, [0xFF, 1]));
        Assert.Equal([-1f, 1f], Values(IdxType.Int8, [0xFF, 1]));
        Assert.Equal([-2f, 256f], Values(IdxType.Int16, [0xFF, 0xFE, 1, 0]));
        Assert.Equal([-2f, 65536f], Values(IdxType.Int32, [0xFF, 0xFF, 0xFF, 0xFE, 0, 1, 0, 0]));
        Assert.Equal([1f, -2f], Values(IdxType.Float32, [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0]));
        Assert.Equal([1f], Values(IdxType.Float64, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void A_limit_reads_the_first_entries_only()
    {
        var array = new IdxArray(IdxType.UInt8, [5, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        foreach (string name in new[] { "x", "x.gz" })
        {
            Idx.Write(_folder[name], array);
            Assert.Equal([0, 1, 2, 3], Idx.Read(_folder[name], limit: 2).Bytes);
            Assert.Equal(array.Bytes, Idx.Read(_folder[name], limit: 99).Bytes);
        }
    }

    [Theory]
    [InlineData("", "cut off")]
    [InlineData("0000", "cut off")]
    [InlineData("01000801000000010A", "begins with 01000801")]
    [InlineData("00000A01000000010A", "begins with 00000A01")]
    [InlineData("000008000A", "begins with 00000800")]
    [InlineData("0000080900000001", "begins with 00000809")]
    [InlineData("00000801000000", "cut off")]
    [InlineData("00000801000000020A", "promises 2")]
    [InlineData("00000801000000010A0B", "goes on")]
    [InlineData("0000080380000000000000010000000100", "promises 2147483648×1×1")]
    [InlineData("00000803FFFFFFFFFFFFFFFFFFFFFFFF00", "promises 4294967295×4294967295×4294967295")]
    [InlineData("00000804000000000000000000000000FFFFFFFF00", "promises 0×0×0×4294967295")]
    public void Damaged_files_are_refused(string hex, string message)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var plain = Assert.Throws<InvalidDataException>(() => Idx.Read(_folder.Write("bad", bytes)));
        Assert.Contains(message, plain.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Idx.Read(_folder.Write("bad.gz", Zip(bytes))));
    }

    [Theory]
    [InlineData(0x7FFFFFFFu, 1u)]
    [InlineData(0x80000000u, 1u)]
    [InlineData(60_000u, 784u)]
    [InlineData(65_536u, 65_536u)]
    public void A_lying_header_allocates_nothing_of_note(uint images, uint pixels)
    {
        var bytes = new byte[40_000];
        (bytes[2], bytes[3]) = (8, 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), images);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), pixels);
        string[] files = [_folder.Write("lie", bytes), _folder.Write("lie.gz", Zip(bytes))];
        foreach (string file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => Idx.Read(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 << 20);
        }
    }

    [Fact]
    public void Gzip_cut_off_anywhere_is_refused()
    {
        var content = new byte[3000];
        new Random(2).NextBytes(content);
        byte[] whole = Zip([.. Convert.FromHexString("0000080200000BB800000001"), .. content]);
        Assert.Equal(content, Idx.Read(_folder.Write("whole.gz", whole)).Bytes);
        foreach (int length in Enumerable.Range(0, whole.Length).Where(n => n < 30 || n % 101 == 0 || n > whole.Length - 20))
            Assert.Throws<InvalidDataException>(() => Idx.Read(_folder.Write("cut.gz", whole.AsSpan(0, length))));
    }

    [Fact]
    public void A_flipped_bit_in_gzip_is_refused()
    {
        var content = new byte[500];
        new Random(3).NextBytes(content);
        byte[] whole = Zip([.. Convert.FromHexString("00000801000001F4"), .. content]);
        for (int i = 10; i < whole.Length; i += 7)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Idx.Read(_folder.Write("flip.gz", flipped)));
        }
    }

    [Fact]
    public void Labels_are_whole_numbers_on_one_axis()
    {
        Assert.Equal([3, 200], new IdxArray(IdxType.UInt8, [2], [3, 200]).ToLabels());
        Assert.Throws<InvalidDataException>(() => new IdxArray(IdxType.UInt8, [1, 2], [3, 200]).ToLabels());
        Assert.Throws<InvalidDataException>(() => new IdxArray(IdxType.Float32, [1], [0, 0, 0, 0]).ToLabels());
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", "6bbc9ace898e44ae57da46a324031adb")]
    [InlineData("train-labels-idx1-ubyte.gz", "a25bea736e30d166cdddb491f175f624")]
    [InlineData("t10k-images-idx3-ubyte.gz", "2646ac647ad5339dbf082846283269ea")]
    [InlineData("t10k-labels-idx1-ubyte.gz", "27ae3e4e09519cfbb04c329615203637")]
    public void The_real_MNIST_files_read_back_byte_for_byte(string file, string md5)
    {
        var array = Idx.Read(RealData.Path($"mnist/{file}"));
#pragma warning disable CA5351   // the published checksum of the uncompressed file is MD5
        Assert.Equal(md5, Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData([.. Idx.Header(array), .. array.Bytes])));
#pragma warning restore CA5351
    }

    private static float[] Values(IdxType type, byte[] bytes) => new IdxArray(type, [bytes.Length / Idx.SizeOf(type)], bytes).ToTensor().Data.ToArray();

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(bytes);
        return packed.ToArray();
    }
}
