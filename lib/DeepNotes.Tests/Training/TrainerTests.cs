using DeepNotes.Data;

namespace DeepNotes.Tests.Training;

public class TrainerTests
{
    private sealed class Collect : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }

    // Two clouds of points that one straight line separates.
    private static (Tensor X, int[] Y) Clouds(int count)
    {
        var x = new Rng(1).Normal(0.3f, count, 2);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (int i = 0; i < count; i++)
            x[i, 0] += 2 * labels[i] - 1;
        return (x, labels);
    }

    private static (Trainer Trainer, Sequential Model) Make(float rate, Action<int>? after = null)
    {
        var rng = new Rng(3);
        var model = new Sequential(new Linear(2, 16, rng), new Tanh(), new Linear(16, 2, rng));
        return (new Trainer(model, new Sgd(model.Parameters(), rate, momentum: 0.9f), F.CrossEntropy) { AfterBackward = after }, model);
    }

    [Fact]
    public void Training_learns_and_reports_every_step()
    {
        var (x, y) = Clouds(210);
        var progress = new Collect();
        int hooks = 0;
        var (trainer, _) = Make(0.1f, _ => hooks++);
        var history = trainer.Fit(DataLoader.Of(x, y, 50, new Rng(2)), 8, progress, DataLoader.Of(x, y, 100));
        Assert.Equal((40, 40, 8, 40), (history.StepLoss.Count, progress.All.Count, history.Epochs.Count, hooks));
        Assert.Equal(Enumerable.Range(1, 40), progress.All.Select(p => p.Step));
        Assert.Equal(8, progress.All.Count(p => p.Finished is not null));
        Assert.Equal(210, progress.All[^1].Examples);
        Assert.InRange(history.ValidationAccuracy[^1], 0.98, 1);
        Assert.True(history.Loss[^1] < history.Loss[0] / 2);
        Assert.False(history.Diverged);
    }

    [Fact]
    public void The_same_seeds_give_the_same_bits()
    {
        var (x, y) = Clouds(100);
        float[] Run() => [.. Make(0.1f).Trainer.Fit(DataLoader.Of(x, y, 32, new Rng(2)), 3).StepLoss];
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Means_count_examples_not_batches()
    {
        var (x, y) = Clouds(101);
        var (trainer, model) = Make(0.1f);
        var (loss, accuracy) = trainer.Evaluate(DataLoader.Of(x, y, 100));
        using var off = Autograd.NoGrad();
        Assert.Equal(F.CrossEntropy(model.Forward(x), y).Item(), loss, 1e-5);
        Assert.Equal(Metrics.Accuracy(model.Forward(x), y), accuracy, 1e-6);
    }

    [Fact]
    public void Evaluation_neither_trains_nor_records_and_restores_the_mode()
    {
        var (x, y) = Clouds(20);
        var (trainer, model) = Make(0.1f);
        float[] before = model.Parameters().First().ToArray();
        model.Train();
        trainer.Evaluate(DataLoader.Of(x, y, 10));
        Assert.True(model.Training);
        Assert.Equal(before, model.Parameters().First().ToArray());
        Assert.False(model.Parameters().First().HasGrad);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run()
    {
        var (x, y) = Clouds(100);
        x[7, 1] = float.NaN;
        var (trainer, model) = Make(0.1f);
        var history = trainer.Fit(DataLoader.Of(x, y, 10), 5);
        Assert.True(history.Diverged);
        Assert.Single(history.StepLoss);   // row 7 is in the first batch
        Assert.All(model.Parameters(), p => Assert.All(p.ToArray(), v => Assert.True(float.IsFinite(v))));
    }

    [Fact]
    public void Empty_loaders_and_cancelled_runs_say_so()
    {
        var (x, y) = Clouds(10);
        var (trainer, _) = Make(0.1f);
        Assert.Contains("no batches", Assert.Throws<ArgumentException>(() => trainer.Fit([], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Evaluate([]));
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(DataLoader.Of(x, y, 5), 1, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void Metrics_count()
    {
        var logits = Tensor.From([1, 0, 0, 0, 1, 0, 0, 2, 1, 3, 0, 1], 4, 3);
        Assert.Equal(0.5f, Metrics.Accuracy(logits, [0, 1, 2, 2]));
        Assert.Equal(new[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 1, 1, 0 } }, Metrics.ConfusionMatrix(logits, [0, 1, 2, 2]));
    }
}
