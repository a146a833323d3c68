using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>Elementwise functions, softmax, an optimizer and a training step against PyTorch.</summary>
internal static class TorchCases
{
    private const int Length = 1 << 20;

    private delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    public static IEnumerable<Case> All(TorchPeer peer)
    {
        foreach (var (name, map) in new (string, Map)[] { ("exp", VectorMath.Exp), ("tanh", VectorMath.Tanh), ("sigmoid", VectorMath.Sigmoid), ("gelu", GeluKernels.Forward) })
            yield return new Case($"{name} 2^20", peer, 1.2, 8.0 * Length, "B", () => Elementwise(peer, name, map, Length));
        yield return new Case("softmax 256x4096", peer, 1.2, 8.0 * Length, "B",
            () => Elementwise(peer, "softmax", (x, y) => SoftmaxKernels.Forward(x, y, 4096), Length));
        yield return new Case("adam 10M", peer, 1.0, 28.0 * 10_000_000, "B", () => AdamStep(peer, 10_000_000));
        yield return new Case("mlp 784-256-128-10 b128 step", peer, 1.5, 6.0 * 128 * (784 * 256 + 256 * 128 + 1280) - 2.0 * 128 * 784 * 256, "FLOP", () => MlpStep(peer));
    }

    private static Trial Elementwise(TorchPeer peer, string name, Map map, int length)
    {
        float[] x = Data.Random(1, length, 6f), y = new float[length];
        peer.Prepare(name, x);
        return new Trial(() => map(x, y), peer.Time, () => Data.Difference(y, peer.Result()), 1e-5);
    }

    // The two sides have stepped a different number of times when the results are compared at the end, so compare a fresh pair.
    private static Trial AdamStep(TorchPeer peer, int length)
    {
        float[] start = Data.Random(1, length), gradient = Data.Random(2, length);
        var w = Tensor.From(start);
        w.RequiresGrad = true;
        gradient.CopyTo(w.Grad);
        var optimizer = new Adam([w], 1e-3f);
        peer.Prepare("adam", start, gradient);
        return new Trial(optimizer.Step, peer.Time, () =>
        {
            start.CopyTo(w.Data);
            var fresh = new Adam([w], 1e-3f);
            peer.Prepare("adam", start, gradient);
            peer.Time(3);
            for (int i = 0; i < 3; i++)
                fresh.Step();
            return Data.Difference(w.Data, peer.Result());
        }, 1e-5);
    }

    private static Trial MlpStep(TorchPeer peer)
    {
        var x = new Rng(1).Uniform(1f, 128, 784);
        int[] labels = [.. Enumerable.Range(0, 128).Select(i => i % 10)];
        var (step, loss) = Mlp(x, labels, peer);
        return new Trial(() => step(), peer.Time, () =>
        {
            (step, loss) = Mlp(x, labels, peer);
            for (int i = 0; i < 5; i++)
                step();
            peer.Time(5);
            return Data.Difference([loss()], peer.Result());
        }, 1e-4);
    }

    private static (Action Step, Func<float> Loss) Mlp(Tensor x, int[] labels, TorchPeer peer)
    {
        var rng = new Rng(2);
        var model = new Sequential(new Linear(784, 256, rng), new ReLU(), new Linear(256, 128, rng), new ReLU(), new Linear(128, 10, rng));
        var optimizer = new Sgd(model.Parameters(), 0.01f);
        peer.Prepare("mlp", [x.Data.ToArray(), [.. labels.Select(l => (float)l)], .. model.Parameters().Select(p => p.Data.ToArray())]);
        float last = 0;
        return (() =>
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            var loss = F.CrossEntropy(model.Forward(x), labels);
            loss.Backward();
            optimizer.Step();
            last = loss.Item();
        }, () => last);
    }
}
