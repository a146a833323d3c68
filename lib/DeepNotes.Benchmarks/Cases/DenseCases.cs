namespace DeepNotes.Benchmarks;

/// <summary>Training steps of dense networks.</summary>
internal static class DenseCases
{
    public static IEnumerable<Case> All(Peers peers)
    {
        var group = new Group("training steps");
        const double Work = 6.0 * 128 * (784 * 256 + 256 * 128 + 1280) - 2.0 * 128 * 784 * 256;
        foreach (string optimizer in new[] { "adam", "sgd" })
            yield return new Case($"mlp 784-256-128-10 b128 {optimizer} step", group, peers.Torch, 1.5, Work, "FLOP",
                () => Trial.TorchSteps(peers.Torch, $"mlp_{optimizer}", [], () => Mlp(optimizer)));
    }

    private static (Tensor[] Operands, Action Step, Func<float[]> Result) Mlp(string kind)
    {
        var rng = new Rng(2);
        var x = rng.Uniform(1f, 128, 784);
        int[] labels = [.. Enumerable.Range(0, 128).Select(i => i % 10)];
        var model = new Sequential(new Linear(784, 256, rng), new ReLU(), new Linear(256, 128, rng), new ReLU(), new Linear(128, 10, rng));
        Optimizer optimizer = kind == "adam" ? new Adam(model.Parameters(), 1e-6f) : new Sgd(model.Parameters(), 1e-5f);
        return TrainingStep.Of(x, labels, [.. model.Parameters()], optimizer, model.Forward);
    }
}
