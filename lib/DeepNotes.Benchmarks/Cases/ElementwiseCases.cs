using DeepNotes.Kernels;

namespace DeepNotes.Benchmarks;

/// <summary>Functions of one number, softmax and reductions against PyTorch.</summary>
internal static class ElementwiseCases
{
    private const int Length = 1 << 20;

    private delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    public static IEnumerable<Case> All(Peers peers)
    {
        var group = new Group("elementwise and softmax");
        foreach (var (name, map) in new (string, Map)[]
        {
            ("exp", VectorMath.Exp), ("tanh", VectorMath.Tanh), ("sigmoid", VectorMath.Sigmoid), ("gelu", GeluKernels.Forward),
            ("silu", SiluKernels.Forward), ("softplus", SoftplusKernels.Forward),
        })
            yield return new Case($"{name} 2^20", group, peers.Torch, 1.2, 8.0 * Length, "B", () => Elementwise(peers.Torch, name, map));
        yield return new Case("softmax 256x4096", group, peers.Torch, 1.2, 8.0 * Length, "B",
            () => Elementwise(peers.Torch, "softmax", (x, y) => SoftmaxKernels.Forward(x, y, 4096)));
        yield return new Case("cross-entropy 256x4096 fwd+bwd", group, peers.Torch, 1.2, 20.0 * Length, "B", () => CrossEntropy(peers.Torch));
        yield return new Case("sum 2^20", group, peers.Torch, 1.0, 4.0 * Length, "B", () => Sum(peers.Torch));
    }

    private static Trial Elementwise(TorchPeer peer, string name, Map map)
    {
        var x = new Rng(1).Uniform(6f, 256, Length / 256);
        var y = new float[Length];
        return Trial.Torch(peer, name, [], [x], () => map(x.Data, y), () => y);
    }

    private static Trial CrossEntropy(TorchPeer peer)
    {
        var x = new Rng(1).Uniform(6f, 256, 4096);
        x.RequiresGrad = true;
        int[] targets = [.. Enumerable.Range(0, 256).Select(i => i * 13)];
        return Trial.Torch(peer, "cross_entropy", [], [x, Tensor.From([.. targets.Select(t => (float)t)])], () =>
        {
            using var scope = new StepScope();
            x.ZeroGrad();
            F.CrossEntropy(x, targets).Backward();
        }, () => x.Grad.ToArray());
    }

    private static Trial Sum(TorchPeer peer)
    {
        var x = new Rng(1).Uniform(6f, Length);
        double sum = 0;
        return Trial.Torch(peer, "sum", [], [x], () => sum = ReductionKernels.Total(x.Data), () => [(float)sum]);
    }
}
