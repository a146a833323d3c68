using DeepNotes.Insight;
using DeepNotes.Models;

namespace DeepNotes.Benchmarks;

/// <summary>What the health dashboard costs: twenty training steps with it, one of them sampled, against twenty without.</summary>
internal static class DashboardCases
{
    private const int Steps = 20;

    public static IEnumerable<Case> All(Peers peers)
    {
        Group group = new("training steps with the dashboard");
        yield return new Case("mlp 784-256-128-10 b128 20 steps watched", group, new Unwatched(), 0.9, Steps * 6.0 * 128 * 234_752, "FLOP",
            () => Watch(rng => new Sequential(new Linear(784, 256, rng), new ReLU(), new Linear(256, 128, rng), new ReLU(), new Linear(128, 10, rng)), 128, 784));
        yield return new Case("lenet5 b64 20 steps watched", group, new Unwatched(), 0.9, Steps * 6.0 * 64 * 416_520, "FLOP", () => Watch(rng => new LeNet5(rng), 64, 1, 28, 28));
    }

    // Two nets from one seed; watching must not change what is learnt.
    private static Trial Watch(Func<Rng, Layer> make, params int[] shape)
    {
        var (plain, _) = Twenty(make(new Rng(1)), shape);
        var net = make(new Rng(1));
        var health = Health.Watch(net, Steps);
        var (watched, _) = Twenty(net, shape);
        return new Trial(watched, runs =>
        {
            double start = Clock.Seconds();
            for (int i = 0; i < runs; i++)
                plain();
            return Clock.Seconds() - start;
        }, () =>
        {
            var (alone, one) = Twenty(make(new Rng(1)), shape);
            var again = make(new Rng(1));
            using var watch = Health.Watch(again, Steps);
            var (seen, other) = Twenty(again, shape);
            alone();
            seen();
            health.Dispose();
            return Data.Difference(one(), other());
        }, 0);
    }

    private static (Action Run, Func<float[]> Loss) Twenty(Layer model, int[] shape)
    {
        var x = new Rng(4).Normal(1, shape);
        int[] labels = [.. Enumerable.Range(0, shape[0]).Select(i => i % 10)];
        var (_, step, loss) = TrainingStep.Of(x, labels, [.. model.Parameters()], new Adam(model.Parameters(), 1e-6f), model.Forward);
        return (() =>
        {
            for (int i = 0; i < Steps; i++)
                step();
        }, loss);
    }

    private sealed class Unwatched : IPeer
    {
        public string Name => "no dashboard";
        public string? Version => Environment.Version.ToString();
        public void UseThreads(int count) { }
    }
}
