using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_are_label_then_red_green_blue()
    {
        var bytes = new byte[2 * 3073];
        (bytes[0], bytes[1], bytes[1 + 1024 + 33], bytes[3073], bytes[6145]) = (7, 255, 51, 9, 102);
        var set = Cifar.Read(_folder.Write("b", bytes));
        Assert.Equal([7, 9], set.Y);
        Assert.Equal([2, 3, 32, 32], set.X.Shape.ToArray());
        float[] x = set.X.Data.ToArray();
        Assert.Equal((1f, 0.2f, 0.4f), (x[0], x[1024 + 33], x[^1]));
        Assert.Equal(3, x.Count(v => v != 0));
        Assert.Equal([7], Cifar.Read(_folder["b"], limit: 1).Y);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3072, 0)]
    [InlineData(3074, 0)]
    [InlineData(3073, 10)]
    public void Damaged_batches_are_refused(int length, byte label)
    {
        var bytes = new byte[length];
        if (length > 0)
            bytes[0] = label;
        Assert.Throws<InvalidDataException>(() => Cifar.Read(_folder.Write("b", bytes)));
    }

    [Fact]
    public void The_real_images_have_the_known_labels()
    {
        Assert.Equal([6, 9, 9, 4, 1, 1, 2, 7, 8, 3], Cifar.Read(RealData.Path("cifar10/data_batch_1_first4000.bin"), 10).Y);
        var test = Cifar.Read(RealData.Path("cifar10/test_batch_first1000.bin"));
        Assert.Equal([3, 8, 8, 0, 6, 6, 1, 6, 3, 1], test.Y[..10]);
        Assert.Equal(1000, test.X.Dim(0));
    }
}
