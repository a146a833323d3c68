using DeepNotes.Kernels;
using DeepNotes.Models;

namespace DeepNotes.Benchmarks;

/// <summary>Convolutions, poolings, normalizations, and the training steps of the nets made of them.</summary>
internal static class ImageCases
{
    private static readonly (string Name, ConvShape Shape)[] Convolutions =
    [
        ("8x64x56² 3x3 64", new(8, 64, 56, 56, 64, 3, 3) { PadX = 1, PadY = 1 }),
        ("8x256x14² 3x3 256", new(8, 256, 14, 14, 256, 3, 3) { PadX = 1, PadY = 1 }),
        ("8x256x56² 1x1 64", new(8, 256, 56, 56, 64, 1, 1)),
        ("4x3x224² 7x7/2 64", new(4, 3, 224, 224, 64, 7, 7) { PadX = 3, PadY = 3, StrideX = 2, StrideY = 2 }),
        ("8x96x56² depthwise 3x3", new(8, 96, 56, 56, 96, 3, 3) { PadX = 1, PadY = 1, Groups = 96 }),
        ("128x16x32² 3x3 16", new(128, 16, 32, 32, 16, 3, 3) { PadX = 1, PadY = 1 }),
        ("64x6x14² 5x5 16", new(64, 6, 14, 14, 16, 5, 5)),
    ];

    public static IEnumerable<Case> All(Peers peers)
    {
        Group forward = new("convolution forward", 1.3), both = new("convolution forward + backward", 1.3), layers = new("pooling and normalization"), steps = new("image training steps");
        foreach (var (name, s) in Convolutions)
        {
            int[] numbers = [s.StrideY, s.PadY, s.Groups];
            yield return new Case($"conv {name} fwd", forward, peers.Torch, 0.9, 2 * s.Work, "FLOP", () => Forward(peers.Torch, numbers, s));
            yield return new Case($"conv {name} fwd+bwd", both, peers.Torch, 0.9, 6 * s.Work, "FLOP", () => Both(peers.Torch, "conv_both", numbers,
                t => F.Conv2d(t[0], t[1], t[2], s.StrideY, s.PadY, groups: s.Groups), [s.N, s.C, s.H, s.W], [s.K, s.C / s.Groups, s.R, s.S], [s.K]));
        }
        foreach (var (name, op, shapes) in new (string, Func<Tensor[], Tensor>, int[][])[]
        {
            ("batchnorm", t => F.BatchNorm(t[0], null, null, t[1], t[2], training: true), [[32, 64, 28, 28], [64], [64]]),
            ("layernorm", t => F.LayerNorm(t[0], [512], t[1], t[2]), [[1024, 512], [512], [512]]),
            ("maxpool2", t => F.MaxPool2d(t[0], 2), [[32, 64, 28, 28]]), ("maxpool3", t => F.MaxPool2d(t[0], 3, 2, 1), [[8, 64, 56, 56]]), ("avgpool2", t => F.AvgPool2d(t[0], 2), [[32, 64, 28, 28]]),
        })
        {
            yield return new Case($"{name} {string.Join('x', shapes[0])} fwd+bwd", layers, peers.Torch, 1.2, 24.0 * Shape.Count(shapes[0]), "B",
                () => Both(peers.Torch, name, [], op, shapes));
        }
        yield return new Case("lenet5 b64 step", steps, peers.Torch, 2.5, 6.0 * 64 * 416_520, "FLOP", () => Trial.TorchSteps(peers.Torch, "lenet5", [], () => Step(new LeNet5(new Rng(1)), 28, 1)));
        yield return new Case("resnet20 cifar b64 step", steps, peers.Torch, 1.5, 6.0 * 64 * 40_551_000, "FLOP",
            () => Trial.TorchSteps(peers.Torch, "resnet20", [], () => Step(new CifarResNet(20, new Rng(1)), 32, 3), tolerance: 2e-3));
        Group scaling = new("two threads");
        yield return new Case("conv 8x64x56² 3x3 64 fwd on more threads", scaling, peers.Self, 1.7, 2 * Convolutions[0].Shape.Work, "FLOP", () => OnMoreThreads(Convolutions[0].Shape));
        yield return new Case("resnet20 cifar b64 step on more threads", scaling, peers.Self, 1.7, 6.0 * 64 * 40_551_000, "FLOP", OnMoreThreads);
    }

    private static Trial Forward(TorchPeer peer, int[] numbers, ConvShape s)
    {
        Tensor x = new Rng(1).Uniform(1, s.N, s.C, s.H, s.W), w = new Rng(2).Uniform(0.1f, s.K, s.C / s.Groups, s.R, s.S), b = new Rng(3).Uniform(1, s.K), y = Tensor.Empty(s.N, s.K, s.OutH, s.OutW);
        return Trial.Torch(peer, "conv", numbers, [x, w, b], () => ConvKernels.Forward(s, x.Data, w.Data, b.Data, y.Data), () => y.ToArray(), 2e-5);
    }

    private static Trial OnMoreThreads(ConvShape s)
    {
        Tensor x = new Rng(1).Uniform(1, s.N, s.C, s.H, s.W), w = new Rng(2).Uniform(0.1f, s.K, s.C, s.R, s.S), y = Tensor.Empty(s.N, s.K, s.OutH, s.OutW), one = Tensor.EmptyLike(y);
        return new Trial(() => ConvKernels.Forward(s, x.Data, w.Data, default, y.Data), runs => OneThread.Time(() => ConvKernels.Forward(s, x.Data, w.Data, default, one.Data), runs),
            () => Data.Difference(y.Data, one.Data), 0);
    }

    // Two nets from the same seed: after as many steps the losses have the same bits.
    private static Trial OnMoreThreads()
    {
        var (_, ours, _) = Step(new CifarResNet(20, new Rng(1)), 32, 3);
        var (_, theirs, _) = Step(new CifarResNet(20, new Rng(1)), 32, 3);
        return new Trial(ours, runs => OneThread.Time(theirs, runs), () =>
        {
            var (_, again, loss) = Step(new CifarResNet(20, new Rng(1)), 32, 3);
            var (_, alone, same) = Step(new CifarResNet(20, new Rng(1)), 32, 3);
            for (int i = 0; i < 3; i++)
                again();
            OneThread.Time(alone, 3);
            return Data.Difference(loss(), same());
        }, 0);
    }

    // Compared are the gradients; a gradient of 1 would hide much.
    private static Trial Both(TorchPeer peer, string name, int[] numbers, Func<Tensor[], Tensor> op, params int[][] shapes)
    {
        Tensor[] leaves = [.. shapes.Select((s, i) => new Rng((ulong)i + 1).Uniform(1, s))];
        Tensor seed = new Rng(9).Uniform(1, op(leaves).Shape);
        foreach (var t in leaves)
            t.RequiresGrad = true;
        return Trial.Torch(peer, name, numbers, [seed, .. leaves.Select(t => t.Clone())], () =>
        {
            foreach (var t in leaves)
                t.ZeroGrad();
            using var scope = new StepScope();
            op(leaves).Backward(seed.Data);
        }, () => [.. leaves.SelectMany(t => t.Grad.ToArray())], 1e-4);
    }

    /// <summary>A training step with momentum on a batch of 64 images.</summary>
    public static (Tensor[] Operands, Action Step, Func<float[]> Result) Step(Layer model, int size, int channels)
    {
        var x = new Rng(4).Normal(1, 64, channels, size, size);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 10)];
        return TrainingStep.Of(x, labels, [.. model.Parameters()], new Sgd(model.Parameters(), 0.01f, momentum: 0.9f), model.Forward);
    }
}
