using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

/// <summary>Blocks against the formulas of their papers, written out once more with the blocks' own weights, all of them random.</summary>
public class BlockFormulaTests
{
    private sealed record Case(Func<Rng, Layer> Build, int[] Input, Func<Weights, Tensor, Tensor> Formula);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Hu et al. (2018), eq. 2 to 4"] = new(rng => new SqueezeExcitation(6, 3, rng), [2, 6, 4, 5], (w, x) => w.Squeeze("", x)),
        ["Huang et al. (2017), eq. 2"] = new(rng => new DenseBlock(4, 3, 2, rng), [2, 4, 5, 5], (w, x) => w.Dense("", x, 2)),
        ["Huang et al. (2017), transition"] = new(rng => new Transition(6, 4, rng), [2, 6, 4, 4], (w, x) => w.Transition("", x)),
        ["Huang et al. (2017), DenseNet-BC of 10 layers"] = new(rng => DenseNet.Cifar(10, 2, rng, classes: 3), [2, 3, 8, 8], (w, x) =>
        {
            var h = w.Conv("features.conv0", x, pad: 1);
            h = w.Transition("features.transition1.", w.Dense("features.denseblock1.", h, 1));
            h = w.Transition("features.transition2.", w.Dense("features.denseblock2.", h, 1));
            h = w.Norm("features.norm4", w.Dense("features.denseblock3.", h, 1));
            return w.Linear("classifier", F.Mean(F.Mean(F.Relu(h), -1), -1));
        }),
        ["Sandler et al. (2018), stride 1"] = new(rng => new InvertedResidual(4, 4, 3, 1, rng), [2, 4, 5, 5], (w, x) => x + w.Inverted(x, 1)),
        ["Sandler et al. (2018), stride 2"] = new(rng => new InvertedResidual(4, 4, 3, 2, rng), [2, 4, 6, 6], (w, x) => w.Inverted(x, 2)),
        ["Tan and Le (2019), stride 1"] = new(rng => new MBConv(4, 4, 2, 3, 1, 0.5f, 1e-5f, rng), [2, 4, 5, 5], (w, x) => x + w.Mobile(x, 1)),
        ["Tan and Le (2019), stride 2"] = new(rng => new MBConv(4, 4, 2, 3, 2, 0.5f, 1e-5f, rng), [2, 4, 6, 6], (w, x) => w.Mobile(x, 2)),
        ["He et al. (2016), bottleneck"] = new(rng => new Bottleneck(8, 2, 1, rng), [2, 8, 5, 5], (w, x) => F.Relu(w.Narrow(x, 1) + x)),
        ["He et al. (2016), bottleneck with projection"] = new(rng => new Bottleneck(6, 2, 2, rng), [2, 6, 6, 6],
            (w, x) => F.Relu(w.Narrow(x, 2) + w.Norm("downsample.1", w.Conv("downsample.0", x, 2)))),
        ["He et al. (2016), basic block of option B"] = new(rng => new BasicBlock(4, 6, 2, rng, Shortcut.Projection), [2, 4, 6, 6],
            (w, x) => F.Relu(w.Basic(x, 2) + w.Norm("shortcut.1", w.Conv("shortcut.0", x, 2)))),
        ["He et al. (2016), basic block of option A"] = new(rng => new BasicBlock(4, 8, 2, rng, Shortcut.Padding), [2, 4, 6, 6],
            (w, x) => F.Relu(w.Basic(x, 2) + F.Concat(1, Tensor.Zeros(2, 2, 3, 3), F.MaxPool2d(x, 1, 2), Tensor.Zeros(2, 2, 3, 3)))),
        ["He et al. (2016), a plain pair"] = new(rng => new BasicBlock(4, 4, 1, rng, Shortcut.None), [2, 4, 5, 5], (w, x) => F.Relu(w.Basic(x, 1))),
        ["LeCun et al. (1998), fig. 2"] = new(rng => new LeNet5(rng), [2, 1, 28, 28], (w, x) =>
        {
            var h = F.AvgPool2d(F.Tanh(w.Conv("conv1", x, pad: 2)), 2);
            h = F.AvgPool2d(F.Tanh(w.Conv("conv2", h)), 2);
            return w.Linear("fc3", F.Tanh(w.Linear("fc2", F.Tanh(w.Linear("fc1", F.Reshape(h, 2, 400))))));
        }),
        ["Krizhevsky (2014), one tower"] = new(rng => new AlexNet(rng, 3, width: 1), [2, 3, 223, 223], (w, x) =>
        {
            var h = F.MaxPool2d(F.Relu(w.Conv("features.0", x, 4, 2)), 3, 2);
            h = F.MaxPool2d(F.Relu(w.Conv("features.3", h, 1, 2)), 3, 2);
            foreach (int i in (int[])[6, 8, 10])
                h = F.Relu(w.Conv($"features.{i}", h, 1, 1));
            h = F.Reshape(F.MaxPool2d(h, 3, 2), 2, -1);
            return w.Linear("classifier.6", F.Relu(w.Linear("classifier.4", F.Relu(w.Linear("classifier.1", h)))));
        }),
        ["Szegedy et al. (2015), fig. 2"] = new(rng => new Inception(4, [1, 2, 3, 2, 3, 2], rng), [2, 4, 5, 5], (w, x) => F.Concat(1,
            w.Unit("branch1", x), w.Unit("branch2.1", w.Unit("branch2.0", x), 1), w.Unit("branch3.1", w.Unit("branch3.0", x), 1),
            w.Unit("branch4.1", F.MaxPool2d(x, 3, 1, 1)))),
        ["Srivastava et al. (2015), eq. 3"] = new(rng => new HighwayLayer(5, rng), [3, 5], (w, x) =>
        {
            Tensor t = F.Sigmoid(w.Linear("gate", x)), h = F.Relu(w.Linear("transform", x));
            return t * h + (1 - t) * x;
        }),
        ["a residual perceptron"] = new(rng => new DeepMlp(4, Wiring.Residual, rng, 6, 5, 3), [4, 6], (w, x) =>
        {
            var h = F.Relu(w.Linear("first", x));
            return w.Linear("last", F.Relu(h + w.Linear("body.0.fc2", F.Relu(w.Linear("body.0.fc1", h)))));
        }),
        ["Ronneberger et al. (2015), fig. 1"] = new(rng => new UNet(rng, 2, 3, width: 2, levels: 2), [2, 2, 4, 6], (w, x) =>
        {
            Tensor large = w.Twice("down1.", x), small = w.Twice("down2.", F.MaxPool2d(large, 2));
            var up = F.ConvTranspose2d(small, w["grow1.weight"], w["grow1.bias"], 2);
            return w.Conv("out", w.Twice("up1.", F.Concat(1, large, up)));
        }),
        ["Long et al. (2015), fig. 3"] = new(rng => new Fcn(rng, 3, 2, width: 2, levels: 2, fused: 1), [2, 2, 8, 4], (w, x) =>
        {
            Tensor half = F.MaxPool2d(w.Twice("stage1.", x), 2), quarter = F.MaxPool2d(w.Twice("stage2.", half), 2);
            var coarse = F.ConvTranspose2d(w.Conv("score2", quarter), w["up2.weight"], stride: 2, padding: 1);
            return F.ConvTranspose2d(coarse + w.Conv("score1", half), w["up1.weight"], stride: 2, padding: 1);
        }),
        ["ordinary blocks in one dimension"] = new(rng => new Compact1D(Blocks1D.Ordinary, 4, rng, blocks: 2), [2, 1, 12], (w, x) =>
        {
            var h = F.Relu(w.Norm("stem.1", F.Conv1d(x, w["stem.0.weight"], stride: 2, padding: 2)));
            for (int i = 0; i < 2; i++)
                h += F.Relu(w.Norm($"blocks.{i}.1", F.Conv1d(h, w[$"blocks.{i}.0.weight"], padding: 1)));
            return w.Linear("linear", F.Mean(h, -1));
        }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_block_is_its_formula(string name)
    {
        var (build, input, formula) = Cases[name];
        var net = build(new Rng(1));
        net.Eval();
        var rng = new Rng(2);
        foreach (var (key, value) in net.StateDict())
        {
            for (int i = 0; i < value.Length; i++)   // variances are positive, all else may be anything
                value.Data[i] = (float)(key.EndsWith("running_var", StringComparison.Ordinal) ? 0.5 + rng.NextDouble() : rng.NextNormal() / 2);
        }
        var x = rng.Normal(1, input);
        float[] expected = formula(new Weights(net.StateDict()), x).ToArray(), found = net.Forward(x).ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-4f * Math.Max(1, Math.Abs(p.First))));
        Assert.True(found.Distinct().Count() > 2);
    }

    [Fact]
    public void A_dropped_block_of_EfficientNet_leaves_its_shortcut_and_later_blocks_drop_more_often()
    {
        var x = new Rng(1).Normal(1, 3, 4, 5, 5);
        Assert.Equal(x.ToArray(), new MBConv(4, 4, 1, 3, 1, drop: 1, 1e-5f, new Rng(2)).Forward(x).ToArray());
        using var shapes = new ShapeScope();
        // Block i of 16 drops with 0.2 i / 16; the first block of a stage has no shortcut to keep.
        int[] with = [2, 4, 6, 7, 9, 10, 12, 13, 14];
        Assert.Equal(with.Select(i => new StochasticDepth(0.2f * i / 16, new Rng(1)).ToString()),
            new EfficientNet(0, new Rng(1)).NamedModules().Select(m => m.Value).OfType<StochasticDepth>().Select(d => d.ToString()));
    }

    [Fact]
    public void Up_sampling_of_an_FCN_starts_bilinear()
    {
        var up = new Fcn(new Rng(1), 2, width: 2, levels: 2, fused: 0).StateDict()["up2.weight"];   // a kernel of 8 for a factor of 4
        Assert.Equal([2, 2, 8, 8], up.Shape.ToArray());
        float[] fall = [0.125f, 0.375f, 0.625f, 0.875f, 0.875f, 0.625f, 0.375f, 0.125f];
        for (int i = 0; i < up.Length; i++)
            Assert.Equal(i / 64 is 0 or 3 ? fall[i / 8 % 8] * fall[i % 8] : 0, up.Data[i], 1e-6f);
    }

    // He's weights have the variance 2 / 64; the last of each of nine branches is smaller by √9.
    [Theory, InlineData(Wiring.Residual, 3), InlineData(Wiring.Plain, 1)]
    public void Residual_branches_start_smaller_by_the_root_of_their_number(Wiring wiring, double times)
    {
        var state = new DeepMlp(20, wiring, new Rng(1), width: 64).StateDict();
        for (int i = 0; i < 9; i++)
        {
            double size = Math.Sqrt(state[$"body.{i}.fc2.weight"].ToArray().Average(v => v * v));
            Assert.InRange(size * times / Math.Sqrt(2 / 64.0), 0.95, 1.05);
        }
    }

    private sealed class Weights(IReadOnlyDictionary<string, Tensor> state)
    {
        public Tensor this[string key] => state[key];

        public Tensor Conv(string key, Tensor x, int stride = 1, int pad = 0, int groups = 1) =>
            F.Conv2d(x, state[key + ".weight"], state.GetValueOrDefault(key + ".bias"), stride, pad, groups: groups);

        public Tensor Linear(string key, Tensor x) => F.Linear(x, state[key + ".weight"], state[key + ".bias"]);

        // Ioffe and Szegedy (2015), algorithm 2, in double.
        public Tensor Norm(string key, Tensor x, double epsilon = 1e-5)
        {
            var y = x.Clone();
            int places = x.Length / x.Dim(0) / x.Dim(1);
            for (int i = 0; i < x.Length; i++)
            {
                int c = i / places % x.Dim(1);
                y.Data[i] = (float)((x.Data[i] - state[key + ".running_mean"].Data[c]) / Math.Sqrt(state[key + ".running_var"].Data[c] + epsilon)
                    * state[key + ".weight"].Data[c] + state[key + ".bias"].Data[c]);
            }
            return y;
        }

        public Tensor Unit(string key, Tensor x, int pad = 0) => F.Relu(Norm(key + ".bn", Conv(key + ".conv", x, pad: pad), 1e-3));

        public Tensor Squeeze(string key, Tensor x) =>
            x * F.Sigmoid(Conv(key + "fc2", F.Silu(Conv(key + "fc1", F.Mean(F.Mean(x, -1, true), -2, true)))));

        public Tensor Transition(string key, Tensor x) => F.AvgPool2d(Conv(key + "conv", F.Relu(Norm(key + "norm", x))), 2);

        public Tensor Dense(string key, Tensor x, int layers)
        {
            for (int i = 1; i <= layers; i++)
            {
                string at = $"{key}denselayer{i}.";
                var h = Conv(at + "conv1", F.Relu(Norm(at + "norm1", x)));
                x = F.Concat(1, x, Conv(at + "conv2", F.Relu(Norm(at + "norm2", h)), pad: 1));
            }
            return x;
        }

        public Tensor Inverted(Tensor x, int stride)
        {
            var h = F.Relu6(Norm("conv.0.1", Conv("conv.0.0", x)));
            h = F.Relu6(Norm("conv.1.1", Conv("conv.1.0", h, stride, 1, h.Dim(1))));
            return Norm("conv.3", Conv("conv.2", h));
        }

        public Tensor Mobile(Tensor x, int stride)
        {
            var h = F.Silu(Norm("block.0.1", Conv("block.0.0", x)));
            h = F.Silu(Norm("block.1.1", Conv("block.1.0", h, stride, 1, h.Dim(1))));
            return Norm("block.3.1", Conv("block.3.0", Squeeze("block.2.", h)));
        }

        public Tensor Basic(Tensor x, int stride) =>
            Norm("bn2", Conv("conv2", F.Relu(Norm("bn1", Conv("conv1", x, stride, 1))), 1, 1));

        public Tensor Narrow(Tensor x, int stride)
        {
            var h = F.Relu(Norm("bn1", Conv("conv1", x)));
            h = F.Relu(Norm("bn2", Conv("conv2", h, stride, 1)));
            return Norm("bn3", Conv("conv3", h));
        }

        public Tensor Twice(string key, Tensor x) => F.Relu(Conv(key + "2", F.Relu(Conv(key + "0", x, pad: 1)), pad: 1));
    }
}
