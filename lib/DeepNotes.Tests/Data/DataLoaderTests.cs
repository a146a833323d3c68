using DeepNotes.Data;

namespace DeepNotes.Tests.Data;

public class DataLoaderTests
{
    private static TensorDataset Ten()
    {
        var x = Tensor.Empty(10, 2);
        for (int i = 0; i < 20; i++)
            x.Data[i] = i;
        return new TensorDataset(x, [.. Enumerable.Range(0, 10)]);
    }

    [Fact]
    public void Every_item_comes_once_per_pass_and_the_last_batch_may_be_short()
    {
        var loader = DataLoader.Of(Ten(), 4, new Rng(1));
        var batches = loader.ToList();
        Assert.Equal(loader.Count, batches.Count);
        Assert.Equal([4, 4, 2], batches.Select(b => b.Count));
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(b => b.Y).Order());
        Assert.All(batches, b => Assert.All(b.Y, (label, i) => Assert.Equal(2f * label, b.X[i, 0])));
    }

    [Fact]
    public void Passes_differ_and_a_run_repeats()
    {
        var loader = DataLoader.Of(Ten(), 10, new Rng(1));
        int[] first = loader.Single().Y, second = loader.Single().Y;
        Assert.NotEqual(first, second);
        Assert.Equal(first, DataLoader.Of(Ten(), 10, new Rng(1)).Single().Y);
        Assert.Equal(Enumerable.Range(0, 10), DataLoader.Of(Ten(), 10).Single().Y);
    }

    [Fact]
    public void A_short_batch_can_be_left_out()
    {
        var loader = DataLoader.Of(Ten(), 4, dropLast: true);
        Assert.Equal(2, loader.Count);
        Assert.Equal(2, loader.ToList().Count);
    }

    [Fact]
    public void Any_items_and_any_batches_will_do()
    {
        var loader = new DataLoader<Sample, string>(Ten(), 3, null, items => string.Concat(items.Select(s => s.Label)));
        Assert.Equal(["012", "345", "678", "9"], loader);
        Assert.Throws<ArgumentOutOfRangeException>(() => DataLoader.Of(Ten(), 0));
    }
}
