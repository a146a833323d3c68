using System.Buffers.Binary;
using System.Text;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.IO;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var rng = new Rng(1);
        var saved = new Dictionary<string, Tensor>
        {
            ["0.weight"] = rng.Normal(1, 3, 70_001), ["0.bias"] = rng.Normal(1, 3), ["scalar"] = Tensor.Scalar(float.NaN), ["empty"] = Tensor.Zeros(0, 5),
            ["이름 \"\\\u0001"] = Tensor.From([float.PositiveInfinity, -0f, float.Epsilon]),
        };
        Safetensors.Save(_folder["m"], saved, new Dictionary<string, string> { ["epoch"] = "7", ["메모"] = "\n\"" });
        var loaded = Safetensors.Load(_folder["m"]);
        Assert.Equal(saved.Keys, loaded.Keys);
        foreach (var (name, tensor) in saved)
        {
            Assert.Equal(tensor.Shape.ToArray(), loaded[name].Shape.ToArray());
            Assert.Equal(Bits(tensor), Bits(loaded[name]));
        }
        Assert.Equal("7", Safetensors.LoadMetadata(_folder["m"])["epoch"]);
        Assert.Equal("\n\"", Safetensors.LoadMetadata(_folder["m"])["메모"]);
    }

    [Fact]
    public void The_layout_is_the_published_one()
    {
        Safetensors.Save(_folder["m"], new Dictionary<string, Tensor> { ["a"] = Tensor.From([1f, 2f], 1, 2) });
        byte[] bytes = File.ReadAllBytes(_folder["m"]);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal("""{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", Encoding.UTF8.GetString(bytes, 8, header).TrimEnd());
        Assert.Equal(Convert.FromHexString("0000803F00000040"), bytes[(8 + header)..]);
    }

    [Theory]
    [InlineData("F16", "003C00C0", 1f, -2f)]
    [InlineData("BF16", "803F00C0", 1f, -2f)]
    [InlineData("F64", "000000000000F03F00000000000000C0", 1f, -2f)]
    [InlineData("I64", "0100000000000000FEFFFFFFFFFFFFFF", 1f, -2f)]
    [InlineData("I32", "01000000FEFFFFFF", 1f, -2f)]
    public void Other_number_types_are_converted(string type, string hex, float first, float second)
    {
        byte[] data = Convert.FromHexString(hex);
        string path = Make($$$"""{"a":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        Assert.Equal([first, second], Safetensors.Load(path)["a"].Data.ToArray());
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "within the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "within the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "leaving a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaving a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 8, "said to end at 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "tensors end at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "needs 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "-1 in shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "1.5 in shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "needs 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4, "in data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "more than a tensor holds")]
    [InlineData("""{"a":{"dtype":"F32","shape":[536870912],"data_offsets":[0,2147483648]}}""", 4, "said to end at 2,147,483,648")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "dtype F8_E4M3")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "no shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "no data_offsets")]
    [InlineData("""{"a":7}""", 4, "no dtype")]
    [InlineData("""[1]""", 4, "not a JSON object")]
    [InlineData("""{"a":""", 4, "not JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "distinct names")]
    [InlineData("""{"\uD800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not JSON")]
    public void Lying_headers_are_refused_without_allocating(string header, int data, string message)
    {
        string path = Make(header, new byte[data]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 62)]
    [InlineData(100_000_001UL)]
    [InlineData(60UL)]
    public void An_absurd_header_length_is_refused_without_allocating(ulong length)
    {
        var bytes = new byte[60];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        string path = _folder.Write("bad", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(_folder.Write("short", bytes.AsSpan(0, 7))));
    }

    [Fact]
    public void Random_damage_is_refused_or_harmless()
    {
        Safetensors.Save(_folder["m"], new Dictionary<string, Tensor> { ["a.weight"] = Tensor.Ones(3, 2), ["a.bias"] = Tensor.Ones(3) });
        byte[] good = File.ReadAllBytes(_folder["m"]);
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] bad = [.. good];
            for (int k = random.Next(1, 4); k > 0; k--)
                bad[random.Next(bad.Length - 36)] = (byte)random.Next(256);
            string path = _folder.Write("bad", round % 5 == 0 ? bad.AsSpan(0, random.Next(bad.Length)) : bad);
            if (Record.Exception(() => Safetensors.Load(path)) is { } error)
            {
                Assert.IsType<InvalidDataException>(error);
                refused++;
            }
        }
        Assert.InRange(refused, 1500, 3000);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(_folder["f"], s => s.Write("old"u8));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["f"], s =>
        {
            s.Write(new byte[1 << 20]);
            Assert.Equal("old", File.ReadAllText(_folder["f"]));
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["f"]));
        Assert.Equal([_folder["f"]], Directory.GetFiles(_folder.Path));
        AtomicFile.Write(_folder["f"], s => s.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder["f"]));
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_away_later()
    {
        File.SetLastWriteTimeUtc(_folder.Write("f.1-a.tmp", [1]), DateTime.UtcNow.AddHours(-2));
        _folder.Write("f.2-b.tmp", [1]);
        AtomicFile.Write(_folder["f"], s => s.Write("new"u8));
        Assert.Equal([_folder["f"], _folder["f.2-b.tmp"]], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_written_by_PyTorch_load()
    {
        var resnet = Safetensors.Load(RealData.Path("pretrained/resnet20-12fca82f.safetensors"));
        Assert.Equal([16, 3, 3, 3], resnet["conv1.weight"].Shape.ToArray());
        Assert.Equal(269_722, resnet.Where(p => !p.Key.Contains("running", StringComparison.Ordinal) && !p.Key.EndsWith("tracked", StringComparison.Ordinal)).Sum(p => p.Value.Length));
        Assert.All(resnet.Values, t => Assert.True(t.Data.ToArray().All(float.IsFinite)));
        Assert.NotEmpty(Safetensors.Load(RealData.Path("pretrained/mnist-8.safetensors")));
    }

    private string Make(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        return _folder.Write("made", bytes);
    }

    private static uint[] Bits(Tensor t) => [.. t.Data.ToArray().Select(BitConverter.SingleToUInt32Bits)];
}
