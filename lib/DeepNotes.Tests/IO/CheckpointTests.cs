using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.IO;

public sealed class CheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("adam")]
    [InlineData("momentum")]
    public void Training_goes_on_as_if_it_had_not_stopped(string kind)
    {
        var (model, optimizer) = Make(1, kind);
        Train(model, optimizer, 0, 5);
        Checkpoint.Save(_folder["c"], model, optimizer, new Dictionary<string, string> { ["step"] = "5" });
        Train(model, optimizer, 5, 10);
        var (other, otherOptimizer) = Make(2, kind);
        Assert.Equal("5", Checkpoint.Load(_folder["c"], other, otherOptimizer)["step"]);
        Train(other, otherOptimizer, 5, 10);
        foreach (var (name, value) in model.StateDict())
            Assert.Equal(value.Data.ToArray(), other.StateDict()[name].Data.ToArray());
    }

    [Fact]
    public void A_checkpoint_of_another_model_changes_nothing()
    {
        var (model, optimizer) = Make(1, "adam");
        Train(model, optimizer, 0, 2);
        Checkpoint.Save(_folder["c"], model, optimizer);
        AssertRefused<ShapeException>(new Sequential(new Linear(3, 5, new Rng(3)), new Tanh(), new Linear(5, 2, new Rng(3))));
        AssertRefused<KeyNotFoundException>(new Linear(3, 4, new Rng(1)));
        AssertRefused<KeyNotFoundException>(new Sequential(new Linear(3, 4, new Rng(3)), new Linear(4, 2, new Rng(3))));   // the optimizer's part would fit
    }

    private void AssertRefused<T>(Module model) where T : Exception
    {
        var optimizer = new Adam(model.Parameters(), 0.5f);
        float[] before = [.. model.Parameters().SelectMany(p => p.Data.ToArray())];
        Assert.Throws<T>(() => Checkpoint.Load(_folder["c"], model));
        Assert.ThrowsAny<Exception>(() => Checkpoint.Load(_folder["c"], model, optimizer));
        Assert.Equal(before, model.Parameters().SelectMany(p => p.Data.ToArray()));
        Assert.Equal((0, 0.5f), (optimizer.StepCount, optimizer.LearningRate));
    }

    private static (Sequential Model, Optimizer Optimizer) Make(ulong seed, string kind)
    {
        var rng = new Rng(seed);
        var model = new Sequential(new Linear(3, 4, rng), new Tanh(), new Linear(4, 2, rng));
        return (model, kind == "adam" ? new Adam(model.Parameters(), 0.05f) : new Sgd(model.Parameters(), 0.05f, momentum: 0.9f));
    }

    private static void Train(Sequential model, Optimizer optimizer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            var x = new Rng((ulong)step).Normal(1, 6, 3);
            optimizer.ZeroGrad();
            F.CrossEntropy(model.Forward(x), [0, 1, 0, 1, 1, 0]).Backward();
            optimizer.Step();
        }
    }
}
