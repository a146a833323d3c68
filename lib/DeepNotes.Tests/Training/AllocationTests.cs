namespace DeepNotes.Tests.Training;

/// <summary>A training step in its stride leaves the garbage collector next to nothing to do.</summary>
[Collection(nameof(Notebooks.EngineTests))]
public class AllocationTests
{
    [Fact]
    public void A_hundred_steps_of_a_dense_net_allocate_little_and_collect_no_old_generation()
    {
        var rng = new Rng(1);
        var x = rng.Uniform(1f, 128, 784);
        int[] labels = [.. Enumerable.Range(0, 128).Select(i => i % 10)];
        var model = new Sequential(new Linear(784, 256, rng), new ReLU(), new Linear(256, 128, rng), new Tanh(), new Linear(128, 10, rng));
        var optimizer = new Adam(model.Parameters(), 1e-3f);
        void Step()
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            F.CrossEntropy(model.Forward(x), labels).Backward();
            optimizer.Step();
        }
        for (int i = 0; i < 10; i++)
            Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(2);
        for (int i = 0; i < 100; i++)
            Step();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 64 * 1024);
        Assert.Equal(collections, GC.CollectionCount(2));
    }
}
