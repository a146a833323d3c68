namespace DeepNotes.Tests.Core;

public class RngTests
{
    // Known answers of the authors' Random123 distribution: philox4x32-10 with counter 0 and key 0.
    [Fact]
    public void Philox_gives_the_published_block()
    {
        var rng = new Rng(0);
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], [rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32()]);
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var x = new float[200_000];
        new Rng(7).FillNormal(x);
        double mean = x.Average(v => (double)v), variance = x.Average(v => v * (double)v) - mean * mean;
        Assert.InRange(mean, -0.01, 0.01);
        Assert.InRange(variance, 0.98, 1.02);
    }

    [Fact]
    public void Streams_differ_and_repeat()
    {
        Assert.NotEqual(new Rng(1).Split(1).NextUInt32(), new Rng(1).Split(2).NextUInt32());
        Assert.Equal(new Rng(1).Split(1).NextUInt32(), new Rng(1).Split(1).NextUInt32());
    }
}
