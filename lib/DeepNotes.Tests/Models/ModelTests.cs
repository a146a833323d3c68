using System.Text.Json;
using DeepNotes.Models;
using DeepNotes.Tests.NN;

namespace DeepNotes.Tests.Models;

public class ModelTests
{
    public static TheoryData<string> Layers => [.. LayerCases.Names];

    [Theory, MemberData(nameof(Layers))]
    public void Shapes_without_numbers_are_those_with_numbers(string name)
    {
        int[] input = LayerCases.InputShape(name), real = LayerCases.Make(name).Forward(Tensor.Zeros(input)).Shape.ToArray();
        using var shapes = new ShapeScope();
        var y = LayerCases.Make(name).Forward(Tensor.Zeros(input));
        Assert.Equal(real, y.Shape.ToArray());
        Assert.False(y.HasData);
    }

    [Fact]
    public void A_summary_of_a_net_with_numbers_leaves_it_as_it_is()
    {
        var net = new LeNet5(new Rng(1));
        var x = new Rng(2).Normal(1, 2, 1, 28, 28);
        float[] before = net.Forward(x).ToArray();
        var summary = net.Summary(1, 28, 28);
        Assert.Equal(before, net.Forward(x).ToArray());
        Assert.True(net.Training);
        Assert.Equal(("conv2", "Conv2d", 2_416, 240_000), (summary.Layers[3].Name, summary.Layers[3].Kind, (int)summary.Layers[3].Parameters, (int)summary.Layers[3].Macs));
        Assert.Equal([1, 16, 10, 10], summary.Layers[3].Output);
        Assert.Contains("61,706", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_has_the_sums_and_the_layers()
    {
        var json = JsonDocument.Parse(ModelSummary.Of("ResNet20_CIFAR", 3, 64, 64).ToJson()).RootElement;
        Assert.Equal("resnet20cifar", json.GetProperty("name").GetString());
        Assert.Equal([3, 64, 64], json.GetProperty("input").EnumerateArray().Select(e => e.GetInt32()));
        Assert.Equal(269_722, json.GetProperty("parameters").GetInt64());
        Assert.Equal(json.GetProperty("macs").GetInt64(), json.GetProperty("layers").EnumerateArray().Sum(l => l.GetProperty("macs").GetInt64()));
    }

    [Theory, InlineData("resnet18", "layer1.0.conv1.weight layer2.0.downsample.0.weight layer2.0.downsample.1.running_mean fc.bias", 102),
        InlineData("resnet50", "layer1.0.conv3.weight layer4.2.bn3.bias", 267), InlineData("alexnet", "features.10.weight classifier.6.bias", 16),
        InlineData("vgg11bn", "features.1.running_var classifier.0.weight", 54), InlineData("vgg19", "features.34.weight classifier.3.bias", 38),
        InlineData("googlenet", "conv1.conv.weight inception3a.branch1.bn.weight inception5b.branch4.1.conv.weight inception4e.branch3.1.bn.bias", 287),
        InlineData("densenet121", "features.norm0.bias features.denseblock3.denselayer24.conv2.weight features.transition1.conv.weight features.norm5.running_mean classifier.weight", 606),
        InlineData("mobilenetv2", "features.0.0.weight features.1.conv.0.0.weight features.1.conv.2.bias features.2.conv.1.1.weight features.18.1.bias classifier.1.weight", 262),
        InlineData("efficientnetb0", "features.0.0.weight features.1.0.block.1.fc1.bias features.2.0.block.2.fc2.weight features.7.0.block.3.1.weight features.8.0.weight classifier.1.bias", 311)]
    public void Keys_are_torchvisions(string name, string keys, int count)
    {
        using var shapes = new ShapeScope();
        var state = Zoo.Build(name, new Rng(1)).StateDict();
        Assert.Equal(count, state.Count);
        Assert.All(keys.Split(' '), key => Assert.Contains(key, state.Keys));
    }

    [Fact]
    public void PyTorchs_counts_of_batches_are_no_reason_to_refuse_a_file()
    {
        var net = new CifarResNet(8, new Rng(1), width: 4);
        var source = new CifarResNet(8, new Rng(2), width: 4).StateDict().ToDictionary(p => p.Key, p => p.Value);
        foreach (string key in source.Keys.Where(k => k.EndsWith("running_var", StringComparison.Ordinal)).ToList())
            source[key.Replace("running_var", "num_batches_tracked", StringComparison.Ordinal)] = Tensor.Scalar(100);
        Assert.True(net.LoadStateDict(source).IsComplete);
        source["layer9.weight"] = Tensor.Scalar(0);
        Assert.Contains("layer9.weight", Assert.Throws<KeyNotFoundException>(() => net.LoadStateDict(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_the_layer_by_its_path()
    {
        using var shapes = new ShapeScope();
        Says(() => Zoo.Build("resnet50", new Rng(1)).Forward(Tensor.Empty(1, 4, 64, 64)), "conv1: Conv2d: x is (1, 4, 64, 64)", "must have 3 channels");
        Says(() => new ResNet18Like(3).Forward(Tensor.Empty(1, 3, 4, 4)), "tail.1: Conv2d: the kernel 5×5", "must fit x (1, 8, 4, 4)");
        Says(() => new ResNet18Like(0).Forward(Tensor.Empty(1, 3, 8, 8)), "tail.0: Conv2d: stride 0×0", "1 or more");
        Says(() => new Vgg(11, new Rng(1)).Forward(Tensor.Empty(1, 3, 16, 16)), "features.20: MaxPool2d: the window 2×2", "must fit x (1, 512, 1, 1)");
        Says(() => new LeNet5(new Rng(1)).Forward(Tensor.Empty(1, 1, 32, 32)), "fc1: Linear: x is (1, 576)", "in_features = 400");
        Says(() => new Sequential(new ReLU(), new Conv2d(10, 12, 3, new Rng(1), groups: 3)).Forward(Tensor.Zeros(1, 10, 5, 5)), "1: Conv2d: 10 input and 12 output channels in 3 groups", "groups must divide");
        Says(() => _ = new ConvTranspose2d(12, 10, 3, new Rng(1), groups: 3), "10 channels in 3 groups", "groups must divide");
        Says(() => Zoo.Build("resnet18", new Rng(1)).LoadStateDict(Zoo.Build("resnet34", new Rng(1)).StateDict()), "layer1.2.conv1.weight", "unexpected");
        Says(() => new ResNet(18, new Rng(1), classes: 10).LoadStateDict(new ResNet(18, new Rng(1)).StateDict()), "fc.weight is (1000, 512)", "(10, 512)");
        Says(() => Zoo.Build("resnet51", new Rng(1)), "no network resnet51", "resnet50");

        static void Says(Action action, string found, string rule)
        {
            string message = Record.Exception(action)!.Message;
            Assert.Contains(found, message, StringComparison.Ordinal);
            Assert.Contains(rule, message, StringComparison.Ordinal);
        }
    }

    private sealed class ResNet18Like : Layer
    {
        private readonly Sequential _tail;

        public ResNet18Like(int stride) => _tail = Child("tail",
            new Sequential(new Conv2d(3, 8, 1, new Rng(1), stride: stride == 0 ? 0 : 1), new Conv2d(8, 8, 5, new Rng(2))));

        public override Tensor Forward(Tensor x) => _tail.Forward(x);
    }

    // Tiny widths; noise for images, so that nothing but learning by heart helps.
    public static readonly Dictionary<string, (int[] Input, Func<Rng, Layer> Build)> Tiny = new()
    {
        ["AlexNet"] = ([3, 63, 63], rng => new AlexNet(rng, 4, width: 4, dropout: 0)),
        ["Vgg"] = ([3, 32, 32], rng => new Vgg(11, rng, batchNorm: false, 4, width: 8, dropout: 0)),
        ["Vgg with batch norm"] = ([3, 32, 32], rng => new Vgg(13, rng, batchNorm: true, 4, width: 4, dropout: 0)),
        ["GoogLeNet"] = ([3, 32, 32], rng => new GoogLeNet(rng, 4, width: 8, dropout: 0)),
        ["ResNet of basic blocks"] = ([3, 32, 32], rng => new ResNet(18, rng, 4, width: 4)),
        ["ResNet of bottlenecks"] = ([3, 32, 32], rng => new ResNet(50, rng, 4, width: 4)),
        ["DenseNet"] = ([3, 32, 32], rng => DenseNet.ImageNet(121, rng, 4, growth: 4)),
        ["DenseNet-BC"] = ([3, 16, 16], rng => DenseNet.Cifar(22, 6, rng, 4)),
        ["MobileNetV1"] = ([3, 32, 32], rng => new MobileNetV1(rng, 0.125f, 4)),
        ["MobileNetV2"] = ([3, 32, 32], rng => new MobileNetV2(rng, 0.125f, 4, dropout: 0)),
        ["EfficientNet"] = ([3, 32, 32], rng => new EfficientNet(0.25f, 0.5f, rng, 4, dropout: 0, stochasticDepth: 0)),
        ["LeNet5"] = ([1, 28, 28], rng => new LeNet5(rng, 4)),
        ["DeepMlp"] = ([40], rng => new DeepMlp(10, Wiring.Plain, rng, classes: 4)),
        ["Highway"] = ([40], rng => new DeepMlp(10, Wiring.Highway, rng, classes: 4)),
        ["Residual MLP"] = ([40], rng => new DeepMlp(20, Wiring.Residual, rng, classes: 4)),
        ["Mnist1DCnn"] = ([1, 40], rng => new Mnist1DCnn(rng, classes: 4)),
        ["Tdnn"] = ([1, 40], rng => new Tdnn(rng, classes: 4)),
        ["ResNet1D"] = ([1, 40], rng => new ResNet1D(10, rng, classes: 4)),
    };

    public static TheoryData<string> TinyNames => [.. Tiny.Keys];

    [Theory, MemberData(nameof(TinyNames))]
    public void A_tiny_one_learns_one_batch_by_heart(string name)
    {
        var (input, build) = Tiny[name];
        var net = build(new Rng(1));
        var x = new Rng(2).Normal(1, [8, .. input]);
        int[] labels = [.. Enumerable.Range(0, 8).Select(i => i % 4)];
        Learn(net, () => F.CrossEntropy(net.Forward(x), labels), 150);
        Assert.Equal(1, Metrics.Accuracy(net.Forward(x), labels));
    }

    [Theory, InlineData("UNet"), InlineData("UNet without skips"), InlineData("Fcn")]
    public void A_tiny_one_learns_the_pixels_of_one_batch_by_heart(string name)
    {
        Layer net = name == "Fcn" ? new Fcn(new Rng(1), 2, 3, width: 8, levels: 2, fused: 1) : new UNet(new Rng(1), 3, 2, width: 8, levels: 3, skips: name == "UNet");
        var x = new Rng(2).Uniform(0.2f, 2, 3, 16, 16);
        int[] mask = new int[2 * 256];
        for (int i = 0; i < mask.Length; i++)
        {
            int row = i / 16 % 16, column = i % 16, image = i / 256;
            mask[i] = (row - 5 - 3 * image) * (row - 5 - 3 * image) + (column - 8) * (column - 8) < 16 ? 1 : 0;
            x.Data[image * 768 + i % 256] += mask[i];
        }
        Learn(net, () => Segmentation.Loss(net.Forward(x), mask), name == "UNet" ? 400 : 100, until: 0.003f);
        int[] classes = Segmentation.Classes(net.Forward(x));
        Assert.InRange(classes.Where((c, i) => c == mask[i]).Count() / 512.0, name == "UNet" ? 1 : 0.95, 1);   // coarse maps miss the rim
    }

    private static void Learn(Layer net, Func<Tensor> loss, int steps, float until = 0.03f)
    {
        var optimizer = new Adam(net.Parameters(), 3e-3f);
        for (int i = 0; i < steps; i++)
        {
            using var scope = new StepScope();
            optimizer.ZeroGrad();
            var value = loss();
            if (value.Item() < until)
                break;
            value.Backward();
            optimizer.Step();
        }
    }

    [Fact]
    public void ReLU6_is_flat_below_0_and_above_6()
    {
        var x = Tensor.From([-2, 0.5f, 5.5f, 7, 0, 6, -1, 3, 9], 9);
        Assert.Equal([0, 0.5f, 5.5f, 6, 0, 6, 0, 3, 6], new ReLU6().Forward(x).ToArray());
        x.RequiresGrad = true;
        F.Sum(F.Relu6(x)).Backward();
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 1, 0], x.Grad.ToArray());
    }

    [Fact]
    public void GoogLeNets_auxiliary_classifiers_answer_while_training()
    {
        var net = new GoogLeNet(new Rng(1), 4, auxiliary: true, width: 8);
        var x = new Rng(2).Normal(1, 2, 3, 64, 64);
        var (logits, aux1, aux2) = net.ForwardAll(x);
        Assert.Equal([2, 4], logits.Shape.ToArray());
        Assert.Equal([2, 4], aux1!.Shape.ToArray());
        Assert.Equal([2, 4], aux2!.Shape.ToArray());
        net.Eval();
        Assert.Null(net.ForwardAll(x).Aux1);
    }

    [Fact]
    public void A_dropped_block_leaves_its_shortcut()
    {
        var net = new DeepMlp(8, Wiring.Residual, new Rng(1));
        var x = new Rng(2).Normal(1, 3, 40);
        foreach (var block in net.Blocks.Cast<IResidualBlock>())
            block.Dropped = true;
        var trace = net.Trace(x);
        Assert.Equal(trace[0].ToArray(), trace[^1].ToArray());
        float[] without = net.Forward(x).ToArray();
        foreach (var block in net.Blocks.Cast<IResidualBlock>())
            block.Dropped = false;
        Assert.NotEqual(without, net.Forward(x).ToArray());
    }

    [Fact]
    public void Stochastic_depth_drops_whole_examples_and_keeps_the_mean()
    {
        var layer = new StochasticDepth(0.25f, new Rng(1));
        var y = layer.Forward(Tensor.Ones(4000, 2, 1, 1));
        Assert.All(Enumerable.Range(0, 4000), i => Assert.Equal(y.Data[2 * i], y.Data[2 * i + 1]));
        Assert.Equal([0f, 1 / 0.75f], y.ToArray().Distinct().Order());
        Assert.InRange(y.ToArray().Average(), 0.97, 1.03);
        layer.Eval();
        Assert.All(layer.Forward(Tensor.Ones(3, 2, 1, 1)).ToArray(), v => Assert.Equal(1, v));
    }
}
